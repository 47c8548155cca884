"""What a comune is called today counts before what it or another one was called."""

import pytest

from graph.kinds import Place
from graph.store.base import Create
from tests.graph.importing import AUTHOR, CREMA, PIADENA, Desk, counts, seeded
from tests.memory_store import MemoryStore

HEADER = "codice_fiscale,denominazione,pr,codice_comune,nome_comune,old_nome_comune\n"
TAX_CODE = "00000010199"
SOURCE = "cinque-per-mille"
ELSEWHERE = "017029"
"""Brescia, of which the store has nothing."""


@pytest.fixture
def desk(tmp_path):
    desk = Desk(MemoryStore(), tmp_path)
    renamed = Place(id=next(seeded(91)), name="Borgo", istat_code="019999", province="CR", former_codes=("Crema",))
    desk.store.apply([Create(renamed)], AUTHOR)
    return desk


def row(province="CR", code="", name="", before=""):
    return f"{HEADER}{TAX_CODE},PROVA ODV,{province},{code},{name},{before}\n"


def place(desk):
    return desk.only("association").comune


def test_a_former_name_is_believed_where_nothing_of_today_is_told(desk):
    assert counts(desk.imports(row(before="Piadena"), SOURCE)) == (1, 0, 0, 0)
    assert place(desk) == PIADENA


def test_a_name_in_use_is_that_comune_also_if_another_one_was_called_so(desk):
    desk.imports(row(name="Crema"), SOURCE)
    assert place(desk) == CREMA


def test_a_code_of_today_in_a_later_column_counts_before_a_former_name(desk):
    text = row(name="Piadena").replace("pr,", "pr,istat_code,").replace(",CR,", f",CR,{CREMA},")
    desk.imports(text, SOURCE)
    assert place(desk) == CREMA


@pytest.mark.parametrize("told", [{"code": ELSEWHERE}, {"code": "17029"}, {"name": "Brescia"}])
@pytest.mark.parametrize("province", ["BS", ""])
def test_a_comune_of_today_elsewhere_is_not_ours_for_its_former_name(desk, told, province):
    report = desk.imports(row(province=province, before="Piadena", **told), SOURCE)
    assert (counts(report), report.elsewhere) == ((0, 0, 0, 0), 1)


def test_where_the_row_says_it_is_ours_it_is_refused(desk):
    [one] = desk.imports(row(code=ELSEWHERE, before="Piadena"), SOURCE).rejected
    assert one.column == "codice_comune"


def test_without_the_look_at_all_of_italy_the_former_name_would_win(desk, monkeypatch):
    monkeypatch.setattr("graph.importers.registry.provinces_with", lambda _: frozenset())
    desk.imports(row(province="BS", code=ELSEWHERE, before="Piadena"), SOURCE)
    assert place(desk) == PIADENA
