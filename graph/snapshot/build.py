"""From rows of a store to the columns of a snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.kinds import STRENGTHS, Schema
from graph.snapshot.columns import DTYPES, NO_DAY, Codes, Column, Form, columns, encode, node_columns, tie_columns
from graph.snapshot.model import Ragged, Snapshot, TieColumns, layer_adjacency

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


def build_snapshot(
    *, schema: Schema, commit: int, store: str, nodes: Iterable[NodeRow], ties: TieRows, state: str = ""
) -> Snapshot:
    """The snapshot of a graph at one commit.

    The result depends on the content only, not on the order of delivery: nodes and ties are ordered by id.
    `store` names the store (a random text made once with it) and `state` its history so far, so that a cache never
    mixes two stores, nor a store and its copy.
    """
    codes = Codes()
    raw_ids, raw_kinds, values, many = _read_nodes(schema, nodes, codes)
    order, ids = _by_id(raw_ids)
    position = np.empty(len(order), np.int32)
    position[order] = np.arange(len(order), dtype=np.int32)
    tie_order, tie_ids = _by_id(ties.id)
    attributes = _read_attributes(schema, ties, tie_order, codes)
    texts, renumber = _sorted_codes(codes)
    node_values, node_codes = _in_order(node_columns(schema), order, values, many, renumber)
    tie_values = TieColumns(
        kind=ties.kind[tie_order],
        source=position[ties.source[tie_order]],
        target=position[ties.target[tie_order]],
        strength=np.array(list(STRENGTHS.values()), np.float32)[ties.strength[tie_order]],
        valid_from=ties.valid_from[tie_order],
        valid_to=ties.valid_to[tie_order],
        confirmed_on=ties.confirmed_on[tie_order],
        visibility=ties.visibility[tie_order],
    )
    return Snapshot(
        store=store,
        commit=commit,
        fingerprint=schema.fingerprint,
        kinds=schema.node_names,
        tie_kinds=schema.tie_names,
        tie_layers=tuple(cls.layer for cls in schema.ties),
        levels={column.name: column.levels for column in node_columns(schema) if column.levels},
        tie_levels={column.name: column.levels for column in tie_columns(schema) if column.levels},
        codes=texts,
        ids=ids,
        kind=raw_kinds[order],
        columns=node_values,
        ragged=node_codes,
        tie_ids=tie_ids,
        ties=tie_values,
        tie_attributes=_renumbered(tie_columns(schema), attributes, renumber),
        layers=layer_adjacency(schema, len(ids), tie_values),
        state=state,
    )


def _read_nodes(  # a kind's own columns only: a field of the same name may be personal in another kind
    schema: Schema, nodes: Iterable[NodeRow], codes: Codes
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], dict[str, list[float]], dict[str, list[list[int]]]]:
    number = {name: index for index, name in enumerate(schema.node_names)}
    own = {kind: {column.name for column in columns([schema.kind(kind)])} for kind in schema.node_names}
    declared = node_columns(schema)
    single = [column for column in declared if column.form is not Form.CODES]
    values: dict[str, list[float]] = {column.name: [] for column in single}
    many: dict[str, list[list[int]]] = {column.name: [] for column in declared if column.form is Form.CODES}
    ids, kinds = bytearray(), bytearray()
    for node_id, kind, data in nodes:
        ids += node_id
        kinds.append(number[kind])
        seen = {name: value for name, value in data.items() if name in own[kind]}
        for column in single:
            values[column.name].append(encode(column, seen.get(column.name), codes))
        for name, lists in many.items():
            lists.append([codes.number(text) for text in seen.get(name) or ()])
    return np.frombuffer(ids, np.uint8).reshape(-1, 16), np.frombuffer(kinds, np.uint8), values, many


def _by_id(ids: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Row numbers in the order of the ids, and the ids so ordered."""
    halves = np.ascontiguousarray(ids).view(">u8").reshape(-1, 2) if len(ids) else np.zeros((0, 2), ">u8")
    order = np.lexsort((halves[:, 1], halves[:, 0]))
    return order, np.ascontiguousarray(ids[order])


def _read_attributes(schema: Schema, ties: TieRows, order: NDArray[np.int64], codes: Codes) -> dict[str, NDArray[Any]]:
    declared = tie_columns(schema)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    arrays = {c.name: np.full(len(order), DTYPES[c.form][1], DTYPES[c.form][0]) for c in declared}
    for index, data in ties.attributes:
        for column in declared:
            if column.name in data:
                arrays[column.name][place[index]] = encode(column, data[column.name], codes)
    return arrays


def _sorted_codes(codes: Codes) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Codes in alphabetical order and, for each old number, the new one (the last entry keeps -1 at -1)."""
    texts = codes.texts
    alphabetical = sorted(range(len(texts)), key=texts.__getitem__)
    renumber = np.full(len(texts) + 1, -1, np.int32)
    renumber[alphabetical] = np.arange(len(texts), dtype=np.int32)
    return tuple(texts[index] for index in alphabetical), renumber


def _in_order(
    declared: tuple[Column, ...],
    order: NDArray[np.int64],
    values: Mapping[str, list[float]],
    many: Mapping[str, list[list[int]]],
    renumber: NDArray[np.int32],
) -> tuple[dict[str, NDArray[Any]], dict[str, Ragged]]:
    single = {
        c.name: np.array(values[c.name], np.float64).astype(DTYPES[c.form][0])[order]
        for c in declared
        if c.name in values
    }
    lists = {name: [sorted(renumber[rows[index]].tolist()) for index in order] for name, rows in many.items()}
    return _renumbered(declared, single, renumber), {name: Ragged.of(rows) for name, rows in lists.items()}


def _renumbered(
    declared: tuple[Column, ...], arrays: Mapping[str, NDArray[Any]], renumber: NDArray[np.int32]
) -> dict[str, NDArray[Any]]:
    coded = {column.name for column in declared if column.form is Form.CODE}
    return {name: renumber[array.astype(np.int64)] if name in coded else array for name, array in arrays.items()}


__all__ = ["NO_DAY", "VISIBILITIES", "NodeRow", "TieRows", "build_snapshot"]
