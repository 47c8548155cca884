"""Seeded draws: each theme has a stream of its own, so that a change in one leaves the others as they were."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rng = np.random.Generator

T = TypeVar("T")


def stream(seed: int, theme: str) -> Rng:
    """The generator of one theme: the same for the same seed and name, whatever else was drawn."""
    return np.random.default_rng([seed, *theme.encode()])


def pick(rng: Rng, options: Sequence[T]) -> T:
    """One of `options`, each as likely."""
    return options[int(rng.integers(len(options)))]


def some(rng: Rng, options: Sequence[T], low: int, high: int) -> tuple[T, ...]:
    """Between `low` and `high` different options, in their own order."""
    size = min(len(options), int(rng.integers(low, high + 1)))
    return tuple(options[place] for place in sorted(rng.permutation(len(options))[:size].tolist()))


def happens(rng: Rng, chance: float | Floats, size: int) -> Bools:
    """Which of `size` trials succeed, each with its chance."""
    return rng.random(size) < chance


def weighted(rng: Rng, weights: Floats, size: int) -> Ints:
    """`size` positions drawn with replacement, in proportion to `weights`."""
    total = np.cumsum(weights)
    return np.minimum(np.searchsorted(total, rng.random(size) * total[-1], side="right"), len(weights) - 1)
