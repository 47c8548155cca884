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
    """The first setting whose mean NDCG@50 over the sources reaches the floor; None if no setting does."""
    for setting in method.ladder:
        ask = method.at(setting)
        if (found := _scored(ask, judge, FLOOR)) is not None:
            return Tuned(method, setting, *found, ask)
    return None


def scored(ask: Ask, judge: Judge) -> tuple[float, int]:
    """The mean NDCG@50 over sources that took no part in the choice, and over how many of them."""
    return _scored(ask, judge, 0.0) or (0.0, 0)


def _scored(ask: Ask, judge: Judge, floor: float) -> tuple[float, int] | None:
    """The mean NDCG@50 and over how many sources, as many as there is time for; None if it is below the floor.

    It is given up as soon as the sources left could not lift the mean to the floor any more.
    """
    missing, seen, most = 0.0, 0, len(judge.sources)
    before = time.process_time()
    while seen < most and missing <= (1 - floor) * most:
        missing += 1 - judge.ndcg(seen, ask(int(judge.sources[seen])))
        seen += 1
        spent = (time.process_time() - before) / seen
        most = min(len(judge.sources), max(seen, FEWEST, int(SETTING_S / max(spent, 1e-6))))
    return (1 - missing / most, most) if missing <= (1 - floor) * most else None
