"""What each error means at the edge: the command's exit code and the HTTP status, in one table."""

from dataclasses import dataclass
from typing import Any, Final

from graph.errors import (
    NO_MORE_FILES,
    Conflict,
    InputError,
    LegamiError,
    NotFound,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreUnavailable,
    StoreVersion,
    TooManyFiles,
    UsageError,
    reason_of,
)

DONE: Final = 0


class Unexpected(LegamiError):
    """A mistake of the program, not of who asked."""

    code = "unexpected"

    def __init__(self, error: BaseException) -> None:
        """Name the kind of mistake only: its own text may hold personal data."""
        kind = type(error).__name__
        super().__init__(
            f"Il programma si è fermato per un errore suo ({kind}). Ripeti con LEGAMI_DEBUG=1 per vedere dove, e "
            "segnalalo con il comando dato e con ciò che dice legami --version.",
            f"The program stopped for a mistake of its own ({kind}). Repeat with LEGAMI_DEBUG=1 to see where, and "
            "report it with the command given and what legami --version says.",
        )


class Refused(StoreUnavailable):
    """The operating system refused a file."""

    def __init__(self, error: OSError) -> None:
        """Say why, and name no path."""
        reason = reason_of(error)
        super().__init__(
            f"Il sistema non permette un'operazione su file ({reason.it}): controlla percorsi e permessi.",
            f"The system does not permit a file operation ({reason.en}): check paths and permissions.",
        )


class NotServed(StoreUnavailable):
    """A store that is there, and is not to be served over HTTP."""


def explained(error: Exception) -> LegamiError:
    """Any error as one of ours."""
    if isinstance(error, LegamiError):
        return error
    if isinstance(error, OSError):
        return TooManyFiles() if error.errno in NO_MORE_FILES else Refused(error)
    return Unexpected(error)


@dataclass(frozen=True, slots=True)
class Meaning:
    """How an error leaves the program."""

    exit_code: int
    http_status: int


MEANINGS: Final[dict[type[LegamiError], Meaning]] = {
    InputError: Meaning(1, 422),
    Conflict: Meaning(1, 409),
    Unexpected: Meaning(1, 500),
    UsageError: Meaning(2, 400),
    StoreError: Meaning(3, 503),
    TooManyFiles: Meaning(3, 503),
    StoreFull: Meaning(3, 507),
    StoreDamaged: Meaning(3, 500),
    StoreVersion: Meaning(3, 500),
    NotFound: Meaning(4, 404),
}


def meaning(error: LegamiError) -> Meaning:
    """What an error means: the entry of its class, or of the nearest class above."""
    known = (MEANINGS[cls] for cls in type(error).__mro__ if cls in MEANINGS)
    return next(known, MEANINGS[Unexpected])


def document(error: LegamiError) -> dict[str, Any]:
    """An error as the JSON contract writes it."""
    return {"error": {"code": error.code, "message": error.message.as_dict()}}
