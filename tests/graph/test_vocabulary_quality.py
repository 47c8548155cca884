"""Search quality on queries written by hand: as good as the documentation says, and better than what lies at hand."""

import re
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from graph.vocabulary import scheme, search
from graph.vocabulary.labels import Label, LabelIndex
from tests.graph.vocabulary_everyday import QUERIES_EVERYDAY
from tests.graph.vocabulary_queries import QUERIES, Query, measure
from tests.graph.vocabulary_strangers import QUERIES_OF_STRANGERS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "vocabulary.md").read_text(encoding="utf-8")
LABELS = [(label, concept.code) for concept in scheme().concepts for label in concept.labels]
BY_LABELS = LabelIndex(Label(code, label, 1) for label, code in LABELS)
SORTS = sorted({(query.language, query.sort) for query in (*QUERIES, *QUERIES_EVERYDAY)})


def ours(text: str) -> list[str]:
    return [hit.code for hit in search(text, limit=10)]


def by_labels_alone(text: str) -> list[str]:
    """The same search without the hidden words."""
    return [match.of for match in BY_LABELS.search(text)][:10]


def by_weighted_ratio(text: str) -> list[str]:
    """What a careful programmer would write in three lines with the fuzzy-matching library."""
    found = process.extract(text, [label for label, _ in LABELS], scorer=fuzz.WRatio, limit=40)
    return list(dict.fromkeys(LABELS[place][1] for _, _, place in found))


def by_substring(text: str) -> list[str]:
    """What a filter field does."""
    typed = text.casefold()
    return list(dict.fromkeys(code for label, code in LABELS if typed in label.casefold() or label.casefold() in typed))


SORT_NAMES = ("everyday", "inflected", "misspelt", "phrase")
METHODS = {
    "Legami": ours,
    "labels alone": by_labels_alone,
    "weighted ratio": by_weighted_ratio,
    "substring": by_substring,
}
LISTS = {"": QUERIES, ", phrases": QUERIES_EVERYDAY, ", strangers": QUERIES_OF_STRANGERS}
"""By what the page adds to a method's name in the table of that list."""


def of_sort(language: str, sort: str) -> list[Query]:
    return [query for query in (*QUERIES, *QUERIES_EVERYDAY) if (query.language, query.sort) == (language, sort)]


def documented(name: str) -> str:
    """The figures of a row of the page's tables."""
    (row,) = re.findall(rf"^\| {re.escape(name)} \| (.+) \|$", PAGE, re.MULTILINE)
    return row


def test_the_lists_hold_a_hundred_queries_of_every_sort_whose_answers_exist() -> None:
    every = (*QUERIES, *QUERIES_EVERYDAY)
    assert len(QUERIES) >= 100
    assert len(QUERIES_EVERYDAY) == 120
    assert len({query.text for query in every}) == len(every)
    assert [(each, sort) for each in ("en", "it") for sort in SORT_NAMES] == SORTS
    assert len(QUERIES_OF_STRANGERS) == 100
    assert all(query.answers <= set(scheme().codes) for query in (*every, *QUERIES_OF_STRANGERS))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("suffix", LISTS)
def test_the_documentation_says_what_is_measured(method: str, suffix: str) -> None:
    assert documented(method + suffix) == measure(METHODS[method], LISTS[suffix]).row()


@pytest.mark.parametrize(("language", "sort"), SORTS)
def test_the_documentation_says_what_is_measured_for_each_sort(language: str, sort: str) -> None:
    queries = of_sort(language, sort)
    assert documented(f"{language}, {sort}") == f"{len(queries)} | {measure(ours, queries).row()}"


def test_nearly_all_queries_find_an_answer_among_the_first_three_and_more_than_by_what_lies_at_hand() -> None:
    quality = measure(ours)
    assert quality.among_three >= 0.95
    assert quality.first > max(measure(by_weighted_ratio).first, measure(by_substring).first) + 0.1


def test_a_search_that_forgives_nothing_would_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.vocabulary.labels.LOWEST_SCORE", 0.99)
    monkeypatch.setattr("graph.vocabulary.labels.LOWEST_KNOWN", 0.99)
    assert measure(ours).among_three < 0.8


def test_everyday_phrases_find_an_answer_among_the_first_three_and_would_not_without_cues() -> None:
    assert measure(ours, QUERIES_EVERYDAY).among_three >= 0.95
    assert measure(by_labels_alone, QUERIES_EVERYDAY).among_three < 0.5
