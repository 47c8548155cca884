"""Batches checked as they come, whole columns at a time: what every store refuses to be filled with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from graph.errors import InvalidRecord
from graph.kinds import STRENGTHS, Node, Record, Schema, Tie
from graph.kinds.schema import refusal
from graph.snapshot import NO_DAY, VISIBILITIES, day
from graph.store.batches import Batch, Fields, NodeBatch, TieBatch
from graph.store.canonical import NODE_COLUMNS, TIE_COLUMNS, compact, content, other_fields, text_id

_R = TypeVar("_R", bound=Record)
_Fault = tuple[NDArray[np.bool_], str, str]

_FIRST, _LAST = day(date.min), day(date.max)
_ENDS: Final = {"source": text_id(bytes(16)), "target": text_id(b"\xff" * 16)}
"""Stand for the ends where only the other fields of a tie are checked."""


@dataclass(slots=True)
class Intake:
    """The batches taken so far."""

    schema: Schema
    at: datetime
    """When ties that do not say so were recorded."""
    taken: int = 0
    nodes_taken: int = 0
    ties_taken: int = 0
    ids: NDArray[np.uint8] = field(default_factory=lambda: np.empty((0, 16), np.uint8))
    """Of the nodes, in the order in which they came; whole once the first ties have come."""
    _kinds: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    _parts: list[tuple[NDArray[np.uint8], NDArray[np.uint8]]] = field(
        default_factory=list[tuple[NDArray[np.uint8], NDArray[np.uint8]]]
    )
    _allowed: dict[str, NDArray[np.bool_]] = field(default_factory=dict[str, NDArray[np.bool_]])

    def nodes(self, batch: NodeBatch) -> Iterator[Node]:
        """The nodes of the next batch, each checked when it is asked for.

        Raises InvalidRecord that says where, NotFound for an unknown kind.
        """
        self.taken += 1
        cls = self._kind(batch, Node)
        if self.ties_taken:
            raise self._refusal(batch, None, "i nodi vanno prima dei legami", "nodes come before ties")
        self._check_lengths(batch, batch.name, batch.fields)
        self._parts.append((batch.id, np.full(len(batch), self.schema.nodes.index(cls), np.uint8)))
        self.nodes_taken += len(batch)
        return (self._node(batch, row, cls) for row in range(len(batch)))

    def _node(self, batch: NodeBatch, row: int, cls: type[Node]) -> Node:
        own = {"id": text_id(batch.id[row].tobytes()), "name": batch.name[row]}
        return self._record(batch, row, cls, batch.fields[row], own)

    def ties(self, batch: TieBatch) -> str | list[str]:
        """The fields that are no columns as one text that all ties share, or one a tie; the columns are checked.

        Raises InvalidRecord that says where, NotFound for an unknown kind.
        """
        self.taken += 1
        cls = self._kind(batch, Tie)
        self._gather()
        columns = (batch.strength, batch.valid_from, batch.valid_to, batch.confirmed_on, batch.visibility)
        self._check_lengths(batch, batch.source, batch.target, *columns)
        for wrong, it, en in self._faults(batch):
            if wrong.any():
                raise self._refusal(batch, int(wrong.argmax()), it, en)
        self.ties_taken += len(batch)
        if isinstance(batch.fields, Mapping):
            return self._text(batch, None, cls, batch.fields)
        self._check_lengths(batch, batch.fields)
        return self._texts(batch, cls, batch.fields)

    def _texts(self, batch: TieBatch, cls: type[Tie], fields: Sequence[Fields]) -> list[str]:
        """Many ties say the same: each saying is checked once."""
        known: dict[str, str] = {}
        texts: list[str] = []
        for row, said in enumerate(map(repr, fields)):
            if said not in known:
                known[said] = self._text(batch, row, cls, fields[row])
            texts.append(known[said])
        return texts

    def _text(self, batch: TieBatch, row: int | None, cls: type[Tie], fields: Fields) -> str:
        own = {"id": _ENDS["source"], **_ENDS}
        tie = self._record(batch, row, cls, {"recorded_at": self.at, **fields}, own)
        return compact(other_fields(content(tie), TIE_COLUMNS))

    def _record(self, batch: Batch, row: int | None, cls: type[_R], fields: Fields, own: dict[str, Any]) -> _R:
        columns = NODE_COLUMNS if isinstance(batch, NodeBatch) else TIE_COLUMNS
        doubled = sorted(columns & fields.keys())
        if doubled:
            names = ", ".join(doubled)
            raise self._refusal(
                batch,
                row,
                f"{names}: va nelle colonne, non nei campi",
                f"{names}: belongs in the columns, not the fields",
            )
        try:
            return cls.model_validate({**fields, **own})
        except ValidationError as error:
            message = refusal(cls, error).message
            raise self._refusal(batch, row, message.it, message.en) from None

    def _kind(self, batch: Batch, base: type[_R]) -> type[_R]:
        cls = self.schema.kind(batch.kind)
        if not issubclass(cls, base):
            raise self._refusal(batch, None, "il tipo non è adatto a questo lotto", "the kind does not fit this batch")
        return cls

    def _check_lengths(self, batch: Batch, *columns: Sequence[Any] | NDArray[Any]) -> None:
        if batch.id.shape != (len(batch), 16) or any(len(column) != len(batch) for column in columns):
            raise self._refusal(
                batch,
                None,
                "le colonne devono essere lunghe uguali, e gli identificativi di 16 byte",
                "columns must have the same length, and ids 16 bytes",
            )

    def _faults(self, batch: TieBatch) -> Iterator[_Fault]:
        """What may be wrong with the columns: which rows, and how to say it. Each may count on those before it."""
        count = self.nodes_taken
        for name in ("source", "target"):
            place: NDArray[np.int32] = getattr(batch, name)
            outside = (place < 0) | (place >= count)
            yield (
                outside,
                f"{name}: le posizioni vanno da 0 a {count - 1}",
                f"{name}: positions run from 0 to {count - 1}",
            )
        yield (
            batch.source == batch.target,
            "unisce un nodo a sé stesso: ne servono due",
            "joins a node to itself: it takes two",
        )
        for name, levels in (("strength", len(STRENGTHS)), ("visibility", len(VISIBILITIES))):
            level: NDArray[np.int8] = getattr(batch, name)
            outside = (level < 0) | (level >= levels)
            yield outside, f"{name}: i valori vanno da 0 a {levels - 1}", f"{name}: values run from 0 to {levels - 1}"
        yield from self._wrong_days(batch)
        source, target = self._kinds[batch.source], self._kinds[batch.target]
        it, en = (
            "un estremo è di un tipo che questo legame non unisce",
            "an end is of a kind that this tie may not join",
        )
        yield ~self._may_join(batch.kind)[source, target], it, en

    @staticmethod
    def _wrong_days(batch: TieBatch) -> Iterator[_Fault]:
        for name in ("valid_from", "valid_to", "confirmed_on"):
            days: NDArray[np.int32] = getattr(batch, name)
            outside = (days != NO_DAY) & ((days < _FIRST) | (days > _LAST))
            yield outside, f"{name}: non è un giorno del calendario", f"{name}: no day of the calendar"
        known = (batch.valid_from != NO_DAY) & (batch.valid_to != NO_DAY)
        yield known & (batch.valid_to < batch.valid_from), "la fine precede l'inizio", "valid_to is before valid_from"

    def _gather(self) -> None:
        if self._parts:
            ids, kinds = zip(*self._parts, strict=True)
            self.ids, self._kinds = np.concatenate(ids), np.concatenate(kinds)
            self._parts.clear()

    def _may_join(self, kind: str) -> NDArray[np.bool_]:
        """By places of the node kinds: source, target."""
        if kind not in self._allowed:
            names = self.schema.node_names
            pairs = [[self.schema.may_join(kind, source, target) for target in names] for source in names]
            self._allowed[kind] = np.array(pairs)
        return self._allowed[kind]

    def _refusal(self, batch: Batch, row: int | None, it: str, en: str) -> InvalidRecord:
        at_it, at_en = ("", "") if row is None else (f", riga {row + 1}", f", row {row + 1}")
        return InvalidRecord(
            f"Lotto {self.taken} ({batch.kind}){at_it}: {it}.", f"Batch {self.taken} ({batch.kind}){at_en}: {en}."
        )
