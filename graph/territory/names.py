"""How names of places are written, and when two writings are the same name."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from rapidfuzz import fuzz, process

_WORD: Final = re.compile(r"[a-z0-9]+")
_SAINTS: Final = frozenset(["s", "ss", "san", "santo", "santa", "sant", "santi", "sante"])
_JOINED: Final = re.compile(r" ed? uniti$| con |-", re.IGNORECASE)
_ALIKE: Final = 75.0  # of 100: one or two wrong letters in a name, or one of its words


def fold(text: str) -> str:
    """`text` in small letters without accents; apostrophes, hyphens and other signs become one space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def loose(text: str) -> str:
    """`text` folded, whatever its spaces and however "San", "Santa", "Sant'" or "S." are written."""
    return "".join("s " if word in _SAINTS else word for word in fold(text).split())


def slug(text: str) -> str:
    """`text` as a code for addresses; of a bilingual name the first half."""
    return fold(text.partition("/")[0]).replace(" ", "-")


def halves(name: str) -> tuple[str, ...]:
    """A bilingual name such as "Bolzano/Bozen" in each language; another name as it is."""
    return tuple(half.strip() for half in name.split("/"))


def short_forms(name: str) -> tuple[str, ...]:
    """What people write for short: each language alone, and the first of the villages that make up a comune.

    "Casalbuttano" for "Casalbuttano ed Uniti", "Corte de' Cortesi" for "... con Cignone", "Gadesco" for
    "Gadesco-Pieve Delmona". A first word alone is no short form: "Solarolo" may be in another province.
    """
    forms = [form for half in halves(name) for form in (half, _JOINED.split(half)[0].strip())]
    return tuple(dict.fromkeys(form for form in forms if form and form != name))


def nearest(text: str, names: Mapping[str, str], limit: int = 3) -> tuple[str, ...]:
    """The keys of those `names` that look most like `text`, best first; none if nothing looks like it."""
    folded = {key: fold(name) for key, name in names.items()}
    found = process.extract(fold(text), folded, scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=limit)
    return tuple(key for _, _, key in found)
