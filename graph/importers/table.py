"""Importing a table of nodes and ties: each row says its own kind, and a file may mix kinds under one header.

How a node is recognised: by `id`; else by `key`, the user's own stable key, kept as the key of the source "table";
else a row is a new node, unless one of the same kind, name, comune and given values is there already. A place is also
recognised by its official code, whatever the id: every store has its own ids for the same comuni.
How a tie is recognised: by `id`; else by kind, ends (in either order if undirected) and `valid_from`; so is one between
places whose id is another store's.
What a blank cell means: with a key, that the table says nothing (any more); otherwise, that the value stays as it is;
but a blank beginning of a consent always takes the consent back, also one set by hand or told by another row.
What a column that is not there means: that this file does not speak of the field, and what is stored stays.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import Text
from graph.importers.cells import Lexicon, plain_text, read_cell
from graph.importers.columns import Header, kind_of
from graph.importers.draft import Draft, values_of
from graph.importers.report import CellRefused
from graph.importers.rows import Row, Table
from graph.kinds import Record, Schema
from graph.kinds.tables import IDENTITY, writes

_LONGEST_KEY: Final = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One row, understood. `values`: the plain values of the cells that are not blank; `columns`: field to title."""

    line: int
    cls: type[Record]
    id: str
    key: str
    ends: tuple[str, str]
    values: Mapping[str, Any]
    columns: Mapping[str, str]


def understand(table: Table, draft: Draft, lexicon: Lexicon) -> list[Said]:
    """The rows that can be read; the others are rejected in the draft. Raises UnknownColumns."""
    header = Header(draft.store.schema, table.columns)
    ids = (row.cells[title].lower() for row in table.rows for title in header.meaning("id"))
    held = draft.store.get([id for id in ids if is_id(id)])
    said: list[Said] = []
    for row in table.rows:
        try:
            said.append(_said(row, header, held, draft.store.schema, lexicon))
        except CellRefused as refused:
            draft.reject([row.line], refused)
    return said


def _filled(row: Row, titles: Sequence[str]) -> str:
    """The column that tells a field in this row. Raises CellRefused where two do."""
    filled = [title for title in titles if row.cells[title]]
    if len(filled) > 1:
        raise CellRefused(filled[1], *_TWICE)
    return (filled or titles)[0]


_TWICE: Final = (
    Text("Due colonne di questa riga dicono la stessa cosa.", "Two columns of this row tell the same thing."),
    Text("Lasciane piena una sola.", "Leave only one of them filled."),
)


def is_id(text: str) -> bool:
    """Whether a text has the form of an id."""
    return _ID.fullmatch(text) is not None


_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def _said(row: Row, header: Header, held: Mapping[str, Record], schema: Schema, lexicon: Lexicon) -> Said:
    cls = _kind(row, header.kind_column(), schema)
    titles = header.columns(cls)
    columns = {field: _filled(row, titles[field]) for field in titles}
    cells = {field: (row.cells[title], title) for field, title in columns.items()}
    stray = [title for title, text in row.cells.items() if text and title not in columns.values()]
    if stray:
        raise CellRefused(stray[0], *_OTHER_KIND)
    id = read_cell(cls, "id", cells["id"], lexicon) if cells.get("id", ("", ""))[0] else ""
    return Said(
        line=row.line,
        cls=cls,
        id=id,
        key=reference(cells, "key"),
        ends=(reference(cells, "source"), reference(cells, "target")),
        values=_values(cls, cells, held.get(id), lexicon),
        columns=columns,
    )


def _values(
    cls: type[Record], cells: Mapping[str, tuple[str, str]], held: Record | None, lexicon: Lexicon
) -> dict[str, Any]:
    """The plain values of the cells that are not blank.

    How the store itself writes what it holds is no news, and is taken as it is: what was exported comes back exactly,
    also where the same cell written by hand would be refused (a concept that has left the vocabulary).
    """
    known = values_of(held) if held and type(held) is cls else {}
    return {
        field: known[field]
        if field in known and writes(cell[0], getattr(held, field))
        else read_cell(cls, field, cell, lexicon)
        for field, cell in cells.items()
        if cell[0] and field not in IDENTITY
    }


_OTHER_KIND: Final = (
    Text("Il tipo di questa riga non ha questo campo.", "The kind of this row has no such field."),
    Text("Lascia vuota la cella.", "Leave the cell blank."),
)


def _kind(row: Row, column: str, schema: Schema) -> type[Record]:
    cls = kind_of(schema, row.cells[column])
    if cls is None:
        names = ", ".join((*schema.node_names, *schema.tie_names))
        raise CellRefused(
            column,
            Text("Il tipo manca o non esiste.", "The kind is missing or does not exist."),
            Text(f"Scrivi uno di: {names}.", f"Write one of: {names}."),
        )
    return cls


def reference(cells: Mapping[str, tuple[str, str]], field: str) -> str:
    """The key or the id that a cell names, "" where it is blank or absent. Raises CellRefused."""
    text, column = cells.get(field, ("", ""))
    if len(text) > _LONGEST_KEY:
        reason = Text("La chiave è troppo lunga.", "The key is too long.")
        mend = Text(f"Usa al massimo {_LONGEST_KEY} caratteri.", f"Use at most {_LONGEST_KEY} characters.")
        raise CellRefused(column, reason, mend)
    return plain_text(text, column) if text else ""
