"""Which families and persons have pacts: those whom a plan suits, district by district, each once."""

from dataclasses import dataclass

import numpy as np

from graph.demo.catalogue.autonomy_plans import AUTONOMY_PLANS, AutonomyPlan
from graph.demo.catalogue.inclusion_plans import INCLUSION_PLANS, InclusionPlan
from graph.demo.community import Community
from graph.demo.draws import Bools, Ints, Rng, pick

PACTS_A_THOUSAND = 2.8
LEAST_A_DISTRICT = 1
CLOSED_EVERY = 4
"""One pact in so many is closed already."""
LEARNING = frozenset({"imparare-italiano", "corso-italiano"})
TOWN = 2500
"""Where the plan has a scene to play, a comune of at least so many inhabitants is preferred."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A plan and its party: a family or, where that is -1, a person."""

    number: int
    plan: InclusionPlan | AutonomyPlan
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
    for number in range(1, wanted + 1):
        bound = _family(community, number, taken, rng)
        if bound:
            taken.add(bound.family)
            found.append(bound)
    for number in range(1, wanted + 1):
        bound = _person(community, number, taken, rng)
        if bound:
            taken.add(int(community.homes.home[bound.person]))
            found.append(bound)
    return found


def _family(community: Community, number: int, taken: set[int], rng: Rng) -> Bound | None:
    """The next district's turn; the number's plan, or the first after it that suits some family there."""
    district = _turn(community, number)
    rows = community.families
    free = (community.ground.district[rows.comune] == district) & ~np.isin(np.arange(len(rows)), sorted(taken))
    for turn in range(len(INCLUSION_PLANS)):
        plan = INCLUSION_PLANS[(number - 1 + turn) % len(INCLUSION_PLANS)]
        able = np.flatnonzero(free & suits(community, plan))
        if len(able):
            family = pick(rng, _preferred(community, able, rows.comune[able], bool(plan.scenes)))
            return Bound(number, plan, family, -1, int(rows.comune[family]), number % CLOSED_EVERY == 0)
    return None


def _person(community: Community, number: int, taken: set[int], rng: Rng) -> Bound | None:
    district = _turn(community, number)
    people, homes = community.people, community.homes
    working = np.zeros(len(people.age), np.bool_)
    working[community.jobs.person[~community.jobs.past]] = True
    free = ~working & ~np.isin(homes.home, sorted(taken)) & (homes.home >= 0)
    free &= community.ground.district[people.comune] == district
    for turn in range(len(AUTONOMY_PLANS)):
        plan = AUTONOMY_PLANS[(number - 1 + turn) % len(AUTONOMY_PLANS)]
        able = np.flatnonzero(free & (people.age >= plan.ages[0]) & (people.age <= plan.ages[1]))
        if plan.foreign is not None:
            able = able[(community.families.language[homes.home[able]] >= 0) == plan.foreign]
        if len(able):
            person = pick(rng, _preferred(community, able, people.comune[able], False))
            return Bound(number, plan, -1, person, int(people.comune[person]), number % CLOSED_EVERY == 0)
    return None


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


def _preferred(community: Community, able: Ints, comune: Ints, town: bool) -> list[int]:
    large = able[community.ground.inhabitants[comune] >= TOWN]
    return (large if town and len(large) else able).tolist()


def suits(community: Community, plan: InclusionPlan) -> Bools:
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
