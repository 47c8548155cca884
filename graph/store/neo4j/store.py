"""The store on a server: the contract's methods, each handed to the module that does it."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from neo4j import Transaction

from graph.errors import NotFound, UsageError
from graph.kinds import Node, Record, Schema, Tie
from graph.snapshot import Snapshot
from graph.store.base import Author, Change, Commit, Contents, Found, Operations, Progress, Verification, unheard
from graph.store.following import Snapshots
from graph.store.ledger import Ledger, in_turn
from graph.store.lookup import check_field
from graph.store.neo4j import checking, dumping, history, reading, writing
from graph.store.neo4j.address import Credentials
from graph.store.neo4j.filling import make
from graph.store.neo4j.migrations import bring_up_to_date
from graph.store.neo4j.reading import Held, Holdings
from graph.store.neo4j.server import Asked, Server
from graph.store.neo4j.snapshotting import Records


def create(url: str, schema: Schema, timeout_s: float, credentials: Credentials | None) -> None:
    """Make an empty store in an empty database.

    Raises UsageError, Conflict where anything is there, StoreUnavailable.
    """
    with connected(url, timeout_s, credentials) as server:
        make(server, schema)


@contextmanager
def connected(url: str, timeout_s: float, credentials: Credentials | None) -> Generator[Server]:
    """A server for a while."""
    server = Server(url, credentials, timeout_s)
    try:
        yield server
    finally:
        server.close()


class Neo4jStore:
    """An open store; see `GraphStore` for what its methods promise."""

    def __init__(self, url: str, schema: Schema, timeout_s: float, credentials: Credentials | None) -> None:
        """Open a store; migrate it if it is of an older version.

        Raises UsageError, StoreUnavailable, StoreVersion, StoreBusy.
        """
        self.url = url
        self.schema = schema
        self._server = Server(url, credentials, timeout_s)
        try:
            self._kinds = bring_up_to_date(self._server, schema)
        except BaseException:
            self._server.close()
            raise
        self._snapshots = Snapshots(Records(self._server, schema, self._kinds), schema)

    def close(self) -> None:
        """Release the connections; calling it twice is harmless."""
        self._server.close()
        self._snapshots.forget()

    def apply(self, operations: Operations, author: Author) -> int:
        """Carry out all operations as one commit, or none."""
        wanted = in_turn(operations)

        def work(transaction: Transaction, key: str) -> int:
            ledger = self._ledger(transaction, author)
            ledger.carry_out(wanted())
            return self._write(transaction, key, ledger)

        return self._server.write(work)

    def undo(self, commit: int, author: Author) -> int:
        """Take back a commit as a new one."""

        def work(transaction: Transaction, key: str) -> int:
            ledger = self._ledger(transaction, author)
            ledger.take_back(history.steps(transaction, self._kinds, commit))
            return self._write(transaction, key, ledger)

        return self._server.write(work)

    def _ledger(self, transaction: Transaction, author: Author) -> Ledger:
        return Ledger(self.schema, Holdings(transaction, self._kinds), author)

    def _write(self, transaction: Transaction, key: str, ledger: Ledger) -> int:
        now = history.present(transaction, self.url)
        return writing.write(transaction, self._kinds, now, key, ledger=ledger, url=self.url)

    @property
    def commit(self) -> int:
        """The number of the latest commit."""
        return self._server.ask(lambda asked: history.present(asked, self.url).commit)

    def contents(self) -> Contents:
        """Counts by kind and the settings."""

        def read(asked: Asked) -> Contents:
            counted = reading.counts(asked)
            return Contents(
                history.present(asked, self.url).commit,
                {name: counted["node"].get(name, 0) for name in self.schema.node_names},
                {name: counted["tie"].get(name, 0) for name in self.schema.tie_names},
                reading.settings(asked),
            )

        return self._server.ask(read)

    def get(self, ids: Iterable[str]) -> dict[str, Record]:
        """The records that exist among `ids`."""
        wanted = list(ids)
        return self._server.ask(lambda asked: reading.records(asked, self._kinds, wanted))

    def find(self, field: str, values: Iterable[str], *, kind: str | None = None) -> dict[str, tuple[str, ...]]:
        """Ids of nodes by an indexed value or a register's key."""
        check_field(self.schema, field)
        among = None if kind is None else self._checked(kind, Node)
        wanted = list(values)
        return self._server.ask(lambda asked: reading.found(asked, field, wanted, among))

    def nodes(self, kind: str) -> Iterator[Node]:
        """All nodes of a kind."""
        return reading.nodes_of_kind(self._server, self._kinds, self._checked(kind, Node))

    def ties(self, kind: str) -> Iterator[Tie]:
        """All ties of a kind."""
        return reading.ties_of_kind(self._server, self._kinds, self._checked(kind, Tie))

    def ties_of(self, ids: Iterable[str], *, at: date | None = None, kinds: Sequence[str] = ()) -> list[Tie]:
        """Ties with an end among `ids`."""
        wanted, held = list(ids), self._held(at, kinds)
        return self._server.ask(lambda asked: reading.ties_at(asked, self._kinds, wanted, held))

    def neighbourhood(
        self, id: str, *, hops: int = 1, at: date | None = None, kinds: Sequence[str] = (), limit: int = 500
    ) -> tuple[list[Node], list[Tie]]:
        """What lies within one or two ties of a node."""
        if hops not in (1, 2) or limit < 1:
            raise UsageError(
                "Il vicinato ha uno o due passi e almeno un nodo.", "A neighbourhood has one or two hops and a node."
            )
        held = self._held(at, kinds)

        def read(asked: Asked) -> tuple[list[Node], list[Tie]]:
            return reading.around(asked, self._kinds, id, hops=hops, held=held, limit=limit)

        nodes, ties = self._server.ask(read)
        if not nodes:
            raise NotFound(f"Non c'è nessun nodo {id}.", f"There is no node {id}.")
        return nodes, ties

    def search(self, text: str, *, kinds: Sequence[str] = (), limit: int = 20) -> list[Found]:
        """Nodes by the words of their names."""
        among = [self._checked(kind, Node) for kind in kinds]
        return self._server.ask(lambda asked: reading.search(asked, text, among=among, limit=max(limit, 0)))

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """Names of nodes."""
        wanted = list(ids)
        return self._server.ask(lambda asked: reading.titles(asked, wanted))

    def commits(self, *, limit: int | None = None) -> list[Commit]:
        """The latest commits."""
        return self._server.ask(lambda asked: history.commits(asked, limit))

    def changes(self, since: int) -> Iterator[Change]:
        """What commits after `since` did."""
        return history.changes(self._server, self._kinds, since)

    def snapshot(self, cache: Path | None = None) -> Snapshot:
        """The whole graph as columns."""
        return self._snapshots.take(cache)

    def verify(self, told: Progress = unheard) -> Verification:
        """Check everything and hash the content."""
        return checking.verify(self._server, self._kinds, self.schema, told)

    def backup(self, target: Path) -> None:
        """Write a complete copy: a dump, which any store is made of."""
        self.dump(target)

    def dump(self, target: Path) -> None:
        """Write a copy that `restore` makes any store of."""
        dumping.dump(self._server, self._kinds, target)

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
