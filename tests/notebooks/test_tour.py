"""The notebook runs as a script, and as a page that shows everything and calls nobody, whatever the store lacks."""

import importlib.util
import os
import re
import subprocess
import sys
from datetime import date
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest

from api.cli import run as legami
from graph.kinds import Association, Family, HouseholdMembership, InclusionPact, PactParty, Person
from tests.api.conftest import write
from tests.factory import World

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
SECTIONS = [
    "Che cosa contiene l'archivio",
    "Chi è legato a chi",
    "Quanti legami ha una persona, e chi non ne ha quasi",
    "Sul territorio",
    "Le cerchie di una famiglia",
    "Che cosa le propone Legami",
]
IN_ENGLISH = [
    "What the store holds",
    "Who is tied to whom",
    "How many ties a person has, and who has hardly any",
    "On the ground",
    "The circles of one family",
    "What Legami proposes to it",
]


def run(*arguments: str, **environment: str) -> str:
    inherited = dict(os.environ)  # noqa: TID251 - what the notebook finds
    done = subprocess.run(
        [sys.executable, *arguments], env=inherited | environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("page") / "tour.html"
    run(str(NOTEBOOKS / "export.py"), str(NOTEBOOKS / "tour.py"), str(target), "--persons", "800")
    return target.read_text(encoding="utf-8")


@pytest.fixture
def export() -> ModuleType:
    """The exporting program, in this process."""
    spec = importlib.util.spec_from_file_location("notebook_export", NOTEBOOKS / "export.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def loaded(page: str) -> list[str]:
    """What a page would ask of others."""
    return re.findall(r"https?://|//cdn|<script|<link|<iframe|@import|url\(", page)


def sections(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r"<h2[^>]*>(?:<[^>]*>)*([^<]+)", page)]


def small_town() -> tuple[World, dict[str, str]]:
    """A comune with a family that asks and an association that is nowhere and has what is asked."""
    world = World()
    here = world.place("019035", "Crema", 45.36, 9.68)
    world.place("019036", "Offanengo", 45.38, 9.74)
    ids = {"family": world.add(Family, "Famiglia Riservata", comune=here)}
    ids["mother"] = world.add(Person, "Madre Riservata", comune=here)
    ids["club"] = world.add(Association, "Circolo", offers=("doposcuola",))
    world.tie(HouseholdMembership, ids["mother"], ids["family"])
    return world, ids


def toured(export: ModuleType, world: World, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page of a tour of a world."""
    write(world, folder / "town.sqlite", {"demo": "true", "reference_date": "2026-11-02"})
    monkeypatch.setattr("sys.argv", ["tour", "--store", f"sqlite:///{folder / 'town.sqlite'}"])
    return export.page(NOTEBOOKS / "tour.py")


def test_the_tour_runs_as_a_script_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    assert run(str(NOTEBOOKS / "tour.py"), "--", "--persons", "600") == ""
    assert list(tmp_path.glob("legami-tour-*")) == []


def test_the_page_holds_every_section_table_and_plot(page: str) -> None:
    assert sections(page) == SECTIONS
    pictures = re.findall(r'<img alt="([^"]+)" src="data:image/png;base64,', page)
    assert len(pictures) == 5
    assert page.count("<table") == 3
    assert "<td>800</td>" in page
    assert "Risponde al bisogno" in page
    assert '<html lang="it">' in page


def test_every_plot_says_in_words_what_it_shows(page: str) -> None:
    matrix, degrees, ground, circles, factors = map(unescape, re.findall(r'<img alt="([^"]+)"', page))

    assert "Persona – Persona: " in matrix
    assert "su 800 persone non ne hanno, metà ne ha al più" in degrees
    assert re.search(r"\d+ enti, 113 comuni. I più legati: \w", ground)
    assert re.search(r"La casa \(\d\) e il suo vicinato: \d+ vicini in \d+ cerchie, di \d", circles)
    assert re.search(r"il più forte di ciascuno: .+: (ciò che serve|vicinanza|quanto è nuovo)", factors)


def test_the_page_is_as_whole_in_english(tmp_path: Path) -> None:
    target = tmp_path / "tour.html"
    run(str(NOTEBOOKS / "export.py"), str(NOTEBOOKS / "tour.py"), str(target), "--persons", "600", LEGAMI_LANG="en")

    page = target.read_text("utf-8")
    assert sections(page) == IN_ENGLISH
    assert '<html lang="en">' in page
    assert "It meets the need" in page
    assert not re.search(r"\b(legami visibili|persone|perché|vicini|fascia)\b", re.sub(r"<td>.*?</td>", "", page))


def test_the_page_loads_nothing(page: str) -> None:
    assert loaded(page) == []


def test_a_page_that_loads_something_would_be_found_out(export: ModuleType, tmp_path: Path) -> None:
    notebook = tmp_path / "calling.py"
    notebook.write_text(
        "import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef _():\n    import marimo as mo\n\n"
        "    mo.Html('<script src=\"https://example.org/frontend.js\"></script>')\n    return\n",
        encoding="utf-8",
    )

    assert loaded(export.page(notebook)) == ["<script", "https://"]


def test_several_parties_of_a_pact_are_one_home_and_what_is_nowhere_is_proposed(
    export: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, ids = small_town()
    pact = world.add(InclusionPact, "Patto", asks=({"need": "doposcuola"},), signed_on=date(2026, 9, 1))
    other = world.add(Person, "Nonna Riservata", comune="019035")
    for party in (ids["family"], other):
        world.tie(PactParty, party, pact)

    page = toured(export, world, tmp_path, monkeypatch)

    assert sections(page) == SECTIONS
    assert "0 vicini in 0 cerchie" in page
    assert "<td>Circolo</td>" in page
    assert "Riservata" not in page


def test_without_an_open_pact_the_tour_says_so_and_ends_well(
    export: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, ids = small_town()
    world.tie(PactParty, ids["family"], world.add(InclusionPact, "Patto concluso", comune="019035", status="closed"))

    page = toured(export, world, tmp_path, monkeypatch)

    assert sections(page) == SECTIONS[:-1]
    assert "Non c'è nessun patto di inclusione aperto" in unescape(page)


def test_few_people_alone_are_not_counted_nor_is_what_would_tell_their_number(page: str) -> None:
    (table,) = (each for each in re.findall(r"<table.*?</table>", page, re.DOTALL) if "senza legami" in each)
    cells = re.findall(r"<td>([^<]*)</td>", table)

    assert [cell for cell in cells if cell.isdecimal() and int(cell) < 5] == []
    assert cells[2::3].count("non mostrato") != 1


def test_a_store_of_real_people_is_not_shown(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'real.sqlite'}"
    assert legami(["--store", store, "init"]) == 0
    done = subprocess.run(
        [sys.executable, str(NOTEBOOKS / "tour.py"), "--", "--store", store], capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "demonstration stores only" in done.stderr
