"""Numbers, dates and yes or no as people write them; None where the text is nothing of the kind."""

import math
import re
from datetime import date
from typing import Final

from graph.importers.words import FALSE, TRUE

_LONGEST: Final = 40
_SPACES: Final = re.compile("[ \u00a0\u202f'€]")
_GROUPED: Final = r"\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+"
_WHOLE: Final = re.compile(rf"([+-]?)({_GROUPED})", re.ASCII)
_DECIMAL: Final = re.compile(rf"([+-]?)({_GROUPED})?(?:([.,])(\d+))?", re.ASCII)
_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d{1,3}", re.ASCII)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_ITALIAN: Final = re.compile(r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4})", re.ASCII)


def decimal(text: str) -> float | None:
    """A number: `1234,5`, `1.234,5` and `1,234.5` alike. A lone point or comma marks the decimals."""
    clean = _clean(text)
    if _SCIENTIFIC.fullmatch(clean):
        return _finite(clean.replace(",", "."))
    match = _DECIMAL.fullmatch(clean)
    if match is None:
        return None
    sign, whole, mark, fraction = (part or "" for part in match.groups())
    if not (whole or fraction) or (mark and mark in whole):
        return None
    return _finite(f"{sign}{re.sub('[.,]', '', whole) or '0'}.{fraction or '0'}")


def whole(text: str) -> int | None:
    """A whole number; `1.234` is one thousand two hundred and thirty-four, `12,0` is twelve."""
    match = _WHOLE.fullmatch(_clean(text))
    if match:
        return int(match[1] + re.sub("[.,]", "", match[2]))
    value = decimal(text)
    return int(value) if value is not None and value.is_integer() else None


def day(text: str) -> date | None:
    """A date written `2024-02-01` or `1/2/2024`: the day comes first."""
    iso, italian = _ISO.fullmatch(text), _ITALIAN.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if italian:
            return date(int(italian["year"]), int(italian["month"]), int(italian["day"]))
    except ValueError:
        return None
    return None


def yes_no(text: str) -> bool | None:
    """Yes or no, in either language."""
    word = text.casefold()
    return True if word in TRUE else False if word in FALSE else None


def _clean(text: str) -> str:
    return _SPACES.sub("", text) if len(text) <= _LONGEST else "?"


def _finite(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None
