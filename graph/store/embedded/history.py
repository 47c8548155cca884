"""Commits and what each changed, in the tables: the change feed, what undo takes back, the chain of hashes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from graph.errors import NotFound
from graph.store.base import Author, Change, Commit
from graph.store.canonical import text_id
from graph.store.chain import GENESIS, Written, commit_digest, step_told, written
from graph.store.embedded.library import Connection
from graph.store.ledger import Action, Setting, Step
from graph.store.numbering import Kinds


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
    rows = [(number, *written(step, plains)) for step in steps]
    before = connection.value("SELECT digest FROM commits WHERE number = ?", (number - 1,)) or GENESIS
    digest = commit_digest(before, (number, at, author.name, author.note), [row[-1] for row in rows])
    connection.run("INSERT INTO commits VALUES (?, ?, ?, ?, ?)", (number, at, author.name, author.note, digest))
    connection.many(
        "INSERT INTO change (number, action, uid, setting, before, after, salt, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return number


def commits(connection: Connection, limit: int | None) -> list[Commit]:
    """The latest commits, newest first."""
    most = -1 if limit is None else max(limit, 0)
    rows = connection.rows("SELECT number, at, author, note FROM commits ORDER BY number DESC LIMIT ?", (most,))
    return [
        Commit(number, Author(author, datetime.fromisoformat(at), note), _touched(connection, number))
        for number, at, author, note in rows
    ]


def _touched(connection: Connection, commit: int) -> dict[str, int]:
    counted = "SELECT action, count(*) FROM change WHERE number = ? AND setting IS NULL GROUP BY action"
    return dict(connection.rows(counted, (commit,)))


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
    return step_told(action, None if id is None else text_id(id), before, after, kinds)
