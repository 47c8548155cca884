"""The whole demonstration province from one seed: people, bodies, ties, openings, pacts and what happened in them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import numpy as np

from graph.demo.choosing import choose, learners
from graph.demo.community import Community, community
from graph.demo.draws import Chance, Ints, Rng
from graph.demo.firms import place_firms
from graph.demo.ground import Ground, ground
from graph.demo.history import remember
from graph.demo.households import Assembly
from graph.demo.institutions import Institutions, Link, institutions
from graph.demo.openings import Opened, actions, opportunities
from graph.demo.pacts import operators, sign
from graph.demo.parties import parties, tongues
from graph.demo.placing import place_bodies
from graph.demo.population import sample
from graph.demo.scenes import play
from graph.demo.stage import Stage, in_touch
from graph.demo.ties import Columns, Spell, strengths, times, visibilities
from graph.demo.weaving import weave
from graph.errors import InputError
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
from graph.kinds.ids import new_ids
from graph.territory.geopop import Population

YEAR = 365
BETWEEN_BODIES = (0.1, 0.45, 0.35, 0.1)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Records in an order in which a store can take them (nodes, then ties), and the store's settings."""

    nodes: list[Node]
    ties: list[Tie]
    settings: dict[str, str]


def demonstration(
    *, places: Sequence[Place], population: Population, persons: int, seed: int, reference_date: date
) -> Demonstration:
    """An invented community of `persons` people on real ground; the same inputs give the same bytes.

    `places`: the comuni and districts, which the store holds already and ties may end at. Every record is marked
    synthetic; no record begins after `reference_date` except openings, reviews and the ends of consents.
    Raises InputError where `places` holds no comune or `population` nobody of them.
    """
    chance = Chance(seed, reference_date)
    ids = new_ids(datetime.combine(reference_date, time(6), UTC), random.Random(seed).getrandbits)  # noqa: S311
    land = ground(places)
    people = sample(land, counts(land, population), persons, chance.stream("population"))
    housed = Assembly(people, chance.stream("households")).finish()
    services = place_bodies(land, ids, chance.stream("bodies"), reference_date)
    firms = place_firms(land, persons, ids, chance.stream("firms"))
    bodies = [*services, *(firm for firm, _ in firms)]
    folk = community(land, housed, bodies, ids, chance)
    openings = _openings(folk, persons, ids, chance)
    links = institutions(land, services, firms, chance.stream("institutions"))
    woven, bounds = _woven(folk, links, openings, chance), choose(folk, chance.stream("choice"))
    spoken = tongues(folk, learners(folk, bounds), chance.stream("tongues"))
    stage = Stage(folk, reference_date, chance.stream("scenes"), spoken, in_touch(folk, woven))
    play(stage, bounds)
    signed = sign(stage, bounds, spoken, operators(stage), ids)
    remember(stage, signed, openings)
    records = [entry.node for entry in (*bodies, *openings, *signed)]
    nodes = [*parties(folk, stage.agreed, spoken, chance), *records]
    ties = [tie for column in (*woven, *stage.ties) for tie in column.records(ids)]
    return Demonstration(nodes, ties, _settings(persons, seed, reference_date))


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


def _woven(folk: Community, links: Institutions, openings: Sequence[Opened], chance: Chance) -> list[Columns]:
    """All ties but those of scenes and pacts."""
    return [
        *weave(folk, chance.stream("weaving"), chance.today),
        *_institutional(links, chance),
        *_activities(folk, openings, chance.stream("activities"), chance.today),
    ]


def _institutional(links: Institutions, chance: Chance) -> list[Columns]:
    rng = chance.stream("links")
    plan: tuple[tuple[type[Tie], list[Link]], ...] = (
        (Partnership, links.partnerships),
        (Parentage, links.parentages),
        (Affiliation, links.affiliations),
        (Supply, links.supplies),
        (Location, links.locations),
        (Ownership, links.owned),
    )
    return [_links(kind, found, rng, chance.today) for kind, found in plan]


def _links(kind: type[Tie], found: Sequence[Link], rng: Rng, today: date) -> Columns:
    fields = {
        "strength": strengths(rng, len(found), BETWEEN_BODIES),
        **times(rng, today, len(found), Spell(200, 12 * YEAR)),
    }
    return Columns(kind, [source for source, _ in found], [target for _, target in found], fields)


def _activities(folk: Community, openings: Sequence[Opened], rng: Rng, today: date) -> list[Columns]:
    """Who hosts what, and who takes part."""
    hosting = _links(Hosting, [(entry.host, entry.node.id) for entry in openings], rng, today)
    sources: list[str] = []
    targets: list[str] = []
    for entry in openings:
        low, high = entry.node.min_age or 12, entry.node.max_age or 90
        able = (folk.people.comune == entry.comune) & (folk.people.age > low) & (folk.people.age <= high)
        able &= ~folk.withdrawn & (rng.random(len(folk.people.age)) < 2 * entry.joined)
        rows = np.flatnonzero(able).tolist()
        sources += [folk.person_ids[row] for row in rows]
        targets += [entry.node.id] * len(rows)
    fields = {
        "strength": strengths(rng, len(sources), BETWEEN_BODIES),
        **times(rng, today, len(sources), Spell(5, 120)),
        "visibility": visibilities(rng, len(sources), 0.02),
    }
    return [hosting, Columns(Membership, sources, targets, fields)]
