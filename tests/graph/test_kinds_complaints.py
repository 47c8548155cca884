"""What declarations refuse, in our words: every kind and field, every way to be wrong, no word of the library's."""

import math
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from graph.errors import InvalidRecord
from graph.kinds import SCHEMA, Record
from graph.kinds.base import label
from graph.kinds.complaints import INVALID, KNOWN, complaint
from graph.kinds.schema import refusal

KINDS = (*SCHEMA.nodes, *SCHEMA.ties)
NAMES = [cls.__name__ for cls in KINDS]
ID, OTHER = (f"019b76da-a800-7000-8000-00000000000{number}" for number in range(2))
SECRET = "zqx"
"""In every wrong text: no complaint may repeat it."""

WRONG: list[Any] = [
    None,
    "",
    " ",
    SECRET,
    f"{SECRET.upper()} £",
    SECRET * 2000,
    "\ud800",
    b"\xff",
    -1,
    -1000,
    10**6,
    10**20,
    10**5000,
    0.5,
    1e300,
    math.nan,
    math.inf,
    "1" * 5000,
    True,
    [],
    [None],
    [SECRET],
    [1],
    [{}],
    ["\ud800"],
    {},
    {1: 2},
    {SECRET: SECRET},
    object(),
    [{"need": SECRET.upper(), "birth_year": -1, "weight": 9, "slots": [SECRET], SECRET: 1}],
    [{"need": "doposcuola", "birth_year": 3000, "weight": 0}],
    [{"need": "doposcuola", "birth_year": 1.5, "weight": "x"}],
    [{"need": "doposcuola", "slots": 5}],
    "doposcuola !9",
    "doposcuola [2019] [2020]",
    [{"name": "", "key": ""}],
    [{"name": "table", "key": SECRET * 100, "values": 1}],
    [{"name": "table", "key": "k", "values": {1: 1}}],
    "2026-02-30",
    "2026-02-01T09:30:00",
    datetime(2026, 2, 1, 9, 30),  # noqa: DTZ001 - wrong on purpose
    1e20,
]


def whole(cls: type[Record]) -> dict[str, Any]:
    """The least that a record of a kind has."""
    ends = {"source": ID, "target": OTHER} if cls in SCHEMA.ties else {"name": "Prova"}
    return {"id": ID} | {name: value for name, value in ends.items() if name in cls.model_fields}


def errors_of(cls: type[Record], data: Any) -> ValidationError | None:
    try:
        cls.model_validate(data)
    except ValidationError as error:
        return error
    return None


def provoked(cls: type[Record]) -> Iterator[ValidationError]:
    """Whatever a kind refuses: each field with each wrong value, none, one more, and what does not go together."""
    least = whole(cls)
    cases = [least | {name: value} for name in cls.model_fields for value in WRONG]
    cases += [{}, least | {SECRET: 1}, least | {"target": ID}]
    cases += [least | {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}]
    cases += [least | {"introduces_since": "2026-01-01"} | year for year in ({}, {"birth_year": 2015})]
    yield from (error for data in (*cases, None, 5, SECRET) if (error := errors_of(cls, data)))


def said(error: ValidationError) -> Iterator[tuple[str, str, str]]:
    """Every complaint of an error as (type, Italian, English)."""
    for one in error.errors(include_input=False, include_url=False):
        text = complaint(one)
        yield one["type"], text.it, text.en


@pytest.mark.parametrize("cls", KINDS, ids=NAMES)
def test_whatever_a_kind_refuses_has_words_of_its_own_in_both_languages(cls):
    complaints = {one for error in provoked(cls) for one in said(error)}

    assert complaints
    assert {kind for kind, _, _ in complaints} <= KNOWN
    for _, it, en in complaints:
        assert it
        assert en
        assert it != en
        assert (it, en) != (INVALID.it, INVALID.en)


@pytest.mark.parametrize("cls", KINDS, ids=NAMES)
def test_no_refusal_holds_a_word_of_the_library_or_what_was_sent(cls):
    for error in provoked(cls):
        first = error.errors(include_url=False)[0]
        message = refusal(cls, error).message
        if first["type"] not in ("value_error", "extra_forbidden"):
            assert first["msg"] not in message.it
            assert first["msg"] not in message.en
        assert not re.search(r"Input should|Field required|Value error|valid (string|integer|date)", str(message))
        if first["type"] != "extra_forbidden":
            assert SECRET not in str(message).lower()


def test_a_field_that_there_is_not_is_named_as_it_was_written():
    for cls in KINDS:
        with pytest.raises(InvalidRecord) as refused:
            SCHEMA.parse(whole(cls) | {"kind": cls.model_fields["kind"].default, "nickname": 1})
        assert refused.value.message.it == f"{cls.title.it}, campo nickname: non è previsto"
        assert refused.value.message.en == f"{cls.title.en}, field nickname: is not expected"


def test_a_refusal_names_the_field_by_its_key_and_by_its_title_in_the_language_of_the_sentence():
    for cls in KINDS:
        for name, field in cls.model_fields.items():
            title, error = label(field), errors_of(cls, whole(cls) | {name: object()})
            if title and error and len(error.errors()[0]["loc"]) == 1:
                message = refusal(cls, error).message
                assert message.it.startswith(f"{cls.title.it}, campo {name} ({title.it}): ")
                assert message.en.startswith(f"{cls.title.en}, field {name} ({title.en}): ")


@pytest.mark.parametrize(
    ("data", "it", "en"),
    [
        (
            {"kind": "person", "birth_year": 1800},
            "Persona, campo birth_year (Anno di nascita): è troppo piccolo: il minimo è 1900",
            "Person, field birth_year (Year of birth): is too small: the least is 1900",
        ),
        (
            {"kind": "person", "sex": "q"},
            "Persona, campo sex (Sesso): non è tra i valori ammessi: f, m, x",
            "Person, field sex (Sex): is not among the allowed values: f, m, x",
        ),
        (
            {"kind": "inclusion_pact", "budget_eur": 2001},
            "Patto di inclusione, campo budget_eur (Budget di welfare (euro)): è troppo grande: il massimo è 2000",
            "Inclusion pact, field budget_eur (Welfare budget (euro)): is too large: the most is 2000",
        ),
        (
            {"kind": "inclusion_pact", "asks": [{"need": "doposcuola", "weight": 9}]},
            "Patto di inclusione, campo asks.0.weight (Importanza (1-3)): è troppo grande: il massimo è 3",
            "Inclusion pact, field asks.0.weight (Importance (1-3)): is too large: the most is 3",
        ),
        (
            {"kind": "person", "introduces_since": "2026-01-01"},
            "Persona: per un consenso serve l'anno di nascita",
            "Person: an agreement needs birth_year",
        ),
        (
            {"kind": "association", "name": " "},
            "Associazione, campo name (Nome): è vuoto",
            "Association, field name (Name): is empty",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_the_limit(data, it, en):
    with pytest.raises(InvalidRecord) as refused:
        SCHEMA.parse({"id": ID, "name": "Prova"} | data)

    assert (refused.value.message.it, refused.value.message.en) == (it, en)


def test_a_complaint_without_words_is_told_in_ours_rather_than_in_the_librarys():
    error = {"type": "a_new_type", "msg": f"Input should be {SECRET}", "ctx": {}}

    assert complaint(error) == INVALID
    assert complaint({"type": "value_error", "msg": f"Value error, {SECRET}", "ctx": {}}) == INVALID
