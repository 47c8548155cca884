"""Records as rows of values, and back; the same rows in every store.

Fields at their default are not written: to change the default of a field needs a migration.
"""

import json
import re
from datetime import date
from typing import Any, Final

from graph.errors import StoreDamaged, StoreVersion
from graph.kinds import STRENGTHS, Node, Record, Tie
from graph.snapshot import VISIBILITIES
from graph.store.canonical import NODE_COLUMNS, TIE_COLUMNS, compact, other_fields, text_id, uid
from graph.store.numbering import Kinds

Values = tuple[Any, ...]

_ID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LEVELS: Final = tuple(STRENGTHS)
_STRENGTH: Final = {name: number for number, name in enumerate(LEVELS)}
_VISIBILITY: Final = {name: number for number, name in enumerate(VISIBILITIES)}
_EPOCH: Final = date(1970, 1, 1).toordinal()


def is_id(text: str) -> bool:
    """Whether a text has the form of an id."""
    return _ID.fullmatch(text) is not None


def day(value: date | None) -> int | None:
    """Days since 1970-01-01."""
    return None if value is None else value.toordinal() - _EPOCH


def as_date(days: int | None) -> date | None:
    """The date of a number of days."""
    return None if days is None else date.fromordinal(days + _EPOCH)


def node_values(node: Node, kinds: Kinds, plain: dict[str, Any]) -> Values:
    """`uid, kind, name, data` of a node."""
    data = compact(other_fields(plain, NODE_COLUMNS))
    return uid(node.id), kinds.numbers[node.kind], node.name, data


def tie_values(tie: Tie, kinds: Kinds, plain: dict[str, Any]) -> Values:
    """`uid, kind, strength, valid_from, valid_to, confirmed_on, visibility, data` of a tie."""
    return (
        uid(tie.id),
        kinds.numbers[tie.kind],
        _STRENGTH[tie.strength],
        day(tie.valid_from),
        day(tie.valid_to),
        day(tie.confirmed_on),
        _VISIBILITY[tie.visibility],
        compact(other_fields(plain, TIE_COLUMNS)),
    )


def as_node(row: Values, kinds: Kinds) -> Node:
    """The node of `uid, kind, name, data`.

    Raises StoreDamaged, StoreVersion.
    """
    id, kind, name, data = row
    try:
        return kinds.nodes[kind].model_validate({**json.loads(data), "id": text_id(id), "name": name})
    except (ValueError, TypeError, KeyError) as error:
        raise _unreadable(id, unknown=isinstance(error, KeyError)) from None


def as_tie(row: Values, kinds: Kinds) -> Tie:
    """The tie of `uid, kind, source, target, strength, valid_from, valid_to, confirmed_on, visibility, data`.

    Raises StoreDamaged, StoreVersion.
    """
    id, kind, source, target, strength, valid_from, valid_to, confirmed_on, visibility, data = row
    try:
        plain: dict[str, Any] = {
            **json.loads(data),
            "id": text_id(id),
            "source": text_id(source),
            "target": text_id(target),
            "strength": LEVELS[strength],
            "valid_from": as_date(valid_from),
            "valid_to": as_date(valid_to),
            "confirmed_on": as_date(confirmed_on),
            "visibility": VISIBILITIES[visibility],
        }
        return kinds.ties[kind].model_validate(plain)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise _unreadable(id, unknown=isinstance(error, KeyError)) from None


def as_record(text: str, kinds: Kinds) -> Record:
    """The record of a text of `content`, as the history keeps it.

    Raises StoreDamaged, StoreVersion.
    """
    plain: dict[str, Any] = {}
    try:
        plain = json.loads(text)
        return kinds.classes[plain["kind"]].model_validate(plain)
    except (ValueError, TypeError, KeyError) as error:
        raise _unreadable(uid(str(plain.get("id", ""))), unknown=isinstance(error, KeyError)) from None


def _unreadable(id: bytes, *, unknown: bool) -> StoreDamaged | StoreVersion:
    name = text_id(id)
    if unknown:
        return StoreVersion(
            f"Il dato {name} è di un tipo che questo programma non conosce: aggiornarlo.",
            f"The record {name} is of a kind that this program does not know: update it.",
        )
    return StoreDamaged(
        f"Il dato {name} nell'archivio non rispetta la sua dichiarazione: eseguire «legami verify».",
        f"The record {name} in the store does not fit its declaration: run “legami verify”.",
    )
