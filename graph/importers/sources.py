"""One node from several sources: each source's values are kept beside it, and the registers declare who prevails."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from graph.importers.registries import registers
from graph.kinds import Node, Source
from graph.kinds.tables import TABLE


def precedence() -> tuple[str, ...]:
    """Whose value counts, first to last: what the programme wrote itself, then the registers as they declare it."""
    return (TABLE, *(registry.name for registry in registers()))


def agreed(sources: Iterable[Source]) -> dict[str, Any]:
    """Each field's value from the first source in order of precedence that has one."""
    merged: dict[str, Any] = {}
    for source in sorted(sources, key=_rank):
        merged = source.values | merged
    return merged


def told(cls: type[Node], node: Node | str, source: Source, *, asked: Container[str] | None = None) -> Node:
    """The node (or a new one under the id) after a source spoke: what it said before is replaced.

    `asked`: the fields that the source could tell this time (None: all); of the others it still says what it said.
    A value that somebody set by hand, so that it differs from what the sources said, stays.
    Raises pydantic's ValidationError.
    """
    known = () if isinstance(node, str) else node.sources
    others = [one for one in known if one.name != source.name]
    before = next((one for one in known if one.name == source.name), None)
    if before and asked is not None:
        kept = {name: value for name, value in before.values.items() if name not in asked}
        source = source.model_copy(update={"values": kept | source.values})
    sources = tuple(sorted((*others, source), key=_rank))
    by_hand = {} if isinstance(node, str) else _by_hand(node, agreed(known))
    fields = {name: value for name, value in (agreed(sources) | by_hand).items() if name in cls.model_fields}
    own = {"id": node if isinstance(node, str) else node.id, "kind": cls.model_fields["kind"].default}
    return cls.model_validate(fields | own | {"sources": sources})


def combined(statements: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What several rows of one source say of one thing: lists are united, else the first row that speaks counts."""
    merged: dict[str, Any] = {}
    for values in statements:
        for name, value in values.items():
            held = merged.setdefault(name, value)
            if isinstance(held, list) and isinstance(value, list):
                merged[name] = [*held, *(item for item in value if item not in held)]  # pyright: ignore
    return merged


def _by_hand(node: Node, said: Mapping[str, Any]) -> dict[str, Any]:
    declared = type(node).model_fields.items()
    blank = {name: to_jsonable_python(field.default) for name, field in declared if not field.is_required()}
    expected = blank | dict(said)
    current = node.model_dump(mode="json", exclude={"id", "kind", "sources"})
    return {name: value for name, value in current.items() if name not in expected or value != expected[name]}


def _rank(source: Source) -> tuple[int, str]:
    order = precedence()
    return (order.index(source.name) if source.name in order else len(order), source.name)
