"""Which families and persons have pacts: those whom a plan suits, district by district, each once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.demo.catalogue.autonomy_plans import AUTONOMY_PLANS, AutonomyPlan
from graph.demo.catalogue.inclusion_plans import INCLUSION_PLANS, InclusionPlan
from graph.demo.community import Community
from graph.demo.draws import Bools, Ints, Rng, pick
from graph.demo.fitting import Plan, employs, serves, suits
from graph.demo.placing import Placed

PACTS_A_THOUSAND = 2.8
LEAST_A_DISTRICT = 1
CLOSED_EVERY = 4
"""One pact in so many is closed already."""
LEARNING = frozenset({"imparare-italiano", "corso-italiano"})
PLENTY = 4
"""Kinds of resource at hand from which a comune has enough for a plan."""
FEW = 3
"""Those without which a plan rather waits for another turn."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A plan and its party: a family or, where that is -1, a person."""

    number: int
    plan: Plan
    family: int
    person: int
    comune: int
    closed: bool


def choose(community: Community, rng: Rng) -> list[Bound]:
    """Parties of all pacts, inclusion first."""
    persons, districts = len(community.people.age), len(community.ground.districts)
    wanted = max(LEAST_A_DISTRICT * districts, round(PACTS_A_THOUSAND * persons / 1000))
    found: list[Bound] = []
    taken: set[int] = set()
    for plans in (INCLUSION_PLANS, AUTONOMY_PLANS):
        at_hand = [_at_hand(community, plan) for plan in plans]
        for number in range(1, wanted + 1):
            bound = _bind(community, number, plans, at_hand, taken, rng)
            if bound:
                taken.add(bound.family if bound.family >= 0 else int(community.homes.home[bound.person]))
                found.append(bound)
    return found


def _bind(
    community: Community, number: int, plans: Sequence[Plan], at_hand: Sequence[Ints], taken: set[int], rng: Rng
) -> Bound | None:
    """The next district's turn; the number's plan, or the first after it that suits somebody there.

    A plan that would find almost nothing there is passed over, unless all would.
    """
    here = community.ground.district == _turn(community, number)
    for least in (FEW, 0):
        for turn in range(len(plans)):
            place = (number - 1 + turn) % len(plans)
            kinds = np.where(here & (at_hand[place] >= least), np.minimum(at_hand[place], PLENTY), -1)
            bound = _of_plan(community, number, plans[place], kinds, taken, rng)
            if bound:
                return bound
    return None


def _of_plan(community: Community, number: int, plan: Plan, kinds: Ints, taken: set[int], rng: Rng) -> Bound | None:
    """Anybody free whom the plan suits, where the most `kinds` of resource are at hand (-1: not there)."""
    homes, rows, people = community.homes, community.families, community.people
    closed = number % CLOSED_EVERY == 0
    if isinstance(plan, InclusionPlan):
        free = suited(community, plan) & ~np.isin(np.arange(len(rows)), sorted(taken))
        family = _anyone(free, kinds[rows.comune], rng)
        return None if family is None else Bound(number, plan, family, -1, int(rows.comune[family]), closed)
    free = _seeking(community, plan) & (homes.home >= 0) & ~np.isin(homes.home, sorted(taken))
    person = _anyone(free, kinds[people.comune], rng)
    return None if person is None else Bound(number, plan, -1, person, int(people.comune[person]), closed)


def _anyone(free: Bools, kinds: Ints, rng: Rng) -> int | None:
    able = np.flatnonzero(free & (kinds >= 0))
    return pick(rng, able[kinds[able] == kinds[able].max()].tolist()) if len(able) else None


def _seeking(community: Community, plan: AutonomyPlan) -> Bools:
    """Persons of the plan's age without work."""
    people, homes = community.people, community.homes
    able = (people.age >= plan.ages[0]) & (people.age <= plan.ages[1])
    able[community.jobs.person[~community.jobs.past]] = False
    if plan.foreign is not None:
        able &= (community.families.language[homes.home] >= 0) == plan.foreign
    return able


def _at_hand(community: Community, plan: Plan) -> Ints:
    """(comuni,): how many kinds of body could meet the plan; none where it seeks work and no firm has it."""
    near: dict[str, Bools] = {}
    work = np.full(len(community.ground.places), not isinstance(plan, AutonomyPlan))
    for body in community.bodies:
        firm = employs(plan, body.node)
        if firm or _could_meet(plan, body):
            served = serves(community.ground, plan, body.node, body.comune)
            kind = body.template.name if body.template else body.node.kind
            near[kind] = near[kind] | served if kind in near else served
            work |= served & firm
    kinds: Ints = np.sum([np.zeros(len(work), np.int64), *near.values()], axis=0)
    if isinstance(plan, InclusionPlan) and plan.unmet:
        return np.where(kinds == 0, PLENTY, 0)
    return np.where(work, kinds, 0)


def _could_meet(plan: Plan, body: Placed) -> bool:
    """Whether a body meets a wish for somebody in the middle of the ages that it is for."""
    return any(suits(plan, wish, body.node, sum(wish.ages) // 2 if wish.ages else None) for wish in plan.wishes)


def learners(community: Community, pacts: list[Bound]) -> set[int]:
    """Members of parties who ask to learn Italian, and so do not speak it yet."""
    found: set[int] = set()
    for bound in pacts:
        members = community.families.members(bound.family) if bound.family >= 0 else [bound.person]
        for wish in bound.plan.wishes:
            if wish.ages and wish.need in LEARNING:
                low, high = wish.ages
                found |= {row for row in members if low <= community.people.age[row] <= high}
    return found


def _turn(community: Community, number: int) -> int:
    """The district whose turn it is, the one with most people first."""
    ground = community.ground
    people = np.bincount(ground.district[community.people.comune], minlength=len(ground.districts))
    return int(np.argsort(-people, kind="stable")[(number - 1) % len(people)])


def suited(community: Community, plan: InclusionPlan) -> Bools:
    """Which families a plan suits."""
    age, rows = community.people.age, community.families
    adults = _count(community, (age >= 19) & (age < 68))
    fits = (adults > 0) | (plan.elder is not None)
    if plan.children:
        low, high, least = plan.children
        fits &= _count(community, (age >= low) & (age <= high)) >= least
    if plan.elder is not None:
        fits &= _count(community, age >= plan.elder) >= 1
    if plan.carer:
        fits &= adults >= 1
    if plan.alone is not None:
        fits &= (_count(community, age >= 19) == 1) == plan.alone
    if plan.foreign is not None:
        fits &= (rows.language >= 0) == plan.foreign
    return fits & (rows.withdrawn == plan.withdrawn)


def _count(community: Community, mask: Bools) -> Ints:
    home = community.homes.home[mask]
    return np.bincount(home[home >= 0], minlength=len(community.families))
