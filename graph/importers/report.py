"""What an import did, row by row: how many were new, changed or without effect, and why the others were refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from graph.errors import InputError, Text

Outcome = Literal["accepted", "changed", "unchanged"]


@dataclass(frozen=True, slots=True, order=True)
class Rejection:
    """A row that was left out. `row` counts as a spreadsheet does: the header is row 1. Never the cell's value."""

    row: int
    column: str
    reason: Text
    mend: Text


@dataclass(frozen=True, slots=True)
class Report:
    """Rows read = accepted (new) + changed (new data or a new source) + unchanged + rejected.

    `elsewhere`: rows of other provinces, which a register's file may hold; they are not read.
    """

    accepted: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: tuple[Rejection, ...] = ()
    elsewhere: int = 0

    @classmethod
    def of(cls, outcomes: Mapping[int, Outcome], rejected: Iterable[Rejection], elsewhere: int = 0) -> "Report":
        """The report of an import, from what became of each row."""
        counts = list(outcomes.values())
        return cls(
            accepted=counts.count("accepted"),
            changed=counts.count("changed"),
            unchanged=counts.count("unchanged"),
            rejected=tuple(sorted(rejected, key=lambda one: (one.row, one.column))),
            elsewhere=elsewhere,
        )

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.accepted + self.changed + self.unchanged + len(self.rejected)

    @property
    def refusal(self) -> InputError | None:
        """The error to show when no row was valid: nothing was written."""
        if not self.rows:
            return _nothing_to_read(self.elsewhere)
        verdict = self.verdict
        if verdict is None:
            return None
        first = self.rejected[0]
        at_it, at_en = (f", {word} {first.column}" if first.column else "" for word in ("colonna", "column"))
        return InputError(
            f"{verdict.it} Riga {first.row}{at_it}: {first.reason.it} {first.mend.it}",
            f"{verdict.en} Row {first.row}{at_en}: {first.reason.en} {first.mend.en}",
        )

    @property
    def verdict(self) -> Text | None:
        """That no row was valid, without the complaints of the rows: for who has them before the eyes."""
        if not self.rows or len(self.rejected) < self.rows:
            return None
        if self.rows == 1:
            return _NO_VALID_ROW
        return Text(
            f"Nessuna delle {self.rows} righe è valida: non è stato scritto nulla.",
            f"None of the {self.rows} rows is valid: nothing was written.",
        )

    def as_dict(self) -> dict[str, object]:
        """The report as the JSON contract writes it."""
        return {
            "accepted": self.accepted,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": [
                {"row": one.row, "column": one.column, "reason": one.reason.as_dict(), "mend": one.mend.as_dict()}
                for one in self.rejected
            ],
            "elsewhere": self.elsewhere,
        }


_NO_VALID_ROW: Final = Text(
    "L'unica riga non è valida: non è stato scritto nulla.", "The only row is not valid: nothing was written."
)


def _nothing_to_read(elsewhere: int) -> InputError:
    if elsewhere:
        return InputError(
            f"Nessuna riga è della provincia richiesta ({elsewhere} di altre): non è stato scritto nulla. "
            "Controlla --province, o importa il file della tua provincia.",
            f"No row is of the province asked for ({elsewhere} of others): nothing was written. "
            "Check --province, or import the file of your province.",
        )
    return InputError(
        "Il file non ha righe da leggere: non è stato scritto nulla. Sotto i titoli delle colonne serve almeno "
        "una riga.",
        "The file has no rows to read: nothing was written. Below the titles of the columns it needs at least one row.",
    )


class CellRefused(InputError):
    """A cell that makes its row unusable; it becomes a Rejection and never leaves the importers."""

    code = "invalid_cell"

    def __init__(self, column: str, reason: Text, mend: Text) -> None:
        """Keep the column, what is wrong and how to mend it."""
        super().__init__(reason.it, reason.en)
        self.column, self.reason, self.mend = column, reason, mend

    def at(self, row: int) -> Rejection:
        """The refusal of row number `row`."""
        return Rejection(row, self.column, self.reason, self.mend)
