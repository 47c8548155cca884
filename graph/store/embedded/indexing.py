"""What nodes are found by, kept beside them: values, register keys and words of names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from graph.errors import Text
from graph.kinds import INDEXED, Node
from graph.store.base import Progress
from graph.store.embedded.library import Connection
from graph.store.embedded.queries import QUERIES
from graph.store.lookup import lookups, words
from graph.store.numbering import Kinds
from graph.store.rows import as_node

CHANGED: Final = Text(
    "Il programma è cambiato: aggiorno gli indici dell'archivio, una volta sola",
    "The program has changed: updating the indexes of the store, only once",
)
PORTION: Final = 10_000
"""Nodes between two words about how far it is."""

Fields = Mapping[str, Sequence[str]]
"""What nodes of each kind are found by, besides their keys in registers."""


def index(connection: Connection, nodes: Iterable[tuple[int, Node]]) -> None:
    """Make nodes, given with their keys, findable."""
    keyed = list(nodes)
    connection.many("INSERT INTO node_value VALUES (?, ?, ?)", sorted(_values(keyed, None)))
    names = [(key, words_of(node)) for key, node in keyed]
    connection.many("INSERT INTO name_words (rowid, words) VALUES (?, ?)", names)


def words_of(node: Node) -> str:
    """The name of a node as the table `name_words` holds it."""
    return " ".join(words(node.name))


def forget(connection: Connection, keys: Iterable[int]) -> None:
    """Make nodes unfindable."""
    rows = [(key,) for key in keys]
    connection.many("DELETE FROM node_value WHERE node = ?", rows)
    connection.many("DELETE FROM name_words WHERE rowid = ?", rows)


def name_all(connection: Connection) -> None:
    """Make all nodes findable by their names, in a search that knows none yet."""
    names = connection.rows("SELECT key, name FROM node")
    rows = ((key, " ".join(words(name))) for key, name in names)
    connection.many("INSERT INTO name_words (rowid, words) VALUES (?, ?)", rows)


def find_anew(connection: Connection, kinds: Kinds, before: Fields | None, told: Progress) -> None:
    """Derive what is no longer as `before`: the values of fields that came or went, kind by kind; without it, all."""
    if before is None:
        connection.run("DELETE FROM node_value")
    new: dict[int, Sequence[str] | None] = {}
    for number, cls in kinds.nodes.items():
        fields, known = cls.marked(INDEXED), (before or {}).get(kinds.node_name(number))
        connection.many(_FORGET, [(field, number) for field in set(known or ()) - set(fields)])
        if known is None or set(fields) - set(known):
            new[number] = known and sorted(set(fields) - set(known))
    held = dict(connection.rows("SELECT number, held FROM node_kind"))
    done, total = 0, sum(held[number] for number in new)
    for number, fields in new.items():
        nodes = _keyed(connection, kinds, number)
        while portion := list(islice(nodes, PORTION)):
            connection.many("INSERT INTO node_value VALUES (?, ?, ?)", sorted(_values(portion, fields)))
            done += len(portion)
            told(CHANGED, done, total)


_FORGET: Final = "DELETE FROM node_value WHERE field = ? AND node IN (SELECT key FROM node WHERE kind = ?)"


def _values(nodes: Iterable[tuple[int, Node]], fields: Sequence[str] | None) -> Iterator[tuple[str, str, int]]:
    """The values that nodes, given with their keys, are found by; with `fields`, those of these fields only."""
    for key, node in nodes:
        for field, value in dict.fromkeys(lookups(node)):
            if fields is None or field in fields:
                yield field, value, key


def _keyed(connection: Connection, kinds: Kinds, number: int) -> Iterator[tuple[int, Node]]:
    for key, *row in connection.rows(QUERIES["keyed nodes"], (number,)):
        yield key, as_node(tuple(row), kinds)
