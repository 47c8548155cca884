"""Names of invented persons and families, from Faker's Italian lists, and streets that every town has."""
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from typing import Final

import numpy as np
from faker.providers.person.it_IT import Provider

from graph.demo.draws import Ints, Rng
from graph.demo.households import NOBODY, Households
from graph.demo.population import People
from graph.kinds.people import ADULT_AGE

FEMALE: Final = tuple(map(str, Provider.first_names_female))
MALE: Final = tuple(map(str, Provider.first_names_male))
GIVEN: Final = (*FEMALE, *MALE)
SURNAMES: Final = tuple(map(str, Provider.last_names))

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
    """Each person's surname as a position in SURNAMES: the father's, or else the mother's, of whoever came first."""
    drawn = rng.integers(len(SURNAMES), size=len(people.age))
    parent = np.where(homes.father != NOBODY, homes.father, homes.mother)
    first = np.where(parent != NOBODY, parent, np.arange(len(parent)))
    while True:
        above = first[first]
        if np.array_equal(above, first):
            return drawn[first]
        first = above


def given_names(people: People, rng: Rng) -> Ints:
    """Each person's first name as a position in GIVEN."""
    women = rng.integers(len(FEMALE), size=len(people.age))
    men = rng.integers(len(MALE), size=len(people.age))
    return np.where(people.female, women, len(FEMALE) + men)


def family_names(order: Ints, start: Ints, people: People, names: Ints) -> tuple[Ints, Ints]:
    """The surnames of the two oldest grown members of each family; the second is NOBODY where there is but one.

    `order[start[f]:start[f + 1]]`: the members of the family `f`, oldest first.
    """
    first, several = order[start[:-1]], start[1:] - start[:-1] > 1
    second = order[np.minimum(start[:-1] + 1, len(order) - 1)]
    both = several & (people.age[second] >= ADULT_AGE) & (names[second] != names[first])
    return names[first], np.where(both, names[second], NOBODY)


def family_title(first: int, second: int) -> str:
    """«Famiglia» and its surnames."""
    return f"Famiglia {SURNAMES[first]}" + ("" if second == NOBODY else f"-{SURNAMES[second]}")


def address(position: int) -> str:
    """The street and number of the family at a position along its comune's streets."""
    street, door = divmod(position, DOORS_A_STREET)
    lap, street = divmod(street, len(STREETS))
    return f"{STREETS[street]} {1 + 2 * door + 2 * DOORS_A_STREET * lap}"
