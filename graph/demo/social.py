"""Friends, neighbours and acquaintances: alike in age and place, few with many ties and many with few."""

from dataclasses import dataclass

import numpy as np

from graph.demo.draws import Bools, Floats, Ints, Rng, happens
from graph.demo.ground import Ground
from graph.demo.households import SPAN, Households
from graph.demo.population import People
from graph.demo.ties import Pairs

MEAN_FRIENDS = 4.2
TAIL = 2.4
"""Exponent of the degree distribution's tail, as in many friendship networks (2 to 3)."""
MOST = 25.0
AWAY = (0.72, 0.2, 0.08)
"""Shares of friends sought in the same comune, near it, and anywhere."""
SPREAD = 0.12
"""How far along the ages of a comune friends are sought, as a share of its ties."""
CLOSED = 0.18
"""Ties added between friends of one friend, as a share of all friendships."""


def sociability(people: People, withdrawn: Bools, rng: Rng) -> Floats:
    """Expected number of friends: heavy-tailed, fewer for the very young and the very old, none for the withdrawn."""
    heavy = np.minimum((1 - rng.random(len(people.age))) ** (-1 / (TAIL - 1)), MOST)
    by_age = np.interp(people.age, (5, 6, 16, 30, 70, 90), (0.0, 0.7, 1.3, 1.0, 0.8, 0.35))
    wanted = np.where(withdrawn, 0.0, heavy * by_age)
    return wanted * MEAN_FRIENDS / max(float(wanted.mean()), 1e-9)


def friendships(ground: Ground, people: People, homes: Households, rng: Rng, wanted: Floats) -> Pairs:
    """Pairs of friends, each once, never of one household."""
    stubs = _stubs(people, wanted, rng)
    if not len(stubs):
        return Pairs(stubs, stubs)
    seekers = rng.permutation(stubs)[: int(len(stubs) * 0.75)]
    found = Pairs(seekers, _partners(ground, people, stubs, seekers, rng))
    found = _plausible(people, homes, found).distinct(len(people.age), np.zeros(0, np.int64))
    closing = _plausible(people, homes, _triangles(found, len(people.age), rng))
    return found.join(closing.distinct(len(people.age), found.keys(len(people.age))))


def _stubs(people: People, wanted: Floats, rng: Rng) -> Ints:
    """Each person once for each tie wanted, ordered by comune and age."""
    many = np.floor(wanted + rng.random(len(wanted))).astype(np.int64)
    order = np.argsort(people.comune * SPAN + people.age, kind="stable")
    return np.repeat(order, many[order])


def _partners(ground: Ground, people: People, stubs: Ints, seekers: Ints, rng: Rng) -> Ints:
    """For each seeker somebody of nearly their age, in the place where they look."""
    keys = people.comune[stubs] * SPAN + people.age[stubs]
    where = _where(ground, people.comune[seekers], np.unique(people.comune), rng)
    start = np.searchsorted(keys, np.arange(len(ground.places) * SPAN + 1))
    first, last = start[where * SPAN], start[(where + 1) * SPAN]
    here = start[where * SPAN + people.age[seekers]]
    jump = np.rint(rng.laplace(0, 1, len(seekers)) * np.maximum(2, SPREAD * (last - first))).astype(np.int64)
    place = np.clip(here + jump, first, np.maximum(last - 1, first))
    return stubs[np.minimum(place, len(stubs) - 1)]


def _where(ground: Ground, comune: Ints, inhabited: Ints, rng: Rng) -> Ints:
    choice = rng.choice(3, size=len(comune), p=AWAY)
    anywhere = inhabited[rng.integers(len(inhabited), size=len(comune))]
    return np.where(choice == 0, comune, np.where(choice == 1, ground.around(comune, rng), anywhere))


def _plausible(people: People, homes: Households, pairs: Pairs) -> Pairs:
    """Not of one household; children with children of about their age; adults within a generation."""
    left, right = people.age[pairs.left], people.age[pairs.right]
    gap, young = np.abs(left - right), np.minimum(left, right) < 18
    together = (homes.home[pairs.left] == homes.home[pairs.right]) & (homes.home[pairs.left] >= 0)
    return pairs.where((gap <= np.where(young, 3, 28)) & ~together)


def _triangles(pairs: Pairs, size: int, rng: Rng) -> Pairs:
    """Pairs of people who share a friend."""
    both = np.concatenate([pairs.left, pairs.right])
    other = np.concatenate([pairs.right, pairs.left])
    order = np.argsort(both, kind="stable")
    both, other = both[order], other[order]
    start, end = np.searchsorted(both, np.arange(size)), np.searchsorted(both, np.arange(size), side="right")
    chosen = rng.integers(len(both), size=int(CLOSED * len(pairs)))
    middle = other[chosen]
    third = start[middle] + (rng.random(len(chosen)) * (end[middle] - start[middle])).astype(np.int64)
    return Pairs(both[chosen], other[third])


@dataclass(frozen=True, slots=True)
class Streets:
    """Families in the order of their doors: `position[f]` counts from the first door of the comune of `f`."""

    order: Ints
    position: Ints


def streets(comune: Ints, rng: Rng) -> Streets:
    """Families of each comune along its streets, in random order."""
    order = np.lexsort((rng.random(len(comune)), comune))
    position = np.empty(len(comune), np.int64)
    position[order] = np.arange(len(comune)) - np.searchsorted(comune[order], comune[order])
    return Streets(order, position)


def neighbours(comune: Ints, along: Streets, withdrawn: Bools, rng: Rng) -> Pairs:
    """Families a door or two apart who know each other."""
    pairs = Pairs(along.order[:0], along.order[:0])
    for apart, chance in ((1, 0.5), (2, 0.25)):
        near = Pairs(along.order[:-apart], along.order[apart:])
        known = happens(rng, chance, len(near)) & (comune[near.left] == comune[near.right])
        pairs = pairs.join(near.where(known & ~withdrawn[near.left] & ~withdrawn[near.right]))
    return pairs


def circles(groups: Ints, members: Ints, rng: Rng, reach: int) -> Pairs:
    """Members of one group (`groups[i]` of `members[i]`) who know each other: the next `reach` in a random order."""
    order = np.lexsort((rng.random(len(groups)), groups))
    groups, members = groups[order], members[order]
    pairs = Pairs(members[:0], members[:0])
    for apart in range(1, reach + 1):
        near = Pairs(members[:-apart], members[apart:])
        pairs = pairs.join(near.where(groups[:-apart] == groups[apart:]))
    return pairs
