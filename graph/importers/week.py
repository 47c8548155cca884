"""Parts of the week as an office writes them, in Italian or in English.

A day, or a range of days with `..` or `-`, then a part after a space or `-`: `lunedì mattina`, `lun..gio-pomeriggio`,
`lun-ven mattina`, `mon..thu-afternoon`; a day without a part is the whole day. Days: lun or lunedì, mon or monday.
Parts: mattina, pomeriggio, sera, notte; morning, afternoon, evening, night. Several are parted by `;`, a new line,
a comma or a space. `lun, mer mattina` is refused: nobody can tell whether Monday afternoon is meant too.
"""

import re
import unicodedata
from itertools import pairwise
from typing import Final

from graph.errors import Text
from graph.kinds.values import DAYS, PARTS, SLOTS

NOT_UNDERSTOOD: Final = (
    Text(
        "Un orario non si capisce, o si capisce in due modi.",
        "A part of the week is not understood, or may be understood in two ways.",
    ),
    Text(
        "Scrivi così: lun-mattina, lun..gio-pomeriggio, o sab per il giorno intero. "
        "Parti: mattina, pomeriggio, sera, notte.",
        "Write it so: mon-morning, mon..thu-afternoon, or sat for the whole day. "
        "Parts: morning, afternoon, evening, night.",
    ),
)
"""The reason and the mend of a refusal."""

_DAY_WORDS: Final = (
    "lun lunedi mon monday",
    "mar martedi tue tuesday",
    "mer mercoledi wed wednesday",
    "gio giovedi thu thursday",
    "ven venerdi fri friday",
    "sab sabato sat saturday",
    "dom domenica sun sunday",
)
_PART_WORDS: Final = (
    "mattina mattino mattine morning mornings",
    "pomeriggio pomeriggi afternoon afternoons",
    "sera sere evening evenings",
    "notte notti night nights",
)
_DAY_OF: Final = {word: place for place, words in enumerate(_DAY_WORDS) for word in words.split()}
_PART_OF: Final = {word: part for part, words in zip(PARTS, _PART_WORDS, strict=True) for word in words.split()}
_DAY: Final = rf"(?:{'|'.join(_DAY_OF)})(?![a-z])"
_SLOT: Final = re.compile(
    rf"(?<![\w.-])(?P<first>{_DAY})(?: ?(?:\.\.|-) ?(?P<last>{_DAY}))?"
    rf"(?:(?: ?- ?| )(?P<part>{'|'.join(_PART_OF)})(?![\w.-]))?"
)
_SIGNS: Final = str.maketrans({"–": "-", "—": "-", "'": None, "’": None, "`": None})


def slots(text: str) -> tuple[str, ...] | None:
    """The single slots that a text means, such as `mon-afternoon`, in the order of the week; None if not clear."""
    wanted: set[str] = set()
    for piece in re.split(r"[;\n]", text):
        plain = _plain(piece)
        found = list(_SLOT.finditer(plain))
        if _SLOT.sub("", plain).strip(" ,") or any(not one["part"] and other["part"] for one, other in pairwise(found)):
            return None
        wanted.update(slot for match in found for slot in _of(match))
    return tuple(slot for slot in SLOTS if slot in wanted)


def begins(word: str) -> bool:
    """Whether a word begins with a day of the week."""
    return _SLOT.match(_plain(word)) is not None


def _of(match: re.Match[str]) -> list[str]:
    """The slots of one range of days; `ven..lun` runs over the end of the week."""
    first = _DAY_OF[match["first"]]
    last = _DAY_OF[match["last"] or match["first"]]
    parts = (_PART_OF[match["part"]],) if match["part"] else PARTS
    return [f"{DAYS[(first + step) % 7]}-{part}" for step in range((last - first) % 7 + 1) for part in parts]


def _plain(text: str) -> str:
    """Small letters without accents and apostrophes, one kind of dash, single spaces; `…` becomes dots."""
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(_SIGNS)
    return " ".join("".join(sign for sign in folded if not unicodedata.combining(sign)).replace("...", "..").split())
