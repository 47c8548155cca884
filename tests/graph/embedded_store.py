"""What the tests of the embedded store share: damage, looks behind the scenes. All data synthetic."""

import os
from collections.abc import Callable
from pathlib import Path

import apsw

from graph.errors import (
    LegamiError,
)
from graph.kinds import Person
from graph.store import GraphStore, open_store
from graph.store.embedded.library import Connection
from tests.graph.store_contract import NOBODY

PLANTED = Person(id=NOBODY, name="Persona aggiunta", note="x" * 2000)


def reopened(path: Path) -> GraphStore:
    return open_store(f"sqlite:///{path}", timeout_s=0.05)


def raw(path: Path) -> Connection:
    return Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)


def tampered(path: Path, *statements: str) -> None:
    """Change a closed store behind its back."""
    connection = raw(path)
    for statement in statements:
        connection.run(statement)
    connection.close()


def inner(store: GraphStore) -> Connection:
    """The store's own connection of this thread."""
    return store._connections.here()


def text_file(path: Path) -> None:
    path.write_text("non sono un archivio\n" * 400, "utf-8")


def empty_file_beside_an_old_journal(path: Path) -> None:
    path.write_bytes(b"")
    path.with_name(path.name + "-wal").write_bytes(b"\0" * 4096)


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(4096, len(content), 512):
        content[at] ^= 0xFF
    path.write_bytes(content)


def header_lost(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(os.urandom(64) + content[64:])


def table_lost(path: Path) -> None:
    tampered(path, "DROP TABLE store")


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except LegamiError as error:
        return error.code
    except BaseException as error:  # noqa: BLE001 - told to the parent process
        return repr(error)
    return "done"


BREAKS = {
    "dangling": ("PRAGMA foreign_keys = 0", "DELETE FROM node WHERE name LIKE 'Circolo%'"),
    "does not fit": ("""UPDATE node SET data = '{"comune": "Cremona"}' WHERE name LIKE 'Persona%'""",),
    "not found by": ("DELETE FROM node_value",),
    "not found by its": ("UPDATE name_words SET words = 'altro'",),
    "not what the history says": ("UPDATE tie SET strength = 0",),
    "history was altered": ("UPDATE change SET after = replace(after, 'Persona', 'Pirata') WHERE seq = 1",),
    "altered at commit": ("UPDATE commits SET author = 'un altro'",),
    "altered at": ("DELETE FROM change WHERE seq = 2",),
    "Commit 1 is missing": ("PRAGMA foreign_keys = 0", "DELETE FROM commits WHERE number = 1"),
    "Commit 2 is missing": ("PRAGMA foreign_keys = 0", "DELETE FROM commits WHERE number = 2"),
    "no longer there": ("DELETE FROM tie",),
    "node and a tie": ("UPDATE tie SET uid = (SELECT min(uid) FROM node) WHERE key = 1",),
}
