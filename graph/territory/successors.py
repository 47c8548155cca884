"""What a comune was called and coded before a merger, so that older registers still find it.

Facts of the Province of Cremona. Piadena (019071) and Drizzona (019042) became Piadena Drizzona; registers of 2026
still write the former. Gadesco-Pieve Delmona (019046) is no former comune: ISTAT's list of August 2026 has it.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Former:
    """A comune that is no more, and the ISTAT code of the one that took its place."""

    istat_code: str
    name: str
    successor: str


FORMER: Final = (
    Former("019042", "Drizzona", "019116"),
    Former("019071", "Piadena", "019116"),
)


def former_codes(istat_code: str) -> tuple[str, ...]:
    """The codes, then the names, of the comuni that the comune with this code took the place of."""
    gone = [former for former in FORMER if former.successor == istat_code]
    return (*(former.istat_code for former in gone), *(former.name for former in gone))
