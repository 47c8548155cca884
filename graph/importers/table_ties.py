"""The ties of a table: their ends are found, rows that speak of the same tie are merged and compared with the store."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final

from pydantic import ValidationError

from graph.errors import Text
from graph.importers.draft import Draft, invalid, values_of
from graph.importers.report import CellRefused
from graph.importers.sources import combined
from graph.importers.table import Said, is_id
from graph.kinds import Node, Place, Record, Tie
from graph.kinds.tables import COMUNE, TABLE

_TERRITORY: Final = ((Place,), (Place,))
"""The ends of what every store says of the same territory under ids of its own."""
_REGISTER_KEY: Final = re.compile(r"([a-z0-9][a-z0-9-]*):(.+)", re.DOTALL)


def draft_ties(rows: Sequence[Said], draft: Draft, keys: Mapping[str, str]) -> None:
    """Put the ties of the rows into the draft; `keys`: the id of each table key that the file mentions."""
    ends = _Ends(rows, draft, keys)
    joined: dict[int, tuple[str, str]] = {}
    for row in rows:
        try:
            joined[row.line] = ends.joined(row)
        except CellRefused as refused:
            draft.reject([row.line], refused)
    valid = [row for row in rows if row.line in joined]
    known = _known(valid, draft, joined)
    groups: dict[Hashable, list[Said]] = defaultdict(list)
    for row in valid:
        groups[_identity(row, joined[row.line], known)].append(row)
    for identity, group in groups.items():
        _draft_tie(group, known.get(identity), draft, joined[group[0].line])


class _Ends:
    """The nodes that references mean: an id, a key of the table source, REGISTER:KEY, or istat:CODE for a comune."""

    def __init__(self, rows: Iterable[Said], draft: Draft, keys: Mapping[str, str]) -> None:
        self.schema = draft.store.schema
        references = {reference for row in rows for reference in row.ends if reference}
        self._ids = {each: {each.lower()} if is_id(each.lower()) else set[str]() for each in references}
        by_source: dict[str, set[str]] = defaultdict(set)
        for reference in references:
            by_source[TABLE].add(reference)
            if match := _REGISTER_KEY.fullmatch(reference):
                by_source[match[1]].add(match[2])
        for source, wanted in by_source.items():
            field = "istat_code" if source == COMUNE else f"source:{source}"
            for key, ids in draft.store.find(field, sorted(wanted)).items():
                for reference in {key if source == TABLE else "", f"{source}:{key}"} & references:
                    self._ids[reference] |= set(ids)
        for reference in references & set(keys):
            self._ids[reference] = {keys[reference]}
        every = {id for ids in self._ids.values() for id in ids}
        self._nodes: dict[str, Record] = {**draft.store.get(every), **draft.nodes}

    def joined(self, row: Said) -> tuple[str, str]:
        """The ids of both ends. Raises CellRefused for ends that are missing, unknown or may not be joined so."""
        source, target = (self._node(row, place) for place in (0, 1))
        kind = row.cls.model_fields["kind"].default
        if not self.schema.may_join(kind, source.kind, target.kind):
            raise CellRefused(row.columns.get("target", "target"), *_MAY_NOT_JOIN)
        return source.id, target.id

    def _node(self, row: Said, place: int) -> Node:
        name = ("source", "target")[place]
        found = [self._nodes[id] for id in self._ids.get(row.ends[place], ()) if id in self._nodes]
        if len(found) != 1 or not isinstance(found[0], Node):
            raise CellRefused(row.columns.get(name, name), *(_SEVERAL if len(found) > 1 else _NO_END))
        return found[0]


def _identity(row: Said, ends: tuple[str, str], known: Mapping[Hashable, Record]) -> Hashable:
    natural = _natural(row.cls, ends, row.values.get("valid_from"))
    elsewhere = row.id not in known and natural in known and issubclass(row.cls, Tie) and row.cls.ends == _TERRITORY
    return natural if elsewhere else row.id or natural


def _natural(cls: type[Record], ends: tuple[str, str], valid_from: str | None) -> Hashable:
    directed = issubclass(cls, Tie) and cls.directed
    return (cls, ends if directed else frozenset(ends), valid_from)


def _known(rows: Sequence[Said], draft: Draft, joined: Mapping[int, tuple[str, str]]) -> dict[Hashable, Record]:
    """What the store holds already, by id and by what makes a tie that one."""
    found: dict[Hashable, Record] = {}
    kinds = sorted({row.cls.model_fields["kind"].default for row in rows})
    sources = sorted({id for ends in joined.values() for id in ends})
    for tie in draft.store.ties_of(sources, kinds=kinds) if rows else ():
        begins = tie.valid_from.isoformat() if tie.valid_from else None
        found.setdefault(_natural(type(tie), (tie.source, tie.target), begins), tie)
    found.update(draft.store.get([row.id for row in rows if row.id]))
    return found


def _draft_tie(group: Sequence[Said], known: Record | None, draft: Draft, ends: tuple[str, str]) -> None:
    first, lines = group[0], [row.line for row in group]
    if any(row.cls is not (type(known) if known else first.cls) for row in group):
        draft.reject(lines, CellRefused(first.columns["kind"], *_ANOTHER_KIND))
        return
    before = known if isinstance(known, Tie) else None
    values = combined(row.values for row in group)
    source, target = _oriented(first.cls, ends, before, set(values))
    if before is None:
        start = {"id": first.id or draft.new_id(), "kind": first.cls.model_fields["kind"].default}
    else:
        start = values_of(before)
    try:
        tie = first.cls.model_validate(start | values | {"source": source, "target": target})
    except ValidationError as error:
        draft.reject(lines, invalid(first.cls, error, first.columns))
        return
    draft.put(tie, before, lines)


def _oriented(cls: type[Record], ends: tuple[str, str], before: Tie | None, given: set[str]) -> tuple[str, str]:
    """The ends in the order that is kept: without direction, and with nothing said that depends on it, the old one."""
    undirected = issubclass(cls, Tie) and not cls.directed
    if before and undirected and not given - set(Tie.model_fields):
        return (before.source, before.target) if {before.source, before.target} == set(ends) else ends
    return ends


_NO_END: Final = (
    Text("Questo capo del legame non esiste.", "This end of the tie does not exist."),
    Text(
        "Scrivi un id, la chiave di una riga di questo file o di uno importato prima, o REGISTRO:CODICE.",
        "Write an id, the key of a row of this file or of one imported before, or REGISTER:CODE.",
    ),
)
_SEVERAL: Final = (
    Text("Questo capo del legame può indicare più schede.", "This end of the tie may mean several records."),
    Text("Scrivi il suo id.", "Write its id."),
)
_MAY_NOT_JOIN: Final = (
    Text("Questo tipo di legame non può unire questi due capi.", "This kind of tie may not join these two ends."),
    Text("Guarda in docs/reference.md quali capi unisce.", "See in docs/reference.md which ends it joins."),
)
_ANOTHER_KIND: Final = (
    Text("Questo id esiste già, di un altro tipo.", "This id exists already, of another kind."),
    Text("Togli l'id o scrivi il suo tipo.", "Remove the id or write its kind."),
)
