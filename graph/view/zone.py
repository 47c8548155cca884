"""The NO_CONTACT zone of a pact: whom and what its party must not meet.

Around whoever is at the other end of a NO_CONTACT tie: the household, relatives up to two steps, everybody they are
tied to, the bodies where they live their days with what those run, who runs those, and who works or belongs there.
Italian protection orders name home, workplace, school and the family of origin (art. 473-bis.70 c.p.c.). A NO_CONTACT
tie counts from the day it is written and never lapses by itself; where it is not clear who is protected, both are
kept apart.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.snapshot import NO_DAY, Snapshot, day

PEOPLE = ("person", "family")
HOME = ("household_membership",)
WORLDS = ("kin", "social", "civic", "work", "services")
BELONGING = ("work", "volunteering", "board_role", "ownership", "membership")
RUNNING = ("hosting", "parentage", "ownership")
KIN_STEPS = 2

Nodes = frozenset[int]
Mask = NDArray[np.bool_]


def no_contact_zone(snapshot: Snapshot, pact: int, at: date) -> NDArray[np.int32]:
    """Positions of the nodes that are absent for a pact on a day.

    Only present members of the household are protected: who left it is not, and may be whom the order is about.
    The other side is read from all ties, whatever their dates or visibility.
    """
    everything = np.ones(len(snapshot.ties.kind), bool)
    bound = parties(snapshot, pact)
    party = household(snapshot, bound, on_the_day(snapshot, at))
    avoided = _neighbours(snapshot, party, snapshot.ties_of_kinds(["no_contact"])) - bound
    if not avoided:
        return np.zeros(0, np.int32)
    party -= avoided
    people = frozenset(np.flatnonzero(snapshot.of_kinds(PEOPLE)).tolist())
    circle = household(snapshot, avoided & people, everything, closed=party) - party
    near = circle | _neighbours(snapshot, circle, _of_layers(snapshot, WORLDS))
    kin = circle
    for _ in range(KIN_STEPS):
        kin |= _neighbours(snapshot, kin - party, _of_layers(snapshot, ["kin"])) & people
    bodies = (near | avoided) - people
    zone = avoided | near | household(snapshot, kin - party, everything, closed=party) | _around(snapshot, bodies)
    return np.array(sorted((zone - party) | avoided), np.int32)


def parties(snapshot: Snapshot, pact: int) -> Nodes:
    """The persons and families bound by a pact."""
    chosen = snapshot.ties_of_kinds(["pact_party"]) & (snapshot.ties.target == pact)
    return frozenset(snapshot.ties.source[chosen].tolist())


def on_the_day(snapshot: Snapshot, at: date) -> Mask:
    """(m,): ties that hold on a day."""
    ties, today = snapshot.ties, day(at)
    return (ties.valid_from <= today) & ((ties.valid_to == NO_DAY) | (ties.valid_to > today))


def household(snapshot: Snapshot, people: Iterable[int], among: Mask, *, closed: Iterable[int] = ()) -> Nodes:
    """Some persons and families with everybody who lives with them by the ties `among`, never by way of `closed`."""
    membership, barred = snapshot.ties_of_kinds(HOME) & among, frozenset(closed)
    found = frozenset(people)
    for _ in range(2):
        found |= _neighbours(snapshot, found - barred, membership)
    return found


def _around(snapshot: Snapshot, bodies: Nodes) -> Nodes:
    """Bodies with what they run, with who runs them, and with the people who work there or belong to them."""
    ties = snapshot.ties
    runs, belongs = snapshot.ties_of_kinds(RUNNING), snapshot.ties_of_kinds(BELONGING)
    below = bodies
    for _ in range(2):
        below |= frozenset(ties.target[runs & _in(snapshot, ties.source, below)].tolist())
    above = frozenset(ties.source[runs & _in(snapshot, ties.target, bodies)].tolist())
    members = frozenset(ties.source[belongs & _in(snapshot, ties.target, below)].tolist())
    return below | above | members


def _of_layers(snapshot: Snapshot, layers: Sequence[str]) -> Mask:
    chosen = [number for number, layer in enumerate(snapshot.tie_layers) if layer in layers]
    return np.isin(snapshot.ties.kind, chosen)


def _neighbours(snapshot: Snapshot, nodes: Nodes, among: Mask) -> Nodes:
    """The other ends of the ties `among` that have an end in `nodes`."""
    ties = snapshot.ties
    out = ties.target[among & _in(snapshot, ties.source, nodes)]
    back = ties.source[among & _in(snapshot, ties.target, nodes)]
    return frozenset(out.tolist()) | frozenset(back.tolist())


def _in(snapshot: Snapshot, ends: NDArray[np.int32], nodes: Nodes) -> Mask:
    wanted = np.zeros(len(snapshot), bool)
    wanted[list(nodes)] = True
    return wanted[ends]
