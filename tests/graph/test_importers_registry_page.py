"""A register is one file: the reader that docs/registries.md shows is found, named and imported; its table is true."""

import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.cli import run as command
from graph.errors import NotFound
from graph.importers import importers, precedence, registers
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
    registers.cache_clear()
    yield tmp_path / "more"
    registers.cache_clear()
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
    assert counts(report) == (2, 0, 0, 1)
    assert [(one.row, one.column) for one in report.rejected] == [(4, "comune")]
    assert report.elsewhere == 1
    assert counts(desk.imports(block("csv"), example)) == (0, 0, 2, 1)
    first, second = sorted(desk.store.nodes("public_body"), key=lambda one: one.name, reverse=True)
    assert (first.name, first.comune, first.offers, first.phone) == (
        "Biblioteca di prova",
        CREMA,
        ("biblioteca",),
        "0373000001",
    )
    assert second.comune == PIADENA


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
    with pytest.raises(TypeError, match=r"registries/stray\.py must declare REGISTRY, a Registry named 'stray'"):
        registers()


def test_the_table_of_the_page_tells_what_is_declared():
    rows = [
        f"| `{one.name}` | {one.title.en} | {one.published.en} | "
        f"{', '.join(f'`{column}`' for column in one.columns)} | {one.precedence} |"
        for one in sorted(registers(), key=lambda one: one.name)
    ]
    table = PAGE.read_text("utf-8").partition("<!-- registers -->\n")[2].partition("<!-- /registers -->")[0]
    assert table.splitlines()[2:] == rows


def test_every_register_speaks_both_languages():
    for one in registers():
        texts = (one.title.it, one.title.en, one.published.it, one.published.en)
        assert all(texts)
        assert one.title.it != one.title.en
