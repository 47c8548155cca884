"""Records as columns: what an empty store takes when it is filled at once, millions of records at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Fields = Mapping[str, Any]
"""Fields of a record in plain JSON form, those at their default left out."""


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
