"""What the tables say a store was loaded with, put together again."""

import heapq
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import TypeVar

import numpy as np

from graph.kinds import Node, Record, Tie
from graph.snapshot import NO_DAY
from graph.store.canonical import content, uid
from graph.store.embedded.library import Connection
from graph.store.embedded.queries import QUERIES
from graph.store.loaded import TIE, Loaded, portions
from graph.store.numbering import Kinds
from graph.store.rows import Values, as_record, node_values, tie_values

_R = TypeVar("_R", bound=Record)


def summary(connection: Connection) -> str | None:
    """What the history says was loaded; none where nothing was."""
    return connection.value("SELECT after FROM change WHERE seq = 1 AND action = 'load'")


def left(connection: Connection, kinds: Kinds, told: Callable[[int], None] = lambda _: None) -> Loaded | None:
    """What was loaded, from the rows that no commit has touched since and what the history says of the others.

    `told` hears how many records have been put together. None where a text of the history was erased that may be one of
    them. Raises StoreDamaged, StoreVersion.
    """
    if connection.value(QUERIES["first change erased"]):
        return None
    found = Loaded()
    nodes = (node_values(record, kinds, content(record)) for record in _former(connection, kinds, Node))
    for rows in portions(heapq.merge(connection.rows(QUERIES["untouched nodes"]), nodes, key=itemgetter(0))):
        found.add_nodes(rows)
        told(found.nodes)
    ties = (_held(record, kinds) for record in _former(connection, kinds, Tie))
    untouched = connection.rows(QUERIES["untouched ties"], {"none": NO_DAY})
    for rows in portions(heapq.merge(untouched, ties, key=itemgetter(0))):
        found.add_ties(np.array([row[:-1] for row in rows], TIE), [row[-1] for row in rows])
        told(found.nodes + found.ties)
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
