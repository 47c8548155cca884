"""What reasons say: one sentence a code, in Italian and English. Plain words, never a judgement of a person."""

from collections.abc import Mapping
from typing import Final

from graph.errors import Text

PARTY: Final[Mapping[str, Text]] = {
    "inclusion_pact": Text("la famiglia", "the family"),
    "autonomy_pact": Text("la persona", "the person"),
}

WORLD: Final[Mapping[str, Text]] = {
    "social": Text("persone e famiglie fuori da casa", "people and families outside the home"),
    "civic": Text("associazioni e gruppi", "associations and groups"),
    "services": Text("servizi e uffici", "services and offices"),
    "work": Text("il mondo del lavoro", "the world of work"),
}

WHEN: Final[Mapping[str, Text]] = {
    "open": Text("orari:", "hours:"),
    "work": Text("orario di lavoro:", "working hours:"),
    "personal": Text("disponibile", "available"),
}

LINK: Final[Mapping[str, Text]] = {
    "work": Text("che ci lavora", "who works there"),
    "volunteering": Text("che ci fa volontariato", "who volunteers there"),
    "board_role": Text("che è nel direttivo", "who is on its board"),
    "membership": Text("che ne fa parte", "who is a member"),
    "ownership": Text("che ne è titolare", "who owns it"),
}

SENTENCES: Final[Mapping[str, Text]] = {
    # why
    "meets": Text("Risponde al bisogno «{need}».", "It meets the need “{need}”."),
    "meets_with": Text(
        "Risponde al bisogno «{need}»: offre «{gives}».", "It meets the need “{need}”: it offers “{gives}”."
    ),
    "meets_partly": Text(
        "Può rispondere in parte al bisogno «{need}»: offre «{gives}».",
        "It may meet part of the need “{need}”: it offers “{gives}”.",
    ),
    "meets_partly_itself": Text(
        "Può rispondere in parte al bisogno «{need}».", "It may meet part of the need “{need}”."
    ),
    "meets_also": Text("Risponde anche al bisogno «{need}».", "It also meets the need “{need}”."),
    "offers_person": Text(
        "Ha offerto: {gives}. Ha dato il consenso a stare tra le proposte.",
        "They offered: {gives}. They agreed to be proposed.",
    ),
    "peer": Text(
        "Ha accettato di incontrare altre famiglie su questo tema: {gives}.",
        "They agreed to meet other families on this theme: {gives}.",
    ),
    "implied": Text(
        "Offre «{gives}»: il patto non lo chiede, ma può servire.",
        "It offers “{gives}”: the pact does not ask for it, but it may help.",
    ),
    "implied_itself": Text(
        "Offre «{need}»: il patto non lo chiede, ma può servire.",
        "It offers “{need}”: the pact does not ask for it, but it may help.",
    ),
    "near_occupation": Text(
        "Qui si fa un mestiere vicino a quello cercato ({need}): {gives}.",
        "An occupation close to the one sought ({need}) is worked here: {gives}.",
    ),
    "occupation": Text("Qui si fa il mestiere cercato: {gives}.", "The occupation sought is worked here: {gives}."),
    "sector": Text(
        "Lavora in un settore vicino a ciò che si cerca ({need}): {gives}.",
        "It works in a sector close to what is sought ({need}): {gives}.",
    ),
    "about_work": Text(
        "Aiuta chi cerca questo lavoro ({need}): {gives}.", "It helps those who seek this work ({need}): {gives}."
    ),
    "about_work_itself": Text("Aiuta chi cerca questo lavoro ({need}).", "It helps those who seek this work ({need})."),
    "skill": Text("Qui serve ciò che {party} sa fare: {need}.", "What {party} can do is of use here: {need}."),
    "trade": Text(
        "È del mestiere dell'idea d'impresa ({need}): può dare consigli o i primi lavori.",
        "It is of the trade of the enterprise idea ({need}): it may give advice or first orders.",
    ),
    "opening": Text("Cerca qualcuno: «{resource}».", "They are looking for somebody: “{resource}”."),
    "for_age": Text("È per {ages}: va bene per {own_ages}.", "It is for {ages}: right for {own_ages}."),
    "for_some_ages": Text(
        "È per {ages}: va bene per {own_ages}, non per {other_ages}.",
        "It is for {ages}: right for {own_ages}, not for {other_ages}.",
    ),
    "when_needed": Text("Gli orari vanno bene: {slots}.", "The hours suit: {slots}."),
    "free_when_needed": Text("È disponibile quando serve: {slots}.", "Available when needed: {slots}."),
    # what was tried before
    "proposed_before": Text(
        "Già proposto in questo patto il {on}: manca ancora una risposta.",
        "Already proposed in this pact on {on}: there is no answer yet.",
    ),
    "proposed_before_undated": Text(
        "Già proposto in questo patto: manca ancora una risposta.",
        "Already proposed in this pact: there is no answer yet.",
    ),
    "declined_before": Text(
        "Già proposto in questo patto: il {on} la risposta è stata no. Prima va chiesto che cosa è cambiato.",
        "Already proposed in this pact: on {on} the answer was no. First ask what has changed.",
    ),
    # the way in
    "introduced": Text(
        "La porta: qualcuno {link} e che ha accettato di presentare {party}.",
        "The way in: somebody {link} has agreed to introduce {party}.",
    ),
    "introduced_by_acquaintance": Text(
        "La porta: qualcuno che {party} conosce e che ha accettato di presentarla.",
        "The way in: somebody whom {party} knows has agreed to introduce them.",
    ),
    "through_people_inside": Text(
        "La porta: due contatti, uno dopo l'altro. Il primo, che {party} conosce, può presentarla al secondo, {link}; "
        "tutti e due hanno accettato di farlo.",
        "The way in: two contacts, one after the other. The first, whom {party} knows, can introduce them to the "
        "second, {link}; both have agreed to do so.",
    ),
    "through_people": Text(
        "La porta: due contatti, uno dopo l'altro. Il primo, che {party} conosce, può presentarla al secondo; tutti e "
        "due hanno accettato di farlo.",
        "The way in: two contacts, one after the other. The first, whom {party} knows, can introduce them to the "
        "second; both have agreed to do so.",
    ),
    "through_body": Text(
        "La porta: {body}, che {party} già frequenta e che è in contatto con questa realtà.",
        "The way in: {body}, where {party} already goes and which is in touch with it.",
    ),
    "through_bodies": Text(
        "La porta: {body}, che {party} già frequenta; da lì {next}, in contatto con questa realtà.",
        "The way in: {body}, where {party} already goes; from there {next}, which is in touch with it.",
    ),
    "through_body_and_person": Text(
        "La porta: {body}, che {party} già frequenta; da lì qualcuno che ha accettato di presentarla.",
        "The way in: {body}, where {party} already goes; from there somebody who has agreed to introduce them.",
    ),
    "through_person_and_body": Text(
        "La porta: qualcuno che {party} conosce e che ha accettato di presentarla; poi {body}, in contatto con questa "
        "realtà.",
        "The way in: somebody whom {party} knows has agreed to introduce them; then {body}, which is in touch with it.",
    ),
    "through_steps": Text(
        "La porta, un passo dopo l'altro: {steps}. Chi presenta ha accettato di farlo.",
        "The way in, step by step: {steps}. Whoever introduces has agreed to do so.",
    ),
    "through_association": Text(
        "La porta: {body}, a cui questa realtà aderisce; non serve nessun legame personale.",
        "The way in: {body}, to which this body belongs; no personal tie is needed.",
    ),
    "desk": Text(
        "Ci si va da soli: sportello senza appuntamento {slots}.", "One can go alone: desk without appointment {slots}."
    ),
    "alone": Text(
        "Ci si presenta da soli: per arrivarci non serve conoscere nessuno.",
        "One can go alone: there is no need to know anybody.",
    ),
    "apply": Text(
        "Si fa domanda direttamente: non serve conoscere nessuno.",
        "One can apply directly: there is no need to know anybody.",
    ),
    "write_first": Text(
        "Nessuno fa da porta: conviene chiamare o scrivere prima di andare{contact}.",
        "Nobody opens the door: better call or write before going{contact}.",
    ),
    "door_unknown": Text(
        "Come si entra non è noto: il primo passo è chiamare o passare a chiedere{contact}.",
        "How to get in is not known: the first step is to call or to go and ask{contact}.",
    ),
    "ask_operator": Text(
        "Il primo contatto lo prende l'operatore, con il consenso di tutti.",
        "The operator makes the first contact, with everybody's consent.",
    ),
    # what it adds
    "opens_world": Text(
        "Che cosa cambia: sarebbe il primo legame con {world}.", "What it adds: it would be the first tie with {world}."
    ),
    "widens_world": Text("Che cosa cambia: un legame in più con {world}.", "What it adds: one more tie with {world}."),
    "give_back": Text(
        "In cambio: qui servirebbe ciò che {party} offre ({gives}).",
        "In return: what {party} offers is wanted here ({gives}).",
    ),
    # what is not known
    "little_known": Text(
        "Se ne sa così poco che resta una proposta possibile, non forte.",
        "So little is known of it that it stays a possible proposal, not a strong one.",
    ),
    "door_to_ask": Text(
        "Non sappiamo come si viene accolti, né se serve un appuntamento o un'iscrizione.",
        "We do not know how people are taken in, nor whether to book or sign up.",
    ),
    "openings_unknown": Text("Non sappiamo se cerca qualcuno.", "We do not know whether they are looking for anybody."),
    "hiring_unknown": Text("Non sappiamo chi decide sulle assunzioni.", "We do not know who decides whom to take on."),
    "age_doubtful": Text(
        "Non sappiamo se l'età va bene: è per {ages}, e {own_ages} potrebbe restare fuori.",
        "We do not know whether the age is right: it is for {ages}, and {own_ages} may be outside.",
    ),
    "still_free_unknown": Text(
        "Non sappiamo se è ancora disponibile.", "We do not know whether it is still available."
    ),
    "still_free_stale": Text(
        "L'ultima conferma che è disponibile è del {on}.", "It was last known to be free on {on}."
    ),
    "places_unknown": Text("Non sappiamo se c'è posto.", "We do not know whether there is a free place."),
    "places_stale": Text("L'ultima conferma dei posti liberi è del {on}.", "Free places were last confirmed on {on}."),
    "cost_unknown": Text("Il costo non è noto.", "The cost is not known."),
    "beyond_hours": Text(
        "L'orario va verificato: si lavora anche {slots}, mentre {party} può {free}.",
        "The hours need checking: one also works {slots}, while {party} can do {free}.",
    ),
    "hours_to_agree": Text(
        "Non sappiamo se c'è lavoro solo nelle ore in cui {party} può: {free}.",
        "We do not know whether there is work only in the hours that {party} can do: {free}.",
    ),
    "work_hours_unknown": Text("L'orario di lavoro non è noto.", "The working hours are not known."),
    "hours_unknown": Text("Gli orari non sono noti.", "The opening hours are not known."),
    "age_unknown": Text("Non sappiamo a quali età si rivolge.", "We do not know for which ages it is meant."),
    "language_unknown": Text(
        "Non sappiamo se qualcuno parla {languages}.", "We do not know whether anybody speaks {languages}."
    ),
    "distance_unknown": Text("Non sappiamo quanto dista.", "We do not know how far it is."),
    # what would open more
    "no_employer": Text(
        "Nessun contatto con imprese dei mestieri cercati entro {km}: "
        "non risulta né una persona che presenti né un'associazione di categoria.",
        "No contact with firms of the occupations sought within {km}: "
        "neither a person who introduces nor a trade association is known.",
    ),
    "no_open_door": Text(
        "Qualcosa c'è, ma nessuna risorsa della comunità a cui rivolgersi senza conoscere nessuno: "
        "prima va registrata, per esempio uno sportello.",
        "Something was found, but no community resource to turn to without knowing anybody: "
        "record one first, such as a desk.",
    ),
    "unmet": Text(
        "Per «{need}» entro {km} non risulta nulla che vada bene.",
        "For “{need}” nothing suitable is known within {km}.",
    ),
    "no_open_post": Text(
        "Entro {km} non risulta un posto di lavoro aperto che vada bene: si può però chiedere ai contatti proposti.",
        "No open job that suits is known within {km}, but the contacts proposed can be asked.",
    ),
    "requirement_gap": Text(
        "«{need}» aprirebbe altre {count} porte entro {km}.", "“{need}” would open {count} more doors within {km}."
    ),
    "requirement_gap_one": Text(
        "«{need}» aprirebbe un'altra porta entro {km}.", "“{need}” would open one more door within {km}."
    ),
    "unknown_need": Text(
        "Il bisogno «{text}» non è nel vocabolario: nessuna risposta può tenerne conto.",
        "The need “{text}” is not in the vocabulary: no answer can take it into account.",
    ),
}


ITSELF: Final[Mapping[str, str]] = {
    "meets_with": "meets",
    "meets_partly": "meets_partly_itself",
    "implied": "implied_itself",
    "about_work": "about_work_itself",
}
"""What is said in place of a sentence that would only repeat the resource's own name."""
