"""Registers: each reader on a synthetic sample of its shape."""

from pathlib import Path

import pytest

from graph.errors import UnknownColumns
from graph.importers import precedence, registers
from graph.importers.registries.farmacie import company_name
from graph.importers.sources import agreed
from graph.kinds import Association, Firm, Place, PublicBody, School, Source
from graph.store import create_store
from graph.store.base import Create, Update
from tests.graph.importing import AUTHOR, CREMA, CREMONA, PIADENA, Desk, counts, csv_text, seeded
from tests.memory_store import MemoryStore

SAMPLES = Path(__file__).parent / "samples"
EXPECTED = {  # accepted, rejected rows with their columns as the file titles them
    "cinque-per-mille": (8, [(10, "codice_fiscale"), (11, "nome_comune")]),
    "scuole-statali": (5, [(7, "CODICESCUOLA")]),
    "farmacie": (3, [(5, "PARTITA_IVA"), (6, "LATITUDINE")]),
    "scuole-paritarie": (3, [(6, "DESCRIZIONECOMUNE"), (7, "CODICESCUOLA")]),
    "scuole-lombardia": (5, [(8, "DENOM_SEDE"), (9, "coorY")]),
    "rsa": (3, [(7, "denominazione_struttura"), (8, "comune"), (9, "posti_letto_accreditati")]),
    "strutture-ricovero": (3, [(6, "LOCALITA"), (7, "CODICE STRUTTURA DI RICOVERO")]),
}


def sample(source: str) -> Path:
    return SAMPLES / f"{source.replace('-', '_')}.csv"


@pytest.fixture(params=["memory", "embedded"])
def desk(request: pytest.FixtureRequest, tmp_path: Path):
    store = MemoryStore() if request.param == "memory" else create_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield Desk(store, tmp_path)
    store.close()


def by_key(desk: Desk, source: str, key: str):
    [id] = desk.store.find(f"source:{source}", [key])[key]
    return desk.store.get([id])[id]


@pytest.mark.parametrize("source", EXPECTED)
def test_a_sample_is_read_its_faults_are_named_and_a_second_import_changes_nothing(desk, source):
    accepted, faults = EXPECTED[source]
    report = desk.imports(sample(source), source)
    assert counts(report) == (accepted, 0, 0, len(faults))
    assert [(one.row, one.column) for one in report.rejected] == faults
    before = desk.store.verify().canonical_hash
    assert counts(desk.imports(sample(source), source)) == (0, 0, accepted, len(faults))
    assert desk.store.verify().canonical_hash == before


@pytest.mark.parametrize("source", EXPECTED)
def test_our_first_two_columns_are_neither_needed_nor_in_the_way(desk, source):
    text = sample(source).read_text("utf-8")
    mark = ";" if ";" in text.splitlines()[0] else ","
    header, *lines = text.splitlines()
    widened = "\n".join([f"istat_code{mark}ambito{mark}{header}", *(f"{mark}Prova{mark}{line}" for line in lines)])
    assert desk.imports(widened, source, dry_run=True) == desk.imports(sample(source), source, dry_run=True)


def test_another_file_is_not_the_register(desk):
    with pytest.raises(UnknownColumns, match="codice_farmacia"):
        desk.imports("name\nx\n", "farmacie")


def test_a_name_that_is_missing_or_too_long_is_told_under_the_column_of_the_file(desk):
    header, *lines = sample("farmacie").read_text("utf-8").splitlines()
    first, place = lines[0].split(";"), header.split(";").index("DESCRIZIONE_FARMACIA")
    faulty = [[*first[:place], name, *first[place + 1 :]] for name in ("", "x" * 400)]

    for cells, said in zip(faulty, ("manca", "al massimo 300 caratteri"), strict=True):
        report = desk.imports("\n".join([header, ";".join(cells)]), "farmacie", dry_run=True)
        assert [one.column for one in report.rejected] == ["DESCRIZIONE_FARMACIA"]
        assert said in report.rejected[0].reason.it


def test_bodies_are_of_the_kind_that_list_and_name_tell(desk):
    desk.imports(sample("cinque-per-mille"), "cinque-per-mille")
    told = {
        key: by_key(desk, "cinque-per-mille", key)
        for key in ("90000020199", "90000030198", "00000110197", "90000040197")
    }
    assert [type(node) for node in told.values()] == [Association, Association, Firm, PublicBody]
    assert [node.offers for node in told.values()] == [("societa-sportiva",), ("pro-loco",), (), ()]
    assert [node.comune for node in told.values()] == [CREMONA, PIADENA, CREMA, CREMONA]
    assert told["90000040197"].name == "Comune di Cremona"
    assert by_key(desk, "cinque-per-mille", "90000010190").offers == ()


def test_a_body_on_two_lists_is_one_node_with_what_both_say(desk):
    desk.imports(sample("cinque-per-mille"), "cinque-per-mille")
    assert by_key(desk, "cinque-per-mille", "90000050196").offers == ("oratorio", "societa-sportiva")


def test_a_revealing_name_is_marked_sensitive(desk):
    desk.imports(sample("cinque-per-mille"), "cinque-per-mille")
    assert by_key(desk, "cinque-per-mille", "90000060195").sensitive


def test_rows_of_other_provinces_are_not_read(desk):
    desk.store.apply([Create(Place(id=next(seeded(91)), name="Borgo", istat_code="099999", province="BG"))], AUTHOR)
    report = desk.imports(sample("farmacie"), "farmacie", province="bg")
    assert report.rows == 1
    assert report.rejected[0].column == "COMUNE"


def test_a_school_has_the_ages_of_its_grade_and_hangs_on_its_institute(desk):
    desk.imports(sample("scuole-statali"), "scuole-statali")
    nursery, media, cpia = (by_key(desk, "scuole-statali", key) for key in ("CRAA000011", "CRMM000021", "CRMM000003"))
    assert (nursery.name, nursery.min_age, nursery.max_age) == ("Scuola dell'infanzia Girotondo", 3, 6)
    assert (nursery.offers, nursery.website) == (("scuola-dell-infanzia",), "")
    assert (media.comune, media.max_age) == (PIADENA, 14)
    assert (cpia.min_age, cpia.max_age, cpia.offers) == (16, None, ("corso-italiano",))
    institute, absent = (by_key(desk, "scuole-statali", key) for key in ("CRIC000001", "CRIC000002"))
    assert (type(absent), absent.name, absent.comune) == (School, "IC Assente di Prova", None)
    ends = {(tie.source, tie.target) for tie in desk.store.ties("parentage")}
    assert {(institute.id, nursery.id), (absent.id, media.id)} <= ends
    assert len(ends) == 3


def test_a_school_that_changes_institute_leaves_the_old_one(desk):
    desk.imports(sample("scuole-statali"), "scuole-statali")
    moved = (
        sample("scuole-statali").read_text("utf-8").replace("CRIC000002,IC ASSENTE DI PROVA", "CRIC000001,IC DI PROVA")
    )
    assert counts(desk.imports(moved, "scuole-statali")) == (0, 1, 4, 1)
    media = by_key(desk, "scuole-statali", "CRMM000021")
    ties = desk.store.ties_of([media.id], at=AUTHOR.at.date(), kinds=["parentage"])
    assert [tie.source for tie in ties] == [by_key(desk, "scuole-statali", "CRIC000001").id]
    assert counts(desk.imports(moved, "scuole-statali")) == (0, 0, 5, 1)


def test_pharmacies_of_one_company_stay_apart_and_hang_on_it(desk):
    desk.imports(sample("farmacie"), "farmacie")
    first, second, alone = (by_key(desk, "farmacie", key) for key in ("CR9001", "CR9002", "CR9003"))
    company = by_key(desk, "farmacie", "IVA:00000120196")
    assert (company.name, company.comune, company.vat_number) == ("Farmacie Sintetiche S.P.A.", None, "00000120196")
    assert (first.lat, first.lon, first.sectors) == (45.13, 10.02, ("farmacia",))
    assert second.address == "Via di Prova, 2, Cavatigozzi"
    assert {(tie.source, tie.target) for tie in desk.store.ties("parentage")} == {
        (company.id, first.id),
        (company.id, second.id),
    }
    assert len(list(desk.store.nodes("firm"))) == 4
    assert alone.comune == CREMA


def test_a_second_shop_in_a_later_file_makes_the_company(desk):
    header, first, second, *_ = sample("farmacie").read_text("utf-8").splitlines()
    assert counts(desk.imports(f"{header}\n{first}\n", "farmacie")) == (1, 0, 0, 0)
    assert list(desk.store.ties("parentage")) == []
    assert counts(desk.imports(f"{header}\n{second}\n", "farmacie")) == (1, 0, 0, 0)
    assert len(list(desk.store.ties("parentage"))) == 2
    assert counts(desk.imports(f"{header}\n{first}\n{second}\n", "farmacie")) == (0, 0, 2, 0)


def test_a_vat_number_known_as_a_tax_code_ties_the_place_to_that_body(desk):
    row = {"codice_fiscale": "00000130195", "denominazione": "FONDAZIONE DI PROVA", "nome_comune": "CREMA"}
    desk.imports(csv_text([row]), "cinque-per-mille")
    desk.imports(sample("farmacie"), "farmacie")
    body, shop = by_key(desk, "cinque-per-mille", "00000130195"), by_key(desk, "farmacie", "CR9003")
    assert (body.id, shop.id) in {(tie.source, tie.target) for tie in desk.store.ties("parentage")}
    assert body.id != shop.id


def test_the_same_body_from_two_sources_is_one_node_with_both(desk):
    own = {
        "kind": "association",
        "key": "a1",
        "name": "Banda di prova",
        "tax_code": "90000010190",
        "phone": "0372 000000",
    }
    desk.imports(csv_text([own]))
    report = desk.imports(sample("cinque-per-mille"), "cinque-per-mille")
    assert counts(report) == (7, 1, 0, 2)
    band = by_key(desk, "cinque-per-mille", "90000010190")
    assert band == by_key(desk, "table", "a1")
    assert [source.name for source in band.sources] == ["table", "cinque-per-mille"]
    assert (band.name, band.comune, band.phone) == ("Banda di prova", CREMA, "0372 000000")
    assert band.source("cinque-per-mille").values["name"] == "Banda di Prova APS"
    assert counts(desk.imports(csv_text([own]))) == (0, 0, 1, 0)
    assert counts(desk.imports(sample("cinque-per-mille"), "cinque-per-mille")) == (0, 0, 8, 2)


def test_a_school_known_by_its_code_gains_the_register_as_a_source(desk):
    school = School(id=next(seeded(4)), name="Scuola di prova", ministry_code="CRAA000011", synthetic=True)
    desk.store.apply([Create(school)], AUTHOR)
    assert counts(desk.imports(sample("scuole-statali"), "scuole-statali")) == (4, 1, 0, 1)
    kept = by_key(desk, "scuole-statali", "CRAA000011")
    assert (kept.id, kept.name, kept.max_age) == (school.id, "Scuola di prova", 6)


def test_two_places_with_one_tax_code_are_not_merged_with_a_third(desk):
    places = [
        {"kind": "association", "key": key, "name": key, "tax_code": "90000010190"} for key in ("sede a", "sede b")
    ]
    desk.imports(csv_text(places))
    assert counts(desk.imports(sample("cinque-per-mille"), "cinque-per-mille")) == (8, 0, 0, 2)


def test_a_hand_made_correction_survives_the_register(desk):
    desk.imports(sample("farmacie"), "farmacie")
    shop = by_key(desk, "farmacie", "CR9003")
    desk.store.apply([Update(shop.model_copy(update={"name": "Farmacia corretta a mano"}))], AUTHOR)
    assert counts(desk.imports(sample("farmacie"), "farmacie")) == (0, 0, 3, 2)
    assert by_key(desk, "farmacie", "CR9003").name == "Farmacia corretta a mano"


def test_the_first_source_in_order_of_precedence_that_speaks_counts():
    sources = [
        Source(name="cinque-per-mille", key="1", values={"name": "c", "phone": "3"}),
        Source(name="unheard-of", key="1", values={"name": "u", "phone": "4", "email": "e"}),
        Source(name="table", key="1", values={"name": "t"}),
    ]
    assert agreed(sources) == agreed(reversed(sources)) == {"name": "t", "phone": "3", "email": "e"}
    assert precedence() == ("table", *(registry.name for registry in registers()))


@pytest.mark.parametrize(
    ("names", "company"),
    [
        (["PROVA S.P.A. - COMUNALE N. 1", "PROVA S.P.A. - COMUNALE N. 12"], "PROVA S.P.A."),
        (["FARMACIA UNO DI PROVA SRL", "FARMACIA DUE DI PROVA SRL"], "PROVA SRL"),
        (["FARMACIA UNO", "FARMACIA NUMERO DUE"], "FARMACIA UNO"),
    ],
)
def test_a_company_is_called_what_the_names_of_its_shops_share(names, company):
    assert company_name(names) == company
