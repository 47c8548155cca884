"""Who is a party: the persons and families that a pact binds, their homes, and who lives in those."""

from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from graph.kinds.values import Layer
from graph.snapshot import Snapshot

Nodes = frozenset[int]
Mask = NDArray[np.bool_]


class Among(Protocol):
    """Which ties count, asked of some of them: a mask over all ties, or a rule."""

    def __getitem__(self, ties: NDArray[np.int32], /) -> Any:
        """As many booleans."""
        ...


def ties_at(snapshot: Snapshot, nodes: Iterable[int], *kinds: str) -> NDArray[np.int32]:
    """The ties of some kinds that have an end in `nodes`, ascending; it costs what those nodes have."""
    numbers = [snapshot.tie_kinds.index(kind) for kind in kinds]
    wanted = np.unique(np.fromiter(nodes, np.int64))
    layers: set[Layer] = {snapshot.tie_layers[number] for number in numbers}
    ties = np.unique(np.concatenate([snapshot.layers[layer].pairs(wanted)[1] for layer in layers]))
    return ties[np.isin(snapshot.ties.kind[ties], numbers)]


def bound_by(snapshot: Snapshot, pact: int, among: Among | None = None) -> Nodes:
    """The persons and families bound by a pact, by the ties `among` (all, if not given)."""
    ties = ties_at(snapshot, [pact], "pact_party")
    chosen = (snapshot.ties.target[ties] == pact) & (True if among is None else among[ties])
    return frozenset(snapshot.ties.source[ties[chosen]].tolist())


def with_households(
    snapshot: Snapshot, nodes: Iterable[int], among: Among | None, *, closed: Nodes = frozenset()
) -> Nodes:
    """Persons and families with the homes of the persons and who lives in these, by the ties `among` (None: all).

    One step to the homes and one back, never further: a child of two homes does not join them. What is `closed` is
    no way through.
    """
    found = frozenset(nodes)
    homes = _across(snapshot, found - closed, among, person_to_family=True)
    return found | homes | _across(snapshot, (homes | found) - closed, among, person_to_family=False)


def _across(snapshot: Snapshot, nodes: Nodes, among: Among | None, *, person_to_family: bool) -> Nodes:
    """The families of some persons, or the persons of some families."""
    ties = ties_at(snapshot, nodes, "household_membership")
    ties = ties if among is None else ties[among[ties]]
    person, family = snapshot.ties.source[ties], snapshot.ties.target[ties]
    here, there = (person, family) if person_to_family else (family, person)
    return frozenset(there[np.isin(here, list(nodes))].tolist())


def positions(snapshot: Snapshot, nodes: Iterable[int]) -> Mask:
    """(n,): which nodes are meant."""
    wanted = np.zeros(len(snapshot), bool)
    wanted[list(nodes)] = True
    return wanted
