"""Connections to the file of a store: every guard on, one for each thread, transactions whole or not at all."""

import os
import threading
import weakref
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import apsw

from graph.errors import StoreBusy, StoreUnavailable, StoreVersion
from graph.store.embedded.failures import closed, damaged, missing, translated
from graph.store.embedded.fixed import Lying, is_fixed, reader, unwritten, waiting
from graph.store.embedded.library import Connection
from graph.store.files import forbidden

APPLICATION_ID: Final = 0x4C454741
VERSION: Final = 3
"""The `user_version` of the tables that this program reads and writes."""

OLDEST_LIBRARY: Final = (3, 51, 3)
"""Before it, two connections that write and checkpoint at once may lose an acknowledged commit."""

GUARDS: Mapping[str, int | str] = {
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "temp_store": 2,  # in memory: no plain text in temporary files
    "foreign_keys": 1,
    "secure_delete": 1,
    "journal_mode": "wal",
    "synchronous": 2,  # full: a commit is on the disk before it is acknowledged
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "journal_size_limit": 16 << 20,
}
"""What every connection sets, and finds set."""

PRIVATE: Final = 0o600
COMPANIONS: Final = ("-wal", "-shm", "-journal")


def check_library(version: str) -> None:
    """Refuse a library that may lose commits.

    Raises StoreUnavailable.
    """
    if tuple(int(part) for part in version.split(".")[:3]) < OLDEST_LIBRARY:
        oldest = ".".join(map(str, OLDEST_LIBRARY))
        raise StoreUnavailable(
            f"La libreria SQLite {version} può perdere dati: serve almeno la {oldest} (pacchetto apsw-sqlite3mc).",
            f"The SQLite library {version} may lose data: at least {oldest} is needed (package apsw-sqlite3mc).",
        )


def check_file(path: Path) -> None:
    """Refuse what cannot be a store, and keep its files from other users.

    An empty file is refused here: beside an old journal the library would take it for an empty database.
    Raises StoreUnavailable, StoreDamaged.
    """
    with translated(path):
        if not path.exists():
            raise missing(path)
        if not path.is_file() or not os.access(path, os.R_OK):
            raise forbidden(path)
        if path.stat().st_size == 0:
            raise damaged(path)
        for file in (path, *companions(path)):
            if file.exists() and file.stat().st_mode & 0o077:
                with suppress(OSError):  # somebody else's, or on a medium that is only read
                    file.chmod(PRIVATE)


def companions(path: Path) -> list[Path]:
    """The files that the library keeps beside a store."""
    return [path.with_name(path.name + suffix) for suffix in COMPANIONS]


def connect(path: Path, timeout_s: float, *, newest: int = VERSION) -> Connection:
    """A connection with every guard on, one that reads only where nothing can be written; never makes a file.

    Raises StoreUnavailable, StoreBusy, StoreDamaged, StoreVersion.
    """
    fixed = is_fixed(path)
    with translated(path):
        try:
            connection = opened(path, fixed=fixed)
            try:
                missed = _prepare(connection, path, timeout_s, newest)
            except BaseException:
                connection.close()
                raise
        except (apsw.CantOpenError, apsw.ReadOnlyError):
            if fixed:
                raise waiting(path) from None
            raise
    if missed:
        connection.close()
        raise StoreUnavailable(
            f"L'archivio {path} non accetta le protezioni: {', '.join(missed)}.",
            f"The store {path} does not accept its guards: {', '.join(missed)}.",
        )
    return connection


def opened(path: Path, *, fixed: bool) -> Connection:
    """The file of a store, as the library opens it. Raises errors of the library."""
    if fixed:
        return reader(path)
    return Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_EXRESCODE)


def _prepare(connection: Connection, path: Path, timeout_s: float, newest: int) -> list[str]:
    """Turn every guard on; those that are not on afterwards."""
    connection.set_busy_timeout(round(timeout_s * 1000))
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    _check_identity(connection, path, newest)
    for name, value in guards(connection).items():
        connection.set_pragma(name, value)
    return unmet(connection)


def guards(connection: Connection) -> Mapping[str, int | str]:
    """The guards of a connection: how changes are written is no matter of one that only reads."""
    if not connection.readonly("main"):
        return GUARDS
    return {name: value for name, value in GUARDS.items() if name != "journal_mode"}


def _check_identity(connection: Connection, path: Path, newest: int) -> None:
    """Refuse the file of another program or of a newer version, before anything is written."""
    if connection.get_pragma("application_id") != APPLICATION_ID:
        raise StoreVersion(f"Il file {path} è di un altro programma.", f"The file {path} belongs to another program.")
    version = connection.get_pragma("user_version")
    if not 1 <= version <= newest:
        raise StoreVersion(
            f"L'archivio {path} ha la versione {version}; questo programma legge fino alla {newest}: aggiornarlo.",
            f"The store {path} has version {version}; this program reads up to {newest}: update it.",
        )


def unmet(connection: Connection) -> list[str]:
    """The guards that are not on, such as `synchronous=1`."""
    found = {name: (connection.get_pragma(name), value) for name, value in guards(connection).items()}
    return [f"{name}={is_set}" for name, (is_set, value) in found.items() if is_set != value]


@contextmanager
def transaction(connection: Connection, begin: str) -> Generator[Connection]:
    """Everything within, or nothing of it."""
    connection.run(begin)
    try:
        yield connection
        connection.run("COMMIT")
    except BaseException:
        if connection.in_transaction:  # some failures have rolled back already
            connection.run("ROLLBACK")
        raise


class Connections:
    """The connections of one open store."""

    def __init__(self, path: Path, timeout_s: float) -> None:
        """Open nothing yet."""
        self.path = path
        with translated(path):
            self._lying = Lying.found(path)
        self._timeout_s = timeout_s
        self._local = threading.local()
        self._open: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._closed = False

    def here(self) -> Connection:
        """The connection of the calling thread."""
        if self._closed:
            raise closed(self.path)
        if not hasattr(self._local, "connection"):
            self._local.connection = connect(self.path, self._timeout_s)
            self._open.add(self._local.connection)
        return self._local.connection

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """One moment of the store, for a few quick questions; the writer asks them within its own transaction."""
        with translated(self.path):
            if self.here().in_transaction:
                yield self.here()
                return
            with self._as_found(), transaction(self.here(), "BEGIN") as connection:
                yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """The one writer: takes the lock at once, so that it never fails half-way for want of it."""
        if self.here().readonly("main"):
            raise unwritten(self.path)
        with translated(self.path), transaction(self.here(), "BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def aside(self) -> Generator[Connection]:
        """One moment of the store on a connection of its own, for a long answer read bit by bit."""
        self.here()
        with translated(self.path), self._as_found():
            connection = connect(self.path, self._timeout_s)
            self._open.add(connection)
            try:
                connection.run("BEGIN")
                yield connection
            finally:
                connection.close()

    @contextmanager
    def _as_found(self) -> Generator[None]:
        """Where nothing can be written: an answer only if nobody else wrote since the connections were opened."""
        lying = self._lying
        yield
        if lying is None:
            return
        try:
            lying.check()
        except StoreBusy:  # pages that are held may be of before: whoever asks again begins anew
            self._local = threading.local()
            self._lying = Lying.found(self.path)
            raise

    def close(self) -> None:
        """Close the connections of all threads."""
        self._closed = True
        for connection in list(self._open):
            connection.close()
