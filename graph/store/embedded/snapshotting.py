"""The snapshot of a store: what changed brought into the last one, else all of it read."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from graph.kinds import Schema
from graph.snapshot import (
    Changes,
    Snapshot,
    build_snapshot,
    cached_commits,
    load_snapshot,
    refreshed,
    save_snapshot,
)
from graph.store.defaults import defaults
from graph.store.embedded.connection import Connections
from graph.store.embedded.failures import damaged
from graph.store.embedded.history import latest, state, state_at
from graph.store.embedded.library import Connection
from graph.store.embedded.schema import identity
from graph.store.embedded.streaming import node_rows, tie_rows
from graph.store.numbering import Kinds
from graph.store.snapshotting import FEW, MANY, WORTH


class Snapshots:
    """The last snapshot that an open store gave, kept until the store is closed."""

    def __init__(self, connections: Connections, schema: Schema, kinds: Kinds) -> None:
        """Keep nothing yet."""
        self._connections, self._schema, self._kinds = connections, schema, kinds
        self._lock = threading.Lock()
        self._last: Snapshot | None = None
        self._unsaved = 0  # changes that the last snapshot has and the cache lacks

    def forget(self) -> None:
        """Keep nothing any longer."""
        with self._lock:
            self._last = None

    def take(self, folder: Path | None) -> Snapshot:
        """The graph as columns: the last snapshot or the newest of the cache with what changed since, else all anew.

        A copy of the store has its identity and its commit numbers too: only the state of the history tells whether
        a snapshot is of this one. A store that lost its identity has no place in the cache. A cache that fails is no
        error. Threads that ask at once wait for one answer.
        """
        with self._lock:
            try:
                self._last = self._taken(folder)
            except (ValueError, KeyError, IndexError):  # what a text or number that fits nothing ends in
                raise damaged(self._connections.path) from None
            if folder and self._last.store and self._unsaved > FEW + _size(self._last) // WORTH:
                with suppress(OSError):
                    save_snapshot(self._last, folder)
                self._unsaved = 0
            return self._last

    def _taken(self, folder: Path | None) -> Snapshot:
        with self._connections.reading() as connection:
            found = self._from_last(connection) or self._from_cache(connection, folder, identity(connection))
        if found is None:
            self._last = None  # two of them may not fit into memory
            found = self._from_tables()
            self._unsaved = FEW + _size(found)
        return found

    def _from_last(self, connection: Connection) -> Snapshot | None:
        last = self._last
        if last is None or state_at(connection, last.commit) != last.state:
            return None
        return self._brought_up(connection, last)

    def _from_cache(self, connection: Connection, folder: Path | None, name: str | None) -> Snapshot | None:
        if folder is None or name is None:
            return None
        for commit in cached_commits(folder, name):
            past = state_at(connection, commit)
            known = past and load_snapshot(folder, schema=self._schema, store=name, commit=commit, state=past)
            if known:
                self._unsaved = 0
                return self._brought_up(connection, known)
        return None

    def _brought_up(self, connection: Connection, snapshot: Snapshot) -> Snapshot | None:
        """A snapshot of this store with what changed since; none if that is too much or not told."""
        commit = latest(connection)
        if commit == snapshot.commit:
            return snapshot
        count = connection.value("SELECT count(*) FROM change WHERE number > ?", (snapshot.commit,))
        if count > FEW + _size(snapshot) // MANY:
            return None
        changes = _changes(connection, self._kinds, snapshot.commit)
        self._unsaved += count
        return changes if changes is None else refreshed(snapshot, changes, commit=commit, state=state(connection))

    def _from_tables(self) -> Snapshot:
        with self._connections.aside() as connection:
            return build_snapshot(
                schema=self._schema,
                commit=latest(connection),
                store=identity(connection) or "",
                nodes=node_rows(connection, self._kinds),
                ties=tie_rows(connection, self._schema, self._kinds),
                state=state(connection),
            )


def _size(snapshot: Snapshot) -> int:
    return len(snapshot) + len(snapshot.tie_ids)


def _changes(connection: Connection, kinds: Kinds, since: int) -> Changes | None:
    """What commits after `since` left of the records that they changed; none where the history does not tell."""
    rows = connection.rows(
        "SELECT action, uid, after FROM change WHERE number > ? AND setting IS NULL ORDER BY number, seq", (since,)
    )
    left: dict[bytes, Mapping[str, Any] | None] = {}
    for action, id, after in rows:
        if id is None or (after is None and action != "delete"):  # a whole store loaded, or a text erased
            return None
        left[id] = None if after is None else from_json(after)
    kinds_left = {plain["kind"] for plain in left.values() if plain}
    if not kinds_left <= kinds.classes.keys():
        return None
    unsaid = {kind: defaults(kinds.classes[kind]) for kind in kinds_left}
    return {id: plain and {**unsaid[plain["kind"]], **plain} for id, plain in left.items()}
