"""What every node and every tie has, whatever its kind."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator
from pydantic.fields import FieldInfo

from graph.errors import Text
from graph.kinds.entry import CONFIRMATION
from graph.kinds.values import (
    FREE_TEXT,
    PERSONAL,
    SENSITIVE,
    Id,
    Label,
    Layer,
    Marker,
    Name,
    Strength,
    Trimmed,
    Visibility,
)

REDACTED = (PERSONAL, SENSITIVE, FREE_TEXT)


class Value(BaseModel, frozen=True, extra="forbid", json_schema_serialization_defaults_required=True):
    """A frozen value that refuses unknown fields."""


class Source(Value, frozen=True):
    """What one register said of a node: kept beside the merged values, so that precedence can be applied again."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    key: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    values: dict[str, Any] = Field(default_factory=dict)


class Record(Value, frozen=True):
    """Anything that the store keeps under an id of its own."""

    id: Annotated[Id, Label("Identificativo", "Identifier")]
    kind: str
    synthetic: Annotated[bool, Label("Dato di prova", "Synthetic record")] = False

    title: ClassVar[Text]

    @classmethod
    @cache
    def marked(cls, *markers: Marker) -> tuple[str, ...]:
        """The names of the fields that carry any of `markers`, in order of declaration."""
        return tuple(name for name, field in cls.model_fields.items() if set(markers) & set(field.metadata))

    def redacted(self) -> dict[str, Any]:
        """The record without what is personal, sensitive or written by hand."""
        return self.model_dump(mode="json", exclude=set(type(self).marked(*REDACTED)) | {"sources"})


def label(field: FieldInfo) -> Label | None:
    """The title of a declared field."""
    return next((item for item in field.metadata if isinstance(item, Label)), None)


class Node(Record, frozen=True):
    """Somebody or something of the community."""

    name: Annotated[Name, Label("Nome", "Name")]
    sources: Annotated[tuple[Source, ...], Label("Fonti", "Sources")] = ()

    def source(self, name: str) -> Source | None:
        """What the register `name` said, if it knows this node."""
        return next((source for source in self.sources if source.name == name), None)


class Tie(Record, frozen=True):
    """A relation between two nodes, true from `valid_from` (included) to `valid_to` (excluded; none: still true)."""

    ends: ClassVar[tuple[tuple[type[Node], ...], tuple[type[Node], ...]]]
    directed: ClassVar[bool]
    layer: ClassVar[Layer]
    reverse: ClassVar[Text]

    source: Annotated[Id, Label("Da", "From")]
    target: Annotated[Id, Label("A", "To")]
    strength: Annotated[Strength, Label("Forza", "Strength")] = "moderate"
    valid_from: Annotated[date | None, Label("Valido dal", "Valid from")] = None
    valid_to: Annotated[date | None, Label("Valido fino al (escluso)", "Valid to (excluded)")] = None
    confirmed_on: Annotated[date | None, Label("Confermato il", "Last confirmed on"), CONFIRMATION] = None
    origin: Annotated[Trimmed, Label("Fonte", "Source of the information")] = ""
    recorded_at: Annotated[datetime | None, Label("Registrato il", "Recorded at (UTC)")] = None
    visibility: Annotated[Visibility, Label("Visibilità", "Visibility")] = "programme"

    @model_validator(mode="after")
    def _meaningful(self) -> Self:
        if self.source == self.target:
            raise ValueError("a tie joins two different nodes | un legame unisce due nodi diversi")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from | la fine precede l'inizio")
        return self

    def valid_on(self, day: date) -> bool:
        """Whether the tie holds on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


def kind_names(classes: Iterable[type[Record]]) -> tuple[str, ...]:
    """The declared names of some kinds."""
    return tuple(cls.model_fields["kind"].default for cls in classes)
