"""What a store on a server was loaded with: the digest of the embedded store, over the same rows in the same order."""

import heapq
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, LiteralString

import numpy as np

from graph.kinds import Node, Record, Tie
from graph.snapshot import NO_DAY
from graph.store.canonical import content
from graph.store.loaded import TIE, Loaded, portions
from graph.store.neo4j import cypher
from graph.store.neo4j.reading import paged
from graph.store.neo4j.rows import node_row, tie_row
from graph.store.neo4j.server import Server
from graph.store.numbering import Kinds
from graph.store.rows import Values, as_record

Row = Sequence[Any]


def summary(server: Server) -> str | None:
    """What the history says was loaded; none where nothing was."""
    rows = server.ask(lambda asked: asked.run(cypher.LOADED).values())
    return str(rows[0][0]) if rows else None


def left(server: Server, kinds: Kinds) -> Loaded | None:
    """What was loaded, from the records that no commit has touched since and what the history says of the others.

    None where a text of the history was erased that may be one of them. Raises StoreDamaged, StoreVersion.
    """
    former: dict[str, Record | None] = {}
    for uid, before, erased in paged(server, cypher.FIRST_CHANGES, ""):
        if erased:
            return None
        former[uid] = None if before is None else as_record(before, kinds)
    found = Loaded()
    nodes = [node_row(node, kinds, content(node))[:4] for node in former.values() if isinstance(node, Node)]
    for rows in portions(_together(server, cypher.ALL_NODES, former, nodes)):
        found.add_nodes([(bytes.fromhex(uid), kinds.numbers[kind], name, data) for uid, kind, name, data in rows])
    ties = [tie_row(tie, kinds, content(tie)) for tie in former.values() if isinstance(tie, Tie)]
    for rows in portions(_together(server, cypher.ALL_TIES, former, ties)):
        found.add_ties(np.array([_held(row, kinds) for row in rows], TIE), [row[-1] for row in rows])
    return found


def _together(
    server: Server, query: LiteralString, former: dict[str, Record | None], changed: list[list[Any]]
) -> Iterator[Row]:
    """The untouched records of a statement of `cypher` and, as they were, those changed since; by id."""
    untouched = (row for row in paged(server, query, "") if row[0] not in former)
    return heapq.merge(untouched, sorted(changed, key=itemgetter(0)), key=itemgetter(0))


def _held(row: Row, kinds: Kinds) -> Values:
    """A tie as TIE has it."""
    uid, kind, source, target, strength, *days, visibility, _ = row
    ends = (bytes.fromhex(source), bytes.fromhex(target))
    known = (NO_DAY if day is None else day for day in days)
    return bytes.fromhex(uid), kinds.numbers[kind], *ends, strength, *known, visibility
