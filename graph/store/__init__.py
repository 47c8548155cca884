"""Where the graph is kept: one contract, several stores."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from graph.errors import UsageError
from graph.kinds import SCHEMA, Schema
from graph.store.base import (
    Author,
    Change,
    Contents,
    Create,
    Delete,
    End,
    Found,
    GraphStore,
    Operation,
    Remember,
    Update,
    Verification,
)
from graph.store.batches import Batch, NodeBatch, TieBatch, batches
from graph.store.embedded import EmbeddedStore, create, load, restore_copy
from graph.store.neo4j import Credentials, is_server

TIMEOUT_S: Final = 10.0
"""How long a writer waits for another one."""

_EMBEDDED: Final = "sqlite:///"


def open_store(
    url: str, *, schema: Schema = SCHEMA, timeout_s: float = TIMEOUT_S, credentials: Credentials | None = None
) -> GraphStore:
    """Open a store: `sqlite:///relative/path`, `sqlite:////absolute/path` or `neo4j://host:port`.

    Only a server asks for `credentials`; it counts as dead when it is silent for a fifth of `timeout_s`.
    Raises UsageError for another form, StoreUnavailable where there is none, StoreDamaged, StoreVersion, StoreBusy.
    """
    if is_server(url):
        from graph.store.neo4j.store import Neo4jStore  # the driver takes seconds to import

        return Neo4jStore(url, schema, timeout_s, credentials)
    return EmbeddedStore(url, _path(url), schema, timeout_s)


def create_store(
    url: str, *, schema: Schema = SCHEMA, timeout_s: float = TIMEOUT_S, credentials: Credentials | None = None
) -> GraphStore:
    """Make an empty store and open it.

    Raises UsageError, Conflict where something is there already, StoreUnavailable, StoreFull.
    """
    if is_server(url):
        from graph.store.neo4j.store import create as create_on_server

        create_on_server(url, schema, timeout_s, credentials)
    else:
        create(_path(url), schema)
    return open_store(url, schema=schema, timeout_s=timeout_s, credentials=credentials)


def load_store(
    url: str,
    batches: Iterable[Batch],
    *,
    author: Author,
    settings: Mapping[str, str] = MappingProxyType({}),
    schema: Schema = SCHEMA,
    told: Callable[[int], None] = lambda _: None,
) -> int:
    """Make a store filled with all batches, nodes before ties, as one commit; the number of that commit.

    The store appears whole or not at all; `told` hears how many records are in so far, and may interrupt.
    Raises UsageError, Conflict where something is there already or an id comes twice, InvalidRecord that says which
    batch and row, NotFound for an unknown kind, StoreUnavailable, StoreFull.
    """
    return load(_path(url), batches, schema, author=author, settings=settings, told=told)


def restore(backup: Path, url: str, *, schema: Schema = SCHEMA, timeout_s: float = TIMEOUT_S) -> None:
    """Make a store from a backup: checked first, then there as a whole.

    Raises UsageError, Conflict where something is there already, StoreUnavailable, StoreDamaged, StoreVersion.
    """
    restore_copy(backup, _path(url), schema, timeout_s)


def _path(url: str) -> Path:
    path = url.removeprefix(_EMBEDDED)
    if path == url or not path or path.startswith(":") or "?" in path:
        raise UsageError(
            f"«{url}» non indica un archivio: usare sqlite:///relativo.db, sqlite:////percorso/assoluto.db o neo4j://….",
            f"“{url}” names no store: use sqlite:///relative.db, sqlite:////absolute/path.db or neo4j://….",
        )
    return Path(path).absolute()  # the current folder may change while the store is open


__all__ = [
    "TIMEOUT_S",
    "Author",
    "Batch",
    "Change",
    "Contents",
    "Create",
    "Credentials",
    "Delete",
    "End",
    "Found",
    "GraphStore",
    "NodeBatch",
    "Operation",
    "Remember",
    "TieBatch",
    "Update",
    "Verification",
    "batches",
    "create_store",
    "load_store",
    "open_store",
    "restore",
]
