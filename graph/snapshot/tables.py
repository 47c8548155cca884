"""Records as a store holds them, turned into entries of a snapshot's arrays."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.kinds import STRENGTHS
from graph.snapshot.columns import DTYPES, Codes, Column, Form, encoder
from graph.snapshot.layout import Layout
from graph.snapshot.rows import Pairs

Arrays = dict[str, NDArray[Any]]

NodeRow = tuple[bytes, str, Mapping[str, Any]]
"""A node as a store holds it: 16-byte id, kind, fields in plain JSON form (absent fields are unknown)."""

VISIBILITIES = ("public", "programme", "private")


@dataclass(frozen=True)
class TieRows:
    """Ties as a store delivers them; `m` ties, in any order.

    `source` and `target` count the nodes in the order in which they are delivered. Days are days since
    1970-01-01 or NO_DAY. `attributes` gives the position and the plain fields of those ties whose kind has
    columns of its own.
    """

    id: NDArray[np.uint8]  # (m, 16)
    kind: NDArray[np.uint8]  # index into schema.tie_names
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    strength: NDArray[np.int8]  # index into STRENGTHS
    valid_from: NDArray[np.int32]
    valid_to: NDArray[np.int32]
    confirmed_on: NDArray[np.int32]
    visibility: NDArray[np.int8]  # index into VISIBILITIES
    attributes: Sequence[tuple[int, Mapping[str, Any]]] = ()

    @classmethod
    def empty(cls) -> "TieRows":
        """No tie at all."""
        none = np.zeros(0, np.int32)
        small = np.zeros(0, np.int8)
        return cls(np.zeros((0, 16), np.uint8), small.view(np.uint8), none, none, small, none, none, none, small)


class _Cells:
    """The known values of one column while records are read."""

    def __init__(self, column: Column, codes: Codes) -> None:
        self.column = column
        self.number = encoder(column, codes)
        self.owner, self.value = array("i"), array("d")

    def one(self, owner: int, value: Any) -> None:
        self.owner.append(owner)
        self.value.append(self.number(value))

    def many(self, owner: int, values: Iterable[Any]) -> None:
        for value in values:
            self.one(owner, value)

    def array(self, size: int) -> NDArray[Any]:
        """One value a record, unknown where none was read."""
        dtype, unknown = DTYPES[self.column.form]
        dense = np.full(size, unknown, dtype)
        dense[np.frombuffer(self.owner, np.int32)] = np.frombuffer(self.value, np.float64).astype(dtype)
        return dense

    def pairs(self) -> Pairs:
        return np.array(self.owner, np.int32), np.array(self.value).astype(np.int32)


class _Sheet:
    """The columns of all kinds while records are read."""

    def __init__(self, layout: Layout, columns: Iterable[Column], codes: Codes) -> None:
        self.cells = {column.name: _Cells(column, codes) for column in columns}
        self._put: dict[str, dict[str, Callable[[int, Any], None]]] = {
            kind: {
                name: self.cells[name].many if column.form is Form.CODES else self.cells[name].one
                for name, column in own.items()
                if name in self.cells
            }
            for kind, own in layout.own.items()
        }

    def read(self, owner: int, kind: str, fields: Mapping[str, Any]) -> None:
        """Take the fields of a record that are columns of its kind."""
        put = self._put[kind]
        for name, value in fields.items():
            if name in put and value is not None:
                put[name](owner, value)


def node_arrays(layout: Layout, nodes: Iterable[NodeRow], codes: Codes) -> tuple[Arrays, dict[str, Pairs]]:
    """The arrays with one entry a node, in the order given, and the lists as pairs of node and code."""
    number = {name: index for index, name in enumerate(layout.schema.node_names)}
    sheet = _Sheet(layout, layout.columns, codes)
    ids, kinds = bytearray(), bytearray()
    for owner, (node_id, kind, fields) in enumerate(nodes):
        ids += node_id
        kinds.append(number[kind])
        sheet.read(owner, kind, fields)
    arrays: Arrays = {"ids": np.frombuffer(ids, np.uint8).reshape(-1, 16), "kind": np.frombuffer(kinds, np.uint8)}
    for column in layout.singles:
        arrays[f"column.{column.name}"] = sheet.cells.pop(column.name).array(len(kinds))
    return arrays, {name: cells.pairs() for name, cells in sheet.cells.items()}


def tie_arrays(layout: Layout, ties: TieRows, codes: Codes) -> Arrays:
    """The arrays with one entry a tie, in the order given."""
    sheet = _Sheet(layout, layout.attributes, codes)
    kinds = layout.schema.tie_names
    for owner, fields in ties.attributes:
        sheet.read(owner, kinds[int(ties.kind[owner])], fields)
    return {
        "tie_ids": ties.id,
        "tie.kind": ties.kind,
        "tie.source": ties.source,
        "tie.target": ties.target,
        "tie.strength": np.array(list(STRENGTHS.values()), np.float32)[ties.strength],
        "tie.valid_from": ties.valid_from,
        "tie.valid_to": ties.valid_to,
        "tie.confirmed_on": ties.confirmed_on,
        "tie.visibility": ties.visibility,
    } | {f"attribute.{column.name}": sheet.cells[column.name].array(len(ties.id)) for column in layout.attributes}
