"""The store in one file: the contract's methods, each handed to the module that does it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import apsw

from graph.errors import NotFound, UsageError
from graph.kinds import Node, Record, Schema, Tie
from graph.snapshot import Snapshot
from graph.store.base import Author, Change, Commit, Contents, Found, Operations, Progress, Verification, unheard
from graph.store.embedded import backup, checking, dumping, history, reading, writing
from graph.store.embedded.connection import Connections, check_file, check_library
from graph.store.embedded.failures import damaged, translated
from graph.store.embedded.files import appearing
from graph.store.embedded.library import Connection
from graph.store.embedded.migrations import bring_up_to_date, make
from graph.store.embedded.opening import looks_sound
from graph.store.embedded.reading import Held, Holdings
from graph.store.embedded.searching import search
from graph.store.embedded.snapshotting import Tables
from graph.store.following import Snapshots
from graph.store.ledger import Ledger, in_turn
from graph.store.lookup import check_field


def create(path: Path, schema: Schema) -> None:
    """Make an empty store.

    Raises Conflict where the file exists, StoreUnavailable, StoreFull.
    """
    check_library(apsw.sqlite_lib_version())
    with appearing(path) as scratch:
        connection = Connection(str(scratch), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_EXRESCODE)
        try:
            make(connection, schema, path)
        finally:
            connection.close()


class EmbeddedStore:
    """An open store; see `GraphStore` for what its methods promise."""

    def __init__(self, url: str, path: Path, schema: Schema, timeout_s: float, told: Progress = unheard) -> None:
        """Open a store, check it quickly, migrate it if it is of an older version; `told` hears of a long migration.

        Raises StoreUnavailable, StoreDamaged, StoreVersion, StoreBusy.
        """
        self.url = url
        self.schema = schema
        check_library(apsw.sqlite_lib_version())
        check_file(path)
        self._connections = Connections(path, timeout_s)
        try:
            with translated(path):
                connection = self._connections.here()
                if not looks_sound(connection):
                    raise damaged(path)
                self._kinds = bring_up_to_date(connection, schema, path, told)
        except BaseException:
            self._connections.close()
            raise
        self._snapshots = Snapshots(Tables(self._connections, schema, self._kinds), schema)

    def close(self) -> None:
        """Release the store; calling it twice is harmless."""
        self._snapshots.forget()
        self._connections.close()

    def apply(self, operations: Operations, author: Author) -> int:
        """Carry out all operations as one commit, or none."""
        wanted = in_turn(operations)
        with self._connections.writing() as connection:
            ledger = self._ledger(connection, author)
            ledger.carry_out(wanted())
            return writing.write(connection, self._kinds, ledger)

    def undo(self, commit: int, author: Author) -> int:
        """Take back a commit as a new one."""
        with self._connections.writing() as connection:
            ledger = self._ledger(connection, author)
            ledger.take_back(history.steps(connection, self._kinds, commit))
            return writing.write(connection, self._kinds, ledger)

    def _ledger(self, connection: Connection, author: Author) -> Ledger:
        return Ledger(self.schema, Holdings(connection, self._kinds), author)

    @property
    def commit(self) -> int:
        """The number of the latest commit."""
        with self._connections.reading() as connection:
            return history.latest(connection)

    def contents(self) -> Contents:
        """Counts by kind and the settings."""
        with self._connections.reading() as connection:
            nodes, ties = reading.counts(connection, "node"), reading.counts(connection, "tie")
            commit, settings = history.latest(connection), reading.settings(connection)
        numbers = self._kinds.numbers
        return Contents(
            commit,
            {name: nodes.get(numbers[name], 0) for name in self.schema.node_names},
            {name: ties.get(numbers[name], 0) for name in self.schema.tie_names},
            settings,
        )

    def get(self, ids: Iterable[str]) -> dict[str, Record]:
        """The records that exist among `ids`."""
        with self._connections.reading() as connection:
            return reading.records(connection, self._kinds, ids)

    def find(self, field: str, values: Iterable[str], *, kind: str | None = None) -> dict[str, tuple[str, ...]]:
        """Ids of nodes by an indexed value or a register's key."""
        check_field(self.schema, field)
        among = None if kind is None else self._checked(kind, Node)
        with self._connections.reading() as connection:
            return reading.found(connection, self._kinds, field, values, among)

    def nodes(self, kind: str) -> Iterator[Node]:
        """All nodes of a kind."""
        return self._nodes(self._checked(kind, Node))

    def _nodes(self, kind: str) -> Iterator[Node]:
        with self._connections.aside() as connection:
            yield from reading.nodes_of_kind(connection, self._kinds, kind)

    def ties(self, kind: str) -> Iterator[Tie]:
        """All ties of a kind."""
        return self._ties(self._checked(kind, Tie))

    def _ties(self, kind: str) -> Iterator[Tie]:
        with self._connections.aside() as connection:
            yield from reading.ties_of_kind(connection, self._kinds, kind)

    def ties_of(self, ids: Iterable[str], *, at: date | None = None, kinds: Sequence[str] = ()) -> list[Tie]:
        """Ties with an end among `ids`."""
        held = self._held(at, kinds)
        with self._connections.reading() as connection:
            return reading.ties_at(connection, self._kinds, ids, held)

    def neighbourhood(
        self, id: str, *, hops: int = 1, at: date | None = None, kinds: Sequence[str] = (), limit: int = 500
    ) -> tuple[list[Node], list[Tie]]:
        """What lies within one or two ties of a node."""
        if hops not in (1, 2) or limit < 1:
            raise UsageError(
                "Il vicinato ha uno o due passi e almeno un nodo.", "A neighbourhood has one or two hops and a node."
            )
        held = self._held(at, kinds)
        with self._connections.reading() as connection:
            key = reading.keys(connection, "node keys", [id]).get(id)
            if key is None:
                raise NotFound(f"Non c'è nessun nodo {id}.", f"There is no node {id}.")
            return reading.around(connection, self._kinds, key, hops=hops, held=held, limit=limit)

    def search(self, text: str, *, kinds: Sequence[str] = (), limit: int = 20) -> list[Found]:
        """Nodes by the words of their names."""
        among = [self._checked(kind, Node) for kind in kinds]
        with self._connections.reading() as connection:
            return search(connection, self._kinds, text, among=among, limit=max(limit, 0))

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """Names of nodes."""
        with self._connections.reading() as connection:
            return reading.titles(connection, ids)

    def commits(self, *, limit: int | None = None) -> list[Commit]:
        """The latest commits."""
        with self._connections.reading() as connection:
            return history.commits(connection, limit)

    def changes(self, since: int) -> Iterator[Change]:
        """What commits after `since` did."""
        with self._connections.aside() as connection:
            yield from history.changes(connection, self._kinds, since)

    def snapshot(self, cache: Path | None = None) -> Snapshot:
        """The whole graph as columns."""
        return self._snapshots.take(cache)

    def verify(self, told: Progress = unheard) -> Verification:
        """Check everything and hash the content."""
        return checking.verify(self._connections, self._kinds, told)

    def backup(self, target: Path) -> None:
        """Write a complete copy."""
        backup.back_up(self._connections, target)

    def dump(self, target: Path) -> None:
        """Write a copy that `restore` makes any store of."""
        dumping.dump(self._connections, self._kinds, target)

    def _held(self, at: date | None, kinds: Sequence[str]) -> Held:
        return Held(at, [self._checked(kind, Tie) for kind in kinds])

    def _checked(self, kind: str, base: type[Record]) -> str:
        """A kind of nodes or of ties.

        Raises NotFound.
        """
        if not issubclass(self.schema.kind(kind), base):
            raise NotFound(
                f"Il tipo «{kind}» non è di {'nodi' if base is Node else 'legami'}.",
                f"The kind “{kind}” is none of {'nodes' if base is Node else 'ties'}.",
            )
        return kind
