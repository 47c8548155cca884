"""Search quality on queries written by hand: as good as the documentation says, and better than what lies at hand."""

import re
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from graph.vocabulary import scheme, search
from tests.graph.vocabulary_queries import QUERIES, Query, measure

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "vocabulary.md").read_text(encoding="utf-8")
LABELS = [(label, concept.code) for concept in scheme().concepts for label in concept.labels]
SORTS = sorted({(query.language, query.sort) for query in QUERIES})


def ours(text: str) -> list[str]:
    return [hit.code for hit in search(text, limit=10)]


def by_weighted_ratio(text: str) -> list[str]:
    """What a careful programmer would write in three lines with the fuzzy-matching library."""
    found = process.extract(text, [label for label, _ in LABELS], scorer=fuzz.WRatio, limit=40)
    return list(dict.fromkeys(LABELS[place][1] for _, _, place in found))


def by_substring(text: str) -> list[str]:
    """What a filter field does."""
    typed = text.casefold()
    return list(dict.fromkeys(code for label, code in LABELS if typed in label.casefold() or label.casefold() in typed))


def of_sort(language: str, sort: str) -> list[Query]:
    return [query for query in QUERIES if (query.language, query.sort) == (language, sort)]


def documented(name: str) -> str:
    """The figures of a row of the page's tables."""
    (row,) = re.findall(rf"^\| {re.escape(name)} \| (.+) \|$", PAGE, re.MULTILINE)
    return row


def test_the_list_holds_a_hundred_queries_of_every_sort_whose_answers_exist() -> None:
    assert len(QUERIES) >= 100
    assert len({query.text for query in QUERIES}) == len(QUERIES)
    assert [(language, sort) for language in ("en", "it") for sort in ("everyday", "inflected", "misspelt")] == SORTS
    assert all(query.answers <= set(scheme().codes) for query in QUERIES)


@pytest.mark.parametrize(
    ("name", "answer"), [("Legami", ours), ("weighted ratio", by_weighted_ratio), ("substring", by_substring)]
)
def test_the_documentation_says_what_is_measured(name, answer) -> None:
    assert documented(name) == measure(answer).row()


@pytest.mark.parametrize(("language", "sort"), SORTS)
def test_the_documentation_says_what_is_measured_for_each_sort(language: str, sort: str) -> None:
    assert (
        documented(f"{language}, {sort}")
        == f"{len(of_sort(language, sort))} | {measure(ours, of_sort(language, sort)).row()}"
    )


def test_nearly_all_queries_find_an_answer_among_the_first_three_and_more_than_by_what_lies_at_hand() -> None:
    quality = measure(ours)
    assert quality.among_three >= 0.95
    assert quality.first > max(measure(by_weighted_ratio).first, measure(by_substring).first) + 0.1


def test_a_search_that_forgives_nothing_would_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.vocabulary.labels.LOWEST_SCORE", 0.99)
    assert measure(ours).among_three < 0.8
