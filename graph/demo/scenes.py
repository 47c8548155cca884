"""Situations that the network around some pacts really holds: people who know a door, and agreed to open it.

Each scene looks for bodies and people of the invented province and adds the missing ties among them; which of them
a pact is offered is for matching to find.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import numpy as np

from graph.demo.catalogue.autonomy_plans import AutonomyPlan
from graph.demo.choosing import Bound
from graph.demo.community import Community
from graph.demo.consents import Agreed
from graph.demo.draws import Rng, pick
from graph.demo.placing import Placed
from graph.demo.ties import Columns
from graph.kinds import (
    Acquaintance,
    Firm,
    Friendship,
    Membership,
    Neighbourhood,
    Partnership,
    ServiceUse,
    Tie,
    TradeAssociation,
    Volunteering,
    Work,
)

NEAR_KM: Final = 7.0


@dataclass(slots=True)
class Stage:
    """What scenes add: ties one by one, consents, and by the party's family who could introduce it (`doors`)."""

    community: Community
    today: date
    rng: Rng
    agreed: Agreed = field(default_factory=Agreed)
    ties: list[Columns] = field(default_factory=list[Columns])
    doors: dict[int, int] = field(default_factory=dict[int, int])

    def add(self, kind: type[Tie], source: str, target: str, years: float = 2.0, **fields: object) -> None:
        """A tie begun within the last `years`, unless the fields say otherwise, and confirmed this year."""
        begin = self.today - timedelta(days=int(self.rng.integers(120, int(365 * years) + 121)))
        values = {"valid_from": begin, "confirmed_on": self.today - timedelta(days=int(self.rng.integers(5, 110)))}
        self.ties.append(Columns(kind, [source], [target], {name: [v] for name, v in (values | fields).items()}))

    def opens(self, bound: Bound, person: int) -> None:
        """A person who agreed to introduce, and could introduce this party."""
        self.agreed.introducers.add(person)
        self.doors[self.home(bound)] = person

    def person(self, row: int) -> str:
        """A person's id."""
        return self.community.person_ids[row]

    def adult(self, comune: int, low: int, high: int, *, apart_from: Sequence[int]) -> int | None:
        """Somebody of that age who lives in the comune, or near it, in none of the homes `apart_from`."""
        people, homes = self.community.people, self.community.homes.home
        able = (people.age >= low) & (people.age <= high) & ~self.community.withdrawn
        able &= ~np.isin(homes, list(apart_from)) & (homes >= 0)
        for place in self.community.ground.near(comune):
            here = np.flatnonzero(able & (people.comune == place))
            if len(here):
                return int(pick(self.rng, here.tolist()))
        return None

    def body(self, comune: int, fits: Callable[[Placed], bool], most_km: float = NEAR_KM) -> Placed | None:
        """The nearest body that `fits`, within `most_km`."""
        km = self.community.ground.km[comune]
        found = [body for body in self.community.bodies if km[body.comune] <= most_km and fits(body)]
        return min(found, key=lambda body: (km[body.comune], body.node.id), default=None)

    def member(self, bound: Bound, low: int, high: int) -> int | None:
        """The oldest member of the party of that age."""
        members = self.community.families.members(bound.family) if bound.family >= 0 else [bound.person]
        return next((row for row in members if low <= self.community.people.age[row] <= high), None)

    def home(self, bound: Bound) -> int:
        """The party's family."""
        return bound.family if bound.family >= 0 else int(self.community.homes.home[bound.person])


def gives(*offers: str) -> Callable[[Placed], bool]:
    """Whether a body offers one of these."""
    return lambda body: bool(set(offers) & set(body.node.offers))


def in_sectors(sectors: Sequence[str]) -> Callable[[Placed], bool]:
    """Whether a body is a firm of one of these sectors."""
    return lambda body: isinstance(body.node, Firm) and bool(set(sectors) & set(body.node.sectors))


def coach(stage: Stage, bound: Bound) -> None:
    """A child plays for a club that shares its hall with the after-school club; the coach agreed to introduce."""
    child = stage.member(bound, 6, 14)
    parent = stage.member(bound, 20, 66)
    club = stage.body(bound.comune, gives("societa-sportiva"))
    hall = stage.body(bound.comune, gives("doposcuola"))
    trainer = stage.adult(bound.comune, 24, 62, apart_from=[stage.home(bound)])
    if child is None or parent is None or club is None or hall is None or trainer is None:
        return
    stage.add(Membership, stage.person(child), club.node.id, strength="strong")
    stage.add(Partnership, club.node.id, hall.node.id, strength="strong")
    stage.add(Work, stage.person(trainer), club.node.id, role="coach", strength="strong")
    stage.add(Volunteering, stage.person(trainer), hall.node.id, strength="moderate")
    stage.add(Acquaintance, stage.person(parent), stage.person(trainer), through="association", strength="moderate")
    stage.opens(bound, trainer)


def family_beside(stage: Stage, bound: Bound) -> None:
    """A family of the same street with a child at the same school has offered afternoons."""
    parent = stage.member(bound, 20, 66)
    other = stage.adult(bound.comune, 28, 58, apart_from=[stage.home(bound)])
    if parent is None or other is None:
        return
    beside = int(stage.community.homes.home[other])
    ids = stage.community.family_ids
    stage.add(Neighbourhood, ids[stage.home(bound)], ids[beside], strength="moderate")
    stage.add(Acquaintance, stage.person(parent), stage.person(other), through="school", strength="moderate")
    stage.agreed.families[beside] = ("affiancamento-familiare", "pomeriggi-dei-bambini")
    stage.agreed.themes[beside] = ("pomeriggi-dei-bambini",)


def visitor(stage: Stage, bound: Bound) -> None:
    """A volunteer who visits already also helps at the day centre, and agreed to introduce."""
    elder = stage.member(bound, 70, 110)
    visiting = stage.adult(bound.comune, 40, 74, apart_from=[stage.home(bound)])
    centre = stage.body(bound.comune, gives("centro-diurno-integrato"), 14.0)
    if elder is None or visiting is None:
        return
    stage.add(Friendship, stage.person(visiting), stage.person(elder), strength="moderate")
    group = stage.body(bound.comune, gives("visite-di-compagnia", "oratorio"))
    for body in (centre, group):
        if body:
            stage.add(Volunteering, stage.person(visiting), body.node.id, strength="strong")
    stage.opens(bound, visiting)


def gardener(stage: Stage, bound: Bound) -> None:
    """A retired member of the farmers' association would gladly have a garden, and keep an elderly person company."""
    retired = stage.adult(bound.comune, 64, 76, apart_from=[stage.home(bound)])
    farmers = stage.body(bound.comune, gives("associazione-agricoltori"), 60.0)
    if retired is None or farmers is None:
        return
    stage.add(Membership, stage.person(retired), farmers.node.id, years=9)
    stage.agreed.persons[retired] = ("compagnia-anziano", "passaggio-in-auto")


def librarian(stage: Stage, bound: Bound) -> None:
    """The nearest library has somebody at its counter who welcomes newcomers; no tie to the party is made up."""
    library = stage.body(bound.comune, gives("biblioteca"), 12.0)
    welcoming = stage.adult(bound.comune, 27, 60, apart_from=[stage.home(bound)])
    if library is None or welcoming is None:
        return
    stage.add(Work, stage.person(welcoming), library.node.id, years=6, role="librarian", strength="strong")
    stage.opens(bound, welcoming)


def foreman(stage: Stage, bound: Bound) -> None:
    """A relative's, or else an acquaintance's, former workmate is foreman in a firm of the sector; both agreed."""
    plan = bound.plan
    sectors = plan.sectors if isinstance(plan, AutonomyPlan) else ()
    reach = float(plan.max_km or NEAR_KM)
    firm = stage.body(bound.comune, in_sectors(sectors), reach)
    between = _relative(stage, bound.person)
    if firm is None or between is None:
        return
    homes = stage.community.homes.home
    chief = stage.adult(firm.comune, 32, 62, apart_from=[stage.home(bound), int(homes[between])])
    if chief is None:
        return
    stage.add(Work, stage.person(chief), firm.node.id, years=8, role="foreman", strength="strong",
              occupation=firm.node.occupations[0] if isinstance(firm.node, Firm) else None)  # fmt: skip
    stage.add(Acquaintance, stage.person(between), stage.person(chief), years=9, through="work", strength="moderate")
    stage.agreed.introducers.add(between)
    stage.opens(bound, chief)


def _relative(stage: Stage, person: int) -> int | None:
    """A grown relative who lives elsewhere; else a new acquaintance of the same comune."""
    homes, age = stage.community.homes.home, stage.community.people.age
    for _, pairs in reversed(stage.community.bonds.kin):
        for one, other in ((pairs.left, pairs.right), (pairs.right, pairs.left)):
            able = other[(one == person) & (homes[other] != homes[person]) & (age[other] >= 30) & (age[other] < 75)]
            if len(able):
                return int(able[0])
    known = stage.adult(int(stage.community.people.comune[person]), 30, 70, apart_from=[int(homes[person])])
    if known is not None:
        stage.add(Acquaintance, stage.person(person), stage.person(known), through="other", strength="moderate")
    return known


def mentor(stage: Stage, bound: Bound) -> None:
    """Somebody retired from the trade, member of the craftspeople's association, agreed to be asked as a mentor."""
    retired = stage.adult(bound.comune, 62, 75, apart_from=[stage.home(bound)])
    craft = stage.body(
        bound.comune,
        lambda body: isinstance(body.node, TradeAssociation) and gives("associazione-artigiani")(body),
        60.0,
    )
    if retired is None or craft is None:
        return
    stage.add(Membership, stage.person(retired), craft.node.id, years=12)
    stage.agreed.persons[retired] = ("mentore-d-impresa",)
    desk = stage.body(bound.comune, gives("centro-per-l-impiego"), 60.0)
    if desk:
        stage.add(ServiceUse, stage.person(bound.person), desk.node.id, years=1, strength="weak")


SCENES: Final[dict[str, Callable[[Stage, Bound], None]]] = {
    "coach": coach,
    "family_beside": family_beside,
    "visitor": visitor,
    "gardener": gardener,
    "librarian": librarian,
    "foreman": foreman,
    "mentor": mentor,
}


def play(stage: Stage, pacts: Sequence[Bound]) -> None:
    """Every scene of every pact."""
    for bound in pacts:
        for name in bound.plan.scenes:
            SCENES[name](stage, bound)
