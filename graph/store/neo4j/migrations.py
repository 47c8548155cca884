"""What a store on a server is made of, and the steps from each older version to the next."""

import secrets
from collections.abc import Callable
from typing import Final

from neo4j import Session, Transaction
from neo4j.exceptions import ConstraintError

from graph.errors import Conflict, StoreVersion
from graph.kinds import Node, Schema
from graph.store.embedded.schema import Kinds, declaration
from graph.store.neo4j import cypher
from graph.store.neo4j.history import GENESIS, State, present
from graph.store.neo4j.reading import PAGE, counts, paged
from graph.store.neo4j.rows import numbered, to_node
from graph.store.neo4j.server import Server
from graph.store.neo4j.writing import have_values

VERSION: Final = 1
"""The version of the labels, types and properties that this program reads and writes."""

STEPS: Final[tuple[Callable[[Transaction], None], ...]] = ()
"""`STEPS[n - 1]` leads from version n to n + 1."""


def make(server: Server, schema: Schema) -> None:
    """Make an empty store in an empty database.

    Raises Conflict where anything is there already.
    """
    refuse_if_taken(server)
    server.make(_make_indexes)

    def found(transaction: Transaction) -> None:
        about = {"version": VERSION, "identity": secrets.token_hex(16), "declaration": declaration(schema)}
        try:
            transaction.run(cypher.MAKE, {**about, "digest": GENESIS.hex()}).consume()
        except ConstraintError:
            raise taken(server.url) from None

    server.change(found)


def refuse_if_taken(server: Server) -> None:
    """Raise Conflict unless the database is empty."""
    if server.ask(lambda transaction: transaction.run(cypher.ANYTHING).values()):
        raise taken(server.url)


def taken(url: str) -> Conflict:
    """Something is there already."""
    return Conflict(
        f"Il database {url} non è vuoto e non viene sostituito.",
        f"The database {url} is not empty and is not replaced.",
    )


def _make_indexes(session: Session) -> None:
    for statement in cypher.SCHEMA:
        session.run(statement).consume()
    session.run(cypher.AWAIT_SCHEMA).consume()


def bring_up_to_date(server: Server, schema: Schema) -> Kinds:
    """Migrate an older store and tell it of new kinds; the kinds.

    Raises StoreUnavailable where there is no store, StoreVersion where it is newer or holds kinds that `schema` lacks.
    """
    now = server.ask(lambda transaction: present(transaction, server.url))
    _refuse_newer(now, server.url)
    kinds = numbered(schema)
    if (now.version, now.declaration) != (VERSION, declaration(schema)):
        server.make(_make_indexes)
        server.change(lambda transaction: _declare(transaction, schema, server, kinds))
    return kinds


def _refuse_newer(now: State, url: str) -> None:
    if now.version > VERSION:
        raise StoreVersion(
            f"L'archivio {url} ha la versione {now.version}; questo programma legge fino alla {VERSION}: aggiornarlo.",
            f"The store {url} has version {now.version}; this program reads up to {VERSION}: update it.",
        )


def _declare(transaction: Transaction, schema: Schema, server: Server, kinds: Kinds) -> None:
    counted = counts(transaction)
    for of, names in (("node", schema.node_names), ("tie", schema.tie_names)):
        unknown = sorted(kind for kind, number in counted[of].items() if number and kind not in names)
        if unknown:
            raise StoreVersion(
                f"L'archivio {server.url} contiene tipi che questo programma non conosce ({', '.join(unknown)}):"
                " aggiornarlo.",
                f"The store {server.url} holds kinds that this program does not know ({', '.join(unknown)}):"
                " update it.",
            )
    for step in STEPS[present(transaction, server.url).version - 1 :]:
        step(transaction)
    _find_anew(transaction, server, kinds)
    transaction.run(cypher.DECLARE, declaration=declaration(schema), version=VERSION).consume()


def _find_anew(transaction: Transaction, server: Server, kinds: Kinds) -> None:
    """Derive all values from the nodes again."""
    while transaction.run(cypher.LOSE_ALL_VALUES, limit=PAGE).single(strict=True)[0]:
        continue
    page: list[Node] = []
    for row in paged(server, cypher.ALL_NODES, ""):  # the writers wait: what others read now is what holds
        page.append(to_node(row, kinds))
        if len(page) == PAGE:
            have_values(transaction, page)
            page = []
    have_values(transaction, page)
