"""The invented people of the province and how they live: sampled, housed, related, employed, joined together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.demo.belonging import Belonging, Directory, belonging
from graph.demo.draws import Bools, Chance, Ints, Rng, happens
from graph.demo.employment import Jobs, employment
from graph.demo.ground import Ground
from graph.demo.households import Households, alone_mask
from graph.demo.kinship import relatives, with_parents
from graph.demo.placing import Placed
from graph.demo.population import People
from graph.demo.social import Streets, circles, friendships, neighbours, sociability, streets
from graph.demo.ties import Pairs
from graph.kinds.ids import Ids, Uids

WITHDRAWN = 0.06
WITHDRAWN_ALONE = 0.12
SOLITARY = 0.5
"""Of those who are of no family, the share who have no tie at all."""
FOREIGN = 0.12
FOREIGN_LANGUAGES = (
    ("lingua-rumena", 0.22),
    ("lingua-araba", 0.22),
    ("lingua-punjabi", 0.17),
    ("lingua-albanese", 0.11),
    ("lingua-ucraina", 0.07),
    ("lingua-francese", 0.06),
    ("lingua-cinese", 0.05),
    ("lingua-spagnola", 0.05),
    ("lingua-inglese", 0.05),
)
Circle = tuple[str, Ints, Ints, int]
"""Through what people met, the group and the person of each row, and how many of a group each one knows."""
CLASSMATES = 2
WORKMATES = 2


@dataclass(frozen=True, slots=True)
class Families:
    """One family a row: members from `start[f]` to `start[f + 1]` of `order`; language -1 for Italian alone."""

    order: Ints
    start: Ints
    comune: Ints
    language: Ints
    withdrawn: Bools
    along: Streets

    def __len__(self) -> int:
        """How many families there are."""
        return len(self.comune)

    def members(self, family: int) -> list[int]:
        """Positions of the persons of a family."""
        return self.order[self.start[family] : self.start[family + 1]].tolist()


@dataclass(frozen=True, slots=True)
class Bonds:
    """Ties among persons, and among families for `neighbours`: pairs of positions, kin by relation."""

    kin: list[tuple[str, Pairs]]
    friends: Pairs
    neighbours: Pairs
    acquaintances: list[tuple[str, Pairs]]


@dataclass(frozen=True, slots=True)
class Community:
    """Everything about people and where they belong, in positions."""

    ground: Ground
    people: People
    homes: Households
    families: Families
    person_ids: Uids
    family_ids: Uids
    bodies: Sequence[Placed]
    directory: Directory
    birth_year: Ints
    withdrawn: Bools
    solitary: Bools
    bonds: Bonds
    jobs: Jobs
    belonging: Belonging


def families(people: People, homes: Households, rng: Rng) -> Families:
    """The families that the households make, with their language and whether they keep to themselves."""
    inside = np.flatnonzero(homes.home >= 0)
    order = inside[np.lexsort((-people.age[inside], homes.home[inside]))]
    start = np.searchsorted(homes.home[order], np.arange(homes.families + 1))
    first = order[start[:-1]]
    alone = alone_mask(homes.home)[first]
    shares = np.array([share for _, share in FOREIGN_LANGUAGES])
    foreign = happens(rng, FOREIGN * np.where(people.age[first] < 66, 1.4, 0.1), len(first))
    language = np.where(foreign, rng.choice(len(shares), size=len(first), p=shares / shares.sum()), -1)
    withdrawn = happens(rng, np.where(alone, WITHDRAWN_ALONE, WITHDRAWN), len(first))
    comune = people.comune[first]
    return Families(order, start, comune, language, withdrawn, streets(comune, rng))


def birth_years(people: People, chance: Chance) -> Ints:
    """Years of birth: of those of one age, part had their birthday already this year."""
    gone = chance.today.timetuple().tm_yday / 366
    later = chance.stream("birthdays").random(len(people.age)) >= gone
    return chance.today.year - people.age - later


def community(
    ground: Ground, housed: tuple[People, Households], bodies: Sequence[Placed], ids: Ids, chance: Chance
) -> Community:
    """Relate, employ and join the people of the households."""
    people = housed[0]
    homes = with_parents(ground, *housed, chance.stream("parents"))
    rows = families(people, homes, chance.stream("families"))
    solitary = (homes.home < 0) & happens(chance.stream("solitary"), SOLITARY, len(people.age))
    withdrawn = solitary | (rows.withdrawn[np.maximum(homes.home, 0)] & (homes.home >= 0))
    jobs = _jobs(ground, people, bodies, solitary, chance.stream("employment"))
    directory = Directory(ground, bodies)
    joined = belonging(directory, people, bodies, withdrawn, chance.stream("belonging"))
    kin, met = _kin(homes, withdrawn, solitary), _circles(people, homes, jobs, joined)
    return Community(
        ground=ground,
        people=people,
        homes=homes,
        families=rows,
        person_ids=ids.take(len(people.age)),
        family_ids=ids.take(len(rows)),
        bodies=bodies,
        directory=directory,
        birth_year=birth_years(people, chance),
        withdrawn=withdrawn,
        solitary=solitary,
        bonds=_bonds(ground, housed, rows, kin, (met, withdrawn), chance=chance),
        jobs=jobs,
        belonging=joined,
    )


def _bonds(
    ground: Ground,
    housed: tuple[People, Households],
    rows: Families,
    kin: list[tuple[str, Pairs]],
    meeting: tuple[Sequence[Circle], Bools],
    *,
    chance: Chance,
) -> Bonds:
    """Friends who are no kin, neighbours, and acquaintances who are neither kin nor friends."""
    (met, withdrawn), rng, size = meeting, chance.stream("social"), len(housed[0].age)
    friends = friendships(ground, *housed, rng, sociability(housed[0], withdrawn, rng))
    friends = friends.distinct(size, _keys(kin, size))
    near = neighbours(rows.comune, rows.along, rows.withdrawn, rng)
    taken = _keys([*kin, ("friend", friends)], size)
    return Bonds(kin, friends, near, _acquaintances(met, withdrawn, taken, chance.stream("acquaintances")))


def _keys(kin: list[tuple[str, Pairs]], size: int) -> Ints:
    return np.concatenate([pairs.keys(size) for _, pairs in kin])


def _kin(homes: Households, withdrawn: Bools, solitary: Bools) -> list[tuple[str, Pairs]]:
    """Relatives, without those with whom the withdrawn have lost touch: all who live elsewhere."""
    found: list[tuple[str, Pairs]] = []
    for relation, pairs in relatives(homes):
        left, right = pairs.left, pairs.right
        together = (homes.home[left] == homes.home[right]) & (homes.home[left] >= 0)
        lost = (withdrawn[left] | withdrawn[right]) & ~together
        found.append((relation, pairs.where(~lost & ~solitary[left] & ~solitary[right])))
    return found


def _jobs(ground: Ground, people: People, bodies: Sequence[Placed], solitary: Bools, rng: Rng) -> Jobs:
    jobs = employment(ground, people, bodies, rng)
    return jobs.where(~solitary[jobs.person])


def _circles(people: People, homes: Households, jobs: Jobs, joined: Belonging) -> list[Circle]:
    """Workmates of now and then, classmates and their parents, fellow members."""
    school = joined.schools
    form = school.right * 100 + people.age[school.left]
    parents = np.where(homes.mother[school.left] >= 0, homes.mother[school.left], homes.father[school.left])
    known = parents >= 0
    adult = people.age[joined.members.left] >= 18
    return [
        ("work", jobs.body, jobs.person, WORKMATES),
        ("school", form, school.left, CLASSMATES),
        ("school", form[known], parents[known], CLASSMATES),
        ("association", joined.members.right[adult], joined.members.left[adult], 1),
    ]


def _acquaintances(met: Sequence[Circle], withdrawn: Bools, taken: Ints, rng: Rng) -> list[tuple[str, Pairs]]:
    """Pairs by what they know each other through, without those `taken` already."""
    found: list[tuple[str, Pairs]] = []
    for through, groups, members, reach in met:
        pairs = circles(groups, members, rng, reach)
        pairs = pairs.where(~withdrawn[pairs.left] & ~withdrawn[pairs.right]).distinct(len(withdrawn), taken)
        taken = np.concatenate([taken, pairs.keys(len(withdrawn))])
        found.append((through, pairs))
    return found
