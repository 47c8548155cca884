"""Fields in plain JSON form, those at their default left out: what a record's declaration would write."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from graph.kinds import Record
from graph.store.batches import Fields


def plain(kind: type[Record], fields: Mapping[str, object]) -> Fields:
    """The fields of a record of `kind` as JSON has them."""
    default = defaults(kind)
    return {name: _json(value) for name, value in fields.items() if value != default[name]}


@cache
def defaults(kind: type[Record]) -> Mapping[str, object]:
    """What a kind's fields are where nothing is said."""
    return {name: field.default for name, field in kind.model_fields.items()}


def _json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
