"""What the reader of a register declares, and how it reads a row: all that one file in `registries` needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.errors import Text
from graph.importers.cells import Lexicon, read_cell, unknown_comune
from graph.importers.naming import READ, as_read
from graph.importers.report import CellRefused
from graph.kinds import Body
from graph.store.base import GraphStore
from graph.territory.geopop import provinces_with

Cells = Mapping[str, str]
"""The cells of a row by the title of their column, in small letters and with _ for spaces; blank is ""."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a row says of one body: its kind, its key in the register, the plain values of its fields.

    `parent`: the statement of the body that it is a site of, where the row tells it.
    """

    cls: type[Body]
    key: str
    values: Mapping[str, Any]
    parent: "Statement | None" = None


@dataclass(frozen=True, slots=True)
class Sites:
    """A legal body and the places of it, by their keys in the register.

    `statement` adds to what the register's own row of the body says, if there is one; `tax_code`, if given, is how
    another register may know it.
    """

    statement: Statement
    places: tuple[str, ...]
    tax_code: str = ""


Heard = Mapping[str, Statement]
"""The statements of a file, by key."""


def led(heard: Heard, store: GraphStore) -> Iterator[Sites]:
    """The bodies that rows name as their parent, with the sites of each."""
    parents: dict[str, Statement] = {}
    places: dict[str, list[str]] = {}
    for key, statement in heard.items():
        if statement.parent and statement.parent.key != key:
            parents.setdefault(statement.parent.key, statement.parent)
            places.setdefault(statement.parent.key, []).append(key)
    for key, parent in parents.items():
        yield Sites(parent, tuple(places[key]))


def _no_province(cells: Cells) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Registry:
    """One register.

    `name`: as the command line calls it; the name of its module, with hyphens.
    `title`: what it lists. `dataset`, `publisher`, `page`: what the data set is called where it is published, by whom,
    and the address of that page or portal.
    `precedence`: where two registers differ, the lower number prevails; among equals the order of their names.
    `columns`: the titles that a file must have; `foreign`: titles that only another register of this shape has.
    `read`: what a row says. Raises CellRefused.
    `places`: the columns that tell the comune, the surest first; `former`: those that tell what it was called before.
    `province`: the two letters that a row tells; where it tells none, its comune decides.
    `identity`: the indexed field in which other sources keep this register's key.
    `sites`: the bodies that have sites in the register.
    `fields`: from field to the column that tells it, so that a refusal names the column.
    """

    name: str
    title: Text
    dataset: str
    publisher: Text
    page: str
    precedence: int
    columns: tuple[str, ...]
    read: Callable[[Cells, Lexicon], Statement]
    places: tuple[str, ...]
    province: Callable[[Cells], str] = _no_province
    identity: str | None = None
    sites: Callable[[Heard, GraphStore], Iterator[Sites]] = led
    foreign: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def published(self) -> Text:
        """Where the right file is found."""
        it, en = (f"{self.dataset} ({self.publisher[language]}, {self.page})" for language in ("it", "en"))
        return Text(f"Il file giusto: {it}.", f"The right file: {en}.")


def values(cls: type[Body], cells: Cells, columns: Mapping[str, str], lexicon: Lexicon) -> dict[str, Any]:
    """The plain values of the fields that have a column, where it is not blank. Raises CellRefused.

    A name or an address in capitals is given the letters in which people read it.
    """
    said = {
        field: read_cell(cls, field, (cells[column], column), lexicon)
        for field, column in columns.items()
        if cells.get(column)
    }
    return said | {field: as_read(said[field]) for field in READ & said.keys()}


def comune_of(cells: Cells, columns: Sequence[str], lexicon: Lexicon, former: Sequence[str] = ()) -> str:
    """The comune from the first column that tells it: ISTAT code, cadastral code or name. Raises CellRefused.

    What a comune is called today counts before what it was called, in whichever column; see `resolved`.
    """
    filled = [column for column in columns if cells.get(column)]
    code = resolved([cells[column] for column in filled], [cells.get(column, "") for column in former], lexicon)
    if code:
        return code
    if filled:
        raise unknown_comune(cells[filled[-1]], filled[-1], lexicon)
    reason = Text("Manca il comune.", "The comune is missing.")
    raise CellRefused(
        columns[0], reason, Text("Scrivi il codice ISTAT o il nome.", "Write the ISTAT code or the name.")
    )


def resolved(written: Sequence[str], before: Sequence[str], lexicon: Lexicon) -> str | None:
    """The comune of the store that a row means: by what is in use today, else by what was.

    A former name is not believed where the row tells a comune of today, of the store or of anywhere in Italy.
    """
    gazetteer = lexicon.gazetteer
    today = next(filter(None, map(gazetteer.resolve_current, written)), None)
    if today or any(map(provinces_with, written)):
        return today
    return next(filter(None, map(gazetteer.resolve, [*written, *before])), None)


def key_of(cells: Cells, column: str) -> str:
    """The register's key, without spaces and in capitals. Raises CellRefused where it is missing."""
    key = "".join(cells.get(column, "").split()).upper()
    if not key or len(key) > 40 or not key.isprintable():
        reason = Text("Il codice manca o non è leggibile.", "The code is missing or not readable.")
        raise CellRefused(column, reason, Text("Scrivi il codice del registro.", "Write the code of the register."))
    return key


def named(cells: Cells, column: str) -> str:
    """The name in a column, with single spaces. Raises CellRefused where it is missing."""
    name = " ".join(cells.get(column, "").split())
    if not name:
        reason = Text("Manca il nome.", "The name is missing.")
        raise CellRefused(column, reason, Text("Scrivi il nome.", "Write the name."))
    return name
