"""Proposals for one pact: found, explained, and shown with the way in and what is not known."""

from typing import TYPE_CHECKING, Annotated, Any, Final

from api.cli.options import Argument, Command, Option, Session
from api.cli.output import Reply, Screen
from api.cli.read_commands import VIEWER, reading
from api.documents import proposals
from api.reading import Reading, operator_of, own_districts
from api.settings import keep_compiled_code
from graph.errors import Text

if TYPE_CHECKING:
    from datetime import date

    from graph.kinds import Pact

SECTIONS: Final = (
    ("community", Text("Risorse della comunità", "Community resources")),
    ("employer", Text("Contatti con chi dà lavoro", "Employer contacts")),
)
BANDS: Final = {"strong": Text("forte", "strong"), "possible": Text("possibile", "possible")}


def propose(
    session: Session,
    pact: Annotated[
        str, Argument(Text("L'identificativo o il nome di un patto.", "The id or the name of a pact."), "PACT")
    ],
    viewer: Annotated[str | None, VIEWER] = None,
    limit: Annotated[int | None, Option("--limit", Text("Quante, al massimo.", "How many at most."), 1, 100)] = None,
) -> Reply:
    """Proposals for a pact."""
    keep_compiled_code(session.settings.kernels)
    with session.store() as store:
        reader = reading(session, store, viewer)
        record = reader.pact(pact)
        data = proposals(reader if viewer else by_its_operator(session, reader, record), record, limit)
    warn(session, record, reader.at)
    return Reply(data, lambda screen: draw(screen, data, record))


def by_its_operator(session: Session, reader: Reading, pact: "Pact") -> Reading:
    """The same store, read by the operator of the pact's district, or else of its party's."""
    from graph.view import View

    snapshot = session.snapshot(reader.store)
    who = operator_of(snapshot, pact.id, own_districts(snapshot, reader.at))
    return Reading(reader.store, who, reader.at, lambda viewer: View.of(snapshot, viewer, at=reader.at))


def warn(session: Session, pact: "Pact", at: "date") -> None:
    """Say what makes the proposals less than they seem: they are computed all the same."""
    from matching.words import on_date

    if pact.status != "open":
        session.tell(
            "Attenzione: questo patto non è aperto; le proposte sono calcolate lo stesso.",
            "Warning: this pact is not open; proposals are computed all the same.",
        )
    if pact.signed_on and at < pact.signed_on:
        day, signed = on_date(at.isoformat()), on_date(pact.signed_on.isoformat())
        session.tell(
            f"Attenzione: il {day.it} questo patto non era ancora firmato (lo è dal {signed.it}); le proposte sono "
            "calcolate lo stesso.",
            f"Warning: on {day.en} this pact was not signed yet (it was on {signed.en}); proposals are computed all "
            "the same.",
        )


def draw(screen: Screen, answer: dict[str, Any], pact: "Pact") -> None:
    """An answer as people read it, from the same document that programs get."""
    screen.say(Text(f"Proposte per {pact.name}", f"Proposals for {pact.name}"), "bold")
    number = 0
    for section, title in SECTIONS:
        proposals = [proposal for proposal in answer["proposals"] if proposal["section"] == section]
        if proposals:
            screen.say()
            screen.say(title, "bold underline")
        for proposal in proposals:
            number += 1
            _draw_proposal(screen, proposal, number)
    if not answer["proposals"]:
        screen.say()
        screen.say(
            Text(
                "Nessuna buona proposta, per ora: meglio nessuna che una sbagliata.",
                "No good proposal for now: better none than a wrong one.",
            )
        )
    _draw_rest(screen, answer, pact.kind)


def _draw_proposal(screen: Screen, proposal: dict[str, Any], number: int) -> None:
    language = screen.language
    title = proposal["resource"]["title"] or proposal["resource"]["id"]
    screen.say()
    screen.say(f"{title} ({BANDS[proposal['band']][language]})", "bold", mark=f"{number}. ")
    screen.say(proposal["what"][language], indent=3)
    for reason in proposal["reasons"][language]:
        screen.say(reason, indent=3, mark="- ")
    way = proposal["introduction"]
    if way and way["via"]:
        steps = " → ".join(step["title"] for step in way["via"])
        screen.say(Text(f"Porta: {steps}", f"Way in: {steps}"), indent=3)
    if proposal["unknown"]:
        said = " ".join(unknown[language] for unknown in proposal["unknown"])
        screen.say(Text(f"Da chiedere: {said}", f"To ask: {said}"), "dim", indent=3)
    screen.say(proposal["resource"]["id"], "dim", indent=3)


def _draw_rest(screen: Screen, answer: dict[str, Any], kind: str) -> None:
    """What would open more doors, what was left out, and what is needed to compute the same again."""
    from matching.words import on_date

    screen.say()
    for gap in answer["gaps"]:
        screen.say(gap[screen.language], mark="· ")
    if answer["excluded"]:
        screen.say(Text("Che cosa è rimasto fuori:", "What was left out:"))
        rules = rule_texts(kind)
        for rule, count in answer["excluded"].items():
            screen.say(rules[rule], indent=2, mark=f"{count:>4}: ")
    who, at = seen_by(answer["viewer"]), on_date(answer["at"])
    snapshot, policy, algorithm = answer["snapshot"], answer["policy"], answer["algorithm"]
    screen.say(
        Text(
            f"Decide una persona. Come le vede {who.it} il {at.it}; versione {snapshot} dei dati, criteri {policy}, "
            f"algoritmo {algorithm}, al massimo {answer['limit']}.",
            f"A person decides. As seen by {who.en} on {at.en}; version {snapshot} of the data, policy {policy}, "
            f"algorithm {algorithm}, at most {answer['limit']}.",
        ),
        "dim",
    )


def seen_by(viewer: str) -> Text:
    """A viewer in words."""
    role, _, district = viewer.partition(":")
    if role != "operator":
        return Text("chi cura l'archivio", "whoever maintains the store")
    if not district:
        return Text("un operatore senza ambito", "an operator without a district")
    name = district.replace("_", " ").title()
    return Text(f"un operatore dell'ambito {name}", f"an operator of the {name} district")


def rule_texts(pact: str) -> dict[str, Text]:
    """What each rule of eligibility says of the party of a kind of pact, by its name."""
    from matching.eligibility import RULES, public_text

    return {rule.__name__: public_text(rule, pact) for rule in RULES}


PROPOSE_COMMANDS: Final = (
    Command(
        "propose",
        Text("Proponi risorse e contatti per un patto.", "Propose resources and contacts for a pact."),
        propose,
    ),
)
