"""The demonstration that its tests share, made once: the real ground of Cremona, invented people."""

import random
from datetime import UTC, date, datetime
from functools import cache

from graph.demo import Demonstration, demonstration
from graph.kinds import Adjacency, Place
from graph.kinds.ids import new_ids
from graph.territory.geopop import Population, load_province, population
from graph.territory.places import territory

REFERENCE = date(2026, 9, 1)


@cache
def land(province: str = "CR") -> tuple[tuple[Place, ...], tuple[Adjacency, ...]]:
    """The places of the province, and which of them touch."""
    ids = new_ids(datetime(2026, 9, 1, tzinfo=UTC), random.Random(3).getrandbits)
    places, adjacency = territory(load_province(province), ids, REFERENCE)
    return tuple(places), tuple(adjacency)


@cache
def ground(province: str = "CR") -> tuple[tuple[Place, ...], Population]:
    """The places of the province, and who lives there."""
    return land(province)[0], population(province)


@cache
def demo(persons: int = 5000, seed: int = 7, province: str = "CR") -> Demonstration:
    """A demonstration on that ground."""
    places, people = ground(province)
    return demonstration(places=places, population=people, persons=persons, seed=seed, reference_date=REFERENCE)
