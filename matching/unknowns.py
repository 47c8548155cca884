"""What is not known of a resource, and should be asked before counting on it."""

from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np

from graph.kinds.ties import PERSONAL_KINDS
from graph.snapshot import NO_DAY, day
from graph.snapshot.columns import EPOCH
from matching.candidates import OPENINGS
from matching.doors import door, form, own_door
from matching.eligibility import SPOKEN, teaching
from matching.explanation import ADULT_AGE, Explanation
from matching.types import Reason

WITH_PLACES: Final = (
    "childcare_service",
    "elderly_service",
    "school",
    "training_body",
    "opportunity",
    "community_action",
)
WITHOUT_PLACES: Final = (
    "biblioteca",
    "centro-per-le-famiglie",
    "centro-sociale-anziani",
    "consultorio",
    "gruppo-di-cammino",
    "pasti-a-domicilio",
    "sportello-assistenti-familiari",
    "telesoccorso",
)
"""Help that whoever comes may have: desks, meals, meeting places."""
DECIDING: Final = ("ownership", "board_role")
Unknown = Callable[[Explanation], Reason | None]


def _value(of: Explanation, column: str) -> float:
    return float(of.found.value(column, of.number))


def little_known(of: Explanation) -> Reason | None:
    """That nothing is known but what it gives and where: such a proposal is never a strong one."""
    told = ("free_places", "cost_eur")
    unopened = own_door(of.found, of.number).code == "door_unknown"
    known = of.way_in is not None or any(not np.isnan(_value(of, name)) for name in told)
    return Reason("little_known") if unopened and not known else None


def whom_to_ask(of: Explanation) -> Reason | None:
    """How one is taken in, where neither somebody nor a desk nor opening hours are known."""
    unopened = of.way_in is None and own_door(of.found, of.number).code == "door_unknown"
    return Reason("door_to_ask") if unopened else None


def free_places(of: Explanation) -> Reason | None:
    """Whether there is a free place, or whether that is still true."""
    place = form(of.found, of.number) in (*OPENINGS, "premises")
    confirmed = _value(of, "places_confirmed_on")
    if of.workplace or of.kind not in WITH_PLACES or _takes_all(of):
        return None
    if np.isnan(_value(of, "free_places")):
        return Reason("still_free_unknown" if place else "places_unknown")
    case = of.found.case
    if confirmed == NO_DAY or day(case.view.at) - confirmed <= case.policy.answer.stale_days:
        return None
    on = date.fromordinal(int(confirmed) + EPOCH).isoformat()
    return Reason("still_free_stale" if place else "places_stale", {"on": on})


def _takes_all(of: Explanation) -> bool:
    """Whether it is of those that count no places."""
    return of.best_gift(of.best) in WITHOUT_PLACES and np.isnan(_value(of, "capacity"))


def cost(of: Explanation) -> Reason | None:
    """What it costs."""
    free = of.workplace or of.found.openings[of.number]
    return Reason("cost_unknown") if not free and np.isnan(_value(of, "cost_eur")) else None


def hours(of: Explanation) -> Reason | None:
    """When it is open."""
    if of.workplace or _value(of, "slots"):
        return None
    return Reason("work_hours_unknown" if of.found.openings[of.number] else "hours_unknown")


def work_hours(of: Explanation) -> Reason | None:
    """Whether the work, or some of it, can be done when the party can."""
    row = of.opening_row() if of.workplace else of.number
    needed = int(of.found.needed[of.wants()[0], 0])
    values = {"party": of.found.case.pact.kind, "free": needed}
    if row is not None:
        beyond = int(of.found.value("slots", row)) & ~needed
        return Reason("beyond_hours", values | {"slots": beyond}) if of.bench.beyond_hours[row] else None
    beyond = needed and _employs(of) and int(_value(of, "slots")) & ~needed
    return Reason("hours_to_agree", values) if beyond else None


def ages(of: Explanation) -> Reason | None:
    """For which ages it is, where a child needs it, and whether that holds whoever needs it."""
    if of.workplace:
        return None
    child = of.best.ages is not None and of.best.ages[1] < ADULT_AGE
    if of.age_limits() == (None, None):
        return Reason("age_unknown") if child else None
    _, doubtful, _ = of.by_age(of.best)
    return Reason("age_doubtful", {"ages": of.age_limits(), "own_ages": doubtful}) if doubtful else None


def openings(of: Explanation) -> Reason | None:
    """Whether a workplace seeks anybody."""
    return Reason("openings_unknown") if _employs(of) and of.opening() is None else None


def who_hires(of: Explanation) -> Reason | None:
    """Who decides there whom to take on, where the way in does not lead to them."""
    said = door(of.found, of.number, of.way_in).values.get("link")
    return Reason("hiring_unknown") if _employs(of) and said not in DECIDING else None


def _employs(of: Explanation) -> bool:
    return of.workplace and of.way_in is not None and of.best.origin != "enterprise"


def distance(of: Explanation) -> Reason | None:
    """How far it is."""
    return Reason("distance_unknown") if np.isnan(of.found.km[of.number]) else None


def language(of: Explanation) -> Reason | None:
    """Whether somebody there speaks with a party that has no Italian yet; who teaches Italian is used to that."""
    spoken, scheme = of.found.case.pact.languages, of.found.case.scheme
    teaches = scheme.codes.index(of.best_gift(of.best)) in teaching(scheme)
    if not spoken or SPOKEN in spoken or teaches or of.found.languages(of.number):
        return None
    return Reason("language_unknown", {"languages": spoken[:2]})


UNKNOWNS: Final[tuple[Unknown, ...]] = (
    whom_to_ask,
    openings,
    who_hires,
    ages,
    free_places,
    cost,
    hours,
    work_hours,
    distance,
    language,
    little_known,
)


def unknowns(of: Explanation) -> tuple[Reason, ...]:
    """Everything that is not known; nothing is said of persons and families."""
    if of.kind in PERSONAL_KINDS:
        return ()
    return tuple(reason for ask in UNKNOWNS if (reason := ask(of)) is not None)
