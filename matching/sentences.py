"""What reasons say: one sentence a code, in Italian and English. Plain words, never a judgement of a person."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from graph.errors import Text
from graph.vocabulary import Scheme
from matching.types import Reason
from matching.words import euro, kilometres, on_date, texts_listed, week

PARTY: Final[Mapping[str, Text]] = {
    "inclusion_pact": Text("la famiglia", "the family"),
    "autonomy_pact": Text("la persona", "the person"),
}

WORLD: Final[Mapping[str, Text]] = {
    "social": Text("persone e famiglie fuori da casa", "people and families outside the home"),
    "civic": Text("associazioni e gruppi", "associations and groups"),
    "services": Text("servizi e uffici", "services and offices"),
    "work": Text("il mondo delle imprese", "the world of firms"),
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
    "meets_also": Text("Risponde anche al bisogno «{need}».", "It also meets the need “{need}”."),
    "offers_person": Text(
        "Ha offerto: {gives}. Ha accettato di essere proposta.", "They offered: {gives}. They agreed to be proposed."
    ),
    "peer": Text(
        "Ha accettato di incontrare altre famiglie su questo tema: {gives}.",
        "They agreed to meet other families on this theme: {gives}.",
    ),
    "implied": Text(
        "Il patto non lo chiede, ma può servire: «{gives}».", "The pact does not ask it, but it may help: “{gives}”."
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
    "skill": Text("Qui serve ciò che {party} sa fare: {need}.", "What {party} can do is of use here: {need}."),
    "trade": Text(
        "È del mestiere dell'idea d'impresa ({need}): può dare consigli o i primi lavori.",
        "It is of the trade of the enterprise idea ({need}): it may give advice or first orders.",
    ),
    "opening": Text("C'è un posto aperto («{resource}»).", "There is an opening (“{resource}”)."),
    "for_age": Text("È per {ages}: va bene per {own_ages}.", "It is for {ages}: right for {own_ages}."),
    "when_needed": Text("È aperto quando serve: {slots}.", "It is open when needed: {slots}."),
    "free_when_needed": Text("È disponibile quando serve: {slots}.", "Available when needed: {slots}."),
    # the way in
    "introduced": Text(
        "La porta: una persona {link}, che ha accettato di presentare {party}.",
        "The way in: a person {link} has agreed to introduce {party}.",
    ),
    "introduced_by_acquaintance": Text(
        "La porta: una persona che {party} conosce ha accettato di presentarla.",
        "The way in: a person whom {party} knows has agreed to introduce them.",
    ),
    "introduced_through": Text(
        "La porta: una persona di un luogo che {party} già frequenta ha accettato di presentarla.",
        "The way in: a person of a place where {party} already goes has agreed to introduce them.",
    ),
    "through_people": Text(
        "La porta: {count} persone che hanno accettato di presentare, una dopo l'altra.",
        "The way in: {count} people who agreed to introduce, one after the other.",
    ),
    "through_body": Text(
        "La porta: {body}, che {party} già frequenta e che è in contatto con questa realtà.",
        "The way in: {body}, where {party} already goes and which is in touch with it.",
    ),
    "through_bodies": Text("La porta: {body}.", "The way in: {body}."),
    "through_association": Text(
        "La porta: {body}, a cui l'impresa aderisce; non serve nessun legame personale.",
        "The way in: {body}, to which the firm belongs; no personal tie is needed.",
    ),
    "desk": Text(
        "Ci si va da soli: sportello senza appuntamento {slots}.", "One can go alone: desk without appointment {slots}."
    ),
    "alone": Text(
        "Ci si presenta da soli: per arrivarci non serve conoscere nessuno.",
        "One can go alone: there is no need to know anybody.",
    ),
    "write_first": Text(
        "Nessuno fa da porta: conviene chiamare o scrivere prima di andare.",
        "Nobody opens the door: better call or write before going.",
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
    "places_unknown": Text("Non sappiamo se ci sono posti liberi.", "We do not know whether there are free places."),
    "places_stale": Text("I posti liberi non sono confermati dal {on}.", "Free places were last confirmed on {on}."),
    "cost_unknown": Text("Il costo non è noto.", "The cost is not known."),
    "hours_unknown": Text("Gli orari non sono noti.", "The opening hours are not known."),
    "age_unknown": Text("Non sappiamo per quali età è pensato.", "We do not know for which ages it is meant."),
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


class Renderer:
    """Turns reasons into sentences, given the titles of the nodes that they name."""

    def __init__(self, scheme: Scheme, titles: Mapping[str, str]) -> None:
        """`titles`: names by id, for bodies and opportunities; persons are never named in a sentence."""
        self._scheme = scheme
        self._titles = titles
        self._say: Mapping[str, Callable[[Any], Text]] = {
            "need": self._concept,
            "gives": self._concepts,
            "languages": self._concepts,
            "slots": week,
            "on": on_date,
            "km": kilometres,
            "cost": euro,
            "ages": _ages,
            "own_ages": _own_ages,
            "body": self._title,
            "resource": self._title,
            "party": lambda kind: PARTY[kind],
            "world": lambda name: WORLD[name],
            "link": lambda name: LINK[name],
        }

    def __call__(self, reason: Reason) -> Text:
        """The sentence of a reason."""
        if reason.code == "what":
            return self._what(reason.values)
        template = SENTENCES[reason.code]
        said = {key: self._say.get(key, _plain)(value) for key, value in reason.values.items()}
        it = template.it.format(**{key: text.it for key, text in said.items()})
        en = template.en.format(**{key: text.en for key, text in said.items()})
        return Text(it, en)

    def _concept(self, code: str) -> Text:
        if code not in self._scheme:
            return Text(code, code)
        return Text(self._scheme.label(code, "it"), self._scheme.label(code, "en"))

    def _concepts(self, codes: tuple[str, ...]) -> Text:
        return texts_listed([self._concept(code) for code in codes])

    def _title(self, id: str) -> Text:
        title = self._titles.get(id, "…")
        return Text(title, title)

    def _what(self, values: Mapping[str, Any]) -> Text:
        """What it is, where, when it is open, what it costs: the known parts, in one sentence."""
        kind: Text = values["kind"]
        comune = self._titles.get(values["place"]) if values["place"] else None
        parts = [Text(f"{kind.it} {_at(comune)}", f"{kind.en} in {comune}") if comune else kind]
        if values.get("km") is not None:
            near = values["km"] == 0
            far = kilometres(values["km"])
            parts.append(
                Text("nello stesso comune", "in the same comune") if near else Text(f"a {far.it}", f"{far.en} away")
            )
        if values.get("slots"):
            when = week(values["slots"])
            personal = values["personal"]
            parts.append(Text(f"disponibile {when.it}", f"available {when.en}") if personal else _open(when))
        if values.get("cost") is not None:
            parts.append(euro(values["cost"]))
        return Text("; ".join(part.it for part in parts) + ".", "; ".join(part.en for part in parts) + ".")


def _at(comune: str) -> str:
    """The Italian preposition: `a Crema`, `ad Annicco`."""
    return f"{'ad' if comune[:1] in 'AÀ' else 'a'} {comune}"


def _open(when: Text) -> Text:
    return Text(f"aperto {when.it}", f"open {when.en}")


def _plain(value: Any) -> Text:
    return Text(str(value), str(value))


def _ages(limits: tuple[int | None, int | None]) -> Text:
    low, high = limits
    if low is not None and high is not None:
        return Text(f"chi ha da {low} a {high} anni", f"ages {low} to {high}")
    if low is not None:
        return Text(f"chi ha almeno {low} anni", f"ages {low} and over")
    return Text(f"chi ha al massimo {high} anni", f"ages up to {high}")


def _own_ages(ages: tuple[int, int]) -> Text:
    young, old = ages
    if young == old:
        return Text(f"chi ha {old} anni", f"somebody of {old}")
    return Text(f"chi ha {young} o {old} anni", f"somebody of {young} or {old}")
