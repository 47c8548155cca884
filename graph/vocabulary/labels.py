"""Labels found by their words: ranked, forgiving of inflection and typing errors, the same for every set of labels.

A query word meets a word of a name when they are the same, share a stem, one begins the other, or differ by a typing
error. A word weighs the more the fewer things it may mean (inverse document frequency), so that "corso" says less than
"italiano"; a word of no name says nothing that could be weighed, and weighs as little as the commonest.

What is found is a thing (a concept, an entry of a classification), by all of its names together: of each query word
counts the best that it meets there. A score is 0.7 of the query's weight that was met so, plus 0.3 of the weight of
the one best label that was met: a whole short label wins over many scattered words. Hidden words (cues) find a thing
without being its name: they are worth less than labels, those of a phrase as much as the square of the share that was
met. Labels are also compared written without spaces, because people write "dopo scuola" and "baby sitter" as they like.

A score under 0.4 is not shown, unless most of the query's words are known and no thing meets many of them, as in a
sentence that tells a whole story: then from 0.25, and from 0.6 of the best. What only words of persons lead to, or what
meets no grave word that is there, is left out (`graph.vocabulary.everyday`).
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import mul

from graph.vocabulary.everyday import decisive, is_plain
from graph.vocabulary.text import fold, stems, words

SAME, STEM, BEGINNING, TYPO = 1.0, 0.95, 0.8, 0.8  # what a word is worth; a typing error's is times the likeness
CUE, CUE_WHOLE = 0.85, 0.6  # of what a label's word, and a whole label, are worth
QUERY_SHARE = 0.7
UNKNOWN = 3.4  # the weight of a word of no name: as of one that ten things share
LOWEST_SCORE = 0.4
LOWEST_KNOWN, NEAR_BEST, MOSTLY_KNOWN = 0.25, 0.6, 0.6  # how low a score may be if most words are known
LEAST_LIKE = 0.8  # of two words, by normalised indel similarity
LEAST_LIKE_JOINED = 0.86
SHORTEST_FUZZY = 4  # shorter words must be written right
SHORTEST_BEGINNING = 5
STEMS_KEEP = 3  # letters of a word that are in all of its stems
LONGEST_QUERY = 200  # characters
HIDDEN = 2  # the rank of a cue


@dataclass(frozen=True, slots=True)
class Label:
    """One name of something; `rank` 0 for a preferred label, 1 for an alternative, 2 for a cue.

    `shown`: what a cue is shown as, since it is not a name.
    """

    of: str
    text: str
    rank: int
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Whose label matched, how well in (0, 1], and the label."""

    of: str
    score: float
    label: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A thing found: its score, and the rank and place of its best name."""

    score: float
    rank: int
    name: int

    def order(self) -> tuple[float, int, int]:
        return -self.score, self.rank, self.name


class LabelIndex:
    """Labels and cues ready to be searched."""

    def __init__(self, labels: Iterable[Label]) -> None:
        """Cut every label into words."""
        self.labels = tuple(labels)
        self.cut = tuple(words(label.text) for label in self.labels)
        seen = ((i, label) for i, label in enumerate(self.labels) if label.rank != HIDDEN)
        self.joined = {i: fold(label.text).replace(" ", "") for i, label in seen}
        self.things = len({label.of for label in self.labels})
        self.at: dict[str, list[int]] = defaultdict(list)
        for i, cut in enumerate(self.cut):
            for word in dict.fromkeys(cut):
                self.at[word].append(i)
        self.known = sorted(self.at)
        self.by_stem: dict[str, dict[str, set[str]]] = {}
        self.weights = {word: self._rarity((word,)) for word in self.known}
        self.heft = tuple(sum(map(self.weights.__getitem__, cut)) for cut in self.cut)

    def search(self, text: str) -> list[Match]:
        """The best match of everything that `text` may name, best first.

        Stop words count for nothing, the first 200 characters are read, and words that mean nothing find nothing.
        Equal scores: a preferred label before an alternative before a cue, then by `of`.
        """
        query = text[:LONGEST_QUERY]
        if not fold(query):
            return []
        spoken = tuple(dict.fromkeys(words(query)))
        asked = [self._meets(word) for word in spoken]
        found = self._met_by_words(asked, decisive(spoken))
        for i, like in () if any(map(is_plain, spoken)) else self._joined(query):
            whole = _Found(round(like, 4), self.labels[i].rank, i)
            found[self.labels[i].of] = min(found.get(self.labels[i].of, whole), whole, key=_Found.order)
        ranked = sorted(found.items(), key=lambda each: (each[1].order(), each[0]))
        lowest = self._lowest(asked, ranked[0][1].score) if ranked else 0.0
        return [Match(of, each.score, self._shown(each.name)) for of, each in ranked if each.score >= lowest]

    def _shown(self, i: int) -> str:
        return self.labels[i].shown or self.labels[i].text

    def _lowest(self, asked: list[dict[str, float]], best: float) -> float:
        """The lowest score to show: lower where most of the query's words are known and yet no thing meets many."""
        known = sum(max(met.values(), default=0.0) for met in asked) / len(asked)
        return max(LOWEST_KNOWN, min(LOWEST_SCORE, NEAR_BEST * best)) if known >= MOSTLY_KNOWN else LOWEST_SCORE

    def _met_by_words(self, asked: list[dict[str, float]], needed: frozenset[int]) -> dict[str, _Found]:
        """What the query's words meet, each with its score and the best of its names, if it meets a needed one."""
        weights = [self._weight(met) for met in asked]
        total = sum(weights)
        met: dict[str, list[float]] = {}
        whole: dict[str, tuple[float, float, int]] = {}
        for i, worths in self._names_met(asked).items():
            label = self.labels[i]
            cover = self._cover(i, asked, worths)
            rate, share = (CUE * cover**2, CUE_WHOLE * cover**2) if label.rank == HIDDEN else (1.0, cover)
            best = met.setdefault(label.of, [0.0] * len(asked))
            for place, worth in worths.items():
                best[place] = max(best[place], worth * rate)
            own = sum(weights[place] * worth for place, worth in worths.items()) * rate
            whole[label.of] = max(whole.get(label.of, (0.0, 0.0, i)), (share, own, i), key=lambda each: each[:2])
        found: dict[str, _Found] = {}
        for of, best in met.items():
            if not any(best[place] for place in needed):
                continue
            share, _, i = whole[of]
            score = QUERY_SHARE * sum(map(mul, weights, best)) / total + (1 - QUERY_SHARE) * share
            found[of] = _Found(round(min(score, 1.0), 4), self.labels[i].rank, i)
        return found

    def _names_met(self, asked: list[dict[str, float]]) -> dict[int, dict[int, float]]:
        """Of every name that is met: the places of the query's words that meet it, each with its worth."""
        found: dict[int, dict[int, float]] = defaultdict(dict)
        for place, met in enumerate(asked):
            for other, worth in met.items():
                for i in self.at[other]:
                    found[i][place] = max(worth, found[i].get(place, 0.0))
        return found

    def _cover(self, i: int, asked: list[dict[str, float]], places: Iterable[int]) -> float:
        """The share of a name's weight that the query's words at these places meet."""
        met = [asked[place] for place in places]
        worths = (self.weights[word] * max(each.get(word, 0.0) for each in met) for word in self.cut[i])
        return sum(worths) / self.heft[i]

    def _weight(self, met: dict[str, float]) -> float:
        """The weight of a query word: of all that it surely means, else of all that it may."""
        return self._rarity([other for other, worth in met.items() if worth >= STEM] or met)

    def _rarity(self, known: Iterable[str]) -> float:
        """Inverse document frequency, smoothed: of the things that these words name among all things."""
        things = {self.labels[i].of for word in known for i in self.at[word]}
        return math.log(1 + self.things / (1 + len(things))) if things else UNKNOWN

    def _meets(self, word: str) -> dict[str, float]:
        """The known words that `word` meets, each with its worth; a word that is known holds no typing error."""
        if is_plain(word):
            return self._same(word)
        found = {other: STEM for other in self._inflections(word) if not is_plain(other)}
        if word in self.at:
            found[word] = SAME
        for other, worth in (*self._longer(word), *(() if found else self._misspelt(word))):
            found[other] = max(worth, found.get(other, 0.0))
        return found

    def _same(self, word: str) -> dict[str, float]:
        """Of a word that means itself: the same, its inflections, else mistyped ones, if they mean themselves too."""
        found = {other: STEM for other in self._inflections(word) if is_plain(other)}
        if word in self.at:
            found[word] = SAME
        return found or {other: worth for other, worth in self._misspelt(word) if is_plain(other)}

    def _inflections(self, word: str) -> set[str]:
        """The known words of the same stem: looked for among those that begin alike, stemmed when first needed."""
        beginning = word[:STEMS_KEEP]
        if beginning not in self.by_stem:
            table: dict[str, set[str]] = defaultdict(set)
            for other in self._beginning(beginning):
                for stem in stems(other):
                    table[stem].add(other)
            self.by_stem[beginning] = table
        table = self.by_stem[beginning]
        return {other for stem in stems(word) if stem in table for other in table[stem]}

    def _longer(self, word: str) -> Iterator[tuple[str, float]]:
        if len(word) >= SHORTEST_BEGINNING:
            yield from ((other, BEGINNING) for other in self._beginning(word))

    def _beginning(self, start: str) -> Iterator[str]:
        """The known words that begin so."""
        for place in range(bisect_left(self.known, start), len(self.known)):
            if not self.known[place].startswith(start):
                return
            yield self.known[place]

    def _misspelt(self, word: str) -> Iterator[tuple[str, float]]:
        """The known words that `word` may be, mistyped after its first letter."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        if len(word) < SHORTEST_FUZZY:
            return
        similar = Indel.normalized_similarity
        for other, like, _ in process.extract(word, self.known, scorer=similar, score_cutoff=LEAST_LIKE, limit=None):
            if len(other) >= SHORTEST_FUZZY and other[0] == word[0]:
                yield other, TYPO * like

    def _joined(self, query: str) -> Iterator[tuple[int, float]]:
        """The labels that the query is like when both are written without spaces."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        written = fold(query).replace(" ", "")
        if len(written) > SHORTEST_FUZZY:
            cutoff = LEAST_LIKE_JOINED
            similar = Indel.normalized_similarity
            for _, like, i in process.extract(written, self.joined, scorer=similar, score_cutoff=cutoff, limit=None):
                yield i, like
