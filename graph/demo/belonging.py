"""Who attends, joins and helps what: schools of the right age near home, associations, services, boards."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.demo.catalogue import CATALOGUE, Template
from graph.demo.catalogue.schools import ATTENDED
from graph.demo.draws import Bools, Floats, Ints, Rng, happens
from graph.demo.ground import Ground
from graph.demo.households import rank_within
from graph.demo.placing import Placed
from graph.demo.population import People
from graph.demo.ties import Pairs
from graph.kinds import Association, TradeAssociation

FAR_KM = 9.0
SCHOOL_KM = 35.0
VOLUNTEERS = 0.3
"""Share of the adult members of an association who also give time to it."""
BOARD = 3
ACTIVE_SPREAD = 0.9
"""Standard deviation of the logarithm of how much a person joins: few join much, many little."""


class Directory:
    """Which bodies of a template are nearest to each comune."""

    def __init__(self, ground: Ground, bodies: Sequence[Placed]) -> None:
        """Index `bodies` by their template."""
        self.ground = ground
        self._rows: dict[str, list[int]] = {}
        self._comune = np.array([body.comune for body in bodies], np.int64)
        for row, body in enumerate(bodies):
            if body.template:
                self._rows.setdefault(body.template.name, []).append(row)

    def rows(self, template: Template) -> Ints:
        """All bodies of a template."""
        return np.array(self._rows.get(template.name, []), np.int64)

    def nearest(self, template: Template, comune: Ints, most_km: float, rng: Rng) -> Ints:
        """For each comune a body of the template at the nearest site within `most_km`, or -1."""
        rows = self.rows(template)
        if not len(rows):
            return np.full(len(comune), -1, np.int64)
        rows = rows[np.argsort(self._comune[rows], kind="stable")]
        sites = self._comune[rows]
        km = self.ground.km[:, sites]
        closest = sites[np.argmin(km, axis=1)][comune]
        first, last = np.searchsorted(sites, closest), np.searchsorted(sites, closest, side="right")
        chosen = rows[first + (rng.random(len(comune)) * (last - first)).astype(np.int64)]
        return np.where(km.min(axis=1)[comune] <= most_km, chosen, -1)


@dataclass(frozen=True, slots=True)
class Belonging:
    """Pairs of person and body (positions)."""

    attending: Pairs
    members: Pairs
    volunteers: Pairs
    board: Pairs
    schools: Pairs


def belonging(directory: Directory, people: People, bodies: Sequence[Placed], withdrawn: Bools, rng: Rng) -> Belonging:
    """Everything that persons join and use."""
    active = np.where(withdrawn, 0.0, np.exp(rng.normal(-(ACTIVE_SPREAD**2) / 2, ACTIVE_SPREAD, len(people.age))))
    schools = _schools(directory, people, rng)
    used = _joined(directory, people, active, rng, use=True)
    members = _joined(directory, people, active, rng, use=False)
    grown = members.where(people.age[members.left] >= 20)
    volunteers = grown.where(happens(rng, VOLUNTEERS, len(grown)))
    return Belonging(used, members, volunteers, _board(bodies, grown, people, rng), schools)


def _schools(directory: Directory, people: People, rng: Rng) -> Pairs:
    """Each child of school age attends the nearest school of their age; the older ones choose among kinds."""
    choices: dict[tuple[int, int], list[Template]] = {}
    for template, low, high in ATTENDED:
        choices.setdefault((low, high), []).append(template)
    pairs = Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64))
    for (low, high), templates in choices.items():
        pupils = np.flatnonzero((people.age >= low) & (people.age <= high))
        options = [directory.nearest(template, people.comune[pupils], SCHOOL_KM, rng) for template in templates]
        school = np.choose(rng.integers(len(options), size=len(pupils)), options)
        pairs = pairs.join(Pairs(pupils, school).where(school >= 0))
    return pairs


def _joined(directory: Directory, people: People, active: Floats, rng: Rng, *, use: bool) -> Pairs:
    pairs = Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64))
    for template in CATALOGUE:
        share = template.uses if use else template.members
        if not share:
            continue
        low, high = _ages(template, use)
        able = np.flatnonzero((people.age >= low) & (people.age <= high))
        able = able[happens(rng, np.minimum(share * active[able], 0.9), len(able))]
        body = directory.nearest(template, people.comune[able], FAR_KM, rng)
        pairs = pairs.join(Pairs(able, body).where(body >= 0))
    return pairs


def _ages(template: Template, use: bool) -> tuple[int, int]:
    if not use:
        return template.joined_by
    low, high = template.ages
    return (low if low is not None else 20), (high if high is not None else 110)


def _board(bodies: Sequence[Placed], grown: Pairs, people: People, rng: Rng) -> Pairs:
    """The first members, in random order, of each association make its board."""
    governed = np.array([isinstance(body.node, Association | TradeAssociation) for body in bodies])
    pairs = grown.where(governed[grown.right] & (people.age[grown.left] >= 30))
    order = rng.permutation(len(pairs))
    pairs = Pairs(pairs.left[order], pairs.right[order])
    return pairs.where(rank_within(pairs.right) < BOARD)
