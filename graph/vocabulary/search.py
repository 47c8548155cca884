"""Finding concepts by their words: a ranked search for what was typed, a careful reading for what was noted.

A query word meets a label word when they are the same, share a stem, one begins the other, or differ by a typing error.
Words are weighted by how rare they are among the labels (inverse document frequency), so that "corso" says less than
"italiano". A hit's score is 0.7 of the query's weight that was met plus 0.3 of the label's; labels are also compared
written without spaces, because people write "dopo scuola" and "baby sitter" as they like.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.vocabulary.concept import Facet
from graph.vocabulary.scheme import Scheme, scheme
from graph.vocabulary.text import fold, singular, stems, words

SAME, STEM, BEGINNING, TYPO = 1.0, 0.95, 0.8, 0.9  # what a word is worth; a typing error's is times the likeness
QUERY_SHARE = 0.7
LOWEST_SCORE = 0.55
LEAST_LIKE = 0.8  # of two words, by normalised indel similarity
LEAST_LIKE_JOINED = 0.86
SHORTEST_FUZZY = 4  # shorter words must be written right
SHORTEST_BEGINNING = 5
LONGEST_QUERY = 200  # characters


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found: its code, how well it fits in [0, 1], and the label that matched."""

    code: str
    score: float
    label: str


@dataclass(frozen=True, slots=True)
class _Label:
    """One label, cut into words; `rank` 0 for a preferred label, 1 for an alternative."""

    code: str
    text: str
    words: tuple[str, ...]
    rank: int

    @property
    def joined(self) -> str:
        return fold(self.text).replace(" ", "")


class _Index:
    """The labels of one scheme, ready to be searched."""

    def __init__(self, of: Scheme) -> None:
        self.facet: dict[str, Facet] = {each.code: each.facet for each in of.concepts}
        self.labels = tuple(
            _Label(each.code, text, words(text), int(text not in (each.it, each.en)))
            for each in of.concepts
            for text in dict.fromkeys(each.labels)
        )
        self.joined = tuple(label.joined for label in self.labels)
        self.at: dict[str, list[int]] = defaultdict(list)
        self.by_stem: dict[str, set[str]] = defaultdict(set)
        for i, label in enumerate(self.labels):
            for word in dict.fromkeys(label.words):
                self.at[word].append(i)
                for stem in stems(word):
                    self.by_stem[stem].add(word)
        self.known = tuple(self.at)

    def weight(self, word: str) -> float:
        """Inverse document frequency, smoothed; a word of no label weighs most."""
        return math.log(1 + len(self.labels) / (1 + len(self.at.get(word, ()))))

    def meets(self, word: str) -> dict[str, float]:
        """The label words that `word` meets, each with its worth."""
        found: dict[str, float] = {}
        for other, worth in self._like(word):
            found[other] = max(worth, found.get(other, 0.0))
        for stem in stems(word):
            for other in self.by_stem.get(stem, ()):
                found[other] = STEM
        if word in self.at:
            found[word] = SAME
        return found

    def _like(self, word: str) -> Iterator[tuple[str, float]]:
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        if len(word) < SHORTEST_FUZZY:
            return
        for other, like, _ in process.extract(
            word, self.known, scorer=Indel.normalized_similarity, score_cutoff=LEAST_LIKE, limit=None
        ):
            if len(other) >= SHORTEST_FUZZY:
                yield other, TYPO * like
        if len(word) >= SHORTEST_BEGINNING:
            yield from ((other, BEGINNING) for other in self.known if other.startswith(word))

    def scores(self, query: str) -> dict[int, float]:
        """The score of every label that the query meets at all."""
        asked = words(query)
        total = sum(self.weight(word) for word in asked)
        met: dict[int, float] = defaultdict(float)
        covered: dict[int, dict[str, float]] = defaultdict(dict)
        for word in dict.fromkeys(asked):
            best: dict[int, tuple[float, str]] = {}
            for other, worth in self.meets(word).items():
                for i in self.at[other]:
                    best[i] = max(best.get(i, (0.0, "")), (worth, other))
            for i, (worth, other) in best.items():
                met[i] += self.weight(word) * worth / total
                covered[i][other] = max(worth, covered[i].get(other, 0.0))
        found = {i: QUERY_SHARE * met[i] + (1 - QUERY_SHARE) * self._cover(i, covered[i]) for i in met}
        for i, like in self._joined(query):
            found[i] = max(found.get(i, 0.0), like)
        return found

    def _cover(self, i: int, covered: dict[str, float]) -> float:
        label = self.labels[i].words
        return sum(self.weight(word) * covered.get(word, 0.0) for word in label) / sum(map(self.weight, label))

    def _joined(self, query: str) -> Iterator[tuple[int, float]]:
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        written = fold(query).replace(" ", "")
        if len(written) > SHORTEST_FUZZY:
            cutoff = LEAST_LIKE_JOINED
            similar = Indel.normalized_similarity
            for _, like, i in process.extract(written, self.joined, scorer=similar, score_cutoff=cutoff, limit=None):
                yield i, like


@lru_cache(maxsize=1)
def _index() -> _Index:
    return _Index(scheme())


def search(text: str, *, limit: int = 10, facet: Facet | None = None) -> tuple[Hit, ...]:
    """The concepts that `text` may mean, best first, at most `limit`, of one `facet` or of all.

    Stop words count for nothing, the first 200 characters are read, and words that mean nothing find nothing.
    Equal scores: a preferred label before an alternative, then the order of codes.
    """
    index = _index()
    query = text[:LONGEST_QUERY]
    if not fold(query):
        return ()
    best: dict[str, tuple[float, int, int]] = {}
    for i, score in index.scores(query).items():
        label = index.labels[i]
        if score < LOWEST_SCORE or facet not in (None, index.facet[label.code]):
            continue
        found = (-round(min(score, 1.0), 4), label.rank, i)
        best[label.code] = min(best.get(label.code, found), found)
    ranked = sorted(best.items(), key=lambda each: (*each[1][:2], each[0]))
    return tuple(Hit(code, -score, index.labels[i].text) for code, (score, _, i) in ranked[:limit])


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
    for label in _index().labels:
        phrase = tuple(singular(word) for word in fold(label.text).split())
        if len(phrase) > 1 or _index().facet[label.code] != "sector":
            owners[phrase].add(label.code)
    return {phrase: min(codes) for phrase, codes in owners.items() if len(codes) == 1}


@lru_cache(maxsize=1)
def _longest_phrase() -> int:
    return max(map(len, _phrases()))
