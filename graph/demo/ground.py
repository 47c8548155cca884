"""The territory as arrays: comuni in the order of their codes, with inhabitants, district and distances."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.demo.draws import Floats, Ints, Rng
from graph.errors import InputError
from graph.kinds import Place
from graph.snapshot.geography import great_circle_km

NEAR_KM = 10.0
NEAR_LEAST = 4
"""The comune itself and the three nearest are near, however far."""


@dataclass(frozen=True, slots=True)
class Ground:
    """`places` has one comune a row; row `i` of `order` lists all by distance from `i`, itself first.

    `reach[i]`: how many of them are near. `rows[i]`: its position among all places that were given.
    """

    places: tuple[Place, ...]
    rows: Ints
    inhabitants: Ints
    km: Floats
    order: Ints
    reach: Ints
    districts: tuple[str, ...]
    district: Ints
    seats: Ints

    def near(self, comune: int) -> list[int]:
        """The comune itself and those near it, nearest first."""
        near: list[int] = self.order[comune, : self.reach[comune]].tolist()
        return near

    def around(self, comune: Ints, rng: Rng) -> Ints:
        """For each comune one of those near it, itself included."""
        drawn: Ints = self.order[comune, (rng.random(len(comune)) * self.reach[comune]).astype(np.int64)]
        return drawn

    def name(self, comune: int) -> str:
        """The comune's name."""
        return self.places[comune].name

    def code(self, comune: int) -> str:
        """The comune's ISTAT code."""
        return self.places[comune].istat_code

    def district_name(self, comune: int) -> str:
        """The name of the comune's district."""
        return self.districts[int(self.district[comune])]


def ground(places: Sequence[Place]) -> Ground:
    """The comuni among `places`; raises InputError where there is none."""
    rows = [row for row, place in enumerate(places) if place.level == "comune"]
    rows.sort(key=lambda row: places[row].istat_code)
    comuni = tuple(places[row] for row in rows)
    if not comuni:
        raise InputError(
            "La dimostrazione ha bisogno di almeno un comune: carica prima il territorio di una provincia.",
            "The demonstration needs at least one comune: load the territory of a province first.",
        )
    inhabitants = np.array([place.population or 1 for place in comuni], np.int64)
    slugs = sorted({place.district for place in comuni})
    district = np.array([slugs.index(place.district) for place in comuni], np.int64)
    seats = [int(np.argmax(np.where(district == row, inhabitants, -1))) for row in range(len(slugs))]
    titles = {place.district: place.name for place in places if place.level == "district"}
    km = distances(comuni)
    names = tuple(titles.get(slug, slug).removeprefix("Ambito ") for slug in slugs)
    own = np.arange(len(comuni)) == np.arange(len(comuni))[:, None]
    order = np.argsort(np.where(own, -1.0, km), axis=1, kind="stable").astype(np.int64)
    reach = np.clip((km <= NEAR_KM).sum(axis=1), min(NEAR_LEAST, len(comuni)), None).astype(np.int64)
    given, capitals = np.array(rows, np.int64), np.array(seats, np.int64)
    return Ground(comuni, given, inhabitants, km, order, reach, names, district, capitals)


def distances(places: Sequence[Place]) -> Floats:
    """Great-circle distances in km, places x places."""
    lat, lon = (
        np.array([degrees or 0.0 for degrees in column])
        for column in zip(*[(place.lat, place.lon) for place in places], strict=True)
    )
    return great_circle_km(lat[:, None], lon[:, None], lat, lon)
