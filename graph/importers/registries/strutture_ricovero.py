"""Hospitals and clinics, by the code of the structure. The list has no province: the name of the comune tells it."""

from typing import Final

from graph.errors import Text
from graph.importers.cells import Lexicon
from graph.importers.registry import Cells, Registry, Statement, comune_of, key_of, values
from graph.importers.scalars import decimal
from graph.kinds import HealthService

KEY: Final = "codice_struttura_di_ricovero"
FIELDS: Final = {"name": "descrizione_struttura_di_ricovero", "address": "indirizzo"}
AXES: Final = ("coordinata_geografica_x", "coordinata_geografica_y")
PLACES: Final = ("localita", "istat_code")


def read(cells: Cells, lexicon: Lexicon) -> Statement:
    """A row of the list. Raises CellRefused."""
    key = key_of(cells, KEY)
    said = values(HealthService, cells, FIELDS, lexicon)
    said |= values(HealthService, cells, _axes(cells), lexicon)
    comune = comune_of(cells, PLACES, lexicon)
    return Statement(HealthService, key, said | {"comune": comune, "sectors": ["sanita"]})


def _axes(cells: Cells) -> dict[str, str]:
    """The columns of a whole point: the list has the latitude as X; in Italy it is always the greater of the two."""
    first, second = AXES
    if not (cells.get(first) and cells.get(second)):
        return {}
    one, other = (decimal(cells.get(column, "")) for column in AXES)
    swapped = one is not None and other is not None and one < other
    return {"lat": second, "lon": first} if swapped else {"lat": first, "lon": second}


REGISTRY: Final = Registry(
    name="strutture-ricovero",
    title=Text("Ospedali e case di cura", "Hospitals and clinics"),
    dataset="Strutture di ricovero",
    publisher=Text("Regione Lombardia", "Regione Lombardia"),
    page="https://www.dati.lombardia.it",
    precedence=2,
    columns=(KEY, "descrizione_struttura_di_ricovero", "localita"),
    read=read,
    places=PLACES,
    fields=FIELDS,
)
