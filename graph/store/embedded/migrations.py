"""The steps from each older version of the tables to the next, and the making of new ones."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from graph.errors import StoreVersion
from graph.kinds import Schema
from graph.store.base import Progress, unheard
from graph.store.embedded.connection import APPLICATION_ID, VERSION, transaction
from graph.store.embedded.indexing import find_anew, name_all
from graph.store.embedded.library import Connection
from graph.store.embedded.schema import (
    BASE,
    COUNT,
    COUNTED,
    DERIVED,
    declare,
    found_by,
    is_declared,
    kinds_of,
    store,
)
from graph.store.numbering import Kinds


def _find_by_value_and_name(connection: Connection) -> None:
    """Version 1 had neither values to look nodes up by, nor a name search, nor a check of ends."""
    connection.run(DERIVED)
    name_all(connection)


def _count_by_kind(connection: Connection) -> None:
    """Version 2 counted its records whenever it was asked how many there were."""
    connection.run(COUNTED)
    connection.run(COUNT)


STEPS: Final[tuple[Callable[[Connection], None], ...]] = (_find_by_value_and_name, _count_by_kind)
"""`STEPS[n - 1]` leads from version n to n + 1; the values that nodes are found by are derived afterwards."""


def make(connection: Connection, schema: Schema, path: Path) -> None:
    """Make the tables of a new store in an empty file."""
    with transaction(connection, "BEGIN IMMEDIATE"):
        connection.run(BASE)
        connection.run(DERIVED)
        connection.run(COUNTED)
        store(connection, "identity", secrets.token_hex(16))
        declare(connection, schema, path)
        connection.set_pragma("application_id", APPLICATION_ID)
        connection.set_pragma("user_version", VERSION)


def _left_behind(path: Path) -> StoreVersion:
    return StoreVersion(
        f"L'archivio {path} è di una versione precedente, va aggiornato e qui si può solo leggere: fanne un altro dove"
        f" puoi scrivere, legami restore {path} --store URL",
        f"The store {path} is of an earlier version, must be updated and can only be read here: make another one where"
        f" you can write, legami restore {path} --store URL",
    )


def bring_up_to_date(connection: Connection, schema: Schema, path: Path, told: Progress = unheard) -> Kinds:
    """Migrate an older store and tell it of new kinds, in one transaction; the numbers of all kinds.

    If it is interrupted, nothing has happened, and whoever opens the store next does it.

    Raises StoreVersion where the store holds kinds that `schema` lacks, and where it cannot be written.
    """
    if connection.get_pragma("user_version") < VERSION or not is_declared(connection, schema):
        if connection.readonly("main"):
            raise _left_behind(path)
        with transaction(connection, "BEGIN IMMEDIATE"):
            before = found_by(connection)
            for step in STEPS[connection.get_pragma("user_version") - 1 :]:
                step(connection)
            declare(connection, schema, path)
            find_anew(connection, kinds_of(connection, schema), before, told)
            connection.set_pragma("user_version", VERSION)
    return kinds_of(connection, schema)
