"""The pact's side of the match: who the party is, where it lives, what it looks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.kinds import AutonomyPact, Pact
from graph.kinds.values import Layer, slot_bits
from graph.view import View
from graph.view.household import bound_by, ties_at, with_households
from graph.vocabulary import Scheme, concepts_in
from matching.policy import Policy
from matching.types import Want

GUIDANCE, NEW_ENTERPRISE, JOB = "orientamento-lavoro", "avvio-impresa", "posto-di-lavoro"
ALL_LAYERS: tuple[Layer, ...] = ("kin", "social", "civic", "work", "services")


@dataclass(frozen=True)
class Case:
    """One pact as its viewer sees it."""

    pact: Pact
    view: View
    scheme: Scheme
    policy: Policy

    @property
    def position(self) -> int:
        """Where the pact stands in the snapshot."""
        return self.view.index(self.pact.id)

    @cached_property
    def party(self) -> NDArray[np.int32]:
        """The persons and families bound by the pact, their homes and who lives there, by position."""
        bound = bound_by(self.view.snapshot, self.position, self.view.ties)
        return np.array(sorted(with_households(self.view.snapshot, bound, self.view.ties)), np.int32)

    @cached_property
    def ties(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The visible ties of the party to others: neighbours outside the party, and the ties to them."""
        found = [self.view.neighbours(int(node), ALL_LAYERS) for node in self.party]
        if not found:
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        others, ties = (np.concatenate(part) for part in zip(*found, strict=True))
        outside = ~np.isin(others, self.party)
        return others[outside], ties[outside]

    def ties_of(self, nodes: Iterable[int], *kinds: str) -> NDArray[np.int32]:
        """The visible ties of some kinds that have an end in `nodes`."""
        ties = ties_at(self.view.snapshot, nodes, *kinds)
        return ties[self.view.ties[ties]]

    @cached_property
    def tried(self) -> NDArray[np.int32]:
        """The visible ties from the pact to what was proposed or activated in it."""
        made = self.ties_of([self.position], "activation")
        return made[self.view.snapshot.ties.source[made] == self.position]

    @cached_property
    def home(self) -> int:
        """The position of the place where the party lives; -1 where it is not known."""
        place = self.view.geography.place
        homes = [int(place[self.position]), *(int(place[node]) for node in self.party)]
        return next((home for home in homes if home >= 0), -1)

    @property
    def reach_km(self) -> float:
        """How far the party can go."""
        return self.pact.max_km or float(getattr(self.policy.travel, self.pact.travel or "unknown"))

    @cached_property
    def wants(self) -> tuple[Want, ...]:
        """What the party looks for: its asks, then what the kind of pact implies."""
        found: dict[str, Want] = {}
        asked = {ask.need for ask in self.pact.asks}
        for want in (*self._asked(), *self._of_work(), *self._in_goals()):
            if want.code in self.scheme and not (want.origin == "implied" and want.code in asked):
                key = f"{want.code} {want.ages} {want.slots}"
                known = found.get(key)
                found[key] = want if known is None or want.importance > known.importance else known
        return tuple(found.values())

    def _asked(self) -> Iterable[Want]:
        fallback = self.pact.birth_year if isinstance(self.pact, AutonomyPact) else None
        for ask in self.pact.asks:
            importance = self.policy.fit.importance[ask.weight - 1]
            yield Want(ask.need, importance, self._ages(ask.birth_year or fallback), slot_bits(ask.slots))

    def _of_work(self) -> Iterable[Want]:
        pact, implied = self.pact, self.policy.fit.implied
        if not isinstance(pact, AutonomyPact):
            return
        ages = self._ages(pact.birth_year)
        for code in pact.occupations:
            yield Want(code, 1.0, ages, origin="occupation")
        if pact.enterprise:
            yield Want(NEW_ENTERPRISE, 1.0, ages, origin="implied")
            yield Want(pact.enterprise, implied, ages, origin="enterprise")
        for code in pact.skills:
            yield Want(code, implied, ages, origin="skill")
        if not pact.enterprise:
            yield Want(GUIDANCE, implied, ages, origin="implied")

    def _in_goals(self) -> Iterable[Want]:
        for code in concepts_in(self.pact.goals) if self.pact.goals else ():
            if not any(ask.need == code for ask in self.pact.asks):
                yield Want(code, self.policy.fit.importance[0], origin="goal")

    def _ages(self, birth_year: int | None) -> tuple[int, int] | None:
        """Who was born in a year is one of two ages on a day of another."""
        if birth_year is None:
            return None
        age = self.view.at.year - birth_year
        return max(age - 1, 0), max(age, 0)

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Asks whose code the vocabulary does not have."""
        return tuple(ask.need for ask in self.pact.asks if ask.need not in self.scheme)
