"""In which order the nodes are delivered: places, persons, families, bodies, openings, pacts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Roll:
    """The position of the first node of each part; places have theirs from 0 on."""

    persons: int
    families: int
    bodies: int
    openings: int
    pacts: int


def roll(*, places: int, persons: int, families: int, bodies: int, openings: int) -> Roll:
    """The roll of parts of these sizes; of pacts there may be any number."""
    first_family = places + persons
    first_body = first_family + families
    first_opening = first_body + bodies
    return Roll(places, first_family, first_body, first_opening, first_opening + openings)
