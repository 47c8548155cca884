"""The list of all kinds, checked when it is made; whatever depends on kinds is derived from it."""

import difflib
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from graph.errors import InvalidRecord, NotFound
from graph.kinds.base import Node, Record, Tie, kind_names, label


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
    """The first complaint of pydantic as our error: which field, if it is of one, what is wrong; never the value."""
    first = error.errors(include_input=False, include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    it, en = _sentence(first["type"], first["msg"])
    at_it, at_en = (f", {word} {field}" if field else "" for word in ("campo", "field"))
    return InvalidRecord(f"{cls.title['it']}{at_it}: {it}", f"{cls.title['en']}{at_en}: {en}")


_ITALIAN = {
    "missing": "manca",
    "extra_forbidden": "non è previsto",
    "string_pattern_mismatch": "non ha la forma attesa",
    "string_too_short": "è vuoto",
    "string_too_long": "è troppo lungo",
    "literal_error": "non è tra i valori ammessi",
    "greater_than_equal": "è troppo piccolo",
    "less_than_equal": "è troppo grande",
    "greater_than": "è troppo piccolo",
}


def _sentence(kind: str, message: str) -> tuple[str, str]:
    english, _, italian = message.removeprefix("Value error, ").partition(" | ")
    return italian or _ITALIAN.get(kind, "il valore non è valido"), english
