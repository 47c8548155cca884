"""A comune of a register meets the public body that the store has for it, and nothing else does."""

import pytest

from graph.kinds import Association, PublicBody
from graph.store.base import Create
from tests.graph.importing import AUTHOR, CREMA, CREMONA, Desk, counts, seeded
from tests.memory_store import MemoryStore

TAX_CODE, OTHER_CODE = "00000010199", "00000020198"
IDS = seeded(11)
HALL = PublicBody(id=next(IDS), name="Comune di Crema", comune=CREMA, hours="Martedì 9-12", synthetic=True)
ROW = "codice_fiscale,denominazione,nome_comune,pr,comuni\n{},CREMA,Crema,CR,X\n"


@pytest.fixture
def desk(tmp_path):
    return Desk(MemoryStore(), tmp_path)


def halls(desk):
    return list(desk.store.nodes("public_body"))


def test_it_is_one_node_with_the_key_of_the_register_and_what_was_invented_of_it(desk):
    desk.store.apply([Create(HALL)], AUTHOR)
    assert counts(desk.imports(ROW.format(TAX_CODE), "cinque-per-mille")) == (0, 1, 0, 0)
    [hall] = halls(desk)
    assert (hall.id, hall.tax_code, hall.hours, hall.synthetic) == (HALL.id, TAX_CODE, "Martedì 9-12", True)
    assert [source.name for source in hall.sources] == ["cinque-per-mille"]
    assert counts(desk.imports(ROW.format(TAX_CODE), "cinque-per-mille")) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    "other",
    [
        PublicBody(id=HALL.id, name="Comune di Crema", comune=CREMONA),
        PublicBody(id=HALL.id, name="Comune di Crema", comune=CREMA, tax_code=OTHER_CODE),
        PublicBody(id=HALL.id, name="Biblioteca comunale di Crema", comune=CREMA),
        Association(id=HALL.id, name="Comune di Crema", comune=CREMA),
    ],
)
def test_another_place_code_name_or_kind_is_another_body(desk, other):
    desk.store.apply([Create(other)], AUTHOR)
    assert counts(desk.imports(ROW.format(TAX_CODE), "cinque-per-mille")) == (1, 0, 0, 0)


def test_where_two_may_be_meant_none_is(desk):
    desk.store.apply([Create(HALL), Create(HALL.model_copy(update={"id": next(IDS)}))], AUTHOR)
    assert counts(desk.imports(ROW.format(TAX_CODE), "cinque-per-mille")) == (1, 0, 0, 0)


def test_two_rows_for_one_comune_take_nothing_from_it(desk):
    desk.store.apply([Create(HALL)], AUTHOR)
    both = ROW.format(TAX_CODE) + ROW.format(OTHER_CODE).splitlines()[1] + "\n"
    assert counts(desk.imports(both, "cinque-per-mille")) == (2, 0, 0, 0)
    assert HALL in halls(desk)


def test_without_the_look_the_comune_would_stand_twice(desk, monkeypatch):
    monkeypatch.setattr("graph.importers.bodies.known_comuni", lambda *_: {})
    desk.store.apply([Create(HALL)], AUTHOR)
    desk.imports(ROW.format(TAX_CODE), "cinque-per-mille")
    assert len(halls(desk)) == 2
