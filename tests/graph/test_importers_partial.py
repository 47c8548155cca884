"""Files of some columns only: what they do not speak of stays, and what they leave blank is taken back."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from graph.importers import sources, table_nodes, template
from graph.kinds import SCHEMA, Person
from graph.store import create_store
from graph.store.base import Create, Update
from tests.graph.drawing import cell, drawn
from tests.graph.importing import AUTHOR, CREMA, Desk, counts, csv_text
from tests.memory_store import MemoryStore

ID = "018f0000-0000-7000-8000-000000000001"
FULL = {
    "kind": "person",
    "key": "p1",
    "name": "Persona di prova",
    "comune": CREMA,
    "phone": "0372 000000",
    "birth_year": "1980",
    "introduces_since": "2025-01-01",
    "proposable_since": "2025-01-01",
    "proposable_until": "2025-06-30",
    "synthetic": "sì",
}


@pytest.fixture(params=["memory", "embedded"])
def desk(request: pytest.FixtureRequest, tmp_path: Path):
    store = MemoryStore() if request.param == "memory" else create_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield Desk(store, tmp_path)
    store.close()


def some(*fields: str, **cells: str) -> str:
    """The file of a few columns of the full row, and of other cells."""
    return csv_text([{name: FULL[name] for name in ("kind", "key", *fields)} | cells])


def test_a_column_that_is_not_there_leaves_what_is_stored(desk):
    desk.imports(csv_text([FULL]))
    before = desk.only("person")
    assert counts(desk.imports(some("name", phone="0373 111111"))) == (0, 1, 0, 0)
    after = desk.only("person")
    assert after.model_copy(update={"phone": before.phone, "sources": before.sources}) == before
    assert (after.phone, after.proposable_until, after.synthetic) == ("0373 111111", date(2025, 6, 30), True)
    assert counts(desk.imports(some("name", phone="0373 111111"))) == (0, 0, 1, 0)


def test_a_column_that_is_there_but_blank_takes_back_what_the_table_said(desk):
    desk.imports(csv_text([FULL]))
    assert counts(desk.imports(some("name", introduces_since=""))) == (0, 1, 0, 0)
    assert (desk.only("person").introduces_since, desk.only("person").birth_year) == (None, 1980)
    assert counts(desk.imports(some("name", introduces_since=""))) == (0, 0, 1, 0)


def test_a_blank_agreement_is_taken_back_also_by_a_row_that_names_only_the_id(desk):
    agreed = Person(id=ID, name="Persona di prova", birth_year=1980, introduces_since=date(2025, 1, 1))
    desk.store.apply([Create(agreed)], AUTHOR)
    row = {"kind": "person", "id": ID, "name": "Persona di prova", "phone": "", "introduces_since": ""}
    assert counts(desk.imports(csv_text([row]))) == (0, 1, 0, 0)
    assert desk.only("person") == agreed.model_copy(update={"introduces_since": None})
    assert counts(desk.imports(csv_text([row]))) == (0, 0, 1, 0)


CONSENTS = {"introduces_since": "", "proposable_since": ""}
WHO = {"by id": {"id": ID, "key": ""}, "by key": {"key": "p1"}, "by id and key": {"id": ID}, "unkeyed": {"key": ""}}


def agreeing(desk, who: str, how: str) -> None:
    """A person who agreed to introduce and to be proposed, as a table or a hand wrote it down."""
    desk.imports(csv_text([FULL | WHO[who] | (CONSENTS if how == "by hand" else {})]))
    known = desk.only("person")
    if how != "by the table":
        day = date(2026, 2, 1)
        agreed = known.model_copy(update={"introduces_since": day, "proposable_since": day})
        desk.store.apply([Update(agreed, replaces=known)], AUTHOR)


@pytest.mark.parametrize("how", ["by the table", "by hand", "by hand after the table"])
@pytest.mark.parametrize("who", WHO)
def test_a_blank_agreement_is_taken_back_however_it_was_told_and_whoever_wrote_it(desk, who, how):
    agreeing(desk, who, how)
    blank = csv_text([FULL | WHO[who] | CONSENTS])
    assert counts(desk.imports(blank)) == (0, 1, 0, 0)
    after = desk.only("person")
    assert (after.introduces_since, after.proposable_since, after.birth_year) == (None, None, 1980)
    assert counts(desk.imports(blank)) == (0, 0, 1, 0)


@pytest.mark.parametrize("cells", [("", "2025-01-01"), ("2025-01-01", "")])
@pytest.mark.parametrize("who", ["by id", "by key", "by id and key"])
def test_a_blank_agreement_beside_a_date_for_the_same_person_takes_it_back(desk, who, cells):
    both = csv_text([FULL | WHO[who] | {"proposable_since": one} for one in cells])
    desk.imports(both)
    assert desk.only("person").proposable_since is None
    agreeing(desk, who, "by hand after the table")
    desk.imports(both)
    assert desk.only("person").proposable_since is None


def test_an_agreement_taken_back_by_a_blank_may_be_given_anew(desk):
    agreeing(desk, "by key", "by hand")
    desk.imports(csv_text([FULL | CONSENTS]))
    desk.imports(csv_text([FULL | {"proposable_since": "2026-06-01"}]))
    assert desk.only("person").proposable_since == date(2026, 6, 1)


def test_sabotage_if_blank_agreements_were_blanks_like_others_one_set_by_hand_would_stay(desk, monkeypatch):
    monkeypatch.setattr(table_nodes, "CONSENTS", ())
    agreeing(desk, "by key", "by hand")
    assert counts(desk.imports(csv_text([FULL | CONSENTS]))) == (0, 0, 1, 0)
    assert desk.only("person").proposable_since == date(2026, 2, 1)


@pytest.mark.parametrize("how", ["by the table", "by hand", "by hand later"])
def test_an_agreement_is_judged_with_the_year_of_birth_that_is_stored(desk, how):
    if how == "by hand":
        desk.store.apply([Create(Person(id=ID, name="Persona di prova", birth_year=1980))], AUTHOR)
    else:
        desk.imports(some("name", "birth_year") if how == "by the table" else some("name"))
    if how == "by hand later":
        desk.store.apply([Update(desk.only("person").model_copy(update={"birth_year": 1980}))], AUTHOR)
    cells = {"id": ID} if how == "by hand" else {}
    assert counts(desk.imports(some("name", "introduces_since", **cells))) == (0, 1, 0, 0)
    assert desk.only("person").introduces_since == date(2025, 1, 1)


def test_a_year_of_birth_that_is_nowhere_still_refuses_the_agreement(desk):
    desk.imports(some("name"))
    assert counts(desk.imports(some("name", "introduces_since"))) == (0, 0, 0, 1)
    assert desk.only("person").introduces_since is None


def test_a_whole_file_after_a_partial_one_is_back_where_it_was(desk):
    desk.imports(csv_text([FULL]))
    before = desk.only("person")
    desk.imports(some("name", phone=""))
    assert counts(desk.imports(csv_text([FULL]))) == (0, 1, 0, 0)
    assert desk.only("person") == before


@pytest.mark.parametrize("cls", SCHEMA.nodes, ids=lambda cls: cls.__name__)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=20)
@given(data=st.data())
def test_the_same_row_with_fewer_columns_changes_nothing(tmp_path, cls, data):
    plain, kind = data.draw(drawn(cls)), cls.model_fields["kind"].default
    try:
        cls.model_validate({"id": ID, "kind": kind, **plain})
    except ValidationError:
        assume(False)
    row = {"kind": kind, "key": "k1"} | {name: cell(value, False) for name, value in plain.items()}
    optional = [name for name in template(SCHEMA, kind) if name not in ("kind", "key", "id", "name")]
    left = data.draw(st.sets(st.sampled_from(optional)))
    desk = Desk(MemoryStore(), tmp_path)
    assert counts(desk.imports(csv_text([dict.fromkeys(optional, "") | row]))) == (1, 0, 0, 0)
    fewer = {name: row.get(name, "") for name in ("kind", "key", "name", *optional) if name not in left}
    assert counts(desk.imports(csv_text([fewer]))) == (0, 0, 1, 0)


def test_sabotage_if_absent_columns_counted_as_blank_a_lapsed_agreement_would_never_end(desk, monkeypatch):
    desk.imports(csv_text([FULL]))
    monkeypatch.setattr(table_nodes, "told", lambda cls, node, source, **_: sources.told(cls, node, source))
    desk.imports(some("name", "birth_year", "proposable_since"))
    assert desk.only("person").proposable_until is None
