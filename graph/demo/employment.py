"""Who works where, and worked before: near home, more in larger firms, the oldest as owners and foremen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.demo.draws import Bools, Floats, Ints, Rng, happens
from graph.demo.ground import Ground
from graph.demo.households import rank_within
from graph.demo.placing import Placed
from graph.demo.population import People
from graph.kinds import Firm

EMPLOYED = ((18, 19, 22, 30, 45, 58, 64, 68), (0.0, 0.15, 0.45, 0.74, 0.78, 0.68, 0.3, 0.0))
WOMEN = 0.84
"""Women's chance of paid work, against men's."""
WORKED_BEFORE = ((20, 25, 35, 90), (0.0, 0.15, 0.34, 0.3))
ROLES: Final = ("owner", "manager", "foreman", "employee", "trainee", "coach", "teacher", "librarian")
COMMUTING = (0.4, 0.3, 0.15, 0.15)
"""Shares who work in their comune, near it, in the seat of their district, anywhere."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """One job a row: positions of person and body, place of the role in ROLES, and whether it has ended.

    `occupation`: its place in `named`, -1 where none is known.
    """

    person: Ints
    body: Ints
    role: Ints
    occupation: Ints
    past: Bools
    named: tuple[str, ...]

    def where(self, mask: Bools) -> "Jobs":
        """The jobs that `mask` keeps."""
        person, body, role = self.person[mask], self.body[mask], self.role[mask]
        return Jobs(person, body, role, self.occupation[mask], self.past[mask], self.named)


def employment(ground: Ground, people: People, bodies: Sequence[Placed], rng: Rng) -> Jobs:
    """Present jobs (at most one a person), then past ones elsewhere."""
    chance = np.interp(people.age, *EMPLOYED) * np.where(people.female, WOMEN, 1.0)
    now = np.flatnonzero(happens(rng, chance, len(people.age)))
    then = np.flatnonzero(happens(rng, np.interp(people.age, *WORKED_BEFORE), len(people.age)))
    at = np.full(len(people.age), -1, np.int64)
    at[now] = _workplaces(ground, people.comune[now], bodies, rng)
    before = _workplaces(ground, people.comune[then], bodies, rng)
    then, before = then[before != at[then]], before[before != at[then]]
    person, body = np.concatenate([now, then]), np.concatenate([at[now], before])
    past = np.arange(len(person)) >= len(now)
    occupation, named = _occupations(bodies, body, rng)
    return Jobs(person, body, _roles(people, bodies, (person, body), past), occupation, past, named)


def _workplaces(ground: Ground, comune: Ints, bodies: Sequence[Placed], rng: Rng) -> Ints:
    """A body for each worker, in proportion to size, in the comune where they look for work."""
    size = np.array([body.size for body in bodies], np.float64)
    where = np.array([body.comune for body in bodies], np.int64)
    order = np.argsort(where, kind="stable")
    total = np.cumsum(size[order])
    target = _commute(ground, comune, rng)
    low, high = _span(where[order], total, target)
    nothing = high <= low
    low, high = np.where(nothing, 0.0, low), np.where(nothing, total[-1], high)
    drawn = low + rng.random(len(comune)) * (high - low)
    return order[np.minimum(np.searchsorted(total, drawn, side="right"), len(order) - 1)]


def _span(where: Ints, total: Floats, target: Ints) -> tuple[Floats, Floats]:
    before = np.concatenate([[0.0], total])
    return before[np.searchsorted(where, target)], before[np.searchsorted(where, target, side="right")]


def _commute(ground: Ground, comune: Ints, rng: Rng) -> Ints:
    choice = rng.choice(4, size=len(comune), p=COMMUTING)
    seat = ground.seats[ground.district[comune]]
    anywhere = rng.integers(len(ground.inhabitants), size=len(comune))
    return np.choose(choice, [comune, ground.around(comune, rng), seat, anywhere])


def _roles(people: People, bodies: Sequence[Placed], jobs: tuple[Ints, Ints], past: Bools) -> Ints:
    person, body = jobs
    age = people.age[person]
    order = np.lexsort((-age, past, body))
    rank = np.empty(len(person), np.int64)
    rank[order] = rank_within(body[order])
    size = np.array([entry.size for entry in bodies])[body]
    usual = np.array([ROLES.index(entry.template.role if entry.template else "employee") for entry in bodies])[body]
    firm = np.array([isinstance(entry.node, Firm) for entry in bodies])[body]
    return np.where(firm, _roles_in_firms(size, rank, age, past), usual)


def _roles_in_firms(size: Floats, rank: Ints, age: Ints, past: Bools) -> Ints:
    young = age < 24
    here = ~past & ~young
    owner, manager, foreman, employee, trainee = range(5)  # as in ROLES
    chosen = [
        (young & (rank % 2 == 1), trainee),
        (here & (rank == 0) & (size < 15), owner),
        (here & (rank == 0), manager),
        (here & (rank == 1) & (size >= 4) & (age >= 30), foreman),
    ]
    return np.select([mask for mask, _ in chosen], [role for _, role in chosen], employee)


def _occupations(bodies: Sequence[Placed], body: Ints, rng: Rng) -> tuple[Ints, tuple[str, ...]]:
    """One of those of each firm; elsewhere that of the kind of body, if any."""
    options = [_options(entry) for entry in bodies]
    named = tuple(dict.fromkeys(code for codes in options for code in codes))
    number = {code: place for place, code in enumerate(named)}
    flat = np.array([number[code] for codes in options for code in codes], np.int64)
    many = np.array([len(codes) for codes in options], np.int64)
    first = np.cumsum(many) - many
    drawn = np.zeros(len(body), np.int64)
    several = many[body] > 1
    drawn[several] = rng.integers(many[body[several]])
    known = many[body] > 0
    found = np.full(len(body), -1, np.int64)
    found[known] = flat[first[body[known]] + drawn[known]]
    return found, named


def _options(body: Placed) -> tuple[str, ...]:
    if isinstance(body.node, Firm):
        return body.node.occupations
    return (body.template.occupation,) if body.template and body.template.occupation else ()
