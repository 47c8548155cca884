"""Which families and persons have pacts: those whom a plan suits, district by district, each once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from graph.demo.catalogue.autonomy_plans import AUTONOMY_PLANS, AutonomyPlan
from graph.demo.catalogue.inclusion_plans import INCLUSION_PLANS, InclusionPlan
from graph.demo.community import Community
from graph.demo.draws import Bools, Ints, Rng
from graph.demo.fitting import Plan, meets, serves, suits
from graph.demo.nearness import Surroundings
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


def choose(community: Community, around: Surroundings, rng: Rng) -> list[Bound]:
    """Parties of all pacts, inclusion first."""
    persons, districts = len(community.people.age), len(community.ground.districts)
    wanted = max(LEAST_A_DISTRICT * districts, round(PACTS_A_THOUSAND * persons / 1000))
    found: list[Bound] = []
    choice = Choice(community, around, rng)
    for plans in (INCLUSION_PLANS, AUTONOMY_PLANS):
        for number in range(1, wanted + 1):
            bound = choice.bind(number, plans)
            if bound:
                found.append(bound)
    return found


@dataclass(frozen=True, slots=True)
class Candidates:
    """Whom a plan suits in one district: families, or persons, in order, with the home and the comune of each.

    `kinds`: how many kinds of resource are at hand there for the plan.
    """

    party: Ints
    home: Ints
    comune: Ints
    kinds: Ints


class Choice:
    """Binds one party after the other; no home twice."""

    def __init__(self, community: Community, around: Surroundings, rng: Rng) -> None:
        """Nobody is bound yet."""
        self.community, self.around, self.rng = community, around, rng
        self._taken = np.zeros(len(community.families), np.bool_)
        self._turns = _turns(community)
        self._known: dict[Plan, list[Candidates]] = {}

    def bind(self, number: int, plans: Sequence[Plan]) -> Bound | None:
        """The next district's turn; the number's plan, or the first after it that suits somebody there.

        A plan that would find almost nothing there is passed over, unless all would.
        """
        district = int(self._turns[(number - 1) % len(self._turns)])
        for least in (FEW, 0):
            for turn in range(len(plans)):
                plan = plans[(number - 1 + turn) % len(plans)]
                bound = self._anyone(number, plan, self.candidates(plan)[district], least)
                if bound:
                    return bound
        return None

    def candidates(self, plan: Plan) -> list[Candidates]:
        """Whom a plan suits, by district."""
        if plan not in self._known:
            self._known[plan] = list(_candidates(self.community, plan, _at_hand(self.around, plan)))
        return self._known[plan]

    def _anyone(self, number: int, plan: Plan, among: Candidates, least: int) -> Bound | None:
        """Anybody free, where the most kinds of resource are at hand, and at least so many."""
        able = np.flatnonzero(~self._taken[among.home] & (among.kinds >= least))
        if not len(able):
            return None
        kinds = np.minimum(among.kinds[able], PLENTY)
        able = able[kinds == kinds.max()]
        row = able[self.rng.integers(len(able))]
        self._taken[among.home[row]] = True
        party, comune, closed = int(among.party[row]), int(among.comune[row]), number % CLOSED_EVERY == 0
        family, person = (party, -1) if isinstance(plan, InclusionPlan) else (-1, party)
        return Bound(number, plan, family, person, comune, closed)


def _candidates(community: Community, plan: Plan, at_hand: Ints) -> Iterator[Candidates]:
    homes, people, rows = community.homes, community.people, community.families
    if isinstance(plan, InclusionPlan):
        party = np.flatnonzero(suited(community, plan))
        home, comune = party, rows.comune[party]
    else:
        party = np.flatnonzero(_seeking(community, plan) & (homes.home >= 0))
        home, comune = homes.home[party], people.comune[party]
    for district in range(len(community.ground.districts)):
        here = community.ground.district[comune] == district
        yield Candidates(party[here], home[here], comune[here], at_hand[comune[here]])


def _seeking(community: Community, plan: AutonomyPlan) -> Bools:
    """Persons of the plan's age without work."""
    people, homes = community.people, community.homes
    able = (people.age >= plan.ages[0]) & (people.age <= plan.ages[1])
    able[community.jobs.person[~community.jobs.past]] = False
    if plan.foreign is not None:
        able &= (community.families.language[homes.home] >= 0) == plan.foreign
    return able


def _at_hand(around: Surroundings, plan: Plan) -> Ints:
    """(comuni,): how many kinds of body could meet the plan; none where it seeks work and no firm has it."""
    ground, near = around.ground, dict[str, Bools]()
    work = np.full(len(ground.places), not isinstance(plan, AutonomyPlan))
    seen: set[tuple[object, ...]] = set()  # what serves the same comuni as another of its kind adds nothing
    able = {firm.row for firms in around.employing(plan).values() for firm in firms}
    needed = around.giving(code for wish in plan.wishes for code in meets(wish.need))
    for body in chain(*around.employing(plan).values(), *needed.values()):
        kind, firm = body.template.name if body.template else body.node.kind, body.row in able
        alike = (kind, firm, body.comune, body.node.serves)
        if alike in seen or not (firm or _could_meet(plan, body)):
            continue
        seen.add(alike)
        served = serves(ground, plan, body.node, body.comune)
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


def _turns(community: Community) -> Ints:
    """The districts in the order of their turns, the one with most people first."""
    ground = community.ground
    people = np.bincount(ground.district[community.people.comune], minlength=len(ground.districts))
    return np.argsort(-people, kind="stable")


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
