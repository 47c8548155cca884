"""Files that hold personal data: private to their owner, written whole or not at all, over others only when told."""

import os
import shutil
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TextIO

from graph.errors import Conflict
from graph.store.files import check_folder, scratch_folder, unwritable


@dataclass(slots=True)
class Bundle:
    """Files being written aside; they take their places together, once all of them are whole."""

    replacing: bool
    held: ExitStack
    written: dict[Path, Path] = field(default_factory=dict[Path, Path])
    _folders: dict[Path, Path] = field(default_factory=dict[Path, Path])

    @contextmanager
    def file(self, target: Path) -> Generator[TextIO]:
        """A file to fill, in UTF-8 with the mark by which spreadsheets know it.

        Raises Conflict where something is there already (unless `replacing`, which replaces files only),
        UnwritableFile, StoreFull.
        """
        try:
            refuse_taken(target, replacing=self.replacing)
            scratch = self._aside(target.parent) / f"{len(self.written)}"
            handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # readable by its owner only
            with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise unwritable(target, error) from error
        self.written[target] = scratch

    def _aside(self, place: Path) -> Path:
        """A folder beside the targets, which whoever exports there next clears away if we are killed."""
        if place not in self._folders:
            check_folder(place)
            self._folders[place] = self.held.enter_context(scratch_folder(place))
        return self._folders[place]

    def publish(self) -> None:
        """Put every file into its place; if one cannot have it, all is as it was."""
        with ExitStack() as undone:
            for target, scratch in self.written.items():
                undone.callback(self._place(scratch, target))
            undone.pop_all()

    def _place(self, scratch: Path, target: Path) -> Callable[[], object]:
        """Put a file into its place; what takes it back."""
        try:
            if not (self.replacing and target.exists()):
                _appear(scratch, target)
                return partial(target.unlink, missing_ok=True)
            former = scratch.with_suffix(".former")
            shutil.copy2(target, former)
            scratch.replace(target)
            return partial(former.replace, target)
        except OSError as error:
            raise unwritable(target, error) from error


@contextmanager
def bundle(*, replacing: bool = False) -> Generator[Bundle]:
    """Files that appear together when the block ends without a failure; after a failure none of them is there.

    Raises what `Bundle.file` raises.
    """
    with ExitStack() as held:
        files = Bundle(replacing, held)
        yield files
        files.publish()


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
