"""What HTTP answers, as declared shapes: what is not declared here cannot leave the program."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, create_model, model_validator

from api.documents import DECISION, LISTED
from api.reading import pact_kinds
from graph.kinds import SCHEMA, Activation, AnyNode, Ask, Pact
from graph.kinds.ties import PERSONAL_KINDS
from graph.kinds.values import Comune, Id, Layer

NodeKind = Annotated[str, StringConstraints(pattern=rf"^({'|'.join(SCHEMA.node_names)})$")]
PactKind = Annotated[str, StringConstraints(pattern=rf"^({'|'.join(pact_kinds())})$")]


class Shape(BaseModel, frozen=True, extra="forbid", json_schema_serialization_defaults_required=True):
    """A frozen answer, or part of one."""


class Said(Shape, frozen=True):
    """A text in both languages."""

    it: str
    en: str


class Sentences(Shape, frozen=True):
    """Sentences in both languages, in the same order."""

    it: list[str]
    en: list[str]


class Brief(Shape, frozen=True):
    """A node by its name."""

    id: Id
    kind: NodeKind
    title: str


def part_of(cls: type[BaseModel], names: Collection[str]) -> dict[str, Any]:
    """Some fields of a declared kind, for a shape that shows only these; each is always there."""
    chosen = {name: field for name, field in cls.model_fields.items() if name in names}
    return {name: (Annotated[(field.annotation, *field.metadata)], ...) for name, field in chosen.items()}


Decided: Final = create_model(
    "Decided",
    __base__=Brief,
    __doc__="A resource of a pact, and what became of it.",
    **part_of(Activation, DECISION),
)


class Sides(Shape, frozen=True):
    """What a pact asks and what it gives back, whom it binds and what came of it."""

    asks: list[Ask]
    gives: list[str]
    parties: list[Brief]
    partners: list[Brief]
    operators: list[Brief]
    activations: list[Decided]  # pyright: ignore[reportInvalidTypeForm]


class FoundNode(Shape, frozen=True):
    """A node found by its name; of a body also its address and its code in a register, `REGISTER:CODE`."""

    id: Id
    kind: NodeKind
    name: str
    comune: Comune | None
    address: str | None
    code: str | None


class AnyPact(Shape, frozen=True):
    """A pact of either kind."""

    id: Id
    kind: PactKind


def _seen_ties() -> Any:
    """Every kind of tie but the protective one, with the other end in words."""
    seen = [
        create_model(
            f"Seen{cls.__name__}",
            __base__=cls,
            __doc__=cls.__doc__,
            direction=(Literal["out", "in"], ...),
            other=(Brief, ...),
            ended=(bool, ...),
        )
        for cls in SCHEMA.ties
        if cls.layer != "protection"
    ]
    union: Any = seen[0]
    for cls in seen[1:]:
        union |= cls
    return Annotated[union, Field(discriminator="kind")]


ListedPact: Final = create_model(
    "ListedPact", __base__=AnyPact, __doc__="A pact in a list.", **part_of(Pact, LISTED - {"id", "kind"})
)
SeenTie: Final = _seen_ties()


class Portrait(BaseModel, frozen=True, extra="forbid"):
    """A node with its ties; a pact with both sides."""

    node: Annotated[AnyNode, Field(discriminator="kind")]
    ties: list[SeenTie]  # pyright: ignore[reportInvalidTypeForm, reportUnknownVariableType]
    pact: Sides | None = None


class Resource(Brief, frozen=True):
    """What is proposed."""

    comune: Comune | None


class Introduction(Shape, frozen=True):
    """Who or what opens the door, from the first step to the last."""

    form: Literal["people", "body", "association"]
    via: list[dict[Literal["id", "title"], str]]


class Proposed(Shape, frozen=True):
    """One proposal. Score and factors belong to the pair of pact and resource; a person or a family has none."""

    resource: Resource
    section: Literal["community", "employer"]
    band: Literal["strong", "possible"]
    score: float | None
    factors: dict[str, float | None]
    what: Said
    reasons: Sentences
    introduction: Introduction | None
    evidence: list[Id]
    unknown: list[Said]

    @model_validator(mode="after")
    def _nobody_is_scored(self) -> Self:
        numbers = [self.score, *self.factors.values()]
        if self.resource.kind in PERSONAL_KINDS and any(number is not None for number in numbers):
            raise ValueError("a number stands beside a person or a family")
        return self


class Answer(Shape, frozen=True):
    """The proposals for a pact, and all that is needed to compute the same again."""

    pact: Id
    viewer: str
    at: date
    snapshot: int
    policy: str
    algorithm: str
    limit: int
    proposals: list[Proposed]
    excluded: dict[str, int]
    gaps: list[Said]


class Relations(Shape, frozen=True):
    """The relations of a pact's party outside its home, in plain counts; what is not defined is null."""

    pact: Id
    viewer: str
    at: date
    snapshot: int
    ties: dict[Layer, int]
    kinds: dict[str, int]
    people: int
    ties_among_people: int
    circles: int
    density: float | None
    effective_size: float | None


class Health(Shape, frozen=True):
    """The service answers, and from what."""

    status: Literal["ok"]
    version: str
    demonstration: Literal[True]
    commit: int
    today: date


class Welcome(Shape, frozen=True):
    """What this is and where to go on."""

    name: Literal["Legami"]
    version: str
    demonstration: Literal[True]
    notice: Said
    description: str
    resources: list[str]


class Complaint(Shape, frozen=True):
    """What is wrong in a request, and where; never what was sent."""

    where: str
    message: Said


class Problem(BaseModel, frozen=True, extra="forbid"):
    """An error (RFC 9457): title and detail in the language asked for, and both in both languages."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    titles: Said
    details: Said
    errors: list[Complaint] = []
