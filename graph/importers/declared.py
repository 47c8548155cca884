"""What a reader says of a body, held to the declaration of its kind however the reader came by it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from pydantic import ValidationError

from graph.errors import Text
from graph.importers.cells import Lexicon, declared, plain_text, read_cell
from graph.importers.draft import invalid
from graph.importers.naming import READ, as_read
from graph.importers.registry import Registry, Statement
from graph.importers.report import CellRefused
from graph.importers.sources import told
from graph.kinds import Source


def as_declared(registry: Registry, statement: Statement, lexicon: Lexicon) -> Statement:
    """The statement in plain values that its kind accepts, its parent's too.

    Raises CellRefused for a value that its field refuses or a spreadsheet would run, and TypeError for a field that
    the kind has not: that is a mistake of the reader.
    """
    key = plain_text(statement.key, registry.columns[0])
    values = _values(statement, lexicon, registry.fields)
    parent = statement.parent and _parent(registry, statement.parent, lexicon)
    return replace(statement, key=key, values=values, parent=parent)


def _values(statement: Statement, lexicon: Lexicon, columns: Mapping[str, str]) -> Mapping[str, Any]:
    unknown = sorted(statement.values.keys() - statement.cls.model_fields.keys())
    if unknown:
        raise TypeError(f"{statement.cls.__name__} has no field {unknown[0]!r}")
    return {
        field: _value(statement, (field, columns.get(field, field)), value, lexicon)
        for field, value in statement.values.items()
    }


def _value(statement: Statement, told: tuple[str, str], value: Any, lexicon: Lexicon) -> Any:
    """A text is read as a cell would be; anything else must be of the declared type. `told`: field and column."""
    field, column = told
    if isinstance(value, str) and value:
        read = read_cell(statement.cls, field, (value, column), lexicon)
        return as_read(read) if field in READ else read
    if isinstance(value, list | tuple):
        for item in cast("list[Any] | tuple[Any, ...]", value):
            plain_text(str(item), column)
    return declared(statement.cls, field, (cast("Any", value), column), lexicon)


def _parent(registry: Registry, parent: Statement, lexicon: Lexicon) -> Statement:
    """The parent's statement, which must be a whole body: a row whose parent is none would lose its tie unseen."""
    try:
        values = _values(parent, lexicon, {})
        key = plain_text(parent.key, registry.columns[0])
        told(parent.cls, _ANY_ID, Source(name=registry.name, key=key, values=dict(values)))
    except ValidationError as error:
        raise _of_parent(invalid(parent.cls, error, {})) from None
    except CellRefused as refused:
        raise _of_parent(refused) from None
    return replace(parent, key=key, values=values)


_ANY_ID: Final = "00000000-0000-7000-8000-000000000000"


def _of_parent(refused: CellRefused) -> CellRefused:
    it, en = refused.reason.it, refused.reason.en
    return CellRefused(refused.column, Text(f"L'ente a cui fa capo: {it}", f"Its parent body: {en}"), refused.mend)
