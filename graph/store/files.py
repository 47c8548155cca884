"""Files that appear whole or not at all, and never over another: new stores, backups, dumps.

They are made in a folder beside their place that is locked as long as its maker lives, and cleared away by the next one
if that was killed. Locking the file itself would not do: the library has locks of its own on it.
"""

import errno
import os
import tempfile
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Final

from graph.errors import (
    NO_MORE_FILES,
    Conflict,
    LegamiError,
    StoreError,
    StoreFull,
    StoreUnavailable,
    TooManyFiles,
    UnwritableFile,
    reason_of,
)

PREFIX: Final = ".legami-"
SCRATCH: Final = "new"
NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)
LONGEST: Final = 200
"""Letters of a path that a sentence repeats."""


@contextmanager
def appearing(target: Path, suffixes: Sequence[str] = ()) -> Generator[Path]:
    """An empty private file to fill; without a failure it becomes `target`.

    Files of the same name with one of `suffixes` belong to it, so that none may be there before.
    Raises Conflict where the target exists, StoreUnavailable, StoreFull.
    """
    family = [target, *(target.with_name(target.name + suffix) for suffix in suffixes)]
    if any(file.exists() or file.is_symlink() for file in family):
        raise taken(target)
    if not target.parent.is_dir():
        raise StoreUnavailable(
            f"La cartella {target.parent} non esiste: crearla prima.",
            f"The folder {target.parent} does not exist: make it first.",
        )
    try:
        clear_away(target.parent)
        with _folder(target.parent) as folder:
            scratch = folder / SCRATCH
            os.close(os.open(scratch, os.O_CREAT | os.O_EXCL, 0o600))
            yield scratch
            _publish(scratch, target)
    except OSError as error:
        raise of_disk(error, target) from error


@contextmanager
def aside(place: Path) -> Generator[Path]:
    """A private folder in `place` for what is needed for the time being only; the next maker there clears it away.

    Raises StoreUnavailable, StoreFull where it cannot be made.
    """
    with ExitStack() as held:
        try:
            folder = held.enter_context(scratch_folder(place))
        except OSError as error:
            raise of_disk(error, place) from error
        yield folder


@contextmanager
def scratch_folder(place: Path) -> Generator[Path]:
    """The same, with the system's own errors."""
    clear_away(place)
    with _folder(place) as folder:
        (folder / SCRATCH).touch(0o600)  # by which a remnant is known
        yield folder


def make_private(folder: Path) -> None:
    """Make a folder of the user's own where it is not there.

    Raises StoreUnavailable, StoreFull.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise of_disk(error, folder) from error


@contextmanager
def _folder(place: Path) -> Generator[Path]:
    """A private folder for the time being, held by this process."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    held = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems lock nothing: there nothing is cleared away either
            flock(held, LOCK_EX)
        yield folder
    finally:
        _remove(folder)
        os.close(held)


def clear_away(place: Path) -> None:
    """Remove what makers who were killed have left in a place.

    An empty folder stays: its maker may be just about to lock it.
    """
    for scratch in place.glob(f"{PREFIX}*/{SCRATCH}"):
        with suppress(OSError):  # in use, or somebody else's
            _clear_away(scratch.parent)


def _clear_away(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(held).st_uid != os.geteuid():  # in a folder of everybody's, it may be a trap
            return
        flock(held, LOCK_EX | LOCK_NB)
        _remove(folder)
    finally:
        os.close(held)


def _remove(folder: Path) -> None:
    for file in folder.iterdir():
        if file.is_dir() and not file.is_symlink():  # a maker within one
            _remove(file)
        else:
            file.unlink(missing_ok=True)
    folder.rmdir()


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
        f"Il file {target} (o un suo resto) esiste già e non viene sostituito: scegli un altro nome.",
        f"The file {target} (or a remnant of one) exists already and is not replaced: choose another name.",
    )


def check_place(target: Path) -> None:
    """Refuse before any work a place where a new file cannot be made.

    Raises UnwritableFile, StoreFull, and Conflict where something is there already.
    """
    try:
        if target.is_dir():
            raise UnwritableFile(
                f"«{target}» è una cartella: scrivi anche il nome del file.",
                f"“{target}” is a folder: write the name of the file too.",
            )
        if target.exists() or target.is_symlink():
            raise taken(target)
        check_folder(target.parent)
        with tempfile.TemporaryFile(dir=target.parent):
            return
    except OSError as error:
        raise unwritable(target, error) from error


def check_folder(folder: Path) -> None:
    """Raises UnwritableFile where there is no such folder, OSError."""
    if not folder.is_dir():
        there = folder.exists()
        raise UnwritableFile(
            f"«{folder}» non è una cartella: scegli un altro posto."
            if there
            else f"La cartella {folder} non esiste: creala, o scegli un altro posto.",
            f"“{folder}” is no folder: choose another place."
            if there
            else f"The folder {folder} does not exist: make it, or choose another place.",
        )


def unwritable(target: Path, error: OSError) -> LegamiError:
    """What the disk refused of a file that is no store."""
    if error.errno in NO_MORE_FILES:
        return TooManyFiles()
    if error.errno in NO_ROOM:
        return StoreFull(
            f"Il disco è pieno: {target} non è stato scritto. Libera spazio e riprova.",
            f"The disk is full: {target} was not written. Free some space and retry.",
        )
    reason = reason_of(error)
    return UnwritableFile(
        f"«{_named(target)}» non si può scrivere ({reason.it}): scegli un altro posto o un altro nome.",
        f"“{_named(target)}” cannot be written ({reason.en}): choose another place or another name.",
    )


def _named(target: Path) -> str:
    """A path as a sentence can hold it."""
    text = str(target)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def of_disk(error: OSError, path: Path) -> StoreError:
    """What the disk refused, as an error of `graph.errors`."""
    if error.errno in NO_MORE_FILES:
        return TooManyFiles()
    return full(path) if error.errno in NO_ROOM else forbidden(path)


def full(path: Path) -> StoreFull:
    """No space left."""
    return StoreFull(
        f"Lo spazio per {path} è finito: nulla è stato scritto. Liberare spazio e riprovare.",
        f"No space is left for {path}: nothing was written. Free some space and retry.",
    )


def forbidden(path: Path) -> StoreUnavailable:
    """It may not be read and written by us."""
    return StoreUnavailable(
        f"L'archivio {path} non si può leggere e scrivere: controllare cartella e permessi.",
        f"The store {path} cannot be read and written: check the folder and the permissions.",
    )
