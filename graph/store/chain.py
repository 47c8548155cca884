"""The chain of hashes over all commits and what each changed: one history, whatever store keeps it.

The texts of a change enter the chain by a salted digest that is kept beside them. A text can so be erased later,
salt included, without breaking the chain and without leaving anything that could be guessed.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.kinds import Record
from graph.store.canonical import compact, content, uid
from graph.store.ledger import Action, Setting, Step
from graph.store.numbering import Kinds
from graph.store.rows import as_record

GENESIS: Final = bytes(32)
"""The digest before the first commit."""


@dataclass(frozen=True, slots=True)
class Load:
    """All that a new store was filled with, in one step; `summary` says what it was."""

    summary: str


Written = Step | Setting | Load


def written(step: Written, plains: Mapping[int, dict[str, Any]]) -> tuple[Any, ...]:
    """A step as the history keeps it: `action, id, setting, before, after, salt, digest`.

    `plains` gives the content of records already known, by their identity.
    """
    if isinstance(step, Setting):
        what = ("remember", None, step.key, step.before, step.after)
    elif isinstance(step, Load):
        what = ("load", None, None, None, step.summary)
    else:
        what = (step.action, uid(step.id), None, _text(step.before, plains), _text(step.after, plains))
    salt = secrets.token_bytes(16)
    return (*what, salt, change_digest(salt, *what))


def _text(record: Record | None, plains: Mapping[int, dict[str, Any]]) -> str | None:
    return None if record is None else compact(plains.get(id(record)) or content(record))


def step_told(action: Action, id: str | None, before: str | None, after: str | None, kinds: Kinds) -> Step:
    """A change of a record as the history tells it; the one that filled the store names none.

    Raises StoreDamaged, StoreVersion.
    """
    if id is None:
        return Step(action, "", None, None)
    return Step(action, id, _read(before, kinds), _read(after, kinds))


def _read(text: str | None, kinds: Kinds) -> Record | None:
    return None if text is None else as_record(text, kinds)


def change_digest(
    salt: bytes, action: str, id: bytes | None, setting: str | None, before: str | None, after: str | None
) -> bytes:
    """SHA-256 of one change."""
    text = compact([action, id.hex() if id else None, setting, before, after])
    return hashlib.sha256(salt + text.encode()).digest()


def commit_digest(previous: bytes, about: tuple[int, str, str, str], changes: Sequence[bytes]) -> bytes:
    """SHA-256 of the previous commit's digest, the commit and the digests of its changes."""
    return hashlib.sha256(previous + compact(about).encode() + b"".join(changes)).digest()
