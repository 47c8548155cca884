"""A register is one file: the reader that docs/registries.md shows is found, named and imported; its table is true."""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.cli import run as command
from graph.errors import InputError, NotFound
from graph.importers import faulty, importers, precedence, registers
from graph.importers.reference import END, renewed
from graph.importers.registries import discovered
from graph.store import create_store
from tests.graph.importing import CREMA, PIADENA, Desk, counts, settle
from tests.memory_store import MemoryStore

PACKAGE = sys.modules["graph.importers.registries"]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "registries.md"


def block(language: str) -> str:
    [text] = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A second folder in which registers are looked for; forgotten afterwards."""
    monkeypatch.setattr(PACKAGE, "__path__", [*PACKAGE.__path__, str(tmp_path / "more")])
    (tmp_path / "more").mkdir()
    known = set(sys.modules)
    discovered.cache_clear()
    yield tmp_path / "more"
    discovered.cache_clear()
    for name in set(sys.modules) - known:
        if name.startswith(f"{PACKAGE.__name__}."):
            del sys.modules[name]
            delattr(PACKAGE, name.rpartition(".")[2])


@pytest.fixture
def example(folder: Path) -> str:
    """The reader of the page, put where registers are looked for, and nothing else."""
    (folder / "biblioteche.py").write_text(block("python"), "utf-8")
    return "biblioteche"


def test_one_file_makes_a_register(example, tmp_path):
    assert example in importers()
    assert precedence()[0] == "table"
    assert precedence().index(example) < precedence().index("farmacie")
    desk = Desk(MemoryStore(), tmp_path)
    report = desk.imports(block("csv"), example)
    assert counts(report) == (2, 0, 0, 2)
    assert [(one.row, one.column) for one in report.rejected] == [(4, "Comune"), (5, "name")]
    assert "ente a cui fa capo" in report.rejected[1].reason.it
    assert report.elsewhere == 1
    assert counts(desk.imports(block("csv"), example)) == (0, 0, 2, 2)
    nodes = {node.name: node for node in desk.store.nodes("public_body")}
    town, first, second = (nodes[name] for name in (PARENT, "Biblioteca di prova", "Biblioteca del borgo di prova"))
    assert (first.comune, first.offers, first.phone) == (CREMA, ("biblioteca",), "0373000001")
    assert (second.comune, town.tax_code) == (PIADENA, TAX_CODE)
    ties = {(tie.source, tie.target) for tie in desk.store.ties("parentage")}
    assert ties == {(town.id, first.id), (town.id, second.id)}


PARENT = "Comune di prova"
TAX_CODE = re.findall(r"Comune di prova,(\d{11})", block("csv"))[0]
COMUNI = f"codice_fiscale,denominazione,nome_comune,pr,comuni\n{TAX_CODE},COMUNE,Crema,CR,X\n"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_parent_is_the_body_that_another_register_has_under_its_tax_code(example, tmp_path, order):
    desk = Desk(MemoryStore(), tmp_path)
    files = ((block("csv"), example), (COMUNI, "cinque-per-mille"))
    for content, source in [files[place] for place in (*order, *order)]:
        desk.imports(content, source)
    [town] = [node for node in desk.store.nodes("public_body") if node.tax_code]
    assert (town.name, town.comune) == (PARENT, CREMA)
    assert {source.name for source in town.sources} == {example, "cinque-per-mille"}
    assert {tie.source for tie in desk.store.ties("parentage")} == {town.id}
    assert all(counts(desk.imports(*file))[:2] == (0, 0) for file in files)


def test_without_the_look_at_tax_codes_the_parent_would_be_there_twice(example, tmp_path, monkeypatch):
    monkeypatch.setattr("graph.importers.sites._same_elsewhere", lambda *_: {})
    desk = Desk(MemoryStore(), tmp_path)
    desk.imports(COMUNI, "cinque-per-mille")
    desk.imports(block("csv"), example)
    assert len([node for node in desk.store.nodes("public_body") if node.tax_code]) == 2


RAW = {
    '"phone": "=1+1"': "phone",
    '"phone": 373': "phone",
    '"offers": ["=1+1"]': "offers",
    '"offers": "non una voce"': "offers",
    '"lat": "molto"': "lat",
    '"tax_code": "123"': "tax_code",
}


@pytest.mark.parametrize(("value", "field"), RAW.items())
def test_a_value_that_did_not_come_through_the_cells_is_read_as_its_kind_declares(folder, tmp_path, value, field):
    reader = block("python").replace('"offers": ["biblioteca"]', value)
    (folder / "biblioteche.py").write_text(reader, "utf-8")
    report = Desk(MemoryStore(), tmp_path).imports(block("csv"), "biblioteche")
    assert [one.column for one in report.rejected] == [field, field, "Comune", field]


def test_without_that_reading_a_formula_would_be_kept(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("graph.importers.bodies.as_declared", lambda registry, statement, lexicon: statement)
    reader = block("python").replace('"offers": ["biblioteca"]', '"phone": "=1+1"')
    (folder / "biblioteche.py").write_text(reader, "utf-8")
    desk = Desk(MemoryStore(), tmp_path)
    desk.imports(block("csv"), "biblioteche")
    assert "=1+1" in {node.phone for node in desk.store.nodes("public_body")}


def test_a_text_of_digits_becomes_the_number_that_is_declared(folder, tmp_path):
    reader = block("python").replace('"offers": ["biblioteca"]', '"lat": "45,36", "capacity": "12"')
    (folder / "biblioteche.py").write_text(reader, "utf-8")
    desk = Desk(MemoryStore(), tmp_path)
    desk.imports(block("csv"), "biblioteche")
    assert {(node.lat, node.capacity) for node in desk.store.nodes("public_body") if node.comune} == {(45.36, 12)}
    assert desk.imports(block("csv"), "biblioteche").unchanged == 2


def test_a_field_that_the_kind_has_not_is_a_mistake_of_the_reader(folder, tmp_path):
    (folder / "biblioteche.py").write_text(block("python").replace('"offers"', '"offer"'), "utf-8")
    with pytest.raises(TypeError, match="PublicBody has no field 'offer'"):
        Desk(MemoryStore(), tmp_path).imports(block("csv"), "biblioteche")


def test_the_command_line_imports_it_too(example, tmp_path, capsys):
    settle(create_store(f"sqlite:///{tmp_path / 'store.sqlite'}")).close()
    (tmp_path / "file.csv").write_text(block("csv"), "utf-8")
    words = ("import", example, str(tmp_path / "file.csv"), "--json", "--store", f"sqlite:///{tmp_path}/store.sqlite")
    assert command(words, now=lambda: datetime(2027, 3, 1, 12, tzinfo=UTC)) == 0
    report = json.loads(capsys.readouterr().out)
    assert [report[name] for name in ("accepted", "changed", "unchanged", "elsewhere")] == [2, 0, 0, 1]


def test_without_its_file_there_is_no_such_register(tmp_path):
    with pytest.raises(NotFound, match="biblioteche"):
        Desk(MemoryStore(), tmp_path).imports(block("csv"), "biblioteche")


@pytest.mark.parametrize(
    "text",
    ['"""Nothing is declared here."""\n', 'REGISTRY = "a text"\n', "from graph.importers.registries.rsa import *\n"],
)
def test_a_file_that_declares_no_register_of_its_name_is_named(folder, text):
    (folder / "stray.py").write_text(text, "utf-8")
    [one] = faulty()
    assert one.name == "stray"
    assert all(
        "registries/stray.py" in text and "name='stray'" in text for text in (one.complaint.it, one.complaint.en)
    )


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ('"""Broken."""\n\nraise OSError("rotto")\n', 3, "OSError: rotto"),
        ("import not_there_at_all\n", 1, "ModuleNotFoundError"),
        ("def read(:\n", 1, "SyntaxError"),
        ('from graph.importers.registry import Registry\nREGISTRY = Registry(name="stray")\n', 2, "TypeError"),
    ],
)
def test_a_file_that_fails_is_named_and_the_other_registers_go_on(folder, tmp_path, text, line, why):
    good = registers()
    discovered.cache_clear()
    (folder / "stray.py").write_text(text, "utf-8")
    assert registers() == good
    desk = Desk(MemoryStore(), tmp_path)
    assert counts(desk.imports(COMUNI, "cinque-per-mille")) == (1, 0, 0, 0)
    with pytest.raises(InputError) as refused:
        desk.imports(COMUNI, "stray")
    said = refused.value.message
    assert f"registries/stray.py, riga {line}: {why}" in said.it
    assert "Mend this file" in said.en


def test_the_command_line_names_a_file_that_fails_and_imports_the_others(folder, tmp_path, capsys):
    (folder / "stray.py").write_text("raise OSError\n", "utf-8")
    settle(create_store(f"sqlite:///{tmp_path / 'store.sqlite'}")).close()
    (tmp_path / "file.csv").write_text(COMUNI, "utf-8")
    options = (str(tmp_path / "file.csv"), "--json", "--store", f"sqlite:///{tmp_path}/store.sqlite")
    assert command(("import", "cinque-per-mille", *options)) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["accepted"] == 1
    assert "registries/stray.py" in told.err
    assert command(("import", "stray", *options)) == 1
    assert "registries/stray.py" in json.loads(capsys.readouterr().out)["error"]["message"]["it"]


def test_the_table_of_the_page_tells_what_is_declared():
    page = PAGE.read_text("utf-8")
    assert page == renewed(page, registers()), "run `make reference`"


def test_a_new_register_enters_the_table_of_the_page_by_itself(example):
    page = renewed(PAGE.read_text("utf-8"), registers())
    assert "| `biblioteche` | Libraries | Anagrafe delle biblioteche italiane | [Central institute" in page
    assert page.partition(END)[2] == PAGE.read_text("utf-8").partition(END)[2]


def test_a_page_without_the_marks_is_refused():
    with pytest.raises(ValueError, match="registers"):
        renewed("# A page\n", registers())


def test_every_register_speaks_both_languages():
    for one in registers():
        texts = (one.title.it, one.title.en, one.dataset, one.publisher.it, one.publisher.en)
        assert one.page.startswith("https://")
        assert one.page in one.published.it
        assert all(texts)
        assert one.title.it != one.title.en
