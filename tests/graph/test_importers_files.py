"""Files: whatever wrote them, they become rows; whatever is no table is refused with the way out."""

import csv
import io
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import LegamiError, UnknownColumns, UnreadableFile
from graph.importers import files, workbook
from graph.importers.files import read_table
from graph.importers.rows import MAX_CELL, Table

SMALL = "name;comune\nProva à;Crema\n"


@pytest.fixture
def saved(tmp_path: Path):
    def save(content: bytes | str, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return save


def sheet(*rows: tuple[object, ...]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def rewritten(data: bytes, changes: dict[str, bytes]) -> bytes:
    """The workbook with some of its parts replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name) or old.read(name))
    return buffer.getvalue()


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_table(path)
    assert caught.value.message.it != caught.value.message.en
    return caught.value.message.en


def attempted(path: Path) -> Table | LegamiError:
    try:
        return read_table(path)
    except LegamiError as error:
        return error


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_accents_survive_every_usual_encoding(saved, encoding):
    [row] = read_table(saved(SMALL.encode(encoding))).rows
    assert row.cells == {"name": "Prova à", "comune": "Crema"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found(saved, delimiter, newline):
    text = f'name{delimiter}"a, ; | title"{newline}"x ""y"""{delimiter}2{newline}'
    [row] = read_table(saved(text)).rows
    assert list(row.cells.values()) == ['x "y"', "2"]


def test_a_row_has_the_number_that_a_spreadsheet_shows(saved):
    table = read_table(saved('name\n"two\nlines"\n\nfourth\n'))
    assert [row.line for row in table.rows] == [2, 4]


def test_a_header_alone_is_a_table_without_rows(saved):
    assert read_table(saved("name,comune\n")).rows == ()


def test_repeated_titles_are_named(saved):
    with pytest.raises(UnknownColumns, match="«name»"):
        read_table(saved("name,comune,NAME\na,b,c\n"))


def test_a_value_beside_the_titled_columns_breaks_only_its_row(saved):
    table = read_table(saved("name,comune\na,b,c\nd,e\nf\n"))
    assert [one.row for one in table.broken] == [2]
    assert [row.cells["comune"] for row in table.rows] == ["e", ""]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"name\nx\0y\n", "not a table of text"),
        (b"\xff\xfen\x00\x00\xd8\x00", "damaged"),
        (b"\xef\xbb\xbfname\n\xff\n", "damaged"),
        (b"PK\x03\x04nothing", "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 99, "old .xls"),
        (b'name\n"open\n', "quotes"),
        (b'name\nfine\n"a"b\n', "row 3"),
        (b'name\n"' + b"x" * 10_000_000 + b'"\n', "Row 2"),
        (b"name\n" + b"x" * (MAX_CELL + 1) + b"\n", "Row 2"),
        (b" ,\nx,y\n", "first row"),
        (b"a," * 400 + b"b\n", "columns"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_refused_with_the_reason(saved, content, words):
    assert words.casefold() in refused(saved(content)).casefold()


def test_missing_files_and_folders_are_refused(tmp_path):
    assert "There is no file" in refused(tmp_path / "absent.csv")
    assert f"“{tmp_path.name}” is a folder" in refused(tmp_path)
    assert "“.” is a folder" in refused(Path())


def test_a_file_beyond_the_limit_is_refused(saved, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    assert "exceeds" in refused(saved(SMALL))


def test_the_csv_limit_of_the_process_is_left_alone(saved):
    before = csv.field_size_limit()
    read_table(saved(SMALL))
    assert csv.field_size_limit() == before


def test_a_workbook_is_read_as_text(saved):
    data = sheet(
        ("name", "since", "n", "yes"), ("Prova à", date(2024, 2, 1), 19036.0, True), ("b", None, 1.5, "=x"[1:])
    )
    first, second = read_table(saved(data, "t.xlsx")).rows
    assert list(first.cells.values()) == ["Prova à", "2024-02-01", "19036", "true"]
    assert list(second.cells.values()) == ["b", "", "1.5", "x"]


def test_a_moment_in_a_workbook_keeps_its_time():
    assert workbook.written(datetime(2024, 2, 1, 10, 30)) == "2024-02-01T10:30:00"  # noqa: DTZ001 sheets have no zone


def test_a_formula_without_its_result_is_refused(saved):
    assert "formula" in refused(saved(sheet(("name",), ("=1+1",)), "t.xlsx"))


def test_a_formula_counts_as_its_saved_result(saved):
    data = sheet(("name",), ("=1+1",))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").replace(b"<v />", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>")
    [row] = read_table(saved(rewritten(data, {"xl/worksheets/sheet1.xml": xml}), "t.xlsx")).rows
    assert row.cells["name"] == "2"


def test_other_zip_files_are_refused(saved):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "not an .xlsx" in refused(saved(buffer.getvalue(), "t.ods"))


BOMB = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
    + b" " * 30_000_000
    + b"</sheetData></worksheet>"
)


def test_a_swollen_workbook_is_refused_before_it_is_unpacked(saved, monkeypatch):
    path = saved(rewritten(sheet(("name",)), {"xl/worksheets/sheet1.xml": BOMB}), "t.xlsx")
    monkeypatch.setattr(workbook.openpyxl, "load_workbook", lambda *_, **__: pytest.fail("it was opened"))
    assert "enormous" in refused(path)


def test_sabotage_without_the_check_the_swollen_workbook_is_read(saved, monkeypatch):
    path = saved(rewritten(sheet(("name",)), {"xl/worksheets/sheet1.xml": BOMB}), "t.xlsx")
    monkeypatch.setattr(workbook, "_check_archive", lambda data: None)
    assert read_table(path).columns == ("name",)


def test_a_workbook_that_lies_about_its_sizes_is_never_unpacked_beyond_them(saved):
    data = bytearray(rewritten(sheet(("name",)), {"xl/worksheets/sheet1.xml": BOMB}))
    true, lie = struct.pack("<I", len(BOMB)), struct.pack("<I", 100)
    assert data.count(true) >= 2
    assert "damaged" in refused(saved(bytes(data.replace(true, lie)), "t.xlsx"))


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "name"><!ENTITY b "&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)


def test_entities_in_a_workbook_are_refused(saved, monkeypatch):
    path = saved(rewritten(sheet(("name",)), {"xl/worksheets/sheet1.xml": ENTITIES}), "t.xlsx")
    assert "damaged" in refused(path)
    monkeypatch.setattr(workbook.openpyxl, "DEFUSEDXML", False)
    assert "defusedxml" in refused(path)


def test_a_workbook_with_one_far_cell_stays_cheap(saved):
    data = sheet(("name",))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    far = xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    assert read_table(saved(rewritten(data, {"xl/worksheets/sheet1.xml": far}), "t.xlsx")).rows == ()


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"PK\x03\x04", b"name;a\n"]),
)
def test_no_bytes_ever_raise_anything_but_our_errors(tmp_path_factory, body, beginning):
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes(beginning + body)
    assert isinstance(attempted(path), Table | LegamiError)


WORKBOOK = sheet(("name", "n"), ("a", 1), ("b", 2.5))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), max_size=8), st.integers(0, 2000))
def test_a_damaged_workbook_never_raises_anything_but_our_errors(tmp_path_factory, edits, cut):
    data = bytearray(WORKBOOK)
    for place, value in edits:
        data[place] = value
    path = tmp_path_factory.getbasetemp() / "fuzz.xlsx"
    path.write_bytes(bytes(data[: len(data) - cut]))
    assert isinstance(attempted(path), Table | LegamiError)
