"""State schools, by the ministry's code of the site: each site is a school, tied to the institute that leads it."""

from typing import Any, Final

from graph.errors import Text
from graph.importers.cells import Lexicon
from graph.importers.registry import Cells, Registry, Statement, comune_of, key_of, values
from graph.importers.schools import SECTOR, available, school
from graph.kinds import School

GRADE: Final = "descrizionetipologiagradoistruzionescuola"
FIELDS: Final = {
    "name": "denominazionescuola",
    "address": "indirizzoscuola",
    "email": "indirizzoemailscuola",
    "website": "sitowebscuola",
    "grade": GRADE,
}
PLACES: Final = ("codicecomunescuola", "descrizionecomune", "istat_code")
INSTITUTE: Final = "codiceistitutoriferimento"


def read(cells: Cells, lexicon: Lexicon) -> Statement:
    """A row of the list. Raises CellRefused."""
    told = available(cells)
    key = key_of(told, "codicescuola")
    nature = f"{told.get(GRADE, '')} {told.get('descrizionecaratteristicascuola', '')}"
    said = school(told, FIELDS, nature, lexicon) | {"ministry_code": key}
    return Statement(School, key, said | {"comune": comune_of(told, PLACES, lexicon)}, parent=_institute(told, lexicon))


def _institute(cells: Cells, lexicon: Lexicon) -> Statement | None:
    if not cells.get(INSTITUTE):
        return None
    code = key_of(cells, INSTITUTE)
    said: dict[str, Any] = {"name": code} | values(School, cells, {"name": "denominazioneistitutoriferimento"}, lexicon)
    return Statement(School, code, said | {"ministry_code": code, "sectors": [SECTOR]})


def _province(cells: Cells) -> str:
    """The code of a site begins with the letters of its province."""
    return cells.get("codicescuola", "")[:2].upper()


REGISTRY: Final = Registry(
    name="scuole-statali",
    title=Text("Scuole statali, dell'infanzia comprese", "State schools, nursery schools included"),
    dataset="Informazioni anagrafiche scuole statali",
    publisher=Text("Ministero dell'istruzione e del merito", "Italian ministry of education"),
    page="https://dati.istruzione.it/opendata/opendata/catalogo/elements1/?area=Scuole",
    precedence=1,
    columns=("codicescuola", "denominazionescuola", INSTITUTE),
    identity="ministry_code",
    read=read,
    places=PLACES,
    fields=FIELDS,
    province=_province,
)
