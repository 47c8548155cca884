"""One node on a page: what is known of it, and its ties; for a pact, what it asks and what it gives."""

from datetime import date
from typing import TYPE_CHECKING, Final

from api.cli.output import Reply, Screen
from api.cli.wording import choice, concept, details, listed, said_of, title_of
from api.documents import ROLES, ended
from api.documents import portrait as document
from graph.errors import Text
from graph.kinds import Activation, Ask, Pact, Tie

if TYPE_CHECKING:
    from api.reading import Sighting

MOST_TIES: Final = 60
"""More are counted and left to --json."""


def portrait(seen: "Sighting", comuni: dict[str, str], today: date) -> Reply:
    """The reply for a node; `comuni` gives names by ISTAT code."""
    return Reply(document(seen, today), lambda screen: _draw(screen, seen, comuni, today))


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
        others = Text("un altro", "1 more") if more == 1 else Text(f"altri {more}", f"{more} more")
        screen.say(Text(f"e {others.it}: con --json tutti.", f"and {others.en}: all of them with --json."))


def _row(seen: "Sighting", tie: Tie, today: date, screen: Screen) -> tuple[str, ...]:
    name = tie.title if tie.source == seen.node.id else tie.reverse
    other = seen.other(tie)
    since = said_of(tie.valid_from) if tie.valid_from else Text("", "")
    if ended(tie, today):
        since = listed([Text("finito", "ended")])
    return (
        name[screen.language],
        f"{other.name} ({title_of(other.kind)[screen.language].lower()})",
        choice(tie.strength)[screen.language],
        since[screen.language],
        other.id,
    )
