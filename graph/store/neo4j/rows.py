"""Records as the server keeps them, and back; the fields and their forms are those of the embedded store."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any, Final

from graph.kinds import Node, Record, Schema, Tie
from graph.store.canonical import text_id
from graph.store.embedded.rows import as_node, as_tie, is_id, node_values, tie_values
from graph.store.embedded.schema import Kinds
from graph.store.lookup import words

LONGEST_WORD: Final = 120
"""The server's index cuts longer words in two; what is longer is known by its beginning."""

UNKNOWN: Final = -1


def numbered(schema: Schema, known: Mapping[str, int]) -> Kinds:
    """The kinds under the numbers that they have, new ones from the next on: nodes and ties by themselves, from 1.

    Nothing here is found by these numbers; what a store was loaded with is digested under them.
    """
    nodes = dict(zip(schema.node_names, schema.nodes, strict=True))
    ties = dict(zip(schema.tie_names, schema.ties, strict=True))
    numbers = {**_numbers(nodes, known), **_numbers(ties, known)}
    classes: dict[str, type[Record]] = {**nodes, **ties}
    return Kinds(
        {numbers[name]: cls for name, cls in nodes.items()},
        {numbers[name]: cls for name, cls in ties.items()},
        numbers,
        classes,
    )


def _numbers(names: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    given = {name: known[name] for name in names if name in known}
    next_number = count(max(given.values(), default=0) + 1)
    return {name: given[name] if name in given else next(next_number) for name in names}


def hexes(ids: Iterable[str]) -> list[str]:
    """Those of `ids` that have the form of an id, once each, as the server keeps them."""
    return list(dict.fromkeys(id.replace("-", "") for id in ids if is_id(id)))


def hex_id(id: str) -> str:
    """An id as the server keeps it."""
    return id.replace("-", "")


def dashed(hexadecimal: str) -> str:
    """An id as everybody else writes it."""
    return text_id(bytes.fromhex(hexadecimal))


def to_node(row: Sequence[Any], kinds: Kinds) -> Node:
    """The node of `uid, kind, name, data`.

    Raises StoreDamaged, StoreVersion.
    """
    uid, kind, name, data = row
    return as_node((bytes.fromhex(uid), kinds.numbers.get(kind, UNKNOWN), name, data), kinds)


def to_tie(row: Sequence[Any], kinds: Kinds) -> Tie:
    """The tie of `uid, kind, source, target, strength, valid_from, valid_to, confirmed_on, visibility, data`.

    Raises StoreDamaged, StoreVersion.
    """
    uid, kind, source, target, *rest = row
    ids = (bytes.fromhex(uid), kinds.numbers.get(kind, UNKNOWN), bytes.fromhex(source), bytes.fromhex(target))
    return as_tie((*ids, *rest), kinds)


def node_row(node: Node, kinds: Kinds, plain: dict[str, Any]) -> list[Any]:
    """`uid, kind, name, data, words, letters`."""
    uid, _, name, data = node_values(node, kinds, plain)
    folded = words(node.name)
    return [uid.hex(), node.kind, name, data, indexed(folded), len(" ".join(folded))]


def tie_row(tie: Tie, kinds: Kinds, plain: dict[str, Any]) -> list[Any]:
    """What `to_tie` reads."""
    uid, _, *rest = tie_values(tie, kinds, plain)
    return [uid.hex(), tie.kind, hex_id(tie.source), hex_id(tie.target), *rest]


def indexed(folded: Iterable[str]) -> str:
    """The words of a name as the index takes them."""
    return " ".join(word[:LONGEST_WORD] for word in folded)
