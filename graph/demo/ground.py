"""The territory as arrays: comuni in the order of their codes, with inhabitants, district and distances."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.demo.draws import Floats, Ints
from graph.kinds import Place

EARTH_KM = 6371.0
NEAR_KM = 10.0


@dataclass(frozen=True, slots=True)
class Ground:
    """`places` has one comune a row; `near[i]` lists the comuni around `i`, itself first, then by distance."""

    places: tuple[Place, ...]
    inhabitants: Ints
    km: Floats
    near: tuple[Ints, ...]
    districts: tuple[str, ...]
    district: Ints
    seats: Ints

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
    """The comuni among `places`; raises ValueError where there is none."""
    comuni = tuple(sorted((place for place in places if place.level == "comune"), key=lambda place: place.istat_code))
    if not comuni:
        raise ValueError("a demonstration needs at least one comune")
    inhabitants = np.array([place.population or 1 for place in comuni], np.int64)
    slugs = sorted({place.district for place in comuni})
    district = np.array([slugs.index(place.district) for place in comuni], np.int64)
    seats = [int(np.argmax(np.where(district == row, inhabitants, -1))) for row in range(len(slugs))]
    titles = {place.district: place.name for place in places if place.level == "district"}
    km = distances(comuni)
    names = tuple(titles.get(slug, slug).removeprefix("Ambito ") for slug in slugs)
    return Ground(comuni, inhabitants, km, _near(km), names, district, np.array(seats, np.int64))


def distances(places: Sequence[Place]) -> Floats:
    """Great-circle distances in km, places x places (haversine)."""
    lat = np.radians([place.lat or 0.0 for place in places])
    lon = np.radians([place.lon or 0.0 for place in places])
    half = np.sin((lat[:, None] - lat) / 2) ** 2
    half += np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def _near(km: Floats) -> tuple[Ints, ...]:
    """For each comune those within NEAR_KM, or the three nearest."""
    around: list[Ints] = []
    for row, line in enumerate(km):
        order = np.argsort(np.where(np.arange(len(line)) == row, -1.0, line), kind="stable")
        around.append(order[: max(4, int((line <= NEAR_KM).sum()))].astype(np.int64))
    return tuple(around)
