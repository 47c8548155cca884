"""The reference of all kinds, derived from their declarations: what docs/reference.md holds.

To write it anew: `.venv/bin/python -m graph.kinds.reference > docs/reference.md`, or `make reference`.
"""

import inspect
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from pydantic import StringConstraints

from graph.kinds import SCHEMA, STRENGTHS, Ask, Marker, Node, Record, Schema, Tie
from graph.kinds.base import label
from graph.kinds.values import Code, Comune, Id, Slot

_INTRODUCTION: Final = """\
# Reference of kinds · Tipi di nodi e legami

Derived from the declarations in `graph/kinds/`; a test keeps it current.
To write it anew: `make reference`, or `.venv/bin/python -m graph.kinds.reference > docs/reference.md`.

Markers · Marcatori: {markers}."""

_MARKERS: Final = {
    Marker.PERSONAL: "describes a person: never in logs, releases or the snapshot",
    Marker.INDEXED: "looked up by value",
    Marker.SENSITIVE: "absent from an operator's view",
    Marker.FREE_TEXT: "written by hand: never in the snapshot",
    Marker.COLUMN: "read by matching",
}
_FIELDS: Final = (
    "| Field · Campo | Italiano | English | Values · Valori | Markers |",
    "| --- | --- | --- | --- | --- |",
)


def reference(schema: Schema) -> str:
    """The page as Markdown: kinds with titles, ends and layers, their fields, the numbers behind the strengths."""
    kinds = (*schema.nodes, *schema.ties)
    markers = "; ".join(f"`{marker.value}` {meaning}" for marker, meaning in _MARKERS.items())
    lines = [_INTRODUCTION.format(markers=markers), "", *_strengths(), "## Shared by several kinds · In comune", ""]
    for shared in dict.fromkeys(one for cls in kinds for one in _shared(cls, kinds)):
        lines += [f"### {shared.__name__}", "", _summary(shared), "", *_fields(shared)]
    for title, group in (("Nodes · Nodi", schema.nodes), ("Ties · Legami", schema.ties)):
        lines += [f"## {title}", ""]
        for cls in group:
            lines += _kind(cls, kinds)
    return "\n".join(lines).rstrip() + "\n"


def _strengths() -> Iterator[str]:
    yield from ("## Strength of a tie · Forza di un legame", "", "| Strength | Number |", "| --- | --- |")
    yield from (f"| `{name}` | {number} |" for name, number in STRENGTHS.items())
    yield ""


def _shared(cls: type[Record], kinds: Iterable[type[Record]]) -> list[type[Record]]:
    """The declarations that a kind builds on, the widest first."""
    return [one for one in reversed(cls.__mro__) if issubclass(one, Record) and one not in (*kinds, cls)]


def _kind(cls: type[Record], kinds: Iterable[type[Record]]) -> Iterator[str]:
    name = cls.model_fields["kind"].default
    yield from (f"### {cls.title.it} · {cls.title.en}", "", f"`{name}`: {_summary(cls)}", "")
    if issubclass(cls, Tie):
        yield from _ends(cls)
    shared = ", ".join(f"[{one.__name__}](#{one.__name__.lower()})" for one in _shared(cls, kinds))
    yield from (f"Fields of · Campi di {shared}" + (", and · e:" if _own(cls) else "."), "", *_fields(cls))


def _own(cls: type[Record]) -> list[str]:
    """The fields that a class declares itself."""
    return [name for name in inspect.get_annotations(cls) if name in cls.model_fields and name != "kind"]


def _fields(cls: type[Record]) -> Iterator[str]:
    names = _own(cls)
    if names:
        yield from (*_FIELDS, *(_field(cls, name) for name in names), "")


def _summary(cls: type[Record]) -> str:
    return " ".join((cls.__doc__ or "").split())


def _ends(cls: type[Tie]) -> Iterator[str]:
    source, target = (_names(side) for side in cls.ends)
    arrow, way = ("→", "directed · con direzione") if cls.directed else ("↔", "undirected · senza direzione")
    yield from (f"{source} {arrow} {target}", "")
    back = f"from the other end · dall'altro capo: {cls.reverse.it} · {cls.reverse.en}"
    yield from (f"Layer · Strato `{cls.layer}`; {way}; {back}.", "")


def _names(side: Iterable[type[Node]]) -> str:
    return ", ".join(f"`{cls.model_fields['kind'].default}`" for cls in side)


def _field(cls: type[Record], name: str) -> str:
    field = cls.model_fields[name]
    title = label(field)
    markers = ", ".join(f"`{item.value}`" for item in field.metadata if isinstance(item, Marker))
    it, en = (title.it, title.en) if title else (name, name)
    if title and title.hint:
        it, en = f"{it}. {title.hint.it}", f"{en}. {title.hint.en}"
    cells = (f"`{name}`", it, en, _values(cls, name), markers)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _values(cls: type[Record], name: str) -> str:
    """The declared values, or the type, and the default where it says something."""
    field = cls.model_fields[name]
    parts = tuple(_parts(get_type_hints(cls, include_extras=True)[name]))
    choices = next((get_args(part) for part in parts if get_origin(part) is Literal), ())
    shown = ", ".join(f"`{choice}`" for choice in choices) or _type(parts)
    limits = ", ".join(
        f"{sign} {getattr(part, limit)}"
        for part in field.metadata
        for limit, sign in _LIMITS.items()
        if getattr(part, limit, None) is not None
    )
    default: Any = None if field.is_required() else field.default
    return "; ".join(text for text in (shown, limits, f"default `{default}`" if default else "") if text)


_LIMITS: Final = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}
_TYPES: Final[dict[type, str]] = {
    bool: "yes or no",
    int: "whole number",
    float: "number",
    Ask: "ask",
}
_CODED: Final = {"concept": Code, "comune": Comune, "part of the week": Slot, "id": Id}


def _type(parts: tuple[object, ...]) -> str:
    patterns = {part.pattern for part in parts if isinstance(part, StringConstraints)}
    coded = next((name for name, declared in _CODED.items() if get_args(declared)[1].pattern in patterns), None)
    typed = next((text for kind, text in _TYPES.items() if kind in parts), coded or _name(parts))
    return f"list: {typed}" if any(get_origin(part) is tuple for part in parts) else typed


def _name(parts: tuple[object, ...]) -> str:
    names = (part.__name__.lower() for part in parts if isinstance(part, type) and part not in (tuple, type(None)))
    return next(names, "text").replace("str", "text")


def _parts(annotation: object) -> Iterator[object]:
    yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)


if __name__ == "__main__":
    sys.stdout.write(reference(SCHEMA))
