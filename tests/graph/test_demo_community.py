"""The invented people: their ages, households and networks look like a province's."""

from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.demo.households import NOBODY, nearest
from graph.kinds import Firm
from tests.graph.demo_province import REFERENCE, Shown, demo, ground

ATTENDS = (("Scuola dell'infanzia", 3, 5), ("Scuola primaria", 6, 10), ("Scuola secondaria", 11, 13))


@pytest.fixture(scope="module")
def shown() -> Shown:
    return demo()


def persons(shown: Shown) -> dict:
    return {node.id: node for node in shown.nodes if node.kind == "person"}


def ties(shown: Shown, kind: str) -> list:
    return [tie for tie in shown.ties if tie.kind == kind]


def degrees(shown: Shown, kind: str) -> np.ndarray:
    count = Counter(end for tie in ties(shown, kind) for end in (tie.source, tie.target))
    return np.array([count[person] for person in persons(shown)])


def test_ages_are_distributed_as_in_the_real_province(shown):
    real = ground()[1].counts.sum(axis=(0, 2)).astype(float)
    ages = [min(100, REFERENCE.year - person.birth_year) for person in persons(shown).values()]
    drawn = np.bincount(ages, minlength=101)
    apart = np.abs(np.cumsum(drawn) / drawn.sum() - np.cumsum(real) / real.sum()).max()
    assert apart < 0.03


def test_each_district_has_its_share_of_persons(shown):
    places, people = ground()
    district = {place.istat_code: place.district for place in places if place.level == "comune"}
    real, drawn = Counter(), Counter(district[person.comune] for person in persons(shown).values())
    for code, count in zip(people.istat_codes, people.counts.sum(axis=(1, 2)), strict=True):
        real[district[code]] += int(count)
    for name, count in real.items():
        assert drawn[name] / drawn.total() == pytest.approx(count / real.total(), abs=0.04)


def test_every_minor_lives_with_a_grown_person_of_the_same_comune(shown):
    people = persons(shown)
    homes = defaultdict(list)
    for tie in ties(shown, "household_membership"):
        homes[tie.target].append(people[tie.source])
    housed = {person.id for members in homes.values() for person in members}
    for members in homes.values():
        assert len({person.comune for person in members}) == 1
        assert min(person.birth_year for person in members) <= REFERENCE.year - 18
    assert all(person.id in housed for person in people.values() if person.birth_year > REFERENCE.year - 18)


def test_families_are_of_many_forms_and_of_about_two_persons(shown):
    sizes = Counter(Counter(tie.target for tie in ties(shown, "household_membership")).values())
    mean = sum(size * count for size, count in sizes.items()) / sizes.total()
    assert 1.9 < mean < 2.6
    assert {1, 2, 3, 4} <= set(sizes)


def test_parents_are_a_generation_older_than_their_children(shown):
    people = persons(shown)
    for tie in ties(shown, "kinship"):
        if tie.relation == "parent":
            assert 15 <= people[tie.target].birth_year - people[tie.source].birth_year <= 56


def test_no_two_persons_are_related_twice(shown):
    pairs = [frozenset((tie.source, tie.target)) for tie in ties(shown, "kinship")]
    assert len(pairs) == len(set(pairs))


def test_friendships_are_heavy_tailed_and_some_have_none(shown):
    many = degrees(shown, "friendship")
    assert (many == 0).mean() > 0.03
    assert many.max() > 8 * many.mean()
    assert np.percentile(many, 99) > 4 * np.median(many)


def test_some_persons_have_no_tie_at_all(shown):
    tied = {end for tie in shown.ties for end in (tie.source, tie.target)}
    assert 0 < sum(person not in tied for person in persons(shown)) < 50


def test_friends_are_alike_in_place_and_age_far_beyond_chance(shown):
    people = persons(shown)
    friends = [(people[tie.source], people[tie.target]) for tie in ties(shown, "friendship")]
    rng = np.random.default_rng(1)
    ends = [person for pair in friends for person in pair]
    mixed = [ends[row] for row in rng.permutation(len(ends))]
    chance = list(zip(mixed[::2], mixed[1::2], strict=True))

    def same_place(pairs):
        return np.mean([one.comune == other.comune for one, other in pairs])

    def years_apart(pairs):
        return np.mean([abs(one.birth_year - other.birth_year) for one, other in pairs])

    assert same_place(friends) > 3 * same_place(chance)
    assert years_apart(friends) < 0.5 * years_apart(chance)


def test_only_grown_persons_introduce_within_a_year_of_their_consent_and_about_one_in_ten(shown):
    people = persons(shown).values()
    willing = [person for person in people if person.introduces_since]
    for person in willing:
        assert person.introduces_since.year - person.birth_year > 18
        assert 0 <= (REFERENCE - person.introduces_since).days <= 365
        assert person.introduces_until > REFERENCE
        assert 1 <= person.introductions_per_month <= 3
    grown = sum(person.birth_year <= REFERENCE.year - 19 for person in people)
    assert 0.08 <= len(willing) / grown <= 0.12


def test_whoever_may_be_proposed_offers_something_and_is_grown(shown):
    willing = [node for node in shown.nodes if getattr(node, "proposable_since", None)]
    assert {node.kind for node in willing} == {"person", "family"}
    assert all(node.offers and node.slots and node.proposable_since <= REFERENCE for node in willing)
    assert all(node.birth_year < REFERENCE.year - 18 for node in willing if node.kind == "person")
    assert any("affiancamento-familiare" in node.offers for node in willing if node.kind == "family")


def test_children_attend_the_school_of_their_age(shown):
    people, schools = persons(shown), {node.id: node for node in shown.nodes if node.kind == "school"}
    seen = Counter()
    for tie in ties(shown, "service_use"):
        if tie.target not in schools or tie.source not in people:
            continue
        age = REFERENCE.year - people[tie.source].birth_year
        for name, low, high in ATTENDS:
            if schools[tie.target].name.startswith(name):
                seen[name] += 1
                assert low <= age <= high + 1
    assert len(seen) == len(ATTENDS)


def test_workers_are_of_working_age_and_firms_have_owners_and_foremen(shown):
    people, firms = persons(shown), {node.id for node in shown.nodes if isinstance(node, Firm)}
    now = [tie for tie in ties(shown, "work") if tie.valid_on(REFERENCE)]
    assert all(18 <= REFERENCE.year - people[tie.source].birth_year <= 70 for tie in now)
    assert all(tie.valid_from.year - people[tie.source].birth_year <= 70 for tie in ties(shown, "work"))
    roles = {tie.role for tie in now if tie.target in firms}
    assert {"owner", "manager", "foreman", "employee"} <= roles


def test_no_firm_bears_the_name_of_an_invented_person(shown):
    surnames = {person.name.split()[-1] for person in persons(shown).values()}
    trades = {word for node in shown.nodes if isinstance(node, Firm) for word in node.name.split(" di ")[0].split()}
    assert not {name for name in surnames & trades if name not in {"Mulino", "Fontanile"}}


@given(
    st.lists(st.integers(0, 60), max_size=12),
    st.lists(st.integers(0, 60), max_size=12),
    st.integers(0, 9),
)
def test_nearest_gives_each_at_most_once_and_within_tolerance(wanted, pool, tolerance):
    found = nearest(np.array(wanted, np.int64), np.array(pool, np.int64), tolerance)
    chosen = [place for place in found.tolist() if place != NOBODY]
    assert len(chosen) == len(set(chosen))
    assert all(abs(wanted[row] - pool[place]) <= tolerance for row, place in enumerate(found) if place != NOBODY)
    left = set(range(len(pool))) - set(chosen)
    for row, place in enumerate(found.tolist()):
        if place == NOBODY:
            assert all(abs(wanted[row] - pool[other]) > tolerance for other in left)
