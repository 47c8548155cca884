"""The relations of a pact's party in plain counts: a description for who works with it, never a score of anybody."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.kinds.ties import PERSONAL_KINDS
from graph.kinds.values import Layer
from graph.view import View
from graph.view.household import bound_by, positions, with_households

RELATIONS: Final[tuple[Layer, ...]] = ("kin", "social", "civic", "work", "services")
"""Ties of everyday life; those that the pact itself makes are not among them."""


@dataclass(frozen=True)
class Summary:
    """What is visible of a party's relations outside its own home.

    `ties` by layer, `kinds` by kind of node at the other end. Among `people`, the d persons and families that it is
    tied to, there are t `ties_among_people` (pairs); `circles` are the groups that remain connected when the party
    is left out. `density` is 2t / d(d-1), None below two people; `effective_size` is d - 2t/d (Borgatti,
    Connections 20, 1997), None without people.
    """

    ties: dict[Layer, int]
    kinds: dict[str, int]
    people: int
    ties_among_people: int
    circles: int
    density: float | None
    effective_size: float | None


def summary(view: View, pact: int) -> Summary:
    """The relations of the party of a pact, seen by a view made for it: persons bound, their homes, who lives there."""
    snapshot = view.snapshot
    party = with_households(snapshot, bound_by(snapshot, pact, view.ties), view.ties)
    own = positions(snapshot, party)
    kinds = [number for number, layer in enumerate(snapshot.tie_layers) if layer in RELATIONS]
    related = np.flatnonzero(view.ties & np.isin(snapshot.ties.kind, kinds))
    source, target = snapshot.ties.source[related], snapshot.ties.target[related]
    outward = own[source] != own[target]
    others = np.unique(np.where(own[source], target, source)[outward])
    layers = Counter(snapshot.tie_layers[int(kind)] for kind in snapshot.ties.kind[related[outward]])
    people = others[snapshot.of_kinds(PERSONAL_KINDS)[others]]
    pairs = _pairs(people, source, target)
    d, t = len(people), len(pairs)
    return Summary(
        ties={layer: layers[layer] for layer in RELATIONS},
        kinds=dict(sorted(Counter(snapshot.kind_name(int(other)) for other in others).items())),
        people=d,
        ties_among_people=t,
        circles=_components(people.tolist(), pairs),
        density=2 * t / (d * (d - 1)) if d > 1 else None,
        effective_size=d - 2 * t / d if d else None,
    )


def _pairs(people: NDArray[np.integer], source: NDArray[np.int32], target: NDArray[np.int32]) -> set[tuple[int, int]]:
    """The pairs of people with any tie between them."""
    among = np.isin(source, people) & np.isin(target, people)
    low, high = np.minimum(source, target)[among], np.maximum(source, target)[among]
    return set(zip(low.tolist(), high.tolist(), strict=True))


def _components(people: Iterable[int], pairs: Iterable[tuple[int, int]]) -> int:
    """How many connected groups people form by some pairs."""
    head = {one: one for one in people}

    def leader(one: int) -> int:
        while head[one] != one:
            head[one] = one = head[head[one]]
        return one

    for one, other in pairs:
        head[leader(one)] = leader(other)
    return len({leader(one) for one in head})
