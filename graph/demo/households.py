"""Who lives with whom: families put together from sampled ages, one comune at a time, by the nearest fitting age.

Shares are rounded from Italian statistics on households: children at home by age, couples by age, one parent
in about seven with children, one elderly person alone in ten with a child's family.
"""

from dataclasses import dataclass, replace

import numpy as np

from graph.demo.draws import Bools, Ints, Rng, happens
from graph.demo.population import People

SPAN = 1000
"""Comune and age in one key: comune x SPAN + age, so that near keys are near ages of the same comune."""
NOBODY = -1

AT_HOME = ((17, 19, 22, 27, 32, 38, 45), (1.0, 0.97, 0.9, 0.62, 0.27, 0.1, 0.04))
MOTHER_WITH_PARTNER = ((20, 40, 60, 72), (0.88, 0.86, 0.84, 0.6))
WOMAN_IN_COUPLE = ((20, 30, 45, 60, 75, 85, 95), (0.2, 0.55, 0.6, 0.75, 0.6, 0.3, 0.05))
FIRST_BORN = 0.62
WITH_A_CHILD = 0.1
WITHOUT_FAMILY = 0.04


@dataclass(frozen=True, slots=True)
class Households:
    """`home` numbers the families from 0 (NOBODY: of no family); the others hold positions of persons."""

    home: Ints
    mother: Ints
    father: Ints
    partner: Ints

    @property
    def families(self) -> int:
        """How many families there are."""
        return int(self.home.max()) + 1


def nearest(wanted: Ints, pool: Ints, tolerance: int) -> Ints:
    """For each wanted key the position of the nearest pool key still free, or NOBODY beyond `tolerance`.

    Of two as near the lower; of equal keys the first, unless they lie below what is wanted: then the last.
    """
    order = np.argsort(pool, kind="stable")
    keys, first, many = np.unique(pool[order], return_index=True, return_counts=True)
    free = {key: [low, low + size] for key, low, size in zip(keys.tolist(), first.tolist(), many.tolist(), strict=True)}
    rows: list[int] = order.tolist()
    places = [_take(free, key, tolerance) for key in wanted.tolist()]
    return np.array([NOBODY if place < 0 else rows[place] for place in places], np.int64)


def _take(free: dict[int, list[int]], key: int, tolerance: int) -> int:
    """The place of the nearest key, free no longer; -1 beyond the tolerance. `free`: a span of places for each key."""
    for apart in range(tolerance + 1):
        below, above = free.get(key - apart), free.get(key + apart)
        if apart and below and below[0] < below[1]:
            below[1] -= 1
            return below[1]
        if above and above[0] < above[1]:
            above[0] += 1
            return above[0] - 1
    return -1


class Assembly:
    """The households under construction."""

    def __init__(self, people: People, rng: Rng) -> None:
        """Nobody lives with anybody yet."""
        self.people, self.rng = people, rng
        self.key = people.comune * SPAN + people.age
        size = len(people.age)
        self.mother, self.father, self.partner = (np.full(size, NOBODY, np.int64) for _ in range(3))
        self.at_home = happens(rng, np.interp(people.age, *AT_HOME), size)
        self.guardian = np.full(size, NOBODY, np.int64)

    def finish(self) -> tuple[People, Households]:
        """Carry out every step and number the families; who joined a family of another comune lives there now."""
        first = self.at_home & happens(self.rng, FIRST_BORN, len(self.at_home))
        self._children_of_women(np.flatnonzero(first))
        self._siblings(np.flatnonzero(self.at_home & ~first))
        self._children_of_women(self._waiting())
        self._children_of_men(self._waiting())
        self._elsewhere(self._waiting())
        self._fathers()
        self._couples()
        self._older_generation()
        head = self._heads()
        people = replace(self.people, comune=self.people.comune[head])
        return people, Households(self._homes(head), self.mother, self.father, self.partner)

    def _waiting(self) -> Ints:
        alone = (self.mother == NOBODY) & (self.father == NOBODY) & (self.guardian == NOBODY)
        return np.flatnonzero(self.at_home & alone)

    def _free(self, female: bool, low: int, high: int) -> Ints:
        people = self.people
        taken = np.zeros(len(people.age), np.bool_)
        for link in (self.mother, self.father, self.partner):
            taken[link[link != NOBODY]] = True
        able = (people.female == female) & (people.age >= low) & (people.age <= high) & ~self.at_home & ~taken
        return np.flatnonzero(able & (self.partner == NOBODY))

    def _children_of_women(self, children: Ints) -> None:
        gap = np.clip(np.rint(self.rng.normal(31, 4.5, len(children))), 22, 39).astype(np.int64)
        pool = self._free(True, 19, 85)
        found = nearest(self.key[children] + gap, self.key[pool], 5)
        self.mother[children[found >= 0]] = pool[found[found >= 0]]

    def _children_of_men(self, children: Ints) -> None:
        gap = np.clip(np.rint(self.rng.normal(34, 5, len(children))), 24, 44).astype(np.int64)
        pool = self._free(False, 21, 85)
        found = nearest(self.key[children] + gap, self.key[pool], 5)
        self.father[children[found >= 0]] = pool[found[found >= 0]]

    def _siblings(self, children: Ints) -> None:
        """Join the first-born whose age fits, at most two to each first-born."""
        firsts = np.flatnonzero(self.mother != NOBODY)
        if not len(firsts):
            return
        firsts = firsts[np.argsort(self.key[firsts], kind="stable")]
        wanted = self.key[children] + self.rng.integers(1, 7, len(children))
        place = np.clip(np.searchsorted(self.key[firsts], wanted), 0, len(firsts) - 1)
        chosen = firsts[place]
        mother = self.mother[chosen]
        gap = self.people.age[mother] - self.people.age[children]
        fits = (np.abs(self.key[chosen] - wanted) <= 3) & (gap >= 17) & (gap <= 45) & (rank_within(chosen) < 2)
        self.mother[children[fits]] = mother[fits]

    def _elsewhere(self, children: Ints) -> None:
        """Minors without a fitting parent in their comune live with one of another comune, or with any adult."""
        grown = children[self.people.age[children] >= 18]
        self.at_home[grown] = False
        minors = children[self.people.age[children] < 18]
        pool = self._free(True, 19, 60)
        found = nearest(self.people.age[minors] + 31, self.people.age[pool], 10)
        self.mother[minors[found >= 0]] = pool[found[found >= 0]]
        left, adults = minors[found < 0], np.flatnonzero((self.people.age >= 25) & ~self.at_home)
        if len(left) and len(adults):
            self.guardian[left] = adults[self.rng.integers(len(adults), size=len(left))]

    def _fathers(self) -> None:
        mothers = np.unique(self.mother[self.mother != NOBODY])
        age = self.people.age[mothers]
        self._marry(mothers[happens(self.rng, np.interp(age, *MOTHER_WITH_PARTNER), len(mothers))])
        child = np.flatnonzero(self.mother != NOBODY)
        partner = self.partner[self.mother[child]]
        suits = (partner != NOBODY) & (self.people.age[partner] - self.people.age[child] >= 17)
        self.father[child[suits]] = partner[suits]

    def _couples(self) -> None:
        women = self._free(True, 20, 110)
        chance = np.interp(self.people.age[women], *WOMAN_IN_COUPLE)
        self._marry(women[happens(self.rng, chance, len(women))])

    def _marry(self, women: Ints) -> None:
        men = self._free(False, 20, 110)
        wanted = self.key[women] + np.rint(self.rng.normal(2.5, 3.0, len(women))).astype(np.int64)
        found = nearest(wanted, self.key[men], 8)
        left = np.flatnonzero(found == NOBODY)  # these find a partner of another comune
        free = np.setdiff1d(np.arange(len(men)), found)
        elsewhere = nearest(self.people.age[women[left]] + 2, self.people.age[men[free]], 6)
        found[left[elsewhere >= 0]] = free[elsewhere[elsewhere >= 0]]
        wives, husbands = women[found >= 0], men[found[found >= 0]]
        self.partner[wives], self.partner[husbands] = husbands, wives

    def _older_generation(self) -> None:
        """Some elderly persons without a partner live with a daughter's or son's family."""
        people = self.people
        alone = (people.age >= 72) & (self.partner == NOBODY) & ~self.at_home
        elders = np.flatnonzero(alone & happens(self.rng, WITH_A_CHILD, len(people.age)))
        pool = np.unique(self.mother[(self.mother != NOBODY) & (people.age < 20)])
        pool = pool[(self.mother[pool] == NOBODY) & (people.age[pool] >= 30) & (people.age[pool] <= 62)]
        found = nearest(self.key[elders] - 32, self.key[pool], 8)
        elders, children = elders[found >= 0], pool[found[found >= 0]]
        own = people.female[elders]
        self.mother[children[own]] = elders[own]
        self.father[children[~own]] = elders[~own]
        self.guardian[elders] = children

    def _heads(self) -> Ints:
        """The position of whoever each person's family forms around."""
        head = np.arange(len(self.mother))
        man = ~self.people.female & (self.partner != NOBODY)
        head[man] = self.partner[man]
        cared = self.guardian != NOBODY
        for _ in range(2):  # a child's guardian may be an elderly person who is cared for in turn
            head[cared] = head[self.guardian[cared]]
        child = self.at_home & ~cared
        parent = np.where(self.mother != NOBODY, self.mother, self.father)
        child &= parent != NOBODY
        head[child] = head[parent[child]]
        return head

    def _homes(self, head: Ints) -> Ints:
        """The families numbered; some who live alone have no family record."""
        size = np.bincount(head, minlength=len(head))[head]
        kept = ~((size == 1) & happens(self.rng, WITHOUT_FAMILY, len(head)))
        home = np.full(len(head), NOBODY, np.int64)
        home[kept] = np.unique(head[kept], return_inverse=True)[1]
        return home


def rank_within(groups: Ints) -> Ints:
    """For each row how many earlier rows have its value."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.searchsorted(ordered, ordered)
    rank = np.empty(len(groups), np.int64)
    rank[order] = np.arange(len(groups)) - starts
    return rank


def alone_mask(home: Ints) -> Bools:
    """Which persons live in a family of one."""
    inside = home >= 0
    size = np.bincount(home[inside], minlength=int(home.max()) + 1)
    return inside & (size[np.maximum(home, 0)] == 1)
