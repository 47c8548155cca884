"""What a store holds about the community: its pacts, a search by name, one node with its ties."""

from typing import TYPE_CHECKING, Annotated, Any, Final

from api.cli.options import Argument, Command, Option, Session
from api.cli.output import Reply, Screen
from api.cli.wording import choice, title_of
from api.documents import found_nodes, listed_pact
from api.reading import pact_kinds
from graph.errors import Text, UsageError

if TYPE_CHECKING:
    from api.reading import Reading
    from graph.store.base import GraphStore

VIEWER: Final = Option(
    "--viewer",
    Text("Chi guarda: maintenance o operator:AMBITO.", "Who looks: maintenance or operator:DISTRICT."),
    shown="V",
)


def reading(session: Session, store: "GraphStore", viewer: str | None) -> "Reading":
    """A store as a viewer reads it; who has the file and says nothing else sees all.

    Raises UsageError.
    """
    from api.reading import Reading, check_district
    from graph.view import MAINTENANCE, View, Viewer

    chosen = MAINTENANCE if viewer is None else Viewer.parse(viewer)
    at = session.day(session.read_contents(store))
    reader = Reading(store, chosen, at, lambda who: View.of(session.snapshot(store), who, at=at))
    if not reader.sees_all:
        check_district(reader.view.snapshot, chosen)
    return reader


def pacts(session: Session) -> Reply:
    """All pacts, oldest first."""
    from graph.kinds import Pact

    with session.store() as store:
        reader = reading(session, store, None)
        nodes = (node for kind in pact_kinds() for node in store.nodes(kind))
        found = sorted((node for node in nodes if isinstance(node, Pact)), key=lambda pact: pact.id)
        comuni = reader.comuni(pact.comune for pact in found)
    data = [listed_pact(pact) for pact in found]

    def draw(screen: Screen) -> None:
        if not found:
            screen.say(Text("Non c'è ancora nessun patto.", "There is no pact yet."))
            return
        heads = (
            Text("Patto", "Pact"),
            Text("Tipo", "Kind"),
            Text("Stato", "Status"),
            Text("Comune", "Comune"),
            Text("Identificativo", "Id"),
        )
        rows = [
            (
                pact.name,
                title_of(pact.kind)[screen.language],
                choice(pact.status)[screen.language],
                comuni.get(pact.comune or "", pact.comune or ""),
                pact.id,
            )
            for pact in found
        ]
        screen.table(heads, rows)
        screen.say(Text("Ora: legami propose PATTO", "Next: legami propose PACT"))

    return Reply(data, draw)


def search(
    session: Session,
    text: Annotated[
        str, Argument(Text("Parole del nome, anche solo l'inizio.", "Words of the name, or how they begin."), "TEXT")
    ],
    viewer: Annotated[str | None, VIEWER] = None,
    limit: Annotated[int, Option("--limit", Text("Quanti, al massimo.", "How many at most."), 1, 500)] = 20,
) -> Reply:
    """Nodes by name."""
    if not text.strip():
        raise UsageError("Che cosa cerchi? Scrivi almeno una parola.", "What do you look for? Write at least a word.")
    with session.store() as store:
        reader = reading(session, store, viewer)
        found = reader.found(text, limit)
        comuni = reader.comuni(one.comune for one in found)
        data = found_nodes(reader, found)

    def draw(screen: Screen) -> None:
        if not found:
            screen.say(
                Text(
                    "Nessun nome ha tutte queste parole. Prova con meno parole, o solo con l'inizio.",
                    "No name has all these words. Try fewer words, or only how they begin.",
                )
            )
            return
        heads = (Text("Nome", "Name"), Text("Tipo", "Kind"), Text("Comune", "Comune"), Text("Identificativo", "Id"))
        rows = [
            (
                one["name"] + _apart(one, data),
                title_of(one["kind"])[screen.language],
                comuni.get(one["comune"] or "", one["comune"] or ""),
                one["id"],
            )
            for one in data
        ]
        screen.table(heads, rows)
        screen.say(Text("Ora: legami show IDENTIFICATIVO", "Next: legami show ID"))

    return Reply(data, draw)


def _apart(one: dict[str, Any], found: list[dict[str, Any]]) -> str:
    """What tells a node from another of the same name, where there is one: its address and its code in a register."""
    namesakes = [other for other in found if other["name"].casefold() == one["name"].casefold()]
    known = [one[name] for name in ("address", "code") if one[name]] if len(namesakes) > 1 else []
    return f" ({', '.join(known)})" if known else ""


def show(
    session: Session,
    id: Annotated[str, Argument(Text("L'identificativo o il nome di un nodo.", "The id or the name of a node."), "ID")],
    viewer: Annotated[str | None, VIEWER] = None,
) -> Reply:
    """A node with its ties; a pact with both sides."""
    from api.cli.portrait import portrait

    with session.store() as store:
        reader = reading(session, store, viewer)
        seen = reader.sighting(id)
        comuni = reader.comuni([getattr(seen.node, "comune", None)])
    return portrait(seen, comuni, reader.at)


READ_COMMANDS: Final = (
    Command("pacts", Text("Elenca i patti.", "List the pacts."), pacts),
    Command("search", Text("Cerca per nome.", "Find by name."), search),
    Command(
        "show",
        Text(
            "Mostra un nodo con i suoi legami, un patto con i suoi due lati.",
            "Show a node with its ties, a pact with both sides.",
        ),
        show,
    ),
)
