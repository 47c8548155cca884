"""What nodes are found by, kept beside them: values, register keys and words of names."""

from collections.abc import Iterable, Iterator

from graph.kinds import Node
from graph.store.embedded.library import Connection
from graph.store.embedded.queries import QUERIES
from graph.store.embedded.rows import as_node, words_of
from graph.store.embedded.schema import Kinds
from graph.store.lookup import lookups


def index(connection: Connection, nodes: Iterable[tuple[int, Node]]) -> None:
    """Make nodes, given with their keys, findable."""
    values: list[tuple[str, str, int]] = []
    names: list[tuple[int, str]] = []
    for key, node in nodes:
        values += [(field, value, key) for field, value in dict.fromkeys(lookups(node))]
        names.append((key, words_of(node)))
    connection.many("INSERT INTO node_value VALUES (?, ?, ?)", sorted(values))
    connection.many("INSERT INTO name_words (rowid, words) VALUES (?, ?)", names)


def forget(connection: Connection, keys: Iterable[int]) -> None:
    """Make nodes unfindable."""
    rows = [(key,) for key in keys]
    connection.many("DELETE FROM node_value WHERE node = ?", rows)
    connection.many("DELETE FROM name_words WHERE rowid = ?", rows)


def rebuild(connection: Connection, kinds: Kinds) -> None:
    """Derive everything again from the nodes."""
    connection.run("DELETE FROM node_value")
    connection.run("DELETE FROM name_words")
    index(connection, _keyed(connection, kinds))


def _keyed(connection: Connection, kinds: Kinds) -> Iterator[tuple[int, Node]]:
    for _, key, *row in connection.rows(QUERIES["all nodes"]):
        yield key, as_node(tuple(row), kinds)
