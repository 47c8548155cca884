"""Nodes and ties as batches of bounded size, made one after the other as they are asked for."""

from collections.abc import Iterator, Sequence

import numpy as np

from graph.demo.ties import Columns
from graph.kinds import Node
from graph.kinds.ids import Uids
from graph.store.batches import NodeBatch, TieBatch, batches


def record_batches(records: Sequence[Node], size: int) -> Iterator[NodeBatch]:
    """Nodes that are records already, in their order."""
    for first in range(0, len(records), size):
        yield from (batch for batch in batches(records[first : first + size]) if isinstance(batch, NodeBatch))


def tie_batches(columns: Columns, ids: Uids, size: int) -> Iterator[TieBatch]:
    """Ties of one kind, in their order."""
    for first in range(0, len(columns), size):
        part = slice(first, first + size)
        yield TieBatch(
            kind=columns.kind.model_fields["kind"].default,
            id=ids[part],
            source=columns.ends.left[part].astype(np.int32),
            target=columns.ends.right[part].astype(np.int32),
            strength=columns.strength[part],
            valid_from=columns.times.valid_from[part],
            valid_to=columns.times.valid_to[part],
            confirmed_on=columns.times.confirmed_on[part],
            visibility=columns.visibility[part],
            fields=columns.fields[part] if isinstance(columns.fields, Sequence) else columns.fields,
        )
