"""The way in: the best path from the party to a resource, through people who agreed to introduce and through bodies."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.kinds.ties import PERSONAL_KINDS
from graph.snapshot import NO_DAY, Snapshot, day
from graph.view import View
from graph.view.rules import agrees_to_introduce
from graph.vocabulary import scheme
from matching.candidates import RESOURCE_KINDS, Candidates
from matching.case import Case
from matching.discretion import confidential
from matching.kernels.bidirectional import OUTER, OWN, Terms
from matching.kernels.path_graph import Path, PathGraph, build_path_graph
from matching.kernels.paths import best_paths
from matching.kernels.reach import Reach, reach
from matching.types import WayIn

OWN_BUSINESS = ("service_use", "care")  # which services others use, and whom they care for, opens no door
PLACE_IN_FIRM = ("work", "board_role", "ownership")
WALKED = ("kin", "social", "civic", "work", "services", "bodies")


def introducers(view: View) -> NDArray[np.bool_]:
    """(n,): persons whose agreement to introduce holds on the day and who are below their monthly limit.

    Never somebody who manages pacts, whoever's and whenever: an operator's own ties are not a way in.
    """
    snapshot = view.snapshot
    limit = snapshot.columns["introductions_per_month"]
    able = agrees_to_introduce(snapshot, view.at) & view.nodes & (introductions_this_month(view) < limit)
    able[operators(snapshot)] = False
    return able


def operators(snapshot: Snapshot) -> NDArray[np.int32]:
    """Those who manage or managed a pact, by position."""
    return snapshot.ties.source[snapshot.ties_of_kinds(["case_management"])]


def introductions_this_month(view: View) -> NDArray[np.int64]:
    """(n,): introductions made in the calendar month of the day, counted over all pacts whoever looks.

    One without any date may be of this month, and counts.
    """
    snapshot = view.snapshot
    made = np.flatnonzero(snapshot.ties_of_kinds(["introduction"]))
    when = snapshot.tie_attributes["made_on"][made]
    when = np.where(when == NO_DAY, snapshot.ties.valid_from[made], when)
    first, today = day(view.at.replace(day=1)), day(view.at)
    this_month = made[(when == NO_DAY) | ((when >= first) & (when <= today))]
    return np.bincount(snapshot.ties.source[this_month], minlength=len(snapshot))


@dataclass(frozen=True)
class Doors:
    """The visible ties that may open a door, as a graph that all pacts of a viewer search."""

    ties: NDArray[np.int64]  # of the graph, by position in the snapshot
    graph: PathGraph

    @classmethod
    def of(cls, view: View) -> "Doors":
        """Every walked tie but those of confidential places: one's own business for oneself, a firm from inside it."""
        snapshot = view.snapshot
        kinds = [kind for kind, layer in zip(snapshot.tie_kinds, snapshot.tie_layers, strict=True) if layer in WALKED]
        ties = view.visible_ties(kinds)
        discreet = confidential(snapshot, scheme())
        ties = ties[~(discreet[snapshot.ties.source[ties]] | discreet[snapshot.ties.target[ties]])]
        access = np.where(snapshot.ties_of_kinds(OWN_BUSINESS)[ties], OWN, np.uint8(0))
        access |= np.where(snapshot.ties_of_kinds(PLACE_IN_FIRM)[ties], np.uint8(0), OUTER)
        graph = build_path_graph(
            len(snapshot),
            snapshot.ties.source[ties],
            snapshot.ties.target[ties],
            snapshot.ties.strength[ties],
            passable=introducers(view),
            access=access,
        )
        return cls(ties, graph)


@dataclass(frozen=True)
class Introductions:
    """Ways in for one case."""

    found: Candidates

    @property
    def case(self) -> Case:
        """The case that they are for."""
        return self.found.case

    @cached_property
    def _doors(self) -> Doors:
        view = self.case.view.shared
        return view.kept("doors", lambda: Doors.of(view))

    @cached_property
    def _terms(self) -> Terms:
        """What this party may use: never its zone, only bodies it goes to; a workplace only from inside it."""
        snapshot, view, party = self.case.view.snapshot, self.case.view, self.case.party
        bodies = [snapshot.kinds.index(kind) for kind in RESOURCE_KINDS if kind in snapshot.kinds]
        familiar = self.case.ties[0]  # a body opens doors to those who already go there, not to strangers
        guests = np.union1d(familiar[np.isin(snapshot.kind[familiar], bodies)], party)
        return Terms(view.zone, guests, party, self.found.position[self.found.workplaces])

    @cached_property
    def _reach(self) -> Reach:
        steps = self.case.policy.introduction.max_steps
        return reach(self._doors.graph, self.case.party, max_steps=steps, terms=self._terms)

    @cached_property
    def _associations(self) -> dict[int, int]:
        """The trade association through which a firm sought for work is reached without any personal tie."""
        snapshot, wanted = self.case.view.snapshot, np.zeros(len(self.case.view.snapshot), bool)
        wanted[self.found.position[self.found.workplaces]] = True
        chosen = self.case.view.visible_ties(["affiliation"])
        chosen = chosen[wanted[snapshot.ties.source[chosen]]]
        trade = snapshot.kinds.index("trade_association")
        chosen = chosen[snapshot.kind[snapshot.ties.target[chosen]] == trade][::-1]  # of several the first
        return dict(zip(snapshot.ties.source[chosen].tolist(), snapshot.ties.target[chosen].tolist(), strict=True))

    @cached_property
    def _linked(self) -> NDArray[np.bool_]:
        """Firms sought for work that a trade association can introduce to."""
        return np.isin(self.found.position, list(self._associations))

    @cached_property
    def mediated(self) -> NDArray[np.bool_]:
        """(c,): those to whom `way_in` finds a way, without looking for each: somebody stands in between."""
        position, least = self.found.position, self.case.policy.introduction.least
        through = (self._reach.steps_to(position) > 1) & (self._reach.strength_to(position) >= least)
        return through | self._linked

    @cached_property
    def strength(self) -> NDArray[np.float64]:
        """The strength of the best way in to each candidate, 0 for none, NaN where the party has no visible tie."""
        policy = self.case.policy.introduction
        alone = not len(self.case.ties[0])
        strength = np.zeros(len(self.found))
        if not alone:
            strength = self._reach.strength_to(self.found.position).astype(np.float64)
        strength[strength < policy.least] = 0.0
        strength = np.maximum(strength, np.where(self._linked, policy.through_association, 0.0))
        return np.where((strength == 0.0) & alone, np.nan, strength)

    def way_in(self, number: int) -> WayIn | None:
        """The way in to one candidate, with only such steps as may be told."""
        target = int(self.found.position[number])
        policy = self.case.policy.introduction
        ends = self.case.party, np.array([target], np.int32)
        paths = best_paths(self._doors.graph, *ends, k=1, max_steps=policy.max_steps, terms=self._terms)
        path = paths[0] if paths and paths[0].strength >= policy.least else None
        way = self._told(path) if path else None
        if way is not None and way.nodes:
            return way
        body = self._associations.get(target)
        if body is None:
            return None
        return WayIn("association", (self.case.view.snapshot.id(body),), (), policy.through_association)

    def _told(self, path: Path) -> WayIn:
        snapshot = self.case.view.snapshot
        between = [node for node in path.nodes[1:-1] if node not in self.case.party]
        people = {node: snapshot.kind_name(node) in PERSONAL_KINDS for node in path.nodes}
        tellable = [
            snapshot.tie_id(int(self._doors.ties[tie]))
            for tie, a, b in zip(path.ties, path.nodes[:-1], path.nodes[1:], strict=True)
            if a in self.case.party or not (people[a] or people[b])
        ]
        form = "people" if any(people[node] for node in between) else "body"
        return WayIn(form, tuple(snapshot.id(node) for node in between), tuple(tellable), float(path.strength))
