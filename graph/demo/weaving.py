"""The ties of people as columns: how strong, since when, who may see them."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from graph.demo.community import Community
from graph.demo.draws import Ints, Rng, happens
from graph.demo.households import NOBODY
from graph.demo.ties import Columns, Pairs, Spell, strengths, times, visibilities
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

YEAR = 365
CLOSE = (0.0, 0.1, 0.3, 0.6)
KIN = (0.05, 0.2, 0.45, 0.3)
DISTANT = (0.3, 0.45, 0.2, 0.05)
FRIENDS = (0.15, 0.4, 0.35, 0.1)
LOOSE = (0.6, 0.33, 0.07, 0.0)
NEIGHBOURS = (0.4, 0.4, 0.17, 0.03)
CIVIC = (0.15, 0.5, 0.3, 0.05)
SERVICES = (0.1, 0.5, 0.35, 0.05)
OLD_AGE = 80
CARED_BY_CHILD = 0.4
CARED_BY_WORKER = 0.07


def weave(community: Community, rng: Rng, today: date) -> list[Columns]:
    """All ties among persons and families, and from them to bodies."""
    return [
        _household(community, rng, today),
        *_kin(community, rng, today),
        *_social(community, rng, today),
        _care(community, rng, today),
        *_civic(community, rng, today),
        *_work(community, rng, today),
        *_use(community, rng, today),
    ]


def born(community: Community, rows: Ints) -> Ints:
    """The first day of the year after birth, as an ordinal: no tie begins earlier."""
    years = community.birth_year[rows] + 1
    return np.array([date(int(year), 1, 1).toordinal() for year in np.arange(1880, 2101)], np.int64)[years - 1880]


def _columns(
    kind: type[Tie], ids: tuple[Sequence[str], Sequence[str]], pairs: Pairs, fields: dict[str, Sequence[object]]
) -> Columns:
    left, right = ids
    sources = [left[row] for row in pairs.left.tolist()]
    return Columns(kind, sources, [right[row] for row in pairs.right.tolist()], fields)


def _among(
    community: Community,
    kind: type[Tie],
    pairs: Pairs,
    spell: Spell,
    shares: Sequence[float],
    rng: Rng,
    *,
    today: date,
    private: float = 0.06,
    more: dict[str, Sequence[object]] | None = None,
) -> Columns:
    """A tie among persons that begins after both are born."""
    early = np.maximum(born(community, pairs.left), born(community, pairs.right))
    fields: dict[str, Sequence[object]] = {
        "strength": strengths(rng, len(pairs), shares),
        **times(rng, today, len(pairs), spell, early),
        "visibility": visibilities(rng, len(pairs), private),
        **(more or {}),
    }
    return _columns(kind, (community.person_ids, community.person_ids), pairs, fields)


def _household(community: Community, rng: Rng, today: date) -> Columns:
    inside = np.flatnonzero(community.homes.home != NOBODY)
    pairs = Pairs(inside, community.homes.home[inside])
    dates = times(rng, today, len(pairs), Spell(200, 30 * YEAR), born(community, inside))
    return _columns(HouseholdMembership, (community.person_ids, community.family_ids), pairs, dict(dates))


def _kin(community: Community, rng: Rng, today: date) -> list[Columns]:
    found: list[Columns] = []
    for relation, pairs in community.kin:
        near = {"partner": CLOSE, "parent": CLOSE, "sibling": KIN, "grandparent": KIN}.get(relation, DISTANT)
        early = np.maximum(born(community, pairs.left), born(community, pairs.right))
        fields: dict[str, Sequence[object]] = {
            "relation": [relation] * len(pairs),
            "strength": strengths(rng, len(pairs), near),
            **times(rng, today, len(pairs), Spell(100 * YEAR, 120 * YEAR), early),
            "visibility": visibilities(rng, len(pairs), 0.03),
        }
        found.append(_columns(Kinship, (community.person_ids, community.person_ids), pairs, fields))
    return found


def _social(community: Community, rng: Rng, today: date) -> list[Columns]:
    friends = _among(community, Friendship, community.friends, Spell(100, 25 * YEAR, 0.06), FRIENDS, rng, today=today)
    known = [
        _among(
            community,
            Acquaintance,
            pairs,
            Spell(60, 15 * YEAR, 0.1),
            LOOSE,
            rng,
            today=today,
            more={"through": [through] * len(pairs)},
        )  # fmt: skip
        for through, pairs in community.acquaintances
    ]
    near = community.neighbours
    fields: dict[str, Sequence[object]] = {
        "strength": strengths(rng, len(near), NEIGHBOURS),
        **times(rng, today, len(near), Spell(100, 20 * YEAR, 0.04)),
        "visibility": visibilities(rng, len(near)),
    }
    return [friends, *known, _columns(Neighbourhood, (community.family_ids, community.family_ids), near, fields)]


def _care(community: Community, rng: Rng, today: date) -> Columns:
    """Daughters and sons, and some care workers, look after the very old."""
    homes, age = community.homes, community.people.age
    pairs = Pairs(age[:0], age[:0])
    kin = community.kin[1][1]
    old = kin.where((age[kin.left] >= OLD_AGE) & (age[kin.right] >= 30))
    pairs = pairs.join(Pairs(old.right, old.left).where(happens(rng, CARED_BY_CHILD, len(old))))
    workers = np.flatnonzero((age >= 35) & (age <= 62) & community.people.female & ~community.withdrawn)
    alone = np.flatnonzero((age >= OLD_AGE) & (homes.partner == NOBODY) & ~community.solitary)
    alone = alone[happens(rng, CARED_BY_WORKER, len(alone))]
    if len(workers):
        pairs = pairs.join(Pairs(workers[rng.integers(len(workers), size=len(alone))], alone))
    pairs = pairs.distinct(len(age), np.zeros(0, np.int64))
    return _among(community, Care, pairs, Spell(30, 6 * YEAR), KIN, rng, today=today, private=0.15)


def _civic(community: Community, rng: Rng, today: date) -> list[Columns]:
    joined = community.belonging
    plan: tuple[tuple[type[Tie], Pairs, Spell], ...] = (
        (Membership, joined.members, Spell(60, 10 * YEAR, 0.12)),
        (Volunteering, joined.volunteers, Spell(60, 6 * YEAR, 0.08)),
        (BoardRole, joined.board, Spell(60, 4 * YEAR)),
    )
    return [_to_bodies(community, kind, pairs, spell, CIVIC, rng, today=today) for kind, pairs, spell in plan]


def _to_bodies(
    community: Community, kind: type[Tie], pairs: Pairs, spell: Spell, shares: Sequence[float], rng: Rng, *, today: date
) -> Columns:
    fields: dict[str, Sequence[object]] = {
        "strength": strengths(rng, len(pairs), shares),
        **times(rng, today, len(pairs), spell, born(community, pairs.left)),
        "visibility": visibilities(rng, len(pairs), 0.02),
    }
    return _columns(kind, (community.person_ids, body_ids(community)), pairs, fields)


def body_ids(community: Community) -> list[str]:
    """The bodies' ids by position."""
    return [body.node.id for body in community.bodies]


def _work(community: Community, rng: Rng, today: date) -> list[Columns]:
    jobs = community.jobs
    adult = born(community, jobs.person) + 17 * YEAR
    dates = times(rng, today, len(jobs.person), Spell(40, 18 * YEAR), adult)
    over = _ended(dates, jobs.past.tolist(), today, rng)
    pairs = Pairs(jobs.person, jobs.body)
    fields: dict[str, Sequence[object]] = {
        "strength": strengths(rng, len(pairs), (0.05, 0.3, 0.5, 0.15)),
        **over,
        "visibility": visibilities(rng, len(pairs), 0.03),
        "role": jobs.role,
        "occupation": jobs.occupation,
    }
    ids = (community.person_ids, body_ids(community))
    owns = np.array([role == "owner" for role in jobs.role], np.bool_)
    owners = pairs.where(owns)
    share = [1.0 if rng.random() < 0.6 else 0.5 for _ in range(len(owners))]
    own: dict[str, Sequence[object]] = {
        "valid_from": [day for day, owner in zip(over["valid_from"], owns, strict=True) if owner],
        "share": share,
    }
    return [_columns(Work, ids, pairs, fields), _columns(Ownership, ids, owners, own)]


def _ended(
    dates: dict[str, list[date | None]], past: list[bool], today: date, rng: Rng
) -> dict[str, list[date | None]]:
    """Past jobs end between their beginning and a month ago; what is past is no longer confirmed."""
    ends: list[date | None] = []
    for begin, gone in zip(dates["valid_from"], past, strict=True):
        room = (today - begin).days if begin else 0
        days = int(rng.integers(0, max(1, room - 30)))
        ends.append(date.fromordinal(begin.toordinal() + days) if gone and begin else None)
    seen = [None if gone else day for day, gone in zip(dates["confirmed_on"], past, strict=True)]
    return {"valid_from": dates["valid_from"], "valid_to": ends, "confirmed_on": seen}


def _use(community: Community, rng: Rng, today: date) -> list[Columns]:
    joined = community.belonging
    schools = _to_bodies(community, ServiceUse, joined.schools, Spell(60, 900), SERVICES, rng, today=today)
    use = _to_bodies(community, ServiceUse, joined.attending, Spell(30, 1500, 0.15), SERVICES, rng, today=today)
    return [schools, use]
