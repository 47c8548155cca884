"""What a concept is: one thing that can be needed, offered, known, done for a living, or held.

The model is that of SKOS (W3C Recommendation, 2009): preferred and alternative labels, broader, related, and
exact or close matches to other classifications.
"""

from dataclasses import dataclass
from typing import Literal

Facet = Literal["help", "skill", "occupation", "sector", "language", "licence"]

FACETS: tuple[Facet, ...] = ("help", "skill", "occupation", "sector", "language", "licence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One concept; labels are written as they stand inside a sentence (small first letter unless a name).

    `code`: kebab-case ASCII, stable: stores keep it.
    `facet`: "help" is shared by what people need and what services give; the other facets are what they are called.
    `broader`: the code of the one concept above, of the same facet.
    `related`: codes of any facet; declared on one side, true on both.
    `exact`, `close`: notations such as "isco08:6113", "esco:6113.5", "ateco2025:81.30"; an exact one belongs to one
    concept only.
    `sensitive`: the name alone would tell something of somebody's health or private life.
    """

    code: str
    facet: Facet
    it: str
    en: str
    alt_it: tuple[str, ...] = ()
    alt_en: tuple[str, ...] = ()
    broader: str | None = None
    related: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    sensitive: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label, the preferred ones first (Italian, English), then the alternatives."""
        return (self.it, self.en, *self.alt_it, *self.alt_en)
