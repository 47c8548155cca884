"""Writing one cell: the counterpart of `graph.importers.cells`, which reads back exactly what is written here."""

from typing import Any, Final, cast

from graph.errors import InvalidRecord
from graph.kinds import Record
from graph.kinds.base import label
from graph.kinds.tables import Layout, guarded, legible, written

_PARTS: Final = (";", "\n")
"""What parts the items of a list within a cell."""


def cell(record: Record, field: str, layout: Layout) -> str:
    """The cell of a field, blank where the field holds nothing, guarded where a spreadsheet would run it.

    Raises InvalidRecord for a text that no table can hold.
    """
    value = getattr(record, field)
    text = written(value, layout)
    if not legible(text) or (isinstance(value, tuple) and _parted(cast("tuple[Any, ...]", value))):
        raise _not_for_tables(record, field)
    return guarded(text)


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
