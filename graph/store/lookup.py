"""What nodes are looked up by, the same in every store: values of INDEXED fields, keys in registers, words of names."""

import unicodedata
from collections.abc import Collection, Iterator
from typing import Any, cast

from graph.errors import UsageError
from graph.kinds import INDEXED, Node, Schema

REGISTER = "source:"
_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}


def indexed_fields(schema: Schema) -> tuple[str, ...]:
    """The fields that `find` accepts besides `source:NAME`."""
    return tuple(sorted({name for cls in schema.nodes for name in cls.marked(INDEXED)}))


def check_field(schema: Schema, field: str) -> None:
    """Refuse a field that no store looks up.

    Raises UsageError.
    """
    fields = indexed_fields(schema)
    if field not in fields and not field.startswith(REGISTER):
        names = ", ".join((*fields, f"{REGISTER}…"))
        raise UsageError(
            f"Non si cerca per «{field}», ma per: {names}.", f"Nothing is found by “{field}”, but: {names}."
        )


def lookups(node: Node) -> Iterator[tuple[str, str]]:
    """The (field, value) pairs under which a node is found; blank values are no values."""
    for name in type(node).marked(INDEXED):
        value: Any = getattr(node, name)
        items = cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,)
        yield from ((name, str(item)) for item in items if item is not None and item != "")
    for source in node.sources:
        yield f"{REGISTER}{source.name}", source.key


def words(text: str) -> tuple[str, ...]:
    """The words of a name in any script, in small letters and without accents."""
    if text.isascii():  # most names: the same, without looking at each letter
        return tuple(text.lower().translate(_GAPS).split())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return tuple(kept.split())


def asked(text: str) -> tuple[str, ...]:
    """The words that a name must have or begin with, in order; one that begins another asks for nothing more."""
    found = sorted(set(words(text)))
    return tuple(word for word in found if not any(other != word and other.startswith(word) for other in found))


def score(asked: Collection[str], name: Collection[str]) -> float | None:
    """How well a name answers (above 0, up to 1), none where a word asked for begins no word of it.

    Whole words come before beginnings, and then the name that says little else. Arguments from `asked` and `words`.
    """
    if not asked or not all(any(word.startswith(start) for word in name) for start in asked):
        return None
    return grade(asked, len(" ".join(name)), whole=set(asked).issubset(name))


def grade(asked: Collection[str], letters: int, *, whole: bool) -> float:
    """The score of a name of so many letters (spaces included) that is known to answer."""
    return (sum(map(len, asked)) / letters + whole) / 2
