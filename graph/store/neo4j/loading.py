"""An empty database filled from batches, as one commit."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any, Final

import numpy as np
from neo4j import Transaction
from numpy.typing import NDArray

from graph.errors import Conflict
from graph.kinds import Schema
from graph.snapshot import NO_DAY
from graph.store.base import Author
from graph.store.batches import Batch, NodeBatch, TieBatch
from graph.store.canonical import content
from graph.store.chain import Load, Written
from graph.store.dump import Header
from graph.store.intake import Intake
from graph.store.ledger import Setting
from graph.store.loaded import TIE, Loaded
from graph.store.neo4j import cypher
from graph.store.neo4j.filling import Filling, filling
from graph.store.neo4j.history import present, record
from graph.store.neo4j.loaded import left
from graph.store.neo4j.rows import dashed, node_row
from graph.store.neo4j.server import Server
from graph.store.numbering import Kinds, numbered

ROWS: Final = 20_000
"""Written at a time."""

Told = Callable[[int], None]
"""Hears how many records are in so far."""


def load(
    server: Server,
    batches: Iterable[Batch],
    schema: Schema,
    *,
    author: Author,
    settings: Mapping[str, str],
    told: Told,
) -> int:
    """Make a store that holds the batches and the settings as one commit; the number of that commit.

    Raises Conflict where anything is there or an id comes twice, InvalidRecord, NotFound, StoreUnavailable.
    """
    kinds = numbered(schema, {})
    header = Header(secrets.token_hex(16), kinds.numbers)
    with filling(server, header) as filled:
        taking = _Taking(filled, kinds, Intake(schema, author.at), told)
        for batch in batches:
            taking.nodes(batch) if isinstance(batch, NodeBatch) else taking.ties(batch)
        filled.index()
        _refuse_both(server)
        filled.others(cypher.CREATE_SETTINGS, [[key, value] for key, value in settings.items()])
        steps: list[Written] = [Setting(key, None, value) for key, value in settings.items()]
        if taking.count:
            steps.insert(0, Load(taking.summary(server)))

        def seal(transaction: Transaction) -> None:
            if steps:
                now = present(transaction, server.url)
                record(transaction, now, secrets.token_hex(16), author, steps, {})

        filled.seal(seal)
        filled.declare(schema)
    return 1 if steps else 0


def _refuse_both(server: Server) -> None:
    for (uid,) in server.ask(lambda asked: asked.run(cypher.BOTH, limit=1).values()):
        raise Conflict(
            f"L'identificativo {dashed(uid)} compare due volte: ogni nodo e ogni legame ne ha uno suo.",
            f"The id {dashed(uid)} comes twice: every node and every tie has one of its own.",
        )


@dataclass(slots=True)
class _Taking:
    """Batches on their way to the server."""

    filled: Filling
    kinds: Kinds
    intake: Intake
    told: Told
    _loaded: Loaded = field(default_factory=Loaded)
    _rising: bool = True
    _last: dict[type[Batch], bytes] = field(default_factory=dict[type[Batch], bytes])

    @property
    def count(self) -> int:
        return self._loaded.nodes + self._loaded.ties

    def nodes(self, batch: NodeBatch) -> None:
        """Write a batch of nodes, portion by portion."""
        nodes = self.intake.nodes(batch)
        while portion := list(islice(nodes, ROWS)):
            rows = [node_row(node, self.kinds, content(node)) for node in portion]
            self.filled.nodes(rows, portion)
            number = self.kinds.numbers[batch.kind]
            self._loaded.add_nodes([(bytes.fromhex(uid), number, name, data) for uid, _, name, data, *_ in rows])
            self.told(self.count)
        self._note_order(batch)

    def ties(self, batch: TieBatch) -> None:
        """Write a batch of ties, portion by portion."""
        texts = self.intake.ties(batch)
        for first in range(0, len(batch), ROWS):
            part = slice(first, first + ROWS)
            columns = self._columns(batch, part)
            said = [texts] * len(columns) if isinstance(texts, str) else texts[part]
            self.filled.ties(_tie_rows(batch.kind, columns, said))
            self._loaded.add_ties(columns, said)
            self.told(self.count)
        self._note_order(batch)

    def _columns(self, batch: TieBatch, part: slice) -> NDArray[np.void]:
        ids = self.intake.ids
        columns = np.empty(len(batch.id[part]), TIE)
        columns["kind"] = self.kinds.numbers[batch.kind]
        for name, values in (
            ("id", batch.id),
            ("source", ids[batch.source[part]]),
            ("target", ids[batch.target[part]]),
        ):
            chosen = values[part] if name == "id" else values
            columns[name] = np.ascontiguousarray(chosen).view("V16").reshape(-1)
        for name in ("strength", "valid_from", "valid_to", "confirmed_on", "visibility"):
            columns[name] = getattr(batch, name)[part]
        return columns

    def _note_order(self, batch: Batch) -> None:
        """Whether the ids of all nodes, and those of all ties, have come in their order: then the digest stands."""
        ids = [id.tobytes() for id in batch.id]
        if ids:
            inner = all(one < next_one for one, next_one in pairwise(ids))
            self._rising &= inner and ids[0] > self._last.get(type(batch), b"")
            self._last[type(batch)] = ids[-1]

    def summary(self, server: Server) -> str:
        """What was loaded, in the order of the ids; where it came in another, it is read again."""
        again = None if self._rising else left(server, self.kinds)
        return (again or self._loaded).summary


def _tie_rows(kind: str, columns: NDArray[np.void], said: Iterable[str]) -> list[list[Any]]:
    ids, sources, targets = ([id.hex() for id in columns[name].tolist()] for name in ("id", "source", "target"))
    days = [
        [None if day == NO_DAY else day for day in columns[name].tolist()]
        for name in ("valid_from", "valid_to", "confirmed_on")
    ]
    strengths, visibilities = columns["strength"].tolist(), columns["visibility"].tolist()
    rows = zip(ids, sources, targets, strengths, *days, visibilities, said, strict=True)
    return [[id, kind, *rest] for id, *rest in rows]
