"""A table as read from a file: its columns, and rows numbered as a spreadsheet numbers them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.errors import Text, UnknownColumns, UnreadableFile
from graph.importers.report import Rejection

MAX_CELL: Final = 100_000
"""Characters in one cell."""
MAX_COLUMNS: Final = 300
MAX_ROWS: Final = 1_048_576
"""Rows in one file: as many as a spreadsheet holds."""

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number (the header is 1) and its cells by column title, stripped; blank is ""."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a file. `broken` rows could not be laid out under the columns."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    broken: tuple[Rejection, ...] = ()


def laid_out(records: Iterable[Cells]) -> Table:
    """The table whose first record is the header. Blank rows keep their number and are not read.

    Raises UnknownColumns where two columns share a title, UnreadableFile beyond the limits.
    """
    numbered = _numbered(records)
    _, header = next(numbered, (1, ()))
    columns = tuple(cell.strip() for cell in _filled(header))
    _check_header(columns)
    titles = [(place, column) for place, column in enumerate(columns) if column]
    rows: list[Row] = []
    broken: list[Rejection] = []
    for line, padded in numbered:
        cells = _filled(padded)
        _check_cells(line, cells)
        if not cells:
            continue
        if any(cell.strip() for place, cell in enumerate(cells) if place >= len(columns) or not columns[place]):
            broken.append(Rejection(line, "", _STRAY, _STRAY_MEND))
        else:
            rows.append(Row(line, {title: cells[at].strip() if at < len(cells) else "" for at, title in titles}))
    return Table(tuple(column for column in columns if column), tuple(rows), tuple(broken))


_STRAY = Text("C'è un valore fuori dalle colonne con un titolo.", "There is a value outside the titled columns.")
_STRAY_MEND = Text(
    "Controlla i separatori e le virgolette di questa riga.", "Check the separators and the quotes of this row."
)


def _numbered(records: Iterable[Cells]) -> Iterator[tuple[int, Cells]]:
    for line, cells in enumerate(records, start=1):
        if line > MAX_ROWS:
            raise UnreadableFile(
                f"Il file ha più di {MAX_ROWS} righe. Dividilo in più file.",
                f"The file has more than {MAX_ROWS} rows. Split it into several files.",
            )
        yield line, cells


def _filled(cells: Cells) -> Cells:
    """The cells up to the last one that is not blank."""
    size = len(cells)
    while size and not cells[size - 1].strip():
        size -= 1
    return cells[:size]


def _check_header(columns: Sequence[str]) -> None:
    if not any(columns):
        raise UnreadableFile(
            "La prima riga del file è vuota: deve contenere i titoli delle colonne.",
            "The first row of the file is blank: it must hold the titles of the columns.",
        )
    if len(columns) > MAX_COLUMNS:
        raise UnreadableFile(
            f"Il file ha più di {MAX_COLUMNS} colonne. Togli quelle che non servono.",
            f"The file has more than {MAX_COLUMNS} columns. Remove those that are not needed.",
        )
    times = Counter(column.casefold() for column in columns if column)
    repeated = ", ".join(f"«{shown(title)}»" for title, count in times.items() if count > 1)
    if repeated:
        raise UnknownColumns(
            f"Questi titoli di colonna compaiono più volte: {repeated}. Lasciane uno solo per titolo.",
            f"These column titles appear more than once: {repeated}. Leave one of each.",
        )


def _check_cells(line: int, cells: Cells) -> None:
    if any(len(cell) > MAX_CELL for cell in cells):
        raise oversized(line)


def oversized(line: int) -> UnreadableFile:
    """The refusal of a file that holds a huge cell: usually a quote that was never closed."""
    return UnreadableFile(
        f"Alla riga {line} c'è una cella di più di {MAX_CELL} caratteri. "
        "Accorciala, e controlla che le virgolette siano chiuse.",
        f"Row {line} has a cell of more than {MAX_CELL} characters. Shorten it, and check that its quotes are closed.",
    )


def shown(title: str) -> str:
    """A column title as an error may repeat it: short and printable."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in title)
    return clean if len(clean) <= 60 else clean[:57] + "..."
