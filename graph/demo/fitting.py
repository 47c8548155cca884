"""Whether a resource can meet a wish: what it gives, to whom, when, at what cost, and whether it serves the place."""

from functools import cache
from typing import Final

from pydantic import TypeAdapter

from graph.demo.catalogue.autonomy_plans import AutonomyPlan
from graph.demo.catalogue.inclusion_plans import InclusionPlan, Wish
from graph.demo.draws import Bools, Floats, Ints
from graph.demo.ground import Ground
from graph.kinds import Firm, Resource
from graph.kinds.values import Slots, slot_bits
from graph.vocabulary import scheme

NEXT_DOOR_KM = 5.0
"""How far the centre of a comune may be to count as a neighbour."""
EDGE = 0.95
"""The part of a reach in km that is surely within it, wherever in its comune a resource is."""
REACH_KM = 10.0
"""How far a party goes where its plan does not say."""

_SLOTS: Final = TypeAdapter[tuple[str, ...]](Slots)
Plan = InclusionPlan | AutonomyPlan


@cache
def meets(*codes: str) -> frozenset[str]:
    """What meets these needs: they themselves, and all their forms."""
    return frozenset(code for need in codes for code in (need, *scheme().descendants(need)))


def suits(plan: Plan, wish: Wish, node: Resource, age: int | None) -> bool:
    """Whether a resource meets the wish of somebody of that age, and nothing known about it stands in the way."""
    return (
        bool(meets(wish.need) & set(node.offers))
        and not meets(*plan.avoids) & set(node.offers)
        and admits(node, age)
        and open_when(node, wish.slots or plan.available)
        and node.free_places != 0
        and (plan.max_cost_eur is None or (node.cost_eur or 0) <= plan.max_cost_eur)
    )


def admits(node: Resource, age: int | None) -> bool:
    """Whether a resource is for that age, by the last birthday or the one before."""
    return age is None or ((node.min_age or 0) < age and (node.max_age is None or age <= node.max_age))


def open_when(node: Resource, needed: tuple[str, ...]) -> bool:
    """Whether it is open at a time that is needed; unknown hours may be."""
    wanted, there = _week(needed), slot_bits(node.slots)
    return not wanted or not there or bool(wanted & there)


@cache
def _week(written: tuple[str, ...]) -> int:
    return slot_bits(_SLOTS.validate_python(written))


def employs(plan: Plan, node: Resource) -> bool:
    """Whether it is a firm of the trade that is sought, where nothing is done that the party avoids."""
    if not isinstance(plan, AutonomyPlan) or not isinstance(node, Firm):
        return False
    done = {*node.offers, *node.sectors, *node.occupations}
    return (
        bool(set(plan.sectors) & done)
        and bool(meets(*plan.occupations) & done)
        and not meets(*plan.avoids) & done
        and open_when(node, plan.available)
    )


def speaks(languages: tuple[str, ...], node: Resource) -> bool:
    """Whether somebody there speaks a language of the party; where it is unknown, perhaps."""
    return not node.languages or bool(set(languages) & set(node.languages))


def serves(ground: Ground, plan: Plan, node: Resource, there: int) -> Bools:
    """(comuni,): where the party of a plan may live to go to a resource that is in the comune `there`."""
    km: Floats = ground.km[there]
    home: Ints = ground.order[there, :1]
    within = km <= EDGE * (plan.max_km or REACH_KM)
    if node.serves == "comune":
        return within & (ground.order[:, 0] == home)
    if node.serves == "neighbours":
        return within & (km <= NEXT_DOOR_KM)
    if node.serves == "district":
        return within & (ground.district == ground.district[there])
    return within
