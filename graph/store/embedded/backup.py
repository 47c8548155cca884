"""A complete copy while others go on writing, and a store made from such a copy."""

from pathlib import Path

import apsw

from graph.errors import StoreDamaged
from graph.kinds import Schema
from graph.store.embedded.checking import verify
from graph.store.embedded.connection import Connections, check_file
from graph.store.embedded.failures import damaged, missing, translated
from graph.store.embedded.files import appearing
from graph.store.embedded.fixed import Lying, reader
from graph.store.embedded.library import Connection
from graph.store.embedded.migrations import bring_up_to_date

READ_ONLY = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_EXRESCODE
PAGES = 1024
"""Copied at a time."""


def back_up(connections: Connections, target: Path) -> None:
    """Write a copy of one moment of the store, one file complete in itself.

    Raises Conflict where the target exists, StoreFull, StoreUnavailable, StoreDamaged.
    """
    with appearing(target) as scratch, connections.aside() as source:
        source.value("SELECT count(*) FROM commits")  # from here on, the copy is of this moment
        _copy(source, scratch)


def restore_copy(backup: Path, target: Path, schema: Schema, timeout_s: float) -> None:
    """Make a store from a backup, checked before it appears.

    Raises Conflict where the target exists, StoreUnavailable without a backup, StoreDamaged, StoreVersion.
    """
    if not backup.is_file():
        raise missing(backup)
    with appearing(target) as scratch:
        with translated(backup):
            lying = Lying.found(backup)
            source = reader(backup) if lying else Connection(str(backup), flags=READ_ONLY)
            try:
                _copy(source, scratch)
            finally:
                source.close()
            if lying:
                lying.check()
        check_copy(backup, scratch, schema, timeout_s)


def _copy(source: Connection, scratch: Path) -> None:
    copy = Connection(str(scratch), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_EXRESCODE)
    try:
        with copy.backup("main", source, "main") as progress:
            while not progress.done:
                progress.step(PAGES)
        copy.set_pragma("journal_mode", "delete")
        if copy.value("PRAGMA integrity_check(1)") != "ok":
            raise damaged(scratch)
    finally:
        copy.close()


def check_copy(backup: Path, scratch: Path, schema: Schema, timeout_s: float) -> None:
    """Refuse what was made of a backup unless it is sound.

    Raises StoreDamaged, StoreVersion.
    """
    check_file(scratch)
    connections = Connections(scratch, timeout_s)
    try:
        kinds = bring_up_to_date(connections.here(), schema, backup)
        found = verify(connections, kinds)
    finally:
        connections.close()
    if not found.sound:
        first = found.problems[0]
        raise StoreDamaged(
            f"La copia {backup} non è integra. {first.it}", f"The backup {backup} is not sound. {first.en}"
        )
