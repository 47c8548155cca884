"""What a store on a server is made of, and the steps from each older version to the next."""

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Final, LiteralString

from neo4j import Session, Transaction
from neo4j.exceptions import ConstraintError

from graph.errors import Conflict, StoreUnavailable, StoreVersion
from graph.kinds import Node, Schema
from graph.store.canonical import compact
from graph.store.chain import GENESIS
from graph.store.dump import Header
from graph.store.neo4j import cypher
from graph.store.neo4j.history import State, present
from graph.store.neo4j.reading import PAGE, counts, paged
from graph.store.neo4j.rows import to_node
from graph.store.neo4j.server import Server
from graph.store.neo4j.writing import have_values
from graph.store.numbering import Kinds, declaration, numbered

VERSION: Final = 1
"""The version of the labels, types and properties that this program reads and writes."""

UNFINISHED: Final = 0
"""The version of a store that is being filled: it cannot be opened."""

STEPS: Final[tuple[Callable[[Transaction], None], ...]] = ()
"""`STEPS[n - 1]` leads from version n to n + 1."""


def make(server: Server, schema: Schema) -> None:
    """Make an empty store in an empty database.

    Raises Conflict where anything is there already.
    """
    begin(server, Header(secrets.token_hex(16), numbered(schema, {}).numbers))
    make_indexes(server)
    server.change(lambda transaction: declare(transaction, schema, {}))


def begin(server: Server, header: Header) -> None:
    """Claim an empty database for a store that is not yet to be opened.

    Raises Conflict where anything is there already, also another store that is just being made.
    """
    if server.ask(lambda asked: asked.run(cypher.ANYTHING).values()):
        raise taken(server.url)
    make_indexes(server, cypher.NEEDED_TO_FILL)
    about = {"version": UNFINISHED, "identity": header.identity, "numbers": compact(dict(header.numbers))}

    def claim(transaction: Transaction) -> None:
        try:
            transaction.run(cypher.MAKE, {**about, "declaration": "", "digest": GENESIS.hex()}).consume()
        except ConstraintError:
            raise taken(server.url) from None

    server.change(claim)


def taken(url: str) -> Conflict:
    """Something is there already."""
    return Conflict(
        f"Il database {url} non è vuoto e non viene sostituito.",
        f"The database {url} is not empty and is not replaced.",
    )


def make_indexes(server: Server, wanted: tuple[LiteralString, ...] = cypher.SCHEMA) -> None:
    """Make what is not there of constraints and indexes, and wait until they are filled."""

    def work(session: Session) -> None:
        for statement in wanted:
            session.run(statement).consume()
        session.run(cypher.AWAIT_SCHEMA).consume()

    server.make(work)


def bring_up_to_date(server: Server, schema: Schema) -> Kinds:
    """Migrate an older store and tell it of new kinds; the kinds.

    Raises StoreUnavailable where there is no store, StoreVersion where it is newer or holds kinds that `schema` lacks.
    """
    now = server.ask(lambda asked: present(asked, server.url))
    _refuse_other(now, server.url)
    known: dict[str, int] = json.loads(now.numbers)
    if (now.version, now.declaration) != (VERSION, declaration(schema)):
        make_indexes(server)
        server.change(lambda transaction: _migrate(transaction, schema, server, known))
    return numbered(schema, known)


def _refuse_other(now: State, url: str) -> None:
    if now.version == UNFINISHED:
        raise StoreUnavailable(
            f"L'archivio {url} è incompleto: qualcuno lo sta riempiendo, o ha smesso a metà. Aspettare, o svuotare il"
            " database.",
            f"The store {url} is unfinished: somebody is filling it, or stopped half-way. Wait, or empty the database.",
        )
    if now.version > VERSION:
        raise StoreVersion(
            f"L'archivio {url} ha la versione {now.version}; questo programma legge fino alla {VERSION}: aggiornarlo.",
            f"The store {url} has version {now.version}; this program reads up to {VERSION}: update it.",
        )


def _migrate(transaction: Transaction, schema: Schema, server: Server, known: Mapping[str, int]) -> None:
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
    _find_anew(transaction, server, numbered(schema, known))
    declare(transaction, schema, known)


def declare(transaction: Transaction, schema: Schema, known: Mapping[str, int]) -> None:
    """Let the store know its kinds, and be whole."""
    numbers = compact(numbered(schema, known).numbers)
    transaction.run(cypher.DECLARE, declaration=declaration(schema), numbers=numbers, version=VERSION).consume()


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
