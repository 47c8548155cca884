"""Ties of a table: their ends are found or the row is left out, and the same tie twice is one."""

from pathlib import Path

import pytest

from graph.store import create_store
from tests.graph.importing import Desk, counts, csv_text
from tests.memory_store import MemoryStore

ID = "018f0000-0000-7000-8000-000000000001"


@pytest.fixture(params=["memory", "embedded"])
def desk(request: pytest.FixtureRequest, tmp_path: Path):
    store = MemoryStore() if request.param == "memory" else create_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield Desk(store, tmp_path)
    store.close()


def test_a_dangling_end_rejects_only_its_tie(desk):
    rows = [
        {"kind": "person", "key": "p1", "name": "Persona di prova"},
        {"kind": "person", "key": "p2", "name": ""},
        {"kind": "firm", "key": "f1", "name": "Officina di prova"},
        {"kind": "work", "source": "p1", "target": "f1"},
        {"kind": "work", "source": "p1", "target": "nessuno"},
        {"kind": "work", "source": "p1", "target": ""},
        {"kind": "work", "source": "p1", "target": ID},
        {"kind": "friendship", "source": "p1", "target": "p2"},
        {"kind": "work", "source": "f1", "target": "p1"},
        {"kind": "friendship", "source": "p1", "target": "p1"},
    ]
    report = desk.imports(csv_text(rows))
    assert counts(report) == (3, 0, 0, 7)
    assert [one.row for one in report.rejected] == [3, 6, 7, 8, 9, 10, 11]
    assert desk.only("work").target == desk.only("firm").id


def test_ends_are_keys_of_earlier_files_ids_or_codes_of_a_register(desk):
    people = [
        {"kind": "person", "key": "p1", "name": "Persona di prova"},
        {"kind": "person", "id": ID, "name": "Altra prova"},
    ]
    desk.imports(csv_text(people))
    desk.imports("codice_farmacia,descrizione_farmacia,comune\nCR0001,FARMACIA DI PROVA,CREMA\n", "farmacie")
    ties = [
        {"kind": "work", "source": "p1", "target": "farmacie:CR0001"},
        {"kind": "friendship", "source": "table:p1", "target": ID.upper()},
    ]
    assert counts(desk.imports(csv_text(ties))) == (2, 0, 0, 0)


def test_an_undirected_tie_is_the_same_in_either_order(desk):
    people = [{"kind": "person", "key": key, "name": f"Persona {key}"} for key in "ab"]
    desk.imports(csv_text([*people, {"kind": "friendship", "source": "a", "target": "b"}]))
    assert counts(desk.imports(csv_text([{"kind": "friendship", "source": "b", "target": "a"}]))) == (0, 0, 1, 0)
    later = {"kind": "friendship", "source": "b", "target": "a", "strength": "molto forte", "valid_to": "2026-05-01"}
    assert counts(desk.imports(csv_text([later]))) == (0, 1, 0, 0)
    assert desk.only("friendship").strength == "very_strong"


def test_what_the_first_is_to_the_second_follows_the_order_of_the_row(desk):
    people = [{"kind": "person", "key": key, "name": f"Persona {key}"} for key in "ab"]
    desk.imports(csv_text([*people, {"kind": "kinship", "source": "a", "target": "b", "relation": "genitore"}]))
    parent = desk.only("kinship").source
    desk.imports(csv_text([{"kind": "kinship", "source": "b", "target": "a", "relation": "figlio"}]))
    kinship = desk.only("kinship")
    assert (kinship.target, kinship.relation) == (parent, "child")


def test_a_directed_tie_the_other_way_round_is_another(desk):
    people = [{"kind": "person", "key": key, "name": f"Persona {key}"} for key in "ab"]
    desk.imports(csv_text([*people, {"kind": "care", "source": "a", "target": "b"}]))
    assert counts(desk.imports(csv_text([{"kind": "care", "source": "b", "target": "a"}]))) == (1, 0, 0, 0)


def test_the_order_of_rows_does_not_matter_to_ties(desk):
    rows = [
        {"kind": "work", "source": "p1", "target": "f1"},
        {"kind": "person", "key": "p1", "name": "Persona di prova"},
        {"kind": "firm", "key": "f1", "name": "Officina di prova"},
    ]
    assert counts(desk.imports(csv_text(rows))) == (3, 0, 0, 0)
