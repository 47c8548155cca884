"""The ties of people as columns: how strong, since when, who may see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from graph.demo.community import Community
from graph.demo.draws import Bools, Ints, Rng, happens
from graph.demo.employment import ROLES, Jobs
from graph.demo.households import NOBODY
from graph.demo.plain import plain
from graph.demo.roll import Roll
from graph.demo.ties import (
    CONFIRMED,
    NEVER,
    Columns,
    Pairs,
    Spell,
    Times,
    days,
    shared,
    strengths,
    times,
    visibilities,
)
from graph.kinds import (
    Acquaintance,
    BoardRole,
    Care,
    Friendship,
    HouseholdMembership,
    Kinship,
    Membership,
    Neighbourhood,
    Ownership,
    ServiceUse,
    Tie,
    Volunteering,
    Work,
)
from graph.store.batches import Fields

Said = Fields | Sequence[Fields]
ALONE: Fields = shared()
"""What a tie of which nothing else is known says."""
YEAR = 365
MONTH = 30
WORKING_AT = 17
RETIRED_AT = 66
OLD_AGE = 80
CARED_BY_CHILD = 0.4
CARED_BY_WORKER = 0.07
FIRST_YEAR = 1880


@dataclass(frozen=True, slots=True)
class Manner:
    """How ties of a kind are: when they began, shares of strengths (weakest first), share that is private."""

    spell: Spell
    shares: tuple[float, float, float, float]
    private: float = 0.06


SINCE_BIRTH = Spell(100 * YEAR, 120 * YEAR)
HOUSEHOLD = Manner(Spell(200, 30 * YEAR), (0.0, 0.0, 0.05, 0.95), 0.0)
NEAR_KIN = Manner(SINCE_BIRTH, (0.0, 0.1, 0.3, 0.6), 0.03)
KIN = Manner(SINCE_BIRTH, (0.05, 0.2, 0.45, 0.3), 0.03)
DISTANT_KIN = Manner(SINCE_BIRTH, (0.3, 0.45, 0.2, 0.05), 0.03)
BY_RELATION = {"partner": NEAR_KIN, "parent": NEAR_KIN, "sibling": KIN, "grandparent": KIN, "other": DISTANT_KIN}
FRIENDS = Manner(Spell(100, 25 * YEAR, 0.06), (0.15, 0.4, 0.35, 0.1))
KNOWN = Manner(Spell(60, 15 * YEAR, 0.1), (0.6, 0.33, 0.07, 0.0))
NEIGHBOURS = Manner(Spell(100, 20 * YEAR, 0.04), (0.4, 0.4, 0.17, 0.03))
CARE = Manner(Spell(30, 6 * YEAR), (0.05, 0.2, 0.45, 0.3), 0.15)
MEMBERS = Manner(Spell(60, 10 * YEAR, 0.12), (0.15, 0.5, 0.3, 0.05), 0.02)
VOLUNTEERS = Manner(Spell(60, 6 * YEAR, 0.08), (0.1, 0.4, 0.4, 0.1), 0.02)
BOARD = Manner(Spell(60, 4 * YEAR), (0.0, 0.3, 0.5, 0.2), 0.0)
JOBS = Manner(Spell(40, 18 * YEAR), (0.05, 0.3, 0.5, 0.15), 0.03)
PUPILS = Manner(Spell(60, 900), (0.05, 0.45, 0.4, 0.1), 0.02)
USERS = Manner(Spell(30, 1500, 0.15), (0.15, 0.5, 0.3, 0.05), 0.04)


@dataclass(frozen=True, slots=True)
class Loom:
    """Makes columns of ties among the people of a community and to its bodies."""

    community: Community
    roll: Roll
    rng: Rng
    today: date

    def ties(
        self,
        kind: type[Tie],
        ends: tuple[int, int],
        pairs: Pairs,
        manner: Manner,
        fields: Said = ALONE,
    ) -> Columns:
        """Ties between `pairs` of positions counted from `ends`; none begins before its persons are born."""
        born = [self.born(rows) for first, rows in zip(ends, (pairs.left, pairs.right), strict=True)
                if first == self.roll.persons]  # fmt: skip
        return Columns(
            kind=kind,
            ends=pairs.counted_from(*ends),
            strength=strengths(self.rng, len(pairs), manner.shares),
            times=times(self.rng, self.today, len(pairs), manner.spell, np.max(born, axis=0) if born else None),
            visibility=visibilities(self.rng, len(pairs), manner.private),
            fields=fields,
        )

    def born(self, rows: Ints) -> Ints:
        """The first day of the year after birth, as an ordinal."""
        first = [date(year, 1, 1).toordinal() for year in range(FIRST_YEAR, self.today.year + 2)]
        return np.array(first, np.int64)[self.community.birth_year[rows] + 1 - FIRST_YEAR]


def weave(community: Community, roll: Roll, rng: Rng, today: date) -> list[Columns]:
    """All ties among persons and families, and from them to bodies."""
    loom = Loom(community, roll, rng, today)
    return [*_related(loom), *_social(loom), _care(loom), *_joined(loom), *_work(loom)]


def _related(loom: Loom) -> Iterator[Columns]:
    community, persons = loom.community, loom.roll.persons
    inside = np.flatnonzero(community.homes.home != NOBODY)
    living = Pairs(inside, community.homes.home[inside])
    yield loom.ties(HouseholdMembership, (persons, loom.roll.families), living, HOUSEHOLD)
    for relation, pairs in community.bonds.kin:
        yield loom.ties(
            Kinship, (persons, persons), pairs, BY_RELATION[relation], shared(**plain(Kinship, {"relation": relation}))
        )


def _social(loom: Loom) -> Iterator[Columns]:
    community, among = loom.community, (loom.roll.persons, loom.roll.persons)
    yield loom.ties(Friendship, among, community.bonds.friends, FRIENDS)
    for through, pairs in community.bonds.acquaintances:
        yield loom.ties(Acquaintance, among, pairs, KNOWN, shared(**plain(Acquaintance, {"through": through})))
    yield loom.ties(Neighbourhood, (loom.roll.families, loom.roll.families), community.bonds.neighbours, NEIGHBOURS)


def _care(loom: Loom) -> Columns:
    """Daughters and sons, and some care workers, look after the very old."""
    community, rng, age = loom.community, loom.rng, loom.community.people.age
    parents = dict(community.bonds.kin)["parent"]
    old = parents.where((age[parents.left] >= OLD_AGE) & (age[parents.right] >= 30))
    pairs = Pairs(old.right, old.left).where(happens(rng, CARED_BY_CHILD, len(old)))
    workers = np.flatnonzero((age >= 35) & (age <= 62) & community.people.female & ~community.withdrawn)
    alone = np.flatnonzero((age >= OLD_AGE) & (community.homes.partner == NOBODY) & ~community.solitary)
    alone = alone[happens(rng, CARED_BY_WORKER, len(alone))]
    if len(workers):
        pairs = pairs.join(Pairs(workers[rng.integers(len(workers), size=len(alone))], alone))
    return loom.ties(Care, (loom.roll.persons, loom.roll.persons), pairs.distinct(len(age), age[:0]), CARE)


def _joined(loom: Loom) -> Iterator[Columns]:
    joined, ends = loom.community.belonging, (loom.roll.persons, loom.roll.bodies)
    plan: tuple[tuple[type[Tie], Pairs, Manner], ...] = (
        (Membership, joined.members, MEMBERS),
        (Volunteering, joined.volunteers, VOLUNTEERS),
        (BoardRole, joined.board, BOARD),
        (ServiceUse, joined.schools, PUPILS),
        (ServiceUse, joined.attending, USERS),
    )
    for kind, pairs, manner in plan:
        yield loom.ties(kind, ends, pairs, manner)


def _work(loom: Loom) -> Iterator[Columns]:
    jobs, ends = loom.community.jobs, (loom.roll.persons, loom.roll.bodies)
    pairs, owns = Pairs(jobs.person, jobs.body), jobs.role == ROLES.index("owner")
    worked = _working(loom, jobs.person, jobs.past)
    work = loom.ties(Work, ends, pairs, JOBS, [])
    yield replace(work, times=worked, fields=_positions(jobs))
    share = loom.rng.choice((1.0, 0.5), size=int(owns.sum()), p=(0.6, 0.4)).tolist()
    since = worked.valid_from[owns]
    owned = loom.ties(Ownership, ends, pairs.where(owns), BOARD)
    yield replace(
        owned,
        times=Times(since, owned.times.valid_to, since),
        fields=[shared(share=part) for part in share],
    )


def _positions(jobs: Jobs) -> list[Fields]:
    """Role and occupation of each job; equal ones are one mapping."""
    known = [[shared(**plain(Work, {"role": role, "occupation": occupation})) for occupation in (*jobs.named, None)]
             for role in ROLES]  # fmt: skip
    return [known[role][occupation] for role, occupation in zip(jobs.role.tolist(), jobs.occupation.tolist(),
                                                                strict=True)]  # fmt: skip


def _working(loom: Loom, person: Ints, past: Bools) -> Times:
    """When jobs began, never before 18, and past ones ended, a month ago or at the age of retirement at the latest."""
    size, born, now = len(person), loom.born(person), loom.today.toordinal()
    latest = np.where(past, np.minimum(now - MONTH, born + RETIRED_AT * YEAR), now)
    lasted = loom.rng.integers(JOBS.spell.low, JOBS.spell.high, size)
    begin = np.minimum(np.maximum(latest - lasted, born + WORKING_AT * YEAR), latest)
    end = begin + np.rint(loom.rng.random(size) * (latest - begin)).astype(np.int64)
    seen = np.maximum(begin, now - loom.rng.integers(0, 2 * YEAR, size))
    known = happens(loom.rng, CONFIRMED, size) & ~past
    return Times(days(begin), days(np.where(past, end, NEVER)), days(np.where(known, seen, NEVER)))
