"""The bodies of a register: which rows are read, and how what they say becomes nodes with their sources."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pydantic import ValidationError

from graph.errors import UnknownColumns
from graph.importers.cells import Lexicon
from graph.importers.comuni import known_comuni
from graph.importers.declared import as_declared
from graph.importers.draft import Draft, disordered, invalid
from graph.importers.registries import registers
from graph.importers.registry import Cells, Registry, Statement, resolved
from graph.importers.report import CellRefused
from graph.importers.rows import Row, Table
from graph.importers.sources import combined, told
from graph.kinds import Node, Record, Source
from graph.store.base import GraphStore
from graph.territory.geopop import provinces_with


@dataclass(frozen=True, slots=True)
class Read:
    """The statements and the row numbers, by key."""

    said: defaultdict[str, list[Statement]]
    lines: defaultdict[str, list[int]]

    @property
    def merged(self) -> dict[str, Statement]:
        """One statement for each key."""
        return {key: replace(said[0], values=combined(one.values for one in said)) for key, said in self.said.items()}


def statements(registry: Registry, table: Table, draft: Draft, lexicon: Lexicon, provinces: set[str]) -> Read:
    """What the rows of `provinces` say; those of other provinces are only counted. Raises UnknownColumns."""
    _check_columns(registry, titled(table))
    read = Read(defaultdict(list), defaultdict(list))
    for row in table.rows:
        cells = _cells(row)
        if provinces and _elsewhere(registry, cells, lexicon, provinces):
            draft.elsewhere += 1
            continue
        try:
            statement = as_declared(registry, registry.read(cells, lexicon), lexicon)
        except CellRefused as refused:
            draft.reject([row.line], refused)
        else:
            read.said[statement.key].append(statement)
            read.lines[statement.key].append(row.line)
    return read


def titled(table: Table) -> dict[str, str]:
    """From the titles of columns as readers of registers are given them to those that stand in the file."""
    return {_title(column): column for column in table.columns}


def _check_columns(registry: Registry, titles: Collection[str]) -> None:
    if _fits(registry, titles):
        return
    missing = ", ".join(f"«{title}»" for title in registry.columns if title not in titles)
    it = f": mancano le colonne {missing}" if missing else ""
    en = f": there are no columns {missing}" if missing else ""
    likely = ", ".join(other.name for other in registers() if _fits(other, titles))
    mend_it = f"Sembra un altro registro: {likely}." if likely else registry.published.it
    mend_en = f"It looks like another register: {likely}." if likely else registry.published.en
    raise UnknownColumns(
        f"Non è il registro {registry.name}{it}. {mend_it}", f"It is not the register {registry.name}{en}. {mend_en}"
    )


def _fits(registry: Registry, titles: Collection[str]) -> bool:
    return set(registry.columns) <= set(titles) and not set(registry.foreign) & set(titles)


def _title(column: str) -> str:
    return "_".join(column.casefold().split())


def _cells(row: Row) -> dict[str, str]:
    return {_title(column): _TWICE_ENCODED.sub(_once, text) for column, text in row.cells.items()}


_TWICE_ENCODED: Final = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")
"""What becomes of an accented letter where UTF-8 is taken for Latin-1 and encoded again; Italian has no such pairs."""


def _once(pair: re.Match[str]) -> str:
    return pair[0].encode("latin-1").decode("utf-8")


def _elsewhere(registry: Registry, cells: Cells, lexicon: Lexicon, provinces: Collection[str]) -> bool:
    """Whether a row is surely of another province: by its comune if the store knows it, else by what the row tells.

    Codes of schools keep the letters of a province that lost the comune to a new one. A comune that nobody knows may
    be one of ours, badly written: its row is read, and rejected.
    """
    written = [cells[column] for column in registry.places if cells.get(column)]
    code = resolved(written, [cells.get(column, "") for column in registry.former], lexicon)
    if code:
        return lexicon.gazetteer.place(code).province not in provinces
    province = registry.province(cells)
    if province:
        return province not in provinces
    return any(known and known.isdisjoint(provinces) for known in map(provinces_with, written))


def draft_bodies(registry: Registry, read: Read, draft: Draft) -> dict[str, str]:
    """Put the bodies into the draft. Returns the id of each key."""
    merged = read.merged
    known = known_bodies(registry, merged.values(), draft.store)
    ids: dict[str, str] = {}
    for key, statement in merged.items():
        node = draft_body(registry, statement, known.get(key), draft, read.lines[key])
        if node:
            ids[key] = node.id
    return ids


def draft_body(
    registry: Registry,
    statement: Statement,
    known: Node | None,
    draft: Draft,
    lines: Sequence[int] = (),
    *,
    add: bool = False,
) -> Node | None:
    """Put one body into the draft, or reject its rows.

    `add`: of what the statement leaves out, the register still says what it said.
    """
    cls = type(known) if known else statement.cls
    source = Source(name=registry.name, key=statement.key, values=dict(statement.values))
    try:
        node = told(cls, known or draft.new_id(), source, asked=statement.values if add else None)
    except ValidationError as error:
        draft.reject(lines, invalid(cls, error, registry.fields))
        return None
    wrong = disordered(node, known, registry.fields)
    if wrong:
        draft.reject(lines, wrong)
        return None
    draft.put(node, known, lines)
    return node


def known_bodies(registry: Registry, said: Iterable[Statement], store: GraphStore) -> dict[str, Node]:
    """The nodes that the store has for keys: by the register's own source, by the field of its key, or as a comune."""
    statements = {statement.key: statement for statement in said}
    by_source = store.find(f"source:{registry.name}", statements)
    nodes = store.get({id for ids in by_source.values() for id in ids})
    found: dict[str, Node] = {}
    for key, ids in by_source.items():
        node = nodes.get(ids[0]) if ids else None
        if isinstance(node, Node):
            found[key] = node
    if registry.identity:
        keys = {key: key for key in statements if key not in found}
        found |= known_elsewhere(registry, registry.identity, keys, statements, store)
    rest = {key: statement for key, statement in statements.items() if key not in found}
    return found | known_comuni(registry.name, rest, store)


def known_elsewhere(
    registry: Registry,
    field: str,
    values: Mapping[str, str],
    statements: Mapping[str, Statement],
    store: GraphStore,
) -> dict[str, Node]:
    """The nodes of other sources that are the very bodies of keys; `values`: what a field of theirs holds, by key."""
    by_field = store.find(field, sorted(set(values.values())))
    nodes = store.get({id for ids in by_field.values() for id in ids})
    found: dict[str, Node] = {}
    for key, value in values.items():
        same = _same(
            registry, statements[key], [nodes[id] for id in by_field.get(value, ()) if id in nodes], field=field
        )
        if same:
            found[key] = same
    return found


def _same(registry: Registry, statement: Statement, nodes: Sequence[Record], *, field: str) -> Node | None:
    """The one node of other sources that is this body and not another place of it.

    A body's tax code is that of all its places: there kind and comune must agree too.
    """
    same = [
        node
        for node in nodes
        if isinstance(node, Node)
        and type(node) is statement.cls
        and (field in _OF_ONE_PLACE or len(_comuni(node, statement.values)) <= 1)
    ]
    return same[0] if len(same) == 1 and same[0].source(registry.name) is None else None


_OF_ONE_PLACE: Final = frozenset({"ministry_code"})


def _comuni(node: Node, values: Mapping[str, object]) -> set[object]:
    return {getattr(node, "comune", None), values.get("comune")} - {None}
