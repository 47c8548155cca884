"""The Italian words that a cell may hold for a declared value; the declared value itself is always accepted."""

from typing import Final

TRUE: Final = frozenset({"sì", "si", "s", "yes", "y", "true", "vero", "x", "1"})
FALSE: Final = frozenset({"no", "n", "false", "falso", "0"})

_ITALIAN: Final[dict[str, str]] = {
    "weak": "debole",
    "moderate": "media",
    "strong": "forte",
    "very_strong": "molto forte",
    "public": "pubblico, pubblica",
    "programme": "programma",
    "private": "privato, privata, riservato",
    "draft": "bozza",
    "open": "aperto",
    "closed": "chiuso",
    "parents": "genitori",
    "elderly": "anziani",
    "isolated": "isolati, famiglie isolate",
    "neighbours": "vicini, comuni vicini",
    "district": "ambito, distretto",
    "province": "provincia",
    "job": "lavoro",
    "internship": "tirocinio",
    "apprenticeship": "apprendistato",
    "course": "corso",
    "volunteering": "volontariato",
    "civil_service": "servizio civile",
    "premises": "locale",
    "foot": "a piedi, piedi",
    "bicycle": "bicicletta, bici",
    "moped": "motorino",
    "public_transport": "mezzi pubblici, mezzi",
    "car": "auto, automobile",
    "parent": "genitore",
    "child": "figlio, figlia",
    "partner": "coniuge, convivente",
    "sibling": "fratello, sorella",
    "grandparent": "nonno, nonna",
    "grandchild": "nipote",
    "other": "altro",
    "work": "lavoro",
    "school": "scuola",
    "association": "associazione",
    "owner": "titolare",
    "manager": "responsabile",
    "foreman": "caposquadra",
    "employee": "dipendente",
    "trainee": "tirocinante",
    "teacher": "insegnante",
    "librarian": "bibliotecario, bibliotecaria",
    "proposed": "proposto",
    "accepted": "accettato",
    "declined": "rifiutato",
    "active": "attivo",
    "completed": "concluso",
    "abandoned": "interrotto",
    "helped": "sì, si",
    "partly": "in parte",
    "no": "no",
    "m": "maschio, uomo",
    "f": "femmina, donna",
    "x": "altro",
}


def spoken(value: str) -> tuple[str, ...]:
    """The ways to write a declared value, folded: itself, with spaces for underscores, and its Italian words."""
    italian = _ITALIAN.get(value, "")
    return (value.casefold(), value.casefold().replace("_", " "), *(word for word in italian.split(", ") if word))
