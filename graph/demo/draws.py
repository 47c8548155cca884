"""Seeded draws: each theme has a stream of its own, so that a change in one leaves the others as they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rng = np.random.Generator

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chance:
    """What everything is drawn from: a seed, and the day that counts as today."""

    seed: int
    today: date

    def stream(self, theme: str) -> Rng:
        """The generator of one theme: the same for the same seed and name, whatever else was drawn."""
        return np.random.default_rng([self.seed, *theme.encode()])


def listed(positions: Ints) -> list[int]:
    """Positions as plain numbers."""
    numbers: list[int] = positions.tolist()
    return numbers


def pick(rng: Rng, options: Sequence[T]) -> T:
    """One of `options`, each as likely."""
    return options[int(rng.integers(len(options)))]


def some(rng: Rng, options: Sequence[T], low: int, high: int) -> tuple[T, ...]:
    """Between `low` and `high` different options, in their own order."""
    size = min(len(options), int(rng.integers(low, high + 1)))
    return tuple(options[place] for place in sorted(listed(rng.permutation(len(options))[:size])))


def happens(rng: Rng, chance: float | Floats, size: int) -> Bools:
    """Which of `size` trials succeed, each with its chance."""
    return rng.random(size) < chance


def weighted(rng: Rng, weights: Floats, size: int) -> Ints:
    """`size` positions drawn with replacement, in proportion to `weights`."""
    total: Floats = np.cumsum(weights)
    drawn: Floats = rng.random(size) * float(total[-1])
    place: Ints = np.asarray(np.searchsorted(total, drawn, side="right"), np.int64)
    return np.minimum(place, len(weights) - 1)


def skip(rng: Rng, size: int) -> None:
    """Leave a generator of `Chance` as if `size` numbers of `rng.random` had been drawn."""
    source = cast("np.random.PCG64", rng.bit_generator)
    before = source.state
    source.advance(size)
    before["state"] = source.state["state"]
    source.state = before  # with the half word that is left over
