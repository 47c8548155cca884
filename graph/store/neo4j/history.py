"""Commits and what each changed, under the chain of hashes that the embedded store keeps too."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from neo4j import Transaction

from graph.errors import NotFound
from graph.store.base import Author, Change, Commit
from graph.store.chain import Written, commit_digest, step_told, written
from graph.store.ledger import Action, Setting, Step
from graph.store.neo4j import cypher
from graph.store.neo4j.batching import run_in_batches
from graph.store.neo4j.failures import missing
from graph.store.neo4j.reading import pages
from graph.store.neo4j.rows import dashed
from graph.store.neo4j.server import Asked, Server, one
from graph.store.numbering import Kinds

EVERY: Final = 1 << 62
"""A limit that nothing reaches."""


@dataclass(frozen=True, slots=True)
class State:
    """What the store says of itself."""

    version: int
    identity: str
    declaration: str
    numbers: str
    commit: int
    digest: str
    changes: int


def state(transaction: Asked) -> State | None:
    """How the store stands; none where there is no store."""
    row = one(transaction.run(cypher.STATE).values())
    return None if row is None else State(*row)


def present(transaction: Asked, url: str) -> State:
    """How the store stands.

    Raises StoreUnavailable where there is none.
    """
    found = state(transaction)
    if found is None:
        raise missing(url)
    return found


def settled(server: Server) -> State:
    """How the store stands with no commit half-way.

    Raises StoreUnavailable where there is none, StoreBusy.
    """
    row = server.settled()
    if row is None:
        raise missing(server.url)
    return State(*row)


def record(
    transaction: Transaction,
    now: State,
    key: str,
    author: Author,
    steps: Sequence[Written],
    plains: Mapping[int, dict[str, Any]],
) -> int:
    """Write a commit with its steps; `plains` gives the content of records already known, by their identity."""
    number, at = now.commit + 1, author.at.isoformat()
    rows = [_row(now.changes + place, number, step, plains) for place, step in enumerate(steps, 1)]
    before = bytes.fromhex(now.digest)
    digest = commit_digest(before, (number, at, author.name, author.note), [bytes.fromhex(row[-1]) for row in rows])
    run_in_batches(transaction, cypher.CHANGES, rows)
    last = now.changes + len(rows)
    about = {"number": number, "at": at, "author": author.name, "note": author.note, "key": key, "last": last}
    transaction.run(cypher.COMMIT, {**about, "digest": digest.hex()}).consume()
    transaction.run(cypher.ADVANCE, number=number, digest=digest.hex(), changes=last).consume()
    return number


def _row(seq: int, number: int, step: Written, plains: Mapping[int, dict[str, Any]]) -> list[Any]:
    """A step as `cypher.CHANGES` takes it: bytes as hexadecimal digits."""
    action, id, setting, before, after, salt, digest = written(step, plains)
    return [seq, number, action, id and id.hex(), setting, before, after, salt.hex(), digest.hex()]


def commits(transaction: Asked, limit: int | None) -> list[Commit]:
    """The latest commits, newest first."""
    most = EVERY if limit is None else max(limit, 0)
    return [
        Commit(number, Author(author, datetime.fromisoformat(at), note), dict(touched))
        for number, at, author, note, touched in transaction.run(cypher.LATEST_COMMITS, limit=most).values()
    ]


def changes(server: Server, kinds: Kinds, since: int) -> Iterator[Change]:
    """What commits after `since` did to records, in order, each commit whole or not yet.

    Only what had landed when the reading began is read: who sees part of a commit would take it for seen.
    """
    last = settled(server).changes
    start = server.ask_the_writer(lambda asked: one(asked.run(cypher.LAST_CHANGE, number=since).values()))
    if start is None and since > 0:
        return
    feed = pages(server.ask_the_writer, cypher.FEED, start[0] if start else 0, {"last": last})
    for _, number, at, author, note, action, id, before, after in feed:
        if action != "remember":
            who = Author(author, datetime.fromisoformat(at), note)
            step = _step(action, id, before, after, kinds)
            yield Change(number, who, step.action, step.id, step.before, step.after)


def steps(transaction: Asked, kinds: Kinds, commit: int) -> list[Step | Setting]:
    """What one commit did.

    Raises NotFound.
    """
    if not transaction.run(cypher.LAST_CHANGE, number=commit).values():
        raise NotFound(f"La modifica numero {commit} non esiste.", f"There is no commit {commit}.")
    return [
        Setting(setting, before, after) if setting is not None else _step(action, id, before, after, kinds)
        for action, id, setting, before, after in transaction.run(cypher.STEPS, commit=commit).values()
    ]


def _step(action: Action, id: str | None, before: str | None, after: str | None, kinds: Kinds) -> Step:
    return step_told(action, id and dashed(id), before, after, kinds)
