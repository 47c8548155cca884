"""Every way of writing a comune finds it, and what finds nothing is told what comes near."""

import csv
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import NotFound
from graph.kinds.ids import new_ids
from graph.kinds.places import Place
from graph.territory.gazetteer import Gazetteer
from graph.territory.geopop import load_province
from graph.territory.places import territory

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def gazetteer_of(*siglas: str) -> Gazetteer:
    ids = new_ids(NOW)
    return Gazetteer(place for sigla in siglas for place in territory(load_province(sigla), ids, date(2026, 3, 2))[0])


CREMONA = gazetteer_of("CR")
NAMES = {place.istat_code: place.name for place in CREMONA.places}


def place(code: str, name: str, **values: object) -> Place:
    return Place.model_validate({"id": next(new_ids(NOW)), "istat_code": code, "name": name, **values})


@pytest.mark.parametrize(
    ("writing", "code"),
    [
        ("019036", "019036"),
        ("19036", "019036"),
        (" 19036 ", "019036"),
        ("19.036", "019036"),
        ("19,036", "019036"),
        ("19036.0", "019036"),
        ("19036,00", "019036"),
        ("19.04", "019040"),
        ("D150", "019036"),
        ("d150", "019036"),
        ("CREMONA", "019036"),
        ("cremona (CR)", "019036"),
        ("Rivolta d'Adda", "019084"),
        ("Rivolta d’Adda", "019084"),
        ("RIVOLTA D ADDA", "019084"),
        ("RIVOLTA DADDA", "019084"),
        ("S. Giovanni in Croce", "019090"),
        ("S.GIOVANNI IN CROCE", "019090"),
        ("San Giovanni in Croce", "019090"),
        ("Gadesco-Pieve Delmona", "019046"),
        ("GADESCO PIEVE DELMONA", "019046"),
        ("Casalbuttano", "019016"),
        ("Corte de' Cortesi", "019032"),
        ("Casale Cremasco", "019017"),
    ],
)
def test_a_comune_is_found_however_it_is_written(writing, code):
    assert CREMONA.resolve(writing) == code


@pytest.mark.parametrize("writing", ["019071", "19.071", "PIADENA", "Piadena (CR)", "019042", "Drizzona", "M418"])
def test_a_former_code_or_name_finds_the_comune_of_today(writing):
    assert CREMONA.resolve(writing) == "019116"


@pytest.mark.parametrize(
    "writing",
    [
        "",
        " ",
        "?",
        "3019036",
        "03019036",
        "C.D150",
        "19.0",
        "999999",
        "Z999",
        "26100",
        "Torino",
        "Crema (MI)",
        "é" * 999,
    ],
)
def test_what_is_no_comune_finds_nothing(writing):
    assert CREMONA.resolve(writing) is None


def test_digits_of_another_script_are_no_code():
    assert CREMONA.resolve("١٩٠٣٦") is None


@pytest.mark.parametrize(
    ("writing", "first"),
    [
        ("Cremna", "Cremona"),
        ("Casalmagiore", "Casalmaggiore"),
        ("Piadenna", "Piadena Drizzona"),
        ("Drizona", "Piadena Drizzona"),
        ("Gere Caprioli", "Gerre de' Caprioli"),
        ("Scandolara", "Scandolara Ravara"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_first(writing, first):
    assert CREMONA.resolve(writing) is None
    assert CREMONA.suggest(writing)[0] == first
    assert len(CREMONA.suggest(writing)) <= 3


@pytest.mark.parametrize("writing", ["", "xyz", "Bergamo", "999999", "a" * 999])
def test_nothing_is_suggested_for_what_looks_like_no_comune(writing):
    assert CREMONA.suggest(writing) == ()


def test_a_first_word_that_two_comuni_share_is_suggested_but_not_chosen():
    assert CREMONA.resolve("Scandolara") is None
    assert set(CREMONA.suggest("Scandolara")) == {"Scandolara Ravara", "Scandolara Ripa d'Oglio"}


COLUMNS = {
    "cremona_anagrafe_scuole_lombardia_2026-02-15.csv": ("COD_ISTAT_SEDE", "COMUNE_SEDE", "COMUNE_AUTONOMIA"),
    "cremona_cinque_per_mille_2022.csv": ("codice_comune", "nome_comune", "old_nome_comune"),
    "cremona_farmacie_2026-02-15.csv": ("CODICE_ISTAT", "COMUNE"),
    "cremona_rsa_accreditate_2013.csv": ("comune",),
    "cremona_scuole_paritarie_2023-24.csv": ("CODICECOMUNESCUOLA", "DESCRIZIONECOMUNE"),
    "cremona_scuole_statali_2025-26.csv": ("CODICECOMUNESCUOLA", "DESCRIZIONECOMUNE"),
    "cremona_strutture_ricovero_2026-02-15.csv": ("LOCALITA",),
}


@pytest.mark.parametrize("file", COLUMNS)
def test_every_register_of_the_province_finds_its_comuni(file, shared_data):
    with (shared_data / "organisations" / file).open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    for row in rows:
        found = {column: CREMONA.resolve(row[column]) for column in COLUMNS[file]}
        assert None not in found.values(), row
        if added := row.get("istat_code"):
            own = [code for column, code in found.items() if column != "COMUNE_AUTONOMIA"]
            assert set(own) == {CREMONA.resolve(added)}, row


ACCENTED = {"a": "aàÀâ", "e": "eèÉê", "i": "iìÎ", "o": "oòÖ", "u": "uùÛ"}


@given(code=st.sampled_from(sorted(NAMES)), data=st.data())
def test_case_accents_signs_and_spaces_never_change_the_comune(code, data):
    def noisy(letter: str) -> str:
        if letter.isalpha():
            letter = data.draw(st.sampled_from(ACCENTED.get(letter.lower(), letter)))
            return data.draw(st.sampled_from((letter, letter.upper(), letter.lower())))
        return data.draw(st.sampled_from(("'", "’", " ", "  ", "-", " - ", "\t", "´")))

    around = st.text(" \t\n\xa0", max_size=3)
    writing = data.draw(around) + "".join(map(noisy, NAMES[code])) + data.draw(around)
    assert CREMONA.resolve(writing) == code


@given(number=st.sampled_from(sorted(NAMES)), zeros=st.integers(0, 3), space=st.text(" \t", max_size=2))
def test_a_code_may_lack_zeros_or_be_a_decimal_number(number, zeros, space):
    whole = number.lstrip("0")
    decimal = f"{float(f'{whole[:-3]}.{whole[-3:]}')}"
    assert CREMONA.resolve(f"{space}{whole}{space}") == number
    assert CREMONA.resolve(whole + ("." + "0" * zeros if zeros else "")) == number
    assert CREMONA.resolve(decimal) == number


@given(st.text(max_size=40))
def test_any_text_finds_a_comune_of_the_territory_or_nothing(text):
    assert CREMONA.resolve(text) in {None, *NAMES}
    assert set(CREMONA.suggest(text)) <= set(NAMES.values())


def test_a_bilingual_comune_answers_to_both_names():
    alto_adige = gazetteer_of("BZ")
    writings = ("Bolzano/Bozen", "bolzano", "BOZEN", "021008")
    assert {alto_adige.resolve(writing) for writing in writings} == {"021008"}


def test_two_comuni_of_one_name_are_told_apart_by_the_province_only():
    both = Gazetteer([place("016065", "Castro", province="BG"), place("075096", "Castro", province="LE")])
    assert both.resolve("Castro") is None
    assert both.resolve("Castro (LE)") == "075096"
    assert both.suggest("Castro") == ("Castro (BG)", "Castro (LE)")


def test_a_name_in_use_wins_over_a_short_form_and_a_former_name():
    synthetic = Gazetteer(
        [
            place("001001", "Alta"),
            place("001002", "Alta-Bassa"),
            place("001003", "Nuova", former_codes=("Alta", "001001")),
        ]
    )
    assert synthetic.resolve("alta") == "001001"
    assert synthetic.resolve("001001") == "001001"


def test_saints_written_in_full_are_told_apart():
    synthetic = Gazetteer([place("001001", "San Pace"), place("001002", "Santa Pace")])
    assert (synthetic.resolve("san pace"), synthetic.resolve("santa pace")) == ("001001", "001002")
    assert synthetic.resolve("S. Pace") is None


def test_districts_and_places_without_a_code_are_left_aside():
    synthetic = Gazetteer([place("", "Ambito", level="district"), place("", "Altrove")])
    assert synthetic.resolve("Ambito") is None
    assert synthetic.resolve("Altrove") is None
    assert synthetic.suggest("Ambito") == ()


def test_an_unknown_code_is_refused():
    with pytest.raises(NotFound, match="six digits") as refusal:
        CREMONA.name("19036")
    assert "sei cifre" in refusal.value.message.it
    assert CREMONA.name("019036") == CREMONA.place("019036").name == "Cremona"
