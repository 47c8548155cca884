"""Labels found by their words: ranked, forgiving of inflection and typing errors, the same for every set of labels.

A query word meets a label word when they are the same, share a stem, one begins the other, or differ by a typing error.
Words are weighted by how rare they are among the labels (inverse document frequency), so that "corso" says less than
"italiano". A score is 0.7 of the query's weight that was met plus 0.3 of the label's; labels are also compared written
without spaces, because people write "dopo scuola" and "baby sitter" as they like.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.vocabulary.text import fold, stems, words

SAME, STEM, BEGINNING, TYPO = 1.0, 0.95, 0.8, 0.9  # what a word is worth; a typing error's is times the likeness
QUERY_SHARE = 0.7
LOWEST_SCORE = 0.4
LEAST_LIKE = 0.8  # of two words, by normalised indel similarity
LEAST_LIKE_JOINED = 0.86
SHORTEST_FUZZY = 4  # shorter words must be written right
SHORTEST_BEGINNING = 5
LONGEST_QUERY = 200  # characters


@dataclass(frozen=True, slots=True)
class Label:
    """One name of something; `rank` 0 for a preferred label, 1 for an alternative."""

    of: str
    text: str
    rank: int


@dataclass(frozen=True, slots=True)
class Match:
    """Whose label matched, how well in (0, 1], and the label."""

    of: str
    score: float
    label: str


class LabelIndex:
    """Labels ready to be searched."""

    def __init__(self, labels: Iterable[Label]) -> None:
        """Cut every label into words."""
        self.labels = tuple(labels)
        self.cut = tuple(words(label.text) for label in self.labels)
        self.joined = tuple(fold(label.text).replace(" ", "") for label in self.labels)
        self.at: dict[str, list[int]] = defaultdict(list)
        self.by_stem: dict[str, set[str]] = defaultdict(set)
        for i, cut in enumerate(self.cut):
            for word in dict.fromkeys(cut):
                self.at[word].append(i)
        for word in self.at:
            for stem in stems(word):
                self.by_stem[stem].add(word)
        self.known = tuple(self.at)

    def search(self, text: str) -> list[Match]:
        """The best match of everything that `text` may name, best first.

        Stop words count for nothing, the first 200 characters are read, and words that mean nothing find nothing.
        Equal scores: a preferred label before an alternative, then by `of`.
        """
        query = text[:LONGEST_QUERY]
        best: dict[str, tuple[float, int, int]] = {}
        for i, score in self._scores(query).items() if fold(query) else ():
            if score >= LOWEST_SCORE:
                label = self.labels[i]
                found = (-round(min(score, 1.0), 4), label.rank, i)
                best[label.of] = min(best.get(label.of, found), found)
        ranked = sorted(best.items(), key=lambda each: (*each[1][:2], each[0]))
        return [Match(of, -score, self.labels[i].text) for of, (score, _, i) in ranked]

    def _weight(self, word: str) -> float:
        """Inverse document frequency, smoothed; a word of no label weighs most."""
        return math.log(1 + len(self.labels) / (1 + len(self.at.get(word, ()))))

    def _meets(self, word: str) -> dict[str, float]:
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

    def _scores(self, query: str) -> dict[int, float]:
        """The score of every label that the query meets at all."""
        asked = words(query)
        total = sum(self._weight(word) for word in asked)
        met: dict[int, float] = defaultdict(float)
        covered: dict[int, dict[str, float]] = defaultdict(dict)
        for word in dict.fromkeys(asked):
            best: dict[int, tuple[float, str]] = {}
            for other, worth in self._meets(word).items():
                for i in self.at[other]:
                    best[i] = max(best.get(i, (0.0, "")), (worth, other))
            for i, (worth, other) in best.items():
                met[i] += self._weight(word) * worth / total
                covered[i][other] = max(worth, covered[i].get(other, 0.0))
        found = {i: QUERY_SHARE * met[i] + (1 - QUERY_SHARE) * self._cover(i, covered[i]) for i in met}
        for i, like in self._joined(query):
            found[i] = max(found.get(i, 0.0), like)
        return found

    def _cover(self, i: int, covered: dict[str, float]) -> float:
        label = self.cut[i]
        return sum(self._weight(word) * covered.get(word, 0.0) for word in label) / sum(map(self._weight, label))

    def _joined(self, query: str) -> Iterator[tuple[int, float]]:
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        written = fold(query).replace(" ", "")
        if len(written) > SHORTEST_FUZZY:
            cutoff = LEAST_LIKE_JOINED
            similar = Indel.normalized_similarity
            for _, like, i in process.extract(written, self.joined, scorer=similar, score_cutoff=cutoff, limit=None):
                yield i, like
