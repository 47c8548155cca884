"""Districts and successors as small tables, and a whole province as nodes and ties."""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from random import Random

import pytest

from graph.kinds.ids import new_ids
from graph.territory.districts import DISTRICT_NAMES, DISTRICTS, district_of
from graph.territory.geopop import load_province
from graph.territory.places import ORIGIN, territory
from graph.territory.successors import FORMER, former_codes

TODAY = date(2026, 3, 2)


def made(sigla):
    ids = new_ids(datetime(2026, 3, 2, tzinfo=UTC), Random(7).getrandbits)
    return territory(load_province(sigla), ids, TODAY)


@pytest.fixture(scope="module")
def cremona():
    return made("CR")


def test_the_three_districts_share_out_48_48_and_17_comuni():
    assert {district.slug: len(district.comuni) for district in DISTRICTS} == {
        "cremonese": 48,
        "cremasco": 48,
        "casalasco": 17,
    }
    assert len({code for district in DISTRICTS for code in district.comuni}) == 113


def test_districts_are_those_of_the_public_acts(shared_data):
    with (shared_data / "territory" / "cremona_ambiti_sociali.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            assert DISTRICT_NAMES[district_of(row["istat_code"])] == f"Ambito {row['ambito']}"


def test_a_comune_elsewhere_has_no_known_district():
    assert not district_of("015146")


def test_former_comuni_lead_to_one_that_exists(cremona):
    codes = {place.istat_code for place in cremona[0]}
    assert {former.successor for former in FORMER} <= codes
    assert not {former.istat_code for former in FORMER} & codes
    assert former_codes("019116") == ("019042", "019071", "Drizzona", "Piadena")
    assert former_codes("019036") == ()


def test_gadesco_pieve_delmona_is_no_former_comune(shared_data):
    file = shared_data / "territory" / "cremona_comuni_situas_2026-08-14.csv"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        official = {row["Codice Comune (alfanumerico)"]: row["Comune"] for row in csv.DictReader(lines)}
    assert official["019046"] == "Gadesco-Pieve Delmona"
    assert not {former.istat_code for former in FORMER} & official.keys()


def test_a_province_becomes_districts_comuni_and_neighbours(cremona):
    places, ties = cremona
    assert Counter(place.level for place in places) == {"district": 3, "comune": 113}
    assert Counter(place.district for place in places if place.level == "comune") == {
        "cremonese": 48,
        "cremasco": 48,
        "casalasco": 17,
    }
    assert len(ties) == 284
    assert len({record.id for record in (*places, *ties)}) == 3 + 113 + 284


def test_a_comune_carries_what_istat_says_of_it(cremona):
    crema = next(place for place in cremona[0] if place.istat_code == "019035")
    assert (crema.name, crema.cadastral_code, crema.province, crema.district) == ("Crema", "D142", "CR", "cremasco")
    assert crema.population
    assert crema.boundary.startswith('{"type":"MultiPolygon"')
    assert [(source.name, source.key) for source in crema.sources] == [("istat", "019035")]


def test_a_district_counts_its_comuni(cremona):
    places = cremona[0]
    district = next(place for place in places if place.name == "Ambito Casalasco")
    comuni = [place for place in places if place.level == "comune" and place.district == "casalasco"]
    assert (district.level, district.istat_code) == ("district", "")
    assert district.population == sum(place.population or 0 for place in comuni)


def test_neighbours_are_public_dated_and_say_where_they_come_from(cremona):
    assert {(tie.visibility, tie.confirmed_on, tie.origin) for tie in cremona[1]} == {("public", TODAY, ORIGIN)}


def test_the_same_ids_make_the_same_territory(cremona):
    assert made("CR") == cremona


def test_a_province_without_a_table_is_one_district():
    places, _ = made("AO")
    districts = [place for place in places if place.level == "district"]
    assert [place.district for place in districts] == ["valle-d-aosta"]
    assert {place.district for place in places} == {"valle-d-aosta"}
