"""A store held open for many readers at once: its latest snapshot, the views of it, and what counts as today."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Final

from api.errors import NotServed
from api.reading import Reading
from api.settings import is_server, store_file
from graph.errors import NotFound, StoreUnavailable
from graph.kinds import Node, Pact
from graph.snapshot import Snapshot
from graph.store import TIMEOUT_S, Contents, Credentials, GraphStore, open_store
from graph.store.demonstration import is_real
from graph.view import View, Viewer

MOST_VIEWS: Final = 8
"""Views kept at once; a province has three or four districts."""


def check_demonstration(contents: Contents) -> Contents:
    """The contents of a demonstration store.

    Raises StoreUnavailable for any other: without accounts and audited reads, real people's data is not served.
    """
    if not contents.demo:
        raise NotServed(
            "Questo archivio non è dimostrativo. Finché non ci sono utenti con le loro credenziali, si serve in rete "
            "solo una dimostrazione: legami init --demo --store URL",
            "This is not a demonstration store. Until users have accounts, only a demonstration is served over HTTP: "
            "legami init --demo --store URL",
        )
    return contents


def check_invented(store: GraphStore, since: int) -> None:
    """Refuse a demonstration into which real people were written after the commit `since`.

    What a demonstration is founded with is invented; what came later is only if it says so.
    Raises StoreUnavailable.
    """
    doubtful = [change.id for change in store.changes(since) if is_real(change.after)]
    if any(is_real(record) for record in store.get(doubtful).values()):
        raise NotServed(
            "In questo archivio dimostrativo ci sono persone, famiglie o patti non segnati come dati di prova: non si "
            "serve in rete. Toglili con legami undo, o tienili in un archivio loro.",
            "This demonstration store holds persons, families or pacts that are not marked as synthetic: it is not "
            "served. Take them out with legami undo, or keep them in a store of their own.",
        )


@dataclass(frozen=True)
class Held:
    """The store at one commit, on one day."""

    store: GraphStore
    snapshot: Snapshot
    contents: Contents
    at: date
    _views: dict[Viewer, View] = field(default_factory=dict[Viewer, View])
    _lock: Lock = field(default_factory=Lock)

    def view(self, viewer: Viewer) -> View:
        """What a viewer may use, computed once."""
        with self._lock:
            if viewer not in self._views:
                if len(self._views) >= MOST_VIEWS:
                    del self._views[next(iter(self._views))]
                self._views[viewer] = View.of(self.snapshot, viewer, at=self.at)
            return self._views[viewer]

    def reading(self, viewer: Viewer) -> Reading:
        """The store as the viewer reads it."""
        return Reading(self.store, viewer, self.at, self.view)

    def node(self, viewer: Viewer, id: str) -> tuple[Reading, Node]:
        """A node, and the reading in which it is seen.

        Raises NotFound where there is none or the viewer may not see it: the two look the same.
        """
        reader = self.reading(viewer)
        node = reader.node(id)
        if node is None:
            raise NotFound(
                "Nessun nodo ha questo identificativo, o chi guarda non lo vede: cercalo con POST /search.",
                "No node has this id, or the viewer does not see it: look for it with POST /search.",
            )
        return reader, node

    def pact(self, viewer: Viewer, id: str) -> tuple[Reading, Pact]:
        """A pact, and the reading in which it is seen; raises NotFound as `node` does."""
        reader = self.reading(viewer)
        node = reader.node(id)
        if not isinstance(node, Pact):
            raise NotFound(
                "Nessun patto ha questo identificativo, o chi guarda non lo vede: i patti sono in GET /pacts.",
                "No pact has this id, or the viewer does not see it: the pacts are in GET /pacts.",
            )
        return reader, node


class Desk:
    """Gives every request the store as it is now; a snapshot is read again only when another commit was made."""

    def __init__(
        self,
        store: GraphStore,
        *,
        cache: Path,
        clock: Callable[[], datetime],
        at: date | None = None,
        file: Path | None = None,
    ) -> None:
        """Take an open store over. `at` is the day that counts as today, if not the store's own or the real one.

        `file` is where the store lies, if it lies in one.
        """
        self._store = store
        self._file = file
        self._identity: tuple[int, int] | None = None
        self._cache = cache
        self._clock = clock
        self._at = at
        self._lock = Lock()
        self._held: Held | None = None
        self._checked = 0

    def now(self) -> Held:
        """The store at its latest commit.

        Raises StoreErrors; StoreUnavailable also where the store is no demonstration any more, or its file was taken
        away or replaced: what is still open then is nobody's store.
        """
        with self._lock:
            found = _identity(self._file)
            if found != (self._identity or found):
                raise gone()
            self._identity = found
            held = self._held
            if held is None or held.snapshot.commit != self._store.commit:
                check_demonstration(self._store.contents())  # before a whole store is read that is none
                snapshot = self._snapshot()
                contents = check_demonstration(self._store.contents())
                check_invented(self._store, self._checked)  # after the snapshot: nothing in it is left unchecked
                self._checked = snapshot.commit
                held = Held(self._store, snapshot, contents, self._day(contents))
            elif held.at != (today := self._day(held.contents)):
                held = Held(self._store, held.snapshot, held.contents, today)
            self._held = held
            return held

    def close(self) -> None:
        """Release the store."""
        self._store.close()

    def _day(self, contents: Contents) -> date:
        return self._at or contents.reference_date or self._clock().astimezone().date()

    def _snapshot(self) -> Snapshot:
        try:
            return self._store.snapshot(self._cache)
        except OSError:  # a cache that cannot be used makes it slower, not impossible
            return self._store.snapshot()


def gone() -> StoreUnavailable:
    """The refusal of a store whose file is not the one that was opened."""
    return StoreUnavailable(
        "Il file dell'archivio non c'è più, o è un altro: ferma e riavvia il servizio.",
        "The file of the store is gone, or is another one: stop the service and start it again.",
    )


def _identity(file: Path | None) -> tuple[int, int] | None:
    """What tells a file from another that takes its place; raises StoreUnavailable where it is gone."""
    if file is None:
        return None
    try:
        found = file.stat()
    except OSError:
        raise gone() from None
    return found.st_dev, found.st_ino


def open_desk(
    url: str,
    *,
    cache: Path,
    clock: Callable[[], datetime],
    at: date | None = None,
    credentials: Credentials | None = None,
    timeout_s: float = TIMEOUT_S,
) -> Desk:
    """Open a store and read it once, so that the first request finds it ready.

    Raises the StoreErrors of `open_store`, and StoreUnavailable where the store is no demonstration.
    """
    store = open_store(url, credentials=credentials, timeout_s=timeout_s)
    file = None if is_server(url) else store_file(url)
    desk = Desk(store, cache=cache, clock=clock, at=at, file=file)
    try:
        desk.now()
    except BaseException:
        desk.close()
        raise
    return desk
