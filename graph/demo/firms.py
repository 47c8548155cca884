"""Firms of many trades: more in larger comuni, farms in villages, few large and many small."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph.demo.catalogue.firms import EMBLEMS, TRADES, Trade
from graph.demo.draws import Ints, Rng, listed, pick, weighted
from graph.demo.ground import Ground
from graph.demo.placing import Placed, position
from graph.kinds import Firm

PERSONS_A_FIRM = 25
LEAST = 60
SIZE_SPREAD = 0.7
"""Standard deviation of the logarithm of a firm's number of workers around its trade's median."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Trade and comune of each firm, as positions."""

    trade: Ints
    comune: Ints


def place_firms(ground: Ground, persons: int, ids: Iterator[str], rng: Rng, *, first: int) -> list[Placed]:
    """Firms of every trade, at least one of each; `first`: the row of the first among all bodies."""
    many = max(LEAST, len(TRADES), persons // PERSONS_A_FIRM)
    placement = _placement(ground, many, rng)
    names = _names(ground, placement, rng)
    found: list[Placed] = []
    for row in range(many):
        trade, comune = TRADES[int(placement.trade[row])], int(placement.comune[row])
        size = max(1, round(trade.size * float(np.exp(rng.normal(0, SIZE_SPREAD)))))
        node = _firm(trade, position(ground, comune, rng), next(ids), names[row], (size, rng))
        found.append(Placed(node, first + row, comune, trade=trade, size=float(size)))
    return found


def _placement(ground: Ground, many: int, rng: Rng) -> Placement:
    weights = np.array([trade.weight for trade in TRADES], np.float64)
    drawn = weighted(rng, weights, many - len(TRADES))
    trade = np.concatenate([np.arange(len(TRADES)), drawn])
    rural = np.array([entry.rural for entry in TRADES])[trade]
    people = ground.inhabitants.astype(np.float64)
    towns, villages = weighted(rng, people, many), weighted(rng, np.minimum(people, 4000.0), many)
    return Placement(trade, np.where(rural, villages, towns))


def _names(ground: Ground, placement: Placement, rng: Rng) -> list[str]:
    """A trade word, an emblem and the comune; a number where the same name came up already."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for trade, comune in zip(listed(placement.trade), listed(placement.comune), strict=True):
        name = f"{pick(rng, TRADES[trade].names)} {pick(rng, EMBLEMS)} di {ground.name(comune)}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names


def _firm(trade: Trade, where: dict[str, object], new_id: str, name: str, drawn: tuple[int, Rng]) -> Firm:
    size, rng = drawn
    return Firm.model_validate(
        {
            "id": new_id,
            "synthetic": True,
            "name": name,
            **where,
            "offers": trade.offers,
            "welcomes": trade.welcomes,
            "languages": ("lingua-italiana",) if rng.random() < 0.6 else (),
            "slots": trade.slots,
            "serves": "province",
            "sectors": trade.sectors,
            "occupations": trade.occupations,
            "employees": size if rng.random() < 0.9 else None,
        }
    )
