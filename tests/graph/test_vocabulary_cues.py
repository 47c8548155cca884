"""Cues: for every concept in both languages, never its labels, and they serve the search alone."""

import pytest

from graph.vocabulary import concepts_in, scheme, search
from graph.vocabulary.ages import with_stages_of_life
from graph.vocabulary.concepts import OWN
from graph.vocabulary.cues import TABLES, cues
from graph.vocabulary.text import fold

EVERY = [(code, cue) for language in TABLES for code, cue in cues(language)]


@pytest.mark.parametrize("language", TABLES)
def test_every_concept_of_ours_has_cues_in_both_languages(language) -> None:
    found = [code for code, _ in cues(language)]
    assert set(found) == {concept.code for concept in OWN}
    assert min(map(found.count, set(found))) >= 5


def test_no_cue_is_empty_repeated_or_a_label_of_its_concept() -> None:
    labels = {(concept.code, fold(label)) for concept in OWN for label in concept.labels}
    assert [pair for pair in EVERY if not fold(pair[1]) or (pair[0], fold(pair[1])) in labels] == []
    for language in TABLES:
        found = [(code, fold(cue)) for code, cue in cues(language)]
        assert len(found) == len(set(found))


def test_cues_are_never_read_in_a_cell_or_a_note() -> None:
    assert search("sfratto")
    assert search("rubinetto che gocciola")
    assert scheme().resolve("sfratto") is None
    assert concepts_in("Ha ricevuto lo sfratto, il rubinetto gocciola e la nonna è caduta.") == ()


def test_no_cue_takes_a_faith_or_a_people_for_a_need() -> None:
    stems = (
        "musulman",
        "muslim",
        "islam",
        "cattolic",
        "catholic",
        "ebre",
        "jewish",
        "sikh",
        "marocc",
        "morocc",
        "zingar",
    )
    assert [cue for _, cue in EVERY if any(word.startswith(stems) for word in fold(cue).split())] == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("mia zia ha 87 anni", "mia zia ha anziano"),
        ("a 2 year old", "a neonato"),
        ("ho 45 anni", "ho "),
        ("un 19enne", "un ventenne"),
        ("via Roma 87", "via Roma 87"),
        ("120 anni di storia", "120 anni di storia"),
    ],
)
def test_ages_are_read_as_times_of_life(text: str, read: str) -> None:
    assert with_stages_of_life(text) == read
