"""Bodies of the catalogue set into the territory: which comuni have them, with what places, costs and hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from graph.demo.catalogue import CATALOGUE, Template
from graph.demo.catalogue.firms import Trade
from graph.demo.draws import Ints, Rng, pick, some
from graph.demo.ground import Ground
from graph.kinds import Body

SPREAD_DEGREES = 0.006
"""How far from the comune's centre a body may lie, about 500 m."""
FOREIGN_LANGUAGES = ("lingua-inglese", "lingua-francese", "lingua-araba", "lingua-rumena", "lingua-spagnola")
COUNTERS = frozenset({"corso-italiano", "centro-per-le-famiglie", "sostegno-ai-genitori", "biblioteca", "caritas"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A body, its position among all bodies, that of the comune where it is, and what it was made from."""

    node: Body
    row: int
    comune: int
    template: Template | None = None
    trade: Trade | None = None
    size: float = 0.0


def place_bodies(ground: Ground, ids: Iterator[str], rng: Rng, today: date) -> list[Placed]:
    """Every body of the catalogue that the territory has, comune by comune."""
    placed: list[Placed] = []
    for template in CATALOGUE:
        for comune in _sites(template, ground, rng).tolist():
            for number in range(_how_many(template, int(ground.inhabitants[comune]))):
                node = _body(template, ground, (comune, number), next(ids), rng, today)
                placed.append(Placed(node, len(placed), comune, template, size=template.staff))
    return placed


def _sites(template: Template, ground: Ground, rng: Rng) -> Ints:
    if template.where == "seat":
        return ground.seats
    if template.where == "capital":
        return np.array([int(np.argmax(ground.inhabitants))], np.int64)
    people = ground.inhabitants
    lucky = rng.random(len(people)) < template.share
    return np.flatnonzero((people >= template.least) & (people <= template.most) & lucky)


def _how_many(template: Template, inhabitants: int) -> int:
    return 1 + inhabitants // template.per if template.per else 1


def _body(template: Template, ground: Ground, where: tuple[int, int], new_id: str, rng: Rng, today: date) -> Body:
    comune, number = where
    name = template.name.format(place=ground.name(comune), district=ground.district_name(comune))
    return template.kind.model_validate(
        {
            "id": new_id,
            "synthetic": True,
            "name": f"{name}, sede {number + 1}" if number else name,
            **position(ground, comune, rng),
            "offers": template.offers,
            "welcomes": some(rng, template.welcomes, 1, 3) if template.welcomes else (),
            "languages": languages(template.offers, rng),
            "min_age": template.ages[0],
            "max_age": template.ages[1],
            "slots": template.slots,
            "desk": template.desk,
            "hours": template.hours,
            "cost_eur": pick(rng, template.cost),
            **capacity(template.places, rng, today),
            "serves": template.serves,
            "sectors": template.sectors,
            "sensitive": template.sensitive,
            "note": template.note,
        }
    )


def position(ground: Ground, comune: int, rng: Rng) -> dict[str, object]:
    """Comune and coordinates of a point near its centre."""
    place = ground.places[comune]
    north, east = rng.normal(0, SPREAD_DEGREES / 2, 2).clip(-SPREAD_DEGREES, SPREAD_DEGREES).tolist()
    if place.lat is None or place.lon is None:
        return {"comune": place.istat_code}
    return {
        "comune": place.istat_code,
        "lat": round(place.lat + north, 5),
        "lon": round(place.lon + east * 1.4, 5),
    }


def languages(offers: tuple[str, ...], rng: Rng) -> tuple[str, ...]:
    """Italian; at counters for newcomers often one or two more; sometimes unknown."""
    if COUNTERS.intersection(offers):
        return ("lingua-italiana", *some(rng, FOREIGN_LANGUAGES, 0, 2))
    return ("lingua-italiana",) if rng.random() < 0.7 else ()


def capacity(places: tuple[int, int] | None, rng: Rng, today: date) -> dict[str, object]:
    """Places, free places and when they were confirmed: sometimes full, sometimes unknown, sometimes long ago."""
    if places is None:
        return {}
    total = int(rng.integers(places[0], places[1] + 1))
    fate = rng.random()
    if fate < 0.2:
        return {"capacity": total}
    free = 0 if fate < 0.36 else int(rng.integers(1, max(2, total // 5) + 1))
    ago = int(rng.integers(200, 500)) if fate > 0.85 else int(rng.integers(2, 90))
    return {"capacity": total, "free_places": free, "places_confirmed_on": today - timedelta(days=ago)}
