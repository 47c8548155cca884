"""Pharmacies, by pharmacy code: each is a firm's place of its own, tied to the company behind several of them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from graph.errors import Text
from graph.importers.cells import Lexicon
from graph.importers.naming import as_read
from graph.importers.registry import Cells, Heard, Registry, Sites, Statement, comune_of, key_of, values
from graph.kinds import Firm
from graph.store.base import GraphStore

NAME: Final = "farmacie"
FIELDS: Final = {
    "name": "descrizione_farmacia",
    "vat_number": "partita_iva",
    "address": "indirizzo",
    "lat": "latitudine",
    "lon": "longitudine",
}
PLACES: Final = ("codice_istat", "comune", "istat_code")
SECTOR: Final = "farmacia"
_COMPANY: Final = "IVA:"


def read(cells: Cells, lexicon: Lexicon) -> Statement:
    """A row of the list. Raises CellRefused."""
    key = key_of(cells, "codice_farmacia")
    said = values(Firm, cells, FIELDS, lexicon)
    if "name" in said:
        said["name"] = " - ".join(said["name"].split("_"))
    if cells.get("frazione") and "address" in said:
        said["address"] = f"{said['address']}, {as_read(cells['frazione'])}"[:300]
    said |= {"comune": comune_of(cells, PLACES, lexicon), "sectors": [SECTOR]}
    return Statement(Firm, key, said)


def sites(heard: Heard, store: GraphStore) -> Iterator[Sites]:
    """The companies with several pharmacies, or known to another source: those of the file and of earlier ones."""
    shops: dict[str, dict[str, str]] = defaultdict(dict)
    for key, statement in heard.items():
        if statement.values.get("vat_number"):
            shops[statement.values["vat_number"]][key] = statement.values["name"]
    for vat_number, ids in store.find("vat_number", sorted(shops)).items():
        for node in store.get(ids).values():
            source = node.source(NAME) if isinstance(node, Firm) else None
            if source and source.key not in heard and not source.key.startswith(_COMPANY):
                shops[vat_number][source.key] = str(source.values.get("name", ""))
    elsewhere = store.find("tax_code", sorted(shops))
    for vat_number, names in shops.items():
        if len(names) > 1 or elsewhere.get(vat_number):
            company = {"name": company_name(list(names.values())), "vat_number": vat_number, "sectors": [SECTOR]}
            yield Sites(Statement(Firm, _COMPANY + vat_number, company), tuple(names), tax_code=vat_number)


def company_name(names: Sequence[str]) -> str:
    """What the names of a company's shops have in common, if it holds the form of a company; else the shortest name."""
    words = [name.split() for name in names]
    shortest = min(words, key=len)
    runs: list[list[str]] = [
        shortest[start:end]
        for start in range(len(shortest))
        for end in range(len(shortest), start, -1)
        if all(_holds(other, shortest[start:end]) for other in words)
    ]
    common = " ".join(max([[], *runs], key=len)).split(" - ")[0].strip(" -")
    common = re.sub(r"^di ", "", common, flags=re.IGNORECASE)
    return common if _FORM.search(common) else " ".join(shortest)


_FORM: Final = re.compile(r"\b(?:S\.?R\.?L|S\.?P\.?A|S\.?N\.?C|S\.?A\.?S|AZIENDA|SOCIET)", re.IGNORECASE)


def _holds(words: Sequence[str], run: Sequence[str]) -> bool:
    size, folded = len(run), [word.casefold() for word in words]
    sought = [word.casefold() for word in run]
    return any(folded[start : start + size] == sought for start in range(len(words) - size + 1))


def _province(cells: Cells) -> str:
    return cells.get("provincia", "").upper()


REGISTRY: Final = Registry(
    name=NAME,
    title=Text("Farmacie", "Pharmacies"),
    dataset="Elenco farmacie",
    publisher=Text("Regione Lombardia", "Regione Lombardia"),
    page="https://www.dati.lombardia.it",
    precedence=2,
    columns=("codice_farmacia", "descrizione_farmacia"),
    read=read,
    places=PLACES,
    fields=FIELDS,
    province=_province,
    sites=sites,
)
