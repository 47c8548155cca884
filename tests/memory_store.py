"""The store's contract in plain dictionaries: what every other store is compared with."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from graph.errors import Conflict, InvalidRecord, NotFound, UsageError
from graph.kinds import SCHEMA, STRENGTHS, Node, Record, Schema, Tie
from graph.snapshot import NO_DAY, VISIBILITIES, Snapshot
from graph.store.base import (
    Author,
    Change,
    Commit,
    Contents,
    Create,
    Delete,
    End,
    Found,
    Operation,
    Operations,
    Progress,
    Remember,
    Update,
    Verification,
    unheard,
)
from graph.store.batches import Batch, NodeBatch
from graph.store.lookup import asked, check_field, lookups, score, words
from graph.store.problems import FILE, HISTORY, RECORDS
from tests.factory import snapshot_of

Step = tuple[str, str, Any, Any]
"""Action (`remember` for a setting), id or key, before, after."""


def plain(record: Record | None) -> Any:
    return record and record.model_dump(mode="json")


@dataclass
class Draft:
    """Records and settings while one transaction changes them."""

    schema: Schema
    records: dict[str, Record]
    settings: dict[str, str]
    steps: list[Step]

    def step(self, action: str, key: str, before: Any, after: Any) -> None:
        content: dict[str, Any] = self.settings if action == "remember" else self.records
        if before == after or (action != "remember" and plain(before) == plain(after)):
            return
        content.pop(key, None)
        if after is not None:
            content[key] = after
        self.steps.append((action, key, before, after))

    def carry_out(self, operation: Operation, author: Author) -> None:
        match operation:
            case Create(record):
                if record.id in self.records:
                    raise Conflict("Esiste già.", f"{record.id} exists already.")
                self.step("create", record.id, None, self.checked(record, author))
            case Update(record, replaces):
                before = self.existing(record.id)
                if record.kind != before.kind:
                    raise InvalidRecord("Il tipo non cambia.", "A record keeps its kind.")
                if replaces is not None and plain(replaces) != plain(before):
                    raise Conflict("È cambiato.", f"{record.id} changed meanwhile.")
                self.step("update", record.id, before, self.checked(record, author))
            case End(id, on):
                tie = self.existing(id)
                if not isinstance(tie, Tie):
                    raise NotFound("Non è un legame.", f"{id} is no tie.")
                if tie.valid_from and on < tie.valid_from:
                    raise InvalidRecord("Finisce prima di cominciare.", "It would end before it began.")
                if tie.valid_to is None or on < tie.valid_to:
                    self.step("end", id, tie, tie.model_copy(update={"valid_to": on}))
            case Delete(id):
                before = self.existing(id)
                for tie in self.ties_at(id):
                    self.step("delete", tie.id, tie, None)
                self.step("delete", id, before, None)
            case Remember(key, value):
                self.step("remember", key, self.settings.get(key), value)

    def ties_at(self, id: str) -> list[Tie]:
        ties = [record for record in self.records.values() if isinstance(record, Tie)]
        return sorted((tie for tie in ties if id in (tie.source, tie.target)), key=lambda tie: tie.id)

    def existing(self, id: str) -> Record:
        if id not in self.records:
            raise NotFound("Non esiste.", f"{id} does not exist.")
        return self.records[id]

    def checked(self, record: Record, author: Author) -> Record:
        if self.schema.kind(record.kind) is not type(record):
            raise InvalidRecord("Tipo sconosciuto.", f"{record.kind} is declared otherwise.")
        if not isinstance(record, Tie):
            return record
        source, target = self.existing(record.source), self.existing(record.target)
        if not (isinstance(source, Node) and isinstance(target, Node)):
            raise NotFound("Un estremo non è un nodo.", f"An end of {record.id} is no node.")
        if not self.schema.may_join(record.kind, source.kind, target.kind):
            raise InvalidRecord("Estremi non ammessi.", f"{record.kind} may not join these ends.")
        return record.model_copy(update={"recorded_at": record.recorded_at or author.at})

    def take_back(self, steps: list[Step]) -> None:
        if any(action == "load" for action, *_ in steps):
            raise Conflict("Non si annulla.", "What a store was loaded with cannot be undone.")
        left = {(action == "remember", key): after for action, key, _, after in steps}
        for (setting, key), after in left.items():
            now = self.settings.get(key) if setting else self.records.get(key)
            if (now != after) if setting else (plain(now) != plain(after)):
                raise Conflict("Cambiato dopo.", f"{key} changed since.")
        for action, key, before, after in reversed(steps):
            if before is None and self.ties_at(key):
                raise Conflict("Ha legami nuovi.", f"{key} has newer ties.")
            ends = (before.source, before.target) if isinstance(before, Tie) else ()
            if any(not isinstance(self.records.get(end), Node) for end in ends):
                raise Conflict("Manca un estremo.", f"An end of {key} is gone.")
            if ends and not self.schema.may_join(before.kind, *(self.records[end].kind for end in ends)):
                raise Conflict("Estremi non ammessi.", f"The tie {key} may not join what its ends have become.")
            done = "create" if after is None else "delete" if before is None else "update"
            self.step(action if action == "remember" else done, key, after, before)


def unpacked(batches: Iterable[Batch], schema: Schema) -> Iterator[Record]:
    """The records of batches, one by one."""
    ends: list[str] = []
    for batch in batches:
        cls = schema.kind(batch.kind)
        for row, id in enumerate(str(UUID(bytes=row.tobytes())) for row in batch.id):
            if isinstance(batch, NodeBatch):
                ends.append(id)
                yield cls.model_validate({**batch.fields[row], "id": id, "name": batch.name[row]})
                continue
            columns: dict[str, Any] = {
                "source": ends[batch.source[row]],
                "target": ends[batch.target[row]],
                "strength": list(STRENGTHS)[batch.strength[row]],
                "visibility": VISIBILITIES[batch.visibility[row]],
            }
            for name in ("valid_from", "valid_to", "confirmed_on"):
                days = int(getattr(batch, name)[row])
                columns[name] = None if days == NO_DAY else date(1970, 1, 1) + timedelta(days)
            said = batch.fields if isinstance(batch.fields, Mapping) else batch.fields[row]
            yield cls.model_validate({**said, "id": id, **columns})


class MemoryStore:
    """A GraphStore without a disk."""

    @classmethod
    def loaded(
        cls, batches: Iterable[Batch], *, author: Author, settings: Mapping[str, str], schema: Schema = SCHEMA
    ) -> "MemoryStore":
        """A store that holds the batches from the start."""
        store = cls(schema)
        draft = store._draft()
        for record in unpacked(batches, schema):
            draft.carry_out(Create(record), author)
        began: list[Step] = [("load", "", None, None)] if draft.steps else []
        draft.steps = began
        for key, value in settings.items():
            draft.carry_out(Remember(key, value), author)
        store._keep(draft, author)
        return store

    def __init__(self, schema: Schema = SCHEMA) -> None:
        self.url = "memory:"
        self.schema = schema
        self.records: dict[str, Record] = {}
        self.settings: dict[str, str] = {}
        self.history: list[tuple[Author, list[Step]]] = []

    def close(self) -> None:
        pass

    def _draft(self) -> Draft:
        return Draft(self.schema, dict(self.records), dict(self.settings), [])

    def _keep(self, draft: Draft, author: Author) -> int:
        if draft.steps:
            self.records, self.settings = draft.records, draft.settings
            self.history.append((author, draft.steps))
        return self.commit

    def apply(self, operations: Operations, author: Author) -> int:
        draft = self._draft()
        for operation in operations() if callable(operations) else operations:
            draft.carry_out(operation, author)
        return self._keep(draft, author)

    def undo(self, commit: int, author: Author) -> int:
        if not 1 <= commit <= self.commit:
            raise NotFound("Non esiste.", f"No commit {commit}.")
        draft = self._draft()
        draft.take_back(self.history[commit - 1][1])
        return self._keep(draft, author)

    @property
    def commit(self) -> int:
        return len(self.history)

    def contents(self) -> Contents:
        counts = Counter(record.kind for record in self.records.values())
        nodes, ties = (
            {name: counts[name] for name in names} for names in (self.schema.node_names, self.schema.tie_names)
        )
        return Contents(self.commit, nodes, ties, dict(self.settings))

    def get(self, ids: Iterable[str]) -> dict[str, Record]:
        return {id: self.records[id] for id in ids if id in self.records}

    def find(self, field: str, values: Iterable[str], *, kind: str | None = None) -> dict[str, tuple[str, ...]]:
        check_field(self.schema, field)
        kinds = (self._kind(kind, Node),) if kind else self.schema.node_names
        wanted = set(values)
        found: dict[str, set[str]] = {}
        for node in self._nodes():
            for name, value in lookups(node):
                if name == field and value in wanted and node.kind in kinds:
                    found.setdefault(value, set()).add(node.id)
        return {value: tuple(sorted(ids)) for value, ids in found.items()}

    def _kind(self, name: str, base: type[Record]) -> str:
        if not issubclass(self.schema.kind(name), base):
            raise NotFound("Tipo sbagliato.", f"{name} is no {base.__name__} kind.")
        return name

    def _nodes(self) -> list[Node]:
        return sorted((r for r in self.records.values() if isinstance(r, Node)), key=lambda node: node.id)

    def _ties(self) -> list[Tie]:
        return sorted((r for r in self.records.values() if isinstance(r, Tie)), key=lambda tie: tie.id)

    def nodes(self, kind: str) -> Iterator[Node]:
        name = self._kind(kind, Node)
        return iter([node for node in self._nodes() if node.kind == name])

    def ties(self, kind: str) -> Iterator[Tie]:
        name = self._kind(kind, Tie)
        return iter([tie for tie in self._ties() if tie.kind == name])

    def ties_of(self, ids: Iterable[str], *, at: date | None = None, kinds: Sequence[str] = ()) -> list[Tie]:
        wanted, names = set(ids), [self._kind(kind, Tie) for kind in kinds] or self.schema.tie_names
        held = [tie for tie in self._ties() if tie.kind in names and (at is None or tie.valid_on(at))]
        return [tie for tie in held if wanted & {tie.source, tie.target}]

    def neighbourhood(
        self, id: str, *, hops: int = 1, at: date | None = None, kinds: Sequence[str] = (), limit: int = 500
    ) -> tuple[list[Node], list[Tie]]:
        if hops not in (1, 2) or limit < 1:
            raise UsageError("Uno o due passi.", "One or two hops, and a limit of at least 1.")
        if not isinstance(self.records.get(id), Node):
            raise NotFound("Non esiste.", f"No node {id}.")
        order = [id]
        for _ in range(hops):
            reached = {end for tie in self.ties_of(order, at=at, kinds=kinds) for end in (tie.source, tie.target)}
            order += sorted(reached - set(order))
        kept = order[:limit]
        among = [tie for tie in self.ties_of(kept, at=at, kinds=kinds) if {tie.source, tie.target} <= set(kept)]
        return [node for node in self.get(kept).values() if isinstance(node, Node)], among

    def search(self, text: str, *, kinds: Sequence[str] = (), limit: int = 20) -> list[Found]:
        names = [self._kind(kind, Node) for kind in kinds] or self.schema.node_names
        wanted = asked(text)
        scored = [(score(wanted, words(node.name)), node) for node in self._nodes() if node.kind in names]
        found = [
            Found(node.id, node.kind, node.name, getattr(node, "comune", None), points)
            for points, node in scored
            if points is not None
        ]
        return sorted(found, key=lambda one: (-one.score, one.id))[:limit]

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        return {id: record.name for id, record in self.get(ids).items() if isinstance(record, Node)}

    def commits(self, *, limit: int | None = None) -> list[Commit]:
        told = [
            Commit(number, author, Counter(action for action, *_ in steps if action != "remember"))
            for number, (author, steps) in enumerate(self.history, 1)
        ]
        return told[::-1][: None if limit is None else max(limit, 0)]

    def changes(self, since: int) -> Iterator[Change]:
        for number, (author, steps) in enumerate(self.history[max(since, 0) :], max(since, 0) + 1):
            for action, key, before, after in steps:
                if action != "remember":
                    yield Change(number, author, action, key, before, after)

    def snapshot(self, cache: Path | None = None) -> Snapshot:
        return snapshot_of(list(self.records.values()), self.schema, self.commit)

    def verify(self, told: Progress = unheard) -> Verification:
        for stage in (FILE, HISTORY, RECORDS):
            told(stage, 0, len(self.records))
        digest = hashlib.sha256()
        for id in sorted(self.records):
            text = json.dumps(plain(self.records[id]), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            digest.update(text.encode() + b"\n")
        return Verification(True, digest.hexdigest())

    def backup(self, target: Path) -> None:
        if target.exists():
            raise Conflict("Esiste già.", f"{target.name} exists already.")
        target.write_text(json.dumps([plain(record) for record in self.records.values()]), "utf-8")
