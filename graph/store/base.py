"""The store's contract: one protocol, whatever keeps the data."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Protocol

from graph.errors import InvalidRecord, Text
from graph.kinds import Node, Record, Schema, Tie
from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Create:
    """Add a record whose id is new."""

    record: Record


@dataclass(frozen=True, slots=True)
class Update:
    """Replace a record as a whole; with `replaces`, only if its content is still that (else Conflict)."""

    record: Record
    replaces: Record | None = None


@dataclass(frozen=True, slots=True)
class End:
    """Let a tie hold no longer from `on`; one that has ended by then stays as it is.

    Raises InvalidRecord for a moment: which day that is depends on where one stands.
    """

    id: str
    on: date

    def __post_init__(self) -> None:
        """Refuse a moment, which Python takes for a day."""
        if isinstance(self.on, datetime):
            raise InvalidRecord(
                f"Un legame finisce in un giorno, non in un momento: {self.on.date()}, non {self.on.isoformat()}.",
                f"A tie ends on a day, not at a moment: {self.on.date()}, not {self.on.isoformat()}.",
            )


@dataclass(frozen=True, slots=True)
class Delete:
    """Take a record away; a node takes its ties with it. Undo brings all of them back."""

    id: str


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep a setting of the store itself, such as its reference date."""

    key: str
    value: str


Progress = Callable[[Text, int, int], None]
"""Hears which stage a long work is at, how much of the stage is done, and of how much."""


def unheard(stage: Text, done: int, total: int) -> None:
    """The progress of a work that nobody follows."""


Operation = Create | Update | End | Delete | Remember
Operations = Iterable[Operation] | Callable[[], Iterable[Operation]]
"""What is to be done, or a function that tells it when the writer has its turn."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, when (UTC) and why: kept with the commit."""

    name: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One record of the change feed, as it was before and after its commit.

    A store that was loaded begins with one change of action `load`, without an id and without records: whoever
    follows the feed from there reads the whole store instead.
    """

    commit: int
    author: Author
    action: Literal["create", "update", "end", "delete", "load"]
    id: str
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class Commit:
    """What was written at once: by whom, and how many records were touched by each action; settings touch none."""

    number: int
    author: Author
    touched: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds, in numbers."""

    commit: int
    nodes: Mapping[str, int]
    ties: Mapping[str, int]
    settings: Mapping[str, str]

    @property
    def demo(self) -> bool:
        """Whether everything in it is invented."""
        return self.settings.get("demo") == "true"

    @property
    def reference_date(self) -> date | None:
        """What counts as today on this store, if that is not the real today."""
        text = self.settings.get("reference_date")
        return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Found:
    """A node found by its name."""

    id: str
    kind: str
    name: str
    comune: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a store is sound, and a hash of its content that no backend changes."""

    sound: bool
    canonical_hash: str
    problems: Sequence[Text] = field(default=())


class GraphStore(Protocol):
    """Nodes and ties under commit numbers. Every method raises only errors of `graph.errors`.

    Thread-safe for readers; one writer at a time, and a second one waits (StoreBusy after the timeout).
    """

    url: str
    schema: Schema

    def close(self) -> None:
        """Release the store; calling it twice is harmless."""
        ...

    def apply(self, operations: Operations, author: Author) -> int:
        """Carry out all operations in one transaction, or none; return the commit number.

        What changes nothing is no operation, and no operation makes no commit. A tie without `recorded_at` is
        stamped with `author.at`. A function is called while nobody else can write, so that what it looks for and does
        not find is not there either when its operations are carried out. Others wait for it, and it may be called anew;
        it reads records and the commit number, nothing else.
        Raises Conflict (an id that exists, a stale `replaces`), NotFound (no such record to change, a tie
        whose end does not exist), InvalidRecord (ends that the tie's kind may not join).
        """
        ...

    def undo(self, commit: int, author: Author) -> int:
        """Take back what a commit did, as a new commit; an undo can be undone.

        Raises NotFound, or Conflict where a record or setting is no longer as that commit left it, or where a
        node that would go has ties made since.
        """
        ...

    @property
    def commit(self) -> int:
        """The number of the latest commit; 0 when nothing was ever written."""
        ...

    def contents(self) -> Contents:
        """Counts by kind (kinds without records included, at 0) and the settings."""
        ...

    def get(self, ids: Iterable[str]) -> dict[str, Record]:
        """The records that exist among `ids`."""
        ...

    def find(self, field: str, values: Iterable[str], *, kind: str | None = None) -> dict[str, tuple[str, ...]]:
        """Ids of nodes by the value of an INDEXED field, or by `source:NAME` the key in that register."""
        ...

    def nodes(self, kind: str) -> Iterator[Node]:
        """All nodes of a kind, by id."""
        ...

    def ties(self, kind: str) -> Iterator[Tie]:
        """All ties of a kind, by id."""
        ...

    def ties_of(self, ids: Iterable[str], *, at: date | None = None, kinds: Sequence[str] = ()) -> list[Tie]:
        """Ties with an end among `ids`, by id; with `at`, those that hold on that day."""
        ...

    def neighbourhood(
        self, id: str, *, hops: int = 1, at: date | None = None, kinds: Sequence[str] = (), limit: int = 500
    ) -> tuple[list[Node], list[Tie]]:
        """The nodes within one or two ties of a node (itself first), nearest first, and the ties among them.

        Raises NotFound.
        """
        ...

    def search(self, text: str, *, kinds: Sequence[str] = (), limit: int = 20) -> list[Found]:
        """Nodes whose name has every word of `text` (accents and case folded, beginnings suffice), best first."""
        ...

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """Names of nodes."""
        ...

    def commits(self, *, limit: int | None = None) -> list[Commit]:
        """The latest commits, newest first, at most `limit`; no older ones are read, and no records."""
        ...

    def changes(self, since: int) -> Iterator[Change]:
        """What commits after `since` did, in order; each whole or not yet."""
        ...

    def snapshot(self, cache: Path | None = None) -> Snapshot:
        """The whole graph as columns at the latest commit.

        A store may begin with what it gave last or with what `cache` holds of it, and of no copy of it.
        """
        ...

    def verify(self, told: Progress = unheard) -> Verification:
        """Check structure, references and history; hash the content. Of millions of records that takes minutes."""
        ...

    def backup(self, target: Path) -> None:
        """Write a complete copy that `restore` reads, while others may go on writing; never over an existing file."""
        ...

    def dump(self, target: Path) -> None:
        """Write a complete copy that `restore` makes any store of, whatever keeps it; never over an existing file."""
        ...
