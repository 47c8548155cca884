"""What a store was loaded with, under one digest: taken while it is loaded, and again from what is left of it.

The digest goes over nodes, then ties, each in the order of their ids. What later commits changed or removed stands in
the history as it was before; so everything that was loaded can be put together again, unless a text of it was erased.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.store.canonical import compact
from graph.store.rows import Values

_Row = TypeVar("_Row")

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


def portions(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """Rows some thousands at a time."""
    remaining = iter(rows)
    while portion := list(islice(remaining, MANY)):
        yield portion
