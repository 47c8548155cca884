"""Comuni and districts are the same places in every store: their tables make no doubles in another one. Synthetic."""

from io import StringIO
from pathlib import Path

import pytest

from graph.exporters import comuni_of, records, write_table
from graph.importers import table_nodes
from graph.kinds import SCHEMA, Adjacency, Association, Location, Place, Record
from graph.kinds.tables import Layout
from graph.store import create_store
from graph.store.base import Create, GraphStore
from tests.graph.importing import AUTHOR, CREMA, CREMONA, Desk, counts, csv_text, seeded
from tests.memory_store import MemoryStore

KINDS = (*SCHEMA.nodes, *SCHEMA.ties)


def founded(folder: Path, seed: int) -> Desk:
    """A store of the same territory, under ids of its own: a district, three comuni, two of which border."""
    desk = Desk(MemoryStore(), folder)
    ids = seeded(seed)
    places = {place.istat_code: place for place in desk.store.nodes("place") if isinstance(place, Place)}
    own = {code: place.model_copy(update={"id": next(ids)}) for code, place in places.items()}
    district = Place(id=next(ids), name="Ambito di prova", level="district", province="CR", district="prova")
    border = Adjacency(id=next(ids), source=own[CREMA].id, target=own[CREMONA].id)
    desk.store = MemoryStore()
    desk.store.apply([Create(record) for record in (*own.values(), district, border)], AUTHOR)
    return desk


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    """A store with a club that is present in a comune."""
    desk = founded(tmp_path, 51)
    ids = seeded(52)
    club = Association(id=next(ids), name="Circolo di prova", synthetic=True)
    crema = next(id for ids in desk.store.find("istat_code", [CREMA]).values() for id in ids)
    desk.store.apply([Create(club), Create(Location(id=next(ids), source=club.id, target=crema))], AUTHOR)
    return desk


@pytest.fixture
def there(tmp_path: Path) -> Desk:
    return founded(tmp_path, 61)


def table(store: GraphStore, cls: type[Record]) -> str:
    out = StringIO(newline="")
    write_table(out, cls, records(store, cls), Layout(), comuni_of(store, cls))
    return out.getvalue()


def test_the_places_of_another_store_change_nothing(here, there):
    before = there.store.records
    assert counts(there.imports(table(here.store, Place))) == (0, 0, 4, 0)
    assert there.store.records == before


def test_without_their_codes_the_places_of_another_store_would_double(here, there, monkeypatch):
    monkeypatch.setattr(table_nodes, "recognised", lambda rows, draft: (rows, {}))
    assert counts(there.imports(table(here.store, Place))) == (4, 0, 0, 0)


def test_every_table_of_a_store_leaves_it_unchanged_and_makes_no_double_elsewhere(here, there):
    for cls in KINDS:
        text = table(here.store, cls)
        if len(text.splitlines()) > 1:
            assert here.imports(text).unchanged == len(text.splitlines()) - 1
            there.imports(text)
    assert content(there.store) == content(here.store)


def content(store: GraphStore) -> list[str]:
    """Nodes and ties, told without ids."""
    names = {node.id: node.name for kind in SCHEMA.node_names for node in store.nodes(kind)}
    ties = [tie for kind in SCHEMA.tie_names for tie in store.ties(kind)]
    return sorted([*names.values(), *(f"{tie.kind} {names[tie.source]} {names[tie.target]}" for tie in ties)])


def test_a_tie_in_the_same_file_ends_at_the_place_that_is_meant(here, there):
    crema = next(id for ids in here.store.find("istat_code", [CREMA]).values() for id in ids)
    rows = [
        {"kind": "place", "id": crema, "name": "Crema", "istat_code": CREMA},
        {"kind": "association", "key": "c", "name": "Circolo di prova"},
        {"kind": "location", "source": "c", "target": crema},
        {"kind": "location", "source": "c", "target": f"istat:{CREMONA}"},
    ]
    assert counts(there.imports(csv_text(rows))) == (3, 0, 1, 0)
    places = there.store.find("istat_code", [CREMA, CREMONA])
    assert {tie.target for tie in there.store.ties("location")} == {id for ids in places.values() for id in ids}


def test_a_place_typed_with_its_code_alone_is_the_one_that_is_there(there):
    rows = [{"kind": "place", "name": "Crema", "istat_code": CREMA, "population": "34000"}]
    assert counts(there.imports(csv_text(rows))) == (0, 1, 0, 0)
    assert there.store.contents().nodes["place"] == 4


def test_a_new_place_told_twice_under_two_ids_is_one(there):
    ids = seeded(71)
    rows = [{"kind": "place", "id": next(ids), "name": "Borgo di prova", "istat_code": "019999"} for _ in range(2)]
    assert counts(there.imports(csv_text(rows))) == (2, 0, 0, 0)
    assert there.store.contents().nodes["place"] == 5


def test_the_code_of_another_place_is_refused(there):
    crema = next(id for ids in there.store.find("istat_code", [CREMA]).values() for id in ids)
    rows = [{"kind": "place", "id": crema, "name": "Crema", "istat_code": code} for code in (CREMONA, CREMA)]
    report = there.imports(csv_text(rows))
    assert counts(report) == (0, 0, 1, 1)
    assert (report.rejected[0].row, report.rejected[0].column) == (2, "istat_code")


@pytest.mark.parametrize("level", ["comune", "district"])
def test_a_store_that_has_a_place_twice_is_not_sound(tmp_path, level):
    store = create_store(f"sqlite:///{tmp_path}/store.sqlite")
    ids = seeded(81)
    code = {"istat_code": "019999"} if level == "comune" else {"province": "CR", "district": "prova"}
    twins = [Place(id=next(ids), name=f"Borgo {n}", level=level, **code) for n in range(2)]
    store.apply([Create(twins[0])], AUTHOR)
    assert store.verify().sound
    store.apply([Create(twins[1])], AUTHOR)
    found = store.verify()
    store.close()
    assert not found.sound
    assert all(twin.id in found.problems[0].it for twin in twins)
    assert "legami undo" in found.problems[0].en
