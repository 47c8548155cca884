"""Reading a file into a table, whatever program wrote it; anything that is no table is refused, with the way out."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph.errors import UnreadableFile
from graph.importers.rows import Cells, Table, laid_out, oversized
from graph.importers.workbook import workbook_records

MAX_BYTES: Final = 200_000_000
"""Bytes in one file."""
DELIMITERS: Final = (",", ";", "\t", "|")

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_QUOTED = re.compile(r'"[^"]*"?')


def read_table(path: Path) -> Table:
    """The table in a CSV or XLSX file.

    CSV: UTF-8, UTF-16 with its mark, or else Windows-1252; comma, semicolon, tab or bar, as in the header.
    Raises UnreadableFile, or UnknownColumns where two columns share a title.
    """
    data = _content(path)
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFile(
            "È un foglio di calcolo nel vecchio formato .xls, o un file protetto. Salvalo come .xlsx o .csv.",
            "It is a spreadsheet in the old .xls format, or a protected file. Save it as .xlsx or .csv.",
        )
    if data.startswith(_ZIP):
        return laid_out(workbook_records(data))
    return laid_out(_records(_text(data)))


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise UnreadableFile(
            f"«{path.name or path}» è una cartella. Scrivi il nome di un file CSV o XLSX.",
            f"“{path.name or path}” is a folder. Write the name of a CSV or XLSX file.",
        )
    if not path.exists():
        raise UnreadableFile(
            f"Il file {path.name} non c'è. Controlla il nome e la cartella.",
            f"There is no file {path.name}. Check its name and folder.",
        )
    try:
        if not path.is_file():
            raise OSError
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        raise UnreadableFile(
            f"Il file {path.name} non si può aprire. Controlla i permessi.",
            f"The file {path.name} cannot be opened. Check its permissions.",
        ) from None
    if len(data) > MAX_BYTES:
        megabytes = MAX_BYTES // 1_000_000
        raise UnreadableFile(
            f"Il file supera {megabytes} MB. Dividilo in più file.",
            f"The file exceeds {megabytes} MB. Split it into several files.",
        )
    return data


def _text(data: bytes) -> str:
    text = _decoded(data)
    if not text.strip():
        raise UnreadableFile(
            "Il file è vuoto. Serve almeno la riga con i titoli delle colonne.",
            "The file is empty. It needs at least the row with the titles of the columns.",
        )
    if "\0" in text:
        raise UnreadableFile(
            "Il file non è una tabella di testo. Salvala come .csv (UTF-8) o .xlsx.",
            "The file is not a table of text. Save it as .csv (UTF-8) or .xlsx.",
        )
    return text


def _decoded(data: bytes) -> str:
    """The text in its declared encoding; undeclared, UTF-8 if it can be, or else what Windows wrote for decades."""
    try:
        if data.startswith(_UTF16):
            return data.decode("utf-16")
        if data.startswith(codecs.BOM_UTF8):
            return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(
            "Il testo del file è rovinato: non rispetta la codifica che dichiara. Salvalo di nuovo come CSV UTF-8.",
            "The text of the file is damaged: it breaks the encoding that it declares. Save it again as CSV UTF-8.",
        ) from None
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _records(text: str) -> Iterator[Cells]:
    """The records of a CSV text. Strict about quotes: one left open would swallow the rows after it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 0
    try:
        for line, cells in enumerate(reader, start=1):  # noqa: B007 the number is told where the reader fails
            yield cells
    except csv.Error as error:
        if "limit" in str(error):
            raise oversized(line + 1) from None
        raise UnreadableFile(
            f"Alla riga {line + 1} le virgolette non sono chiuse, o seguite da altro testo. "
            'Raddoppia le virgolette dentro una cella ("") e chiudi quelle che la racchiudono.',
            f"In row {line + 1} quotes are not closed, or followed by other text. "
            'Double the quotes inside a cell ("") and close those around it.',
        ) from None


def _delimiter(text: str) -> str:
    """The separator most frequent in the header, outside quotes."""
    header = _QUOTED.sub("", re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0])
    return max(DELIMITERS, key=header.count)
