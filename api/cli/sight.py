"""One node as a viewer may see it: its record and its ties, with what the view hides absent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import NotFound, UsageError

if TYPE_CHECKING:
    from api.cli.options import Session
    from graph.kinds import Node, Pact, Tie
    from graph.store.base import Contents, Found, GraphStore
    from graph.view import View, Viewer

HIDDEN_LAYER = "protection"
"""That somebody is protected is shown to nobody."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A node with the ties that the viewer may see, and the nodes at their other ends."""

    node: "Node"
    ties: "list[Tie]"
    others: "dict[str, Node]"

    def other(self, tie: "Tie") -> "Node":
        """The node at the other end of a tie."""
        return self.others[tie.target if tie.source == self.node.id else tie.source]


@dataclass(frozen=True, slots=True)
class Reading:
    """A store read by one viewer."""

    session: "Session"
    store: "GraphStore"
    contents: "Contents"
    viewer: "Viewer"

    def view(self, pact: str | None = None) -> "View":
        """The viewer's view on the session's day."""
        from graph.view import View

        snapshot = self.session.snapshot(self.store)
        return View.of(snapshot, self.viewer, at=self.session.day(self.contents), pact=pact)

    @property
    def sees_all(self) -> bool:
        """Whether nothing but the protection layer is hidden."""
        return self.viewer.role == "maintenance"

    def node(self, id: str) -> "Node":
        """A node, whoever looks.

        Raises NotFound; a tie's id is no node's.
        """
        from graph.kinds import Node

        record = self.store.get([id]).get(id)
        if not isinstance(record, Node):
            raise NotFound(f"Nessun nodo ha l'identificativo {id}.", f"No node has the id {id}.")
        return record

    def sighting(self, id: str) -> Sighting:
        """A node with its ties, ended ones included for who sees all.

        Raises NotFound where there is none or the viewer may not see it: the two look the same.
        """
        from graph.kinds import Node, Pact

        node = self.node(id)
        ties = [tie for tie in self.store.ties_of([id]) if tie.layer != HIDDEN_LAYER]
        if not self.sees_all:
            view = self.view(id if isinstance(node, Pact) else None)
            shown = _shown(view, view.index(id))
            ties = [tie for tie in ties if tie.id in shown]
        ends = {end for tie in ties for end in (tie.source, tie.target)} - {id}
        others = {key: other for key, other in self.store.get(ends).items() if isinstance(other, Node)}
        present = others.keys() | {id}
        return Sighting(node, [tie for tie in ties if {tie.source, tie.target} <= present], others)

    def found(self, text: str, limit: int) -> "list[Found]":
        """Nodes by name, as the viewer may see them."""
        if self.sees_all:
            return self.store.search(text, limit=limit)
        view = self.view()
        found = self.store.search(text, limit=10 * limit)
        visible = [(one, view.snapshot.find(one.id)) for one in found]
        return [one for one, at in visible if at is not None and view.nodes[at]][:limit]

    def pact(self, wanted: str) -> "Pact":
        """A pact by its id or its name, or by words that only its name has.

        Raises NotFound, or UsageError where several pacts answer.
        """
        from graph.kinds import SCHEMA, Pact

        kinds = [cls.model_fields["kind"].default for cls in SCHEMA.nodes if issubclass(cls, Pact)]
        record = self.store.get([wanted]).get(wanted)
        if record is None:
            record = self._named(wanted, kinds)
        if not isinstance(record, Pact):
            raise NotFound(
                f"«{wanted}» non è un patto, né il suo nome. Guarda: legami pacts",
                f"“{wanted}” is no pact, nor the name of one. See: legami pacts",
            )
        return record

    def _named(self, wanted: str, kinds: list[str]) -> object:
        found = self.store.search(wanted, kinds=kinds, limit=20)
        named = [one for one in found if one.name.casefold() == wanted.casefold()] or found
        if len(named) > 1:
            raise UsageError(
                f"Più patti rispondono a «{wanted}»: indica l'identificativo. Guarda: legami pacts",
                f"Several pacts answer to “{wanted}”: give the id. See: legami pacts",
            )
        return self.store.get([one.id for one in named]).get(named[0].id) if named else None

    def comuni(self, codes: Iterable[str | None]) -> dict[str, str]:
        """Names of comuni by ISTAT code."""
        wanted = sorted({code for code in codes if code})
        places = self.store.find("istat_code", wanted, kind="place")
        titles = self.store.titles([ids[0] for ids in places.values()])
        return {code: titles[ids[0]] for code, ids in places.items()}


def _shown(view: "View", position: int) -> set[str]:
    """Ids of the visible ties of a node."""
    import numpy as np

    ties = view.snapshot.ties
    own = view.ties & ((ties.source == position) | (ties.target == position))
    return {view.snapshot.tie_id(int(number)) for number in np.flatnonzero(own)}
