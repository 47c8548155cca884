"""The snapshot of a store on a server: what changed brought into the last one, else all of it read."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from graph.kinds import Schema
from graph.snapshot import Changes, Snapshot, cached_commits, load_snapshot, refreshed, save_snapshot
from graph.store.chain import GENESIS
from graph.store.defaults import defaults
from graph.store.neo4j import cypher
from graph.store.neo4j.history import State, present
from graph.store.neo4j.reading import paged
from graph.store.neo4j.server import Server, one
from graph.store.neo4j.streaming import read_snapshot
from graph.store.numbering import Kinds
from graph.store.snapshotting import FEW, MANY, WORTH

Known = tuple[Snapshot, int]
"""A snapshot, and how many changes it has that the cache lacks."""


class Snapshots:
    """The last snapshot that an open store gave, kept until the store is closed."""

    def __init__(self, server: Server, schema: Schema, kinds: Kinds) -> None:
        """Keep nothing yet."""
        self._server, self._schema, self._kinds = server, schema, kinds
        self._lock = threading.Lock()
        self._last: Known | None = None

    def forget(self) -> None:
        """Keep nothing any longer."""
        with self._lock:
            self._last = None

    def take(self, folder: Path | None) -> Snapshot:
        """The graph as columns: the last snapshot or the newest of the cache with what changed since, else all anew.

        Only the state of the history tells whether a snapshot is of this store. A cache that fails is no error.
        Threads that ask at once wait for one answer.
        """
        with self._lock:
            found, unsaved = self._server.at_one_moment(lambda: self._taken(folder))
            if folder and found.store and unsaved > FEW + _size(found) // WORTH:
                with suppress(OSError):
                    save_snapshot(found, folder)
                unsaved = 0
            self._last = (found, unsaved)
            return found

    def _taken(self, folder: Path | None) -> Known:
        now = self._server.ask(lambda asked: present(asked, self._server.url))
        known = self._last
        if known is None or self._digest(known[0].commit) != known[0].state:
            known = self._from_cache(folder, now)
        found = known and self._brought_up(known, now)
        if found:
            return found
        snapshot = read_snapshot(self._server, self._schema, now)
        return snapshot, FEW + _size(snapshot) + 1

    def _from_cache(self, folder: Path | None, now: State) -> Known | None:
        for commit in cached_commits(folder, now.identity) if folder and now.identity else ():
            digest = self._digest(commit)
            known = (
                digest
                and folder
                and load_snapshot(folder, schema=self._schema, store=now.identity, commit=commit, state=digest)
            )
            if known:
                return known, 0
        return None

    def _digest(self, commit: int) -> str | None:
        """The state of the history at a commit; none where there is no such commit."""
        if commit == 0:
            return GENESIS.hex()
        row = self._server.ask(lambda asked: one(asked.run(cypher.DIGEST_OF, number=commit).values()))
        return None if row is None else str(row[0])

    def _brought_up(self, known: Known, now: State) -> Known | None:
        """A snapshot of this store with what changed since; none if that is too much or not told."""
        snapshot, unsaved = known
        if now.commit == snapshot.commit:
            return known
        row = self._server.ask(lambda asked: one(asked.run(cypher.LAST_CHANGE, number=snapshot.commit).values()))
        after = int(row[0]) if row else 0
        count = now.changes - after
        changes = self._changes(after) if count <= FEW + _size(snapshot) // MANY else None
        found = None if changes is None else refreshed(snapshot, changes, commit=now.commit, state=now.digest)
        return None if found is None else (found, unsaved + count)

    def _changes(self, after: int) -> Changes | None:
        """What later changes left of the records that they changed; none where the history does not tell."""
        left: dict[bytes, Mapping[str, Any] | None] = {}
        for _, _, _, _, _, action, id, _, text in paged(self._server, cypher.FEED, after):
            if action == "remember":
                continue
            if id is None or (text is None and action != "delete"):  # a whole store loaded, or a text erased
                return None
            left[bytes.fromhex(id)] = None if text is None else from_json(text)
        classes = self._kinds.classes
        if not {plain["kind"] for plain in left.values() if plain} <= classes.keys():
            return None
        return {id: plain and {**defaults(classes[plain["kind"]]), **plain} for id, plain in left.items()}


def _size(snapshot: Snapshot) -> int:
    return len(snapshot) + len(snapshot.tie_ids)
