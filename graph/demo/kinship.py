"""Relatives: parents who live elsewhere are found first; siblings, grandparents and uncles follow from them."""

from dataclasses import replace

import numpy as np

from graph.demo.draws import Bools, Ints, Rng, happens
from graph.demo.ground import Ground
from graph.demo.households import NOBODY, SPAN, Households, rank_within
from graph.demo.population import People
from graph.demo.ties import Pairs

MOTHER_NEAR = 0.55
SAME_COMUNE = 0.6
LARGE = 12
"""Grown children whom one mother may have; more, found for women of one age and comune, are of several of them."""
OF_ONE = 1.7
"""How many each of those has, on average."""


def with_parents(ground: Ground, people: People, homes: Households, rng: Rng) -> Households:
    """Give adults without a recorded mother one who lives in their comune or near it, where age allows."""
    adults = np.flatnonzero((people.age >= 20) & (homes.mother == NOBODY) & (homes.father == NOBODY))
    adults = adults[happens(rng, MOTHER_NEAR, len(adults))]
    women = np.flatnonzero(people.female & (people.age >= 40))
    if not len(women):
        return homes
    women = women[np.argsort(people.comune[women] * SPAN + people.age[women], kind="stable")]
    keys = people.comune[women] * SPAN + people.age[women]
    where = _around(ground, people.comune[adults], rng)
    gap = np.rint(rng.normal(29, 5, len(adults))).astype(np.int64)
    place = np.searchsorted(keys, where * SPAN + people.age[adults] + gap)
    fits = _fit(people, adults, women[np.minimum(place, len(women) - 1)], where)
    place[fits] += further(place[fits])
    found = women[np.minimum(place, len(women) - 1)]
    fits = _fit(people, adults, found, where)
    mother = homes.mother.copy()
    mother[adults[fits]] = found[fits]
    return _without_marrying_siblings(replace(homes, mother=mother, father=_fathers(people, homes, mother)))


def _fit(people: People, adults: Ints, women: Ints, where: Ints) -> Bools:
    """Which of the women live where a mother is sought, and are of an age to be the mother of the adult."""
    apart = people.age[women] - people.age[adults]
    return (people.comune[women] == where) & (apart >= 18) & (apart <= 44)


def further(place: Ints) -> Ints:
    """How many women further each of those looks who found one woman: none, unless they are more than LARGE."""
    many = np.bincount(place)[place]
    mothers = np.where(many > LARGE, np.ceil(many / OF_ONE), 1).astype(np.int64)
    return rank_within(place) % mothers


def _around(ground: Ground, comune: Ints, rng: Rng) -> Ints:
    own = happens(rng, SAME_COMUNE, len(comune))
    return np.where(own, comune, ground.around(comune, rng))


def _fathers(people: People, homes: Households, mother: Ints) -> Ints:
    """The mother's partner, for the newly found ones; the age must allow it."""
    child = np.flatnonzero((mother != NOBODY) & (homes.mother == NOBODY))
    partner = homes.partner[mother[child]]
    fits = (partner != NOBODY) & (people.age[partner] - people.age[child] >= 18)
    father = homes.father.copy()
    father[child[fits]] = partner[fits]
    return father


def _without_marrying_siblings(homes: Households) -> Households:
    partner = homes.partner
    clash = (partner != NOBODY) & (homes.mother != NOBODY) & (homes.mother == homes.mother[partner])
    wife = np.flatnonzero(clash & (np.arange(len(partner)) < partner))
    mother, father = homes.mother.copy(), homes.father.copy()
    mother[wife] = father[wife] = NOBODY
    return replace(homes, mother=mother, father=father)


def relatives(homes: Households) -> list[tuple[str, Pairs]]:
    """Pairs of persons by relation (what the first is to the second); no pair twice."""
    mother, father, partner = homes.mother, homes.father, homes.partner
    rows = np.arange(len(mother))
    siblings = _siblings(np.where(mother != NOBODY, mother, father))
    found = [
        ("partner", Pairs(rows, partner).where((partner != NOBODY) & (rows < partner))),
        ("parent", _up(mother, rows).join(_up(father, rows))),
        ("sibling", siblings),
        ("grandparent", _grandparents(mother, father)),
        ("other", _uncles(siblings, mother).join(_uncles(siblings, father))),
    ]
    return _each_once(found, len(mother))


def _up(parent: Ints, rows: Ints) -> Pairs:
    return Pairs(parent, rows).where(parent != NOBODY)


def _grandparents(mother: Ints, father: Ints) -> Pairs:
    rows = np.arange(len(mother))
    pairs = Pairs(rows[:0], rows[:0])
    for parent in (mother, father):
        for grand in (mother, father):
            above = np.where(parent != NOBODY, grand[parent], NOBODY)
            pairs = pairs.join(_up(above, rows))
    return pairs


def _siblings(parent: Ints) -> Pairs:
    """All pairs of children of one parent, up to five apart in a long row of them."""
    order = np.argsort(parent, kind="stable")
    order = order[parent[order] != NOBODY]
    pairs = Pairs(order[:0], order[:0])
    for apart in range(1, 6):
        left, right = order[:-apart], order[apart:]
        pairs = pairs.join(Pairs(left, right).where(parent[left] == parent[right]))
    return pairs


def _uncles(siblings: Pairs, parent: Ints) -> Pairs:
    """Each sibling of a parent with each child of that parent."""
    order = np.argsort(parent, kind="stable")
    above = parent[order]
    uncle = np.concatenate([siblings.left, siblings.right])
    sibling = np.concatenate([siblings.right, siblings.left])
    first, last = np.searchsorted(above, sibling), np.searchsorted(above, sibling, side="right")
    many = last - first
    offset: Ints = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    return Pairs(np.repeat(uncle, many), order[np.repeat(first, many) + offset])


def _each_once(found: list[tuple[str, Pairs]], size: int) -> list[tuple[str, Pairs]]:
    taken = np.zeros(0, np.int64)
    kept: list[tuple[str, Pairs]] = []
    for relation, pairs in found:
        fresh = pairs.distinct(size, taken)
        taken = np.concatenate([taken, fresh.keys(size)])
        kept.append((relation, fresh))
    return kept
