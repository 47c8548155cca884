"""The concept scheme: concepts looked up by code, label or notation, and their hierarchy."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from graph.errors import Language, NotFound
from graph.vocabulary import affinity as grades
from graph.vocabulary.concept import Concept
from graph.vocabulary.concepts import CONCEPTS
from graph.vocabulary.rules import ascend, check
from graph.vocabulary.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ACTIVITY = re.compile(r"\d\d\.\d{1,2}(\.\d{1,2})?")


class Scheme:
    """An immutable concept scheme, checked when it is built."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Build the scheme.

        Raises InvalidRecord for duplicates, dangling references, circles, a broader of another facet, and the like.
        """
        declared = tuple(concepts)
        check(declared)
        self._concepts = {concept.code: concept for concept in sorted(declared, key=lambda each: each.code)}
        self.codes: tuple[str, ...] = tuple(self._concepts)
        broader = {code: concept.broader for code, concept in self._concepts.items()}
        self._above = {code: ascend(code, broader) for code in self.codes}
        below: dict[str, list[str]] = defaultdict(list)
        for code in self.codes:
            if (parent := broader[code]) is not None:
                below[parent].append(code)
        self._narrower = {code: tuple(below[code]) for code in self.codes}
        self._related = self._symmetric()
        self._labels = {fold(label): each.code for each in declared for label in (each.code, *each.labels)}
        self._notations = self._by_notation()

    def _symmetric(self) -> dict[str, frozenset[str]]:
        near: dict[str, set[str]] = {code: set() for code in self.codes}
        for code, concept in self._concepts.items():
            for other in concept.related:
                near[code].add(other)
                near[other].add(code)
        return {code: frozenset(others) for code, others in near.items()}

    def _by_notation(self) -> dict[str, str]:
        """Exact matches win over close ones; among close ones the first code in order."""
        found = {notation: each.code for each in reversed(self._concepts.values()) for notation in each.close}
        found.update({notation: each.code for each in self._concepts.values() for notation in each.exact})
        return found

    def __contains__(self, code: object) -> bool:
        """Whether `code` is a code of the scheme."""
        return code in self._concepts

    def __len__(self) -> int:
        """How many concepts."""
        return len(self.codes)

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """Every concept, in the order of `codes`."""
        return tuple(self._concepts.values())

    def get(self, code: str) -> Concept:
        """The concept of `code`.

        Raises NotFound, naming the nearest codes.
        """
        try:
            return self._concepts[code]
        except KeyError:
            pass
        near = self._nearest(code)
        shown = code if len(code) <= 60 else code[:60] + "…"
        it, en = f"Nessun concetto «{shown}».", f'No concept "{shown}".'
        if near:
            it, en = f"{it} Forse: {', '.join(near)}?", f"{en} Did you mean: {', '.join(near)}?"
        raise NotFound(it, en)

    def _nearest(self, code: str) -> tuple[str, ...]:
        from rapidfuzz import process

        spoken = fold(code[:200]).replace(" ", "-")
        return tuple(found for found, _, _ in process.extract(spoken, self.codes, limit=3, score_cutoff=70))

    def label(self, code: str, language: Language) -> str:
        """The preferred label of `code`; raises NotFound."""
        concept = self.get(code)
        return concept.it if language == "it" else concept.en

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes above, nearest first; raises NotFound."""
        return self._above[self.get(code).code]

    def narrower(self, code: str) -> tuple[str, ...]:
        """The codes one step below, sorted; raises NotFound."""
        return self._narrower[self.get(code).code]

    def descendants(self, code: str) -> tuple[str, ...]:
        """Every code below at any depth, sorted; raises NotFound."""
        root = self.get(code).code
        return tuple(each for each in self.codes if root in self._above[each])

    def related(self, code: str) -> tuple[str, ...]:
        """The related codes, whichever side declared it, sorted; raises NotFound."""
        return tuple(sorted(self._related[self.get(code).code]))

    def resolve(self, text: str) -> str | None:
        """The code that `text` names: a code, a label of either language (accents and case apart), a notation.

        An activity code of a firm needs no prefix with its dot: 81.30 is "ateco2025:81.30". None for anything else.
        """
        if text in self._concepts:
            return text
        notation = f"ateco2025:{text.strip()}" if _ACTIVITY.fullmatch(text.strip()) else text.strip()
        return self._labels.get(fold(text)) or self.by_notation(notation)

    def by_notation(self, notation: str) -> str | None:
        """The code that a notation such as "isco08:6113" stands for, or None.

        A finer ATECO code falls back on the nearest coarser one that the scheme knows: 81.30.00 is found under 81.3.
        """
        while notation not in self._notations:
            if not notation.startswith("ateco2025:") or len(notation) <= len("ateco2025:01"):
                return None
            notation = notation[:-1].rstrip(".")
        return self._notations[notation]

    def affinity(self, asked: str, offered: str) -> float:
        """How well `offered` meets `asked`, in [0, 1] (graph.vocabulary.affinity); raises NotFound."""
        return grades.affinity(self.get(asked), self.get(offered), above=self._above, related=self._related)

    def affinity_matrix(self) -> "NDArray[np.float32]":
        """Every affinity: shape (n, n), row asked, column offered, in the order of `codes`; cached, read-only."""
        return self._matrix

    @cached_property
    def _matrix(self) -> "NDArray[np.float32]":
        return grades.affinity_matrix(self.concepts, above=self._above, related=self._related)


@lru_cache(maxsize=1)
def scheme() -> Scheme:
    """The scheme of the program, built once; raises InvalidRecord if its declaration is wrong."""
    return Scheme(CONCEPTS)
