"""What a store on a server is made of, and the steps from each older version to the next."""

import json
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Final

from neo4j import Transaction

from graph.errors import StoreVersion
from graph.kinds import INDEXED, Schema
from graph.store.canonical import compact
from graph.store.neo4j import cypher
from graph.store.neo4j.claim import UNFINISHED, unfinished
from graph.store.neo4j.history import State, present
from graph.store.neo4j.indexing import make_indexes
from graph.store.neo4j.reading import PAGE, counts, nodes_of_kind
from graph.store.neo4j.server import Server
from graph.store.neo4j.writing import have_values, lose_values
from graph.store.numbering import Kinds, declaration, numbered

VERSION: Final = 1
"""The version of the labels, types and properties that this program reads and writes."""

STEPS: Final[tuple[Callable[[Transaction], None], ...]] = ()
"""`STEPS[n - 1]` leads from version n to n + 1."""


def bring_up_to_date(server: Server, schema: Schema) -> Kinds:
    """Migrate an older store and tell it of new kinds; the kinds.

    Raises StoreUnavailable where there is no store, StoreVersion where it is newer or holds kinds that `schema` lacks.
    """
    now = server.ask(lambda asked: present(asked, server.url))
    if now.version == UNFINISHED:
        raise unfinished(server)
    _refuse_newer(now, server.url)
    if (now.version, now.declaration) == (VERSION, declaration(schema)):
        return numbered(schema, json.loads(now.numbers))
    make_indexes(server)
    return server.change(lambda transaction: _migrate(transaction, schema, server))


def _refuse_newer(now: State, url: str) -> None:
    if now.version > VERSION:
        raise StoreVersion(
            f"L'archivio {url} ha la versione {now.version}; questo programma legge fino alla {VERSION}: aggiornarlo.",
            f"The store {url} has version {now.version}; this program reads up to {VERSION}: update it.",
        )


def _migrate(transaction: Transaction, schema: Schema, server: Server) -> Kinds:
    now = present(transaction, server.url)  # read in the turn: another program may have numbered kinds meanwhile
    _refuse_newer(now, server.url)
    known: dict[str, int] = json.loads(now.numbers)
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
    for step in STEPS[now.version - 1 :]:
        step(transaction)
    kinds = numbered(schema, known)
    _find_anew(transaction, server, schema, kinds)
    declare(transaction, schema, known)
    return kinds


def declare(transaction: Transaction, schema: Schema, known: Mapping[str, int]) -> None:
    """Let the store know its kinds and what their nodes are found by, and be whole."""
    found_by = compact({"declaration": declaration(schema), "fields": _fields(schema)})
    about = {"declaration": declaration(schema), "numbers": compact(numbered(schema, known).numbers)}
    transaction.run(cypher.DECLARE, {**about, "found_by": found_by, "version": VERSION}).consume()


def _fields(schema: Schema) -> dict[str, list[str]]:
    """The INDEXED fields of each kind of nodes."""
    return {name: list(cls.marked(INDEXED)) for name, cls in zip(schema.node_names, schema.nodes, strict=True)}


def _found_by(transaction: Transaction, now: State) -> Mapping[str, list[str]]:
    """The fields of each kind when values were last derived from them, as far as the store tells."""
    told = json.loads(transaction.run(cypher.FOUND_BY).single(strict=True)[0] or "{}")
    return told["fields"] if told.get("declaration") == now.declaration else {}


def _find_anew(transaction: Transaction, server: Server, schema: Schema, kinds: Kinds) -> None:
    """Derive the values of the nodes again whose kinds have other fields than before."""
    before = _found_by(transaction, present(transaction, server.url))
    for kind, fields in _fields(schema).items():
        if before.get(kind) != fields:
            nodes = nodes_of_kind(server, kinds, kind)  # the writers wait: what others read now is what holds
            while page := list(islice(nodes, PAGE)):
                lose_values(transaction, page)
                have_values(transaction, page)
