"""Writing one cell: the counterpart of `graph.importers.cells`, which reads back exactly what is written here."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, cast

from graph.errors import InvalidRecord
from graph.kinds import Ask, Record
from graph.kinds.base import label
from graph.kinds.tables import guarded, legible

Separator = Literal[",", ";"]
_PARTS: Final = (";", "\n")
"""What parts the items of a list within a cell."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written: what parts its columns. With `;`, as in Italian spreadsheets, decimals have a comma."""

    separator: Separator = ","

    @property
    def decimal_mark(self) -> str:
        """What parts the decimals of a number."""
        return "," if self.separator == ";" else "."


def cell(record: Record, field: str, layout: Layout) -> str:
    """The cell of a field, blank where the field holds nothing, guarded where a spreadsheet would run it.

    Raises InvalidRecord for a text that no table can hold.
    """
    value = getattr(record, field)
    text = plain(value, layout)
    if not legible(text) or (isinstance(value, tuple) and _parted(cast("tuple[Any, ...]", value))):
        raise _not_for_tables(record, field)
    return guarded(text)


def plain(value: Any, layout: Layout) -> str:
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
        return "; ".join(plain(item, layout) for item in cast("tuple[Any, ...]", value))
    return str(value)


def _ask(ask: Ask) -> str:
    year = f"[{ask.birth_year}]" if ask.birth_year else ""
    return " ".join(part for part in (ask.need, year, f"!{ask.weight}", *ask.slots) if part)


def _parted(items: tuple[Any, ...]) -> bool:
    """Whether an item of a list would be read back as none or as several."""
    texts = [item for item in items if isinstance(item, str)]
    return any(not text.strip() or any(sign in text for sign in _PARTS) for text in texts)


def _not_for_tables(record: Record, field: str) -> InvalidRecord:
    title = label(type(record).model_fields[field])
    it, en = (title.it, title.en) if title else (field, field)
    return InvalidRecord(
        f"Il campo «{it}» del dato {record.id} ha caratteri che nessuna tabella può contenere: correggilo con"
        f" legami edit {record.id} {field}=…",
        f"The field “{en}” of the record {record.id} has characters that no table can hold: mend it with"
        f" legami edit {record.id} {field}=…",
    )
