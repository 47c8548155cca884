"""Ages, sexes and comuni of the sampled persons, drawn from the real distribution of each comune."""

from dataclasses import dataclass

import numpy as np

from graph.demo.draws import Bools, Ints, Rng
from graph.demo.ground import Ground

PERSONS_A_COMUNE = 40
"""Fewer comuni are sampled where this mean could not be reached, so that persons have neighbours."""


@dataclass(frozen=True, slots=True)
class People:
    """One person a row, ordered by comune, then age."""

    comune: Ints
    age: Ints
    female: Bools


def sample(ground: Ground, counts: Ints, persons: int, rng: Rng) -> People:
    """`persons` people, in proportion to `counts` (comuni x ages x [female, male])."""
    chosen = _comuni(ground, persons, rng)
    weights = np.where(chosen[:, None, None], counts, 0).astype(np.float64).ravel()
    drawn = rng.multinomial(persons, weights / weights.sum())
    cells = np.repeat(np.arange(len(drawn)), drawn)
    comune, age, male = np.unravel_index(cells, counts.shape)
    return People(comune.astype(np.int64), age.astype(np.int64), male == 0)


def _comuni(ground: Ground, persons: int, rng: Rng) -> Bools:
    """Which comuni are sampled: the seat of each district, then others by size."""
    size = len(ground.inhabitants)
    wanted = min(size, max(2 * len(ground.districts), persons // PERSONS_A_COMUNE))
    lots = rng.exponential(size=size) / np.maximum(ground.inhabitants, 1)
    lots[ground.seats] = -1.0
    chosen = np.zeros(size, np.bool_)
    chosen[np.argsort(lots, kind="stable")[:wanted]] = True
    return chosen
