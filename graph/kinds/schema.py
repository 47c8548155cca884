"""The list of all kinds, checked when it is made; whatever depends on kinds is derived from it."""

import difflib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from graph.errors import InvalidRecord, NotFound
from graph.kinds.base import Node, Record, Tie, kind_names, label
from graph.kinds.complaints import complaint
from graph.kinds.values import Label


@dataclass(frozen=True)
class Schema:
    """Node and tie kinds in a fixed order."""

    nodes: tuple[type[Node], ...]
    ties: tuple[type[Tie], ...]

    def __post_init__(self) -> None:
        """Refuse a wrong declaration before anything starts."""
        names = kind_names((*self.nodes, *self.ties))
        if len(set(names)) != len(names):
            raise TypeError(f"two kinds share a name: {sorted(names)}")
        for cls in (*self.nodes, *self.ties):
            self._check(cls)

    def _check(self, cls: type[Record]) -> None:
        unlabelled = [name for name, field in cls.model_fields.items() if name != "kind" and label(field) is None]
        if unlabelled or not cls.__doc__:
            raise TypeError(f"{cls.__name__}: needs a docstring and a Label on {unlabelled}")
        if issubclass(cls, Tie):
            unknown = [end.__name__ for side in cls.ends for end in side if end not in self.nodes]
            if unknown:
                raise TypeError(f"{cls.__name__}: ends that are no node kind: {unknown}")

    @property
    def node_names(self) -> tuple[str, ...]:
        """Names of the node kinds, in order."""
        return kind_names(self.nodes)

    @property
    def tie_names(self) -> tuple[str, ...]:
        """Names of the tie kinds, in order."""
        return kind_names(self.ties)

    @cached_property
    def _kinds(self) -> dict[str, type[Record]]:
        return dict(zip((*self.node_names, *self.tie_names), (*self.nodes, *self.ties), strict=True))

    def kind(self, name: str) -> type[Record]:
        """The class of a kind.

        Raises NotFound with the nearest names.
        """
        if name in self._kinds:
            return self._kinds[name]
        near = ", ".join(difflib.get_close_matches(name, (*self.node_names, *self.tie_names)))
        it, en = (f" Forse: {near}.", f" Perhaps: {near}.") if near else ("", "")
        raise NotFound(
            f"Il tipo «{name}» non esiste.{it} Tutti i tipi: legami template.",
            f"No kind “{name}”.{en} All kinds: legami template.",
        )

    def parse(self, data: dict[str, Any]) -> Record:
        """A record from its plain form.

        Raises InvalidRecord that names the first wrong field, or NotFound for an unknown kind.
        """
        cls = self.kind(str(data.get("kind", "")))
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise refusal(cls, error) from None

    def may_join(self, kind: str, source: str, target: str) -> bool:
        """Whether a tie of `kind` may run from a node of kind `source` to one of kind `target`.

        The ends of an undirected kind may come in either order.
        """
        cls = self.kind(kind)
        if not issubclass(cls, Tie):
            return False
        left, right = (kind_names(side) for side in cls.ends)
        straight = source in left and target in right
        return straight or (not cls.directed and target in left and source in right)

    @property
    def fingerprint(self) -> str:
        """Changes whenever the declaration changes in a way that stored data would notice."""
        described = [(cls.__name__, cls.model_json_schema()) for cls in (*self.nodes, *self.ties)]
        text = json.dumps(described, sort_keys=True, ensure_ascii=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def refusal(cls: type[Record], error: ValidationError) -> InvalidRecord:
    """The first complaint as our error: which field, if it is of one, what is wrong; never the value."""
    first = error.errors(include_input=False, include_url=False)[0]
    said, field, title = complaint(first), ".".join(str(part) for part in first["loc"]), _title(cls, first["loc"])
    it, en = (f" ({name})" for name in (title.it, title.en)) if title else ("", "")
    at_it, at_en = (f", campo {field}{it}", f", field {field}{en}") if field else ("", "")
    return InvalidRecord(f"{cls.title.it}{at_it}: {said.it}", f"{cls.title.en}{at_en}: {said.en}")


def _title(cls: type[BaseModel], location: Sequence[str | int]) -> Label | None:
    """The title of the field at a location: of the innermost that has one."""
    field = cls.model_fields.get(str(location[0])) if location else None
    if field is None:
        return None
    parts = (part for part in get_args(field.annotation) if isinstance(part, type) and issubclass(part, BaseModel))
    return next((_title(part, location[2:]) for part in parts), None) or label(field)  # an item is under its number
