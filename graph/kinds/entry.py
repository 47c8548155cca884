"""What a value must be when it is written, as markers beside its declaration: see `graph.kinds.admission`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from graph.errors import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule of one field: whether a plain (JSON) value may be written on a day, and what to say where it may not."""

    holds: Callable[[Any, date], bool]
    reason: Text
    mend: Text


_ADDRESS: Final = re.compile(r"[^\s@,;:<>()\"']+@(?:[\w-]+\.)+[\w-]{2,}")
_WEB: Final = re.compile(r"(?:https?://)?[^\s/@:<>\"'\\]+\.[^\s/@:.<>\"'\\]{2,}(?::\d{1,5})?(?:[/?#][^\s<>\"]*)?", re.I)
_DIALLED: Final = re.compile(r"[0-9\s().,;:/+–-]+")
_SPOKEN: Final = re.compile(r"\b(?:tel|telefono|cell|cellulare|fax|int|interno|ext|centralino)\b", re.I)


def _mail(value: str, _: date) -> bool:
    return all(_ADDRESS.fullmatch(part) for part in re.split(r"[;,\s]+", value) if part)


def _telephone(value: str, _: date) -> bool:
    rest = _SPOKEN.sub("", value)
    digits = re.sub(r"[^0-9]", "", rest)
    return _DIALLED.fullmatch(rest) is not None and len(digits) >= _SHORTEST and len(set(digits)) > 1


_SHORTEST: Final = 3
"""Digits of the shortest numbers, those for emergencies."""


def _day_before(value: str, today: date) -> bool:
    """Where somebody writes it may be tomorrow already."""
    return date.fromisoformat(value) <= today + timedelta(days=1)


EMAIL: Final = Entry(
    _mail,
    Text("Non è un indirizzo e-mail.", "This is no e-mail address."),
    Text("Scrivilo così: nome@esempio.it.", "Write it so: name@example.org."),
)
TELEPHONE: Final = Entry(
    _telephone,
    Text("Non è un numero di telefono.", "This is no telephone number."),
    Text(
        "Scrivi il numero, per esempio 0372 407111; le note vanno nel campo note.",
        "Write the number, such as 0372 407111; remarks go into the field note.",
    ),
)
WEBSITE: Final = Entry(
    lambda value, _: _WEB.fullmatch(value) is not None,
    Text("Non è l'indirizzo di un sito.", "This is not the address of a site."),
    Text(
        "Scrivine uno solo che comincia con http:// o https://, o con il nome: www.esempio.it.",
        "Write a single one that begins with http:// or https://, or with its name: www.example.org.",
    ),
)
_ITALY: Final = (
    Text("Questo punto non è in Italia.", "This point is not in Italy."),
    Text(
        "In Italia la latitudine va da 35 a 47,5 gradi e la longitudine da 6 a 19: forse sono scambiate, o manca la"
        " virgola. Se non le sai, lascia vuoto.",
        "In Italy latitudes run from 35 to 47.5 degrees and longitudes from 6 to 19: perhaps they are swapped, or the"
        " decimal point is missing. If they are not known, leave them blank.",
    ),
)
LATITUDE: Final = Entry(lambda value, _: 35.0 <= value <= 47.5, *_ITALY)
LONGITUDE: Final = Entry(lambda value, _: 6.0 <= value <= 19.0, *_ITALY)
"""Comuni are Italian: from Lampedusa (35.5) to the Vetta d'Italia (47.1), from Bardonecchia (6.6) to Otranto (18.5)."""
BIRTH_YEAR: Final = Entry(
    lambda value, today: value <= today.year,
    Text("L'anno di nascita è nel futuro.", "The year of birth is in the future."),
    Text("Scrivi l'anno con quattro cifre, per esempio 1987.", "Write the year in four digits, such as 1987."),
)
CONFIRMATION: Final = Entry(
    _day_before,
    Text("Una conferma non può avere una data futura.", "A confirmation cannot have a date in the future."),
    Text(
        "Scrivi il giorno in cui qualcuno lo ha confermato, o lascia vuoto.",
        "Write the day on which somebody confirmed it, or leave it blank.",
    ),
)
