"""The snapshot: the whole graph at one commit, as frozen columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from graph.errors import NotFound
from graph.kinds.values import Layer
from graph.snapshot.growing import Growing
from graph.snapshot.ids import keys, positions
from graph.snapshot.layout import Layout
from graph.snapshot.rows import Rows


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


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Nodes and ties at one commit, ordered by id; nothing personal and no free text.

    `n` nodes and `m` ties are addressed by their positions; `growing` holds their arrays by the names of the layout.
    Copies of one store may differ under one commit number: `state`, the digest of the store's history up to that
    commit, tells them apart. The order of `codes` means nothing and some may be in use no longer: two snapshots are
    compared by their `canonical` forms.
    """

    layout: Layout
    store: str
    commit: int
    state: str
    codes: tuple[str, ...]
    growing: Mapping[str, Growing] = field(repr=False)

    def __len__(self) -> int:
        """The number of nodes."""
        return len(self.ids)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Every array under a name of its own."""
        return {name: growing.array for name, growing in self.growing.items()}

    def _named(self, prefix: str, names: Iterable[str]) -> dict[str, NDArray[Any]]:
        return {name: self.growing[f"{prefix}.{name}"].array for name in names}

    def _rows(self, name: str) -> Rows:
        return Rows(**self._named(name, ("begin", "end", "values")))

    @cached_property
    def fingerprint(self) -> str:
        """That of the schema."""
        return self.layout.fingerprint

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The node kinds."""
        return self.layout.schema.node_names

    @cached_property
    def tie_kinds(self) -> tuple[str, ...]:
        """The tie kinds."""
        return self.layout.schema.tie_names

    @cached_property
    def tie_layers(self) -> tuple[Layer, ...]:
        """The layer of each tie kind."""
        return tuple(cls.layer for cls in self.layout.schema.ties)

    @cached_property
    def levels(self) -> Mapping[str, tuple[str, ...]]:
        """The words of the columns that hold one of a few."""
        return {column.name: column.levels for column in self.layout.columns if column.levels}

    @cached_property
    def tie_levels(self) -> Mapping[str, tuple[str, ...]]:
        """The words of the attributes of ties that hold one of a few."""
        return {column.name: column.levels for column in self.layout.attributes if column.levels}

    @cached_property
    def ids(self) -> NDArray[np.uint8]:
        """The ids of the nodes: (n, 16) bytes."""
        return self.growing["ids"].array

    @cached_property
    def kind(self) -> NDArray[np.uint8]:
        """(n,): the kind of each node, as index into `kinds`."""
        return self.growing["kind"].array

    @cached_property
    def columns(self) -> Mapping[str, NDArray[Any]]:
        """(n,) each: see `graph.snapshot.columns` for the forms and for what stands for unknown."""
        return self._named("column", (column.name for column in self.layout.singles))

    @cached_property
    def ragged(self) -> Mapping[str, Rows]:
        """For each node many numbers of `codes`."""
        return {name: self._rows(f"ragged.{name}") for name in self.layout.lists}

    @cached_property
    def tie_ids(self) -> NDArray[np.uint8]:
        """The ids of the ties: (m, 16) bytes."""
        return self.growing["tie_ids"].array

    @cached_property
    def ties(self) -> TieColumns:
        """What every tie has."""
        return TieColumns(**self._named("tie", (part.name for part in fields(TieColumns))))

    @cached_property
    def tie_attributes(self) -> Mapping[str, NDArray[Any]]:
        """(m,) each: the columns that some tie kinds have beyond what every tie has."""
        return self._named("attribute", (column.name for column in self.layout.attributes))

    @cached_property
    def layers(self) -> Mapping[Layer, Rows]:
        """For each node the positions of its ties, in both directions, whatever their dates and visibility."""
        return {layer: self._rows(f"layer.{layer}") for layer in self.layout.layers}

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
            wanted = np.array([UUID(id).bytes], "S16")
        except ValueError:
            return None
        (found,) = positions(keys(self.ids), wanted).tolist()
        return found if found >= 0 else None

    def kind_name(self, index: int) -> str:
        """The kind of a node."""
        return self.kinds[int(self.kind[index])]

    def of_kinds(self, names: Iterable[str]) -> NDArray[np.bool_]:
        """Which nodes are of some kinds: (n,) booleans."""
        return _equals_any(self.kind, [self.kinds.index(name) for name in names])

    def ties_of_kinds(self, names: Iterable[str]) -> NDArray[np.bool_]:
        """Which ties are of some kinds: (m,) booleans."""
        return _equals_any(self.ties.kind, [self.tie_kinds.index(name) for name in names])

    def code(self, text: str) -> int:
        """The number of a code in this snapshot; -1 where nothing has it."""
        return self._numbers.get(text, -1)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {text: number for number, text in enumerate(self.codes)}


def _equals_any(array: NDArray[np.uint8], numbers: Iterable[int]) -> NDArray[np.bool_]:
    """As `numpy.isin`, which takes ten times as long for a few small numbers."""
    found = np.zeros(len(array), bool)
    for number in numbers:
        found |= array == number
    return found
