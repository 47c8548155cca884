"""The snapshot: the whole graph at one commit, as frozen columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from graph.errors import NotFound
from graph.kinds import Schema
from graph.kinds.values import Layer


@dataclass(frozen=True)
class Ragged:
    """A list of numbers for each node: those of node `i` are `values[indptr[i]:indptr[i + 1]]`."""

    indptr: NDArray[np.int64]
    values: NDArray[np.int32]

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> "Ragged":
        """From one list a node."""
        indptr = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=indptr[1:])
        return cls(indptr, np.fromiter((value for row in rows for value in row), np.int32, count=int(indptr[-1])))

    def __getitem__(self, index: int) -> NDArray[np.int32]:
        """The numbers of one node."""
        return self.values[self.indptr[index] : self.indptr[index + 1]]


@dataclass(frozen=True)
class Adjacency:
    """Compressed rows of one layer: the ties of node `i`, in both directions, are `tie[indptr[i]:indptr[i + 1]]`."""

    indptr: NDArray[np.int64]
    neighbour: NDArray[np.int32]
    tie: NDArray[np.int32]


@dataclass(frozen=True)
class TieColumns:
    """What every tie has, `m` values each; days since 1970-01-01."""

    kind: NDArray[np.uint8]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    strength: NDArray[np.float32]
    valid_from: NDArray[np.int32]
    valid_to: NDArray[np.int32]
    confirmed_on: NDArray[np.int32]
    visibility: NDArray[np.int8]


@dataclass(frozen=True)
class Snapshot:
    """Nodes and ties at one commit, ordered by id; nothing personal and no free text.

    `n` nodes and `m` ties are addressed by their positions. `columns` hold one value a node, `ragged` many
    (numbers of `codes`); see `graph.snapshot.columns` for the forms and for what stands for unknown.
    `levels` and `tie_levels` spell out the columns that hold one of a few words. Copies of one store may differ
    under one commit number: `state`, the digest of the store's history up to that commit, tells them apart.
    """

    store: str
    commit: int
    fingerprint: str
    kinds: tuple[str, ...]
    tie_kinds: tuple[str, ...]
    tie_layers: tuple[Layer, ...]
    levels: Mapping[str, tuple[str, ...]]
    tie_levels: Mapping[str, tuple[str, ...]]
    codes: tuple[str, ...]
    ids: NDArray[np.uint8]  # (n, 16)
    kind: NDArray[np.uint8]
    columns: Mapping[str, NDArray[Any]]
    ragged: Mapping[str, Ragged]
    tie_ids: NDArray[np.uint8]  # (m, 16)
    ties: TieColumns
    tie_attributes: Mapping[str, NDArray[Any]]
    layers: Mapping[Layer, Adjacency]
    state: str = ""

    def __post_init__(self) -> None:
        """Make the arrays as unchangeable as the rest."""
        for array in self.arrays().values():
            array.flags.writeable = False

    def __len__(self) -> int:
        """The number of nodes."""
        return len(self.ids)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Every array under a name of its own, as the cache writes them."""
        named: dict[str, NDArray[Any]] = {"ids": self.ids, "kind": self.kind, "tie_ids": self.tie_ids}
        named |= {f"column.{name}": array for name, array in self.columns.items()}
        for name, ragged in self.ragged.items():
            named |= {f"ragged.{name}.indptr": ragged.indptr, f"ragged.{name}.values": ragged.values}
        named |= {f"tie.{name}": array for name, array in vars(self.ties).items()}
        named |= {f"attribute.{name}": array for name, array in self.tie_attributes.items()}
        for layer, rows in self.layers.items():
            named |= {f"layer.{layer}.{name}": array for name, array in vars(rows).items()}
        return named

    def id(self, index: int) -> str:
        """The id of a node."""
        return str(UUID(bytes=self.ids[index].tobytes()))

    def tie_id(self, index: int) -> str:
        """The id of a tie."""
        return str(UUID(bytes=self.tie_ids[index].tobytes()))

    def index(self, id: str) -> int:
        """The position of a node.

        Raises NotFound.
        """
        found = self.find(id)
        if found is None:
            raise NotFound(f"Nessun nodo ha l'identificativo {id}.", f"No node has the id {id}.")
        return found

    def find(self, id: str) -> int | None:
        """The position of a node, if it is there."""
        try:
            wanted = UUID(id).int
        except ValueError:
            return None
        high, low = np.uint64(wanted >> 64), wanted & (1 << 64) - 1
        at = int(np.searchsorted(self._halves[0], high))
        while at < len(self) and self._halves[0][at] == high:
            if int(self._halves[1][at]) == low:
                return at
            at += 1
        return None

    @cached_property
    def _halves(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        halves = self.ids.view(">u8").reshape(-1, 2).astype(np.uint64)
        return np.ascontiguousarray(halves[:, 0]), np.ascontiguousarray(halves[:, 1])

    def kind_name(self, index: int) -> str:
        """The kind of a node."""
        return self.kinds[int(self.kind[index])]

    def of_kinds(self, names: Iterable[str]) -> NDArray[np.bool_]:
        """Which nodes are of some kinds: (n,) booleans."""
        return np.isin(self.kind, [self.kinds.index(name) for name in names])

    def ties_of_kinds(self, names: Iterable[str]) -> NDArray[np.bool_]:
        """Which ties are of some kinds: (m,) booleans."""
        return np.isin(self.ties.kind, [self.tie_kinds.index(name) for name in names])

    def code(self, text: str) -> int:
        """The number of a code in this snapshot; -1 where nothing has it."""
        return self._numbers.get(text, -1)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {text: number for number, text in enumerate(self.codes)}


def adjacency(n: int, source: NDArray[np.int32], target: NDArray[np.int32], tie: NDArray[np.int32]) -> Adjacency:
    """Compressed rows of some ties, each listed at both of its ends; within a row by neighbour, then by tie."""
    ends = np.concatenate([source, target])
    others = np.concatenate([target, source])
    both = np.concatenate([tie, tie])
    order = np.lexsort((both, others, ends))
    indptr = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=n), out=indptr[1:])
    return Adjacency(indptr, others[order], both[order])


def layer_adjacency(schema: Schema, n: int, ties: TieColumns) -> dict[Layer, Adjacency]:
    """One adjacency a layer, over all ties whatever their dates and visibility."""
    layer_of: list[Layer] = [cls.layer for cls in schema.ties]
    rows: dict[Layer, Adjacency] = {}
    for layer in dict.fromkeys(layer_of):
        kinds = [index for index, name in enumerate(layer_of) if name == layer]
        chosen = np.flatnonzero(np.isin(ties.kind, kinds)).astype(np.int32)
        rows[layer] = adjacency(n, ties.source[chosen], ties.target[chosen], chosen)
    return rows
