"""An empty database filled at once, from batches or from a dump: there as a whole at the end, or not at all."""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, Final, LiteralString

from neo4j import Session, Transaction
from neo4j.exceptions import ConstraintError, Neo4jError

from graph.errors import Conflict
from graph.kinds import Node, Schema
from graph.store.dump import Header
from graph.store.neo4j import cypher
from graph.store.neo4j.batching import batched, run_in_batches
from graph.store.neo4j.claim import Claim, claimed
from graph.store.neo4j.failures import damaged
from graph.store.neo4j.migrations import declare
from graph.store.neo4j.rows import dashed
from graph.store.neo4j.server import Server
from graph.store.neo4j.writing import have_values
from graph.store.numbering import numbered

ROWS: Final = 20_000
"""Written in one transaction: what the server keeps in memory until the transaction ends."""


class Filling:
    """A store while it is filled: nobody can open it, so that no transaction needs to hold all of it."""

    def __init__(self, server: Server, claim: Claim, header: Header) -> None:
        """Nothing is written yet."""
        self.server = server
        self.header = header
        self._claim = claim
        self._counted: Counter[tuple[str, str]] = Counter()

    def nodes(self, rows: Sequence[list[Any]], nodes: Sequence[Node]) -> None:
        """Write nodes, given as rows of `node_row` too."""
        for part, written in zip(batched(rows, ROWS), batched(nodes, ROWS), strict=True):
            self._run(cypher.CREATE_NODES, part, lambda transaction, written=written: have_values(transaction, written))
        self._counted.update(("node", row[1]) for row in rows)

    def ties(self, rows: Sequence[list[Any]]) -> None:
        """Write ties, given as rows of `tie_row`.

        Raises StoreDamaged where one has an end that is not there.
        """
        for part in batched(rows, ROWS):
            self._run(cypher.CREATE_TIES, part)
        self._counted.update(("tie", row[1]) for row in rows)

    def others(self, query: LiteralString, rows: Sequence[Any]) -> None:
        """Carry out a statement of `cypher` for rows of anything else."""
        for part in batched(rows, ROWS):
            self._run(query, part)

    def _run(
        self, query: LiteralString, rows: Sequence[Any], then: Callable[[Transaction], None] = lambda _: None
    ) -> None:
        def work(transaction: Transaction) -> None:
            try:
                written = run_in_batches(transaction, query, rows)
            except ConstraintError as error:
                raise _doubled(error) from None
            if query is cypher.CREATE_TIES and written != len(rows):
                raise damaged(self.server.url)
            then(transaction)

        self._claim.change(work)

    def index(self) -> None:
        """Make what makes records found and keeps them single.

        Raises Conflict where two ties have one id.
        """

        def work(session: Session) -> None:
            try:
                for statement in cypher.SCHEMA:
                    session.run(statement).consume()
                session.run(cypher.AWAIT_SCHEMA).consume()
            except Neo4jError as error:
                if "ConstraintCreationFailed" in (error.code or ""):
                    raise _doubled(error) from None
                raise

        self.server.make(work)

    def seal(self, write: Callable[[Transaction], None]) -> None:
        """Say what was filled in; `write` says where the history stands."""
        counted = [[*of, number] for of, number in sorted(self._counted.items())]

        def work(transaction: Transaction) -> None:
            transaction.run(cypher.LOSE_COUNTS).consume()
            run_in_batches(transaction, cypher.COUNT_ON, counted)
            write(transaction)

        self._claim.change(work)

    def declare(self, schema: Schema) -> None:
        """Let the store be whole, and be opened."""
        self._claim.change(lambda transaction: declare(transaction, schema, self.header.numbers))


def _doubled(error: Neo4jError) -> Conflict:
    found = re.search(r"\b[0-9a-f]{32}\b", error.message or "")
    id = dashed(found.group()) if found else "?"
    return Conflict(
        f"L'identificativo {id} compare due volte: ogni nodo e ogni legame ne ha uno suo.",
        f"The id {id} comes twice: every node and every tie has one of its own.",
    )


@contextmanager
def filling(server: Server, header: Header) -> Generator[Filling]:
    """A store to fill; whatever fails within leaves the database as empty as it was.

    Raises Conflict where anything is there, or somebody is filling it.
    """
    with claimed(server, header) as claim:
        yield Filling(server, claim, header)


def make(server: Server, schema: Schema) -> None:
    """Make an empty store in an empty database.

    Raises Conflict where anything is there, or somebody is filling it.
    """
    header = Header(secrets.token_hex(16), numbered(schema, {}).numbers)
    with filling(server, header) as filled:
        filled.index()
        filled.declare(schema)
