"""The shapes of networks on a map: nodes and ties where they are drawn, and nobody as a point of a district."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from api.networks import FEW
from api.shapes import Resource, Shape
from graph.kinds.ties import PERSONAL_KINDS
from graph.kinds.values import Comune, Id, Layer


class DrawnTie(Shape, frozen=True):
    """A tie between two nodes of a network."""

    id: Id
    kind: str
    layer: Layer
    source: Id
    target: Id


class DrawnNode(Resource, frozen=True):
    """A node of a network around another, with its place in the unit disc."""

    hops: int
    x: float
    y: float


class Network(Shape, frozen=True):
    """The network around a node; `left_out` counts the visible nodes that the limit left out."""

    centre: Id
    viewer: str
    at: date
    snapshot: int
    nodes: list[DrawnNode]
    ties: list[DrawnTie]
    left_out: int


class DrawnBody(Resource, frozen=True):
    """A body on the map; x and y in km to the east and north of the middle of the district."""

    lat: float | None
    lon: float | None
    x: float | None
    y: float | None

    @model_validator(mode="after")
    def _nobody_is_drawn(self) -> Self:
        if self.kind in PERSONAL_KINDS:
            raise ValueError("a person or a family is drawn on the map of a district")
        return self


class DrawnComune(Shape, frozen=True):
    """A comune on the map; persons and families only as counts, null where there are fewer than five."""

    comune: Comune
    title: str
    lat: float | None
    lon: float | None
    x: float | None
    y: float | None
    persons: Annotated[int | None, Field(ge=FEW)]
    families: Annotated[int | None, Field(ge=FEW)]


class DistrictNetwork(Shape, frozen=True):
    """The bodies of a district and the ties among them, over its comuni."""

    district: str
    viewer: str
    at: date
    snapshot: int
    nodes: list[DrawnBody]
    ties: list[DrawnTie]
    comuni: list[DrawnComune]
    left_out: int


class District(Shape, frozen=True):
    """A district, and how many comuni it has."""

    district: str
    comuni: int
