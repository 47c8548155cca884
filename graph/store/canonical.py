"""One text for one record and one hash for one content, whatever store keeps it."""

import hashlib
import json
from collections.abc import Iterable

from graph.kinds import Record


def canonical(record: Record) -> bytes:
    """A record with all its fields as JSON, keys in order."""
    plain = record.model_dump(mode="json")
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def canonical_hash(records: Iterable[Record]) -> str:
    """SHA-256 over nodes and ties in the order of their ids, a line each."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(canonical(record) + b"\n")
    return digest.hexdigest()
