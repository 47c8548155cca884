"""Who is a party: the persons and families that a pact binds, their homes, and who lives in those."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from graph.snapshot import Snapshot

Nodes = frozenset[int]
Mask = NDArray[np.bool_]


def bound_by(snapshot: Snapshot, pact: int, among: Mask | None = None) -> Nodes:
    """The persons and families bound by a pact, by the ties `among` (all, if not given)."""
    chosen = snapshot.ties_of_kinds(["pact_party"]) & (snapshot.ties.target == pact)
    return frozenset(snapshot.ties.source[chosen if among is None else chosen & among].tolist())


def with_households(snapshot: Snapshot, nodes: Iterable[int], among: Mask, *, closed: Nodes = frozenset()) -> Nodes:
    """Persons and families with the homes of the persons and with who lives in these homes, by the ties `among`.

    One step to the homes and one back, never further: a child of two homes does not join them. What is `closed` is
    no way through.
    """
    found = frozenset(nodes)
    membership = snapshot.ties_of_kinds(["household_membership"]) & among
    person, family = snapshot.ties.source, snapshot.ties.target
    homes = frozenset(family[membership & positions(snapshot, found - closed)[person]].tolist())
    families = (homes | found) - closed
    members = frozenset(person[membership & positions(snapshot, families)[family]].tolist())
    return found | homes | members


def positions(snapshot: Snapshot, nodes: Iterable[int]) -> Mask:
    """(n,): which nodes are meant."""
    wanted = np.zeros(len(snapshot), bool)
    wanted[list(nodes)] = True
    return wanted
