"""The one error tree: every refusal says where, what and how to mend, in Italian and in English.

LegamiError
├── InputError              the caller's data cannot be used: nothing was written
│   ├── InvalidRecord       a node or a tie that its declaration refuses
│   ├── UnreadableFile      not a file that we can read (missing, empty, binary, too large, bad encoding)
│   ├── UnwritableFile      a place where no file can be written (no folder, no permission, a name too long)
│   ├── UnknownColumns      a table whose columns belong to no known template
│   └── InvalidPolicy       a policy file with an unknown or impossible value
├── UsageError              a wrong option or value on the way in
├── NotFound                no such node, tie, pact, kind or commit
├── Conflict                the record changed meanwhile, or exists already
└── StoreError              the store itself
    ├── StoreUnavailable    absent, unreachable or not permitted
    │   └── TooManyFiles    the system opens no more files for this program
    ├── StoreBusy           another writer held it for longer than we wait
    ├── StoreFull           no space left: nothing of the transaction was kept
    ├── StoreDamaged        its content is not sound
    └── StoreVersion        written by another version of the program, or by another program
"""

import errno
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

Language = Literal["it", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages."""

    it: str
    en: str

    def __getitem__(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.it if language == "it" else self.en

    def as_dict(self) -> dict[str, str]:
        """The sentence as the JSON contract writes it."""
        return {"it": self.it, "en": self.en}


NO_MORE_FILES: Final = (errno.EMFILE, errno.ENFILE)
"""What the system says when it opens no more files."""

_REASONS: Final = {
    errno.ENOENT: Text("non c'è", "it is not there"),
    errno.EACCES: Text("manca il permesso", "permission is missing"),
    errno.EPERM: Text("manca il permesso", "permission is missing"),
    errno.EROFS: Text("è in sola lettura", "it is read-only"),
    errno.EISDIR: Text("è una cartella", "it is a folder"),
    errno.ENOTDIR: Text("una parte del percorso non è una cartella", "a part of the path is no folder"),
    errno.EEXIST: Text("c'è già qualcosa", "something is there already"),
    errno.ENAMETOOLONG: Text("il nome è troppo lungo", "the name is too long"),
    errno.ELOOP: Text("i collegamenti girano in tondo", "its links go round in circles"),
    errno.EFBIG: Text("il file è troppo grande", "the file is too large"),
    errno.EIO: Text("il disco non risponde bene", "the disk does not answer well"),
    errno.ENOSPC: Text("il disco è pieno", "the disk is full"),
    errno.EDQUOT: Text("lo spazio assegnato è finito", "the allotted space is used up"),
}


def reason_of(error: OSError) -> Text:
    """Why the system refused a file, in our own words: its own are in one language, and may name a path."""
    number = error.errno or 0
    return _REASONS.get(number, Text(f"errore {number} del sistema", f"system error {number}"))


_TOO_MANY: Final = Text(
    "Il sistema non apre altri file per questo programma, che ne tiene aperti troppi. Riprovare tra poco; se si "
    "ripete, alzare il limite (ulimit -n 1024) e riavviarlo.",
    "The system opens no more files for this program, which holds too many. Retry shortly; if it happens again, raise "
    "the limit (ulimit -n 1024) and start it again.",
)


class LegamiError(Exception):
    """Anything that the program refuses, with a sentence for the person who asked."""

    code: ClassVar[str] = "error"

    def __init__(self, it: str, en: str) -> None:
        """Keep both sentences; the English one is the exception's text."""
        super().__init__(en)
        self.message = Text(it, en)


class InputError(LegamiError):
    """The caller's data cannot be used; nothing was written."""

    code = "invalid_input"


class InvalidRecord(InputError):
    """A node or a tie that its declaration refuses."""

    code = "invalid_record"


class UnreadableFile(InputError):
    """Not a file that we can read."""

    code = "unreadable_file"


class UnwritableFile(InputError):
    """A place where no file can be written."""

    code = "unwritable_file"


class UnknownColumns(InputError):
    """A table whose columns belong to no known template."""

    code = "unknown_columns"


class InvalidPolicy(InputError):
    """A policy file with an unknown or impossible value."""

    code = "invalid_policy"


class UsageError(LegamiError):
    """A wrong option or value on the way in."""

    code = "usage"


class NotFound(LegamiError):
    """No such node, tie, pact, kind or commit."""

    code = "not_found"


class Conflict(LegamiError):
    """The record changed meanwhile, or exists already."""

    code = "conflict"


class StoreError(LegamiError):
    """The store itself failed."""

    code = "store"


class StoreUnavailable(StoreError):
    """Absent, unreachable or not permitted."""

    code = "store_unavailable"


class TooManyFiles(StoreUnavailable):
    """The operating system opens no more files for this program."""

    code = "too_many_files"

    def __init__(self, it: str = _TOO_MANY.it, en: str = _TOO_MANY.en) -> None:
        """Say what to do."""
        super().__init__(it, en)


class StoreBusy(StoreError):
    """Another writer held the store for longer than we wait."""

    code = "store_busy"


class StoreFull(StoreError):
    """No space left on the disk: nothing of the transaction was kept."""

    code = "store_full"


class StoreDamaged(StoreError):
    """The content of the store is not sound."""

    code = "store_damaged"


class StoreVersion(StoreError):
    """Written by another version of the program, or by another program."""

    code = "store_version"
