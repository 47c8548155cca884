"""Who works where, and worked before: near home, more in larger firms, the oldest as owners and foremen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.demo.catalogue import Template
from graph.demo.draws import Bools, Floats, Ints, Rng, happens, listed, pick
from graph.demo.ground import Ground
from graph.demo.households import rank_within
from graph.demo.placing import Placed
from graph.demo.population import People
from graph.kinds import Firm

EMPLOYED = ((18, 19, 22, 30, 45, 58, 64, 68), (0.0, 0.15, 0.45, 0.74, 0.78, 0.68, 0.3, 0.0))
WOMEN = 0.84
"""Women's chance of paid work, against men's."""
WORKED_BEFORE = ((20, 25, 35, 90), (0.0, 0.15, 0.34, 0.3))
COMMUTING = (0.4, 0.3, 0.15, 0.15)
"""Shares who work in their comune, near it, in the seat of their district, anywhere."""


@dataclass(frozen=True, slots=True)
class Jobs:
    """One job a row: positions of person and body, role, occupation, and whether it has ended."""

    person: Ints
    body: Ints
    role: tuple[str, ...]
    occupation: tuple[str | None, ...]
    past: Bools


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
    role, occupation = _roles(people, bodies, person, body, past), _occupations(bodies, body, rng)
    return Jobs(person, body, role, occupation, past)


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


def _roles(people: People, bodies: Sequence[Placed], person: Ints, body: Ints, past: Bools) -> tuple[str, ...]:
    order = np.lexsort((-people.age[person], past, body))
    rank = np.empty(len(person), np.int64)
    rank[order] = rank_within(body[order])
    rows = zip(listed(body), listed(rank), listed(people.age[person]), past.tolist(), strict=True)
    return tuple(_role(bodies[at], place, age, gone) for at, place, age, gone in rows)


def _role(body: Placed, rank: int, age: int, past: bool) -> str:
    if isinstance(body.node, Firm):
        return _role_in_firm(body.size, rank, age, past)
    return body.template.role if body.template else "employee"


def _role_in_firm(size: float, rank: int, age: int, past: bool) -> str:
    if past or age < 24:
        return "trainee" if age < 24 and rank % 2 else "employee"
    if rank == 0:
        return "owner" if size < 15 else "manager"
    return "foreman" if rank == 1 and size >= 4 and age >= 30 else "employee"


def _occupations(bodies: Sequence[Placed], body: Ints, rng: Rng) -> tuple[str | None, ...]:
    return tuple(_occupation(bodies[at], rng) for at in listed(body))


def _occupation(body: Placed, rng: Rng) -> str | None:
    template: Template | None = body.template
    if isinstance(body.node, Firm):
        return pick(rng, body.node.occupations)
    return template.occupation if template else None
