"""An import before it is carried out: the operations, what becomes of each row, and the rows left out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from graph.errors import Text
from graph.importers.report import CellRefused, Outcome, Rejection, Report
from graph.kinds import Node, Record, Tie
from graph.kinds.admission import disorder
from graph.kinds.complaints import complaint
from graph.kinds.schema import refusal
from graph.store.base import Create, End, GraphStore, Operation, Update
from graph.store.demonstration import is_real

_ORDER: Final[tuple[Outcome, ...]] = ("unchanged", "changed", "accepted")


class Draft:
    """Collects what one file would do to a store. Nothing is written here."""

    def __init__(self, store: GraphStore, ids: Iterator[str], *, demo: bool = False) -> None:
        """Start empty; new records take their ids from `ids`. `demo`: the store is a demonstration."""
        self.store = store
        self.demo = demo
        self.operations: list[Operation] = []
        self.rejected: list[Rejection] = []
        self.elsewhere = 0
        self.nodes: dict[str, Node] = {}
        self.ties: dict[str, Tie] = {}
        self._ids = ids
        self._outcomes: dict[int, Outcome] = {}

    def new_id(self) -> str:
        """An id for a new record."""
        return next(self._ids)

    def put(self, record: Record, before: Record | None, lines: Iterable[int] = ()) -> None:
        """Create, replace or leave a record, on account of some rows."""
        if isinstance(record, Node):
            self.nodes[record.id] = record
        if isinstance(record, Tie):
            self.ties[record.id] = record
        if before is None:
            self.operations.append(Create(record))
        elif record != before:
            self.operations.append(Update(record, replaces=before))
        self.mark(lines, "accepted" if before is None else "unchanged" if record == before else "changed")

    def end(self, operation: End, lines: Iterable[int]) -> None:
        """Let a tie end, on account of some rows."""
        self.operations.append(operation)
        self.mark(lines, "changed")

    def mark(self, lines: Iterable[int], outcome: Outcome) -> None:
        """What becomes of rows: the strongest that is said of each."""
        for line in lines:
            before = self._outcomes.get(line, "unchanged")
            self._outcomes[line] = outcome if _ORDER.index(outcome) > _ORDER.index(before) else before

    def refuses(self, record: Record) -> bool:
        """Whether the store is no place for a record: a demonstration keeps invented people only."""
        return self.demo and is_real(record)

    def reject(self, lines: Iterable[int], refused: CellRefused) -> None:
        """Leave rows out."""
        self.rejected.extend(refused.at(line) for line in lines)

    @property
    def report(self) -> Report:
        """What becomes of every row."""
        return Report.of(self._outcomes, self.rejected, self.elsewhere)


def invalid(cls: type[Record], error: ValidationError, columns: Mapping[str, str]) -> CellRefused:
    """What a declaration refused as a whole, named by the column where it shows; `columns`: from field to title."""
    first = error.errors(include_input=False, include_url=False)[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    if field in columns and len(first["loc"]) == 1:  # the column says which field it is
        said = complaint(first)
        return CellRefused(columns[field], Text(f"Il valore {said.it}.", f"The value {said.en}."), _MEND)
    message = refusal(cls, error).message
    return CellRefused(columns.get(field, field), Text(f"{message.it}.", f"{message.en}."), _MEND)


def disordered(record: Record, before: Record | None, columns: Mapping[str, str]) -> CellRefused | None:
    """What stands in the wrong order and did not in `before`, named by its column; `columns`: from field to title."""
    found = disorder(record, before)
    return found and CellRefused(columns.get(found.field, found.field), found.reason, found.mend)


_MEND: Final = Text("Correggi il valore e riprova.", "Mend the value and try again.")


def values_of(record: Record) -> dict[str, Any]:
    """A record in the plain form that its declaration accepts again."""
    return record.model_dump(mode="json")
