"""The tables streamed into rows of a snapshot."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic_core import from_json

from graph.kinds import COLUMN, Schema
from graph.snapshot import NO_DAY, NodeRow, TieRows
from graph.store.defaults import defaults
from graph.store.embedded.library import Connection
from graph.store.numbering import Kinds

_ROW: Final = np.dtype(
    [
        ("key", "i8"),
        ("id", "S16"),
        ("kind", "i4"),
        ("source", "i8"),
        ("target", "i8"),
        ("strength", "i1"),
        ("valid_from", "i4"),
        ("valid_to", "i4"),
        ("confirmed_on", "i4"),
        ("visibility", "i1"),
    ]
)


def node_rows(connection: Connection, kinds: Kinds) -> Iterator[NodeRow]:
    """All nodes in the order of their keys."""
    known = {number: (kinds.node_name(number), defaults(cls)) for number, cls in kinds.nodes.items()}
    for uid, kind, data in connection.rows("SELECT uid, kind, data FROM node ORDER BY key"):
        name, unsaid = known[kind]
        fields = from_json(data)
        yield uid, name, {**unsaid, **fields} if unsaid else fields


def tie_rows(connection: Connection, schema: Schema, kinds: Kinds) -> TieRows:
    """All ties; their ends count the nodes in the order of their keys."""
    place = _node_places(connection)
    rows = np.fromiter(
        connection.rows(
            "SELECT key, uid, kind, source, target, strength, coalesce(valid_from, :none), coalesce(valid_to, :none),"
            " coalesce(confirmed_on, :none), visibility FROM tie ORDER BY key",
            {"none": NO_DAY},
        ),
        _ROW,
    )
    return TieRows(
        id=np.ascontiguousarray(rows["id"]).view(np.uint8).reshape(-1, 16),
        kind=_kind_places(schema, kinds)[rows["kind"]],
        source=place[rows["source"]],
        target=place[rows["target"]],
        strength=np.ascontiguousarray(rows["strength"]),
        valid_from=np.ascontiguousarray(rows["valid_from"]),
        valid_to=np.ascontiguousarray(rows["valid_to"]),
        confirmed_on=np.ascontiguousarray(rows["confirmed_on"]),
        visibility=np.ascontiguousarray(rows["visibility"]),
        attributes=list(_attributes(connection, kinds, rows["key"])),
    )


def _node_places(connection: Connection) -> NDArray[np.int32]:
    """For each key of a node its place among all keys; keys are handed out one after the other."""
    keys = np.fromiter((key for (key,) in connection.rows("SELECT key FROM node ORDER BY key")), np.int64)
    places = np.zeros(int(keys.max(initial=0)) + 1, np.int32)
    places[keys] = np.arange(len(keys), dtype=np.int32)
    return places


def _kind_places(schema: Schema, kinds: Kinds) -> NDArray[np.uint8]:
    """Where each kind number of the store stands among the tie kinds of the schema."""
    places = np.zeros(max(kinds.ties) + 1, np.uint8)
    for place, name in enumerate(schema.tie_names):
        places[kinds.numbers[name]] = place
    return places


def _attributes(
    connection: Connection, kinds: Kinds, keys: NDArray[np.int64]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    unsaid = {number: defaults(cls) for number, cls in kinds.ties.items() if cls.marked(COLUMN)}
    chosen = list(
        connection.rows(
            "SELECT key, kind, data FROM tie WHERE kind IN (SELECT value FROM json_each(?))",
            (json.dumps(list(unsaid)),),
        )
    )
    places = np.searchsorted(keys, np.array([key for key, *_ in chosen], np.int64)).tolist()
    for place, (_, kind, data) in zip(places, chosen, strict=True):
        yield place, unsaid[kind] | from_json(data)
