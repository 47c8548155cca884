"""One form for ids, one text for one record and one hash for one content, whatever store keeps it."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from graph.kinds import Record

NODE_COLUMNS: Final = frozenset({"id", "kind", "name"})
TIE_COLUMNS: Final = frozenset(
    {"id", "kind", "source", "target", "strength", "valid_from", "valid_to", "confirmed_on", "visibility"}
)
"""What tables and batches keep apart from the other fields of a record."""

_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def uid(id: str) -> bytes:
    """An id as stores keep it: 16 bytes."""
    return bytes.fromhex(id.replace("-", ""))


def text_id(uid: bytes) -> str:
    """An id as everybody else writes it."""
    h = uid.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def compact(value: Any) -> str:
    """JSON in its shortest and only form."""
    return _encode(value)


def content(record: Record) -> dict[str, Any]:
    """A record in plain form without the fields at their default; its kind included."""
    return {"kind": record.kind, **record.model_dump(mode="json", exclude_defaults=True)}


def other_fields(plain: Mapping[str, Any], columns: Collection[str]) -> dict[str, Any]:
    """Of a record in plain form the fields that are none of `columns`."""
    return {name: value for name, value in plain.items() if name not in columns}


def canonical(record: Record) -> bytes:
    """A record with all its fields as JSON, keys in order."""
    return compact(record.model_dump(mode="json")).encode()


def canonical_hash(records: Iterable[Record]) -> str:
    """SHA-256 over nodes and ties in the order of their ids, a line each."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(canonical(record) + b"\n")
    return digest.hexdigest()
