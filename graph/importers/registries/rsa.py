"""Elderly homes with accredited beds. The list has no code: a home is known by its name and comune."""

from typing import Final

from graph.errors import Text
from graph.importers.cells import Lexicon
from graph.importers.registry import Cells, Registry, Statement, comune_of, named, values
from graph.kinds import ElderlyService
from graph.territory.names import fold

NAME: Final = "denominazione_struttura"
FIELDS: Final = {"name": NAME, "address": "indirizzo", "phone": "tel", "beds": "posti_letto_accreditati"}
PLACES: Final = ("comune", "istat_code")


def read(cells: Cells, lexicon: Lexicon) -> Statement:
    """A row of the list. Raises CellRefused."""
    name = named(cells, NAME)
    comune = comune_of(cells, PLACES, lexicon)
    said = values(ElderlyService, {**cells, NAME: name}, FIELDS, lexicon)
    said |= {"comune": comune, "offers": ["rsa"], "sectors": ["assistenza-residenziale"]}
    return Statement(ElderlyService, f"{comune} {fold(name)[:150]}", said)


def _province(cells: Cells) -> str:
    """The province of the health authority, where its letters are those of one ("VC" is Vallecamonica)."""
    authority = cells.get("asl", "").upper()
    return authority if len(authority) == 2 and authority != "VC" else ""


REGISTRY: Final = Registry(
    name="rsa",
    title=Text("Residenze per anziani con posti letto accreditati", "Elderly homes with accredited beds"),
    dataset="Elenco RSA accreditate",
    publisher=Text("Regione Lombardia", "Regione Lombardia"),
    page="https://www.dati.lombardia.it",
    precedence=2,
    columns=(NAME, "comune", "posti_letto_accreditati"),
    read=read,
    places=PLACES,
    fields=FIELDS,
    province=_province,
)
