"""State schools, by the ministry's code of the site: each site is a school, tied to the institute that leads it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from graph.errors import Text
from graph.importers.cells import Lexicon, plain_text
from graph.importers.registries import Cells, Heard, Registry, Sites, Statement, comune_of, key_of, values
from graph.kinds import School
from graph.store.base import GraphStore

NAME: Final = "scuole-statali"
FIELDS: Final = {
    "name": "denominazionescuola",
    "address": "indirizzoscuola",
    "email": "indirizzoemailscuola",
    "website": "sitowebscuola",
    "grade": "descrizionetipologiagradoistruzionescuola",
}
COMUNE_COLUMNS: Final = ("codicecomunescuola", "descrizionecomune", "istat_code")
SECTOR: Final = "istruzione-e-infanzia"


class Grade(NamedTuple):
    """What a kind of school is called and, where the law fixes them, the ages of its pupils."""

    title: str
    min_age: int | None = None
    max_age: int | None = None
    offers: tuple[str, ...] = ()


GRADES: Final = (
    (re.compile(r"CPIA|CENTRO TERRITORIALE"), Grade("CPIA", 16, None, ("corso-italiano",))),
    (re.compile(r"PERCORSO II LIVELLO"), Grade("Corso serale", 16)),
    (re.compile(r"CARCERARI|OSPEDALIER|CONVITTO"), Grade("")),
    (re.compile(r"INFANZIA"), Grade("Scuola dell'infanzia", 3, 6, ("scuola-dell-infanzia",))),
    (re.compile(r"PRIMARIA"), Grade("Scuola primaria", 6, 11)),
    (re.compile(r"PRIMO GRADO"), Grade("Scuola secondaria di primo grado", 11, 14)),
    (re.compile(r"COMPRENSIVO"), Grade("", 3, 14)),
    (re.compile(r"SUPERIORE|LICEO|ISTITUTO|IST "), Grade("", 14, 19)),
)
"""The first that fits the grade and the characteristic of a site. Evening and adult courses are open from 16."""

_BLANK: Final = "non disponibile"
_NAMED: Final = re.compile(r"INFANZIA|PRIMARIA|SEC\.|SECONDARIA|SCUOLA|CPIA|SERALE", re.IGNORECASE)
_REVEALING: Final = re.compile(r"CARCERARI|OSPEDALIER")


def read(cells: Cells, lexicon: Lexicon) -> Statement:
    """A row of the list. Raises CellRefused."""
    told = {column: "" if text.casefold() == _BLANK else text for column, text in cells.items()}
    key = key_of(told, "codicescuola")
    said = values(School, told, FIELDS, lexicon)
    nature = f"{told.get(FIELDS['grade'], '')} {told.get('descrizionecaratteristicascuola', '')}".upper()
    grade = next((grade for words, grade in GRADES if words.search(nature)), Grade(""))
    said |= _of_grade(grade) | {"ministry_code": key, "sectors": [SECTOR]}
    said |= {"comune": comune_of(told, COMUNE_COLUMNS, lexicon)}
    if "name" in said and grade.title and not _NAMED.search(said["name"]):
        said["name"] = f"{grade.title} {said['name']}"
    if _REVEALING.search(nature):
        said["sensitive"] = True
    institute = told.get("codiceistitutoriferimento", "").upper()
    leader = plain_text(told.get("denominazioneistitutoriferimento", ""), "denominazioneistitutoriferimento")
    return Statement(School, key, said, parent=(institute, leader or institute) if institute else None)


def _of_grade(grade: Grade) -> dict[str, Any]:
    said = {"min_age": grade.min_age, "max_age": grade.max_age, "offers": list(grade.offers)}
    return {name: value for name, value in said.items() if value}


def sites(heard: Heard, store: GraphStore) -> Iterator[Sites]:
    """The institutes that lead other sites."""
    led: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, statement in heard.items():
        if statement.parent and statement.parent[0] != key:
            led[statement.parent].append(key)
    for (code, name), keys in led.items():
        institute = {"name": name, "ministry_code": code, "sectors": [SECTOR]}
        yield Sites(Statement(School, code, institute), tuple(keys))


def _province(cells: Cells) -> str:
    """The code of a site begins with the letters of its province."""
    return cells.get("codicescuola", "")[:2].upper()


REGISTRY: Final = Registry(
    name=NAME,
    published=Text(
        "Scuole statali, dati aperti del Ministero dell'istruzione e del merito.",
        "State schools, open data of the Italian ministry of education.",
    ),
    columns=("codicescuola", "denominazionescuola"),
    identity="ministry_code",
    read=read,
    province=_province,
    sites=sites,
)
