"""One node on a page: what is known of it, and its ties; for a pact, what it asks and what it gives."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from api.cli.output import Reply, Screen
from api.cli.wording import choice, concept, details, listed, said_of, title_of
from graph.errors import Text
from graph.kinds import Activation, Ask, Node, Pact, Tie

if TYPE_CHECKING:
    from api.cli.sight import Sighting

MOST_TIES: Final = 60
"""More are counted and left to --json."""

ROLES: Final = (
    ("parties", "pact_party", Text("Parte", "Party")),
    ("partners", "signature", Text("Ente che firma", "Partner body")),
    ("operators", "case_management", Text("Chi lo segue", "Operator")),
    ("activations", "activation", Text("Risorse proposte o attivate", "Resources proposed or activated")),
)


def portrait(seen: "Sighting", comuni: dict[str, str], today: date) -> Reply:
    """The reply for a node; `comuni` gives names by ISTAT code."""
    data: dict[str, Any] = {
        "node": seen.node.model_dump(mode="json"),
        "ties": [_tie(seen, tie, today) for tie in seen.ties],
    }
    if isinstance(seen.node, Pact):
        data["pact"] = _sides(seen, seen.node)
    return Reply(data, lambda screen: _draw(screen, seen, comuni, today))


def _tie(seen: "Sighting", tie: Tie, today: date) -> dict[str, Any]:
    return tie.model_dump(mode="json") | {
        "direction": "out" if tie.source == seen.node.id else "in",
        "other": _brief(seen.other(tie)),
        "ended": _ended(tie, today),
    }


def _brief(node: Node) -> dict[str, str]:
    return {"id": node.id, "kind": node.kind, "title": node.name}


def _ended(tie: Tie, today: date) -> bool:
    return tie.valid_to is not None and tie.valid_to <= today


def _sides(seen: "Sighting", pact: Pact) -> dict[str, Any]:
    roles: dict[str, Any] = {name: [] for name, *_ in ROLES}
    for tie in seen.ties:
        for name, kind, _ in ROLES:
            if tie.kind == kind:
                roles[name].append(_brief(seen.other(tie)) | _decision(tie))
    return {"asks": pact.model_dump(mode="json")["asks"], "gives": list(pact.gives), **roles}


def _decision(tie: Tie) -> dict[str, Any]:
    return tie.model_dump(mode="json", include={"status", "decided_on", "outcome"}) if tie.kind == "activation" else {}


def _draw(screen: Screen, seen: "Sighting", comuni: dict[str, str], today: date) -> None:
    node = seen.node
    screen.say(node.name, "bold")
    screen.say(f"{title_of(node.kind)[screen.language]} · {node.id}")
    screen.say()
    for title, value in details(node):
        said = comuni.get(value.it, value[screen.language])
        screen.say(f"{title[screen.language]}: {said}", indent=2)
    if isinstance(node, Pact):
        _draw_sides(screen, seen, node)
    _draw_ties(screen, seen, today)
    if isinstance(node, Pact):
        screen.say(Text(f"Ora: legami propose {node.id}", f"Next: legami propose {node.id}"))


def _draw_sides(screen: Screen, seen: "Sighting", pact: Pact) -> None:
    screen.say()
    screen.say(Text("Chiede", "Asks"), "bold")
    for ask in pact.asks:
        screen.say(_ask(ask), indent=2)
    screen.say(Text("Dà in cambio", "Gives back"), "bold")
    for code in pact.gives:
        screen.say(concept(code), indent=2)
    for _, kind, title in ROLES:
        held = [tie for tie in seen.ties if tie.kind == kind]
        if held:
            screen.say(title, "bold")
        for tie in held:
            status = f" ({choice(tie.status)[screen.language]})" if isinstance(tie, Activation) else ""
            screen.say(f"{seen.other(tie).name}{status}", indent=2)


def _ask(ask: Ask) -> Text:
    need = concept(ask.need)
    parts = [need]
    if ask.birth_year:
        parts.append(Text(f"per chi è nato nel {ask.birth_year}", f"for somebody born in {ask.birth_year}"))
    if ask.slots:
        parts.append(said_of(ask.slots))
    return Text(", ".join(part.it for part in parts), ", ".join(part.en for part in parts))


def _draw_ties(screen: Screen, seen: "Sighting", today: date) -> None:
    screen.say()
    if not seen.ties:
        screen.say(Text("Nessun legame.", "No ties."))
        return
    heads = (
        Text("Legame", "Tie"),
        Text("Con", "With"),
        Text("Forza", "Strength"),
        Text("Da quando", "Since"),
        Text("Identificativo", "Id"),
    )
    screen.table(
        heads,
        [_row(seen, tie, today, screen) for tie in seen.ties[:MOST_TIES]],
        title=Text("Legami", "Ties"),
    )
    more = len(seen.ties) - MOST_TIES
    if more > 0:
        screen.say(Text(f"e altri {more}: con --json tutti.", f"and {more} more: all of them with --json."))


def _row(seen: "Sighting", tie: Tie, today: date, screen: Screen) -> tuple[str, ...]:
    name = tie.title if tie.source == seen.node.id else tie.reverse
    other = seen.other(tie)
    since = said_of(tie.valid_from) if tie.valid_from else Text("", "")
    if _ended(tie, today):
        since = listed([Text("finito", "ended")])
    return (
        name[screen.language],
        f"{other.name} ({title_of(other.kind)[screen.language].lower()})",
        choice(tie.strength)[screen.language],
        since[screen.language],
        other.id,
    )
