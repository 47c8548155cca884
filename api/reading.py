"""A store as one viewer reads it, whichever the way in: records and ties, with what the view hides absent."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from graph.errors import NotFound, UsageError

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from graph.kinds import Node, Pact, Tie
    from graph.snapshot import Snapshot
    from graph.store.base import Found, GraphStore
    from graph.view import View, Viewer

HIDDEN_LAYER = "protection"
"""That somebody is protected is shown to nobody."""
NAMESAKES: Final = 20
WIDER: Final = 10
"""How many times more names are read for a viewer to whom some are hidden."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A node with the ties that the viewer may see, and the nodes at their other ends.

    Where only some ties were wanted, the others come after the tie `last`. `partly`: the fields of the node that are
    not set are not told, rather than not known.
    """

    node: "Node"
    ties: "list[Tie]"
    others: "dict[str, Node]"
    last: str | None = None
    partly: bool = False

    def other(self, tie: "Tie") -> "Node":
        """The node at the other end of a tie."""
        return self.others[tie.target if tie.source == self.node.id else tie.source]


@dataclass(frozen=True)
class Reading:
    """A store read by one viewer on one day; `look` makes the view of a viewer on that day."""

    store: "GraphStore"
    viewer: "Viewer"
    at: "date"
    look: "Callable[[Viewer], View]"

    @cached_property
    def view(self) -> "View":
        """The viewer's view."""
        return self.look(self.viewer)

    @property
    def sees_all(self) -> bool:
        """Whether nothing but the protection layer is hidden."""
        return self.viewer.role == "maintenance"

    def sees(self, id: str) -> bool:
        """Whether a node is there for the viewer."""
        if self.sees_all:
            return True
        position = self.view.snapshot.find(id)
        return position is not None and bool(self.view.nodes[position])

    def node(self, id: str) -> "Node | None":
        """A node by its id, if there is one that the viewer may see."""
        from graph.kinds import Node

        record = self.store.get([id]).get(id)
        return self._told(record) if isinstance(record, Node) and self.sees(id) else None

    def _is_guest(self, id: str) -> bool:
        return not self.sees_all and bool(self.view.guests[self.view.index(id)])

    def _told(self, node: "Node") -> "Node":
        """A visible node, or what may be read of it where it is a guest."""
        from graph.view.disclosure import disclosed
        from graph.view.rules import proposable

        if not self._is_guest(node.id):
            return node
        position = self.view.index(node.id)
        return disclosed(node, proposable=bool(proposable(self.view.snapshot, self.at)[position]))

    def sighting(self, wanted: str) -> Sighting:
        """A node by its id or name, with its ties, ended ones included for who sees all.

        Raises NotFound where there is none or the viewer may not see it: the two look the same. Raises UsageError
        where several answer.
        """
        node = self._meant(wanted)
        if node is None:
            raise NotFound(
                f"Nessun nodo ha l'identificativo o il nome «{wanted}». Guarda: legami search PAROLE",
                f"No node has the id or the name “{wanted}”. See: legami search WORDS",
            )
        return self.seen(node)

    def seen(self, node: "Node", *, after: str = "", most: int | None = None) -> Sighting:
        """A node with its ties by id, or only the next `most` of them `after` one."""
        from graph.kinds import Node, Tie

        ids = [id for id in self._ties(node) if id > after]
        page = ids[:most]
        records = self.store.get(page)
        ties = [tie for id in page if isinstance(tie := records.get(id), Tie)]
        ends = {end for tie in ties for end in (tie.source, tie.target)} - {node.id}
        others = {key: other for key, other in self.store.get(ends).items() if isinstance(other, Node)}
        present = others.keys() | {node.id}
        whole = [tie for tie in ties if tie.layer != HIDDEN_LAYER and {tie.source, tie.target} <= present]
        last = page[-1] if len(page) < len(ids) else None
        return Sighting(node, whole, others, last, self._is_guest(node.id))

    def _ties(self, node: "Node") -> list[str]:
        """The ids of the ties of a node, in order, without those that the view hides."""
        if self.sees_all:
            return [tie.id for tie in self.store.ties_of([node.id])]
        view = self.around(node).legible
        ties, position = view.snapshot.ties, view.index(node.id)
        own = view.ties & ((ties.source == position) | (ties.target == position))
        return [view.snapshot.tie_id(number) for number in own.nonzero()[0].tolist()]

    def around(self, node: "Node") -> "View":
        """What the viewer may see around a node: for a pact, without whom its party must not meet."""
        from graph.kinds import Pact

        return self.view.for_pact(node.id) if isinstance(node, Pact) else self.view

    def found(self, text: str, limit: int, kinds: Sequence[str] = ()) -> "list[Found]":
        """Nodes by name, as the viewer may see them."""
        wider = limit if self.sees_all else WIDER * limit
        found = self.store.search(text, kinds=kinds, limit=wider)
        return [one for one in found if self.sees(one.id)][:limit]

    def pact(self, wanted: str) -> "Pact":
        """A pact by its id or its name, or by words that only its name has.

        Raises NotFound where there is none or the viewer may not see it, UsageError where several pacts answer.
        """
        from graph.kinds import Pact

        record = self._meant(wanted, pact_kinds())
        if not isinstance(record, Pact):
            raise NotFound(
                f"«{wanted}» non è un patto, né il suo nome. Guarda: legami pacts",
                f"“{wanted}” is no pact, nor the name of one. See: legami pacts",
            )
        return record

    def _meant(self, wanted: str, kinds: Sequence[str] = ()) -> "Node | None":
        """The one visible node that has this id, this name, or alone these words in its name."""
        from graph.kinds import Node

        record = self.store.get([wanted]).get(wanted)
        if isinstance(record, Node):
            return self._told(record) if self.sees(wanted) else None
        found = self.found(wanted, NAMESAKES, kinds)
        named = [one.id for one in found if one.name.casefold() == wanted.casefold()] or [one.id for one in found]
        if len(named) > 1:
            raise UsageError(
                f"Più nomi rispondono a «{wanted}»: indica l'identificativo. Guarda: legami search PAROLE",
                f"Several names answer to “{wanted}”: give the id. See: legami search WORDS",
            )
        records = [record for record in self.store.get(named).values() if isinstance(record, Node)]
        return self._told(records[0]) if records else None

    def comuni(self, codes: Iterable[str | None]) -> dict[str, str]:
        """Names of comuni by ISTAT code."""
        wanted = sorted({code for code in codes if code})
        places = self.store.find("istat_code", wanted, kind="place")
        titles = self.store.titles([ids[0] for ids in places.values()])
        return {code: titles[ids[0]] for code, ids in places.items()}


def pact_kinds() -> list[str]:
    """The kinds that are pacts."""
    from graph.kinds import SCHEMA, Pact
    from graph.kinds.base import kind_names

    return list(kind_names(cls for cls in SCHEMA.nodes if issubclass(cls, Pact)))


def districts_in(snapshot: "Snapshot") -> dict[str, int]:
    """The districts of a territory by code, with how many comuni each has."""
    comuni = snapshot.of_kinds(["place"]) & (snapshot.columns["level"] == 0)
    numbers: list[int] = snapshot.columns["district"][comuni].tolist()
    return dict(sorted(Counter(snapshot.codes[number] for number in numbers if number >= 0).items()))


def check_district(snapshot: "Snapshot", viewer: "Viewer") -> None:
    """Refuse an operator of a district that the territory does not have: nothing would be there for them.

    Raises UsageError, which names the districts that there are and does not repeat what was asked.
    """
    known = districts_in(snapshot)
    if viewer.role == "operator" and viewer.district not in known:
        there = ", ".join(known)
        raise UsageError(
            f"Chi guarda è di un ambito che qui non c'è. Ambiti: {there or 'nessuno'}.",
            f"The viewer is of a district that is not here. Districts: {there or 'none'}.",
        )


def own_districts(snapshot: "Snapshot", at: "date") -> "NDArray[np.int32]":
    """(n,): the number of the district whose operator answers for each node; see `graph.view.rules.home_district`."""
    from graph.snapshot.geography import Geography
    from graph.view import Viewer
    from graph.view.rules import Sight, home_district

    return home_district(Sight(snapshot, Geography.of(snapshot), Viewer("operator"), at))


def operator_of(snapshot: "Snapshot", id: str, districts: "NDArray[np.int32]") -> "Viewer":
    """The operator of a node's own district; where none is known, one of no district, who sees least."""
    from graph.view import Viewer
    from graph.view.rules import NOWHERE

    position = snapshot.find(id)
    district = NOWHERE if position is None else int(districts[position])
    return Viewer("operator", "" if district == NOWHERE else snapshot.codes[district])
