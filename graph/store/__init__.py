"""Where the graph is kept: one contract, several stores."""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from graph.errors import UsageError
from graph.kinds import SCHEMA, Schema
from graph.store.base import (
    Author,
    Change,
    Commit,
    Contents,
    Create,
    Delete,
    End,
    Found,
    GraphStore,
    Operation,
    Progress,
    Remember,
    Update,
    Verification,
    unheard,
)
from graph.store.batches import Batch, NodeBatch, TieBatch, batches
from graph.store.dump import is_dump
from graph.store.embedded import EmbeddedStore, create, fill, load, restore_copy
from graph.store.files import aside, make_private
from graph.store.neo4j import Credentials, is_server

TIMEOUT_S: Final = 10.0
"""How long a writer waits for another one."""

_EMBEDDED: Final = "sqlite:///"


def open_store(
    url: str,
    *,
    schema: Schema = SCHEMA,
    timeout_s: float = TIMEOUT_S,
    credentials: Credentials | None = None,
    told: Progress = unheard,
) -> GraphStore:
    """Open a store: `sqlite:///relative/path`, `sqlite:////absolute/path` or `neo4j://host:port`.

    Only a server asks for `credentials`; it counts as dead when it is silent for a fifth of `timeout_s`. `told` hears
    how far a file is whose indexes follow a change of the declared kinds: of millions of nodes that takes minutes.
    Raises UsageError for another form, StoreUnavailable where there is none, StoreDamaged, StoreVersion, StoreBusy.
    """
    if is_server(url):
        from graph.store.neo4j.store import Neo4jStore  # the driver takes seconds to import

        return Neo4jStore(url, schema, timeout_s, credentials)
    return EmbeddedStore(url, _path(url), schema, timeout_s, told)


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


def load_store(  # noqa: PLR0913 - where to, what, by whom, and what it needs to get in
    url: str,
    batches: Iterable[Batch],
    *,
    author: Author,
    settings: Mapping[str, str] = MappingProxyType({}),
    schema: Schema = SCHEMA,
    told: Callable[[int], None] = lambda _: None,
    credentials: Credentials | None = None,
    timeout_s: float = TIMEOUT_S,
) -> int:
    """Make a store filled with all batches, nodes before ties, as one commit; the number of that commit.

    The store appears whole or not at all; `told` hears how many records are in so far, and may interrupt.
    Raises UsageError, Conflict where something is there already or an id comes twice, InvalidRecord that says which
    batch and row, NotFound for an unknown kind, StoreUnavailable, StoreFull.
    """
    if is_server(url):
        from graph.store.neo4j.loading import load as load_server
        from graph.store.neo4j.store import connected

        with connected(url, timeout_s, credentials) as server:
            return load_server(server, batches, schema, author=author, settings=settings, told=told)
    return load(_path(url), batches, schema, author=author, settings=settings, told=told)


def restore(
    backup: Path,
    url: str,
    *,
    schema: Schema = SCHEMA,
    timeout_s: float = TIMEOUT_S,
    credentials: Credentials | None = None,
) -> None:
    """Make a store from a backup or a dump of any store: checked first, then there as a whole.

    Raises UsageError, Conflict where something is there already, StoreUnavailable, StoreDamaged, StoreVersion.
    """
    if is_server(url):
        from graph.store.neo4j.dumping import fill as fill_server
        from graph.store.neo4j.store import connected

        with connected(url, timeout_s, credentials) as server, _as_dump(backup, schema, timeout_s) as dump:
            fill_server(dump, server, schema)
    elif is_dump(backup):
        fill(backup, _path(url), schema, timeout_s)
    else:
        restore_copy(backup, _path(url), schema, timeout_s)


@contextmanager
def _as_dump(backup: Path, schema: Schema, timeout_s: float) -> Generator[Path]:
    """A backup of any sort as a dump; a copy of an embedded store is made one for the time being."""
    if not backup.is_file() or is_dump(backup):
        yield backup
        return
    with aside(backup.absolute().parent) as folder:
        copy, dump = Path(folder, "store.db"), Path(folder, "store.dump")
        restore_copy(backup, copy, schema, timeout_s)
        store = EmbeddedStore(f"{_EMBEDDED}{copy}", copy, schema, timeout_s)
        try:
            store.dump(dump)
        finally:
            store.close()
        yield dump


def copy_store(
    source: str,
    target: str,
    *,
    schema: Schema = SCHEMA,
    timeout_s: float = TIMEOUT_S,
    credentials: Credentials | None = None,
    room: Path | None = None,
) -> None:
    """Make of one store another, whatever keeps them: same records, settings, history and identity.

    What is needed for the time being lies beside an embedded store, between two servers in the folder `room`, which is
    made where it is not there. Raises UsageError, Conflict where something is at the target already, StoreErrors.
    """
    with aside(_room(target, source, room)) as folder:
        dump = Path(folder, "store.dump")
        store = open_store(source, schema=schema, timeout_s=timeout_s, credentials=credentials)
        try:
            store.dump(dump)
        finally:
            store.close()
        restore(dump, target, schema=schema, timeout_s=timeout_s, credentials=credentials)


def _room(target: str, source: str, room: Path | None) -> Path:
    """Where a copy may keep something: never where everybody's temporary files are."""
    files = [_path(url) for url in (target, source) if not is_server(url)]
    if files:
        return files[0].parent
    if room is None:
        raise UsageError(
            "Per copiare da un server a un altro va detta una cartella in cui tenere la copia finché serve.",
            "To copy from one server to another, say in which folder the copy may lie as long as it is needed.",
        )
    make_private(room)
    return room


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
    "Commit",
    "Contents",
    "Create",
    "Credentials",
    "Delete",
    "End",
    "Found",
    "GraphStore",
    "NodeBatch",
    "Operation",
    "Progress",
    "Remember",
    "TieBatch",
    "Update",
    "Verification",
    "batches",
    "copy_store",
    "create_store",
    "load_store",
    "open_store",
    "restore",
    "unheard",
]
