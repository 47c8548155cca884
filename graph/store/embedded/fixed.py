"""A store where nothing can be written, as on a read-only medium: read as it lies, unless somebody else writes it.

The library keeps files beside a store also for reading. Where it cannot make them it must be told that the file does
not change (sqlite.org/wal.html, "Read-Only Databases"); whether that held is looked at after each answer.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import apsw

from graph.errors import StoreBusy, StoreUnavailable
from graph.store.embedded.library import Connection

KEPT: Final = ("-wal", "-shm")
"""What the library keeps beside a store in use."""
WAITING: Final = ("-wal", "-journal")
"""What holds changes that have not reached the file, or are to be taken back."""


def is_fixed(path: Path) -> bool:
    """Whether a store, or what must lie beside it, cannot be written by us."""
    if not os.access(path, os.W_OK):
        return True
    return not os.access(path.parent, os.W_OK) and not all(os.access(file, os.W_OK) for file in _beside(path, KEPT))


@dataclass(frozen=True, slots=True)
class Lying:
    """A fixed store as it was found."""

    path: Path
    stamp: tuple[object, ...]

    @classmethod
    def found(cls, path: Path) -> "Lying | None":
        """As it is now; none where it can be written, for there the library sees to it."""
        return cls(path, _stamp(path)) if is_fixed(path) else None

    def check(self) -> None:
        """Refuse an answer during which somebody else wrote. Raises StoreBusy."""
        if _stamp(self.path) != self.stamp:
            raise StoreBusy(
                f"Mentre lo si leggeva, qualcuno ha scritto nell'archivio {self.path}, che qui si può solo leggere:"
                " riprovare.",
                f"While it was being read, somebody wrote to the store {self.path}, which can only be read here:"
                " retry.",
            )


def reader(path: Path) -> Connection:
    """A connection that reads only; where changes wait beside the file, through them and with the library's locks.

    Raises errors of the library.
    """
    sure = "" if _waits(path) else "&immutable=1"
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_EXRESCODE
    return Connection(f"file:{quote(str(path))}?mode=ro{sure}", flags=flags)


def _beside(path: Path, suffixes: tuple[str, ...]) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in suffixes]


def _waits(path: Path) -> bool:
    return any(file.is_file() and file.stat().st_size for file in _beside(path, WAITING))


def _stamp(path: Path) -> tuple[object, ...]:
    """What tells a file from what it was before; nothing where the library's locks do that."""
    if _waits(path):
        return ("waiting",)
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def waiting(path: Path) -> StoreUnavailable:
    """It cannot be read whole where it is."""
    return StoreUnavailable(
        f"Accanto all'archivio {path} ci sono modifiche non ancora riportate (-wal o -journal), e qui non si può"
        " scrivere per riportarle: copia i file insieme in una cartella in cui puoi scrivere, e apri quella copia.",
        f"Beside the store {path} there are changes not yet carried over (-wal or -journal), and nothing can be written"
        " here to do that: copy the files together into a folder where you can write, and open that copy.",
    )


def unwritten(path: Path) -> StoreUnavailable:
    """It can be read and not written."""
    return StoreUnavailable(
        f"L'archivio {path} qui si può solo leggere: il file o la sua cartella non si lasciano scrivere. Per cambiarlo"
        f" controlla i permessi, o fanne un altro dove puoi scrivere: legami restore {path} --store URL",
        f"The store {path} can only be read here: the file or its folder cannot be written. To change it check the"
        f" permissions, or make another one where you can write: legami restore {path} --store URL",
    )
