"""Why a resource is proposed: its reasons, the strongest first, and what is not known."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.kinds import SCHEMA
from graph.kinds.values import slot_bits
from matching.candidates import PERSONAL_KINDS, Candidates, code_set, open_opportunities
from matching.features import WORLDS, Bench, world_numbers, worlds
from matching.sentences import LINK
from matching.types import Reason, Want, WayIn

OPEN_KINDS: Final = (
    "childcare_service",
    "elderly_service",
    "school",
    "health_service",
    "training_body",
    "employment_body",
    "public_body",
    "opportunity",
    "community_action",
)
MOST_REASONS = 4
GOOD_AFFINITY = 0.99


@dataclass(frozen=True)
class Explanation:
    """The reasons of one candidate, `number` being its row."""

    bench: Bench
    number: int
    way_in: WayIn | None

    @property
    def found(self) -> Candidates:
        """All candidates."""
        return self.bench.found

    @property
    def position(self) -> int:
        """The candidate's position in the snapshot."""
        return int(self.found.position[self.number])

    @property
    def kind(self) -> str:
        """The candidate's kind."""
        return self.found.case.view.snapshot.kind_name(self.position)

    @property
    def personal(self) -> bool:
        """Whether the candidate is a person or a family."""
        return self.kind in PERSONAL_KINDS

    @property
    def id(self) -> str:
        """The candidate's id."""
        return self.found.case.view.snapshot.id(self.position)

    def wants(self) -> list[int]:
        """The wants that it serves: first those that name the very thing given, then by how well they are met."""
        met = self.bench.met[:, self.number]
        wants = self.found.case.wants
        rows = [int(row) for row in np.flatnonzero(met > 0)]
        return sorted(rows, key=lambda row: (self.best_gift(wants[row]) != wants[row].code, -met[row], row))

    def what(self) -> Reason:
        """What it is, where, when open, at what cost."""
        snapshot = self.found.case.view.snapshot
        place = int(self.found.case.view.geography.place[self.position])
        km, cost = float(self.found.km[self.number]), float(self.found.value("cost_eur", self.number))
        return Reason(
            "what",
            {
                "kind": SCHEMA.kind(self.kind).title,
                "personal": self.personal,
                "place": snapshot.id(place) if place >= 0 else None,
                "km": None if np.isnan(km) else km,
                "slots": int(self.found.value("slots", self.number)),
                "cost": None if np.isnan(cost) or self.found.openings[self.number] else cost,
            },
        )

    def reasons(self) -> tuple[Reason, ...]:
        """At most four: why, the way in, what it adds or gives back, and the rest while there is room."""
        first, *more = [*self._why()]
        essential = [first, self._door(), *self._in_return(), *self._adds()]
        return tuple([*essential[:1], *more[: max(0, MOST_REASONS - len(essential))], *essential[1:]][:MOST_REASONS])

    def _why(self) -> Iterable[Reason]:
        rows = self.wants()
        best = self.found.case.wants[rows[0]]
        yield self._met(rows[0], best)
        opening = self._opening()
        if opening is not None:
            yield opening
        if best.ages and (low_high := self.age_limits()) != (None, None) and best.ages[1] < 18:
            yield Reason("for_age", {"ages": low_high, "own_ages": best.ages})
        needed = best.slots or slot_bits(self.found.case.pact.available)
        overlap = needed & int(self.found.value("slots", self.number))
        if overlap and best.slots:
            yield Reason("free_when_needed" if self.personal else "when_needed", {"slots": overlap})
        for row in rows[1:2]:
            other = self.found.case.wants[row]
            fully = self.found.affinity[row, self.number] >= GOOD_AFFINITY
            if fully and other.code != best.code and other.origin in ("ask", "goal"):
                yield Reason("meets_also", {"need": other.code})

    def _met(self, row: int, want: Want) -> Reason:
        gives = self.best_gift(want)
        evidence = (self.id,)
        party = self.found.case.pact.kind
        if self.personal:
            offers = code_set(self.found.case.view.snapshot, "offers", self.position)
            return Reason("offers_person" if gives in offers else "peer", {"gives": (gives,)}, evidence)
        if want.origin == "implied":
            return Reason("implied", {"gives": (gives,)}, evidence)
        if want.origin == "enterprise":
            return Reason("trade", {"need": want.code}, evidence)
        if want.origin == "skill":
            return Reason("skill", {"need": want.code, "party": party}, evidence)
        if want.origin == "occupation":
            full = self.found.affinity[row, self.number] >= GOOD_AFFINITY
            near = {"occupation": "occupation" if full else "near_occupation", "sector": "sector"}
            code = near.get(self._facet(gives), "about_work")
            return Reason(code, {"need": want.code, "gives": (gives,)}, evidence)
        if self.found.affinity[row, self.number] < GOOD_AFFINITY:
            return Reason("meets_partly", {"need": want.code, "gives": (gives,)}, evidence)
        if gives == want.code:
            return Reason("meets", {"need": want.code}, evidence)
        return Reason("meets_with", {"need": want.code, "gives": (gives,)}, evidence)

    def best_gift(self, want: Want) -> str:
        """Which of the concepts that it gives meets a want best."""
        scheme = self.found.case.scheme
        row = scheme.affinity_matrix()[scheme.codes.index(want.code)] * self.found.gives[self.number]
        return scheme.codes[int(np.argmax(row))]

    def _facet(self, code: str) -> str:
        return self.found.case.scheme.get(code).facet

    def _opening(self) -> Reason | None:
        view = self.found.case.view
        hosting = view.visible_ties(["hosting"])
        mine = hosting[view.snapshot.ties.source[hosting] == self.position]
        mine = mine[open_opportunities(view)[view.snapshot.ties.target[mine]]]
        mine = mine[[self._suits(int(opening)) for opening in view.snapshot.ties.target[mine]]]
        if not len(mine):
            return None
        opening = view.snapshot.id(int(view.snapshot.ties.target[mine[0]]))
        return Reason("opening", {"resource": opening}, (opening, view.snapshot.tie_id(int(mine[0]))))

    def _suits(self, opening: int) -> bool:
        """Whether an opening is of a trade that the pact looks for."""
        snapshot, scheme = self.found.case.view.snapshot, self.found.case.scheme
        number = int(snapshot.columns["occupation"][opening])
        code = snapshot.codes[number] if number >= 0 else ""
        least = self.found.case.policy.fit.least
        return code in scheme and any(scheme.affinity(want.code, code) >= least for want in self.found.case.wants)

    def age_limits(self) -> tuple[int | None, int | None]:
        """The youngest and the oldest that it is for, where known."""
        low, high = (float(self.found.value(name, self.number)) for name in ("min_age", "max_age"))
        return (None if np.isnan(low) else int(low)), (None if np.isnan(high) else int(high))

    def _door(self) -> Reason:
        party = self.found.case.pact.kind
        way = self.way_in
        if way is None:
            return self._own_door()
        if way.form == "association":
            return Reason("through_association", {"body": way.nodes[0]}, way.nodes)
        evidence = (*way.nodes, *way.ties)
        snapshot = self.found.case.view.snapshot
        people = [id for id in way.nodes if snapshot.kind_name(snapshot.index(id)) == "person"]
        if way.form == "body":
            code = "through_body" if len(way.nodes) == 1 else "through_bodies"
            return Reason(code, {"body": way.nodes[0], "party": party}, evidence)
        if len(people) > 1:
            return Reason("through_people", {"count": len(people)}, evidence)
        link = self._link(people[0])
        if link is None:
            known = way.nodes[0] == people[0]
            return Reason("introduced_by_acquaintance" if known else "introduced_through", {"party": party}, evidence)
        return Reason("introduced", {"link": link, "party": party}, evidence)

    def _link(self, person: str) -> str | None:
        """What ties an introducer to the resource, if that may be said."""
        view = self.found.case.view
        others, ties = view.neighbours(view.snapshot.index(person), ["civic", "work"])
        for other, tie in zip(others, ties, strict=True):
            kind = view.snapshot.tie_kinds[int(view.snapshot.ties.kind[tie])]
            if int(other) == self.position and kind in LINK:
                return kind
        return None

    def _own_door(self) -> Reason:
        if self.personal:
            return Reason("ask_operator")
        desk = int(self.found.case.view.snapshot.columns["desk"][self.position])
        if desk:
            return Reason("desk", {"slots": desk})
        return Reason("alone" if self.kind in OPEN_KINDS else "write_first")

    def _adds(self) -> Iterable[Reason]:
        number = int(worlds(self.found)[self.number])
        if number < 0:
            return
        others, _ = self.found.case.ties
        had = bool((world_numbers(self.found.case.view.snapshot, others) == number).any())
        yield Reason("widens_world" if had else "opens_world", {"world": list(WORLDS)[number]})

    def _in_return(self) -> Iterable[Reason]:
        case = self.found.case
        matrix = case.scheme.affinity_matrix()
        welcomed = self.found.welcomes[self.number]
        wanted = [
            code
            for code in case.pact.gives
            if code in case.scheme and (welcomed * matrix[:, case.scheme.codes.index(code)]).max() >= GOOD_AFFINITY
        ]
        if wanted:
            yield Reason("give_back", {"gives": tuple(wanted[:2]), "party": case.pact.kind}, (self.id,))
