"""Taking turns: ours and each peer, again and again in one process, so that a busy machine slows all of them alike."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Generic, TypeVar

Q = TypeVar("Q")
OWN = "own"
TURN_S = 0.5  # a turn of a peer; it asks one question at least


@dataclass
class Times:
    """Seconds of processor time of each question, by method."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def ms(self, name: str) -> float:
        """The median of a method in milliseconds."""
        return 1e3 * median(self.seconds[name])

    def asked(self, name: str) -> int:
        """How many questions a method was timed on."""
        return len(self.seconds[name])


@dataclass(frozen=True)
class Turns(Generic[Q]):
    """The same questions in the same order for everybody; ours takes a turn before and after each peer's."""

    questions: Sequence[Q]
    own: Callable[[Q], object]
    peers: Mapping[str, Callable[[Q], object]]

    def run(self, rounds: int, budget_s: float) -> Times:
        """Up to so many rounds, each peer until its share of the time is spent; at least one turn for each."""
        times = Times()
        at = dict.fromkeys(self.peers, 0)
        for turn in range(rounds):
            for name, ask in self.peers.items():
                if turn and sum(times.seconds[name]) > budget_s / len(self.peers):
                    continue
                self._own_turn(times)
                at[name] = self._peer_turn(times, name, ask, at[name])
            self._own_turn(times)
        return times

    def _own_turn(self, times: Times) -> None:
        for question in self.questions:
            times.seconds[OWN].append(_spent(self.own, question))

    def _peer_turn(self, times: Times, name: str, ask: Callable[[Q], object], first: int) -> int:
        """Questions from number `first` on, all of them or as many as a turn has time for; the next number."""
        spent, number = 0.0, first
        while number - first < len(self.questions) and (number == first or spent < TURN_S):
            seconds = _spent(ask, self.questions[number % len(self.questions)])
            times.seconds[name].append(seconds)
            spent += seconds
            number += 1
        return number


def _spent(ask: Callable[[Q], object], question: Q) -> float:
    """Processor time, because wall time counts what other programs do."""
    before = time.process_time()
    ask(question)
    return time.process_time() - before
