"""What the registers of schools have in common: the kind of a school tells its pupils' ages and what it gives."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from graph.importers.cells import Lexicon
from graph.importers.registry import Cells, values
from graph.kinds import School

SECTOR: Final = "istruzione-e-infanzia"


class Grade(NamedTuple):
    """What a kind of school is called and, where the law fixes them, the ages of its pupils."""

    title: str
    min_age: int | None = None
    max_age: int | None = None
    offers: tuple[str, ...] = ()


GRADES: Final = (
    (re.compile(r"CPIA|CENTRO TERRITORIALE|\bCTP\b"), Grade("CPIA", 16, None, ("corso-italiano",))),
    (re.compile(r"PERCORSO II LIVELLO|SERALE"), Grade("Corso serale", 16)),
    (re.compile(r"CARCERARI|OSPEDALIER|CONVITTO"), Grade("")),
    (re.compile(r"INFANZIA"), Grade("Scuola dell'infanzia", 3, 6, ("scuola-dell-infanzia",))),
    (re.compile(r"PRIMARI[AO]"), Grade("Scuola primaria", 6, 11)),
    (re.compile(r"PRIMO GRADO"), Grade("Scuola secondaria di primo grado", 11, 14)),
    (re.compile(r"COMPRENSIVO"), Grade("", 3, 14)),
    (re.compile(r"SECONDO GRADO|SUPERIORE|LICEO|ISTITUTO|IST "), Grade("", 14, 19)),
)
"""The first that fits the grade and the characteristic of a site. Evening and adult courses are open from 16."""

_BLANK: Final = "non disponibile"
_LOST_COLON: Final = re.compile(r"^(https?)(?=//)", re.IGNORECASE)
_NAMED: Final = re.compile(r"INFANZIA|PRIMARIA|SEC\.|SECONDARIA|SCUOLA|CPIA|\bCTP\b|SERALE", re.IGNORECASE)
_BARE: Final = re.compile(r"dell'|dell’", re.IGNORECASE)
_REVEALING: Final = re.compile(r"CARCERARI|OSPEDALIER")


def available(cells: Cells) -> dict[str, str]:
    """The cells without the words that the ministry writes for a blank, and addresses with the colon that it lost."""
    told = {column: "" if text.casefold() == _BLANK else text for column, text in cells.items()}
    return {column: _LOST_COLON.sub(r"\1:", text) for column, text in told.items()}


def school(cells: Cells, columns: Mapping[str, str], nature: str, lexicon: Lexicon) -> dict[str, Any]:
    """The plain values of a school: of its `columns` by field, and what its `nature` tells. Raises CellRefused."""
    said: dict[str, Any] = values(School, cells, columns, lexicon) | {"sectors": [SECTOR]}
    grade = next((grade for words, grade in GRADES if words.search(nature.upper())), Grade(""))
    if grade.min_age:
        said |= {"min_age": grade.min_age, "max_age": grade.max_age}  # none: no upper limit, which no other may set
    if grade.offers:
        said["offers"] = list(grade.offers)
    if "name" in said:
        said["name"] = _full_name(said["name"], grade)
    if _REVEALING.search(nature.upper()):
        said["sensitive"] = True
    return said


def _full_name(name: str, grade: Grade) -> str:
    """The name with the kind of school before it, if it does not tell it."""
    if _BARE.match(name):
        return f"Scuola {name[0].lower()}{name[1:]}"
    return f"{grade.title} {name}" if grade.title and not _NAMED.search(name) else name
