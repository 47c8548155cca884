"""What scenes work with: the invented community, who is free for a part in it, and what the scenes add to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import numpy as np

from graph.demo.choosing import Bound
from graph.demo.community import Community
from graph.demo.consents import Agreed
from graph.demo.draws import Bools, Ints, Rng
from graph.demo.fitting import REACH_KM, serves, speaks, suits
from graph.demo.nearness import ByComune, Surroundings
from graph.demo.parties import Tongues
from graph.demo.placing import Placed
from graph.demo.roll import Roll
from graph.demo.ties import LEVELS, Columns, Row
from graph.kinds import Kinship, Tie
from graph.snapshot import VISIBILITIES

NEAR_KM: Final = 7.0


@dataclass(frozen=True, slots=True)
class Kin:
    """Relatives who are in touch: those of person `p` from `start[p]` to `start[p + 1]` of `other`."""

    start: Ints
    other: Ints

    def of(self, person: int) -> list[int]:
        """The relatives of a person."""
        return self.other[self.start[person] : self.start[person + 1]].tolist()


@dataclass(frozen=True, slots=True)
class Residents:
    """Who may have a part in a scene, of one comune: one person a row, in the order of all persons."""

    person: Ints
    age: Ints
    home: Ints
    working: Bools


@dataclass
class Stage:
    """What scenes add: ties one by one and consents.

    `kin`: relatives who are in touch. `doors`: by the party's family who could introduce it. `kept`: rows of the bodies
    that scenes lead to, which nothing else may use up. `taken`: homes of parties and of all who have a part.
    """

    community: Community
    roll: Roll
    around: Surroundings
    today: date
    rng: Rng
    spoken: Tongues
    kin: Kin
    agreed: Agreed = field(default_factory=Agreed)
    ties: list[Row] = field(default_factory=list[Row])
    doors: dict[int, int] = field(default_factory=dict[int, int])
    kept: set[int] = field(default_factory=set[int])

    def add(self, kind: type[Tie], source: int, target: int, years: float = 2.0, **fields: object) -> None:
        """A tie begun within the last `years`, unless the fields say otherwise, and confirmed this year."""
        begin = self.today - timedelta(days=int(self.rng.integers(120, int(365 * years) + 121)))
        values = {"valid_from": begin, "confirmed_on": self.today - timedelta(days=int(self.rng.integers(5, 110)))}
        self.ties.append(Row(kind, source, target, values | fields))

    def opens(self, bound: Bound, person: int, resource: Placed) -> None:
        """A person who agreed to introduce, and could introduce this party to a resource."""
        self.agreed.introducers.add(person)
        self.doors[self.home(bound)] = person
        self.kept.add(resource.row)

    def person(self, row: int) -> int:
        """A person's position among all nodes."""
        return self.roll.persons + row

    def family(self, row: int) -> int:
        """A family's position among all nodes."""
        return self.roll.families + row

    def body(self, body: Placed) -> int:
        """A body's position among all nodes."""
        return self.roll.bodies + body.row

    def party(self, bound: Bound) -> int:
        """The position among all nodes of the family or person that is bound."""
        return self.family(bound.family) if bound.family >= 0 else self.person(bound.person)

    @cached_property
    def taken(self) -> Bools:
        """Which families have a part already."""
        return np.zeros(len(self.community.families), np.bool_)

    @cached_property
    def residents(self) -> list[Residents]:
        """Those of each comune who live in a family and do not keep to themselves."""
        people, homes, jobs = self.community.people, self.community.homes.home, self.community.jobs
        working = np.zeros(len(homes), np.bool_)
        working[jobs.person[~jobs.past]] = True
        able = np.flatnonzero(~self.community.withdrawn & (homes >= 0))
        able = able[np.argsort(people.comune[able], kind="stable")]
        bounds = np.searchsorted(people.comune[able], np.arange(len(self.community.ground.places) + 1))
        rows = [able[bounds[place] : bounds[place + 1]] for place in range(len(bounds) - 1)]
        return [Residents(here, people.age[here], homes[here], working[here]) for here in rows]

    def adult(self, comune: int, low: int, high: int, *, idle: bool = False) -> int | None:
        """Somebody of that age, of that comune or near it, who has no part yet; without a job if `idle`."""
        for place in self.community.ground.near(comune):
            here = self.residents[place]
            able = (here.age >= low) & (here.age <= high) & ~self.taken[here.home]
            found = np.flatnonzero(able & ~here.working if idle else able)
            if len(found):
                row = found[self.rng.integers(len(found))]
                self.taken[here.home[row]] = True
                return int(here.person[row])
        return None

    def relative(self, person: int) -> int | None:
        """A grown relative in touch who lives elsewhere, in a home without a part in other scenes."""
        homes, age = self.community.homes.home, self.community.people.age
        for row in self.kin.of(person):
            if 30 <= age[row] < 75 and homes[row] >= 0 and not self.taken[homes[row]]:
                self.taken[homes[row]] = True
                return row
        return None

    def nearest(
        self, comune: int, among: ByComune, most_km: float = NEAR_KM, fits: Callable[[Placed], bool] | None = None
    ) -> Placed | None:
        """The nearest of the bodies that `fits`, within `most_km`."""
        found = self.around.nearest(comune, among, most_km)
        return next((body for body in found if fits is None or fits(body)), None)

    def answer(self, bound: Bound, *offers: str) -> Placed | None:
        """The nearest body with one of the offers that can meet a wish of the party, the first wish first."""
        for wish in bound.plan.wishes:
            member = self.member(bound, *wish.ages) if wish.ages else None
            age = None if member is None else self.today.year - int(self.community.birth_year[member])
            found = self.nearest(
                bound.comune,
                self.around.giving(offers),
                bound.plan.max_km or REACH_KM,
                lambda body, wish=wish, age=age: suits(bound.plan, wish, body.node, age) and self.within(bound, body),
            )
            if found:
                return found
        return None

    def employer(self, bound: Bound) -> Placed | None:
        """The nearest firm of the trade sought in which nobody of the party works."""
        homes, jobs = self.community.homes.home, self.community.jobs
        own = set(jobs.body[homes[jobs.person] == self.home(bound)].tolist()) | self.kept
        return self.nearest(
            bound.comune,
            self.around.employing(bound.plan),
            bound.plan.max_km or REACH_KM,
            lambda body: body.row not in own and self.within(bound, body),
        )

    def within(self, bound: Bound, body: Placed) -> bool:
        """Whether a body serves where the party lives, in a language of the party."""
        family, person = bound.family, bound.person
        spoken = self.spoken.of_family(family) if family >= 0 else self.spoken.of_person(person)
        served = serves(self.community.ground, bound.plan, body.node, body.comune)
        return bool(served[bound.comune]) and speaks(spoken, body.node)

    def member(self, bound: Bound, low: int, high: int) -> int | None:
        """The oldest member of the party of that age."""
        members = self.community.families.members(bound.family) if bound.family >= 0 else [bound.person]
        return next((row for row in members if low <= self.community.people.age[row] <= high), None)

    def home(self, bound: Bound) -> int:
        """The party's family."""
        return bound.family if bound.family >= 0 else int(self.community.homes.home[bound.person])


def in_touch(size: int, woven: Sequence[Columns], roll: Roll) -> Kin:
    """Relatives of each of `size` persons whose tie is neither weak nor private."""
    weak, private = LEVELS.index("weak"), VISIBILITIES.index("private")
    found = [np.zeros((0, 2), np.int64)]
    for column in woven:
        if column.kind is Kinship:
            shown = (column.strength != weak) & (column.visibility != private)
            found.append(np.stack([column.ends.left[shown], column.ends.right[shown]], axis=1) - roll.persons)
    ends = np.concatenate(found)
    one, other = ends.ravel(), ends[:, ::-1].ravel()
    order = np.argsort(one, kind="stable")
    return Kin(np.searchsorted(one[order], np.arange(size + 1)), other[order])
