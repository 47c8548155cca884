"""What happened in pacts: resources tried and with what outcome, introductions of this month, who must not meet."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from graph.demo.catalogue.autonomy_plans import AutonomyPlan
from graph.demo.draws import pick
from graph.demo.fitting import admits, employs, meets
from graph.demo.openings import Opened
from graph.demo.pacts import Signed
from graph.demo.placing import Placed
from graph.demo.stage import Stage
from graph.kinds import Activation, Body, Firm, Introduction, NoContact, ServiceUse

TRIED_KM: Final = 15.0
MOST: Final = 4
SPARE: Final = 2
"""How many other answers an open pact keeps when one was tried."""
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
    hosting = {entry.host for entry in opened}
    around = [body for body in stage.community.bodies if body.node.id not in stage.kept]
    apart = [body for body in around if body.node.id not in hosting]
    for place, pact in enumerate(signed):
        if not pact.bound.closed and place % 2:
            continue
        fates = CLOSED_FATES if pact.bound.closed else OPEN_FATES
        tried = _fitting(stage, pact, around)[:MOST] if pact.bound.closed else _fitting(stage, pact, apart, SPARE)[:2]
        for turn, resource in enumerate(tried):
            _activate(stage, pact, resource, fates[(place + turn) % len(fates)])
    _introductions(stage, signed)
    _apart(stage, signed)


def _fitting(stage: Stage, pact: Signed, around: Sequence[Placed], spare: int = 0) -> list[Body]:
    """For each ask a body near the party that meets it, for somebody of that age, where `spare` others do too."""
    km = stage.community.ground.km[pact.bound.comune]
    found: dict[str, Body] = {}
    for wish, ask in zip(pact.bound.plan.wishes, pact.node.asks, strict=True):
        codes = meets(wish.need)
        able = [
            (float(km[body.comune]), body.node.id, body.node)
            for body in around
            if km[body.comune] <= TRIED_KM
            and codes & set(body.node.offers)
            and _suits(stage.today, pact, body.node, ask.birth_year)
        ]
        for _, new_id, node in sorted(able)[: len(able) > spare]:
            found.setdefault(new_id, node)
    return list(found.values())


def _suits(today: date, pact: Signed, node: Body, birth_year: int | None) -> bool:
    """The right age, and where it is a firm the work that is sought."""
    plan = pact.bound.plan
    sought = not isinstance(plan, AutonomyPlan) or not isinstance(node, Firm)
    return admits(node, today.year - birth_year if birth_year else None) and (sought or employs(plan, node))


def _activate(stage: Stage, pact: Signed, resource: Body, fate: tuple[str, str | None]) -> None:
    status, outcome = fate
    signed = pact.node.signed_on or stage.today
    last = pact.node.closes_on if pact.bound.closed and pact.node.closes_on else stage.today
    day = signed + timedelta(days=int(stage.rng.integers(0, max(1, (last - signed).days))))
    stage.add(
        Activation, pact.node.id, resource.id, status=status, outcome=outcome, valid_from=day, confirmed_on=None,
        decided_on=None if status == "proposed" else day,
        reason=pick(stage.rng, DECLINED) if status == "declined" else "",
    )  # fmt: skip
    if status in LIVE:
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
    codes = meets(*(wish.need for wish in pact.bound.plan.wishes))
    free = [body for body in stage.community.bodies if body.node.id not in stage.kept]
    fitting = [body for body in free if codes & set(body.node.offers)]
    return min(fitting or free, key=lambda body: (km[body.comune], body.node.id))


def _apart(stage: Stage, signed: Sequence[Signed]) -> None:
    """One party in six must not meet a person or a body near home; so must some others."""
    community = stage.community
    firms = [body for body in community.bodies if isinstance(body.node, Firm) and body.node.id not in stage.kept]
    protect: dict[str, Any] = {"reason": "Tutela", "visibility": "private", "confirmed_on": None}
    for turn, pact in enumerate(signed[2::6]):
        other = stage.adult(pact.bound.comune, 25, 70)
        if turn % 2 and firms:
            km = community.ground.km[pact.bound.comune]
            near = min(firms, key=lambda body: (km[body.comune], body.node.id))
            stage.add(NoContact, pact.party, near.node.id, **protect)
        elif other is not None:
            stage.add(NoContact, pact.party, stage.person(other), **protect)
    grown = np.flatnonzero((community.people.age >= 20) & ~community.withdrawn).tolist()
    for _ in range(max(1, len(grown) // 2500)):
        one = pick(stage.rng, grown)
        other = stage.adult(int(community.people.comune[one]), 20, 70)
        if other is not None and community.homes.home[other] != community.homes.home[one]:
            stage.add(NoContact, stage.person(one), stage.person(other), **protect)
