"""The whole demonstration province from one seed: people, bodies, ties, openings, pacts and what happened in them."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

import numpy as np

from graph.demo.choosing import choose, learners
from graph.demo.community import Community, community
from graph.demo.delivery import record_batches, tie_batches
from graph.demo.draws import Chance, Ints, Rng, skip
from graph.demo.firms import place_firms
from graph.demo.ground import Ground, ground
from graph.demo.history import remember
from graph.demo.households import Assembly
from graph.demo.institutions import Institutions, institutions
from graph.demo.nearness import Surroundings
from graph.demo.openings import Opened, actions, opportunities
from graph.demo.pacts import Signed, operators, sign
from graph.demo.parties import Parties, parties, tongues
from graph.demo.placing import place_bodies
from graph.demo.population import sample
from graph.demo.roll import Roll, roll
from graph.demo.scenes import play
from graph.demo.stage import Stage, in_touch
from graph.demo.ties import (
    Columns,
    Pairs,
    Spell,
    as_declared,
    gathered,
    pairs_of,
    shared,
    strengths,
    times,
    visibilities,
)
from graph.demo.weaving import weave
from graph.errors import InputError, Text
from graph.kinds import (
    Affiliation,
    Hosting,
    Location,
    Membership,
    Node,
    Ownership,
    Parentage,
    Partnership,
    Place,
    Supply,
    Tie,
)
from graph.kinds.ids import Ids, Uids, new_ids
from graph.store.batches import NodeBatch, TieBatch
from graph.territory.geopop import Population

YEAR = 365
BETWEEN_BODIES = (0.1, 0.45, 0.35, 0.1)
BATCH: Final = 50_000
"""Nodes or ties delivered at a time."""
STEPS: Final = (
    Text("Persone e famiglie", "Persons and families"),
    Text("Enti, imprese e occasioni", "Bodies, firms and opportunities"),
    Text("Legami", "Ties"),
    Text("Patti e chi li circonda", "Pacts and who is around them"),
)
"""What is made, in this order."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Everything but the places, as columns, and the store's settings."""

    parties: Parties
    records: Sequence[Node]
    woven: Sequence[tuple[Uids, Columns]]
    settings: dict[str, str]

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return len(self.parties.community.person_ids) + len(self.parties.community.family_ids) + len(self.records)

    @property
    def tie_count(self) -> int:
        """How many ties there are."""
        return sum(len(columns) for _, columns in self.woven)

    def nodes(self, size: int = BATCH) -> Iterator[NodeBatch]:
        """All nodes, at most `size` at a time, in the order in which ties count them after the places."""
        yield from self.parties.persons(size)
        yield from self.parties.families(size)
        yield from record_batches(self.records, size)

    def ties(self, size: int = BATCH) -> Iterator[TieBatch]:
        """All ties, at most `size` at a time."""
        for ids, columns in self.woven:
            yield from tie_batches(columns, ids, size)


def demonstration(
    *,
    places: Sequence[Place],
    population: Population,
    persons: int,
    seed: int,
    reference_date: date,
    begin: Callable[[Text], None] = lambda _: None,
) -> Demonstration:
    """An invented community of `persons` people on real ground; the same inputs give the same bytes.

    `places`: the comuni and districts, which are delivered before; ties may end at them. Every record is marked
    synthetic; no record begins after `reference_date` except openings, reviews and the ends of consents.
    `begin` is told each of STEPS as it begins.
    Raises InputError where `places` holds no comune or `population` nobody of them.
    """
    chance, steps = Chance(seed, reference_date), iter(STEPS)
    ids = new_ids(datetime.combine(reference_date, time(6), UTC), random.Random(seed).getrandbits)  # noqa: S311
    begin(next(steps))
    land = ground(places)
    people = sample(land, counts(land, population), persons, chance.stream("population"))
    housed = Assembly(people, chance.stream("households")).finish()
    begin(next(steps))
    services = place_bodies(land, ids, chance.stream("bodies"), reference_date)
    firms = place_firms(land, persons, ids, chance.stream("firms"), first=len(services))
    folk = community(land, housed, [*services, *firms], ids, chance)
    openings = _openings(folk, persons, ids, chance)
    begin(next(steps))
    order = _order(places, folk, openings)
    links = institutions(land, services, firms, chance.stream("institutions"))
    woven = _woven(folk, order, links, openings, chance)
    begin(next(steps))
    stage, signed = _played(folk, order, woven, openings, ids, chance=chance)
    records = [entry.node for entry in (*folk.bodies, *openings, *signed)]
    made = parties(folk, stage.agreed, stage.spoken, chance)
    return Demonstration(made, records, _numbered(woven, stage, ids), _settings(persons, seed, reference_date))


def _order(places: Sequence[Place], folk: Community, openings: Sequence[Opened]) -> Roll:
    return roll(
        places=len(places),
        persons=len(folk.people.age),
        families=len(folk.families),
        bodies=len(folk.bodies),
        openings=len(openings),
    )


def counts(land: Ground, population: Population) -> Ints:
    """Inhabitants by comune (in the ground's order), age and sex; raises InputError where there is nobody."""
    rows = {code: row for row, code in enumerate(population.istat_codes)}
    found = np.zeros((len(land.places), *population.counts.shape[1:]), np.int64)
    for row, place in enumerate(land.places):
        if place.istat_code in rows:
            found[row] = population.counts[rows[place.istat_code]]
    if not found.sum():
        raise InputError(
            "La popolazione non conta nessuno in questi comuni: usa quella della stessa provincia.",
            "The population counts nobody in these comuni: use that of the same province.",
        )
    return found


def _settings(persons: int, seed: int, reference_date: date) -> dict[str, str]:
    return {
        "demo": "true",
        "reference_date": reference_date.isoformat(),
        "demo_persons": str(persons),
        "demo_seed": str(seed),
    }


def _openings(folk: Community, persons: int, ids: Iterator[str], chance: Chance) -> list[Opened]:
    scale, today = persons / 1000, chance.today
    open_now = opportunities(folk.ground, folk.bodies, scale, ids, chance.stream("opportunities"), today=today)
    return open_now + actions(folk.ground, folk.bodies, scale, ids, chance.stream("actions"), today=today)


def _played(
    folk: Community, order: Roll, woven: Sequence[Columns], openings: Sequence[Opened], ids: Ids, *, chance: Chance
) -> tuple[Stage, list[Signed]]:
    """The pacts, and what scenes and their history add to the rest."""
    around = Surroundings(folk.ground, folk.bodies)
    bounds = choose(folk, around, chance.stream("choice"))
    spoken = tongues(folk, learners(folk, bounds), chance.stream("tongues"))
    kin = in_touch(len(folk.people.age), woven, order)
    stage = Stage(folk, order, around, chance.today, chance.stream("scenes"), spoken, kin)
    play(stage, bounds)
    signed = sign(stage, bounds, spoken, operators(stage), ids)
    remember(stage, signed, openings)
    return stage, signed


def _numbered(woven: Sequence[Columns], stage: Stage, ids: Ids) -> list[tuple[Uids, Columns]]:
    """Every tie with its id: first those woven, then those of the stage in the order in which they came up."""
    numbered = [(ids.take(len(columns)), columns) for columns in woven]
    later = ids.take(len(stage.ties))
    return [*numbered, *((later[places], columns) for places, columns in gathered(stage.ties))]


def _woven(
    folk: Community, order: Roll, links: Institutions, openings: Sequence[Opened], chance: Chance
) -> list[Columns]:
    """All ties but those of scenes and pacts."""
    return [
        *weave(folk, order, chance.stream("weaving"), chance.today),
        *_institutional(folk.ground, order, links, chance),
        *_activities(folk, order, openings, chance.stream("activities"), chance.today),
    ]


def _institutional(land: Ground, order: Roll, links: Institutions, chance: Chance) -> list[Columns]:
    rng, located = chance.stream("links"), pairs_of(links.locations)
    at_places = Pairs(located.left + order.bodies, land.rows[located.right])
    among: tuple[tuple[type[Tie], Pairs], ...] = (
        (Partnership, _among_bodies(order, links.partnerships)),
        (Parentage, _among_bodies(order, links.parentages)),
        (Affiliation, _among_bodies(order, links.affiliations)),
        (Supply, _among_bodies(order, links.supplies)),
        (Location, at_places),
        (Ownership, _among_bodies(order, links.owned)),
    )
    return [_links(kind, ends, rng, chance.today) for kind, ends in among]


def _among_bodies(order: Roll, found: Sequence[tuple[int, int]]) -> Pairs:
    return pairs_of(found).counted_from(order.bodies, order.bodies)


def _links(kind: type[Tie], ends: Pairs, rng: Rng, today: date) -> Columns:
    levels = strengths(rng, len(ends), BETWEEN_BODIES)
    since = times(rng, today, len(ends), Spell(200, 12 * YEAR))
    return Columns(kind, ends, levels, since, as_declared(kind, len(ends)), shared())


def _activities(folk: Community, order: Roll, openings: Sequence[Opened], rng: Rng, today: date) -> list[Columns]:
    """Who hosts what, and who takes part."""
    run = pairs_of([(entry.host, place) for place, entry in enumerate(openings)])
    hosting = _links(Hosting, run.counted_from(order.bodies, order.openings), rng, today)
    joining = list(_joining(folk, openings, rng))
    rows = np.concatenate([run.left[:0], *joining])
    joined = Pairs(rows, np.repeat(np.arange(len(openings)), [len(found) for found in joining]))
    levels = strengths(rng, len(joined), BETWEEN_BODIES)
    since = times(rng, today, len(joined), Spell(5, 120))
    seen = visibilities(rng, len(joined), 0.02)
    ends = joined.counted_from(order.persons, order.openings)
    return [hosting, Columns(Membership, ends, levels, since, seen, shared())]


def _joining(folk: Community, openings: Sequence[Opened], rng: Rng) -> Iterator[Ints]:
    """Who takes part in each opening: some of those of its comune and ages."""
    age, nobody = folk.people.age, np.zeros(0, np.int64)
    here = [nobody] * len(folk.ground.places)
    for comune in {entry.comune for entry in openings if entry.joined}:
        here[comune] = np.flatnonzero((folk.people.comune == comune) & ~folk.withdrawn)
    for entry in openings:
        if not entry.joined:
            skip(rng, len(age))
            yield nobody
            continue
        rows, drawn = here[entry.comune], rng.random(len(age))
        low, high = entry.node.min_age or 12, entry.node.max_age or 90
        yield rows[(age[rows] > low) & (age[rows] <= high) & (drawn[rows] < 2 * entry.joined)]
