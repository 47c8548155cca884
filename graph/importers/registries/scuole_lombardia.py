"""Schools and training bodies of Lombardy, by the code of the site: the ministry's where it has one, else the region's.

The region follows mergers of institutes later than the ministry: a school whose code changed has two nodes until both
registers agree. Branches have codes of the region alone (the ministry's code and a suffix).
"""

import re
from typing import Any, Final

from graph.errors import Text
from graph.importers.cells import Lexicon
from graph.importers.naming import as_read
from graph.importers.registry import Cells, Registry, Statement, comune_of, key_of, named, values
from graph.importers.schools import SECTOR, school
from graph.kinds import School, TrainingBody

KEY: Final = "cod_meccanografico_sede"
INSTITUTE: Final = "cod_meccanografico_autonomia"
FIELDS: Final = {
    "name": "denom_sede",
    "address": "indirizzo_sede",
    "phone": "telefono_sede",
    "email": "mail_sede",
    "lat": "coory",
    "lon": "coorx",
}
OF_INSTITUTE: Final = {
    "name": "denom_autonomia",
    "address": "indirizzo_autonomia",
    "phone": "telefono_autonomia",
    "email": "mail_autonomia",
}
PLACES: Final = ("cod_istat_sede", "comune_sede", "istat_code")
FORM: Final = "tipologia_sede"
_MINISTRY: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{8}")
_LOST_ZERO: Final = re.compile(r"(?!800)[1-9]\d{5,8}")
"""A number of the fixed network without its zero: mobile numbers have ten digits, those that cost nothing begin 800."""


def read(cells: Cells, lexicon: Lexicon) -> Statement:
    """A row of the list. Raises CellRefused."""
    told = _mended(cells)
    key = key_of(told, KEY)
    named(told, "denom_sede")
    place = {"comune": comune_of(told, PLACES, lexicon)}
    cycle = told.get("macrotipologia_sede", "")
    if told.get("classificazione", "").upper() == "CFP":
        training = {"offers": ["formazione-duale"], "sectors": [SECTOR], "min_age": 14}
        said = values(TrainingBody, told, FIELDS, lexicon) | training
        return Statement(TrainingBody, key, said | place, parent=_institute(told, lexicon))
    grade = {"grade": FORM if told.get(FORM) else "macrotipologia_sede"}
    said = school(told, FIELDS | grade, f"{cycle} {told.get(FORM, '')} {told['denom_sede']}", lexicon)
    return Statement(School, key, said | place | _code(key), parent=_institute(told, lexicon))


def _mended(cells: Cells) -> dict[str, str]:
    """The cells with the house number in the address, and telephone numbers with their zero."""
    told = dict(cells)
    for of in ("sede", "autonomia"):
        address = (as_read(told.get(f"indirizzo_{of}", "")), told.get(f"civico_{of}", ""))
        told[f"indirizzo_{of}"] = ", ".join(part for part in address if part)
        told[f"telefono_{of}"] = dialled(told.get(f"telefono_{of}", ""))
    return told


def dialled(phone: str) -> str:
    """A telephone number with the zero in front that a spreadsheet took from it."""
    return f"0{phone}" if _LOST_ZERO.fullmatch(phone) else phone


def _institute(cells: Cells, lexicon: Lexicon) -> Statement | None:
    """The institute that leads the site; one that has this site only is no other body."""
    if not cells.get(INSTITUTE) or cells.get("numero_sedi") == "1":
        return None
    code = key_of(cells, INSTITUTE)
    cls = TrainingBody if cells.get("classificazione", "").upper() == "CFP" else School
    said: dict[str, Any] = {"name": code} | values(cls, cells, OF_INSTITUTE, lexicon) | {"sectors": [SECTOR]}
    form = cells.get("tipologia", "")
    if form and not re.match(r"IC\b|Ist", said["name"], re.IGNORECASE):
        said["name"] = f"{form} {said['name']}"
    home = lexicon.gazetteer.resolve(cells.get("comune_autonomia", ""))
    said |= {"comune": home} if home else {}
    return Statement(cls, code, said | _code(code))


def _code(key: str) -> dict[str, str]:
    return {"ministry_code": key} if _MINISTRY.fullmatch(key) else {}


def _province(cells: Cells) -> str:
    return cells.get("provincia", "").upper()


REGISTRY: Final = Registry(
    name="scuole-lombardia",
    title=Text(
        "Scuole e formazione professionale in Lombardia, con le coordinate",
        "Schools and vocational training in Lombardy, with coordinates",
    ),
    dataset="Anagrafe scuole",
    publisher=Text("Regione Lombardia", "Regione Lombardia"),
    page="https://www.dati.lombardia.it",
    precedence=2,
    columns=(KEY, "denom_sede", "provincia"),
    identity="ministry_code",
    read=read,
    places=PLACES,
    fields=FIELDS,
    province=_province,
)
