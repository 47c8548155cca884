"""The NO_CONTACT zone of a pact: whom and what its party must not meet.

Around whoever is at the other end of a NO_CONTACT tie: the household, relatives up to two steps, everybody they are
tied to, the bodies where they live their days with what those run, who runs those, and who works or belongs there.
Italian protection orders name home, workplace, school and the family of origin (art. 473-bis.70 c.p.c.). A NO_CONTACT
tie counts from the day it is written and never lapses by itself; where it is not clear who is protected, both are
kept apart.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.snapshot import Snapshot
from graph.view.household import Mask, Nodes, bound_by, positions, ties_at, with_households
from graph.view.rules import on_the_day

PEOPLE = ("person", "family")
WORLDS = ("kin", "social", "civic", "work", "services")
BELONGING = ("work", "volunteering", "board_role", "ownership", "membership")
RUNNING = ("hosting", "parentage", "ownership")
UNDER_WAY = ("accepted", "active")
KIN_STEPS = 2


def no_contact_zone(snapshot: Snapshot, pact: int, at: date) -> NDArray[np.int32]:
    """Positions of the nodes that are absent for a pact on a day.

    Only present members of the party's own homes are protected: who left is not, and may be whom the order is about.
    The other side is read from all ties, whatever their dates or visibility.
    """
    present = on_the_day(snapshot, at)
    bound = bound_by(snapshot, pact)
    party = with_households(snapshot, bound, present)
    ordered = _others(snapshot, ties_at(snapshot, party, "no_contact"), party)
    if not ordered:
        return np.zeros(0, np.int32)
    always = np.ones(len(snapshot.ties.kind), bool)
    people = frozenset(np.flatnonzero(snapshot.of_kinds(PEOPLE)).tolist())
    avoided = (ordered | with_households(snapshot, _families(snapshot, ordered), present)) - bound
    party -= avoided
    near, kin = _circle(snapshot, (ordered | avoided) & people, party)
    bodies = (near | avoided | _of_their_pacts(snapshot, near)) - people
    zone = avoided | near | kin | _around(snapshot, bodies)
    zone |= with_households(snapshot, (zone & people) - party, always, closed=party)
    return np.array(sorted((zone - party) | avoided), np.int32)


def _circle(snapshot: Snapshot, people: Nodes, party: Nodes) -> tuple[Nodes, Nodes]:
    """Everybody and everything that some people are or were tied to, and their relatives, never by way of the party."""
    always = np.ones(len(snapshot.ties.kind), bool)
    home = people | (with_households(snapshot, people, always, closed=party) - party)
    near = home | _neighbours(snapshot, home, _of_layers(snapshot, WORLDS))
    kin = home
    for _ in range(KIN_STEPS):
        kin |= _neighbours(snapshot, kin - party, snapshot.ties_of_kinds(["kinship", "care"]))
    return near, kin


def _families(snapshot: Snapshot, nodes: Nodes) -> Nodes:
    return nodes & frozenset(np.flatnonzero(snapshot.of_kinds(["family"])).tolist())


def _of_their_pacts(snapshot: Snapshot, people: Nodes) -> Nodes:
    """The bodies that signed pacts of some people, and the resources under way in them."""
    ties = snapshot.ties
    of_people = snapshot.ties_of_kinds(["pact_party"]) & positions(snapshot, people)[ties.source]
    pacts = positions(snapshot, ties.target[of_people].tolist())
    words = snapshot.tie_levels["status"]
    going_on = np.isin(snapshot.tie_attributes["status"], [words.index(word) for word in UNDER_WAY])
    active = snapshot.ties_of_kinds(["activation"]) & going_on & pacts[ties.source]
    signed = snapshot.ties_of_kinds(["signature"]) & pacts[ties.target]
    return frozenset(ties.target[active].tolist()) | frozenset(ties.source[signed].tolist())


def _around(snapshot: Snapshot, bodies: Nodes) -> Nodes:
    """Bodies with what they run, with who runs them, and with the people who work there or belong to them."""
    ties = snapshot.ties
    runs, belongs = snapshot.ties_of_kinds(RUNNING), snapshot.ties_of_kinds(BELONGING)
    below = bodies
    for _ in range(2):
        below |= frozenset(ties.target[runs & positions(snapshot, below)[ties.source]].tolist())
    above = frozenset(ties.source[runs & positions(snapshot, bodies)[ties.target]].tolist())
    members = frozenset(ties.source[belongs & positions(snapshot, below)[ties.target]].tolist())
    return below | above | members


def _others(snapshot: Snapshot, ties: NDArray[np.int32], nodes: Nodes) -> Nodes:
    """The ends of some ties that face an end in `nodes`."""
    source, target, wanted = snapshot.ties.source[ties], snapshot.ties.target[ties], list(nodes)
    facing = np.concatenate([target[np.isin(source, wanted)], source[np.isin(target, wanted)]])
    return frozenset(facing.tolist())


def _of_layers(snapshot: Snapshot, layers: Sequence[str]) -> Mask:
    kinds = zip(snapshot.tie_kinds, snapshot.tie_layers, strict=True)
    return snapshot.ties_of_kinds(kind for kind, layer in kinds if layer in layers)


def _neighbours(snapshot: Snapshot, nodes: Nodes, among: Mask) -> Nodes:
    """The other ends of the ties `among` that have an end in `nodes`."""
    ties, wanted = snapshot.ties, positions(snapshot, nodes)
    out, back = ties.target[among & wanted[ties.source]], ties.source[among & wanted[ties.target]]
    return frozenset(out.tolist()) | frozenset(back.tolist())
