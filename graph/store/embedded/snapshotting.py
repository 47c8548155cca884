"""The tables streamed into the columns of a snapshot."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic_core import to_jsonable_python

from graph.kinds import COLUMN, Record, Schema
from graph.snapshot import NO_DAY, NodeRow, Snapshot, TieRows, build_snapshot, load_snapshot, save_snapshot
from graph.store.embedded.connection import Connections
from graph.store.embedded.history import latest, state
from graph.store.embedded.library import Connection
from graph.store.embedded.schema import Kinds, identity

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


def take_snapshot(connections: Connections, schema: Schema, kinds: Kinds, cache: Path | None) -> Snapshot:
    """The graph as columns, from the cache if that holds this store at this commit; a cache that fails is no error.

    A copy of the store has its identity too: only the state of the history tells whether the cache holds this one.
    A store that lost its identity has no place in the cache.
    """
    with connections.aside() as connection:
        commit, name, now = latest(connection), identity(connection), state(connection)
        known = load_snapshot(cache, schema=schema, store=name, commit=commit, state=now) if cache and name else None
        if known is not None:
            return known
        snapshot = build_snapshot(
            schema=schema,
            commit=commit,
            store=name or "",
            nodes=_nodes(connection, kinds),
            ties=_ties(connection, schema, kinds),
            state=now,
        )
    if cache and name:
        _keep(snapshot, cache)
    return snapshot


def _keep(snapshot: Snapshot, cache: Path) -> None:
    try:
        save_snapshot(snapshot, cache)
    except OSError:
        return


def _nodes(connection: Connection, kinds: Kinds) -> Iterator[NodeRow]:
    defaults = {number: _defaults(cls) for number, cls in kinds.nodes.items()}
    names = {number: kinds.node_name(number) for number in kinds.nodes}
    for uid, kind, data in connection.rows("SELECT uid, kind, data FROM node ORDER BY key"):
        yield uid, names[kind], defaults[kind] | json.loads(data)


def _defaults(cls: type[Record]) -> dict[str, Any]:
    """The values of columns that the tables leave out because they are at their default."""
    values = {name: cls.model_fields[name].get_default() for name in cls.marked(COLUMN)}
    return {name: to_jsonable_python(value) for name, value in values.items() if value is not None}


def _ties(connection: Connection, schema: Schema, kinds: Kinds) -> TieRows:
    keys = np.fromiter((key for (key,) in connection.rows("SELECT key FROM node ORDER BY key")), np.int64)
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
        kind=_places(schema, kinds)[rows["kind"]],
        source=np.searchsorted(keys, rows["source"]).astype(np.int32),
        target=np.searchsorted(keys, rows["target"]).astype(np.int32),
        strength=np.ascontiguousarray(rows["strength"]),
        valid_from=np.ascontiguousarray(rows["valid_from"]),
        valid_to=np.ascontiguousarray(rows["valid_to"]),
        confirmed_on=np.ascontiguousarray(rows["confirmed_on"]),
        visibility=np.ascontiguousarray(rows["visibility"]),
        attributes=list(_attributes(connection, kinds, rows["key"])),
    )


def _places(schema: Schema, kinds: Kinds) -> NDArray[np.uint8]:
    """Where each kind number of the store stands among the tie kinds of the schema."""
    places = np.zeros(max(kinds.ties) + 1, np.uint8)
    for place, name in enumerate(schema.tie_names):
        places[kinds.numbers[name]] = place
    return places


def _attributes(
    connection: Connection, kinds: Kinds, keys: NDArray[np.int64]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    defaults = {number: _defaults(cls) for number, cls in kinds.ties.items() if cls.marked(COLUMN)}
    chosen = connection.rows(
        "SELECT key, kind, data FROM tie WHERE kind IN (SELECT value FROM json_each(?))", (json.dumps(list(defaults)),)
    )
    places = {key: place for place, key in enumerate(keys.tolist())}
    for key, kind, data in chosen:
        yield places[key], defaults[kind] | json.loads(data)
