"""Records in words: every declared choice has its word in both languages, and codes are never shown bare."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin

import pytest

from api.cli.wording import CHOICES, concept, details, said_of
from graph.kinds import SCHEMA, InclusionPact, Person
from graph.vocabulary import scheme

ID = "0192d0e0-7b3a-7000-8000-00000000abcd"


def choices(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from choices(part)


def declared() -> set[str]:
    fields = [item for cls in (*SCHEMA.nodes, *SCHEMA.ties) for item in cls.model_fields.items()]
    return {value for name, field in fields if name != "kind" for value in choices(field.annotation)}


def test_every_declared_choice_has_its_word():
    assert declared() - set(CHOICES) == set()


def test_no_word_is_left_of_a_choice_that_went_away():
    assert set(CHOICES) - declared() == set()


def test_no_choice_hides_behind_a_concept_of_the_vocabulary():
    assert [name for name in CHOICES if name in scheme()] == []


@pytest.mark.parametrize(
    ("value", "italian", "english"),
    [
        (True, "sì", "yes"),
        (date(2026, 3, 12), "12 marzo 2026", "12 March 2026"),
        (("mon-afternoon", "tue-afternoon"), "lunedì e martedì pomeriggio", "Monday and Tuesday afternoon"),
        (("doposcuola",), scheme().label("doposcuola", "it"), scheme().label("doposcuola", "en")),
        (1500.0, "1500", "1500"),
        (2.5, "2.5", "2.5"),
        ("car", "in auto", "by car"),
        ("via di prova 1", "via di prova 1", "via di prova 1"),
    ],
)
def test_values_are_said_in_words(value, italian, english):
    assert (said_of(value).it, said_of(value).en) == (italian, english)


def test_a_code_that_the_vocabulary_lacks_is_shown_as_it_is():
    assert concept("mestiere-ignoto").it == "mestiere-ignoto"


def test_details_leave_out_what_is_blank_and_what_stands_elsewhere():
    person = Person(id=ID, name="Una madre", birth_year=1990)

    assert [title.en for title, _ in details(person)] == ["Year of birth", "Introductions a month, at most"]


def test_what_was_written_by_hand_is_quoted_as_written():
    pact = InclusionPact(id=ID, name="Patto", goals="car", travel="car")
    said = {title.en: value.en for title, value in details(pact)}

    assert said["Goals"] == "car"
    assert said["Means of travel"] == "by car"
