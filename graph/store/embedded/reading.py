"""Records by id, by kind, by value, and what lies around a node."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph.kinds import Node, Record, Tie
from graph.store.canonical import text_id
from graph.store.embedded.library import Connection
from graph.store.embedded.queries import QUERIES, id_list
from graph.store.numbering import Kinds
from graph.store.rows import as_node, as_tie, day


def records(connection: Connection, kinds: Kinds, ids: Iterable[str]) -> dict[str, Record]:
    """The records that exist among `ids`."""
    wanted = {"ids": id_list(ids)}
    nodes = (as_node(row, kinds) for row in connection.rows(QUERIES["nodes"], wanted))
    found: dict[str, Record] = {node.id: node for node in nodes}
    ties = (as_tie(row, kinds) for row in connection.rows(QUERIES["ties"], wanted))
    return found | {tie.id: tie for tie in ties}


def keys(connection: Connection, query: str, ids: Iterable[str]) -> dict[str, int]:
    """The row numbers of the nodes (`node keys`) or ties (`tie keys`) among `ids`."""
    return {text_id(uid): key for uid, key in connection.rows(QUERIES[query], {"ids": id_list(ids)})}


def titles(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Names of nodes."""
    return {text_id(uid): name for uid, name in connection.rows(QUERIES["titles"], {"ids": id_list(ids)})}


def found(
    connection: Connection, kinds: Kinds, field: str, values: Iterable[str], kind: str | None
) -> dict[str, tuple[str, ...]]:
    """Ids of nodes by a value of one field."""
    wanted = {
        "field": field,
        "values": json.dumps(list(dict.fromkeys(values))),
        "kind": None if kind is None else kinds.numbers[kind],
    }
    ids: dict[str, list[str]] = {}
    for value, uid in connection.rows(QUERIES["found"], wanted):
        ids.setdefault(value, []).append(text_id(uid))
    return {value: tuple(found) for value, found in ids.items()}


def nodes_of_kind(connection: Connection, kinds: Kinds, kind: str) -> Iterator[Node]:
    """All nodes of a kind, by id."""
    for row in connection.rows(QUERIES["nodes of kind"], (kinds.numbers[kind],)):
        yield as_node(row, kinds)


def ties_of_kind(connection: Connection, kinds: Kinds, kind: str) -> Iterator[Tie]:
    """All ties of a kind, by id."""
    for row in connection.rows(QUERIES["ties of kind"], (kinds.numbers[kind],)):
        yield as_tie(row, kinds)


@dataclass(frozen=True, slots=True)
class Held:
    """Which ties count: those that hold on a day, and those of some kinds."""

    at: date | None = None
    kinds: Sequence[str] = ()

    def bindings(self, kinds: Kinds) -> dict[str, int | str | None]:
        """As the queries want it."""
        numbers = json.dumps([kinds.numbers[name] for name in self.kinds]) if self.kinds else None
        return {"at": day(self.at), "kinds": numbers}


def ties_at(connection: Connection, kinds: Kinds, ids: Iterable[str], held: Held) -> list[Tie]:
    """Ties with an end among `ids`, by id."""
    wanted = {"ids": id_list(ids), **held.bindings(kinds)}
    return [as_tie(row, kinds) for row in connection.rows(QUERIES["ties at"], wanted)]


def around(
    connection: Connection, kinds: Kinds, key: int, *, hops: int, held: Held, limit: int
) -> tuple[list[Node], list[Tie]]:
    """The nodes within some hops of the node with this key, nearest first, and the ties among them."""
    bound = held.bindings(kinds)
    kept, nodes, reached = [key], _by_key(connection, kinds, [key], 1), {key}
    for _ in range(hops):
        rows = connection.rows(QUERIES["neighbours"], {"keys": json.dumps(list(reached)), **bound})
        new = {other for (other,) in rows} - reached
        nodes |= _by_key(connection, kinds, new, limit - len(nodes))
        kept, reached = list(nodes), reached | new
        if len(nodes) >= limit:
            break
    among = connection.rows(QUERIES["ties among"], {"keys": json.dumps(kept), **bound})
    return list(nodes.values()), [as_tie(row, kinds) for row in among]


def _by_key(connection: Connection, kinds: Kinds, keys: Iterable[int], limit: int) -> dict[int, Node]:
    wanted = {"keys": json.dumps(list(keys)), "limit": limit}
    return {key: as_node(tuple(row), kinds) for key, *row in connection.rows(QUERIES["by key"], wanted)}


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a ledger reads within the writing transaction."""

    connection: Connection
    kinds: Kinds

    def records(self, ids: Sequence[str]) -> dict[str, Record]:
        """The records that exist among `ids`."""
        return records(self.connection, self.kinds, ids)

    def node_kinds(self, ids: Sequence[str]) -> dict[str, str]:
        """The kinds of the nodes that exist among `ids`."""
        numbers = keys(self.connection, "node kinds", ids)
        return {id: self.kinds.node_name(number) for id, number in numbers.items()}

    def ties_at(self, ids: Sequence[str]) -> list[Tie]:
        """All ties with an end among `ids`."""
        return ties_at(self.connection, self.kinds, ids, Held())

    def settings(self) -> dict[str, str]:
        """All settings."""
        return settings(self.connection)


def settings(connection: Connection) -> dict[str, str]:
    """All settings."""
    return dict(connection.rows("SELECT key, value FROM setting ORDER BY key"))


def counts(connection: Connection, table: str) -> dict[int, int]:
    """How many records of each kind number the table `node` or `tie` holds."""
    return dict(connection.rows(f"SELECT number, held FROM {table}_kind"))  # noqa: S608 - two fixed names
