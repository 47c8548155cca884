"""What a ledger leaves, written into the tables in as few statements as it takes."""

from collections.abc import Iterable, Sequence
from typing import Any

from graph.kinds import Node, Record, Tie
from graph.store.canonical import content
from graph.store.embedded import history
from graph.store.embedded.indexing import forget, index
from graph.store.embedded.library import Connection
from graph.store.embedded.reading import keys
from graph.store.ledger import Ledger, Setting
from graph.store.net import Net
from graph.store.numbering import Kinds
from graph.store.rows import Values, node_values, tie_values

Plains = dict[int, dict[str, Any]]
"""The content of records by their identity, made once for tables and history."""


def write(connection: Connection, kinds: Kinds, ledger: Ledger) -> int:
    """Write all steps of a ledger as one commit; return its number, or the latest if there is nothing to write."""
    if not ledger.steps:
        return history.latest(connection)
    net = Net.of(ledger)
    plains = {id(record): content(record) for record in (*net.new, *net.changed)}
    _delete(connection, net.gone)
    insert_nodes(connection, kinds, _nodes(net.new), plains)
    _update_nodes(connection, kinds, _nodes(net.changed), plains)
    _write_ties(connection, kinds, _ties(net.new), _ties(net.changed), plains)
    remember(connection, [step for step in ledger.steps if isinstance(step, Setting)])
    return history.record(connection, ledger.author, ledger.steps, plains)


def _nodes(records: Iterable[Record]) -> list[Node]:
    return [record for record in records if isinstance(record, Node)]


def _ties(records: Iterable[Record]) -> list[Tie]:
    return [record for record in records if isinstance(record, Tie)]


def _delete(connection: Connection, gone: Sequence[Record]) -> None:
    ties = keys(connection, "tie keys", [tie.id for tie in _ties(gone)])
    connection.many("DELETE FROM tie WHERE key = ?", [(key,) for key in ties.values()])
    nodes = keys(connection, "node keys", [node.id for node in _nodes(gone)])
    forget(connection, nodes.values())
    connection.many("DELETE FROM node WHERE key = ?", [(key,) for key in nodes.values()])


def insert_nodes(connection: Connection, kinds: Kinds, nodes: Sequence[Node], plains: Plains) -> list[Values]:
    """Write new nodes and what they are found by; their `node_values`."""
    first = (connection.value("SELECT max(key) FROM node") or 0) + 1
    rows = [node_values(node, kinds, plains[id(node)]) for node in nodes]
    keyed = ((key, *row) for key, row in enumerate(rows, first))
    connection.many("INSERT INTO node (key, uid, kind, name, data) VALUES (?, ?, ?, ?, ?)", keyed)
    index(connection, enumerate(nodes, first))
    return rows


def _update_nodes(connection: Connection, kinds: Kinds, nodes: Sequence[Node], plains: Plains) -> None:
    numbers = keys(connection, "node keys", [node.id for node in nodes])
    rows = [(*node_values(node, kinds, plains[id(node)])[2:], numbers[node.id]) for node in nodes]
    connection.many("UPDATE node SET name = ?, data = ? WHERE key = ?", rows)
    forget(connection, numbers.values())
    index(connection, [(numbers[node.id], node) for node in nodes])


def _write_ties(
    connection: Connection, kinds: Kinds, new: Sequence[Tie], changed: Sequence[Tie], plains: Plains
) -> None:
    numbers = keys(connection, "node keys", [end for tie in (*new, *changed) for end in (tie.source, tie.target)])

    def row(tie: Tie) -> tuple[Any, ...]:
        return (numbers[tie.source], numbers[tie.target], *tie_values(tie, kinds, plains[id(tie)]))

    connection.many(
        "INSERT INTO tie (source, target, uid, kind, strength, valid_from, valid_to, confirmed_on, visibility, data)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(row, new),
    )
    connection.many(
        "UPDATE tie SET source = ?1, target = ?2, strength = ?5, valid_from = ?6, valid_to = ?7, confirmed_on = ?8,"
        " visibility = ?9, data = ?10 WHERE uid = ?3 AND kind = ?4",
        map(row, changed),
    )


def remember(connection: Connection, settings: Sequence[Setting]) -> None:
    """Write settings as they are left."""
    for setting in settings:
        connection.run("DELETE FROM setting WHERE key = ?", (setting.key,))
        if setting.after is not None:
            connection.run("INSERT INTO setting VALUES (?, ?)", (setting.key, setting.after))
