"""Persons and families as records, from the arrays that describe them."""

from dataclasses import dataclass
from datetime import date

from graph.demo import consents
from graph.demo.community import FOREIGN_LANGUAGES, Community
from graph.demo.consents import Agreed
from graph.demo.draws import Chance, Ints, Rng, listed
from graph.demo.names import address, family_title, person_names, surnames
from graph.kinds import Family, Firm, Node, Person

ITALIAN = "lingua-italiana"
ADULT_WITH_ITALIAN = 0.72
SCHOOL_AGE = 5
ENGLISH = 0.12


@dataclass(frozen=True, slots=True)
class Tongues:
    """Languages of each person and of each family, by position."""

    persons: list[tuple[str, ...]]
    families: list[tuple[str, ...]]


def tongues(community: Community, learning: set[int], rng: Rng) -> Tongues:
    """The language of the family, and Italian: for children at school always, for adults mostly."""
    persons: list[tuple[str, ...]] = []
    draws = rng.random(len(community.people.age)).tolist()
    homes, ages = listed(community.homes.home), listed(community.people.age)
    foreign = listed(community.families.language)
    speaking = _at_counters(community)
    for row, (home, age, drawn) in enumerate(zip(homes, ages, draws, strict=True)):
        spoken = foreign[home] if home >= 0 else -1
        if spoken < 0:
            persons.append((ITALIAN, "lingua-inglese") if drawn < ENGLISH and age >= 14 else (ITALIAN,))
            continue
        own = FOREIGN_LANGUAGES[spoken][0]
        if row in learning:
            persons.append((own,))
            continue
        italian = SCHOOL_AGE <= age < 18 or (age >= 18 and (drawn < ADULT_WITH_ITALIAN or row in speaking))
        persons.append((own, ITALIAN) if italian else (own,))
    shared = [
        tuple(dict.fromkeys(code for person in community.families.members(family) for code in persons[person]))
        for family in range(len(community.families))
    ]
    return Tongues(persons, shared)


def _at_counters(community: Community) -> set[int]:
    """Those whose work is to speak with people: everybody who works for a body that is no firm."""
    jobs = zip(listed(community.jobs.person), listed(community.jobs.body), strict=True)
    return {person for person, body in jobs if not isinstance(community.bodies[body].node, Firm)}


def parties(community: Community, agreed: Agreed, spoken: Tongues, chance: Chance) -> list[Node]:
    """All persons, then all families."""
    rng = chance.stream("names")
    family_names = surnames(community.people, community.homes, rng)
    names = person_names(community.people, family_names, rng)
    return [
        *_persons(community, agreed, spoken, names, chance.stream("consents"), today=chance.today),
        *_families(community, agreed, spoken, family_names, chance.stream("offers"), today=chance.today),
    ]


def _persons(
    community: Community, agreed: Agreed, spoken: Tongues, names: list[str], rng: Rng, *, today: date
) -> list[Node]:
    opening = consents.introducers(community, agreed, rng)
    offering = consents.offering_persons(community, agreed, rng)
    people, ground = community.people, community.ground
    codes = [ground.code(row) for row in range(len(ground.places))]
    found: list[Node] = []
    for row, new_id in enumerate(community.person_ids):
        fields: dict[str, object] = {
            "id": new_id,
            "synthetic": True,
            "name": names[row],
            "comune": codes[people.comune[row]],
            "languages": spoken.persons[row],
            "birth_year": int(community.birth_year[row]),
            "sex": "f" if people.female[row] else "m",
        }
        if row in opening:
            fields |= consents.introducing(rng, today, opening[row])
        if row in offering:
            fields |= consents.proposable(rng, today, offering[row])
        found.append(Person.model_validate(fields))
    return found


def _families(
    community: Community, agreed: Agreed, spoken: Tongues, family_names: Ints, rng: Rng, *, today: date
) -> list[Node]:
    offering = consents.offering_families(community, agreed, rng)
    meeting = consents.meeting(community, agreed, rng)
    rows, ground = community.families, community.ground
    found: list[Node] = []
    for row, new_id in enumerate(community.family_ids):
        fields: dict[str, object] = {
            "id": new_id,
            "synthetic": True,
            "name": family_title(rows.members(row), community.people, family_names),
            "comune": ground.code(int(rows.comune[row])),
            "address": address(int(rows.along.position[row])),
            "languages": spoken.families[row],
            "meets_on": meeting.get(row, ()),
        }
        if row in offering:
            fields |= consents.proposable(rng, today, offering[row])
        found.append(Family.model_validate(fields))
    return found
