"""What a table of a kind looks like to those who read tables and to those who write them: columns, and guarded cells.

A spreadsheet runs a cell that begins with one of = + - @ as a formula. A guarded cell has an apostrophe before its
text: whoever writes tables adds it where it is needed, whoever reads them takes it away again.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, cast

from graph.kinds.base import Node, Record
from graph.kinds.pacts import Ask

KIND: Final = "kind"
SYNTHETIC: Final = "synthetic"
IDENTITY: Final = frozenset({KIND, "key", "id", "source", "target"})
"""Columns that tell which record a row speaks of; the others hold its values."""
COMUNE: Final = "istat"
"""Begins the reference to a comune by its ISTAT code, `istat:019035`, which holds in every store."""
TABLE: Final = "table"
"""The source that a table of our own form is; the keys of its rows are the programme's."""
_NODE_FIRST: Final = (KIND, "key", "id")
_TIE_FIRST: Final = (KIND, "id", "source", "target")
_NO_COLUMNS: Final = frozenset({"sources", "recorded_at"})
"""Kept by the program itself."""

_NEEDS_GUARD: Final = re.compile(r"'*[=+\-@＝＋－＠#\t\r]")
_GUARDED: Final = re.compile(r"'+[=+\-@＝＋－＠#\t\r]")
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]|(?<![\u0250-\U0010ffff])[\u200c\u200d]"
)
"""Marks of direction, spaces without width and other letters that nobody sees: two texts that look the same differ, or
one reads otherwise than it is. The joiners stay where scripts need them, after a letter that is not Latin."""
_ILLEGIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

Separator = Literal[",", ";"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written: what parts its columns. With `;`, as in Italian spreadsheets, decimals have a comma."""

    separator: Separator = ","

    @property
    def decimal_mark(self) -> str:
        """What parts the decimals of a number."""
        return "," if self.separator == ";" else "."


LAYOUTS: Final = (Layout(","), Layout(";"))


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


def writes(cell: str, value: Any) -> bool:
    """Whether a cell is how a value is written."""
    return any(cell == guarded(written(value, layout)) for layout in LAYOUTS)


def legible(text: str) -> bool:
    """Whether a table can hold the text: no control characters but tabs and line ends."""
    return _ILLEGIBLE.search(text) is None


def seen(text: str) -> bool:
    """Whether all of the text shows. Who writes it anew is held to that; what is stored goes in and out as it is."""
    return _UNSEEN.search(text) is None


def written(value: Any, layout: Layout) -> str:
    """A value as it is written, in codes that are the same in every language."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(value).removesuffix(".0").replace(".", layout.decimal_mark)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Ask):
        return _ask(value)
    if isinstance(value, tuple):
        return "; ".join(written(item, layout) for item in cast("tuple[Any, ...]", value))
    return str(value)


def _ask(ask: Ask) -> str:
    year = f"[{ask.birth_year}]" if ask.birth_year else ""
    return " ".join(part for part in (ask.need, year, f"!{ask.weight}", *ask.slots) if part)
