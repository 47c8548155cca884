"""The pipeline: from a pact and a view to reasoned proposals, on one screen."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.kinds import Pact
from graph.view import View
from graph.vocabulary import scheme
from matching.candidates import PERSONAL_KINDS, Candidates
from matching.case import Case
from matching.diversity import Entry, varied
from matching.eligibility import RULES, eligible, missing, requirements
from matching.explanation import Explanation
from matching.features import Bench, factors
from matching.introduction import WORK, Introductions
from matching.policy import Policy, default_policy
from matching.ranking import band, score
from matching.types import Answer, Proposal, Reason, Section
from matching.unknowns import unknowns

ALGORITHM: Final = "2026.1"
"""Changes whenever the same pact, view and policy could give another answer."""

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


def propose(pact: Pact, view: View, policy: Policy | None = None, *, limit: int | None = None) -> Answer:
    """Community resources and employer contacts for a pact, ranked and explained; an empty answer is an answer.

    `view` is made for the pact (`View.of(..., pact=pact.id)`). The same pact, view and policy give the same
    answer to the last bit; a person or a family is never ranked by number (see `matching.presentation`).
    """
    policy = policy or default_policy()
    if limit is not None:
        policy = replace_limit(policy, limit)
    found = Candidates.of(Case(pact, view, scheme(), policy))
    serves, excluded = eligible(found)
    bench = Bench(found, serves, Introductions(found))
    values = factors(bench)
    ranked = Ranked(bench, values, score(values, policy))
    chosen = varied(ranked.entries(), policy.answer)
    return Answer(
        pact=pact.id,
        viewer=str(view.viewer),
        at=view.at.isoformat(),
        snapshot=view.snapshot.commit,
        policy=policy.hash,
        algorithm=ALGORITHM,
        proposals=tuple(ranked.proposal(entry) for entry in chosen),
        excluded=excluded,
        gaps=(*_unmet(found, serves), *_gaps(found)),
    )


def replace_limit(policy: Policy, limit: int) -> Policy:
    """The same policy with another number of proposals."""
    return policy.model_copy(update={"answer": policy.answer.model_copy(update={"limit": limit})})


@dataclass(frozen=True)
class Ranked:
    """Candidates with their factors and scores."""

    bench: Bench
    factors: dict[str, NDArray[np.float64]]
    score: NDArray[np.float64]

    def entries(self) -> list[Entry]:
        """The candidates that may be proposed; those below the lowest band only as the open door of last resort."""
        policy = self.bench.found.case.policy
        employers = self._employers()
        covered = self._openings_of(employers)
        last_resort = self._open_door() & ~employers
        entries: list[Entry] = []
        for number in np.flatnonzero(self.bench.serves.any(axis=0) & ~covered & self._near()).tolist():
            enough = band(float(self.score[number]), policy) is not None
            if self._may_stand(number, employers) and (enough or last_resort[number]):
                section: Section = "employer" if employers[number] else "community"
                entries.append(self._entry(number, section, spare=not enough))
        return entries

    def _entry(self, number: int, section: Section, *, spare: bool) -> Entry:
        found = self.bench.found
        want = found.case.wants[int(np.argmax(self.bench.met[:, number]))]
        return Entry(
            number=number,
            score=float(self.score[number]),
            section=section,
            provider=int(found.provider[number]),
            need=want.code,
            gift=Explanation(self.bench, number, None).best_gift(want),
            kind=found.case.view.snapshot.kind_name(int(found.position[number])),
            personal=bool(found.of_kinds(*PERSONAL_KINDS)[number]),
            open_door=bool(self._open_door()[number]),
            spare=spare,
        )

    def _may_stand(self, number: int, employers: NDArray[np.bool_]) -> bool:
        """A firm that only fits by trade is proposed only as an employer contact, with a way in."""
        firm = self.bench.found.of_kinds("firm")[number]
        return not firm or bool(employers[number]) or bool(self._helps()[number])

    def _near(self) -> NDArray[np.bool_]:
        """Bodies anywhere; persons and families only where the walk met them, or who live here or next door."""
        found = self.bench.found
        view, home = found.case.view, found.case.home
        beside = view.neighbours(home, ["territory"])[0] if home >= 0 else np.zeros(0, np.int32)
        around = np.isin(view.geography.place[found.position], [home, *beside.tolist()])
        met = np.nan_to_num(self.factors["proximity"]) > 0
        return ~found.of_kinds(*PERSONAL_KINDS) | around | met

    def _helps(self) -> NDArray[np.bool_]:
        """Which candidates meet a need for help, rather than a wish to work."""
        case = self.bench.found.case
        help_rows = np.array([case.scheme.get(want.code).facet == "help" for want in case.wants], bool)
        return np.asarray(self.bench.serves[help_rows].any(axis=0), bool)

    def _employers(self) -> NDArray[np.bool_]:
        """Firms that fit by opening, sector or occupation AND have a way in."""
        found = self.bench.found
        case = found.case
        work = np.array([case.scheme.get(want.code).facet in WORK for want in case.wants], bool)
        fits = self.bench.serves[work].any(axis=0)
        return fits & found.of_kinds("firm") & (np.nan_to_num(self.bench.introductions.strength) > 0)

    def _openings_of(self, employers: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Openings of firms that are proposed themselves: the same door is not shown twice."""
        found = self.bench.found
        firms = found.position[employers]
        return found.openings & np.isin(found.provider, firms)

    def _open_door(self) -> NDArray[np.bool_]:
        """Which candidates one can go to without knowing anybody."""
        found = self.bench.found
        with_desk = (found.column("desk") != 0) & ~found.of_kinds(*PERSONAL_KINDS, "firm")
        return np.asarray(found.of_kinds(*OPEN_KINDS) | with_desk, bool)

    def proposal(self, entry: Entry) -> Proposal:
        """One candidate with its reasons."""
        found = self.bench.found
        snapshot = found.case.view.snapshot
        way_in = self.bench.introductions.way_in(entry.number)
        explanation = Explanation(self.bench, entry.number, way_in)
        code = int(snapshot.columns["comune"][explanation.position])
        values = {name: float(column[entry.number]) for name, column in self.factors.items()}
        return Proposal(
            resource=explanation.id,
            kind=entry.kind,
            comune=snapshot.codes[code] if code >= 0 else None,
            section=entry.section,
            band=band(entry.score, found.case.policy) or "possible",
            score=entry.score,
            factors={name: None if np.isnan(value) else value for name, value in values.items()},
            what=explanation.what(),
            reasons=explanation.reasons(),
            way_in=way_in,
            unknown=unknowns(explanation),
        )


def _unmet(found: Candidates, serves: NDArray[np.bool_]) -> Iterable[Reason]:
    """The asks for which nothing suitable is known."""
    for row, want in enumerate(found.case.wants):
        if want.origin == "ask" and not serves[row].any():
            yield Reason("unmet", {"need": want.code, "km": found.case.reach_km})


def _gaps(found: Candidates) -> Iterable[Reason]:
    """The single requirements that would open more doors, the most useful first."""
    others = tuple(rule for rule in RULES if rule is not requirements)
    alive, _ = eligible(found, others)
    lacking = Counter(
        next(iter(codes))
        for number in np.flatnonzero(alive.any(axis=0))
        if len(codes := missing(found, int(number))) == 1
    )
    for code, count in sorted(lacking.items(), key=lambda item: (-item[1], item[0]))[:2]:
        name = "requirement_gap" if count > 1 else "requirement_gap_one"
        yield Reason(name, {"need": code, "count": count, "km": found.case.reach_km})
    for text in found.case.unmatched:
        yield Reason("unknown_need", {"text": text})
