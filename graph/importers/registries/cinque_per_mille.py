"""Cinque per mille: third-sector bodies, amateur sports clubs and comuni, by tax code."""

import re
from typing import Any, Final

from graph.errors import Text
from graph.importers.cells import Lexicon, plain_text
from graph.importers.fiscal import tax_code
from graph.importers.registry import Cells, Registry, Statement, comune_of, key_of
from graph.kinds import Association, Body, Firm, PublicBody

PLACES: Final = ("codice_comune", "nome_comune", "istat_code")
FORMER: Final = ("old_nome_comune",)
OFFERS: Final = (
    (re.compile(r"\bA\.? ?S\.? ?D\b|\bPOLISPORTIVA\b"), "societa-sportiva"),
    (re.compile(r"\bPRO ?LOCO\b"), "pro-loco"),
    (re.compile(r"\bPROTEZIONE CIVILE\b"), "protezione-civile"),
    (re.compile(r"\bORATORIO\b"), "oratorio"),
    (re.compile(r"\bCARITAS\b"), "caritas"),
    (re.compile(r"\bBANCA DEL TEMPO\b"), "banca-del-tempo"),
    (re.compile(r"\bEMPORIO SOLIDALE\b"), "emporio-solidale"),
    (re.compile(r"\bCICLOFFICINA\b"), "ciclofficina"),
    (re.compile(r"\bCASA DI RIPOSO\b|\bR\.?S\.?A\b|\bRESIDENZA SANITARI[AO]"), "rsa"),
)
"""What a body gives, where its name leaves no doubt. No other name tells it: unknown stays unknown."""
REVEALING: Final = re.compile(
    r"\bAIDS\b|VIOLENZA|ALCOLI|ALCOLOG|TOSSICODIP|\bDIPENDENZE\b|LUDOPAT|CARCER|SALUTE MENTALE|SIEROPOSITIV"
)
"""Names that would tell of whoever is seen with the body something that must stay private."""

_COOPERATIVE: Final = re.compile(r"\bSOC(?:IETA'?|IETÀ|\.)? *COOP|\bCOOPERATIVA SOCIALE\b|\bSOC\.COOP")


def read(cells: Cells, lexicon: Lexicon) -> Statement:
    """A row of the list. Raises CellRefused."""
    key = tax_code(key_of(cells, "codice_fiscale"), "codice_fiscale")
    name = plain_text(" ".join(cells["denominazione"].split()), "denominazione")
    comune = comune_of(cells, PLACES, lexicon, FORMER)
    cls = _kind(name, cells)
    values: dict[str, Any] = {"comune": comune, "tax_code": key}
    if cls is PublicBody:
        return Statement(cls, key, values | {"name": f"Comune di {lexicon.gazetteer.name(comune)}"})
    offers = [code for words, code in OFFERS if words.search(name.upper())]
    if cells.get("asd") and "societa-sportiva" not in offers:
        offers.append("societa-sportiva")
    values |= {"name": name} if name else {}
    values |= {"offers": offers} if offers else {}
    values |= {"sensitive": True} if REVEALING.search(name.upper()) else {}
    return Statement(cls, key, values)


def _kind(name: str, cells: Cells) -> type[Body]:
    if cells.get("comuni"):
        return PublicBody
    return Firm if _COOPERATIVE.search(name.upper()) else Association


def _province(cells: Cells) -> str:
    return cells.get("pr", "").upper()


REGISTRY: Final = Registry(
    name="cinque-per-mille",
    title=Text(
        "Enti del terzo settore, società sportive e comuni", "Third-sector bodies, amateur sports clubs and comuni"
    ),
    dataset="Elenco dei beneficiari del 5 per mille",
    publisher=Text("Agenzia delle Entrate", "Agenzia delle Entrate, the tax agency"),
    page="https://www.agenziaentrate.gov.it",
    precedence=3,
    columns=("codice_fiscale", "denominazione"),
    identity="tax_code",
    read=read,
    places=PLACES,
    former=FORMER,
    fields={"name": "denominazione"},
    province=_province,
)
