"""Exports: the tables of one kind or of all, private, never over another file, and imported again without change."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.store import Author, Delete, open_store
from tests.api.conftest import NOW, Legami, Town


def imports(legami: Legami, files: list[Path], *options: str) -> list[tuple[int, int, int, int]]:
    reports = [legami("import", "table", str(file), "--json", *options).data for file in files]
    return [(one["accepted"], one["changed"], one["unchanged"], len(one["rejected"])) for one in reports]


@pytest.mark.parametrize("separator", [",", ";"])
def test_all_kinds_are_exported_and_imported_again_without_change(legami: Legami, town: Town, tmp_path, separator):
    before = legami("info", "--json").data

    tables = legami("export", "all", "--out", str(tmp_path / "out"), "--separator", separator, "--json").data["tables"]

    files = [Path(table["file"]) for table in tables]
    assert sorted(files) == sorted((tmp_path / "out").iterdir())
    assert {table["kind"]: table["rows"] for table in tables}.items() >= {"person": 4, "friendship": 2}.items()
    assert imports(legami, files) == [(0, 0, table["rows"], 0) for table in tables]
    assert legami("info", "--json").data["commit"] == before["commit"]


def test_the_demonstration_comes_back_whole(legami: Legami, tmp_path, monkeypatch):
    monkeypatch.setenv("LEGAMI_STORE", f"sqlite:///{tmp_path}/demo.sqlite")
    legami("init", "--demo", "--persons", "1500", "--seed", "1")
    found = legami("verify", "--json").data["canonical_hash"]

    tables = legami("export", "all", "--out", str(tmp_path / "out"), "--json").data["tables"]

    assert sum(table["rows"] for table in tables) > 10_000
    unchanged = [(0, 0, table["rows"], 0) for table in tables]
    assert imports(legami, [Path(table["file"]) for table in tables]) == unchanged
    assert legami("verify", "--json").data["canonical_hash"] == found


def test_a_kind_has_the_columns_of_its_template(legami: Legami, town: Town, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    data = legami("export", "association", "--json").data

    assert data["tables"] == [{"kind": "association", "rows": 1, "file": "association.csv"}]
    header = (tmp_path / "association.csv").read_text("utf-8-sig").splitlines()[0]
    assert header == legami("template", "association").out.strip()


def test_an_export_to_the_screen_is_the_table_itself(legami: Legami, town: Town):
    outcome = legami("export", "association", "--out", "-")

    assert outcome.out.startswith("kind,key,id,name,")
    assert "Biblioteca [red]vivente[/]" in outcome.out
    assert legami("export", "association", "--out", "-", "--json").data["csv"].splitlines() == outcome.out.splitlines()


def test_a_kind_without_records_is_an_empty_table(legami: Legami, town: Town):
    assert legami("export", "school", "--out", "-").out.strip() == legami("template", "school").out.strip()


def test_a_folder_takes_the_file_of_a_kind(legami: Legami, town: Town, tmp_path):
    assert legami("export", "firm", "--out", str(tmp_path)).code == 0
    assert (tmp_path / "firm.csv").is_file()


def test_nothing_is_replaced_without_force(legami: Legami, town: Town, tmp_path):
    target = tmp_path / "firm.csv"
    target.write_text("mine")

    refused = legami("export", "firm", "--out", str(target), "--json")
    assert (refused.code, refused.data["error"]["code"]) == (1, "conflict")
    assert legami("export", "all", "--out", str(tmp_path)).code == 1
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".csv"] == ["firm.csv"]
    assert target.read_text() == "mine"

    assert legami("export", "firm", "--out", str(target), "--force").code == 0
    assert "Officina di prova" in target.read_text("utf-8-sig")
    assert target.stat().st_mode & 0o777 == 0o600


def test_with_force_a_table_of_a_kind_that_is_no_more_is_emptied(legami: Legami, town: Town, tmp_path):
    (tmp_path / "school.csv").write_text("kind,name\nschool,Scuola di prima\n")

    legami("export", "all", "--out", str(tmp_path), "--force")

    assert "Scuola di prima" not in (tmp_path / "school.csv").read_text()


def test_a_failed_export_leaves_no_folder(legami: Legami, town: Town, tmp_path):
    legami("add", "association", "name=Coro di prova")

    from graph.kinds import Firm
    from graph.store import Author, Create, open_store
    from tests.api.conftest import NOW

    store = open_store(town.url)
    store.apply([Create(Firm(id=town["firm"].replace("0", "a"), name="Officina", note="a\x07"))], Author("test", NOW))
    store.close()

    assert legami("export", "all", "--out", str(tmp_path / "out")).code == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("kind", "warned"), [("person", True), ("friendship", True), ("association", False)])
def test_personal_data_comes_with_a_warning(legami: Legami, town: Town, kind, warned):
    outcome = legami("export", kind, "--out", "-")

    assert ("dati personali" in outcome.err) is warned
    assert ("personal data" in legami("export", kind, "--out", "-", "--lang", "en").err) is warned


def test_ties_of_protection_come_back_and_with_a_warning_of_their_own(legami: Legami, town: Town, tmp_path):
    outcome = legami("export", "no_contact", "--out", str(tmp_path / "n.csv"))

    assert "protezione" in outcome.err
    assert imports(legami, [tmp_path / "n.csv"]) == [(0, 0, 1, 0)]


def test_ties_of_protection_are_in_no_table_unless_they_are_asked_for(legami: Legami, town: Town, tmp_path):
    outcome = legami("export", "all", "--out", str(tmp_path / "out"))
    assert "--protections" in outcome.err
    texts = {file.name: file.read_text("utf-8-sig") for file in (tmp_path / "out").iterdir()}
    assert "no_contact.csv" not in texts
    assert not any("no_contact" in text for text in texts.values())

    asked = legami("export", "all", "--out", str(tmp_path / "whole"), "--protections", "--lang", "en")
    assert "which nobody is to see" in asked.err
    assert (tmp_path / "whole" / "no_contact.csv").is_file()


def test_what_is_said_of_protections_is_the_same_where_there_are_none(legami: Legami, town: Town, tmp_path):
    [protection] = [line.split(",")[1] for line in legami("export", "no_contact", "--out", "-").out.splitlines()[1:]]
    held = legami("export", "all", "--out", str(tmp_path / "with")).err
    store = open_store(town.url)
    store.apply([Delete(protection)], Author("test", NOW))
    store.close()
    assert legami("export", "all", "--out", str(tmp_path / "without")).err == held


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["all", "--out", "-"], 2),
        (["person", "--separator", "|"], 2),
        (["persons"], 4),
        (["person", "--out", "none/person.csv"], 1),
        (["person", "--out", "x" * 5000], 1),
        (["all", "--out", "x" * 5000], 1),
    ],
)
def test_what_cannot_be_exported_is_refused(legami: Legami, town: Town, tmp_path, monkeypatch, arguments, code):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())

    assert legami("export", *arguments, "--json").code == code
    assert sorted(tmp_path.iterdir()) == before


KILLED = """
import os, signal

os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
from api.cli import main; main()
"""


def test_what_a_killed_export_left_is_cleared_away_by_the_next(legami: Legami, town: Town, tmp_path):
    place = tmp_path / "tables"
    place.mkdir()
    outcome = subprocess.run(
        [sys.executable, "-c", KILLED, "export", "firm", "--out", str(place), "--store", town.url],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        check=False,
    )
    assert outcome.returncode == -signal.SIGKILL
    assert [file.name for file in place.iterdir()] != []

    assert legami("export", "place", "--out", str(place)).code == 0
    assert [file.name for file in place.iterdir()] == ["place.csv"]
