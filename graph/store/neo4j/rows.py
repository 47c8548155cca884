"""Records as the server keeps them, and back; the fields and their forms are those of the embedded store."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from graph.kinds import Node, Tie
from graph.store.canonical import text_id
from graph.store.lookup import words
from graph.store.numbering import Kinds
from graph.store.rows import as_node, as_tie, is_id, node_values, tie_values

LONGEST_WORD: Final = 120
"""The server's index cuts longer words in two; what is longer is known by its beginning."""

UNKNOWN: Final = -1


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
