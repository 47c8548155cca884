"""The snapshot of an open store: what changed brought into the last one or into the cache, else all of it read."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

from pydantic_core import from_json

from graph.errors import StoreDamaged
from graph.kinds import Record, Schema
from graph.snapshot import (
    Changes,
    Snapshot,
    cached_commits,
    drop_cached,
    load_snapshot,
    refreshed,
    save_snapshot,
)
from graph.store.defaults import defaults

MANY: Final = 4
"""Where the changes are more than one record in so many, the tables are read again."""

WORTH: Final = 200
"""The cache is written anew when one record in so many has changed since, and"""
FEW: Final = 1000
"""at least so many: so long it is quicker to bring the changes into what it holds."""

SAVES: Final = 2
"""After the cache was written the store is looked at again: what was deleted meanwhile must not stay there."""

UNFIT: Final = (ValueError, KeyError, IndexError)
"""What a text or number that fits nothing ends in."""


class Past(Protocol):
    """A store at one moment, and what its history tells."""

    @property
    def identity(self) -> str | None:
        """The name of the store; none where it lost it."""
        ...

    @property
    def commit(self) -> int:
        """The number of the latest commit."""
        ...

    @property
    def state(self) -> str:
        """The digest of the history up to there."""
        ...

    def state_at(self, commit: int) -> str | None:
        """The digest of the history up to a commit; none where there is no such commit."""
        ...

    def changes_since(self, commit: int, most: int) -> Changes | None:
        """What is left of the records that later commits changed; none if more than `most` are, or it is not told."""
        ...

    def whole(self) -> Snapshot:
        """Everything, read from the store."""
        ...


class Source(Protocol):
    """A store that can be followed."""

    def at_one_moment(self, look: Callable[[Past], "Held"]) -> "Held":
        """What `look` sees; it may be called again where the store moved meanwhile."""
        ...

    def damaged(self) -> StoreDamaged:
        """The error that says that the store is not sound."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A snapshot, and how the cache stands to it."""

    snapshot: Snapshot
    unsaved: int = 0  # changed records that the cache lacks
    gone: bool = False  # whether something left the graph that files of the cache may hold
    cached: int | None = None  # the commit of the file of the cache that it goes back to

    @property
    def due(self) -> bool:
        """Whether the cache is to be written."""
        return self.gone or self.unsaved > FEW + _size(self.snapshot) // WORTH


class Snapshots:
    """The last snapshot that an open store gave, kept until the store is closed."""

    def __init__(self, source: Source, schema: Schema) -> None:
        """Keep nothing yet."""
        self._source, self._schema = source, schema
        self._lock = threading.Lock()
        self._held: Held | None = None

    def forget(self) -> None:
        """Keep nothing any longer."""
        with self._lock:
            self._held = None

    def take(self, folder: Path | None) -> Snapshot:
        """The graph as columns: the last snapshot or the newest of the cache with what changed since, else all anew.

        A copy of the store has its identity and its commit numbers too: only the state of the history tells whether
        a snapshot is of this one. A store that lost its identity has no place in the cache. A cache that fails is no
        error. Threads that ask at once wait for one answer. Raises StoreErrors.
        """
        with self._lock:
            held = self._looked(folder)
            for _ in range(SAVES):
                if folder is None or not held.snapshot.store or not held.due:
                    break
                self._held = _saved(held, folder)
                held = self._looked(folder)
            self._held = held
            return held.snapshot

    def _looked(self, folder: Path | None) -> Held:
        """The store as it is now, and whether something in the cache is to go."""
        held = self._seen(folder)
        return replace(held, gone=held.gone or (folder is not None and _has_strangers(folder, held)))

    def _seen(self, folder: Path | None) -> Held:
        """The store as it is now; what was kept or cached is done without where something does not fit."""
        with suppress(*UNFIT):
            return self._source.at_one_moment(lambda past: self._followed(past, folder) or self._read(past))
        try:
            return self._source.at_one_moment(self._read)
        except UNFIT:
            raise self._source.damaged() from None

    def _read(self, past: Past) -> Held:
        """Everything anew."""
        self._held = None  # two of them may not fit into memory
        found = past.whole()
        return Held(found, FEW + _size(found) + 1)

    def _followed(self, past: Past, folder: Path | None) -> Held | None:
        tried = (_brought_up(past, known) for known in self._known(past, folder))
        return next((found for found in tried if found is not None), None)

    def _known(self, past: Past, folder: Path | None) -> Iterator[Held]:
        """Snapshots of this store's own past, the likeliest first."""
        held = self._held
        if held is not None and past.state_at(held.snapshot.commit) == held.snapshot.state:
            yield held
        if folder is None or not past.identity:
            return
        for commit in cached_commits(folder, past.identity):
            state = past.state_at(commit)
            if state is not None:
                found = load_snapshot(folder, schema=self._schema, store=past.identity, commit=commit, state=state)
                if found is not None:
                    yield Held(found, cached=commit)
                    return


def _brought_up(past: Past, known: Held) -> Held | None:
    """A snapshot of this store with what changed since; none if that is too much or not told."""
    former = known.snapshot
    if past.commit == former.commit:
        return known
    changes = past.changes_since(former.commit, FEW + _size(former) // MANY)
    if changes is None:
        return None
    found = refreshed(former, changes, commit=past.commit, state=past.state)
    if found is None:
        return None
    gone = known.gone or any(left is None for left in changes.values())
    return Held(found, known.unsaved + len(changes), gone, known.cached)


def _has_strangers(folder: Path, held: Held) -> bool:
    """Whether the cache has files of which nothing tells that all they hold is still in the graph.

    Each is one where the store was read anew, without following any; else those of earlier commits than the file that
    was followed, which went when it was written: somebody slower, or a copy, has put them there since.
    """
    commits = cached_commits(folder, held.snapshot.store) if held.snapshot.store else []
    return any(held.cached is None or commit < held.cached for commit in commits)


def _saved(held: Held, folder: Path) -> Held:
    """The snapshot in the cache; where that fails, at least let nothing in it outlive what was deleted."""
    try:
        save_snapshot(held.snapshot, folder, alone=held.gone)
    except OSError:
        if not held.gone:
            return Held(held.snapshot, cached=held.cached)
        drop_cached(folder, held.snapshot.store)
        return Held(held.snapshot)
    return Held(held.snapshot, cached=held.snapshot.commit)


def _size(snapshot: Snapshot) -> int:
    return len(snapshot) + len(snapshot.tie_ids)


def left_by(rows: Iterable[tuple[str, bytes | None, str | None]], kinds: Mapping[str, type[Record]]) -> Changes | None:
    """What changes left of the records that they changed; none where the history does not tell.

    A change: its action, the 16-byte id and, as JSON, the record afterwards.
    """
    left: dict[bytes, Mapping[str, Any] | None] = {}
    for action, id, after in rows:
        if id is None or (after is None and action != "delete"):  # a whole store loaded, or a text erased
            return None
        left[id] = None if after is None else from_json(after)
    if not {plain["kind"] for plain in left.values() if plain} <= kinds.keys():
        return None
    return {id: plain and {**defaults(kinds[plain["kind"]]), **plain} for id, plain in left.items()}
