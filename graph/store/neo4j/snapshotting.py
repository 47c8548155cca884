"""What a snapshot of the store on a server is made of: its history, or all of its records."""

from collections.abc import Callable
from dataclasses import dataclass

from graph.errors import StoreDamaged
from graph.kinds import Schema
from graph.snapshot import Changes, Snapshot
from graph.store.chain import GENESIS
from graph.store.following import Held, Past, left_by
from graph.store.neo4j import cypher
from graph.store.neo4j.failures import damaged
from graph.store.neo4j.history import State, present
from graph.store.neo4j.reading import paged
from graph.store.neo4j.server import Server, one
from graph.store.neo4j.streaming import read_snapshot
from graph.store.numbering import Kinds


@dataclass(frozen=True, slots=True)
class Records:
    """The records of an open store."""

    server: Server
    schema: Schema
    kinds: Kinds

    def at_one_moment(self, look: Callable[[Past], Held]) -> Held:
        """What `look` sees as of one commit."""
        return self.server.at_one_moment(lambda: look(_Moment(self, self.now())))

    def now(self) -> State:
        """How the store stands."""
        return self.server.ask(lambda asked: present(asked, self.server.url))

    def damaged(self) -> StoreDamaged:
        """The store is not sound."""
        return damaged(self.server.url)


@dataclass(frozen=True, slots=True)
class _Moment:
    """The store as it stands: see `Past`."""

    records: Records
    now: State

    @property
    def identity(self) -> str | None:
        return self.now.identity

    @property
    def commit(self) -> int:
        return self.now.commit

    @property
    def state(self) -> str:
        return self.now.digest

    def state_at(self, commit: int) -> str | None:
        if commit == 0:
            return GENESIS.hex()
        row = self.records.server.ask(lambda asked: one(asked.run(cypher.DIGEST_OF, number=commit).values()))
        return None if row is None else str(row[0])

    def changes_since(self, commit: int, most: int) -> Changes | None:
        server = self.records.server
        row = server.ask(lambda asked: one(asked.run(cypher.LAST_CHANGE, number=commit).values()))
        after = int(row[0]) if row else 0
        if self.now.changes - after > most:
            return None
        rows = (
            (action, id and bytes.fromhex(id), text)
            for *_, action, id, _, text in paged(server, cypher.FEED, after, last=self.now.changes)
            if action != "remember"
        )
        return left_by(rows, self.records.kinds.classes)

    def whole(self) -> Snapshot:
        return read_snapshot(self.records.server, self.records.schema, self.now)
