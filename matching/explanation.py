"""Why a resource is proposed: its reasons, the strongest first, and what is not known."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np

from graph.kinds import SCHEMA
from graph.kinds.ties import PERSONAL_KINDS
from graph.kinds.values import slot_bits
from matching.candidates import Candidates, code_set, open_opportunities
from matching.doors import door
from matching.features import WORLDS, Bench, world_numbers, worlds
from matching.tried import tried_before
from matching.types import Reason, Want, WayIn

ADULT_AGE = 18
MOST_REASONS = 4
GOOD_AFFINITY = 0.99
KEPT = ("opening", "for_some_ages")
"""Said before the way in and what it gives back, though there be no room for all."""
Ages = tuple[int, int]


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
    def workplace(self) -> bool:
        """Whether it is proposed as a place to work."""
        return bool(self.found.workplaces[self.number])

    @property
    def id(self) -> str:
        """The candidate's id."""
        return self.found.id(self.number)

    def wants(self) -> list[int]:
        """The wants that it serves: first those that name the very thing given, then by how well they are met."""
        met = self.bench.met[:, self.number]
        wants = self.found.case.wants
        rows = [int(row) for row in np.flatnonzero(met > 0)]
        return sorted(rows, key=lambda row: (self.best_gift(wants[row]) != wants[row].code, -met[row], row))

    @property
    def best(self) -> Want:
        """The want that it serves best."""
        return self.found.case.wants[self.wants()[0]]

    def what(self) -> Reason:
        """What it is, where, when open, at what cost."""
        snapshot = self.found.case.view.snapshot
        place, home = int(self.found.case.view.geography.place[self.position]), self.found.case.home
        km, cost = float(self.found.km[self.number]), float(self.found.value("cost_eur", self.number))
        return Reason(
            "what",
            {
                "kind": SCHEMA.kind(self.kind).title,
                "when": "personal" if self.personal else "work" if self.found.openings[self.number] else "open",
                "place": snapshot.id(place) if place >= 0 else None,
                "km": None if np.isnan(km) else km,
                "home": snapshot.id(home) if home >= 0 else None,
                "slots": int(self.found.value("slots", self.number)),
                "cost": None if np.isnan(cost) or self.found.openings[self.number] or self.workplace else cost,
            },
        )

    def reasons(self) -> tuple[Reason, ...]:
        """At most four: why, the way in, what it adds or gives back, and the rest while there is room."""
        first, *more = [*self._why()]
        kept = [reason for reason in more if reason.code in KEPT]
        more = [reason for reason in more if reason.code not in KEPT]
        before = tried_before(self.found, self.number)
        through = door(self.found, self.number, self.way_in)
        essential = [first, *([before] if before else []), *kept, through, *self._in_return(), *self._adds()]
        return tuple([*essential[:1], *more[: max(0, MOST_REASONS - len(essential))], *essential[1:]][:MOST_REASONS])

    def _why(self) -> Iterable[Reason]:
        rows = self.wants()
        best = self.found.case.wants[rows[0]]
        yield self._met(rows[0], best)
        opening = self.opening()
        if opening is not None:
            yield opening
        yield from self._for_ages(best)
        needed = best.slots or slot_bits(self.found.case.pact.available)
        overlap = needed & int(self.found.value("slots", self.number))
        if overlap and best.slots:
            yield Reason("free_when_needed" if self.personal else "when_needed", {"slots": overlap})
        for row in rows[1:2]:
            other = self.found.case.wants[row]
            fully = self.found.affinity[row, self.number] >= GOOD_AFFINITY
            if fully and other.code != best.code and other.origin in ("ask", "goal"):
                yield Reason("meets_also", {"need": other.code})
        if self.found.openings[self.number] and best.origin in ("ask", "goal"):
            yield from self._of_work(rows[1:])

    def _of_work(self, rows: list[int]) -> Iterable[Reason]:
        """Why an opening is of a trade for the party: a job is not any job."""
        wants = self.found.case.wants
        yield from islice(
            (self._met(row, wants[row]) for row in rows if wants[row].origin in ("occupation", "skill")), 1
        )

    def _for_ages(self, best: Want) -> Iterable[Reason]:
        """For which children it is right, where that is certain."""
        suited, _, unsuited = self.by_age(best)
        if suited and suited[0][1] < ADULT_AGE:
            values = {"ages": self.age_limits(), "own_ages": suited}
            yield Reason("for_some_ages", values | {"other_ages": unsuited}) if unsuited else Reason("for_age", values)

    def by_age(self, best: Want) -> tuple[tuple[Ages, ...], tuple[Ages, ...], tuple[Ages, ...]]:
        """The ages of those who need the same thing: for whom it is right, may be right, and is not.

        Somebody whose year of birth is known is one of two ages; limits that hold only one of them leave it open.
        """
        if self.age_limits() == (None, None) or self.workplace:
            return (), (), ()
        low, high = self.age_limits()
        least, most = low or 0, np.inf if high is None else high
        concerned = dict.fromkeys(want.ages for want in self.found.case.wants if want.code == best.code and want.ages)
        right = {ages: sum(least <= age <= most for age in ages) for ages in concerned}
        suited, doubtful, unsuited = (tuple(a for a in right if right[a] == many) for many in (2, 1, 0))
        return suited, doubtful, unsuited

    def _met(self, row: int, want: Want) -> Reason:
        gives = self.best_gift(want)
        evidence = (self.id,)
        party = self.found.case.pact.kind
        if self.personal:
            offers = code_set(self.found.case.view.snapshot, "offers", self.position)
            return Reason("offers_person" if gives in offers else "peer", {"gives": (gives,)}, evidence)
        if want.origin == "implied":
            return Reason("implied", {"need": want.code, "gives": (gives,)}, evidence)
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
        row = scheme.affinity_matrix()[scheme.codes.index(want.code)] * self.found.given(self.number)
        return scheme.codes[int(np.argmax(row))]

    def _facet(self, code: str) -> str:
        return self.found.case.scheme.get(code).facet

    def opening(self) -> Reason | None:
        """An opening that it runs and that the party could take, if there is one."""
        row, snapshot = self.opening_row(), self.found.case.view.snapshot
        if row is None:
            return None
        tie = next(tie for tie in self._hosting() if snapshot.ties.target[tie] == self.found.position[row])
        return Reason("opening", {"resource": self.found.id(row)}, (self.found.id(row), snapshot.tie_id(tie)))

    def opening_row(self) -> int | None:
        """The row of that opening: no rule bars it, and one within the party's hours comes first."""
        bench, opened = self.bench, self.found.case.view.snapshot.ties.target[self._hosting()]
        rows = np.searchsorted(self.found.position, opened)
        suited = [int(row) for row in rows if bench.serves[:, row].any()]
        return min(suited, key=lambda row: (bench.beyond_hours[row], row), default=None)

    def _hosting(self) -> list[int]:
        """The ties to the openings that it runs and that can still be taken."""
        view = self.found.case.view
        ties, ends = self.found.case.ties_of([self.position], "hosting"), view.snapshot.ties
        mine = (ends.source[ties] == self.position) & open_opportunities(view)[ends.target[ties]]
        return ties[mine].tolist()

    def age_limits(self) -> tuple[int | None, int | None]:
        """The youngest and the oldest that it is for, where known."""
        low, high = (float(self.found.value(name, self.number)) for name in ("min_age", "max_age"))
        return (None if np.isnan(low) else int(low)), (None if np.isnan(high) else int(high))

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
