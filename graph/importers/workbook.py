"""Reading the first sheet of an XLSX workbook, whose sizes are checked before anything is unpacked."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final

import openpyxl

from graph.errors import LegamiError, UnreadableFile
from graph.importers.rows import MAX_COLUMNS, MAX_ROWS, Cells

MAX_UNPACKED: Final = 150_000_000
"""Bytes of all parts, unpacked."""
MAX_RATIO: Final = 200
"""Unpacked over packed size of one part; a long sheet of equal rows reaches about 100."""
MAX_PARTS: Final = 2_000

_SMALL = 1_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def workbook_records(data: bytes) -> Iterator[Cells]:
    """The rows of the first sheet as text: dates in ISO form, whole numbers without decimals.

    A formula counts as the value that was saved with it.
    Raises UnreadableFile for anything else than a sound workbook of bounded size.
    """
    _check_archive(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not matter here
            yield from _records(data)
    except LegamiError:
        raise
    except Exception:  # noqa: BLE001 openpyxl raises whatever its parsers met
        raise _damaged() from None


def _check_archive(data: bytes) -> None:
    """Refuse what would unpack beyond bounds. zipfile never hands out more than a part declares."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _damaged() from None
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnreadableFile(
            "Non è un foglio di calcolo .xlsx. Salva la tabella come .xlsx o .csv.",
            "It is not an .xlsx spreadsheet. Save the table as .xlsx or .csv.",
        )
    if (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED
        or any(_swollen(part) for part in parts)
    ):
        raise UnreadableFile(
            "Il foglio di calcolo, una volta aperto, sarebbe enorme. Copia la tabella in un foglio nuovo, o in un CSV.",
            "The spreadsheet would be enormous once unpacked. Copy the table to a new sheet, or to a CSV.",
        )


def _swollen(part: zipfile.ZipInfo) -> bool:
    if part.compress_type not in _METHODS or part.flag_bits & 1:
        return True
    return part.file_size > _SMALL and part.file_size > MAX_RATIO * part.compress_size


def _records(data: bytes) -> Iterator[Cells]:
    """Every row, read once for values and once for formulas: only there shows a formula without a saved value."""
    if not openpyxl.DEFUSEDXML:
        raise UnreadableFile(
            "Per leggere i file .xlsx serve la libreria defusedxml. Installala, o salva la tabella come .csv.",
            "Reading .xlsx files needs the library defusedxml. Install it, or save the table as .csv.",
        )
    for line, (cells, sources) in enumerate(zip(*(_sheet(data, saved) for saved in (True, False)), strict=True), 1):
        if sources.count(None) == len(sources):  # a sheet may end a million blank rows further down
            yield ()
            continue
        if any(cell is None and source is not None for cell, source in zip(cells, sources, strict=True)):
            raise UnreadableFile(
                f"Alla riga {line} c'è una formula senza il suo risultato. "
                "Apri il file nel foglio di calcolo, salvalo e riprova; o incolla i soli valori.",
                f"Row {line} has a formula without its result. "
                "Open the file in the spreadsheet program, save it and try again; or paste the values only.",
            )
        yield [written(cell) for cell in cells]


def _sheet(data: bytes, values: bool) -> Iterator[Sequence[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
    yield from book.worksheets[0].iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS + 1, values_only=True)


def written(value: object) -> str:
    """A cell's value as a CSV file would hold it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "Il foglio di calcolo è rovinato o protetto da password. Salvalo di nuovo come .xlsx o .csv.",
        "The spreadsheet is damaged or protected by a password. Save it again as .xlsx or .csv.",
    )
