"""Finding concepts by their words: a ranked search for what was typed, a careful reading for what was noted."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from graph.vocabulary.ages import with_stages_of_life
from graph.vocabulary.concept import Facet
from graph.vocabulary.everyday import is_grave, with_trouble_named
from graph.vocabulary.labels import HIDDEN, Label, LabelIndex
from graph.vocabulary.scheme import scheme
from graph.vocabulary.text import fold, singular


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found: its code, how well it fits in [0, 1], the label that matched (the preferred for a cue)."""

    code: str
    score: float
    label: str


@lru_cache(maxsize=1)
def _index() -> LabelIndex:
    from graph.vocabulary.cues import TABLES, cues  # ten thousand words that most commands never look up

    labels = (
        Label(each.code, text, int(text not in (each.it, each.en)))
        for each in scheme().concepts
        for text in dict.fromkeys(each.labels)
    )
    hidden = (
        Label(code, cue, HIDDEN, shown=scheme().label(code, language))
        for language in TABLES
        for code, cue in cues(language)
    )
    return LabelIndex((*labels, *hidden))


def search(text: str, *, limit: int = 10, facet: Facet | None = None) -> tuple[Hit, ...]:
    """The concepts that `text` may mean, best first, at most `limit`, of one `facet` or of all.

    How labels are matched: `graph.vocabulary.labels`. What people say who do not know the labels finds them by cues
    (`graph.vocabulary.cues`): these serve here only, so that nothing is ever stored because of a cue. A grave word is
    spoken in need: unless a `facet` is named, or something by its whole name, only help answers it
    (`graph.vocabulary.everyday`).
    """
    said = with_trouble_named(with_stages_of_life(text))
    sought = facet or ("help" if is_grave(said) else None)
    hits = (
        Hit(match.of, match.score, match.label)
        for match in _index().search(said)
        if (facet is None and match.score == 1) or sought in (None, scheme().get(match.of).facet)
    )
    return tuple(hits)[:limit]


def concepts_in(text: str) -> tuple[str, ...]:
    """The concepts that a note names, in the order of first mention; careful: only whole labels count.

    Singular and plural are the same, typing errors are not forgiven, and a longer label hides the shorter ones inside
    it ("corso di italiano" is not also the language). The name of a sector alone ("bar", "negozio") tells where
    somebody is rather than what they ask: it does not count. It does not understand "not": a person confirms what it
    finds.
    """
    note = tuple(singular(word) for word in fold(text).split())
    phrases = _phrases()
    found: dict[str, None] = {}
    at = 0
    while at < len(note):
        code, length = _longest(note, at, phrases)
        if code is not None:
            found.setdefault(code)
        at += length
    return tuple(found)


def _longest(note: tuple[str, ...], at: int, phrases: dict[tuple[str, ...], str]) -> tuple[str | None, int]:
    """The concept of the longest label that starts at `at`, and how many words to go on by."""
    for length in range(min(_longest_phrase(), len(note) - at), 0, -1):
        code = phrases.get(note[at : at + length])
        if code is not None:
            return code, length
    return None, 1


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, ...], str]:
    """Every label as light stems, except what tells nothing: a lone sector name, a phrase that two concepts share."""
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for each in scheme().concepts:
        for label in each.labels:
            phrase = tuple(singular(word) for word in fold(label).split())
            if len(phrase) > 1 or each.facet != "sector":
                owners[phrase].add(each.code)
    return {phrase: min(codes) for phrase, codes in owners.items() if len(codes) == 1}


@lru_cache(maxsize=1)
def _longest_phrase() -> int:
    return max(map(len, _phrases()))
