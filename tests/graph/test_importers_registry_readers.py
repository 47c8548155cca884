"""Registers of non-state schools, of Lombardy's schools, of elderly homes and of hospitals: what their readers make."""

from pathlib import Path

import pytest

from graph.errors import InputError, UnknownColumns
from graph.importers.registries import scuole_lombardia
from graph.kinds import ElderlyService, HealthService, Place, School, TrainingBody
from graph.store import create_store
from graph.store.base import Create, Update
from tests.graph.importing import AUTHOR, CREMA, CREMONA, PIADENA, Desk, counts, csv_text, seeded
from tests.memory_store import MemoryStore

SAMPLES = Path(__file__).parent / "samples"


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


def parents(desk: Desk) -> set[tuple[str, str, str]]:
    """Name of the body, name of the place, origin of the tie."""
    names = desk.store.titles({end for tie in desk.store.ties("parentage") for end in (tie.source, tie.target)})
    return {(names[tie.source], names[tie.target], tie.origin) for tie in desk.store.ties("parentage")}


def test_a_non_state_school_is_a_school_with_the_ages_of_its_grade(desk):
    desk.imports(sample("scuole-paritarie"), "scuole-paritarie")
    nursery, bare, liceo = (by_key(desk, "scuole-paritarie", key) for key in ("CR1A000011", "CR1A000022", "CRPL000033"))
    assert [type(one) for one in (nursery, bare, liceo)] == [School, School, School]
    assert (nursery.name, nursery.offers, nursery.max_age) == (
        "Scuola dell'infanzia Girotondo",
        ("scuola-dell-infanzia",),
        6,
    )
    assert (bare.name, bare.comune, bare.email) == ("Scuola dell'Infanzia Comunale", PIADENA, "")
    assert (liceo.min_age, liceo.max_age, liceo.website) == (14, 19, "www.example.org")


def test_the_two_lists_of_the_ministry_are_told_apart(desk):
    with pytest.raises(UnknownColumns, match="scuole-statali"):
        desk.imports(sample("scuole-statali"), "scuole-paritarie")
    with pytest.raises(UnknownColumns, match="scuole-paritarie"):
        desk.imports(sample("scuole-paritarie"), "scuole-statali")


def test_a_site_of_the_region_has_its_point_and_hangs_on_its_institute(desk):
    desk.imports(sample("scuole-lombardia"), "scuole-lombardia")
    nursery, branch = (by_key(desk, "scuole-lombardia", key) for key in ("CRAA000011", "CRMM000021-01"))
    assert (nursery.ministry_code, nursery.lat, nursery.lon, nursery.comune) == ("CRAA000011", 45.36, 9.68, CREMA)
    assert (nursery.address, nursery.phone) == ("Via Sintetica, 2", "0373000011")
    assert (branch.ministry_code, branch.comune, branch.phone) == (None, PIADENA, "800000000")
    institute = by_key(desk, "scuole-lombardia", "CRIC000009")
    assert (institute.name, institute.comune) == ("Istituto Comprensivo di prova", CREMA)
    assert {name for body, name, _ in parents(desk) if body == institute.name} == {
        nursery.name,
        branch.name,
        by_key(desk, "scuole-lombardia", "CRMM000021").name,
    }


def test_a_training_body_with_one_site_is_one_node(desk):
    desk.imports(sample("scuole-lombardia"), "scuole-lombardia")
    body = desk.only("training_body")
    assert isinstance(body, TrainingBody)
    assert (body.offers, body.min_age, body.phone) == (("formazione-duale",), 14, "0372/000005")


def test_letters_that_were_encoded_twice_are_mended(desk):
    desk.imports(sample("scuole-lombardia"), "scuole-lombardia")
    assert by_key(desk, "scuole-lombardia", "CRMM000021").address == "Località Sintetica, 3"


@pytest.mark.parametrize(
    ("order"), [("scuole-statali", "scuole-lombardia"), ("scuole-lombardia", "scuole-statali")], ids="-".join
)
def test_a_school_in_both_registers_is_one_node_and_the_ministry_prevails(desk, order):
    for source in order:
        desk.imports(sample(source), source)
    nursery = by_key(desk, "scuole-statali", "CRAA000011")
    assert nursery == by_key(desk, "scuole-lombardia", "CRAA000011")
    assert [source.name for source in nursery.sources] == ["scuole-statali", "scuole-lombardia"]
    assert (nursery.address, nursery.phone, nursery.lat) == ("Via Sintetica 2", "0373000011", 45.36)
    assert {parent for parent in parents(desk) if parent[1] == nursery.name} == {
        ("IC di Prova", nursery.name, "scuole-statali")
    }
    for source in order:
        report = desk.imports(sample(source), source)
        assert (report.accepted, report.changed) == (0, 0)


def test_an_evening_course_has_no_upper_age_whatever_another_register_says(desk):
    desk.imports(sample("scuole-lombardia"), "scuole-lombardia")
    evening = by_key(desk, "scuole-lombardia", "CRTD000035")
    assert (evening.min_age, evening.max_age) == (16, None)
    header = sample("scuole-statali").read_text("utf-8").splitlines()[0]
    row = "202526,,,CREMONA,CRIS000003,PROVA,CRTD000035,SERALE,VIA,26100,D150,CREMONA,{},{},NO,NO,,,,NO"
    adult = row.format("PERCORSO II LIVELLO", "ISTITUTO TECNICO")
    desk.imports(f"{header}\n{adult}\n", "scuole-statali")
    desk.imports(sample("scuole-lombardia").read_text("utf-8").replace("(serale)", ""), "scuole-lombardia")
    evening = by_key(desk, "scuole-statali", "CRTD000035")
    assert (evening.min_age, evening.max_age) == (16, None)


def test_a_thin_mention_of_an_institute_takes_nothing_from_its_own_row(desk):
    text = sample("scuole-statali").read_text("utf-8")
    desk.imports(text, "scuole-statali")
    header, _, *sites = text.splitlines()
    desk.imports("\n".join([header, *sites]), "scuole-statali")
    assert by_key(desk, "scuole-statali", "CRIC000001").address == "Via Sintetica 1"


def test_an_elderly_home_is_known_by_name_and_comune(desk):
    desk.imports(sample("rsa"), "rsa")
    homes = {home.name + home.comune: home for home in desk.store.nodes("elderly_service")}
    assert set(homes) == {
        f'Fondazione "Casa di Prova" ONLUS{CREMA}',
        f"Casa di Prova{PIADENA}",
        f"Casa di Prova{CREMONA}",
    }
    first = homes[f'Fondazione "Casa di Prova" ONLUS{CREMA}']
    assert isinstance(first, ElderlyService)
    assert (first.beds, first.offers, first.phone) == (120, ("rsa",), "0373/000001")
    assert homes[f"Casa di Prova{CREMONA}"].beds is None


def test_signs_and_capitals_make_no_other_home(desk):
    desk.imports(sample("rsa"), "rsa")
    text = (
        sample("rsa")
        .read_text("utf-8")
        .replace('FONDAZIONE ""CASA DI PROVA"" ONLUS', "Fondazione «Casa di Prova» onlus")
    )
    report = desk.imports(text, "rsa")
    assert (report.accepted, report.changed, report.unchanged) == (0, 1, 2)


def test_a_hospital_has_its_point_whichever_axis_is_called_x(desk):
    desk.imports(sample("strutture-ricovero"), "strutture-ricovero")
    one, two, three = (by_key(desk, "strutture-ricovero", f"03900{number}-00") for number in (1, 2, 3))
    assert isinstance(one, HealthService)
    assert (one.lat, one.lon, one.comune) == (45.35, 9.68, CREMA)
    assert (two.lat, two.lon, two.comune) == (45.13, 10.37, PIADENA)
    assert (three.lat, three.lon, three.sectors) == (None, None, ("sanita",))


def test_bodies_at_one_address_with_one_name_are_not_merged_across_registers(desk):
    home = {"asl": "CR", "denominazione_struttura": "FONDAZIONE DI PROVA", "comune": "CREMA", "indirizzo": "VIA 1"}
    desk.imports(csv_text([home | {"posti_letto_accreditati": "10"}]), "rsa")
    body = {"codice_fiscale": "00000130195", "denominazione": "FONDAZIONE DI PROVA", "nome_comune": "CREMA"}
    assert counts(desk.imports(csv_text([body]), "cinque-per-mille")) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("source", "elsewhere"), [("scuole-paritarie", 1), ("scuole-lombardia", 1), ("rsa", 2), ("strutture-ricovero", 1)]
)
def test_rows_of_other_provinces_are_counted_apart_and_not_rejected(desk, source, elsewhere):
    report = desk.imports(sample(source), source)
    lines = len(sample(source).read_text("utf-8").splitlines()) - 1
    assert report.elsewhere == elsewhere
    assert report.rows == lines - elsewhere
    assert report.as_dict()["elsewhere"] == elsewhere


def test_the_name_of_the_comune_decides_where_no_province_is_told(desk):
    also(desk, "MN")
    report = desk.imports(sample("strutture-ricovero"), "strutture-ricovero", province="mn")
    assert (report.elsewhere, [one.row for one in report.rejected]) == (4, [5, 6])
    assert desk.store.commit == 2


def also(desk: Desk, province: str) -> None:
    """Let the territory of the store reach into another province."""
    beyond = Place(id=next(seeded(91)), name="Borgo di prova", istat_code="099999", province=province)
    desk.store.apply([Create(beyond)], AUTHOR)


def test_a_file_of_another_province_says_so(desk):
    with pytest.raises(InputError, match="--province TO"):
        desk.imports(sample("rsa"), "rsa", province="Torino")
    header, *_ = sample("rsa").read_text("utf-8").splitlines()
    only = desk.imports(f"{header}\nMN,CASA DI PROVA,MANTOVA,VIA,46100,,,50,0\n", "rsa")
    assert (only.rows, only.elsewhere) == (0, 1)
    assert "altre" in only.refusal.message.it
    assert "others" in only.refusal.message.en


def test_an_empty_list_is_refused_for_what_it_is(desk):
    header, *_ = sample("rsa").read_text("utf-8").splitlines()
    assert "non ha righe" in desk.imports(header + "\n", "rsa").refusal.message.it


@pytest.mark.parametrize("source", ["scuole-paritarie", "scuole-lombardia", "rsa", "strutture-ricovero"])
def test_a_rejection_repeats_nothing_of_the_row(desk, source):
    cells = {
        cell
        for line in sample(source).read_text("utf-8").splitlines()[1:]
        for cell in line.split(",")
        if len(cell) > 7 and not cell.isupper()
    } | {"ATLANTIDE", "CREMOMA"}
    for one in desk.imports(sample(source), source).rejected:
        told = " ".join([one.column, *one.reason.as_dict().values(), *one.mend.as_dict().values()])
        assert not [cell for cell in cells if cell in told]


def test_windows_text_with_semicolons_is_read_alike(desk, tmp_path):
    text = "asl;denominazione struttura;comune;posti letto accreditati\nCR;CASA DI CARITÀ;CREMA;12\n"
    file = tmp_path / "windows.csv"
    file.write_bytes(text.encode("cp1252"))
    assert counts(desk.imports(file, "rsa")) == (1, 0, 0, 0)
    assert desk.only("elderly_service").name == "Casa di Carità"


def test_what_an_operator_wrote_stays_after_both_registers_of_a_school(desk):
    desk.imports(sample("scuole-lombardia"), "scuole-lombardia")
    school = by_key(desk, "scuole-lombardia", "CRAA000011")
    written = school.model_copy(update={"phone": "0373 999999", "hours": "8-16"})
    desk.store.apply([Update(written)], AUTHOR)
    for source in ("scuole-statali", "scuole-lombardia"):
        desk.imports(sample(source), source)
    kept = by_key(desk, "scuole-statali", "CRAA000011")
    assert (kept.id, kept.phone, kept.hours, kept.address) == (school.id, "0373 999999", "8-16", "Via Sintetica 2")


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("37221458", "037221458"),
        ("372560050", "0372560050"),
        ("3331234567", "3331234567"),
        ("800123456", "800123456"),
        ("0372/560050", "0372/560050"),
    ],
)
def test_a_number_of_the_fixed_network_has_its_zero_again(written, dialled):
    assert scuole_lombardia.dialled(written) == dialled
