"""What can go wrong between us and the server, told as one of our own errors."""

from typing import Final

from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Forbidden,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreUnavailable

FAILURES: Final = (DriverError, Neo4jError, OSError)
"""All that the driver raises when it is rightly used."""

_FULL: Final = ("ForbiddenOnReadOnlyDatabase", "WriteOnReadOnly", "TransactionLogError", "ReadOnly")
_LARGE: Final = ("MemoryPoolOutOfMemory", "TransactionOutOfMemory", "OutOfMemory")


def is_passing(error: BaseException) -> bool:
    """Whether the same may succeed shortly: a lost connection, a server that is starting, a deadlock."""
    if isinstance(error, AuthError | Forbidden):
        return False
    if isinstance(error, ServiceUnavailable | SessionExpired | TransientError | OSError):
        return True
    return isinstance(error, DriverError | Neo4jError) and error.is_retryable()


def told(error: BaseException, url: str) -> StoreError:
    """The failure as an error of `graph.errors`."""
    if isinstance(error, IncompleteCommit):
        return unsure(url)
    if isinstance(error, AuthError | Forbidden):
        return forbidden(url)
    if isinstance(error, ConstraintError):
        return damaged(url)
    if isinstance(error, Neo4jError):
        return _of_server(error, url)
    if isinstance(error, ConfigurationError):
        return unavailable(url, type(error).__name__)
    return unavailable(url)


def _of_server(error: Neo4jError, url: str) -> StoreError:
    code = error.code or ""
    if any(part in code for part in _FULL):
        return full(url)
    if any(part in code for part in _LARGE):
        return StoreUnavailable(
            f"Al server {url} manca la memoria per questa operazione: aumentare LEGAMI_NEO4J_HEAP o dividerla.",
            f"The server {url} lacks the memory for this operation: raise LEGAMI_NEO4J_HEAP or divide it.",
        )
    if "Lock" in code or "Deadlock" in code:
        return busy(url)
    if "TransactionTimedOut" in code or "Terminated" in code:
        return interrupted(url)
    return unavailable(url, code)


def unavailable(url: str, why: str = "") -> StoreUnavailable:
    """Nobody answers there."""
    reason = f" ({why})" if why else ""
    return StoreUnavailable(
        f"Il server {url} non risponde{reason}: controllare che sia acceso e raggiungibile.",
        f"The server {url} does not answer{reason}: check that it runs and can be reached.",
    )


def unsure(url: str) -> StoreUnavailable:
    """It went away while it was to confirm a commit, and did not come back to tell."""
    return StoreUnavailable(
        f"Il server {url} è caduto durante una conferma: quando torna, controllare se l'ultima modifica c'è.",
        f"The server {url} went away during a commit: once it is back, look whether the latest change is there.",
    )


def full(url: str) -> StoreFull:
    """No space left on the server's disk."""
    return StoreFull(
        f"Il server {url} non può più scrivere, di solito per mancanza di spazio: nulla è stato scritto.",
        f"The server {url} can write no longer, usually for want of space: nothing was written.",
    )


def busy(url: str) -> StoreBusy:
    """Another writer holds it."""
    return StoreBusy(
        f"Un altro programma sta scrivendo sul server {url}: riprovare tra poco.",
        f"Another program is writing to the server {url}: retry shortly.",
    )


def interrupted(url: str) -> StoreBusy:
    """It ended a turn before its time, as it does when one lasts too long or when another member takes over."""
    return StoreBusy(
        f"Il server {url} ha interrotto un'operazione, di solito perché durava troppo: niente è stato scritto."
        " Riprovare; se si ripete, dividerla o alzare LEGAMI_STORE_TIMEOUT_S.",
        f"The server {url} interrupted an operation, usually because it took too long: nothing was written. Retry;"
        " if it happens again, divide it or raise LEGAMI_STORE_TIMEOUT_S.",
    )


def damaged(url: str) -> StoreDamaged:
    """What it holds contradicts itself."""
    return StoreDamaged(
        f"Il contenuto del server {url} è danneggiato: eseguire «legami verify».",
        f"The content of the server {url} is damaged: run “legami verify”.",
    )


def forbidden(url: str) -> StoreUnavailable:
    """It does not know us, or does not let us."""
    return StoreUnavailable(
        f"Il server {url} non accetta utente e password: controllare LEGAMI_NEO4J_USER e LEGAMI_NEO4J_PASSWORD.",
        f"The server {url} does not accept user and password: check LEGAMI_NEO4J_USER and LEGAMI_NEO4J_PASSWORD.",
    )


def missing(url: str) -> StoreUnavailable:
    """The server is there, and nothing of ours in it."""
    return StoreUnavailable(
        f"Sul server {url} non c'è nessun archivio: crearlo con «legami init».",
        f"There is no store on the server {url}: make it with “legami init”.",
    )


def closed(url: str) -> StoreUnavailable:
    """It was open before."""
    return StoreUnavailable(f"L'archivio {url} è stato chiuso.", f"The store {url} was closed.")
