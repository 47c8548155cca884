"""What a store was loaded with, under one digest: taken while it is loaded, and again from what is left of it.

The digest goes over nodes, then ties, each in the order of their ids. What later commits changed or removed stands in
the history as it was before; so everything that was loaded can be put together again, unless a text of it was erased.
"""

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.kinds import Node, Record, Tie
from graph.snapshot import NO_DAY
from graph.store.canonical import compact, content, uid
from graph.store.embedded.library import Connection
from graph.store.embedded.queries import QUERIES
from graph.store.embedded.rows import Values, as_record, node_values, tie_values
from graph.store.embedded.schema import Kinds

_R = TypeVar("_R", bound=Record)

TIE: Final = np.dtype(
    [
        ("id", "V16"),
        ("kind", "<i4"),
        ("source", "V16"),
        ("target", "V16"),
        ("strength", "i1"),
        ("valid_from", "<i4"),
        ("valid_to", "<i4"),
        ("confirmed_on", "<i4"),
        ("visibility", "i1"),
    ]
)
MANY: Final = 10_000
"""Rows read at a time."""


class Loaded:
    """The digest of the rows given so far; how they are cut into portions makes no difference."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.nodes = self.ties = 0
        self._nodes, self._ties, self._texts = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()

    def add_nodes(self, rows: Sequence[Values]) -> None:
        """More nodes: `uid, kind, name, data` of each."""
        self.nodes += len(rows)
        self._nodes.update(_lines([(uid.hex(), kind, name, data) for uid, kind, name, data in rows]))

    def add_ties(self, columns: NDArray[np.void], texts: Sequence[str]) -> None:
        """More ties: columns of TIE and the `data` of each."""
        self.ties += len(columns)
        self._ties.update(columns.tobytes())
        self._texts.update(_lines(texts))

    @property
    def summary(self) -> str:
        """How much there is, and its SHA-256, as the history keeps it."""
        digests = b"".join(part.digest() for part in (self._nodes, self._ties, self._texts))
        return compact({"nodes": self.nodes, "ties": self.ties, "digest": hashlib.sha256(digests).hexdigest()})


def _lines(values: Sequence[object]) -> bytes:
    return (compact(values)[1:-1] + ",").encode() if values else b""


def summary(connection: Connection) -> str | None:
    """What the history says was loaded; none where nothing was."""
    return connection.value("SELECT after FROM change WHERE action = 'load'")


def left(connection: Connection, kinds: Kinds) -> Loaded | None:
    """What was loaded, from the rows that no commit has touched since and what the history says of the others.

    None where a text of the history was erased that may be one of them. Raises StoreDamaged, StoreVersion.
    """
    if connection.value(QUERIES["first change erased"]):
        return None
    found = Loaded()
    nodes = (node_values(record, kinds, content(record)) for record in _former(connection, kinds, Node))
    for rows in _portions(heapq.merge(connection.rows(QUERIES["untouched nodes"]), nodes, key=itemgetter(0))):
        found.add_nodes(rows)
    ties = (_held(record, kinds) for record in _former(connection, kinds, Tie))
    untouched = connection.rows(QUERIES["untouched ties"], {"none": NO_DAY})
    for rows in _portions(heapq.merge(untouched, ties, key=itemgetter(0))):
        found.add_ties(np.array([row[:-1] for row in rows], TIE), [row[-1] for row in rows])
    return found


def _former(connection: Connection, kinds: Kinds, base: type[_R]) -> Iterator[_R]:
    """The records that were there before their first change, as they were; by id."""
    for (text,) in connection.rows(QUERIES["first before"]):
        record = as_record(text, kinds)
        if isinstance(record, base):
            yield record


def _held(tie: Tie, kinds: Kinds) -> Values:
    """A tie as TIE has it, and its `data`."""
    id, kind, strength, *days, visibility, data = tie_values(tie, kinds, content(tie))
    known = (NO_DAY if day is None else day for day in days)
    return id, kind, uid(tie.source), uid(tie.target), strength, *known, visibility, data


def _portions(rows: Iterable[Values]) -> Iterator[list[Values]]:
    remaining = iter(rows)
    while portion := list(islice(remaining, MANY)):
        yield portion
