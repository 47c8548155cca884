"""What happened in pacts: resources tried and with what outcome, introductions of this month, who must not meet."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from graph.demo.catalogue.autonomy_plans import AutonomyPlan
from graph.demo.catalogue.inclusion_plans import Wish
from graph.demo.draws import pick
from graph.demo.openings import Opened
from graph.demo.pacts import Signed
from graph.demo.placing import Placed
from graph.demo.scenes import Stage
from graph.kinds import Activation, Body, Firm, Introduction, NoContact, Opportunity, Resource, ServiceUse
from graph.vocabulary import scheme

TRIED_KM: Final = 15.0
MOST: Final = 4
DECLINED: Final = (
    "Orario che non va d'accordo con il lavoro",
    "Troppo lontano senza auto",
    "Posti esauriti",
    "La famiglia preferisce aspettare",
)
CLOSED_FATES: Final = (("completed", "helped"), ("completed", "helped"), ("completed", "partly"),
                       ("declined", None), ("abandoned", "no"))  # fmt: skip
OPEN_FATES: Final = (("proposed", None), ("accepted", None), ("active", None), ("declined", None))
LIVE: Final = frozenset({"completed", "active", "abandoned"})


def remember(stage: Stage, signed: Sequence[Signed], opened: Sequence[Opened]) -> None:
    """Activations of closed pacts and of half of the open ones, introductions and no-contacts."""
    around = [*((body.node, body.comune) for body in stage.community.bodies),
              *((entry.node, entry.comune) for entry in opened)]  # fmt: skip
    for place, pact in enumerate(signed):
        if not pact.bound.closed and place % 2:
            continue
        fates = CLOSED_FATES if pact.bound.closed else OPEN_FATES
        tried = _fitting(stage, pact, around)[: MOST if pact.bound.closed else 2]
        for turn, resource in enumerate(tried):
            _activate(stage, pact, resource, fates[(place + turn) % len(fates)])
    _introductions(stage, signed)
    _apart(stage, signed)


def _fitting(stage: Stage, pact: Signed, around: Sequence[tuple[Resource, int]]) -> list[Resource]:
    """For each ask a resource near the party that meets it, for somebody of that age."""
    km = stage.community.ground.km[pact.bound.comune]
    found: dict[str, Resource] = {}
    for wish, ask in zip(pact.bound.plan.wishes, pact.node.asks, strict=True):
        codes = _meets(wish)
        able = [
            (float(km[comune]), node.id, node)
            for node, comune in around
            if km[comune] <= TRIED_KM and codes & set(node.offers) and _suits(stage.today, pact, node, ask.birth_year)
        ]
        for _, new_id, node in sorted(able)[:1]:
            found.setdefault(new_id, node)
    return list(found.values())


def _meets(wish: Wish) -> set[str]:
    return {wish.need, *scheme().descendants(wish.need)}


def _suits(today: date, pact: Signed, node: Resource, birth_year: int | None) -> bool:
    """The right age, the work that is sought, and for a closed pact nothing that begins only now."""
    age = today.year - birth_year if birth_year else None
    if age is not None and not ((node.min_age or 0) < age and (node.max_age is None or age <= node.max_age)):
        return False
    if pact.bound.closed and not isinstance(node, Body):
        return False
    return not isinstance(pact.bound.plan, AutonomyPlan) or _sought(pact.bound.plan, node)


def _sought(plan: AutonomyPlan, node: Resource) -> bool:
    if isinstance(node, Opportunity) and node.occupation:
        return any(node.occupation in {code, *scheme().descendants(code)} for code in plan.occupations)
    return not isinstance(node, Firm) or bool(set(plan.sectors) & set(node.sectors))


def _activate(stage: Stage, pact: Signed, resource: Resource, fate: tuple[str, str | None]) -> None:
    status, outcome = fate
    if status in LIVE and not isinstance(resource, Body):
        status = "accepted"
    signed = pact.node.signed_on or stage.today
    last = pact.node.closes_on if pact.bound.closed and pact.node.closes_on else stage.today
    day = signed + timedelta(days=int(stage.rng.integers(0, max(1, (last - signed).days))))
    stage.add(
        Activation, pact.node.id, resource.id, status=status, outcome=outcome, valid_from=day, confirmed_on=None,
        decided_on=None if status == "proposed" else day,
        reason=pick(stage.rng, DECLINED) if status == "declined" else "",
    )  # fmt: skip
    if status in LIVE and isinstance(resource, Body):
        end = None if status == "active" else last
        stage.add(ServiceUse, pact.party, resource.id, valid_from=day, valid_to=end, confirmed_on=None)


def _introductions(stage: Stage, signed: Sequence[Signed]) -> None:
    """Every second open pact that somebody could introduce had an introduction this month."""
    known = [pact for pact in signed if not pact.bound.closed and stage.home(pact.bound) in stage.doors]
    for pact in known[::2]:
        made = stage.today.replace(day=1 + int(stage.rng.integers(stage.today.day)))
        stage.add(
            Introduction,
            stage.person(stage.doors[stage.home(pact.bound)]),
            pact.node.id,
            made_on=made,
            valid_from=made,
            confirmed_on=None,
            resource=_nearest_body(stage, pact).node.id,
        )


def _nearest_body(stage: Stage, pact: Signed) -> Placed:
    km = stage.community.ground.km[pact.bound.comune]
    codes = {code for wish in pact.bound.plan.wishes for code in _meets(wish)}
    fitting = [body for body in stage.community.bodies if codes & set(body.node.offers)]
    return min(fitting or stage.community.bodies, key=lambda body: (km[body.comune], body.node.id))


def _apart(stage: Stage, signed: Sequence[Signed]) -> None:
    """One party in six must not meet a person or a body near home; so must some others."""
    community = stage.community
    firms = [body for body in community.bodies if isinstance(body.node, Firm)]
    welcome = [int(community.homes.home[row]) for row in (*stage.agreed.introducers, *stage.agreed.persons)]
    protect: dict[str, Any] = {"reason": "Tutela", "visibility": "private", "confirmed_on": None}
    for turn, pact in enumerate(signed[2::6]):
        home = pact.bound.family if pact.bound.family >= 0 else int(community.homes.home[pact.bound.person])
        other = stage.adult(pact.bound.comune, 25, 70, apart_from=[home, *welcome])
        if turn % 2 and firms:
            km = community.ground.km[pact.bound.comune]
            near = min(firms, key=lambda body: (km[body.comune], body.node.id))
            stage.add(NoContact, pact.party, near.node.id, **protect)
        elif other is not None:
            stage.add(NoContact, pact.party, stage.person(other), **protect)
    grown = np.flatnonzero((community.people.age >= 20) & ~community.withdrawn).tolist()
    for _ in range(max(1, len(grown) // 2500)):
        one = pick(stage.rng, grown)
        home = int(community.homes.home[one])
        other = stage.adult(int(community.people.comune[one]), 20, 70, apart_from=[home])
        if other is not None and other != one:
            stage.add(NoContact, stage.person(one), stage.person(other), **protect)
