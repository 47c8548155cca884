"""The asks of a pact as a cell holds them: `imparare l'italiano [2019] !3 lun..gio-pomeriggio; corso-italiano`.

The need is all that stands before the first year `[2019]`, weight `!3` or day of the week: a code or a label.
"""

import re
from datetime import date
from typing import Final

from pydantic import TypeAdapter, ValidationError

from graph.errors import Text
from graph.importers import week
from graph.importers.report import CellRefused
from graph.importers.terms import code_of
from graph.kinds import Ask
from graph.kinds.admission import refused
from graph.kinds.pacts import Asks
from graph.vocabulary import Scheme

_MARKS: Final = ("[", "!")
_DECLARED: Final[TypeAdapter[tuple[Ask, ...]]] = TypeAdapter(Asks)


def asks(text: str, column: str, scheme: Scheme, today: date) -> tuple[Ask, ...]:
    """The asks of a cell. Raises CellRefused that tells the number of the ask in the cell, never what it says."""
    read: list[Ask] = []
    for number, part in enumerate((part for part in re.split(r"[;\n]", text) if part.strip()), start=1):
        try:
            read.extend(_held(_ask(part.split(), column, scheme), column, today))
        except CellRefused as refused:
            it, en = refused.reason.it, refused.reason.en
            raise CellRefused(column, Text(f"Richiesta {number}: {it}", f"Ask {number}: {en}"), refused.mend) from None
    return tuple(read)


def _held(said: tuple[Ask, ...], column: str, today: date) -> tuple[Ask, ...]:
    """The asks, if what they say may be written today. Raises CellRefused."""
    for ask in said:
        broken = refused(Ask, "birth_year", ask.birth_year, today)
        if broken:
            raise CellRefused(column, broken.reason, broken.mend)
    return said


def _ask(words: list[str], column: str, scheme: Scheme) -> tuple[Ask, ...]:
    """One ask, checked in the form of its declaration."""
    end = next((at for at, word in enumerate(words) if word.startswith(_MARKS) or week.begins(word)), len(words))
    need = code_of(" ".join(words[:end]), column, scheme, personal=True)
    marks = [word.strip(",") for word in words[end:] if word.startswith(_MARKS)]
    when = " ".join(word for word in words[end:] if not word.startswith(_MARKS))
    slots = week.slots(when) if when else ()
    if slots is None:
        raise CellRefused(column, *week.NOT_UNDERSTOOD)
    try:
        return _DECLARED.validate_python(" ".join((need, *marks, *slots)))
    except ValidationError:
        raise CellRefused(column, *_IMPOSSIBLE) from None


_IMPOSSIBLE: Final = (
    Text("L'anno di nascita o l'importanza non è possibile.", "The year of birth or the weight is not possible."),
    Text(
        "Scrivi al massimo un anno [2019], dal 1900 al 2100, e un'importanza da !1 a !3: "
        "doposcuola [2019] !3 lun..gio-pomeriggio.",
        "Write at most one year [2019], 1900 to 2100, and one weight from !1 to !3: "
        "doposcuola [2019] !3 mon..thu-afternoon.",
    ),
)
