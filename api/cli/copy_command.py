"""A programme moves: from a file to a server, and back."""

from typing import Annotated, Final

from api.cli.options import Command, Option, Session
from api.cli.output import Reply
from api.cli.standing import founded
from api.cli.store_commands import PROTECTION
from api.cli.wording import in_numbers
from graph.errors import Text


def copy(
    session: Session,
    source: Annotated[str, Option("--from", Text("L'archivio che c'è.", "The store that is there."), shown="URL")],
    target: Annotated[str, Option("--to", Text("Dove farne uno uguale.", "Where to make an equal one."), shown="URL")],
) -> Reply:
    """Make of one store another, with its records, settings and whole history; never over anything."""
    from graph.store import copy_store, open_store

    settings = session.settings
    credentials, timeout_s = settings.credentials, settings.store_timeout_s
    session.standing.look = founded(target)
    copy_store(source, target, credentials=credentials, timeout_s=timeout_s, room=settings.copies)
    store = open_store(target, credentials=credentials, timeout_s=timeout_s)
    try:
        contents = store.contents()
    finally:
        store.close()
    nodes = sum(contents.nodes.values())
    ties = sum(count for kind, count in contents.ties.items() if kind != PROTECTION)
    data = {"from": source, "to": target, "commit": contents.commit, "nodes": nodes, "ties": ties}
    held = in_numbers(nodes, ties)
    said = Text(
        f"Copiato in {target}: {held.it}. Per lavorarci: LEGAMI_STORE={target}",
        f"Copied to {target}: {held.en}. To work with it: LEGAMI_STORE={target}",
    )
    return Reply(data, lambda screen: screen.say(said))


COPY_COMMANDS: Final = (
    Command(
        "copy",
        Text(
            "Porta un archivio su un server Neo4j, o da un server in un file.",
            "Take a store to a Neo4j server, or from a server to a file.",
        ),
        copy,
    ),
)
