"""Which arrays a snapshot of a schema has: names, types, and what each holds one value for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from graph.kinds import Schema
from graph.kinds.values import Layer
from graph.snapshot.columns import DTYPES, Column, Form, columns, node_columns, tie_columns

Shape = tuple[np.dtype[Any], tuple[int, ...]]
"""The type of an array and the form of one of its entries."""

TIE: Final[Mapping[str, type[np.generic]]] = {
    "kind": np.uint8,
    "source": np.int32,
    "target": np.int32,
    "strength": np.float32,
    "valid_from": np.int32,
    "valid_to": np.int32,
    "confirmed_on": np.int32,
    "visibility": np.int8,
}
"""What every tie has."""

ID: Final[Shape] = (np.dtype(np.uint8), (16,))


@dataclass(frozen=True)
class Layout:
    """The arrays by name: `nodes` and `ties` have one entry a node or tie, `pools` hold the values of rows."""

    schema: Schema
    fingerprint: str
    columns: tuple[Column, ...]
    attributes: tuple[Column, ...]
    layers: tuple[Layer, ...]
    nodes: Mapping[str, Shape]
    ties: Mapping[str, Shape]
    pools: Mapping[str, Shape]
    own: Mapping[str, Mapping[str, Column]]
    """The columns of each kind: a field of the same name may be personal in another kind."""

    @property
    def singles(self) -> tuple[Column, ...]:
        """The columns that hold one value a node."""
        return tuple(column for column in self.columns if column.form is not Form.CODES)

    @property
    def lists(self) -> tuple[str, ...]:
        """The names of the columns that hold many."""
        return tuple(column.name for column in self.columns if column.form is Form.CODES)

    @property
    def coded(self) -> tuple[str, ...]:
        """The names of the arrays whose entries are numbers of codes."""
        return (
            *(f"column.{column.name}" for column in self.columns if column.form is Form.CODE),
            *(f"attribute.{column.name}" for column in self.attributes if column.form is Form.CODE),
            *(f"ragged.{name}.values" for name in self.lists),
        )

    @property
    def rows(self) -> tuple[str, ...]:
        """The names of all rows: three arrays each."""
        return (*(f"ragged.{name}" for name in self.lists), *(f"layer.{layer}" for layer in self.layers))

    @property
    def forms(self) -> Mapping[str, Shape]:
        """All arrays."""
        return {**self.nodes, **self.ties, **self.pools}


@cache
def layout(schema: Schema) -> Layout:
    """The arrays of a schema: the same object every time, as the declarations take long to read."""
    declared, attributes = node_columns(schema), tie_columns(schema)
    layers: tuple[Layer, ...] = tuple(dict.fromkeys(cls.layer for cls in schema.ties))
    lists = [f"ragged.{column.name}" for column in declared if column.form is Form.CODES]
    rows = [*lists, *(f"layer.{layer}" for layer in layers)]
    return Layout(
        schema=schema,
        fingerprint=schema.fingerprint,
        columns=declared,
        attributes=attributes,
        layers=layers,
        nodes={"ids": ID, "kind": _one(np.uint8)}
        | {f"column.{column.name}": _of(column) for column in declared if column.form is not Form.CODES}
        | {f"{name}.{side}": _one(np.int32) for name in rows for side in ("begin", "end")},
        ties={"tie_ids": ID}
        | {f"tie.{name}": _one(dtype) for name, dtype in TIE.items()}
        | {f"attribute.{column.name}": _of(column) for column in attributes},
        pools={f"{name}.values": _one(np.int32) for name in rows},
        own={
            cls.model_fields["kind"].default: {column.name: column for column in columns([cls])}
            for cls in (*schema.nodes, *schema.ties)
        },
    )


def _one(dtype: type[np.generic]) -> Shape:
    return np.dtype(dtype), ()


def _of(column: Column) -> Shape:
    return _one(DTYPES[column.form][0])
