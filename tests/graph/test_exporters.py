"""Tables written from a store: every kind imports again without change, no cell runs as a formula, files are whole."""

import csv
import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from graph.errors import Conflict, InvalidRecord, UnwritableFile
from graph.exporters import about_persons, export, records, write_table
from graph.exporters.files import bundle
from graph.kinds import (
    SCHEMA,
    Adjacency,
    Association,
    Family,
    Firm,
    InclusionPact,
    Membership,
    NoContact,
    Node,
    Person,
    Place,
    Record,
    Source,
)
from graph.kinds.entry import Entry
from graph.kinds.tables import LAYOUTS, Layout, guarded, legible, unguarded
from graph.store.base import Create, Remember
from tests.graph.drawing import drawn
from tests.graph.importing import AUTHOR, CREMA, Desk, counts, seeded, settle
from tests.memory_store import MemoryStore

OWN_ID = "018f0000-0000-7000-8000-00000000000a"
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
SIGNS = ("", "=1+", "+39 0373 ", "-", "@", "'", "''", "'=", "\t=", "\r", "#N/D", "＝", "=cmd|' /C calc'!A0 ")
RUNS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")


def free_text(cls: type[Record], name: str, value: object) -> bool:
    """Whether a field holds what people write, in which anything may stand."""
    field = cls.model_fields[name]
    ruled = any(isinstance(item, Entry) for item in field.metadata)
    return isinstance(value, str) and (name == "name" or field.default == "") and not ruled


def record_of(cls: type[Record], data: st.DataObject, **own: str) -> Record:
    """A valid record of a kind, whose texts begin as formulas, telephone numbers or guarded cells do."""
    plain: dict[str, Any] = {
        name: data.draw(st.sampled_from(SIGNS)) + value if free_text(cls, name, value) else value
        for name, value in data.draw(drawn(cls)).items()
    }
    try:
        return cls.model_validate({"kind": cls.model_fields["kind"].default, **plain, **own})
    except ValidationError:
        assume(False)
        raise


def table_of(record: Record, layout: Layout) -> str:
    out = StringIO(newline="")
    assert write_table(out, type(record), [record], layout) == 1
    return out.getvalue()


def cells_of(text: str, layout: Layout) -> list[str]:
    return [cell for row in csv.reader(StringIO(text, newline=""), delimiter=layout.separator) for cell in row]


def imported(desk: Desk, text: str) -> tuple[int, int, int, int]:
    desk.file.write_bytes(text.encode("utf-8"))
    return counts(desk.imports(desk.file))


def comes_back(record: Record, folder: Path, layout: Layout, ends: list[Node]) -> None:
    """Exported and imported: nothing changes where it is, and the same appears where it is not."""
    text = table_of(record, layout)
    here, there = (Desk(MemoryStore(), folder) for _ in range(2))
    for desk, known in ((here, [*ends, record]), (there, ends)):
        desk.store.apply(map(Create, known), AUTHOR)
    assert imported(here, text) == (0, 0, 1, 0)
    assert imported(there, text) == (1, 0, 0, 0)
    assert there.store.get([record.id]) == here.store.get([record.id])
    assert imported(there, text) == (0, 0, 1, 0)


@pytest.mark.parametrize("cls", SCHEMA.nodes, ids=lambda cls: cls.__name__)
@QUIET
@given(data=st.data(), layout=st.sampled_from(LAYOUTS))
def test_any_node_comes_back_from_its_table(tmp_path, cls, data, layout):
    comes_back(record_of(cls, data, id=OWN_ID), tmp_path, layout, [])


@pytest.mark.parametrize("cls", SCHEMA.ties, ids=lambda cls: cls.__name__)
@QUIET
@given(data=st.data(), layout=st.sampled_from(LAYOUTS))
def test_any_tie_comes_back_from_its_table(tmp_path, cls, data, layout):
    ids = seeded(5)
    ends = [data.draw(st.sampled_from(side))(id=next(ids), name="Prova", synthetic=True) for side in cls.ends]
    source, target = (end.id for end in ends)
    comes_back(record_of(cls, data, id=OWN_ID, source=source, target=target), tmp_path, layout, ends)


def dangerous(text: str, layout: Layout) -> list[str]:
    return [cell for cell in cells_of(text, layout) if RUNS.match(cell)]


@QUIET
@given(data=st.data(), layout=st.sampled_from(LAYOUTS), cls=st.sampled_from([Firm, Person, Place, InclusionPact]))
def test_no_cell_begins_as_a_formula(data, layout, cls):
    assert dangerous(table_of(record_of(cls, data, id=OWN_ID), layout), layout) == []


def test_cells_without_guard_are_found_dangerous(monkeypatch):
    firm = Firm(id=OWN_ID, name="=1+1", phone="+39 0373 1", lat=-45.5, note="@x", synthetic=True)
    assert dangerous(table_of(firm, Layout()), Layout()) == []
    monkeypatch.setattr("graph.exporters.cells.guarded", lambda text: text)
    assert dangerous(table_of(firm, Layout()), Layout()) == ["=1+1", "-45.5", "@x", "+39 0373 1"]


@given(st.text("'=+-@#\t x", max_size=6))
def test_a_guard_is_taken_away_exactly(text):
    cell = guarded(text)
    bare = unguarded(cell)
    assert (cell if bare is None else bare) == text


@pytest.mark.parametrize("text", ["'s-Hertogenbosch", "l'Aquila", "'Ndrina", "'", "a=b"])
def test_an_apostrophe_that_guards_nothing_stays(text):
    assert guarded(text) == text
    assert unguarded(text) is None


def test_asks_keep_year_weight_and_hours(tmp_path):
    asks = ({"need": "doposcuola", "birth_year": 2019, "weight": 3, "slots": "mon..thu-afternoon"}, {"need": "cucire"})
    pact = InclusionPact(id=OWN_ID, name="Patto di prova", asks=asks, max_km=2.5, synthetic=True)
    assert "doposcuola [2019] !3 mon-afternoon" in table_of(pact, Layout())
    assert "2,5" in cells_of(table_of(pact, Layout(";")), Layout(";"))
    comes_back(pact, tmp_path, Layout(";"), [])


def test_what_is_stored_comes_back_also_where_it_would_be_refused_today(tmp_path):
    desk = Desk(MemoryStore(), tmp_path)
    band = Association(
        id=OWN_ID,
        name="Banda di prova",
        comune="099999",
        tax_code="12345678901",
        offers=("voce-di-prima", "cucire", "cucire"),
        synthetic=True,
    )
    desk.store.apply([Create(band)], AUTHOR)
    text = table_of(band, Layout())
    assert imported(desk, text) == (0, 0, 1, 0)
    assert imported(desk, text.replace("voce-di-prima", "voce-di-poi")) == (0, 0, 0, 1)
    assert imported(Desk(MemoryStore(), tmp_path), text) == (0, 0, 0, 1)


def test_what_registers_said_stays_in_the_store_and_is_not_in_the_table(tmp_path):
    desk = Desk(MemoryStore(), tmp_path)
    said = (Source(name="table", key="k1", values={"name": "Banda di prova"}), Source(name="farmacie", key="F1"))
    band = Association(id=OWN_ID, name="Banda di prova", sources=said, comune=CREMA, synthetic=True)
    desk.store.apply([Create(band)], AUTHOR)
    text = table_of(band, Layout())
    assert "k1" not in text
    assert imported(desk, text) == (0, 0, 1, 0)
    assert desk.store.get([OWN_ID]) == {OWN_ID: band}


@pytest.mark.parametrize("text", ["a\x07b", "a\0b", "a\x85b"])
def test_a_text_that_no_table_can_hold_is_refused_by_record_and_field_and_never_repeated(text):
    with pytest.raises(InvalidRecord) as refused:
        table_of(Firm(id=OWN_ID, name="Officina di prova", note=text, synthetic=True), Layout())
    assert OWN_ID in refused.value.message.it
    assert f"{OWN_ID} note=" in refused.value.message.en
    assert "a\\" not in repr(refused.value.message)
    assert not legible(text)


def test_a_former_name_that_would_be_read_back_as_two_is_refused():
    with pytest.raises(InvalidRecord, match="former"):
        table_of(Place(id=OWN_ID, name="Luogo di prova", former_codes=("a; b",), synthetic=True), Layout())


def test_which_kinds_speak_of_persons():
    assert all(map(about_persons, (Person, Family, InclusionPact, Membership, NoContact)))
    assert not any(map(about_persons, (Association, Place, Adjacency)))


@pytest.fixture
def town():
    store = settle(MemoryStore())
    store.apply([Create(Firm(id=OWN_ID, name="Officina di prova", synthetic=True))], AUTHOR)
    return store


def test_tables_appear_together_private_and_marked_as_utf_8(town, tmp_path):
    targets = {Place: tmp_path / "place.csv", Firm: tmp_path / "firm.csv"}
    assert export(town, targets, Layout(), replacing=False) == {Place: 3, Firm: 1}
    assert [file.stat().st_mode & 0o777 for file in targets.values()] == [0o600, 0o600]
    assert targets[Firm].read_bytes().startswith(b"\xef\xbb\xbfkind,")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["firm.csv", "place.csv"]


def test_nothing_is_replaced_unless_told(town, tmp_path):
    (tmp_path / "firm.csv").write_text("mine")
    targets = {Place: tmp_path / "place.csv", Firm: tmp_path / "firm.csv"}
    with pytest.raises(Conflict, match="--force"):
        export(town, targets, Layout(), replacing=False)
    assert [file.name for file in tmp_path.iterdir()] == ["firm.csv"]
    assert (tmp_path / "firm.csv").read_text() == "mine"
    export(town, targets, Layout(), replacing=True)
    assert b"Officina di prova" in targets[Firm].read_bytes()


def test_a_link_or_a_folder_is_never_replaced(town, tmp_path):
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "link.csv").symlink_to(tmp_path / "mine")
    for target in (tmp_path / "link.csv", tmp_path):
        with pytest.raises(Conflict):
            export(town, {Firm: target}, Layout(), replacing=True)
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_failure_in_one_table_leaves_none(town, tmp_path):
    town.apply([Create(Person(id=OWN_ID.replace("a", "b"), name="Persona di prova", note="a\x07"))], AUTHOR)
    with pytest.raises(InvalidRecord):
        export(town, {Firm: tmp_path / "f.csv", Person: tmp_path / "p.csv"}, Layout(), replacing=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_appears_meanwhile_is_kept_and_the_others_are_taken_back(tmp_path):
    def write_two() -> None:
        with bundle() as files:
            for name in ("a.csv", "b.csv"):
                with files.file(tmp_path / name) as out:
                    out.write("new")
            (tmp_path / "b.csv").write_text("mine")

    with pytest.raises(Conflict):
        write_two()
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("b.csv", "mine")]


def test_a_replacement_that_fails_half_way_leaves_all_tables_as_they_were(tmp_path, monkeypatch):
    there = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
    for target in there[:2]:
        target.write_text("former")
    put = Path.replace

    def replace(scratch: Path, target: Path) -> Path:
        if target == there[1] and scratch.suffix != ".former":
            raise OSError(5, "Input/output error")
        return put(scratch, target)

    monkeypatch.setattr(Path, "replace", replace)

    def replaced() -> None:
        with bundle(replacing=True) as files:
            for target in (there[2], *there[:2]):
                with files.file(target) as out:
                    out.write("new")

    with pytest.raises(UnwritableFile):
        replaced()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.csv": "former", "b.csv": "former"}


def test_a_folder_that_is_not_there_is_said(town, tmp_path):
    with pytest.raises(UnwritableFile, match="does not exist"):
        export(town, {Firm: tmp_path / "none" / "f.csv"}, Layout(), replacing=False)


def test_a_store_written_meanwhile_gives_no_table(town, tmp_path, monkeypatch):
    def interrupted(store, cls):
        store.apply([Remember("written", "meanwhile")], AUTHOR)
        return records(store, cls)

    monkeypatch.setattr("graph.exporters.records", interrupted)
    with pytest.raises(Conflict):
        export(town, {Firm: tmp_path / "f.csv"}, Layout(), replacing=False)
    assert list(tmp_path.iterdir()) == []


def test_dates_and_yes_or_no_are_written_alike_in_every_language():
    tie = Membership(id=OWN_ID, source=OWN_ID, target=OWN_ID.replace("a", "b"), valid_from=date(2026, 1, 1))
    cells = cells_of(table_of(tie, Layout()), Layout())
    assert {"2026-01-01", "no", "moderate"} <= set(cells)
