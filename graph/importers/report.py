"""What an import did, row by row: how many were new, changed or without effect, and why the others were refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

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
    """Rows read = accepted (new) + changed (new data or a new source) + unchanged + rejected."""

    accepted: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: tuple[Rejection, ...] = ()

    @classmethod
    def of(cls, outcomes: Mapping[int, Outcome], rejected: Iterable[Rejection]) -> "Report":
        """The report of an import, from what became of each row."""
        counts = list(outcomes.values())
        return cls(
            accepted=counts.count("accepted"),
            changed=counts.count("changed"),
            unchanged=counts.count("unchanged"),
            rejected=tuple(sorted(rejected, key=lambda one: (one.row, one.column))),
        )

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.accepted + self.changed + self.unchanged + len(self.rejected)

    @property
    def refusal(self) -> InputError | None:
        """The error to show when there were rows and none was valid: nothing was written."""
        if not self.rejected or len(self.rejected) < self.rows:
            return None
        first = self.rejected[0]
        return InputError(
            f"Nessuna delle {self.rows} righe è valida: non è stato scritto nulla. "
            f"Riga {first.row}, colonna {first.column}: {first.reason.it} {first.mend.it}",
            f"None of the {self.rows} rows is valid: nothing was written. "
            f"Row {first.row}, column {first.column}: {first.reason.en} {first.mend.en}",
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
        }


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
