"""Situations that the network around some pacts really holds: people who know a door, and agreed to open it.

Each scene looks for bodies and people of the invented province and adds the missing ties among them; which of them
a pact is offered is for matching to find.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from graph.demo.choosing import Bound
from graph.demo.placing import Placed
from graph.demo.stage import Stage
from graph.kinds import (
    Acquaintance,
    Firm,
    Friendship,
    Membership,
    Neighbourhood,
    Partnership,
    ServiceUse,
    TradeAssociation,
    Volunteering,
    Work,
)

FOREMAN_FROM: Final = 4
"""Workers from which a firm has a foreman."""
COMPANY: Final = ("visite-di-compagnia", "centro-sociale-anziani", "centro-diurno-integrato", "oratorio")
OPEN_TO_ALL: Final = ("tempo-per-le-famiglie", "centro-per-le-famiglie", "banca-del-tempo", "orto-sociale", "caritas")


def coach(stage: Stage, bound: Bound) -> None:
    """A child plays for a club that shares its hall with the after-school club; the coach agreed to introduce."""
    child, parent = stage.member(bound, 6, 14), stage.member(bound, 20, 66)
    club = stage.nearest(bound.comune, stage.around.giving(("societa-sportiva",)))
    hall = stage.answer(bound, "doposcuola", "spazio-compiti")
    if child is None or parent is None or club is None or hall is None:
        return
    trainer = stage.adult(bound.comune, 24, 62, idle=True)
    if trainer is None:
        return
    stage.add(Membership, stage.person(child), stage.body(club), strength="strong")
    stage.add(Partnership, stage.body(club), stage.body(hall), strength="strong")
    stage.add(Work, stage.person(trainer), stage.body(club), role="coach", strength="strong")
    stage.add(Volunteering, stage.person(trainer), stage.body(hall), strength="moderate")
    stage.add(Acquaintance, stage.person(parent), stage.person(trainer), through="association", strength="moderate")
    stage.opens(bound, trainer, hall)


def family_beside(stage: Stage, bound: Bound) -> None:
    """A family of the same street with a child at the same school has offered afternoons."""
    parent = stage.member(bound, 20, 66)
    other = stage.adult(bound.comune, 28, 58)
    if parent is None or other is None:
        return
    beside = int(stage.community.homes.home[other])
    stage.add(Neighbourhood, stage.family(stage.home(bound)), stage.family(beside), strength="moderate")
    stage.add(Acquaintance, stage.person(parent), stage.person(other), through="school", strength="moderate")
    stage.agreed.families[beside] = ("affiancamento-familiare", "pomeriggi-dei-bambini")
    stage.agreed.themes[beside] = ("pomeriggi-dei-bambini",)


def visitor(stage: Stage, bound: Bound) -> None:
    """A volunteer who visits already also helps where an elderly person finds company, and agreed to introduce."""
    elder, place = stage.member(bound, 70, 110), stage.answer(bound, *COMPANY)
    if elder is None or place is None:
        return
    visiting = stage.adult(bound.comune, 40, 74)
    if visiting is None:
        return
    stage.add(Friendship, stage.person(visiting), stage.person(elder), strength="moderate")
    stage.add(Volunteering, stage.person(visiting), stage.body(place), strength="strong")
    stage.opens(bound, visiting, place)


def volunteer(stage: Stage, bound: Bound) -> None:
    """A friend of a parent gives time to a body that is open to all and meets a wish, and agreed to introduce."""
    parent, place = stage.member(bound, 19, 75), stage.answer(bound, *OPEN_TO_ALL)
    if parent is None or place is None:
        return
    friend = stage.adult(bound.comune, 25, 70)
    if friend is None:
        return
    stage.add(Friendship, stage.person(parent), stage.person(friend), strength="moderate")
    stage.add(Volunteering, stage.person(friend), stage.body(place), strength="strong")
    stage.opens(bound, friend, place)


def gardener(stage: Stage, bound: Bound) -> None:
    """A retired member of the farmers' association would gladly have a garden, and keep an elderly person company."""
    farmers = stage.nearest(bound.comune, stage.around.giving(("associazione-agricoltori",)), 60.0)
    retired = stage.adult(bound.comune, 64, 76)
    if retired is None or farmers is None:
        return
    stage.add(Membership, stage.person(retired), stage.body(farmers), years=9)
    stage.agreed.persons[retired] = ("compagnia-anziano", "passaggio-in-auto")


def librarian(stage: Stage, bound: Bound) -> None:
    """At the library somebody welcomes newcomers, and the child's school reads there; no tie to a person is made up."""
    library = stage.answer(bound, "biblioteca")
    if library is None:
        return
    welcoming = stage.adult(bound.comune, 27, 60, idle=True)
    if welcoming is None:
        return
    stage.add(Work, stage.person(welcoming), stage.body(library), years=6, role="librarian", strength="strong")
    stage.opens(bound, welcoming, library)
    school = _school(stage, bound)
    if school:
        stage.add(Partnership, stage.body(library), stage.body(school), strength="strong")


def _school(stage: Stage, bound: Bound) -> Placed | None:
    """The school of a child of the party."""
    members, pairs = stage.community.families.members(bound.family), stage.community.belonging.schools
    attended = pairs.right[np.isin(pairs.left, members)]
    return stage.community.bodies[int(attended[0])] if len(attended) else None


def foreman(stage: Stage, bound: Bound) -> None:
    """A relative's, or else an acquaintance's, former workmate is foreman in a firm of the trade; both agreed."""
    firm = stage.employer(bound)
    between = None if firm is None else _relative(stage, bound)
    if firm is None or between is None:
        return
    chief = stage.adult(firm.comune, 32, 62, idle=True)
    if chief is None:
        return
    role = "foreman" if firm.size >= FOREMAN_FROM else "employee"
    stage.add(Work, stage.person(chief), stage.body(firm), years=8, role=role, strength="strong",
              occupation=firm.node.occupations[0] if isinstance(firm.node, Firm) else None)  # fmt: skip
    stage.add(Acquaintance, stage.person(between), stage.person(chief), years=9, through="work", strength="moderate")
    stage.agreed.introducers.add(between)
    stage.opens(bound, chief, firm)


def _relative(stage: Stage, bound: Bound) -> int | None:
    """A grown relative who lives elsewhere; else a new acquaintance of the same comune or near it."""
    found = stage.relative(bound.person)
    if found is not None:
        return found
    known = stage.adult(bound.comune, 30, 70)
    if known is not None:
        stage.add(Acquaintance, stage.person(bound.person), stage.person(known), through="other", strength="moderate")
    return known


def mentor(stage: Stage, bound: Bound) -> None:
    """Somebody retired from the trade, member of the craftspeople's association, agreed to be asked as a mentor."""
    crafts = stage.around.giving(("associazione-artigiani",))
    craft = stage.nearest(bound.comune, crafts, 60.0, lambda body: isinstance(body.node, TradeAssociation))
    retired = stage.adult(bound.comune, 62, 75)
    if retired is None or craft is None:
        return
    stage.add(Membership, stage.person(retired), stage.body(craft), years=12)
    stage.agreed.persons[retired] = ("mentore-d-impresa",)
    desk = stage.nearest(bound.comune, stage.around.giving(("centro-per-l-impiego",)), 60.0)
    if desk:
        stage.add(ServiceUse, stage.person(bound.person), stage.body(desk), years=1, strength="weak")


SCENES: Final[dict[str, Callable[[Stage, Bound], None]]] = {
    "coach": coach,
    "family_beside": family_beside,
    "visitor": visitor,
    "volunteer": volunteer,
    "gardener": gardener,
    "librarian": librarian,
    "foreman": foreman,
    "mentor": mentor,
}


def play(stage: Stage, pacts: Sequence[Bound]) -> None:
    """Every scene of every open pact."""
    stage.taken[[stage.home(bound) for bound in pacts]] = True
    for bound in pacts:
        for name in () if bound.closed else bound.plan.scenes:
            SCENES[name](stage, bound)
