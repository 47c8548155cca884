"""Which fields of the kinds become columns of the snapshot, and how a value becomes a number."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import numpy as np
from pydantic.fields import FieldInfo

from graph.kinds import COLUMN, FREE_TEXT, PERSONAL, Record, Schema
from graph.kinds.values import Slot, slot_bits

EPOCH: Final = date(1970, 1, 1).toordinal()
NO_DAY: Final = int(np.iinfo(np.int32).min)
"""The day that is not known (or, at the end of a tie, not yet)."""


def day(value: date | str | None) -> int:
    """Days since 1970-01-01; NO_DAY for none."""
    if value is None:
        return NO_DAY
    return (date.fromisoformat(value) if isinstance(value, str) else value).toordinal() - EPOCH


class Form(Enum):
    """How a column is held; the unknown value of each stands beside it."""

    FLAG = "flag"  # int8, -1
    NUMBER = "number"  # float32, NaN
    DAY = "day"  # int32, NO_DAY
    LEVEL = "level"  # int8 index into `levels`, -1
    CODE = "code"  # int32 index into the snapshot's codes, -1
    CODES = "codes"  # ragged int32 indexes, empty
    SLOTS = "slots"  # uint32 mask, 0


DTYPES: Final[Mapping[Form, tuple[type[np.generic], float]]] = {
    Form.FLAG: (np.int8, -1),
    Form.NUMBER: (np.float32, np.nan),
    Form.DAY: (np.int32, NO_DAY),
    Form.LEVEL: (np.int8, -1),
    Form.CODE: (np.int32, -1),
    Form.SLOTS: (np.uint32, 0),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the snapshot."""

    name: str
    form: Form
    levels: tuple[str, ...] = ()


def columns(kinds: Sequence[type[Record]]) -> tuple[Column, ...]:
    """The columns of some kinds, by name.

    Raises TypeError where a field is personal or written by hand, or where two kinds use one name differently.
    """
    found: dict[str, Column] = {}
    for cls in kinds:
        for name in cls.marked(COLUMN):
            field = cls.model_fields[name]
            if {PERSONAL, FREE_TEXT} & set(field.metadata):
                raise TypeError(f"{cls.__name__}.{name} is personal or free text: it must not enter the snapshot")
            column = _column(name, field)
            if found.setdefault(name, column) != column:
                raise TypeError(f"{cls.__name__}.{name} is declared in two ways: {found[name]} and {column}")
    return tuple(found[name] for name in sorted(found))


def node_columns(schema: Schema) -> tuple[Column, ...]:
    """The columns of all node kinds."""
    return columns(schema.nodes)


def tie_columns(schema: Schema) -> tuple[Column, ...]:
    """The columns that some tie kinds have beyond what every tie has."""
    return columns(schema.ties)


def _column(name: str, field: FieldInfo) -> Column:
    annotation = _plain(field.annotation)
    if get_origin(annotation) is Literal:
        return Column(name, Form.LEVEL, tuple(str(value) for value in get_args(annotation)))
    if get_origin(annotation) is tuple:
        return Column(name, Form.SLOTS if get_args(annotation)[0] == Slot else Form.CODES)
    forms: dict[Any, Form] = {bool: Form.FLAG, int: Form.NUMBER, float: Form.NUMBER, date: Form.DAY, str: Form.CODE}
    if annotation not in forms:
        raise TypeError(f"{name}: no column form for {annotation}")
    return Column(name, forms[annotation])


def _plain(annotation: Any) -> Any:
    """The annotation without `Annotated[...]` and `| None`."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            (annotation,) = (part for part in get_args(annotation) if part is not NoneType)
        else:
            return annotation


class Codes:
    """The table of codes of one snapshot while it is made: each new text gets the next number."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Start with the codes of a former snapshot, if there is one."""
        self._numbers = {text: number for number, text in enumerate(texts)}

    def number(self, text: str | None) -> int:
        """The number of a text; -1 for none or blank."""
        return self._numbers.setdefault(text, len(self._numbers)) if text else -1

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts in the order of their numbers."""
        return tuple(self._numbers)


def encoder(column: Column, codes: Codes) -> Callable[[Any], float]:
    """What turns a known value of a column into the number that stands for it; of CODES, one code."""
    match column.form:
        case Form.FLAG | Form.NUMBER:
            return float
        case Form.DAY:
            return cache(day)
        case Form.LEVEL:
            return column.levels.index
        case Form.CODE | Form.CODES:
            return codes.number
        case Form.SLOTS:
            known: dict[tuple[str, ...], int] = {}
            return lambda slots: known.get(tuple(slots)) or known.setdefault(tuple(slots), slot_bits(tuple(slots)))
