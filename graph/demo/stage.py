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
from graph.demo.draws import Bools, Rng, pick
from graph.demo.fitting import REACH_KM, employs, serves, speaks, suits
from graph.demo.parties import Tongues
from graph.demo.placing import Placed
from graph.demo.ties import Columns
from graph.kinds import Kinship, Tie

NEAR_KM: Final = 7.0


@dataclass
class Stage:
    """What scenes add: ties one by one and consents.

    `kin`: relatives who are in touch, by person. `doors`: by the party's family who could introduce it. `kept`: what
    scenes lead to, by id, which nothing else may use up. `taken`: homes of parties and of all who have a part.
    """

    community: Community
    today: date
    rng: Rng
    spoken: Tongues
    kin: dict[int, list[int]] = field(default_factory=dict[int, list[int]])
    agreed: Agreed = field(default_factory=Agreed)
    ties: list[Columns] = field(default_factory=list[Columns])
    doors: dict[int, int] = field(default_factory=dict[int, int])
    kept: set[str] = field(default_factory=set[str])
    taken: set[int] = field(default_factory=set[int])

    def add(self, kind: type[Tie], source: str, target: str, years: float = 2.0, **fields: object) -> None:
        """A tie begun within the last `years`, unless the fields say otherwise, and confirmed this year."""
        begin = self.today - timedelta(days=int(self.rng.integers(120, int(365 * years) + 121)))
        values = {"valid_from": begin, "confirmed_on": self.today - timedelta(days=int(self.rng.integers(5, 110)))}
        self.ties.append(Columns(kind, [source], [target], {name: [v] for name, v in (values | fields).items()}))

    def opens(self, bound: Bound, person: int, resource: Placed) -> None:
        """A person who agreed to introduce, and could introduce this party to a resource."""
        self.agreed.introducers.add(person)
        self.doors[self.home(bound)] = person
        self.kept.add(resource.node.id)

    def person(self, row: int) -> str:
        """A person's id."""
        return self.community.person_ids[row]

    @cached_property
    def working(self) -> Bools:
        """Who has a job today."""
        jobs, found = self.community.jobs, np.zeros(len(self.community.people.age), np.bool_)
        found[jobs.person[~jobs.past]] = True
        return found

    def adult(self, comune: int, low: int, high: int, *, idle: bool = False) -> int | None:
        """Somebody of that age, of that comune or near it, who has no part yet; without a job if `idle`."""
        people, homes = self.community.people, self.community.homes.home
        able = (people.age >= low) & (people.age <= high) & ~self.community.withdrawn & (homes >= 0)
        able &= ~np.isin(homes, sorted(self.taken)) & ~(self.working & idle)
        for place in self.community.ground.near(comune):
            here = np.flatnonzero(able & (people.comune == place))
            if len(here):
                person = int(pick(self.rng, here.tolist()))
                self.taken.add(int(homes[person]))
                return person
        return None

    def relative(self, person: int) -> int | None:
        """A grown relative in touch who lives elsewhere, in a home without a part in other scenes."""
        homes, age = self.community.homes.home, self.community.people.age
        for row in self.kin.get(person, []):
            if 30 <= age[row] < 75 and homes[row] >= 0 and int(homes[row]) not in self.taken:
                self.taken.add(int(homes[row]))
                return row
        return None

    def body(self, comune: int, fits: Callable[[Placed], bool], most_km: float = NEAR_KM) -> Placed | None:
        """The nearest body that `fits`, within `most_km`."""
        km = self.community.ground.km[comune]
        found = [body for body in self.community.bodies if km[body.comune] <= most_km and fits(body)]
        return min(found, key=lambda body: (km[body.comune], body.node.id), default=None)

    def answer(self, bound: Bound, *offers: str) -> Placed | None:
        """The nearest body with one of the offers that can meet a wish of the party, the first wish first."""
        for wish in bound.plan.wishes:
            member = self.member(bound, *wish.ages) if wish.ages else None
            age = None if member is None else self.today.year - int(self.community.birth_year[member])
            found = self.body(
                bound.comune,
                lambda body, wish=wish, age=age: (
                    gives(*offers)(body) and suits(bound.plan, wish, body.node, age) and self.within(bound, body)
                ),
                bound.plan.max_km or REACH_KM,
            )
            if found:
                return found
        return None

    def employer(self, bound: Bound) -> Placed | None:
        """The nearest firm of the trade sought in which nobody of the party works."""
        homes, jobs = self.community.homes.home, self.community.jobs
        own = {int(body) for body in jobs.body[homes[jobs.person] == self.home(bound)]}
        taken = {self.community.bodies[row].node.id for row in own} | self.kept
        return self.body(
            bound.comune,
            lambda body: employs(bound.plan, body.node) and body.node.id not in taken and self.within(bound, body),
            bound.plan.max_km or REACH_KM,
        )

    def within(self, bound: Bound, body: Placed) -> bool:
        """Whether a body serves where the party lives, in a language of the party."""
        spoken = self.spoken.families[bound.family] if bound.family >= 0 else self.spoken.persons[bound.person]
        served = serves(self.community.ground, bound.plan, body.node, body.comune)
        return bool(served[bound.comune]) and speaks(spoken, body.node)

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


def in_touch(community: Community, woven: Sequence[Columns]) -> dict[int, list[int]]:
    """Relatives of each person, by position, whose tie is neither weak nor private."""
    rows = {new_id: row for row, new_id in enumerate(community.person_ids)}
    found: dict[int, list[int]] = {}
    for column in woven:
        if column.kind is not Kinship:
            continue
        shown = zip(column.fields["strength"], column.fields["visibility"], strict=True)
        for source, target, (strength, visibility) in zip(column.sources, column.targets, shown, strict=True):
            if strength != "weak" and visibility != "private":
                found.setdefault(rows[source], []).append(rows[target])
                found.setdefault(rows[target], []).append(rows[source])
    return found
