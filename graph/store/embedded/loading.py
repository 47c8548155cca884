"""A new store filled at once: rows first, then what makes them found and keeps them true, then in its place whole."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat
from pathlib import Path
from typing import Any, Final

import apsw
import numpy as np
from numpy.typing import NDArray

from graph.errors import Conflict
from graph.kinds import Schema
from graph.snapshot import NO_DAY
from graph.store.base import Author
from graph.store.batches import Batch, NodeBatch, TieBatch
from graph.store.canonical import content, text_id
from graph.store.chain import Load, Written
from graph.store.embedded import history
from graph.store.embedded.connection import check_library, transaction
from graph.store.embedded.files import appearing
from graph.store.embedded.library import Connection
from graph.store.embedded.loaded import left
from graph.store.embedded.migrations import make
from graph.store.embedded.queries import QUERIES
from graph.store.embedded.schema import COUNT, kinds_of
from graph.store.embedded.writing import insert_nodes, remember
from graph.store.intake import Intake
from graph.store.ledger import Setting
from graph.store.loaded import TIE, Loaded
from graph.store.numbering import Kinds

HASTE: Final[Mapping[str, int | str]] = {
    "journal_mode": "off",
    "synchronous": 0,
    "locking_mode": "exclusive",
    "foreign_keys": 0,  # positions are checked as they come
    "temp_store": 1,  # sorting takes half the memory there; what is sorted are ids and numbers
    "cache_size": -(256 << 10),
}
"""While nobody else can see the file: a failure throws it away as a whole."""

NODES: Final = 500
TIES: Final = 10_000
"""Written at a time; nodes in small portions, as whole records that live long enough keep the collector busy."""
STEPS: Final = 1_000_000
"""Of the library between two looks at whether it is to stop."""


Told = Callable[[int], None]
"""Hears how many records are in so far."""


def load(
    path: Path, batches: Iterable[Batch], schema: Schema, *, author: Author, settings: Mapping[str, str], told: Told
) -> int:
    """Make a store that holds the batches and the settings as one commit; the number of that commit.

    Raises Conflict where the file exists or an id comes twice, InvalidRecord, NotFound, StoreUnavailable, StoreFull.
    """
    check_library(apsw.sqlite_lib_version())
    with appearing(path) as scratch:
        connection = Connection(str(scratch), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_EXRESCODE)
        try:
            for name, value in HASTE.items():
                connection.set_pragma(name, value)
            connection.look_up(STEPS)
            make(connection, schema, path)
            with transaction(connection, "BEGIN"):
                filling = Filling(connection, kinds_of(connection, schema), Intake(schema, author.at), told)
                filling.take(batches)
                return filling.record(author, settings)
        finally:
            connection.close()


@dataclass(slots=True)
class Filling:
    """A store while it is filled."""

    connection: Connection
    kinds: Kinds
    intake: Intake
    told: Told
    _loaded: Loaded = field(default_factory=Loaded)
    _rising: bool = True
    _last: dict[type[Batch], bytes] = field(default_factory=dict[type[Batch], bytes])

    def take(self, batches: Iterable[Batch]) -> None:
        """Write all rows; what is derived from them comes after the last."""
        later = _set_aside(self.connection)
        for batch in batches:
            before = self._taken
            try:
                self._nodes(batch) if isinstance(batch, NodeBatch) else self._ties(batch)
            except apsw.ConstraintError as error:
                raise self._twice(batch, before) or error from None
            self._note_order(batch)
        for statement in (*later, COUNT):
            self.connection.run(statement)
        for (uid,) in self.connection.rows(QUERIES["node and tie"], (1,)):
            raise _doubled(uid)

    @property
    def _taken(self) -> int:
        return self._loaded.nodes + self._loaded.ties

    def _nodes(self, batch: NodeBatch) -> None:
        nodes = self.intake.nodes(batch)
        while portion := list(islice(nodes, NODES)):
            plains = {id(node): content(node) for node in portion}
            self._loaded.add_nodes(insert_nodes(self.connection, self.kinds, portion, plains))
            self.told(self._taken)

    def _ties(self, batch: TieBatch) -> None:
        texts = self.intake.ties(batch)
        for first in range(0, len(batch), TIES):
            rows = slice(first, first + TIES)
            columns = self._columns(batch, rows)
            said = [texts] * len(columns) if isinstance(texts, str) else texts[rows]
            self.connection.many(_INSERT_TIES, self._tie_rows(batch, rows, columns, said))
            self._loaded.add_ties(columns, said)
            self.told(self._taken)

    def _columns(self, batch: TieBatch, rows: slice) -> NDArray[np.void]:
        ids = self.intake.ids
        columns = np.empty(len(batch.id[rows]), TIE)
        columns["id"], columns["kind"] = _whole(batch.id[rows]), self.kinds.numbers[batch.kind]
        columns["source"], columns["target"] = _whole(ids[batch.source[rows]]), _whole(ids[batch.target[rows]])
        for name in ("strength", "valid_from", "valid_to", "confirmed_on", "visibility"):
            columns[name] = getattr(batch, name)[rows]
        return columns

    def _tie_rows(
        self, batch: TieBatch, rows: slice, columns: NDArray[np.void], said: Sequence[str]
    ) -> Iterator[tuple[Any, ...]]:
        key = self._loaded.ties + 1
        return zip(
            range(key, key + len(columns)),
            columns["id"].tolist(),
            repeat(self.kinds.numbers[batch.kind]),
            (batch.source[rows] + 1).tolist(),
            (batch.target[rows] + 1).tolist(),
            columns["strength"].tolist(),
            *(_days(columns[name]) for name in ("valid_from", "valid_to", "confirmed_on")),
            columns["visibility"].tolist(),
            said,
            strict=False,
        )

    def _note_order(self, batch: Batch) -> None:
        """Whether the ids of all nodes, and those of all ties, have come in their order: then the digest stands."""
        if len(batch):
            high, low = np.ascontiguousarray(batch.id).view(">u8").T
            rises = (high[1:] > high[:-1]) | ((high[1:] == high[:-1]) & (low[1:] > low[:-1]))
            self._rising &= bool(rises.all()) and batch.id[0].tobytes() > self._last.get(type(batch), b"")
            self._last[type(batch)] = batch.id[-1].tobytes()

    def _twice(self, batch: Batch, before: int) -> Conflict | None:
        """The refusal of the first id that this batch has twice, or that an earlier one has too."""
        table, earlier = ("node", before) if isinstance(batch, NodeBatch) else ("tie", before - self._loaded.nodes)
        query = f"SELECT 1 FROM {table} WHERE uid = ? AND key <= ?"  # noqa: S608 - two fixed names
        seen: set[bytes] = set()
        for uid in _whole(batch.id).tolist():
            if uid in seen or self.connection.value(query, (uid, earlier)):
                return _doubled(uid)
            seen.add(uid)
        return None

    def record(self, author: Author, settings: Mapping[str, str]) -> int:
        """Write the commit, with one change for all that was loaded and one for each setting."""
        steps: list[Written] = [Setting(key, None, value) for key, value in settings.items()]
        remember(self.connection, [step for step in steps if isinstance(step, Setting)])
        if self._taken:
            loaded = self._loaded if self._rising else left(self.connection, self.kinds)
            steps.insert(0, Load((loaded or self._loaded).summary))
        return history.record(self.connection, author, steps, {}) if steps else 0


_INSERT_TIES: Final = (
    "INSERT INTO tie (key, uid, kind, source, target, strength, valid_from, valid_to, confirmed_on, visibility, data)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _set_aside(connection: Connection) -> list[str]:
    """Take away indexes and triggers; the statements that make them again once the rows are there."""
    found = list(
        connection.rows(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
            " ORDER BY rowid"
        )
    )
    for kind, name, _ in found:
        connection.run(f"DROP {kind} {name}")
    return [statement for *_, statement in found]


def _whole(ids: NDArray[np.uint8]) -> NDArray[np.void]:
    """Ids of 16 bytes as one value each."""
    return np.ascontiguousarray(ids).view("V16").reshape(-1)


def _days(column: NDArray[np.int32]) -> list[int | None]:
    days = column.astype(object)
    days[column == NO_DAY] = None
    return days.tolist()


def _doubled(uid: bytes) -> Conflict:
    id = text_id(uid)
    return Conflict(
        f"L'identificativo {id} compare due volte: ogni nodo e ogni legame ne ha uno suo.",
        f"The id {id} comes twice: every node and every tie has one of its own.",
    )
