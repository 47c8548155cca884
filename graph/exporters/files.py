"""Files that hold personal data: private to their owner, written whole or not at all, over others only when told."""

import errno
import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from graph.errors import Conflict, StoreFull, StoreUnavailable


@dataclass(slots=True)
class Bundle:
    """Files being written aside; they take their places together, once all of them are whole."""

    replacing: bool
    written: dict[Path, Path]

    @contextmanager
    def file(self, target: Path) -> Generator[TextIO]:
        """A file to fill, in UTF-8 with the mark by which spreadsheets know it. Raises Conflict, StoreUnavailable."""
        refuse_taken(target, replacing=self.replacing)
        handle, name = tempfile.mkstemp(prefix=".legami-", dir=target.parent)  # readable by its owner only
        self.written[target] = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())

    def publish(self) -> None:
        """Put every file into its place; if one cannot have it, none that is new stays."""
        placed: list[Path] = []
        try:
            for target, scratch in self.written.items():
                if self.replacing:
                    scratch.replace(target)
                else:
                    _appear(scratch, target)
                    placed.append(target)
        except BaseException:
            for target in placed:
                target.unlink(missing_ok=True)
            raise


@contextmanager
def bundle(*, replacing: bool = False) -> Generator[Bundle]:
    """Files that appear together when the block ends without a failure; after a failure none of them is there.

    Raises Conflict where something is there already (unless `replacing`, which replaces files only), StoreFull,
    StoreUnavailable.
    """
    files = Bundle(replacing, {})
    try:
        yield files
        files.publish()
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFull(
                "Il disco è pieno: non è stato scritto nulla.", "The disk is full: nothing was written."
            ) from error
        raise StoreUnavailable(
            f"Qui non si può scrivere ({error.strerror}): controlla la cartella e i permessi.",
            f"This place cannot be written ({error.strerror}): check the folder and its permissions.",
        ) from error
    finally:
        for scratch in files.written.values():
            with suppress(OSError):
                scratch.unlink(missing_ok=True)


_FULL = (errno.ENOSPC, errno.EDQUOT)


def refuse_taken(target: Path, *, replacing: bool) -> None:
    """Refuse a place where something is; with `replacing`, anything but a plain file. Raises Conflict."""
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise Conflict(
            f"«{target}» non è un semplice file e non viene sostituito: scegli un altro nome.",
            f"“{target}” is no plain file and is not replaced: choose another name.",
        )
    if target.exists() and not replacing:
        raise Conflict(
            f"Il file {target} esiste già e non viene sostituito: scegli un altro nome, o aggiungi --force.",
            f"The file {target} exists already and is not replaced: choose another name, or add --force.",
        )


def _appear(scratch: Path, target: Path) -> None:
    try:
        os.link(scratch, target)  # unlike a renaming, fails where the target exists
    except FileExistsError:
        refuse_taken(target, replacing=False)
        raise
    except OSError:  # a file system without links
        refuse_taken(target, replacing=False)
        scratch.replace(target)
