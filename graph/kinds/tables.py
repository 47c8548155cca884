"""What a table of a kind looks like to those who read tables and to those who write them: columns, and guarded cells.

A spreadsheet runs a cell that begins with one of = + - @ as a formula. A guarded cell has an apostrophe before its
text: whoever writes tables adds it where it is needed, whoever reads them takes it away again.
"""

import re
from typing import Final

from graph.kinds.base import Node, Record

KIND: Final = "kind"
SYNTHETIC: Final = "synthetic"
IDENTITY: Final = frozenset({KIND, "key", "id", "source", "target"})
"""Columns that tell which record a row speaks of; the others hold its values."""
_NODE_FIRST: Final = (KIND, "key", "id")
_TIE_FIRST: Final = (KIND, "id", "source", "target")
_NO_COLUMNS: Final = frozenset({"sources", "recorded_at"})
"""Kept by the program itself."""

_NEEDS_GUARD: Final = re.compile(r"'*[=+\-@＝＋－＠#\s]")
_GUARDED: Final = re.compile(r"'+[=+\-@＝＋－＠#\s]")
_ILLEGIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def columns_of(cls: type[Record]) -> tuple[str, ...]:
    """The columns of a kind: `kind` first, then how a row is recognised, then the declared fields."""
    first = _NODE_FIRST if issubclass(cls, Node) else _TIE_FIRST
    fields = [name for name in cls.model_fields if name not in _NO_COLUMNS | set(first) | {SYNTHETIC}]
    return (*first, *fields, SYNTHETIC)


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs, nor takes for one of its errors (`#N/A`)."""
    return f"'{text}" if _NEEDS_GUARD.match(text) else text


def unguarded(cell: str) -> str | None:
    """The text of a guarded cell; None where the cell is not guarded: `unguarded(guarded(text)) or text` is `text`."""
    return cell[1:] if _GUARDED.match(cell) else None


def legible(text: str) -> bool:
    """Whether a table can hold the text: no control characters but tabs and line ends."""
    return _ILLEGIBLE.search(text) is None
