"""The cheapest setting of a method that reaches the quality, found by going up its ladder from the coarsest."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring.quality import FLOOR, Judge

SETTING_S = 6.0  # of one setting; who is slower is judged on fewer sources
FEWEST = 4

Ask = Callable[[int], NDArray[np.integer]]


@dataclass(frozen=True, slots=True)
class Method:
    """A way to rank resources: `at` takes a setting of the ladder and gives what answers one source."""

    name: str
    kind: str  # own, library or reference
    tuned: str  # what the setting is, and what else was chosen, in words
    ladder: Sequence[Any]  # from the coarsest to the finest
    at: Callable[[Any], Ask]


@dataclass(frozen=True, slots=True)
class Tuned:
    """A method at the setting chosen for it, with its mean NDCG@50 on the sources it was chosen on."""

    method: Method
    setting: Any
    ndcg: float
    queries: int
    ask: Ask


def tune(method: Method, judge: Judge) -> Tuned | None:
    """The first setting whose mean NDCG@50 reaches the floor with a standard error to spare; None if no setting does.

    Without the error to spare, the setting that was lucky with these sources would be chosen, and miss it with others.
    """
    for setting in method.ladder:
        ask = method.at(setting)
        found = _ndcg(ask, judge, FLOOR)
        if found.mean() - found.std(ddof=1) / np.sqrt(len(found)) >= FLOOR:
            return Tuned(method, setting, float(found.mean()), len(found), ask)
    return None


def scored(ask: Ask, judge: Judge) -> tuple[float, int]:
    """The mean NDCG@50 over sources that took no part in the choice, and over how many of them."""
    found = _ndcg(ask, judge, 0.0)
    return float(found.mean()), len(found)


def _ndcg(ask: Ask, judge: Judge, floor: float) -> NDArray[np.float64]:
    """The NDCG@50 of as many sources as there is time for, two at least.

    It ends early where the sources left could not lift the mean to the floor any more.
    """
    found: list[float] = []
    most, before = len(judge.sources), time.process_time()
    while len(found) < most and (len(found) < 2 or sum(1 - one for one in found) <= (1 - floor) * most):
        found.append(judge.ndcg(len(found), ask(int(judge.sources[len(found)]))))
        spent = (time.process_time() - before) / len(found)
        most = min(len(judge.sources), max(len(found), FEWEST, int(SETTING_S / max(spent, 1e-6))))
    return np.array(found)
