"""What a snapshot of the store in one file is made of: its history, or its tables."""

from collections.abc import Callable
from dataclasses import dataclass

from graph.errors import StoreDamaged
from graph.kinds import Schema
from graph.snapshot import Changes, Snapshot, build_snapshot
from graph.store.embedded.connection import Connections
from graph.store.embedded.failures import damaged
from graph.store.embedded.history import latest, state, state_at
from graph.store.embedded.library import Connection
from graph.store.embedded.schema import identity
from graph.store.embedded.streaming import node_rows, tie_rows
from graph.store.following import Held, Past, left_by
from graph.store.numbering import Kinds


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of an open store."""

    connections: Connections
    schema: Schema
    kinds: Kinds

    def at_one_moment(self, look: Callable[[Past], Held]) -> Held:
        """What `look` sees of the store within one transaction."""
        with self.connections.reading() as connection:
            return look(_Moment(self, connection))

    def damaged(self) -> StoreDamaged:
        """The file is not sound."""
        return damaged(self.connections.path)

    def whole(self) -> Snapshot:
        """All that the tables hold, read on a connection of its own."""
        with self.connections.aside() as connection:
            return build_snapshot(
                schema=self.schema,
                commit=latest(connection),
                store=identity(connection) or "",
                nodes=node_rows(connection, self.kinds),
                ties=tie_rows(connection, self.schema, self.kinds),
                state=state(connection),
            )


@dataclass(frozen=True, slots=True)
class _Moment:
    """What a transaction sees: see `Past`."""

    tables: Tables
    connection: Connection

    @property
    def identity(self) -> str | None:
        return identity(self.connection)

    @property
    def commit(self) -> int:
        return latest(self.connection)

    @property
    def state(self) -> str:
        return state(self.connection)

    def state_at(self, commit: int) -> str | None:
        return state_at(self.connection, commit)

    def changes_since(self, commit: int, most: int) -> Changes | None:
        count = self.connection.value("SELECT count(*) FROM change WHERE number > ?", (commit,))
        if count > most:
            return None
        rows = self.connection.rows(
            "SELECT action, uid, after FROM change WHERE number > ? AND setting IS NULL ORDER BY number, seq", (commit,)
        )
        return left_by(rows, self.tables.kinds.classes)

    def whole(self) -> Snapshot:
        return self.tables.whole()
