"""Names of invented persons and families, from Faker's Italian lists, and streets that every town has."""
# pyright: reportUnknownMemberType=false

from typing import Final

import numpy as np
from faker.providers.person.it_IT import Provider

from graph.demo.draws import Ints, Rng
from graph.demo.households import NOBODY, Households
from graph.demo.population import People

FEMALE: Final = np.array(Provider.first_names_female, dtype=object)
MALE: Final = np.array(Provider.first_names_male, dtype=object)
SURNAMES: Final = np.array(Provider.last_names, dtype=object)

STREETS: Final = (
    "via Roma",
    "via Garibaldi",
    "via Mazzini",
    "via Dante",
    "via Verdi",
    "via Matteotti",
    "via Cavour",
    "via Marconi",
    "via IV Novembre",
    "via della Libertà",
    "via dei Mulini",
    "via delle Rogge",
    "via del Naviglio",
    "via dei Gelsi",
    "via dei Tigli",
    "via Stazione",
)
DOORS_A_STREET: Final = 12


def surnames(people: People, homes: Households, rng: Rng) -> Ints:
    """Each person's surname as a position in SURNAMES: the father's, or else the mother's, oldest first."""
    drawn = rng.integers(len(SURNAMES), size=len(people.age))
    for person in np.argsort(-people.age, kind="stable").tolist():
        parent = homes.father[person] if homes.father[person] != NOBODY else homes.mother[person]
        if parent != NOBODY:
            drawn[person] = drawn[parent]
    return drawn


def person_names(people: People, family_names: Ints, rng: Rng) -> list[str]:
    """First name and surname of each person."""
    women = FEMALE[rng.integers(len(FEMALE), size=len(people.age))]
    men = MALE[rng.integers(len(MALE), size=len(people.age))]
    first = np.where(people.female, women, men)
    return [f"{name} {surname}" for name, surname in zip(first, SURNAMES[family_names], strict=True)]


def family_title(members: list[int], people: People, family_names: Ints) -> str:
    """«Famiglia» and the surnames of its two oldest members, once if they share it."""
    adults = sorted(members, key=lambda person: (-people.age[person], person))[:2]
    grown = [person for person in adults if people.age[person] >= 18] or adults[:1]
    different = dict.fromkeys(str(SURNAMES[family_names[person]]) for person in grown)
    return "Famiglia " + "-".join(different)


def address(position: int) -> str:
    """The street and number of the family at a position along its comune's streets."""
    street, door = divmod(position, DOORS_A_STREET)
    lap, street = divmod(street, len(STREETS))
    return f"{STREETS[street]} {1 + 2 * door + 2 * DOORS_A_STREET * lap}"
