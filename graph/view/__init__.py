"""A snapshot seen by one viewer for one purpose: what may not be used is absent before anything is computed."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from threading import RLock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.errors import NotFound
from graph.kinds.institutional_ties import FOLLOWED_KINDS, PACT_KINDS
from graph.kinds.values import Layer
from graph.snapshot import Snapshot
from graph.snapshot.geography import Geography
from graph.view.household import ties_at
from graph.view.rules import HIDDEN_FROM_ALL, HIDDEN_NODES, HIDDEN_TIES, Mask, Sight
from graph.view.viewer import MAINTENANCE, Viewer
from graph.view.zone import no_contact_zone

T = TypeVar("T")
NOBODY = np.zeros(0, np.int32)


@dataclass(frozen=True, eq=False)
class View:
    """The visible nodes and ties on one day. Positions are those of the snapshot; the absent have no tie."""

    snapshot: Snapshot
    viewer: Viewer
    at: date
    pact: int | None
    geography: Geography
    nodes: Mask  # (n,)
    ties: Mask  # (m,)
    guests: Mask  # (n,), people of elsewhere who are there only because they agreed to introduce or to be proposed
    whole: "View | None" = None  # the viewer's view that this one was narrowed from for a pact
    zone: NDArray[np.int32] = field(default_factory=lambda: NOBODY)  # absent for the pact beside what `whole` lacks
    _made: dict[Hashable, Any] = field(default_factory=dict[Hashable, Any], init=False, repr=False)
    _lock: RLock = field(default_factory=RLock, init=False, repr=False)

    @classmethod
    def of(cls, snapshot: Snapshot, viewer: Viewer, *, at: date, pact: str | None = None) -> "View":
        """What `viewer` may use on a day; for a pact, without its NO_CONTACT zone.

        Raises NotFound where the pact does not exist or is not for this viewer: the two look the same.
        """
        geography = Geography.of(snapshot)
        sight = Sight(snapshot, geography, viewer, at)
        hidden_nodes = np.zeros(len(snapshot), bool)
        hidden_ties = np.zeros(len(snapshot.ties.kind), bool)
        guests = np.zeros(len(snapshot), bool)
        for rule in HIDDEN_FROM_ALL:
            hidden_ties |= rule(sight)
        if viewer != MAINTENANCE:
            for rule in HIDDEN_NODES:
                hidden_nodes |= rule(sight)
            for rule in HIDDEN_TIES:
                hidden_ties |= rule(sight)
            guests = sight.elsewhere & ~hidden_nodes
        ends = ~hidden_nodes[snapshot.ties.source] & ~hidden_nodes[snapshot.ties.target]
        whole = cls(snapshot, viewer, at, None, geography, ~hidden_nodes, ~hidden_ties & ends, guests)
        return whole if pact is None else whole.for_pact(pact)

    def for_pact(self, pact: str) -> "View":
        """The same view for one pact: whom its party must not meet is absent, whoever looks.

        Raises NotFound where there is no such pact or it is hidden: a view without a zone must not pass for one with.
        """
        position = self.index(pact)
        if self.snapshot.kind_name(position) not in PACT_KINDS:
            raise NotFound(f"Nessun patto ha l'identificativo {pact}.", f"No pact has the id {pact}.")
        zone = no_contact_zone(self.snapshot, position, self.at)
        nodes, ties = self.nodes.copy(), self.ties.copy()  # a zone costs its own ties, so that no time tells of it
        nodes[zone] = False
        ties[ties_at(self.snapshot, zone.tolist(), *self.snapshot.tie_kinds)] = False
        return replace(self, pact=position, nodes=nodes, ties=ties, whole=self, zone=zone)

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes of this view, made once and kept as long as the view is."""
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            return self._made[key]

    @property
    def shared(self) -> "View":
        """The viewer's view that this one was narrowed from, where there is one, else this."""
        return self.whole or self

    def index(self, id: str) -> int:
        """The position of a visible node.

        Raises NotFound where there is none or it is hidden.
        """
        found = self.snapshot.find(id)
        if found is None or not self.nodes[found]:
            raise NotFound(f"Nessun nodo ha l'identificativo {id}.", f"No node has the id {id}.")
        return found

    @cached_property
    def legible(self) -> "View":
        """What may be read one by one, and not only computed with: of guests, the ties to people who are no guests."""
        if not self.guests.any():
            return self
        source, target = self.snapshot.ties.source, self.snapshot.ties.target
        followed = ~self.guests & self.snapshot.of_kinds(FOLLOWED_KINDS)
        of_guests = self.guests[source] | self.guests[target]
        return replace(self, ties=self.ties & (~of_guests | followed[source] | followed[target]), whole=None)

    @cached_property
    def degree(self) -> NDArray[np.int32]:
        """Visible ties of each node."""
        if self.whole is not None:
            return self._degree_left(self.whole)
        ends = np.concatenate([self.snapshot.ties.source[self.ties], self.snapshot.ties.target[self.ties]])
        return np.bincount(ends, minlength=len(self.snapshot)).astype(np.int32)

    def _degree_left(self, whole: "View") -> NDArray[np.int32]:
        """What the zone leaves of the degrees in `whole`."""
        lost = ties_at(self.snapshot, self.zone.tolist(), *self.snapshot.tie_kinds)
        lost = lost[whole.ties[lost]]
        degree = whole.degree.copy()
        np.subtract.at(degree, np.concatenate([self.snapshot.ties.source[lost], self.snapshot.ties.target[lost]]), 1)
        return degree

    def visible_ties(self, kinds: Sequence[str]) -> NDArray[np.int64]:
        """Positions of the visible ties of some kinds."""
        if self.whole is not None:
            ties = self.whole.visible_ties(kinds)
            return ties[self.ties[ties]]
        return self.kept(("ties", *kinds), lambda: self._ties_of(kinds))

    def _ties_of(self, kinds: Sequence[str]) -> NDArray[np.int64]:
        ties = np.flatnonzero(self.ties & self.snapshot.ties_of_kinds(kinds))
        ties.flags.writeable = False
        return ties

    def neighbours(self, node: int, layers: Sequence[Layer]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The visible neighbours of a node in some layers, and the ties to them; as often as there are ties."""
        through: list[NDArray[np.int32]] = []
        for layer in layers:
            ties = self.snapshot.layers[layer][node]
            through.append(ties[self.ties[ties]])
        found = np.concatenate(through)
        source, target = self.snapshot.ties.source[found], self.snapshot.ties.target[found]
        return np.where(source == node, target, source), found


__all__ = ["MAINTENANCE", "View", "Viewer"]
