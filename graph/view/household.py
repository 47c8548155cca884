"""Who is a party: the persons and families that a pact binds, their homes, and who lives in those."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from graph.snapshot import Snapshot

Nodes = frozenset[int]
Mask = NDArray[np.bool_]


def ties_at(snapshot: Snapshot, nodes: Iterable[int], kind: str) -> NDArray[np.int32]:
    """The ties of a kind that have an end in `nodes`, ascending; it costs what those nodes have."""
    number = snapshot.tie_kinds.index(kind)
    rows = snapshot.layers[snapshot.tie_layers[number]]
    found = [rows[node] for node in nodes]
    ties = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int32)
    return ties[snapshot.ties.kind[ties] == number]


def bound_by(snapshot: Snapshot, pact: int, among: Mask | None = None) -> Nodes:
    """The persons and families bound by a pact, by the ties `among` (all, if not given)."""
    ties = ties_at(snapshot, [pact], "pact_party")
    chosen = (snapshot.ties.target[ties] == pact) & (True if among is None else among[ties])
    return frozenset(snapshot.ties.source[ties[chosen]].tolist())


def with_households(snapshot: Snapshot, nodes: Iterable[int], among: Mask, *, closed: Nodes = frozenset()) -> Nodes:
    """Persons and families with the homes of the persons and with who lives in these homes, by the ties `among`.

    One step to the homes and one back, never further: a child of two homes does not join them. What is `closed` is
    no way through.
    """
    found = frozenset(nodes)
    homes = _across(snapshot, found - closed, among, person_to_family=True)
    return found | homes | _across(snapshot, (homes | found) - closed, among, person_to_family=False)


def _across(snapshot: Snapshot, nodes: Nodes, among: Mask, *, person_to_family: bool) -> Nodes:
    """The families of some persons, or the persons of some families."""
    ties = ties_at(snapshot, nodes, "household_membership")
    ties = ties[among[ties]]
    person, family = snapshot.ties.source[ties], snapshot.ties.target[ties]
    here, there = (person, family) if person_to_family else (family, person)
    return frozenset(there[np.isin(here, list(nodes))].tolist())


def positions(snapshot: Snapshot, nodes: Iterable[int]) -> Mask:
    """(n,): which nodes are meant."""
    wanted = np.zeros(len(snapshot), bool)
    wanted[list(nodes)] = True
    return wanted
