"""How far a command has come: what is left of it for whoever interrupts it, told from what is really there by then."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from api.settings import is_server, store_file
from graph.errors import LegamiError, Text

if TYPE_CHECKING:
    from graph.store import Author, GraphStore


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of an interrupted command, and the number where that is a commit."""

    said: Text
    commit: int | None = None


NOTHING: Final = Remains(Text("Non è cambiato nulla.", "Nothing was changed."))
UNKNOWN: Final = Remains(
    Text(
        "Non si sa se la modifica sia rimasta: guarda legami log.",
        "Whether the change was kept is not known: see legami log.",
    )
)


@dataclass(slots=True)
class Standing:
    """Whether the answer has begun to be written, and where to look for what is left of the command."""

    answered: bool = False
    look: Callable[[], Remains] = lambda: NOTHING


def committed(opened: Callable[[], "AbstractContextManager[GraphStore]"], before: int, by: "Author") -> Remains:
    """Whether the store holds a commit of an author, made after another one: the moment tells it from all others."""
    try:
        with opened() as store:
            since = store.commits(limit=max(store.commit - before, 1))
    except (LegamiError, OSError):
        return UNKNOWN
    number = next((one.number for one in since if one.number > before and one.author == by), None)
    if number is None:
        return NOTHING
    return Remains(
        Text(
            f"La modifica {number} era già scritta, e resta. Per annullarla: legami undo {number}",
            f"Commit {number} had been written, and stays. To take it back: legami undo {number}",
        ),
        number,
    )


def written(targets: Iterable[Path]) -> Callable[[], Remains]:
    """A look at files that are being written: which of them are there, or others than they were."""
    before = {target: _stamp(target) for target in targets}

    def look() -> Remains:
        new = ", ".join(str(target) for target, stamp in before.items() if _stamp(target) not in (stamp, None))
        if not new:
            return Remains(Text("Non è stato scritto nulla.", "Nothing was written."))
        return Remains(Text(f"Era già scritto, e resta: {new}", f"Written by then, and kept: {new}"))

    return look


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def founded(url: str) -> Callable[[], Remains]:
    """A look at a store that is being made."""
    see = f"legami info --store {url}"
    if is_server(url):
        return lambda: Remains(
            Text(f"Un archivio nuovo c'è intero o non c'è: {see}", f"A new store is there whole or not at all: {see}")
        )
    files = written([store_file(url)])
    nothing = files()

    def look() -> Remains:
        if files() == nothing:
            return Remains(
                Text(
                    "Non c'è nessun archivio nuovo: non è rimasto niente.",
                    "There is no new store: nothing is left.",
                )
            )
        return Remains(
            Text(f"L'archivio nuovo era già intero, e resta: {see}", f"The new store is whole, and kept: {see}")
        )

    return look
