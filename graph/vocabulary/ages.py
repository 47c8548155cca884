"""Ages written in figures, read as the word for that time of life: "ha 87 anni" speaks of somebody old."""

import re

_AGE = re.compile(r"\b(\d{1,2})[\s-]*(?:anni\b|enne\b|years?\b(?:[\s-]*olds?\b)?)", re.IGNORECASE)
_STAGES = (
    (2, "neonato"),
    (5, "treenne"),
    (12, "bambino"),
    (18, "adolescente"),
    (29, "ventenne"),
    (69, ""),
    (99, "anziano"),
)


def with_stages_of_life(text: str) -> str:
    """`text` with every age in figures replaced by a word that is a cue; from 30 to 69 years it tells nothing."""
    return _AGE.sub(lambda age: next(word for most, word in _STAGES if int(age[1]) <= most), text)
