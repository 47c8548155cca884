"""The notebook runs as a script, and as a page that shows everything and calls nobody."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("page") / "tour.html"
    run(str(NOTEBOOKS / "export.py"), str(NOTEBOOKS / "tour.py"), str(target), "--persons", "800")
    return target.read_text(encoding="utf-8")


def test_the_tour_runs_as_a_script() -> None:
    assert run(str(NOTEBOOKS / "tour.py"), "--", "--persons", "600") == ""


def test_the_page_holds_every_section_table_and_plot(page: str) -> None:
    assert re.findall(r"<h2[^>]*>(?:<[^>]*>)*([^<]+)", page) == [
        "What the store holds",
        "Who is tied to whom",
        "How many ties a person has, and who has hardly any",
        "On the ground",
        "The circles of one family",
        "What Legami proposes to it",
    ]
    pictures = re.findall(r'<img alt="([^"]*)" src="data:image/png;base64,', page)
    assert len(pictures) == 5
    assert page.count("<table") == 3
    assert "<td>800</td>" in page
    assert "It meets the need" in page or "They offered" in page


def test_the_page_loads_nothing(page: str) -> None:
    assert re.findall(r"https?://|//cdn|<script|<link|<iframe|@import|url\(", page) == []


def test_the_page_of_marimo_itself_would_be_found_out() -> None:
    assert re.findall(r"https?://|<script", '<script src="https://example.org/frontend.js"></script>')


def test_a_store_of_real_people_is_not_shown(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'real.sqlite'}"
    from api.cli import run as legami

    assert legami(["--store", store, "init"]) == 0
    done = subprocess.run(
        [sys.executable, str(NOTEBOOKS / "tour.py"), "--", "--store", store], capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "demonstration stores only" in done.stderr
