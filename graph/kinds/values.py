"""The value types and markers that declarations are written with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Final, Literal, cast

from pydantic import BeforeValidator, GetJsonSchemaHandler, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from graph.errors import Text


class Marker(Enum):
    """What a field is, for everything that is derived from its declaration."""

    PERSONAL = "personal"  # identifies or describes a person: redacted in logs and releases, never in the snapshot
    INDEXED = "indexed"  # looked up by value: an index in both stores
    SENSITIVE = "sensitive"  # reveals health, protection or belief: absent from an operator's view
    FREE_TEXT = "free_text"  # written by hand: never in the snapshot
    COLUMN = "column"  # read by matching: a column of the snapshot


PERSONAL: Final = Marker.PERSONAL
INDEXED: Final = Marker.INDEXED
SENSITIVE: Final = Marker.SENSITIVE
FREE_TEXT: Final = Marker.FREE_TEXT
COLUMN: Final = Marker.COLUMN


@dataclass(frozen=True, slots=True)
class Label:
    """A field's title in both languages and, where a form or template needs it, a hint."""

    it: str
    en: str
    hint: Text | None = None

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Carry both titles into the JSON Schema."""
        schema = handler(core_schema)
        schema["title"] = self.en
        schema["x-title-it"] = self.it
        return schema


def _split(value: object) -> object:
    """A list written in one cell: `a; b; c` (blank is empty)."""
    if isinstance(value, str):
        return tuple(part.strip() for part in re.split(r"[;\n]", value) if part.strip())
    return () if value is None else value


Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
"""The code of a concept of the vocabulary, such as `doposcuola`."""
Codes = Annotated[tuple[Code, ...], BeforeValidator(_split)]
Comune = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
"""The six-digit ISTAT code of a comune."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Trimmed = Annotated[str, StringConstraints(strip_whitespace=True)]
"""Text of any length; like every text, without blanks around it, which no table keeps."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS: Final = ("morning", "afternoon", "evening", "night")
"""6-13, 13-19, 19-23 and 23-6 o'clock."""
SLOTS: Final = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)


def _slots(value: object) -> object:
    """Expand `mon..thu-afternoon` and `wed` into single slots, in the order of the week."""
    parts = _split(value)
    if not isinstance(parts, tuple | list):
        return value
    wanted = {slot for part in cast("Iterable[object]", parts) for slot in _expand(str(part).lower())}
    return tuple(slot for slot in SLOTS if slot in wanted) + tuple(sorted(wanted - set(SLOTS)))


def _expand(text: str) -> list[str]:
    days, _, part = text.partition("-")
    first, _, last = days.partition("..")
    if first not in DAYS or (last and last not in DAYS) or DAYS.index(last or first) < DAYS.index(first):
        return [text]  # no part of the week: the pattern refuses it
    span = DAYS[DAYS.index(first) : DAYS.index(last or first) + 1]
    return [f"{day}-{name}" for day in span for name in ((part,) if part else PARTS)]


Slot = Annotated[str, StringConstraints(pattern=rf"^({'|'.join(DAYS)})-({'|'.join(PARTS)})$")]
Slots = Annotated[tuple[Slot, ...], BeforeValidator(_slots)]
"""Parts of the week, such as `mon-afternoon`; a range `mon..thu-afternoon` and a whole day `sat` are accepted."""


def slot_bits(slots: tuple[str, ...]) -> int:
    """The slots as a 28-bit mask, Monday morning lowest; 0 means unknown."""
    return sum(1 << SLOTS.index(slot) for slot in slots)


Strength = Literal["weak", "moderate", "strong", "very_strong"]
STRENGTHS: Final[dict[Strength, float]] = {"weak": 0.25, "moderate": 0.5, "strong": 0.75, "very_strong": 0.95}
"""The published mapping of the declared ordinal to numbers in (0, 1)."""

Visibility = Literal["public", "programme", "private"]
"""Public registers; the programme's operators; nobody but those who keep the record."""

Layer = Literal["kin", "social", "civic", "work", "services", "bodies", "territory", "pacts", "protection"]
