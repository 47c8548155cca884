"""The NO_CONTACT zone of a pact: whom and what its party must not meet.

Around whoever is at the other end of a NO_CONTACT tie: the household, relatives up to two steps, everybody they are
tied to, the bodies where they live their days with what those run, who runs those, and who works or belongs there.
Italian protection orders name home, workplace, school and the family of origin (art. 473-bis.70 c.p.c.). A NO_CONTACT
tie counts from the day it is written and never lapses by itself; where it is not clear who is protected, both are
kept apart.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.kinds.ties import PERSONAL_KINDS
from graph.snapshot import Snapshot
from graph.view.household import Mask, Nodes, bound_by, ties_at, with_households
from graph.view.rules import on_the_day

WORLDS = ("kin", "social", "civic", "work", "services")
BELONGING = ("work", "volunteering", "board_role", "ownership", "membership")
RUNNING = ("hosting", "parentage", "ownership")
UNDER_WAY = ("accepted", "active")
KIN = ("kinship", "care")
KIN_STEPS = 2


@dataclass(frozen=True)
class Holding:
    """Which ties hold on a day, asked of some of them: no pact costs a look at all ties."""

    snapshot: Snapshot
    at: date

    def __getitem__(self, ties: NDArray[np.int32]) -> Mask:
        """As many booleans."""
        return on_the_day(self.snapshot, self.at, ties)


def no_contact_zone(snapshot: Snapshot, pact: int, at: date) -> NDArray[np.int32]:
    """Positions of the nodes that are absent for a pact on a day; it costs what lies around it.

    Only present members of the party's own homes are protected: who left is not, and may be whom the order is about.
    The other side is read from all ties, whatever their dates or visibility.
    """
    present = Holding(snapshot, at)
    bound = bound_by(snapshot, pact)
    party = with_households(snapshot, bound, present)
    ordered = _others(snapshot, ties_at(snapshot, party, "no_contact"), party)
    if not ordered:
        return np.zeros(0, np.int32)
    avoided = (ordered | with_households(snapshot, _of_kinds(snapshot, ordered, "family"), present)) - bound
    party -= avoided
    near, kin = _circle(snapshot, _of_kinds(snapshot, ordered | avoided, *PERSONAL_KINDS), party)
    bodies = near | avoided | _of_their_pacts(snapshot, near)
    zone = avoided | near | kin | _around(snapshot, bodies - _of_kinds(snapshot, bodies, *PERSONAL_KINDS))
    zone |= with_households(snapshot, _of_kinds(snapshot, zone, *PERSONAL_KINDS) - party, None, closed=party)
    return np.array(sorted((zone - party) | avoided), np.int32)


def _circle(snapshot: Snapshot, people: Nodes, party: Nodes) -> tuple[Nodes, Nodes]:
    """Everybody and everything that some people are or were tied to, and their relatives, never by way of the party."""
    layers = zip(snapshot.tie_kinds, snapshot.tie_layers, strict=True)
    of_worlds = [kind for kind, layer in layers if layer in WORLDS]
    home = people | (with_households(snapshot, people, None, closed=party) - party)
    near = home | _targets(snapshot, home, *of_worlds) | _sources(snapshot, home, *of_worlds)
    kin = home
    for _ in range(KIN_STEPS):
        kin |= _targets(snapshot, kin - party, *KIN) | _sources(snapshot, kin - party, *KIN)
    return near, kin


def _of_their_pacts(snapshot: Snapshot, people: Nodes) -> Nodes:
    """The bodies that signed pacts of some people, and the resources under way in them."""
    pacts = _targets(snapshot, people, "pact_party")
    made = ties_at(snapshot, pacts, "activation")
    words = snapshot.tie_levels["status"]
    going_on = np.isin(snapshot.tie_attributes["status"][made], [words.index(word) for word in UNDER_WAY])
    return frozenset(snapshot.ties.target[made[going_on]].tolist()) | _sources(snapshot, pacts, "signature")


def _around(snapshot: Snapshot, bodies: Nodes) -> Nodes:
    """Bodies with what they run, with who runs them, and with the people who work there or belong to them."""
    below = bodies
    for _ in range(2):
        below |= _targets(snapshot, below, *RUNNING)
    return below | _sources(snapshot, bodies, *RUNNING) | _sources(snapshot, below, *BELONGING)


def _others(snapshot: Snapshot, ties: NDArray[np.int32], nodes: Nodes) -> Nodes:
    """The ends of some ties that face an end in `nodes`."""
    source, target, wanted = snapshot.ties.source[ties], snapshot.ties.target[ties], list(nodes)
    facing = np.concatenate([target[np.isin(source, wanted)], source[np.isin(target, wanted)]])
    return frozenset(facing.tolist())


def _of_kinds(snapshot: Snapshot, nodes: Nodes, *kinds: str) -> Nodes:
    """Those of some nodes that are of some kinds."""
    return frozenset(node for node in nodes if snapshot.kind_name(node) in kinds)


def _targets(snapshot: Snapshot, sources: Nodes, *kinds: str) -> Nodes:
    """Where the ties of some kinds that start in `sources` lead."""
    ties = ties_at(snapshot, sources, *kinds)
    return frozenset(snapshot.ties.target[ties[np.isin(snapshot.ties.source[ties], list(sources))]].tolist())


def _sources(snapshot: Snapshot, targets: Nodes, *kinds: str) -> Nodes:
    """Where the ties of some kinds that end in `targets` come from."""
    ties = ties_at(snapshot, targets, *kinds)
    return frozenset(snapshot.ties.source[ties[np.isin(snapshot.ties.target[ties], list(targets))]].tolist())
