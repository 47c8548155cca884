import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.kinds.values import SLOTS, slot_bits
from graph.vocabulary import scheme
from matching.eligibility import RULES
from matching.eligibility import public_text as rule_text
from matching.features import FACTORS
from matching.features import public_text as factor_text
from matching.rendering import Renderer
from matching.sentences import PARTY, SENTENCES
from matching.types import Reason
from matching.words import euro, kilometres, on_date, week


@pytest.mark.parametrize(
    ("slots", "it", "en"),
    [
        (
            ("mon-afternoon", "tue-afternoon", "wed-afternoon"),
            "dal lunedì al mercoledì pomeriggio",
            "Monday to Wednesday afternoon",
        ),
        (("tue-morning", "thu-morning"), "martedì e giovedì mattina", "Tuesday and Thursday morning"),
        (("sat-morning", "sat-afternoon", "sat-evening"), "sabato", "Saturday"),
        ((), "", ""),
    ],
)
def test_parts_of_the_week_are_said_as_people_say_them(slots, it, en) -> None:
    text = week(slot_bits(slots))
    assert (text.it, text.en) == (it, en)


@given(st.sets(st.sampled_from(SLOTS), min_size=1))
def test_any_part_of_the_week_has_words_in_both_languages(slots) -> None:
    text = week(slot_bits(tuple(slots)))
    assert text.it
    assert text.en


def test_numbers_and_dates_in_words() -> None:
    assert euro(0).it == "gratuito"
    assert euro(1200).it == "1.200 euro al mese"
    assert euro(1200).en == "1,200 euro a month"
    assert kilometres(0.2).it == "1 km"
    assert on_date("2026-03-12").it == "12 marzo 2026"


def test_every_rule_and_every_factor_says_in_both_languages_what_it_does() -> None:
    rules = [rule_text(rule, pact) for rule in RULES for pact in PARTY]
    for text in (*rules, *map(factor_text, FACTORS)):
        assert not {"{", "la parte", "the party"} & {text.it, text.en}
        assert text.it.endswith(".")
        assert text.en.endswith(".")


VALUES = {
    "need": "doposcuola",
    "gives": ("doposcuola", "oratorio"),
    "languages": ("lingua-araba",),
    "slots": 2,
    "free": 1,
    "on": "2026-03-12",
    "km": 4.2,
    "ages": (6, 11),
    "own_ages": ((6, 7),),
    "other_ages": ((0, 1), (0, 0)),
    "next": "id",
    "steps": (("person", "a"), ("body", "id")),
    "contact": "id",
    "body": "id",
    "resource": "id",
    "party": "inclusion_pact",
    "world": "civic",
    "link": "work",
    "count": 3,
    "text": "altro",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_can_be_said_and_ends_as_one(code: str) -> None:
    text = Renderer(scheme(), {"id": "Oratorio"})(Reason(code, VALUES))
    assert text.it[0].isupper() or text.it[0] in "«“È"
    assert text.it.endswith(".")
    assert text.en.endswith(".")
    assert "{" not in text.it + text.en


def test_no_sentence_uses_a_word_that_labels_people() -> None:
    unwanted = ("utente", "score", "punteggio", "caso ", "isolata", "isolato", "svantaggiat", "disagio", "user")
    for text in SENTENCES.values():
        assert not [word for word in unwanted if word in text.it.lower() + text.en.lower()]
