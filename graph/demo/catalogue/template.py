"""The form in which the catalogue describes a body that many comuni have."""

from dataclasses import dataclass
from typing import Literal

from graph.kinds.bodies import Body, Catchment

Where = Literal["comune", "seat", "capital"]
Role = Literal["employee", "coach", "teacher", "librarian"]

WEEK = ("mon..fri-morning", "mon..fri-afternoon")
MORNINGS = ("mon..fri-morning",)
AFTERNOONS = ("mon..fri-afternoon",)
MEALS = ("cucinare", "fare-il-pane")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A body and where it stands.

    `name`: with {place} and {district}. `where`: any comune, the largest of each district, or the largest of all;
    among them those of `least` to `most` inhabitants, with chance `share`, once more for every `per` inhabitants.
    `ages`: of those it serves; `cost`: equally likely costs a month (None: unknown); `places`: lowest and highest
    capacity. `staff`: mean number of workers; `members`: share of the comune's people of `joined_by` ages.
    """

    kind: type[Body]
    name: str
    offers: tuple[str, ...] = ()
    welcomes: tuple[str, ...] = ()
    where: Where = "comune"
    least: int = 0
    most: int = 10**9
    share: float = 1.0
    per: int = 0
    ages: tuple[int | None, int | None] = (None, None)
    slots: tuple[str, ...] = ()
    desk: tuple[str, ...] = ()
    hours: str = ""
    cost: tuple[float | None, ...] = (0.0,)
    places: tuple[int, int] | None = None
    serves: Catchment = "comune"
    sectors: tuple[str, ...] = ()
    sensitive: bool = False
    staff: float = 0.0
    role: Role = "employee"
    occupation: str | None = None
    members: float = 0.0
    joined_by: tuple[int, int] = (18, 85)
    uses: float = 0.0
    note: str = ""
