"""Who agreed to what: to introduce others, to be proposed, to meet on a theme. Never a minor, always with an end."""

from bisect import bisect
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import numpy as np

from graph.demo.community import Community
from graph.demo.draws import Floats, Ints, Rng, some
from graph.demo.employment import ROLES
from graph.kinds.people import ADULT_AGE

BY_ROLE: Final = {"coach": 0.45, "librarian": 0.5, "foreman": 0.35, "owner": 0.25, "manager": 0.15, "teacher": 0.12}
OFTEN: Final = (0.35, 0.8)
"""Shares of those who introduce once a month at most, and twice; the others three times."""
ON_A_BOARD: Final = 0.4
VOLUNTEER: Final = 0.25
ANYBODY: Final = 0.055
PROPOSABLE_PERSON: Final = 0.05
PROPOSABLE_FAMILY: Final = 0.045
MEETS: Final = 0.05

FAMILY_OFFERS: Final = ("affiancamento-familiare", "pomeriggi-dei-bambini", "passaggio-in-auto", "aiuto-reciproco")
PERSON_OFFERS: Final = (
    "compagnia-anziano",
    "passaggio-in-auto",
    "conversazione-in-italiano",
    "studio-e-compiti",
    "visite-di-compagnia",
    "aiuto-reciproco",
)
THEMES: Final = (
    "pomeriggi-dei-bambini",
    "sollievo-familiare",
    "imparare-italiano",
    "ascolto-e-confronto",
    "attivita-estive",
    "abitare",
    "trasporto",
)
WHEN: Final = ("mon-afternoon", "tue-afternoon", "wed-afternoon", "thu-afternoon", "fri-afternoon", "sat-morning")


@dataclass(slots=True)
class Agreed:
    """What the seeded situations need somebody to have agreed to, by position."""

    introducers: set[int] = field(default_factory=set[int])
    persons: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])
    families: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])
    themes: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])


def introducers(community: Community, agreed: Agreed, rng: Rng) -> dict[int, int]:
    """How often a month at least, for those who agreed to introduce, by position: more among those whom many know.

    Who has a part in a situation can still introduce after the one introduction that is remembered of this month.
    """
    chance = np.full(len(community.people.age), ANYBODY)
    jobs, by_role = community.jobs, np.array([BY_ROLE.get(role, 0.0) for role in ROLES])
    np.maximum.at(chance, jobs.person[~jobs.past], by_role[jobs.role[~jobs.past]])
    _raise(chance, community.belonging.volunteers.left, VOLUNTEER)
    _raise(chance, community.belonging.board.left, ON_A_BOARD)
    able = (community.people.age >= ADULT_AGE + 3) & (community.people.age <= 84) & ~community.withdrawn
    willing = np.flatnonzero(able & (rng.random(len(chance)) < chance)).tolist()
    return {person: 1 + (person in agreed.introducers) for person in sorted({*willing, *agreed.introducers})}


def _raise(chance: Floats, rows: Ints, least: float) -> None:
    chance[rows] = np.maximum(chance[rows], least)


def introducing(rng: Rng, today: date, least: int) -> dict[str, object]:
    """When somebody agreed to introduce, until when, and how often a month, `least` times or more."""
    since = today - timedelta(days=int(rng.integers(5, 350)))
    until = since + timedelta(days=int(rng.integers(365, 731)))
    return {
        "introduces_since": since,
        "introduces_until": until,
        "introductions_per_month": max(least, 1 + bisect(OFTEN, rng.random())),
    }


def proposable(rng: Rng, today: date, offers: tuple[str, ...]) -> dict[str, object]:
    """What somebody offers and when, and since when they may be proposed."""
    since = today - timedelta(days=int(rng.integers(5, 350)))
    return {
        "offers": offers,
        "slots": some(rng, WHEN, 1, 3),
        "proposable_since": since,
        "proposable_until": since + timedelta(days=int(rng.integers(365, 731))),
    }


def offering_persons(community: Community, agreed: Agreed, rng: Rng) -> dict[int, tuple[str, ...]]:
    """Older persons with time, mostly, and what they offer."""
    age = community.people.age
    able = (age >= 55) & (age <= 79) & ~community.withdrawn & (community.homes.home >= 0)
    willing = np.flatnonzero(able & (rng.random(len(age)) < PROPOSABLE_PERSON)).tolist()
    return {person: some(rng, PERSON_OFFERS, 1, 2) for person in willing} | agreed.persons


def offering_families(community: Community, agreed: Agreed, rng: Rng) -> dict[int, tuple[str, ...]]:
    """Families with a grown person and what they offer to another family."""
    rows = community.families
    oldest = community.people.age[rows.order[rows.start[:-1]]]
    able = (oldest >= 28) & (oldest <= 72) & ~rows.withdrawn
    willing = np.flatnonzero(able & (rng.random(len(rows)) < PROPOSABLE_FAMILY)).tolist()
    return {family: some(rng, FAMILY_OFFERS, 1, 2) for family in willing} | agreed.families


def meeting(community: Community, agreed: Agreed, rng: Rng) -> dict[int, tuple[str, ...]]:
    """Families that would meet others, and on which themes."""
    willing = np.flatnonzero(rng.random(len(community.families)) < MEETS).tolist()
    return {family: some(rng, THEMES, 1, 2) for family in willing} | agreed.themes
