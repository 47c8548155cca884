"""Commits and what each changed: the change feed, what undo takes back, and a chain of hashes over all of it.

The texts of a change enter the chain by a salted digest that is kept beside them. A text can so be erased later,
salt included, without breaking the chain and without leaving anything that could be guessed.
"""

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.errors import NotFound
from graph.kinds import Record
from graph.store.base import Author, Change
from graph.store.canonical import compact, content, text_id, uid
from graph.store.embedded.library import Connection
from graph.store.embedded.rows import as_record
from graph.store.embedded.schema import Kinds
from graph.store.ledger import Action, Setting, Step

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Load:
    """All that a new store was filled with, in one step; `summary` says what it was."""

    summary: str


Written = Step | Setting | Load


def latest(connection: Connection) -> int:
    """The number of the latest commit; 0 before the first."""
    return connection.value("SELECT max(number) FROM commits") or 0


def state(connection: Connection) -> str:
    """The digest of the latest commit: names the content, as it depends on all that was ever written."""
    digest = connection.value("SELECT digest FROM commits ORDER BY number DESC LIMIT 1") or GENESIS
    return digest.hex()


def state_at(connection: Connection, commit: int) -> str | None:
    """The digest of a commit; none where there is no such commit. Two stores that agree on it have one past."""
    if not commit:
        return GENESIS.hex()
    digest = connection.value("SELECT digest FROM commits WHERE number = ?", (commit,))
    return None if digest is None else digest.hex()


def record(
    connection: Connection, author: Author, steps: Sequence[Written], plains: Mapping[int, dict[str, Any]]
) -> int:
    """Write a commit with its steps; `plains` gives the content of records already known, by their identity."""
    number = latest(connection) + 1
    at = author.at.isoformat()
    rows = [_row(number, step, plains) for step in steps]
    before = connection.value("SELECT digest FROM commits WHERE number = ?", (number - 1,)) or GENESIS
    digest = commit_digest(before, (number, at, author.name, author.note), [row[-1] for row in rows])
    connection.run("INSERT INTO commits VALUES (?, ?, ?, ?, ?)", (number, at, author.name, author.note, digest))
    connection.many(
        "INSERT INTO change (number, action, uid, setting, before, after, salt, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return number


def _row(number: int, step: Written, plains: Mapping[int, dict[str, Any]]) -> tuple[Any, ...]:
    if isinstance(step, Setting):
        what = ("remember", None, step.key, step.before, step.after)
    elif isinstance(step, Load):
        what = ("load", None, None, None, step.summary)
    else:
        before, after = _text(step.before, plains), _text(step.after, plains)
        what = (step.action, uid(step.id), None, before, after)
    salt = secrets.token_bytes(16)
    return (number, *what, salt, change_digest(salt, *what))


def _text(record: Record | None, plains: Mapping[int, dict[str, Any]]) -> str | None:
    return None if record is None else compact(plains.get(id(record)) or content(record))


def change_digest(
    salt: bytes, action: str, id: bytes | None, setting: str | None, before: str | None, after: str | None
) -> bytes:
    """SHA-256 of one change."""
    text = compact([action, id.hex() if id else None, setting, before, after])
    return hashlib.sha256(salt + text.encode()).digest()


def commit_digest(previous: bytes, about: tuple[int, str, str, str], changes: Sequence[bytes]) -> bytes:
    """SHA-256 of the previous commit's digest, the commit and the digests of its changes."""
    return hashlib.sha256(previous + compact(about).encode() + b"".join(changes)).digest()


def changes(connection: Connection, kinds: Kinds, since: int) -> Iterator[Change]:
    """What commits after `since` did to records, in order."""
    rows = connection.rows(
        "SELECT m.number, m.at, m.author, m.note, c.action, c.uid, c.before, c.after"
        " FROM commits AS m CROSS JOIN change AS c ON c.number = m.number"
        " WHERE m.number > ? AND c.setting IS NULL ORDER BY m.number, c.seq",
        (since,),
    )
    for number, at, author, note, action, id, before, after in rows:
        who = Author(author, datetime.fromisoformat(at), note)
        step = _step(action, id, before, after, kinds)
        yield Change(number, who, step.action, step.id, step.before, step.after)


def steps(connection: Connection, kinds: Kinds, commit: int) -> list[Step | Setting]:
    """What one commit did.

    Raises NotFound.
    """
    if not 1 <= commit <= latest(connection):
        raise NotFound(f"La modifica numero {commit} non esiste.", f"There is no commit {commit}.")
    rows = connection.rows(
        "SELECT action, uid, setting, before, after FROM change WHERE number = ? ORDER BY seq", (commit,)
    )
    return [
        Setting(setting, before, after) if setting is not None else _step(action, id, before, after, kinds)
        for action, id, setting, before, after in rows
    ]


def _step(action: Action, id: bytes | None, before: str | None, after: str | None, kinds: Kinds) -> Step:
    """A change of a record; the one that filled the store names none."""
    if id is None:
        return Step(action, "", None, None)
    return Step(action, text_id(id), _read(before, kinds), _read(after, kinds))


def _read(text: str | None, kinds: Kinds) -> Record | None:
    return None if text is None else as_record(text, kinds)
