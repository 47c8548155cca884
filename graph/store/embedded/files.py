"""Files that appear whole or not at all, and never over another: new stores, backups, restored stores."""

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.errors import Conflict, StoreUnavailable
from graph.store.embedded.connection import companions
from graph.store.embedded.failures import translated


@contextmanager
def appearing(target: Path) -> Generator[Path]:
    """An empty private file to fill; without a failure it becomes `target`.

    Raises Conflict where the target or what a store leaves beside it exists, StoreUnavailable, StoreFull.
    """
    if any(file.exists() or file.is_symlink() for file in (target, *companions(target))):
        raise taken(target)
    if not target.parent.is_dir():
        raise StoreUnavailable(
            f"La cartella {target.parent} non esiste: crearla prima.",
            f"The folder {target.parent} does not exist: make it first.",
        )
    with translated(target):
        handle, name = tempfile.mkstemp(prefix=".legami-", dir=target.parent)
        os.close(handle)
        scratch = Path(name)
        try:
            yield scratch
            _publish(scratch, target)
        finally:
            for file in (scratch, *companions(scratch)):
                file.unlink(missing_ok=True)


def _publish(scratch: Path, target: Path) -> None:
    _sync(scratch)
    try:
        os.link(scratch, target)  # unlike a renaming, fails where the target exists
    except FileExistsError:
        raise taken(target) from None
    except OSError:  # a file system without links
        if target.exists():
            raise taken(target) from None
        scratch.rename(target)
    with suppress(OSError):  # folders cannot be synced everywhere
        _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def taken(target: Path) -> Conflict:
    """Something is there already."""
    return Conflict(
        f"Il file {target} (o un suo resto) esiste già e non viene sostituito.",
        f"The file {target} (or a remnant of one) exists already and is not replaced.",
    )
