"""What operations do, worked out step by step before anything is written: the rules that no backend changes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from graph.errors import Conflict, InvalidRecord, NotFound
from graph.kinds import Node, Record, Schema, Tie
from graph.store.base import Author, Create, Delete, End, Operation, Operations, Remember, Update

Action = Literal["create", "update", "end", "delete", "load"]


@dataclass(frozen=True, slots=True)
class Step:
    """One record as it was and as it is left (none: absent)."""

    action: Action
    id: str
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it was and as it is left (none: absent)."""

    key: str
    before: str | None
    after: str | None


class Held(Protocol):
    """What a ledger reads of a store, within the writing transaction."""

    def records(self, ids: Sequence[str]) -> dict[str, Record]:
        """The records that exist among `ids`."""
        ...

    def node_kinds(self, ids: Sequence[str]) -> dict[str, str]:
        """The kinds of the nodes that exist among `ids`."""
        ...

    def ties_at(self, ids: Sequence[str]) -> list[Tie]:
        """All ties with an end among `ids`."""
        ...

    def settings(self) -> dict[str, str]:
        """All settings."""
        ...


def in_turn(operations: Operations) -> Callable[[], Sequence[Operation]]:
    """What gives the operations in the writer's turn; those that are known already are gathered before it."""
    if callable(operations):
        return lambda: list(operations())
    known = list(operations)
    return lambda: known


def plain(record: Record | None) -> dict[str, Any] | None:
    """The content of a record in plain JSON form: what equality means here."""
    return None if record is None else record.model_dump(mode="json")


@dataclass(slots=True)
class Ledger:
    """The records that a transaction touches, as it found them and as it leaves them."""

    schema: Schema
    held: Held
    author: Author
    found: dict[str, Record] = field(default_factory=dict[str, Record])
    now: dict[str, Record] = field(default_factory=dict[str, Record])
    settings: dict[str, str] = field(default_factory=dict[str, str])
    steps: list[Step | Setting] = field(default_factory=list[Step | Setting])
    _end_kinds: dict[str, str] = field(default_factory=dict[str, str])
    _ties_at: dict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    _allowed: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])

    def carry_out(self, operations: Sequence[Operation]) -> None:
        """Do all operations in order.

        Raises Conflict, NotFound, InvalidRecord as `GraphStore.apply` says.
        """
        written = [operation.record for operation in operations if isinstance(operation, Create | Update)]
        named = [operation.id for operation in operations if isinstance(operation, End | Delete)]
        self._read(
            [*(record.id for record in written), *named],
            ends=[end for record in written if isinstance(record, Tie) for end in (record.source, record.target)],
            leaving=[operation.id for operation in operations if isinstance(operation, Delete)],
        )
        for operation in operations:
            self._carry_out(operation)

    def _read(self, ids: Iterable[str], *, ends: Iterable[str], leaving: Sequence[str]) -> None:
        self.found = self.held.records(list(dict.fromkeys(ids)))
        ties = self.held.ties_at(leaving) if leaving else []
        self.found |= {tie.id: tie for tie in ties}
        self.now = dict(self.found)
        self.settings = self.held.settings()
        self._end_kinds = self.held.node_kinds([id for id in dict.fromkeys(ends) if id not in self.found])
        for record in self.found.values():
            self._note_ends(record)

    def _carry_out(self, operation: Operation) -> None:
        match operation:
            case Create(record):
                self._create(record)
            case Update(record, replaces):
                self._update(record, replaces)
            case End(id, on):
                self._end(id, on)
            case Delete(id):
                self._delete(id)
            case Remember(key, value):
                self._remember(key, value)

    def _create(self, record: Record) -> None:
        if record.id in self.now:
            raise Conflict(f"Il dato {record.id} esiste già.", f"The record {record.id} exists already.")
        self._step("create", record.id, self._checked(record))

    def _update(self, record: Record, replaces: Record | None) -> None:
        before = self._existing(record.id)
        if before.kind != record.kind:
            raise InvalidRecord(
                f"Il dato {record.id} è di tipo «{before.kind}» e non può diventare «{record.kind}».",
                f"The record {record.id} is of kind “{before.kind}” and cannot become “{record.kind}”.",
            )
        if replaces is not None and plain(replaces) != plain(before):
            raise Conflict(
                f"Il dato {record.id} è cambiato nel frattempo: rileggerlo e riprovare.",
                f"The record {record.id} changed meanwhile: read it again and retry.",
            )
        self._step("update", record.id, self._checked(record))

    def _end(self, id: str, on: date) -> None:
        tie = self._existing(id)
        if not isinstance(tie, Tie):
            raise NotFound(f"Il dato {id} non è un legame.", f"The record {id} is no tie.")
        if tie.valid_from and on < tie.valid_from:
            raise InvalidRecord(
                f"Il legame {id} vale dal {tie.valid_from}: non può finire il {on}.",
                f"The tie {id} holds from {tie.valid_from}: it cannot end on {on}.",
            )
        self._step("end", id, tie.model_copy(update={"valid_to": min(on, tie.valid_to or on)}))

    def _delete(self, id: str) -> None:
        self._existing(id)
        for tie in self._ties(id):
            self._step("delete", tie, None)
        self._step("delete", id, None)

    def _remember(self, key: str, value: str | None) -> None:
        before = self.settings.pop(key, None)
        if value is not None:
            self.settings[key] = value
        if before != value:
            self.steps.append(Setting(key, before, value))

    def take_back(self, steps: Sequence[Step | Setting]) -> None:
        """Do the opposite of a commit's steps, last first.

        Raises Conflict where something is no longer as the commit left it, or where the commit filled the store.
        """
        if any(isinstance(step, Step) and step.action == "load" for step in steps):
            raise Conflict(
                "Ciò con cui l'archivio è nato non si annulla: crearne uno nuovo con «legami init».",
                "What the store was made with cannot be undone: make a new one with “legami init”.",
            )
        records = [step for step in steps if isinstance(step, Step)]
        back = [step.before for step in records if isinstance(step.before, Tie)]
        self._read(
            [step.id for step in records],
            ends=[end for tie in back for end in (tie.source, tie.target)],
            leaving=[step.id for step in records if step.before is None],
        )
        for id, after in {step.id: step.after for step in records}.items():
            if plain(self.now.get(id)) != plain(after):
                raise _changed_since(id)
        for key, value in {step.key: step.after for step in steps if isinstance(step, Setting)}.items():
            if self.settings.get(key) != value:
                raise _changed_since(key)
        for step in reversed(steps):
            if isinstance(step, Setting):
                self._remember(step.key, step.before)
            else:
                self._take_back(step)

    def _take_back(self, step: Step) -> None:
        if step.before is None and self._ties(step.id):
            raise _changed_since(step.id)
        if isinstance(step.before, Tie):
            self._check_ends_of_former(step.before)
        self._step("create" if step.after is None else "update" if step.before else "delete", step.id, step.before)

    def _check_ends_of_former(self, tie: Tie) -> None:
        """Refuse to bring back a tie whose ends are gone, or of kinds that it may not join: an id may be used again."""
        source, target = self._kind_of(tie.source), self._kind_of(tie.target)
        if not (source and target):
            raise _changed_since(tie.id)
        if not self.schema.may_join(tie.kind, source, target):
            raise Conflict(
                f"Non si può annullare: un estremo del legame «{tie.kind}» {tie.id} è cambiato dopo, e questo legame"
                f" non può unire «{source}» a «{target}».",
                f"This cannot be undone: an end of the tie “{tie.kind}” {tie.id} has changed since, and this tie may"
                f" not join “{source}” to “{target}”.",
            )

    def _step(self, action: Action, id: str, after: Record | None) -> None:
        before = self.now.get(id)
        if before is not None and after is not None and plain(before) == plain(after):
            return
        self.now.pop(id, None)
        if after is not None:
            self.now[id] = after
            self._note_ends(after)
        self.steps.append(Step(action, id, before, after))

    def _note_ends(self, record: Record) -> None:
        if isinstance(record, Tie):
            self._ties_at[record.source].add(record.id)
            self._ties_at[record.target].add(record.id)

    def _ties(self, node: str) -> list[str]:
        """The ties that a node has now, among those read and made; by id."""
        near = {id: self.now.get(id) for id in self._ties_at.get(node, ())}
        return sorted(id for id, tie in near.items() if isinstance(tie, Tie) and node in (tie.source, tie.target))

    def _existing(self, id: str) -> Record:
        if id not in self.now:
            raise NotFound(f"Non c'è nessun dato {id}.", f"There is no record {id}.")
        return self.now[id]

    def _kind_of(self, node: str) -> str | None:
        """The kind of a node as of now, if it is there."""
        if node in self.now or node in self.found:
            record = self.now.get(node)
            return record.kind if isinstance(record, Node) else None
        return self._end_kinds.get(node)

    def _checked(self, record: Record) -> Record:
        """A record that may be written: its kind is declared and, for a tie, its ends are there and may be joined."""
        if self.schema.kind(record.kind) is not type(record):
            raise InvalidRecord(
                f"Il tipo «{record.kind}» è dichiarato diversamente.",
                f"The kind “{record.kind}” is declared otherwise.",
            )
        if not isinstance(record, Tie):
            return record
        source, target = (self._end_kind(record, end) for end in (record.source, record.target))
        if (record.kind, source, target) not in self._allowed:
            if not self.schema.may_join(record.kind, source, target):
                raise InvalidRecord(
                    f"Un legame «{record.kind}» non può unire «{source}» a «{target}» (legame {record.id}).",
                    f"A tie “{record.kind}” may not join “{source}” to “{target}” (tie {record.id}).",
                )
            self._allowed.add((record.kind, source, target))
        return record if record.recorded_at else record.model_copy(update={"recorded_at": self.author.at})

    def _end_kind(self, tie: Tie, end: str) -> str:
        kind = self._kind_of(end)
        if kind is None:
            raise NotFound(
                f"Il legame {tie.id} ha un estremo che non esiste: {end}.",
                f"The tie {tie.id} has an end that does not exist: {end}.",
            )
        return kind


def _changed_since(what: str) -> Conflict:
    return Conflict(
        f"Non si può annullare: {what} è cambiato dopo.", f"This cannot be undone: {what} has changed since."
    )
