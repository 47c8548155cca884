"""The pipeline: from a pact and a view to reasoned proposals, on one screen."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.errors import UsageError
from graph.kinds import AutonomyPact, Pact
from graph.view import View
from graph.vocabulary import scheme
from matching.candidates import Candidates
from matching.case import JOB, Case
from matching.diversity import Entry, varied
from matching.eligibility import eligible, missing, requirements
from matching.explanation import Explanation
from matching.features import Bench, factors
from matching.introduction import Introductions
from matching.policy import Policy, default_policy
from matching.ranking import band, score
from matching.types import Answer, Band, Proposal, Reason, Section
from matching.unknowns import unknowns

ALGORITHM: Final = "2026.8"
"""Changes whenever the same pact, view and policy could give another answer."""

MOST: Final = 100

Titles = Callable[[Collection[str]], Mapping[str, str]]
"""Names by id, such as a store gives them: the snapshot holds none."""


def by_id(_: Collection[str]) -> Mapping[str, str]:
    """No names: people then stand in the order of their ids."""
    return {}


def propose(
    pact: Pact, view: View, policy: Policy | None = None, *, limit: int | None = None, titles: Titles = by_id
) -> Answer:
    """Community resources and employer contacts for a pact, ranked and explained; an empty answer is an answer.

    A view that was not made for this pact is narrowed to it first, so that its NO_CONTACT zone is absent. The
    same pact, view, policy, limit and `titles` give the same answer to the last bit; a person or a family is never
    ranked by number: they enter by band and name (see `matching.diversity`). Raises NotFound where the view does not
    hold the pact, UsageError where it was made for another one or the limit is not 1 to 100.
    """
    policy = policy or default_policy()
    limit = policy.answer.limit if limit is None else limit
    if not 1 <= limit <= MOST:
        raise UsageError(f"Le proposte sono da 1 a {MOST}.", f"Proposals are 1 to {MOST}.")
    found = Candidates.of(Case(pact, _for_pact(view, pact), scheme(), policy))
    serves, taken_out = eligible(found)
    bench = Bench(found, serves, Introductions(found))
    values = factors(bench)
    ranked = Ranked(bench, values, score(values, policy))
    entries = ranked.entries(titles)
    chosen = varied(entries, policy.answer, limit)
    return Answer(
        pact=pact.id,
        viewer=str(view.viewer),
        at=view.at.isoformat(),
        snapshot=view.snapshot.commit,
        policy=policy.hash,
        algorithm=ALGORITHM,
        limit=limit,
        proposals=tuple(ranked.proposal(entry) for entry in chosen),
        excluded={rule: int(gone.sum()) for rule, gone in taken_out.items()},
        gaps=(
            *_unmet(found, serves, chosen),
            *_requirement_gaps(found, taken_out),
            *_missing_doors(found.case, entries, chosen),
        ),
    )


def _for_pact(view: View, pact: Pact) -> View:
    if view.pact is None:
        return view.for_pact(pact.id)
    if view.pact != view.index(pact.id):
        raise UsageError("La vista è di un altro patto.", "The view was made for another pact.")
    return view


@dataclass(frozen=True)
class Ranked:
    """Candidates with their factors and scores."""

    bench: Bench
    factors: dict[str, NDArray[np.float64]]
    score: NDArray[np.float64]

    def entries(self, titles: Titles) -> list[Entry]:
        """The candidates that may be proposed; those below the lowest band only as the open door of last resort."""
        found, policy = self.bench.found, self.bench.found.case.policy
        by_trade = found.workplaces & ~self.employers & ~self._helps
        stands = self.bench.serves.any(axis=0) & self._near & ~by_trade
        stands &= (self.score >= policy.bands.possible) | self.open_door
        ids = {number: found.id(number) for number in np.flatnonzero(stands).tolist()}
        names = titles([id for number, id in ids.items() if found.personal[number]])
        return [self._entry(number, (names.get(id, ""), id)) for number, id in ids.items()]

    def _entry(self, number: int, name: tuple[str, str]) -> Entry:
        found = self.bench.found
        explanation = Explanation(self.bench, number, None)
        want = found.case.wants[explanation.wants()[0]]
        section: Section = "employer" if self.employers[number] else "community"
        return Entry(
            number=number,
            score=float(self.score[number]),
            band=self._band(number),
            name=name,
            section=section,
            provider=int(found.provider[number]),
            need=want.code,
            gift=explanation.best_gift(want),
            kind=found.case.view.snapshot.kind_name(int(found.position[number])),
            personal=bool(found.personal[number]),
            opening=bool(found.openings[number]),
            open_door=bool(self.open_door[number]),
        )

    def _band(self, number: int) -> Band | None:
        word = band(float(self.score[number]), self.bench.found.case.policy)
        return "possible" if word and self.bench.held_back[number] else word

    @cached_property
    def _near(self) -> NDArray[np.bool_]:
        """Bodies anywhere; persons and families only where the walk met them, or who live here or next door."""
        found = self.bench.found
        view, home = found.case.view, found.case.home
        beside = view.neighbours(home, ["territory"])[0] if home >= 0 else np.zeros(0, np.int32)
        around = np.isin(view.geography.place[found.position], [home, *beside.tolist()]) & (home >= 0)
        met = np.nan_to_num(self.factors["proximity"]) > 0
        return ~found.personal | around | met

    @cached_property
    def _helps(self) -> NDArray[np.bool_]:
        """Which candidates meet a need for help, rather than a wish to work."""
        case = self.bench.found.case
        help_rows = np.array([case.scheme.get(want.code).facet == "help" for want in case.wants], bool)
        return np.asarray(self.bench.serves[help_rows].any(axis=0), bool)

    @cached_property
    def employers(self) -> NDArray[np.bool_]:
        """Workplaces that fit by opening, sector or occupation AND have a way in, by a person or an association."""
        found, introductions = self.bench.found, self.bench.introductions
        fits = self.bench.serves[found.work_wants].any(axis=0) & found.workplaces
        return np.asarray(fits & introductions.mediated & (np.nan_to_num(introductions.strength) > 0), bool)

    @cached_property
    def open_door(self) -> NDArray[np.bool_]:
        """Community resources that can be called on without knowing anybody: all but persons and families."""
        return ~self.bench.found.personal & ~self.employers

    def proposal(self, entry: Entry) -> Proposal:
        """One candidate with its reasons."""
        found = self.bench.found
        snapshot = found.case.view.snapshot
        way_in = self.bench.introductions.way_in(entry.number)
        explanation = Explanation(self.bench, entry.number, way_in)
        code = int(snapshot.columns["comune"][explanation.position])
        values = {name: float(column[entry.number]) for name, column in self.factors.items()}
        unknown = unknowns(explanation)
        return Proposal(
            resource=explanation.id,
            kind=entry.kind,
            comune=snapshot.codes[code] if code >= 0 else None,
            section=entry.section,
            band="possible" if Reason("little_known") in unknown else entry.band or "possible",
            score=entry.score,
            factors={name: None if np.isnan(value) else value for name, value in values.items()},
            what=explanation.what(),
            reasons=explanation.reasons(),
            way_in=way_in,
            unknown=unknown,
        )


def _missing_doors(case: Case, entries: Sequence[Entry], chosen: Sequence[Entry]) -> Iterable[Reason]:
    """What an answer lacks: an employer contact that was sought, or any door that is open to strangers."""
    sought = isinstance(case.pact, AutonomyPact) and bool(case.pact.occupations)
    if sought and not any(entry.section == "employer" for entry in chosen):
        yield Reason("no_employer", {"km": case.reach_km})
    if not chosen and any(entry.band for entry in entries):
        yield Reason("no_open_door")


def _unmet(found: Candidates, serves: NDArray[np.bool_], chosen: Sequence[Entry]) -> Iterable[Reason]:
    """The asks for which nothing suitable is known; for a job, that there are employers to ask all the same."""
    employers = any(entry.section == "employer" for entry in chosen)
    for row, want in enumerate(found.case.wants):
        if want.origin == "ask" and not serves[row].any():
            code = "no_open_post" if want.code == JOB and employers else "unmet"
            yield Reason(code, {"need": want.code, "km": found.case.reach_km})


def _requirement_gaps(found: Candidates, taken_out: Mapping[str, NDArray[np.bool_]]) -> Iterable[Reason]:
    """The single requirements that would open more doors, the most useful first."""
    closed = np.flatnonzero(taken_out.get(requirements.__name__, np.zeros(0, bool))).tolist()
    lacking = Counter(code for number in closed if len(codes := missing(found, number)) == 1 for code in codes)
    for code, count in sorted(lacking.items(), key=lambda item: (-item[1], item[0]))[:2]:
        name = "requirement_gap" if count > 1 else "requirement_gap_one"
        yield Reason(name, {"need": code, "count": count, "km": found.case.reach_km})
    for text in found.case.unmatched:
        yield Reason("unknown_need", {"text": text})
