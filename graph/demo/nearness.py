"""Bodies by what they give and where they are, so that the nearest of some is found without looking at all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import inf

from graph.demo.catalogue.autonomy_plans import AutonomyPlan
from graph.demo.catalogue.firms import Trade
from graph.demo.fitting import Plan, employs, meets
from graph.demo.ground import Ground
from graph.demo.placing import Placed
from graph.kinds import Firm

ByComune = Mapping[int, Sequence[Placed]]
"""Bodies of each comune, in their own order."""


def by_comune(bodies: Iterable[Placed]) -> dict[int, list[Placed]]:
    """The bodies of each comune."""
    found: dict[int, list[Placed]] = {}
    for body in bodies:
        found.setdefault(body.comune, []).append(body)
    return found


class Surroundings:
    """All bodies of a territory; what is asked for twice is put together once."""

    def __init__(self, ground: Ground, bodies: Sequence[Placed]) -> None:
        """Index the bodies by what they offer."""
        self.ground, self.bodies = ground, bodies
        self._offering: dict[str, list[Placed]] = {}
        self._known: dict[object, dict[int, list[Placed]]] = {}
        self._of_trade: dict[Trade, list[Placed]] = {}
        for body in bodies:
            if body.trade:
                self._of_trade.setdefault(body.trade, []).append(body)
            for code in body.node.offers:
                self._offering.setdefault(code, []).append(body)

    def giving(self, codes: Iterable[str]) -> ByComune:
        """The bodies that offer one of `codes`."""
        wanted = frozenset(codes)
        return self.kept(wanted, lambda: self._giving(wanted))

    def firms(self) -> ByComune:
        """All firms."""
        return self.kept(Firm, lambda: (body for body in self.bodies if isinstance(body.node, Firm)))

    def employing(self, plan: Plan) -> ByComune:
        """The firms of the trades that a plan seeks."""
        return self.kept(plan, lambda: self._employing(plan))

    def meeting(self, plan: Plan, need: str) -> ByComune:
        """The bodies that meet a need of a plan; where work is sought, no firm of other trades."""
        return self.kept((plan, need), lambda: self._meeting(plan, need))

    def everything(self) -> ByComune:
        """All bodies."""
        return self.kept(None, lambda: self.bodies)

    def kept(self, key: object, made: Callable[[], Iterable[Placed]]) -> ByComune:
        """The bodies known by `key`, put together the first time."""
        if key not in self._known:
            self._known[key] = by_comune(made())
        return self._known[key]

    def nearest(self, comune: int, among: ByComune, most_km: float = inf) -> Iterator[Placed]:
        """Those `among` these that are within `most_km`, nearest comune first, in each in their own order."""
        km = self.ground.km[comune]
        for place in self.ground.order[comune].tolist():
            if km[place] > most_km:
                return
            yield from among.get(place, ())

    def _employing(self, plan: Plan) -> list[Placed]:
        firms = [firm for alike in self._of_trade.values() if employs(plan, alike[0].node) for firm in alike]
        return sorted(firms, key=lambda firm: firm.row)

    def _meeting(self, plan: Plan, need: str) -> Iterator[Placed]:
        able = {firm.row for firms in self.employing(plan).values() for firm in firms}
        anybody = not isinstance(plan, AutonomyPlan)
        for body in self._giving(meets(need)):
            if anybody or body.row in able or not isinstance(body.node, Firm):
                yield body

    def _giving(self, codes: frozenset[str]) -> list[Placed]:
        found = {body.row: body for code in codes for body in self._offering.get(code, ())}
        return [found[row] for row in sorted(found)]
