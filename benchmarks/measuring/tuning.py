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
    """A method at the setting chosen for it."""

    method: Method
    setting: Any
    ndcg: float
    queries: int  # on which the quality was measured
    ask: Ask


def tune(method: Method, judge: Judge) -> Tuned | None:
    """The first setting whose mean NDCG@50 over the sources reaches the floor; None if no setting does.

    A setting is given up as soon as the sources left could not lift its mean to the floor any more.
    """
    for setting in method.ladder:
        ask = method.at(setting)
        missing, seen, most = 0.0, 0, len(judge.sources)
        before = time.process_time()
        while seen < most and missing <= (1 - FLOOR) * most:
            missing += 1 - judge.ndcg(seen, ask(int(judge.sources[seen])))
            seen += 1
            spent = (time.process_time() - before) / seen
            most = min(len(judge.sources), max(seen, FEWEST, int(SETTING_S / max(spent, 1e-6))))
        if missing <= (1 - FLOOR) * most:
            return Tuned(method, setting, 1 - missing / most, most, ask)
    return None
