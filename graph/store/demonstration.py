"""What a demonstration may hold: invented people only. Real bodies of public registers may stand beside them."""

from typing import Final

from graph.errors import Text
from graph.kinds import Family, Pact, Person, Record


def is_real(record: Record | None) -> bool:
    """Whether a record tells of people who are not said to be invented."""
    return isinstance(record, Person | Family | Pact) and not record.synthetic


INVENTED_ONLY: Final = Text(
    "Questo archivio è una dimostrazione: tiene solo persone, famiglie e patti inventati.",
    "This store is a demonstration: it keeps invented persons, families and pacts only.",
)
ELSEWHERE: Final = Text(
    "Per persone vere crea un altro archivio con legami init; per un dato inventato scrivi synthetic=sì.",
    "For real people make another store with legami init; for an invented record write synthetic=yes.",
)
