"""Records as columns: what an empty store takes when it is filled at once, millions of records at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, TypeVar, cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from graph.errors import NotFound
from graph.kinds import STRENGTHS, Node, Record, Tie
from graph.snapshot import VISIBILITIES, day
from graph.store.canonical import NODE_COLUMNS, TIE_COLUMNS, content, other_fields

Fields = Mapping[str, Any]
"""Fields of a record in plain JSON form, those at their default left out."""

_R = TypeVar("_R", bound=Record)

MANY: Final = 50_000
"""No batch made of single records is larger."""


@dataclass(frozen=True, slots=True)
class NodeBatch:
    """`n` nodes of one kind; `fields` holds what is not a column here."""

    kind: str
    id: NDArray[np.uint8]  # (n, 16)
    name: Sequence[str]
    fields: Sequence[Fields]

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self.id)


@dataclass(frozen=True, slots=True)
class TieBatch:
    """`m` ties of one kind.

    `source` and `target` count the nodes in the order in which all batches deliver them. Days are days since
    1970-01-01 or NO_DAY of `graph.snapshot`. `fields` holds what is not a column here: one mapping that all of them
    share, or one a tie.
    """

    kind: str
    id: NDArray[np.uint8]  # (m, 16)
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    strength: NDArray[np.int8]  # index into STRENGTHS
    valid_from: NDArray[np.int32]
    valid_to: NDArray[np.int32]
    confirmed_on: NDArray[np.int32]
    visibility: NDArray[np.int8]  # index into VISIBILITIES
    fields: Fields | Sequence[Fields]

    def __len__(self) -> int:
        """How many ties there are."""
        return len(self.id)


Batch = NodeBatch | TieBatch


def batches(records: Iterable[Record]) -> Iterator[Batch]:
    """Records as batches: all nodes in the order given, then all ties; neighbours of one kind share a batch.

    Raises NotFound for a tie with an end that is not among the records.
    """
    given = list(records)
    nodes = [record for record in given if isinstance(record, Node)]
    for kind, group in _runs(nodes):
        yield NodeBatch(kind, _ids(group), [node.name for node in group], _fields(group, NODE_COLUMNS))
    places = {node.id: place for place, node in enumerate(nodes)}
    for kind, group in _runs([record for record in given if isinstance(record, Tie)]):
        yield _tie_batch(kind, group, places)


def _runs(records: Sequence[_R]) -> Iterator[tuple[str, list[_R]]]:
    for kind, group in groupby(records, key=lambda record: record.kind):
        run = list(group)
        for first in range(0, len(run), MANY):
            yield kind, run[first : first + MANY]


def _fields(records: Sequence[Record], columns: Collection[str]) -> list[Fields]:
    return [other_fields(content(record), columns) for record in records]


def _ids(records: Sequence[Record]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(UUID(record.id).bytes for record in records), np.uint8).reshape(-1, 16)


def _tie_batch(kind: str, ties: Sequence[Tie], places: Mapping[str, int]) -> TieBatch:
    levels = cast("list[str]", list(STRENGTHS))
    return TieBatch(
        kind=kind,
        id=_ids(ties),
        source=np.array([_place(tie, tie.source, places) for tie in ties], np.int32),
        target=np.array([_place(tie, tie.target, places) for tie in ties], np.int32),
        strength=np.array([levels.index(tie.strength) for tie in ties], np.int8),
        valid_from=np.array([day(tie.valid_from) for tie in ties], np.int32),
        valid_to=np.array([day(tie.valid_to) for tie in ties], np.int32),
        confirmed_on=np.array([day(tie.confirmed_on) for tie in ties], np.int32),
        visibility=np.array([VISIBILITIES.index(tie.visibility) for tie in ties], np.int8),
        fields=_fields(ties, TIE_COLUMNS),
    )


def _place(tie: Tie, end: str, places: Mapping[str, int]) -> int:
    if end not in places:
        raise NotFound(
            f"Il legame {tie.id} ha un estremo che non è tra i nodi da caricare: {end}.",
            f"The tie {tie.id} has an end that is not among the nodes to load: {end}.",
        )
    return places[end]
