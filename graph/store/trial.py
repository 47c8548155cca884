"""What operations or an undo would do, told by the ledger that every store writes with; nothing is written.

Settings are left out: the change feed does not tell them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from graph.errors import Conflict, NotFound
from graph.kinds import Node, Record, Tie
from graph.store.base import Author, Change, GraphStore, Operation
from graph.store.ledger import Ledger, Step


@dataclass(frozen=True, slots=True)
class _Holdings:
    """A store as a ledger reads it."""

    store: GraphStore

    def records(self, ids: Sequence[str]) -> dict[str, Record]:
        return self.store.get(ids)

    def node_kinds(self, ids: Sequence[str]) -> dict[str, str]:
        return {id: record.kind for id, record in self.store.get(ids).items() if isinstance(record, Node)}

    def ties_at(self, ids: Sequence[str]) -> list[Tie]:
        return self.store.ties_of(ids)

    def settings(self) -> dict[str, str]:
        return dict(self.store.contents().settings)


def foretold(store: GraphStore, operations: Iterable[Operation], author: Author) -> list[Step]:
    """What `store.apply` would do. Raises what it would raise."""
    ledger = Ledger(store.schema, _Holdings(store), author)
    ledger.carry_out(list(operations))
    return _records(ledger)


def foretold_undo(store: GraphStore, commit: int, author: Author) -> list[Step]:
    """What `store.undo` would do to records. Raises what it would raise; Conflict for the load of a store."""
    steps: list[Step] = []
    for change in of_commit(store, commit):
        if change.action == "load":
            raise Conflict(
                f"La modifica {commit} ha riempito l'archivio e non si annulla: creane uno nuovo con legami init.",
                f"Commit {commit} filled the store and cannot be undone: make a new one with legami init.",
            )
        steps.append(Step(change.action, change.id, change.before, change.after))
    ledger = Ledger(store.schema, _Holdings(store), author)
    ledger.take_back(steps)
    return _records(ledger)


def of_commit(store: GraphStore, commit: int) -> Iterator[Change]:
    """What one commit did to records. Raises NotFound."""
    if not 1 <= commit <= store.commit:
        raise NotFound(f"La modifica numero {commit} non esiste.", f"There is no commit {commit}.")
    return takewhile(lambda change: change.commit == commit, store.changes(commit - 1))


def _records(ledger: Ledger) -> list[Step]:
    return [step for step in ledger.steps if isinstance(step, Step)]
