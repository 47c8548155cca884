"""Constraints and indexes: made where they are not there, and waited for until they are filled."""

from typing import LiteralString

from neo4j import Session

from graph.store.neo4j import cypher
from graph.store.neo4j.server import Server


def make_indexes(server: Server, wanted: tuple[LiteralString, ...] = cypher.SCHEMA) -> None:
    """Make what is not there of constraints and indexes, and wait until they are filled."""

    def work(session: Session) -> None:
        for statement in wanted:
            session.run(statement).consume()
        session.run(cypher.AWAIT_SCHEMA).consume()

    server.make(work)
