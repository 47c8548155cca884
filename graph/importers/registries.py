"""The frame of a register: what its reader declares, and how its rows become nodes with their sources.

To add a register: one module that declares REGISTRY, one line in `graph.importers`, one in the order of precedence.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from graph.errors import Text, UnknownColumns
from graph.importers.cells import Lexicon, comune, read_cell
from graph.importers.draft import Draft, invalid
from graph.importers.report import CellRefused
from graph.importers.rows import Row, Table
from graph.importers.sources import combined, told
from graph.kinds import Body, Node, Source
from graph.store.base import GraphStore

Cells = Mapping[str, str]
"""The cells of a row by the title of their column in small letters; blank is ""."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a row says of one body: its kind, its key in the register, the plain values of its fields.

    `parent`: the key and name of the body that it is a site of, where the row tells them.
    """

    cls: type[Body]
    key: str
    values: Mapping[str, Any]
    parent: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sites:
    """A legal body and the places of it, by their keys in the register.

    `statement` is used where no row and no source tells of the body itself; `tax_code`, if given, is how another
    register may know it.
    """

    statement: Statement
    places: tuple[str, ...]
    tax_code: str = ""


Heard = Mapping[str, Statement]
"""The statements of a file, by key."""


def _no_sites(heard: Heard, store: GraphStore) -> Iterator[Sites]:
    yield from ()


@dataclass(frozen=True, slots=True)
class Registry:
    """One register. `identity`: the indexed field in which other sources keep this register's key."""

    name: str
    published: Text
    columns: tuple[str, ...]
    read: Callable[[Cells, Lexicon], Statement]
    province: Callable[[Cells], str]
    identity: str | None = None
    sites: Callable[[Heard, GraphStore], Iterator[Sites]] = _no_sites


def statements(registry: Registry, table: Table, draft: Draft, lexicon: Lexicon, provinces: set[str]) -> "Read":
    """What the rows of `provinces` say; rows of other provinces are not read. Raises UnknownColumns."""
    missing = [title for title in registry.columns if title not in {column.casefold() for column in table.columns}]
    if missing:
        listed = ", ".join(f"«{title}»" for title in missing)
        raise UnknownColumns(
            f"Non è il registro {registry.name}: mancano le colonne {listed}. {registry.published.it}",
            f"It is not the register {registry.name}: there are no columns {listed}. {registry.published.en}",
        )
    read = Read(defaultdict(list), defaultdict(list))
    for row in table.rows:
        cells = _cells(row)
        province = registry.province(cells)
        if province and provinces and province not in provinces:
            continue
        try:
            statement = registry.read(cells, lexicon)
        except CellRefused as refused:
            draft.reject([row.line], refused)
        else:
            read.said[statement.key].append(statement)
            read.lines[statement.key].append(row.line)
    return read


@dataclass(frozen=True, slots=True)
class Read:
    """The statements and the row numbers, by key."""

    said: defaultdict[str, list[Statement]]
    lines: defaultdict[str, list[int]]

    @property
    def merged(self) -> dict[str, Statement]:
        """One statement for each key."""
        return {key: replace(said[0], values=combined(one.values for one in said)) for key, said in self.said.items()}


def _cells(row: Row) -> dict[str, str]:
    return {title.casefold(): text for title, text in row.cells.items()}


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
    registry: Registry, statement: Statement, known: Node | None, draft: Draft, lines: Sequence[int] = ()
) -> Node | None:
    """Put one body into the draft, or reject its rows."""
    cls = type(known) if known else statement.cls
    source = Source(name=registry.name, key=statement.key, values=dict(statement.values))
    try:
        node = told(cls, known or draft.new_id(), source)
    except ValidationError as error:
        draft.reject(lines, invalid(cls, error, {}))
        return None
    draft.put(node, known, lines)
    return node


def known_bodies(registry: Registry, said: Iterable[Statement], store: GraphStore) -> dict[str, Node]:
    """The nodes that the store has for keys: by the register's own source, else by the field that holds its key."""
    statements = {statement.key: statement for statement in said}
    by_source = store.find(f"source:{registry.name}", statements)
    rest = [key for key in statements if key not in by_source]
    by_field = store.find(registry.identity, rest) if registry.identity else {}
    nodes = store.get({id for ids in (*by_source.values(), *by_field.values()) for id in ids})
    found: dict[str, Node] = {}
    for key, ids in by_source.items():
        node = nodes.get(ids[0]) if ids else None
        if isinstance(node, Node):
            found[key] = node
    for key, ids in by_field.items():
        same = [node for id in ids if isinstance(node := nodes.get(id), Node) and _same(node, statements[key])]
        if len(same) == 1 and same[0].source(registry.name) is None:
            found[key] = same[0]
    return found


def _same(node: Node, statement: Statement) -> bool:
    """Whether a node of another source is this body and not another place of it: kind and comune agree."""
    comuni = {getattr(node, "comune", None), statement.values.get("comune")} - {None}
    return type(node) is statement.cls and len(comuni) <= 1


def values(cls: type[Body], cells: Cells, columns: Mapping[str, str], lexicon: Lexicon) -> dict[str, Any]:
    """The plain values of the fields that have a column, where it is not blank. Raises CellRefused."""
    return {
        field: read_cell(cls, field, (cells[column], column), lexicon)
        for field, column in columns.items()
        if cells.get(column)
    }


def comune_of(cells: Cells, columns: Sequence[str], lexicon: Lexicon) -> str:
    """The comune from the first column that tells it: ISTAT code, cadastral code or name. Raises CellRefused."""
    filled = [column for column in columns if cells.get(column)]
    for column in filled:
        code = lexicon.gazetteer.resolve(cells[column])
        if code:
            return code
    if filled:
        return comune(cells[filled[-1]], filled[-1], lexicon)
    reason = Text("Manca il comune.", "The comune is missing.")
    raise CellRefused(
        columns[0], reason, Text("Scrivi il codice ISTAT o il nome.", "Write the ISTAT code or the name.")
    )


def key_of(cells: Cells, column: str) -> str:
    """The register's key, without spaces and in capitals. Raises CellRefused where it is missing."""
    key = "".join(cells.get(column, "").split()).upper()
    if not key or len(key) > 40 or not key.isprintable():
        reason = Text("Il codice manca o non è leggibile.", "The code is missing or not readable.")
        raise CellRefused(column, reason, Text("Scrivi il codice del registro.", "Write the code of the register."))
    return key
