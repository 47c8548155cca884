"""What can go wrong below us, told as one of our own errors."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import apsw

from graph.errors import NO_MORE_FILES, StoreBusy, StoreDamaged, StoreError, StoreUnavailable, TooManyFiles
from graph.store.files import forbidden, full, of_disk

ROOM = 1 << 20
"""With fewer free bytes than this, a failed write is blamed on the full disk."""

_BUSY = (apsw.BusyError, apsw.LockedError, apsw.ProtocolError)
_DAMAGED = (apsw.CorruptError, apsw.NotADBError, apsw.FormatError, apsw.SQLError, apsw.ConstraintError)
_FORBIDDEN = (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError, apsw.AuthError)


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Turn failures of the library and of the disk into errors of `graph.errors`."""
    try:
        yield
    except apsw.Error as error:
        raise _of_library(error, path) from error
    except OSError as error:
        raise of_disk(error, path) from error


def _of_library(error: apsw.Error, path: Path) -> StoreError:
    if isinstance(error, apsw.FullError) or (isinstance(error, apsw.IOError) and free_bytes(path) < ROOM):
        return full(path)
    if isinstance(error, apsw.ConnectionClosedError | apsw.CursorClosedError):
        return closed(path)
    if isinstance(error, _BUSY):
        return busy(path)
    if isinstance(error, _DAMAGED) or getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_SHORT_READ:
        return damaged(path)
    if isinstance(error, apsw.CantOpenError | apsw.IOError) and _out_of_files():
        return TooManyFiles()
    if isinstance(error, _FORBIDDEN):
        return forbidden(path)
    return StoreUnavailable(
        f"L'archivio {path} non risponde: errore di lettura o scrittura ({type(error).__name__}).",
        f"The store {path} does not answer: reading or writing failed ({type(error).__name__}).",
    )


def _out_of_files() -> bool:
    """Whether the system opens no more files: the library does not tell why it could not open one."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return error.errno in NO_MORE_FILES
    return False


def free_bytes(path: Path) -> int:
    """Free space where the store lies."""
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return ROOM


def busy(path: Path) -> StoreBusy:
    """Another writer holds it."""
    return StoreBusy(
        f"Un altro programma sta scrivendo nell'archivio {path}: riprovare tra poco.",
        f"Another program is writing to the store {path}: retry shortly.",
    )


def damaged(path: Path) -> StoreDamaged:
    """The file is no store, or no longer a sound one."""
    return StoreDamaged(
        f"Il file {path} è danneggiato o non è un archivio: ripristinare l'ultima copia con «legami restore».",
        f"The file {path} is damaged or is no store: restore the latest backup with “legami restore”.",
    )


def missing(path: Path) -> StoreUnavailable:
    """There is no such file."""
    return StoreUnavailable(
        f"L'archivio {path} non esiste: crearlo con «legami init».",
        f"The store {path} does not exist: make it with “legami init”.",
    )


def closed(path: Path) -> StoreUnavailable:
    """It was open before."""
    return StoreUnavailable(f"L'archivio {path} è stato chiuso.", f"The store {path} was closed.")
