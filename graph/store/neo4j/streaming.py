"""The server's records streamed into rows of a snapshot: whole columns at a time, never row by row."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.kinds import COLUMN, Schema
from graph.snapshot import NO_DAY, NodeRow, Snapshot, TieRows, build_snapshot
from graph.store.defaults import defaults
from graph.store.neo4j import cypher
from graph.store.neo4j.history import State
from graph.store.neo4j.server import Asked, Server

BLOCK: Final = 20_000
"""Records in one answer: rows of their own cost the driver 12 to 40 times as much."""

Block = list[list[Any]]


def read_snapshot(server: Server, schema: Schema, now: State) -> Snapshot:
    """The graph as columns; `now` is how the store stands while it is read."""
    nodes = _Nodes(schema)
    delivered = list(nodes.rows(_blocks(server, cypher.NODE_COLUMNS, 1, {})))
    return build_snapshot(
        schema=schema,
        commit=now.commit,
        store=now.identity,
        nodes=delivered,
        ties=_ties(server, schema, nodes.places()),
        state=now.digest,
    )


def _blocks(server: Server, query: LiteralString, uids: int, bound: Mapping[str, Any]) -> Iterator[Block]:
    """The columns of the answer, block by block in the order of the ids, which stand in column `uids`."""
    after = ""

    def block(asked: Asked) -> Block:
        return list(asked.run(query, {**bound, "after": after, "limit": BLOCK}).single(strict=True))

    while (columns := server.ask(block))[uids]:
        yield columns
        after = columns[uids][-1]


def _bytes(uids: list[str]) -> bytes:
    return bytes.fromhex("".join(uids))


@dataclass(slots=True)
class _Nodes:
    """The nodes, and the server's own numbers of them, by which ties name their ends."""

    schema: Schema
    _numbers: list[NDArray[np.int64]] = field(default_factory=list[NDArray[np.int64]])

    def rows(self, blocks: Iterator[Block]) -> Iterator[NodeRow]:
        """Each node as a snapshot wants it, in the order of the ids."""
        unsaid = {name: defaults(cls) for name, cls in zip(self.schema.node_names, self.schema.nodes, strict=True)}
        for numbers, uids, kinds, data in blocks:
            self._numbers.append(np.array(numbers, np.int64))
            ids = _bytes(uids)
            for place, (kind, text) in enumerate(zip(kinds, data, strict=True)):
                yield ids[16 * place : 16 * place + 16], kind, unsaid[kind] | json.loads(text)

    def places(self) -> "_Places":
        """By the server's numbers, the places in which the nodes came."""
        return _Places.of(np.concatenate([np.zeros(0, np.int64), *self._numbers]))


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the nodes with these numbers stand."""

    numbers: NDArray[np.int64]  # ascending
    place: NDArray[np.int64]

    @classmethod
    def of(cls, numbers: NDArray[np.int64]) -> "_Places":
        order = np.argsort(numbers, kind="stable")
        return cls(numbers[order], order)

    def __getitem__(self, wanted: list[int]) -> NDArray[np.int32]:
        return self.place[np.searchsorted(self.numbers, np.array(wanted, np.int64))].astype(np.int32)


def _ties(server: Server, schema: Schema, places: _Places) -> TieRows:
    unsaid = {name: defaults(cls) for name, cls in zip(schema.tie_names, schema.ties, strict=True)}
    described = [name for name, cls in zip(schema.tie_names, schema.ties, strict=True) if cls.marked(COLUMN)]
    kinds = {name: place for place, name in enumerate(schema.tie_names)}
    bound = {"places": kinds, "none": NO_DAY, "described": described}
    columns: list[list[NDArray[Any]]] = []
    attributes: list[tuple[int, Mapping[str, Any]]] = []
    count = 0
    for uids, sources, targets, facts, first, last, confirmed, data in _blocks(server, cypher.TIE_COLUMNS, 0, bound):
        packed = np.array(facts, np.int32)
        kind = packed >> 6
        columns.append(
            [
                np.frombuffer(_bytes(uids), np.uint8).reshape(-1, 16),
                kind.astype(np.uint8),
                places[sources],
                places[targets],
                (packed >> 2 & 15).astype(np.int8),
                *(np.array(days, np.int32) for days in (first, last, confirmed)),
                (packed & 3).astype(np.int8),
            ]
        )
        told = np.flatnonzero(np.isin(kind, [kinds[name] for name in described]))
        for place, text in zip(told.tolist(), data, strict=True):
            attributes.append((count + place, unsaid[schema.tie_names[kind[place]]] | json.loads(text)))
        count += len(uids)
    if not columns:
        return TieRows.empty()
    return TieRows(*(np.concatenate(parts) for parts in zip(*columns, strict=True)), attributes=attributes)
