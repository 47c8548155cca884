"""The nodes of a table: rows that speak of the same node are merged, and compared with what the store knows."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pydantic import ValidationError

from graph.errors import Text
from graph.importers.draft import Draft, disordered, invalid, values_of
from graph.importers.report import CellRefused
from graph.importers.sources import combined, told
from graph.importers.table import Said, is_id
from graph.importers.table_places import recognised
from graph.kinds import Node, Record, Source
from graph.kinds.tables import SYNTHETIC, TABLE
from graph.store.demonstration import ELSEWHERE, INVENTED_ONLY
from graph.store.lookup import words


def draft_nodes(rows: Sequence[Said], draft: Draft) -> dict[str, str]:
    """Put the nodes of the rows into the draft.

    Returns the id of each key that the file mentions, and of each id under which it has a place of this store.
    """
    rows, places = recognised(rows, draft)
    keys = _ids_of_keys(rows, draft)
    groups: dict[str, list[Said]] = defaultdict(list)
    for row in rows:
        if row.key and row.id and keys[row.key] != row.id:
            draft.reject([row.line], CellRefused(row.columns["key"], *_KEY_OF_ANOTHER))
        else:
            groups[row.id or keys.get(row.key) or _content(row)].append(row)
    known = draft.store.get([identity for identity in groups if is_id(identity)])
    unkeyed = _Unkeyed(draft, many=sum(not (row.key or row.id) for row in rows) > MOST_SEARCHED)
    for identity, group in groups.items():
        node = _draft_node(_of_one_kind(group, known.get(identity), draft), known.get(identity), unkeyed)
        if node:
            keys |= {row.key: node.id for row in group if row.key}
    return places | keys


def _ids_of_keys(rows: Iterable[Said], draft: Draft) -> dict[str, str]:
    """The id of each key, where the store or the file tells it."""
    wanted = [row.key for row in rows if row.key]
    keys = {key: ids[0] for key, ids in draft.store.find(f"source:{TABLE}", wanted).items() if ids}
    for row in rows:
        if row.key and row.id:
            keys.setdefault(row.key, row.id)
    return keys


def _content(row: Said) -> str:
    """What stands for the identity of a row without id: its key, or else all that it says."""
    return f"key {row.key}" if row.key else json.dumps([row.cls.__name__, row.values], sort_keys=True)


def _of_one_kind(group: Sequence[Said], known: Record | None, draft: Draft) -> list[Said]:
    """The rows of the kind that the record has; the others are rejected."""
    cls = type(known) if known else group[0].cls
    for row in group:
        if row.cls is not cls:
            draft.reject([row.line], CellRefused(row.columns["kind"], *_ANOTHER_KIND))
    return [row for row in group if row.cls is cls]


def _draft_node(group: Sequence[Said], known: Record | None, unkeyed: "_Unkeyed") -> Node | None:
    if not group:
        return None
    draft, cls, lines = unkeyed.draft, group[0].cls, [row.line for row in group]
    before = known if isinstance(known, Node) else None
    taken_back = _taken_back(group)
    key = next((row.key for row in group if row.key), "")
    id = next((row.id for row in group if row.id), "")
    values = {name: value for name, value in combined(row.values for row in group).items() if name not in taken_back}
    if not key and not id:
        before = unkeyed.like(cls, values)
    try:
        start = before.model_copy(update=dict.fromkeys(taken_back)) if before else id or draft.new_id()
        node = _node(group[0], start, key, values)
    except ValidationError as error:
        draft.reject(lines, invalid(cls, error, group[0].columns))
        return None
    wrong = disordered(node, before, group[0].columns)
    if wrong:
        draft.reject(lines, wrong)
        return None
    if draft.refuses(node):
        draft.reject(lines, CellRefused(group[0].columns.get(SYNTHETIC, SYNTHETIC), INVENTED_ONLY, ELSEWHERE))
        return None
    draft.put(node, before, lines)
    return node


def _node(row: Said, before: Node | str, key: str, values: dict[str, Any]) -> Node:
    """The node as it will be after rows such as `row`. Raises pydantic's ValidationError."""
    cls = row.cls
    if not issubclass(cls, Node):
        raise TypeError(f"{cls.__name__} is no node kind")
    if key:
        return told(cls, before, Source(name=TABLE, key=key, values=values), asked=row.columns)
    start = {"id": before, "kind": cls.model_fields["kind"].default} if isinstance(before, str) else values_of(before)
    return cls.model_validate(start | values)


def _taken_back(group: Sequence[Said]) -> set[str]:
    """The consents that a row of one node leaves blank: they end, also where another row of it has a date."""
    return {name for name in CONSENTS for row in group if name in row.columns and name not in row.values}


MOST_SEARCHED: Final = 100
"""Rows without key and id that are looked up by name one by one; for more, all nodes of their kinds are read once."""
CONSENTS: Final = ("introduces_since", "proposable_since")
"""Fields in which a blank cell always takes back what was agreed, whoever wrote it."""


class _Unkeyed:
    """Finds the nodes that rows without key and id speak of."""

    def __init__(self, draft: Draft, *, many: bool) -> None:
        self.draft, self._many = draft, many
        self._by_name: dict[type[Record], dict[str, list[dict[str, Any]]]] = {}

    def like(self, cls: type[Record], values: dict[str, Any]) -> Node | None:
        """The node of the same kind, name and comune that has all the given values."""
        for plain in self._named(cls, str(values.get("name", ""))):
            same_comune = plain.get("comune") == values.get("comune")
            if same_comune and all(plain.get(name) == value for name, value in values.items()):
                found = self.draft.store.get([plain["id"]])[plain["id"]]
                return found if isinstance(found, Node) else None
        return None

    def _named(self, cls: type[Record], name: str) -> list[dict[str, Any]]:
        """The nodes of a kind that have the very name."""
        store, kind = self.draft.store, cls.model_fields["kind"].default
        if not self._many and words(name):
            found = store.search(name, kinds=(kind,), limit=_NAMESAKES)  # the very name comes first
            if len(found) < _NAMESAKES:
                return [values_of(node) for node in store.get([one.id for one in found if one.name == name]).values()]
        if cls not in self._by_name:
            named: dict[str, list[dict[str, Any]]] = defaultdict(list)
            for node in store.nodes(kind):
                named[node.name].append(values_of(node))
            self._by_name[cls] = named
        return self._by_name[cls].get(name, [])


_NAMESAKES: Final = 1_000
_KEY_OF_ANOTHER: Final = (
    Text("Questa chiave appartiene a un'altra scheda.", "This key belongs to another record."),
    Text("Togli l'id o usa un'altra chiave.", "Remove the id or use another key."),
)
_ANOTHER_KIND: Final = (
    Text("Questa scheda esiste già, di un altro tipo.", "This record exists already, of another kind."),
    Text("Scrivi il suo tipo, o usa un'altra chiave.", "Write its kind, or use another key."),
)
