"""The NO_CONTACT zone of a pact: whom and what its party must not meet.

Around each party at the other end of a NO_CONTACT tie: the household, relatives up to two steps, everybody they
are tied to, the bodies where they live their days, and whatever those bodies run or own. Italian protection
orders name home, workplace, school and the family of origin (art. 473-bis.70 c.p.c.). A NO_CONTACT tie counts
from the day it is written and never lapses by itself.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from graph.snapshot import Adjacency, Snapshot

PEOPLE = ("person", "family")
WORLDS = ("kin", "social", "civic", "work", "services")
KIN_STEPS = 2


def no_contact_zone(snapshot: Snapshot, pact: int) -> NDArray[np.int32]:
    """Positions of the nodes that are absent for a pact, read from all ties whatever their dates or visibility."""
    party = household(snapshot, parties(snapshot, pact))
    avoided = _ends(snapshot.layers["protection"], party) - party
    if not avoided:
        return np.zeros(0, np.int32)
    people = snapshot.of_kinds(PEOPLE)
    circle = household(snapshot, {node for node in avoided if people[node]})
    near = circle | {node for world in WORLDS for node in _ends(snapshot.layers[world], circle)}
    kin = circle
    for _ in range(KIN_STEPS):
        kin = kin | {node for node in _ends(snapshot.layers["kin"], kin - party) if people[node]}
    bodies = {node for node in near | avoided if not people[node]}
    zone = avoided | near | household(snapshot, kin - party) | _run_by(snapshot, bodies)
    return np.array(sorted(zone - party), np.int32)


def parties(snapshot: Snapshot, pact: int) -> set[int]:
    """The persons and families bound by a pact."""
    ties = snapshot.ties
    chosen = snapshot.ties_of_kinds(["pact_party"]) & (ties.target == pact)
    return {int(node) for node in ties.source[chosen]}


def household(snapshot: Snapshot, people: Iterable[int]) -> set[int]:
    """Some persons and families with everybody who lives with them."""
    membership = snapshot.tie_kinds.index("household_membership")
    found = set(people)
    for _ in range(2):
        found |= _ends(snapshot.layers["kin"], found, snapshot.ties.kind == membership)
    return found


def _run_by(snapshot: Snapshot, bodies: set[int]) -> set[int]:
    """Bodies with their sites, and with the opportunities and actions that they run."""
    ties = snapshot.ties
    runs = snapshot.ties_of_kinds(["hosting", "parentage", "ownership"])
    found = bodies
    for _ in range(2):
        chosen = runs & np.isin(ties.source, sorted(found))
        found = found | {int(node) for node in ties.target[chosen]}
    return found


def _ends(rows: Adjacency, nodes: Iterable[int], among: NDArray[np.bool_] | None = None) -> set[int]:
    """The other ends of the ties of some nodes in one layer."""
    found: set[int] = set()
    for node in nodes:
        row = slice(rows.indptr[node], rows.indptr[node + 1])
        neighbours = rows.neighbour[row] if among is None else rows.neighbour[row][among[rows.tie[row]]]
        found.update(int(neighbour) for neighbour in neighbours)
    return found
