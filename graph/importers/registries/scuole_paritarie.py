"""Non-state schools of the public system, by the ministry's code: most of them are nursery schools."""

from typing import Final

from graph.errors import Text
from graph.importers.cells import Lexicon
from graph.importers.registry import Cells, Registry, Statement, comune_of, key_of
from graph.importers.schools import available, school
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


def read(cells: Cells, lexicon: Lexicon) -> Statement:
    """A row of the list. Raises CellRefused."""
    told = available(cells)
    key = key_of(told, "codicescuola")
    said = school(told, FIELDS, told.get(GRADE, ""), lexicon)
    return Statement(School, key, said | {"ministry_code": key, "comune": comune_of(told, PLACES, lexicon)})


def _province(cells: Cells) -> str:
    """The code of a school begins with the letters of its province."""
    return cells.get("codicescuola", "")[:2].upper()


REGISTRY: Final = Registry(
    name="scuole-paritarie",
    title=Text("Scuole paritarie, dell'infanzia comprese", "Non-state schools, nursery schools included"),
    dataset="Informazioni anagrafiche scuole paritarie",
    publisher=Text("Ministero dell'istruzione e del merito", "Italian ministry of education"),
    page="https://dati.istruzione.it/opendata/opendata/catalogo/elements1/?area=Scuole",
    precedence=1,
    columns=("codicescuola", "denominazionescuola", GRADE),
    foreign=("codiceistitutoriferimento",),
    identity="ministry_code",
    read=read,
    places=PLACES,
    fields=FIELDS,
    province=_province,
)
