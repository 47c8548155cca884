"""What is not known of a resource, and should be asked before counting on it."""

from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np

from graph.snapshot import NO_DAY, day
from graph.snapshot.columns import EPOCH
from matching.candidates import PERSONAL_KINDS
from matching.explanation import Explanation
from matching.types import Reason

WITH_PLACES: Final = (
    "childcare_service",
    "elderly_service",
    "school",
    "training_body",
    "opportunity",
    "community_action",
)
ITALIAN: Final = "lingua-italiana"
Unknown = Callable[[Explanation], Reason | None]


def _value(of: Explanation, column: str) -> float:
    return float(of.found.value(column, of.number))


def free_places(of: Explanation) -> Reason | None:
    """Whether there is a free place, or whether that is still true."""
    confirmed = _value(of, "places_confirmed_on")
    if of.kind not in WITH_PLACES:
        return None
    if np.isnan(_value(of, "free_places")):
        return Reason("places_unknown")
    case = of.found.case
    if confirmed == NO_DAY or day(case.view.at) - confirmed <= case.policy.answer.stale_days:
        return None
    return Reason("places_stale", {"on": date.fromordinal(int(confirmed) + EPOCH).isoformat()})


def cost(of: Explanation) -> Reason | None:
    """What it costs."""
    free = of.kind == "firm" or of.found.openings[of.number]
    return Reason("cost_unknown") if not free and np.isnan(_value(of, "cost_eur")) else None


def hours(of: Explanation) -> Reason | None:
    """When it is open."""
    return Reason("hours_unknown") if of.kind != "firm" and not _value(of, "slots") else None


def ages(of: Explanation) -> Reason | None:
    """For which ages it is, where a child needs it."""
    best = of.found.case.wants[of.wants()[0]]
    child = best.ages is not None and best.ages[1] < 18
    return Reason("age_unknown") if child and of.age_limits() == (None, None) else None


def distance(of: Explanation) -> Reason | None:
    """How far it is."""
    return Reason("distance_unknown") if np.isnan(of.found.km[of.number]) else None


def language(of: Explanation) -> Reason | None:
    """Whether somebody there speaks with a party that has no Italian yet."""
    spoken = of.found.case.pact.languages
    if not spoken or ITALIAN in spoken or of.found.languages(of.number):
        return None
    return Reason("language_unknown", {"languages": spoken[:2]})


UNKNOWNS: Final[tuple[Unknown, ...]] = (free_places, cost, hours, ages, distance, language)


def unknowns(of: Explanation) -> tuple[Reason, ...]:
    """Everything that is not known; nothing is said of persons and families."""
    if of.kind in PERSONAL_KINDS:
        return ()
    return tuple(reason for ask in UNKNOWNS if (reason := ask(of)) is not None)
