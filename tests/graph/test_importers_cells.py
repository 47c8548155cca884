"""Cells: what an office writes is understood, and what cannot be is refused without a guess."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidRecord
from graph.importers.cells import Lexicon, read_cell
from graph.importers.report import CellRefused, Rejection, Report
from graph.importers.scalars import day, decimal, whole, yes_no
from graph.kinds import SCHEMA, Activation, Association, InclusionPact, Opportunity, Pact, Person, Place, Tie, Work
from graph.territory.gazetteer import Gazetteer
from graph.vocabulary import scheme
from tests.graph.importing import AUTHOR, COMUNI

LEXICON = Lexicon(
    Gazetteer(
        Place(id=f"018f0000-0000-7000-8000-{code:0>12}", name=name, istat_code=code, cadastral_code=cadastral)
        for code, (name, cadastral, _) in COMUNI.items()
    ),
    scheme(),
    AUTHOR.at.date(),
)


def read(cls, field, text):
    return read_cell(cls, field, (text, "colonna"), LEXICON)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("-0,5", -0.5),
        (",5", 0.5),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1.234.567", 1234567.0),
        ("1.234", 1.234),
        ("€ 1 200,00", 1200.0),
        ("1\u00a0200", 1200.0),
        ("1,5e-07", 1.5e-07),
    ],
)
def test_decimals_are_read_with_comma_or_point(text, number):
    assert decimal(text) == number


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("1.234", 1234), ("1,234", 1234), ("12,0", 12), ("-3", -3)])
def test_whole_numbers_are_read_with_thousands(text, number):
    assert whole(text) == number


@pytest.mark.parametrize(
    "text", ["", "x", "1.2.3", "1,2,3", "1.23.456", "nan", "inf", "1e999", "٣", "9" * 5000, "12,5,", "."]
)
def test_what_is_no_number_is_none(text):
    assert decimal(text) is None
    assert whole(text) is None


def test_half_a_whole_number_is_none():
    assert whole("12,5") is None


@pytest.mark.parametrize(
    "text", ["2024-02-01", "01/02/2024", "1/2/2024", "1.2.2024", "01-02-2024", "2024-02-01 00:00:00"]
)
def test_dates_are_iso_or_with_the_day_first(text):
    assert day(text) == date(2024, 2, 1)


@pytest.mark.parametrize("text", ["2024-02-30", "31/02/2024", "1/2/24", "1/2-2024", "0000-01-01", "20240201", "ieri"])
def test_what_is_no_date_is_none(text):
    assert day(text) is None


def test_yes_and_no_in_both_languages():
    assert [yes_no(text) for text in ("Sì", "si", "YES", "x", "1", "vero")] == [True] * 6
    assert [yes_no(text) for text in ("No", "0", "false", "falso")] == [False] * 4
    assert yes_no("forse") is None


@pytest.mark.parametrize(
    ("cls", "field", "text", "value"),
    [
        (Association, "comune", "D142", "019035"),
        (Association, "comune", "crema", "019035"),
        (Association, "comune", "19.035", "019035"),
        (Association, "offers", "Pro Loco; nursery school;pro-loco", ["pro-loco", "scuola-dell-infanzia"]),
        (Association, "slots", "mon..tue-afternoon", ["mon-afternoon", "tue-afternoon"]),
        (Person, "slots", "Lunedì mattina; mar-sera", ["mon-morning", "tue-evening"]),
        (Pact, "available", "lun–mar pomeriggio", ["mon-afternoon", "tue-afternoon"]),
        (Association, "serves", "Comuni vicini", "neighbours"),
        (Tie, "strength", "Molto Forte", "very_strong"),
        (Tie, "strength", "very strong", "very_strong"),
        (Tie, "valid_from", "1/2/2024", "2024-02-01"),
        (Work, "role", "titolare", "owner"),
        (Opportunity, "form", "lavoro", "job"),
        (Activation, "outcome", "sì", "helped"),
        (Person, "sex", "Femmina", "f"),
        (Association, "vat_number", "IT 01070740194", "01070740194"),
        (Pact, "budget_eur", "1.500,50", 1500.5),
        (Place, "former_codes", "019071; Piadena", ["019071", "Piadena"]),
    ],
)
def test_a_cell_is_read_by_the_declaration_of_its_field(cls, field, text, value):
    assert read(cls, field, text) == value


def test_asks_are_read_with_year_and_slots():
    [ask] = read(InclusionPact, "asks", "doposcuola [2019] mon-afternoon")
    assert (ask["need"], ask["birth_year"], ask["slots"]) == ("doposcuola", 2019, ["mon-afternoon"])


@pytest.mark.parametrize(
    ("cls", "field", "text", "mend"),
    [
        (Association, "min_age", "130", "≤ 120"),
        (Pact, "budget_eur", "2001", "≤ 2000"),
        (InclusionPact, "asks", "doposcuolla [2019]", "legami concepts"),
        (InclusionPact, "asks", "doposcuola [1800]", "one year [2019]"),
        (Tie, "strength", "enorme", "weak"),
        (Association, "comune", "Kremona", "Cremona"),
        (Association, "offers", "Pro Loco; doposcuolla", "doposcuola. Find the code: legami concepts"),
        (Association, "slots", "mon-noon", "mon..thu-afternoon"),
    ],
)
def test_a_refusal_says_how_to_mend_the_cell(cls, field, text, mend):
    with pytest.raises(CellRefused) as caught:
        read(cls, field, text)
    assert caught.value.column == "colonna"
    assert mend in caught.value.mend.en
    assert text not in caught.value.reason.it + caught.value.reason.en


@pytest.mark.parametrize(("cls", "field"), [(Pact, "asks"), (Pact, "gives"), (Pact, "avoids")])
def test_what_a_person_needs_or_gives_is_not_even_hinted_at(cls, field):
    with pytest.raises(CellRefused) as caught:
        read(cls, field, "doposcuolla")
    assert "doposcuol" not in str((caught.value.reason, caught.value.mend))


@given(st.sampled_from([*SCHEMA.nodes, *SCHEMA.ties]), st.text(max_size=30), st.data())
def test_any_text_in_any_field_is_a_value_or_a_refusal(cls, text, data):
    field = data.draw(
        st.sampled_from([name for name in cls.model_fields if name not in ("kind", "sources", "recorded_at")])
    )
    try:
        outcome = read(cls, field, text)
    except CellRefused as refused:
        outcome = refused.at(2)
    assert isinstance(outcome, Rejection | str | bool | int | float | list)


def test_a_report_sums_to_the_rows_read_and_is_the_json_of_the_contract():
    refused = CellRefused("name", InvalidRecord("a", "b").message, InvalidRecord("c", "d").message)
    report = Report.of({2: "accepted", 3: "changed", 4: "unchanged", 5: "accepted"}, [refused.at(7), refused.at(6)])
    assert report.rows == 6
    assert report.refusal is None
    assert report.as_dict() == {
        "accepted": 2,
        "changed": 1,
        "unchanged": 1,
        "rejected": [
            {"row": row, "column": "name", "reason": {"it": "a", "en": "b"}, "mend": {"it": "c", "en": "d"}}
            for row in (6, 7)
        ],
        "elsewhere": 0,
    }
