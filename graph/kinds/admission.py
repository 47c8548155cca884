"""What may be written anew: stricter than the declarations, to which what is stored already is held too.

A record is held to its declaration at each read, so that a stricter one would make older stores unreadable. Who reads
cells or drafts records asks these rules (`graph.importers`); stores never do.
"""

from datetime import date
from typing import Any, Final, NamedTuple

from graph.errors import Text
from graph.kinds.base import Record, Value, label
from graph.kinds.entry import Entry


class Disorder(NamedTuple):
    """What is wrong with a record as a whole, and the field where it shows."""

    field: str
    reason: Text
    mend: Text


def refused(cls: type[Value], field: str, value: Any, today: date) -> Entry | None:
    """The rule of the field that a value breaks; blank breaks none."""
    rules = (item for item in cls.model_fields[field].metadata if isinstance(item, Entry))
    return None if value in (None, "") else next((rule for rule in rules if not rule.holds(value, today)), None)


def disorder(record: Record, before: Record | None = None) -> Disorder | None:
    """The first pair of fields that stand in the wrong order; one that stood so in `before` is no news."""
    for low, high, verb in IN_ORDER:
        least, most = getattr(record, low, None), getattr(record, high, None)
        known = before is not None and (least, most) == (getattr(before, low, None), getattr(before, high, None))
        if least is not None and most is not None and least > most and not known:
            titles = [label(type(record).model_fields[name]) for name in (low, high)]
            (low_it, low_en), (high_it, high_en) = ((title.it, title.en) if title else ("", "") for title in titles)
            reason = Text(f"«{low_it}» {verb.it} «{high_it}».", f"“{low_en}” {verb.en} “{high_en}”.")
            return Disorder(low, reason, _SWAP)
    return None


_EXCEEDS: Final = Text("supera", "exceeds")
_AFTER: Final = Text("viene dopo", "is after")
_SWAP: Final = Text(
    "Scambia i due valori, o correggi quello sbagliato.", "Swap the two values, or mend the one that is wrong."
)
IN_ORDER: Final = (
    ("min_age", "max_age", _EXCEEDS),
    ("free_places", "capacity", _EXCEEDS),
    ("starts_on", "ends_on", _AFTER),
    ("signed_on", "closes_on", _AFTER),
)
"""Of each two fields of a kind the first is at most the second; equal dates are a time of no days."""
