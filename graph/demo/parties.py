"""Persons and families: their languages, and all that is known of them, ready to be delivered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.demo import consents
from graph.demo.community import FOREIGN_LANGUAGES, Community
from graph.demo.consents import Agreed
from graph.demo.draws import Bools, Chance, Ints, Rng
from graph.demo.names import GIVEN, SURNAMES, address, family_names, family_title, given_names, surnames
from graph.demo.plain import plain
from graph.kinds import Family, Firm, Person
from graph.store.batches import Fields, NodeBatch

ITALIAN = "lingua-italiana"
ADULT_WITH_ITALIAN = 0.72
SCHOOL_AGE = 5
ENGLISH = 0.12
_OWN = tuple(code for code, _ in FOREIGN_LANGUAGES)
SPOKEN: tuple[tuple[str, ...], ...] = (
    (ITALIAN,),
    (ITALIAN, "lingua-inglese"),
    *(spoken for own in _OWN for spoken in ((own,), (own, ITALIAN))),
)
"""What can be spoken: Italian, alone or with English; another language, alone or with Italian."""


@dataclass(frozen=True, slots=True)
class Tongues:
    """Languages of each person and of each family, as places in SPOKEN."""

    persons: Ints
    families: Ints

    def of_family(self, row: int) -> tuple[str, ...]:
        """What the members of a family speak."""
        return SPOKEN[int(self.families[row])]

    def of_person(self, row: int) -> tuple[str, ...]:
        """What a person speaks."""
        return SPOKEN[int(self.persons[row])]


def tongues(community: Community, learning: set[int], rng: Rng) -> Tongues:
    """The language of the family, and Italian: for children at school always, for adults mostly."""
    age, home, rows = community.people.age, community.homes.home, community.families
    drawn = rng.random(len(age))
    foreign = np.where(home >= 0, rows.language[np.maximum(home, 0)], -1)
    english = (drawn < ENGLISH) & (age >= 14)
    grown = (age >= 18) & ((drawn < ADULT_WITH_ITALIAN) | _at_counters(community))
    italian = ((age >= SCHOOL_AGE) & (age < 18)) | grown
    italian[sorted(learning)] = False
    second = np.where(foreign < 0, english, italian)
    shared = np.logical_or.reduceat(second[rows.order], rows.start[:-1])
    return Tongues(2 * (foreign + 1) + second, 2 * (rows.language + 1) + shared)


def _at_counters(community: Community) -> Bools:
    """Those whose work is to speak with people: everybody who works for a body that is no firm."""
    counter = np.array([not isinstance(body.node, Firm) for body in community.bodies], np.bool_)
    found = np.zeros(len(community.people.age), np.bool_)
    found[community.jobs.person[counter[community.jobs.body]]] = True
    return found


@dataclass(frozen=True, slots=True)
class Parties:
    """Persons and families as columns; `of_persons`, `of_families`: what few of them say besides, by position."""

    community: Community
    spoken: Tongues
    given: Ints
    surname: Ints
    of_persons: Mapping[int, Fields]
    of_families: Mapping[int, Fields]

    def persons(self, size: int) -> Iterator[NodeBatch]:
        """All persons, at most `size` at a time."""
        for first in range(0, len(self.given), size):
            part = slice(first, first + size)
            names = zip(self.given[part].tolist(), self.surname[part].tolist(), strict=True)
            yield NodeBatch(
                "person",
                self.community.person_ids[part],
                [f"{GIVEN[given]} {SURNAMES[surname]}" for given, surname in names],
                self._person_fields(part),
            )

    def families(self, size: int) -> Iterator[NodeBatch]:
        """All families, at most `size` at a time."""
        rows = self.community.families
        names = family_names(rows.order, rows.start, self.community.people, self.surname)
        for first in range(0, len(rows), size):
            part = slice(first, first + size)
            titles = zip(*(column[part].tolist() for column in names), strict=True)
            yield NodeBatch(
                "family",
                self.community.family_ids[part],
                [family_title(one, other) for one, other in titles],
                self._family_fields(part),
            )

    def _person_fields(self, part: slice) -> Sequence[Fields]:
        people, codes = self.community.people, _codes(self.community)
        columns = (people.comune, self.spoken.persons, self.community.birth_year, people.female)
        return [
            {
                "synthetic": True,
                "comune": codes[comune],
                "languages": list(SPOKEN[spoken]),
                "birth_year": year,
                "sex": "f" if female else "m",
                **self.of_persons.get(row, {}),
            }
            for row, comune, spoken, year, female in _listed(part, *columns)
        ]

    def _family_fields(self, part: slice) -> Sequence[Fields]:
        rows, codes = self.community.families, _codes(self.community)
        columns = (rows.comune, rows.along.position, self.spoken.families)
        return [
            {
                "synthetic": True,
                "comune": codes[comune],
                "address": address(position),
                "languages": list(SPOKEN[spoken]),
                **self.of_families.get(row, {}),
            }
            for row, comune, position, spoken in _listed(part, *columns)
        ]


def _listed(part: slice, *columns: Ints | Bools) -> Iterator[tuple[int, ...]]:
    """Positions and what the columns hold there."""
    return zip(range(part.start, part.stop), *(column[part].tolist() for column in columns), strict=False)


def _codes(community: Community) -> list[str]:
    return [place.istat_code for place in community.ground.places]


def parties(community: Community, agreed: Agreed, spoken: Tongues, chance: Chance) -> Parties:
    """All persons and families."""
    rng = chance.stream("names")
    surname = surnames(community.people, community.homes, rng)
    return Parties(
        community=community,
        spoken=spoken,
        given=given_names(community.people, rng),
        surname=surname,
        of_persons=_of_persons(community, agreed, chance.stream("consents"), chance.today),
        of_families=_of_families(community, agreed, chance.stream("offers"), chance.today),
    )


def _of_persons(community: Community, agreed: Agreed, rng: Rng, today: date) -> dict[int, Fields]:
    opening = consents.introducers(community, agreed, rng)
    offering = consents.offering_persons(community, agreed, rng)
    found: dict[int, Fields] = {}
    for row in sorted({*opening, *offering}):
        fields = consents.introducing(rng, today, opening[row]) if row in opening else {}
        if row in offering:
            fields |= consents.proposable(rng, today, offering[row])
        found[row] = plain(Person, fields)
    return found


def _of_families(community: Community, agreed: Agreed, rng: Rng, today: date) -> dict[int, Fields]:
    offering = consents.offering_families(community, agreed, rng)
    meeting = consents.meeting(community, agreed, rng)
    found: dict[int, Fields] = {}
    for row in sorted({*offering, *meeting}):
        fields: dict[str, object] = {"meets_on": meeting.get(row, ())}
        if row in offering:
            fields |= consents.proposable(rng, today, offering[row])
        found[row] = plain(Family, fields)
    return found
