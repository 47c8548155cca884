"""Hard rules: when a resource cannot serve a want. Unknown is unknown, never "no".

Each rule is a pure function of the candidates; its docstring is the public text, with the party's
place in braces. It returns what is excluded, as booleans (w, c) or (1, c) over `w` wants and `c` candidates.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.errors import Text
from graph.kinds import AutonomyPact
from graph.snapshot import NO_DAY, day
from graph.view.zone import UNDER_WAY
from graph.vocabulary import Scheme
from matching.candidates import Candidates, code_set, full, past, strongest
from matching.sentences import PARTY

OWN: Final = ("service_use", "membership", "work", "volunteering", "board_role", "ownership")
Excluded = NDArray[np.bool_]
Rule = Callable[[Candidates], Excluded]

LEARNING: Final = "imparare-italiano"
SPOKEN: Final = "lingua-italiana"


def already_used(found: Candidates) -> Excluded:
    """It is there already: {party} uses it or belongs to it, or it signed the pact."""
    case = found.case
    ties = case.view.snapshot.ties
    current = case.ties_of(case.party.tolist(), *OWN)
    current = current[np.isin(ties.source[current], case.party)]
    signed = case.ties_of([case.position], "signature")
    signed = signed[ties.target[signed] == case.position]
    return np.isin(found.position, [*ties.target[current], *ties.source[signed]])[None, :]


def already_decided(found: Candidates) -> Excluded:
    """It was already proposed and decided in this pact, and the decision still stands."""
    case = found.case
    snapshot, made = case.view.snapshot, case.tried
    status = snapshot.tie_attributes["status"][made]
    decided = snapshot.tie_attributes["decided_on"][made]
    lapsed = (decided != NO_DAY) & (day(case.view.at) - decided > case.policy.answer.reopen_days)
    words = snapshot.tie_levels["status"]
    stands = (status != words.index("proposed")) & ~((status == words.index("declined")) & lapsed)
    at_work = np.isin(status, [words.index(word) for word in UNDER_WAY])  # what it runs would say the same twice
    decided_on, under_way = snapshot.ties.target[made[stands]], snapshot.ties.target[made[at_work]]
    return (np.isin(found.position, decided_on) | np.isin(found.provider, under_way))[None, :]


def trade(found: Candidates) -> Excluded:
    """It is work of another trade than the one sought."""
    case = found.case
    pact, scheme = case.pact, case.scheme
    sought = (*pact.occupations, *pact.skills, pact.enterprise) if isinstance(pact, AutonomyPact) else ()
    rows = [scheme.codes.index(code) for code in sought if code and code in scheme]
    excluded = np.zeros((1, len(found)), bool)
    if rows:
        sought = scheme.affinity_matrix()[rows].max(axis=0) * found.trades
        work = np.flatnonzero(found.of_kinds("firm") | found.openings)
        other = work[strongest(found.gives[work], sought) < case.policy.fit.least]
        excluded[0, other] = (found.gives[other] & found.trades).any(axis=1)
    return excluded


def avoided(found: Candidates) -> Excluded:
    """It is among what {party} asked to avoid."""
    scheme = found.case.scheme
    codes = {code for code in found.case.pact.avoids if code in scheme}
    numbers = [scheme.codes.index(part) for code in codes for part in (code, *scheme.descendants(code))]
    chosen: Excluded = np.any(found.gives[:, numbers], axis=1, keepdims=True)
    return chosen.T


def age(found: Candidates) -> Excluded:
    """It is not for the age of the person concerned."""
    youngest, oldest = found.column("min_age"), found.column("max_age")
    rows = [
        (want.ages[1] < youngest) | (want.ages[0] > oldest) if want.ages else np.zeros(len(found), bool)
        for want in found.case.wants
    ]
    return np.array(rows, bool).reshape(len(rows), len(found))


def travel(found: Candidates) -> Excluded:
    """It is farther than {party} can travel."""
    return (found.km > found.case.reach_km)[None, :]


def catchment(found: Candidates) -> Excluded:
    """It is only for residents of other places."""
    view, home = found.case.view, found.case.home
    if home < 0:
        return np.zeros((1, len(found)), bool)
    snapshot, geography = view.snapshot, view.geography
    place = geography.place[found.position]
    beside, _ = view.neighbours(home, ["territory"])
    province = snapshot.columns["province"]
    within = {
        "comune": place == home,
        "neighbours": (place == home) | np.isin(place, beside),
        "district": geography.district[found.position] == geography.district[home],
        "province": province[place] == province[home],
    }
    serves = found.column("serves")
    outside = [(serves == number) & ~within[name] for number, name in enumerate(snapshot.levels["serves"])]
    return (np.logical_or.reduce(outside) & (place >= 0))[None, :]


def hours(found: Candidates) -> Excluded:
    """It is never open when it is needed."""
    open_at = found.column("slots").astype(np.uint32)[None, :]
    return (found.needed != 0) & (open_at != 0) & ((found.needed & open_at) == 0)


def places(found: Candidates) -> Excluded:
    """It has no free place."""
    return full({name: found.column(name) for name in ("free_places", "capacity")})[None, :]


def dates(found: Candidates) -> Excluded:
    """It is over, or applications are closed."""
    columns = {name: found.column(name) for name in ("ends_on", "apply_by")}
    return past(columns, day(found.case.view.at))[None, :]


def cost(found: Candidates) -> Excluded:
    """It costs more than {party} can spend."""
    limit = found.case.pact.max_cost_eur
    return np.zeros((1, len(found)), bool) if limit is None else (found.column("cost_eur") > limit)[None, :]


def language(found: Candidates) -> Excluded:
    """Nobody there speaks a language of {party} (a course of Italian excepted)."""
    scheme, snapshot = found.case.scheme, found.case.view.snapshot
    spoken = [snapshot.code(code) for code in found.case.pact.languages]
    owner, code = snapshot.ragged["languages"].pairs(found.position)
    heard = np.bincount(owner, minlength=len(found)) > 0
    shared = np.bincount(owner, np.isin(code, spoken), minlength=len(found)) > 0
    apart = heard & ~shared & bool(spoken)
    return (apart & ~found.gives[:, teaching(scheme)].any(axis=1))[None, :]


def learning(found: Candidates) -> Excluded:
    """It is for those who learn Italian, and {party} speaks it."""
    case, lessons = found.case, teaching(found.case.scheme)
    excluded = np.zeros((len(case.wants), len(found)), bool)
    wanted = {case.scheme.codes.index(want.code) for want in case.wants}
    if SPOKEN in case.pact.languages and not wanted & {*lessons}:
        rows = np.flatnonzero(found.gives[:, lessons].any(axis=1))
        rest = found.gives[rows]
        rest[:, lessons] = False
        excluded[:, rows] = found.best(rest) < case.policy.fit.least
    return excluded


def teaching(scheme: Scheme) -> list[int]:
    """The numbers of the concepts that teach Italian."""
    codes = [LEARNING, *scheme.descendants(LEARNING)] if LEARNING in scheme else []
    return [scheme.codes.index(code) for code in codes]


def requirements(found: Candidates) -> Excluded:
    """It asks for a licence or qualification that {party} does not have."""
    snapshot = found.case.view.snapshot
    owner, code = snapshot.ragged["requires"].pairs(found.position)
    distinct, place = np.unique(code, return_inverse=True)
    lacking = np.array([_lacks(found, snapshot.codes[int(number)]) for number in distinct], bool)
    return (np.bincount(owner, lacking[place], minlength=len(found)) > 0)[None, :]


def missing(found: Candidates, number: int) -> set[str]:
    """The requirements of a candidate that an autonomy pact does not meet, as codes."""
    asked = code_set(found.case.view.snapshot, "requires", int(found.position[number]))
    return {code for code in asked if _lacks(found, code)}


def _lacks(found: Candidates, code: str) -> bool:
    """Whether an autonomy pact does not meet a requirement."""
    pact, scheme = found.case.pact, found.case.scheme
    if not isinstance(pact, AutonomyPact):
        return False
    held = [one for one in (*pact.licences, *pact.skills, *pact.languages) if one in scheme]
    return code not in scheme or not any(scheme.affinity(code, one) == 1.0 for one in held)


RULES: Final[tuple[Rule, ...]] = (
    already_used,
    already_decided,
    avoided,
    trade,
    age,
    travel,
    catchment,
    hours,
    places,
    dates,
    cost,
    language,
    learning,
    requirements,
)

ITALIAN: Final[Mapping[str, str]] = {
    "already_used": "C'è già: {party} la usa o ne fa parte, oppure ha firmato il patto.",
    "already_decided": "Già proposta e decisa in questo patto; la decisione vale ancora.",
    "avoided": "È tra ciò che {party} ha chiesto di evitare.",
    "trade": "È un lavoro di un mestiere diverso da quello cercato.",
    "age": "Non è per l'età di chi ne ha bisogno.",
    "travel": "È più lontana di quanto {party} possa spostarsi.",
    "catchment": "È riservata a chi abita altrove.",
    "hours": "Non è mai aperta quando serve.",
    "places": "Non ha posti liberi.",
    "dates": "È finita, o le domande sono chiuse.",
    "cost": "Costa più di quanto {party} possa spendere.",
    "language": "Nessuno vi parla una lingua che {party} conosce.",
    "learning": "È per chi impara l'italiano, e {party} lo parla.",
    "requirements": "Chiede una patente o un titolo che {party} non ha.",
}


def public_text(rule: Rule, pact: str) -> Text:
    """What a rule says, for people, of the party of a kind of pact."""
    party = PARTY[pact]
    return Text(ITALIAN[rule.__name__].format(party=party.it), (rule.__doc__ or "").format(party=party.en))


GUESTS: Final[tuple[Rule, ...]] = (age, catchment, places, cost)
"""Rules on whom a body takes in: they say nothing of whom it may employ."""


def eligible(found: Candidates) -> tuple[NDArray[np.bool_], dict[str, NDArray[np.bool_]]]:
    """Which candidate can serve which want (w, c), and which candidates (c,) each rule took out.

    Only candidates that would meet a want are taken out; each once, by the rule that left it nothing.
    """
    alive = found.affinity >= found.case.policy.fit.least
    taken_out: dict[str, NDArray[np.bool_]] = {}
    for rule in RULES:
        barred = rule(found) & ~found.workplaces if rule in GUESTS else rule(found)
        kept = alive & ~barred
        gone = np.asarray(alive.any(axis=0) & ~kept.any(axis=0), bool)
        if gone.any():
            taken_out[rule.__name__] = gone
        alive = kept
    return alive, taken_out
