"""A dump of the tables, and a store made from one."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final

import apsw

from graph.errors import StoreDamaged
from graph.kinds import Schema
from graph.store.canonical import content
from graph.store.dump import Entry, Header, read_dump, write_dump
from graph.store.embedded.backup import check_copy
from graph.store.embedded.connection import Connections, check_library, transaction
from graph.store.embedded.files import appearing
from graph.store.embedded.library import Connection
from graph.store.embedded.migrations import make
from graph.store.embedded.queries import QUERIES
from graph.store.embedded.schema import declare, identity, kinds_of, store
from graph.store.embedded.writing import insert_nodes
from graph.store.numbering import Kinds
from graph.store.rows import as_node

ROWS: Final = 10_000
"""Written at a time."""

_COMMITS: Final = "SELECT number, at, author, note, hex(digest) FROM commits ORDER BY number"
_CHANGES: Final = (
    "SELECT number, action, hex(uid), setting, before, after, hex(salt), hex(digest) FROM change ORDER BY seq"
)
_INSERT: Final = {
    "tie": (
        "INSERT INTO tie (uid, kind, source, target, strength, valid_from, valid_to, confirmed_on, visibility, data)"
        " VALUES (unhex(?1), (SELECT number FROM tie_kind WHERE name = ?2),"
        " (SELECT key FROM node WHERE uid = unhex(?3)), (SELECT key FROM node WHERE uid = unhex(?4)),"
        " ?5, ?6, ?7, ?8, ?9, ?10)"
    ),
    "setting": "INSERT INTO setting VALUES (?, ?)",
    "commit": "INSERT INTO commits VALUES (?, ?, ?, ?, unhex(?))",
    "change": (
        "INSERT INTO change (number, action, uid, setting, before, after, salt, digest)"
        " VALUES (?, ?, unhex(?), ?, ?, ?, unhex(?), unhex(?))"
    ),
}


def dump(connections: Connections, kinds: Kinds, target: Path) -> None:
    """Write a dump of one moment of the store; others may go on writing.

    Raises Conflict where the target exists, StoreFull, StoreUnavailable, StoreDamaged.
    """
    with appearing(target) as scratch, connections.aside() as connection:
        header = Header(identity(connection) or "", kinds.numbers)
        write_dump(scratch, header, _entries(connection, kinds))


def _entries(connection: Connection, kinds: Kinds) -> Iterator[Entry]:
    names = {("node", number): kinds.node_name(number) for number in kinds.nodes}
    names |= {("tie", number): cls.model_fields["kind"].default for number, cls in kinds.ties.items()}
    for id, _, _, kind, name, data in connection.rows(QUERIES["all nodes"]):
        yield ["node", id.hex(), names["node", kind], name, data]
    for id, _, _, kind, source, target, *rest in connection.rows(QUERIES["all ties"]):
        yield ["tie", id.hex(), names["tie", kind], source.hex(), target.hex(), *rest]
    for setting in connection.rows("SELECT key, value FROM setting ORDER BY key"):
        yield ["setting", *setting]
    for number, at, author, note, digest in connection.rows(_COMMITS):
        yield ["commit", number, at, author, note, digest.lower()]
    for number, action, id, setting, before, after, salt, digest in connection.rows(_CHANGES):
        ids = (id.lower() or None, setting)
        yield ["change", number, action, *ids, before, after, salt.lower() or None, digest.lower()]


def fill(source: Path, target: Path, schema: Schema, timeout_s: float) -> None:
    """Make a store from a dump, checked before it appears.

    Raises Conflict where the target exists, StoreUnavailable, StoreDamaged, StoreVersion, StoreFull.
    """
    check_library(apsw.sqlite_lib_version())
    header, entries = read_dump(source)
    header.check(schema, source)
    with appearing(target) as scratch:
        connection = Connection(str(scratch), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_EXRESCODE)
        try:
            make(connection, schema, target)
            with transaction(connection, "BEGIN"):
                _take_on(connection, header, schema, target)
                _write(connection, kinds_of(connection, schema), entries)
        except (apsw.ConstraintError, KeyError, ValueError, TypeError) as error:
            raise StoreDamaged(
                f"Il contenuto della copia {source} si contraddice: usarne un'altra.",
                f"The content of the backup {source} contradicts itself: use another one.",
            ) from error
        finally:
            connection.close()
        check_copy(source, scratch, schema, timeout_s)


def _take_on(connection: Connection, header: Header, schema: Schema, path: Path) -> None:
    """Give the new store the identity of the dumped one, and its numbers of the kinds."""
    store(connection, "identity", header.identity)
    connection.run("DELETE FROM tie_end")
    for table, names in (("node", schema.node_names), ("tie", schema.tie_names)):
        numbers = [(header.numbers[name], name) for name in names if name in header.numbers]
        connection.run(f"DELETE FROM {table}_kind")  # noqa: S608 - two fixed names
        connection.many(f"INSERT INTO {table}_kind (number, name) VALUES (?, ?)", numbers)  # noqa: S608
    declare(connection, schema, path)


def _write(connection: Connection, kinds: Kinds, entries: Iterable[Entry]) -> None:
    for section, group in groupby(entries, key=lambda entry: entry[0]):
        rows = (entry[1:] for entry in group)
        while portion := list(islice(rows, ROWS)):
            if section == "node":
                _write_nodes(connection, kinds, portion)
            else:
                connection.many(_INSERT[section], portion)


def _write_nodes(connection: Connection, kinds: Kinds, rows: list[list[Any]]) -> None:
    nodes = [as_node((bytes.fromhex(id), kinds.numbers[kind], name, data), kinds) for id, kind, name, data in rows]
    insert_nodes(connection, kinds, nodes, {id(node): content(node) for node in nodes})
