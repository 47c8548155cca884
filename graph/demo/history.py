"""What happened in pacts: resources tried and with what outcome, introductions of this month, who must not meet."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from math import inf
from typing import Any, Final

import numpy as np

from graph.demo.draws import pick
from graph.demo.fitting import REACH_KM, meets, suits
from graph.demo.openings import Opened
from graph.demo.pacts import Signed
from graph.demo.placing import Placed
from graph.demo.stage import Stage
from graph.kinds import Activation, Introduction, NoContact, ServiceUse

MOST: Final = 4
MOST_OPEN: Final = 2
SPARE: Final = 2
"""How many other answers an open pact needs for any to be tried."""
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
    for place, pact in enumerate(signed):
        if not pact.bound.closed and place % 2:
            continue
        fates = CLOSED_FATES if pact.bound.closed else OPEN_FATES
        for turn, resource in enumerate(_tried(stage, pact, hosting)):
            _activate(stage, pact, resource, fates[(place + turn) % len(fates)])
    _introductions(stage, signed)
    _apart(stage, signed)


def _tried(stage: Stage, pact: Signed, hosting: set[int]) -> list[Placed]:
    """For each ask the nearest body that meets it; an open pact keeps SPARE other answers.

    In an open pact nothing is tried that has an opening of its own, which would come back as another answer.
    """
    closed, asks, found = pact.bound.closed, len(pact.node.asks), dict[int, Placed]()
    enough = SPARE + asks  # of so many answers to an ask, SPARE are left whatever is tried
    answers = [list(islice(_answers(stage, pact, number), enough)) for number in range(asks)]
    for body in (options[0] for options in answers if options):
        if closed or body.row not in hosting:
            found[body.row] = body
    others = {body.row for options in answers for body in options} - found.keys()
    most = MOST if closed else MOST_OPEN if len(others) >= SPARE else 0
    return list(found.values())[:most]


def _answers(stage: Stage, pact: Signed, number: int) -> Iterator[Placed]:
    """The bodies that meet an ask, and are of no scene, nearest first."""
    plan, birth_year = pact.bound.plan, pact.node.asks[number].birth_year
    age, wish = stage.today.year - birth_year if birth_year else None, plan.wishes[number]
    among = stage.around.meeting(plan, wish.need)
    for body in stage.around.nearest(pact.bound.comune, among, plan.max_km or REACH_KM):
        free = body.row not in stage.kept
        if free and suits(plan, wish, body.node, age) and stage.within(pact.bound, body):
            yield body


def _activate(stage: Stage, pact: Signed, resource: Placed, fate: tuple[str, str | None]) -> None:
    status, outcome = fate
    signed = pact.node.signed_on or stage.today
    last = pact.node.closes_on if pact.bound.closed and pact.node.closes_on else stage.today
    day = signed + timedelta(days=int(stage.rng.integers(0, max(1, (last - signed).days))))
    stage.add(
        Activation, pact.position, stage.body(resource), status=status, outcome=outcome,
        valid_from=day, confirmed_on=None, decided_on=None if status == "proposed" else day,
        reason=pick(stage.rng, DECLINED) if status == "declined" else "",
    )  # fmt: skip
    if status in LIVE:
        end = None if status == "active" else last
        party, body = stage.party(pact.bound), stage.body(resource)
        stage.add(ServiceUse, party, body, valid_from=day, valid_to=end, confirmed_on=None)


def _introductions(stage: Stage, signed: Sequence[Signed]) -> None:
    """Every second open pact that somebody could introduce had an introduction this month."""
    known = [pact for pact in signed if not pact.bound.closed and stage.home(pact.bound) in stage.doors]
    for pact in known[::2]:
        resource = _nearest_body(stage, pact)
        made = stage.today.replace(day=1 + int(stage.rng.integers(stage.today.day)))
        stage.add(
            Introduction,
            stage.person(stage.doors[stage.home(pact.bound)]),
            pact.position,
            made_on=made,
            valid_from=made,
            confirmed_on=None,
            resource=resource.node.id if resource else None,
        )


def _nearest_body(stage: Stage, pact: Signed) -> Placed | None:
    codes = meets(*(wish.need for wish in pact.bound.plan.wishes))
    for among in (stage.around.giving(codes), stage.around.everything()):
        found = stage.nearest(pact.bound.comune, among, inf, lambda body: body.row not in stage.kept)
        if found:
            return found
    return None


def _apart(stage: Stage, signed: Sequence[Signed]) -> None:
    """One party in four of those whom no scene leads anywhere must not meet a person or a firm near home.

    So must some others. What is kept apart is wide: with one of these a scene would seldom be found.
    """
    community = stage.community
    protect: dict[str, Any] = {"reason": "Tutela", "visibility": "private", "confirmed_on": None}
    for turn, pact in enumerate([pact for pact in signed if stage.home(pact.bound) not in stage.doors][1::4]):
        other = stage.adult(pact.bound.comune, 25, 70)
        near = stage.nearest(pact.bound.comune, stage.around.firms(), inf, lambda body: body.row not in stage.kept)
        if turn % 2 and near:
            stage.add(NoContact, stage.party(pact.bound), stage.body(near), **protect)
        elif other is not None:
            stage.add(NoContact, stage.party(pact.bound), stage.person(other), **protect)
    grown = np.flatnonzero((community.people.age >= 20) & ~community.withdrawn)
    for _ in range(max(1, len(grown) // 2500)):
        one = int(grown[stage.rng.integers(len(grown))])
        other = stage.adult(int(community.people.comune[one]), 20, 70)
        if other is not None and community.homes.home[other] != community.homes.home[one]:
            stage.add(NoContact, stage.person(one), stage.person(other), **protect)
