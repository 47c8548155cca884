"""The relations of a party in counts: what is well defined, and nothing of the home or of the pact itself."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.summary import summary
from graph.kinds import (
    Association,
    CaseManagement,
    Family,
    Friendship,
    HouseholdMembership,
    InclusionPact,
    Membership,
    NoContact,
    PactParty,
    Person,
)
from tests.factory import World


def party() -> tuple[World, str, str]:
    """A pact, and a mother who lives in the family that it binds."""
    world = World()
    pact, family, mother = world.add(InclusionPact), world.add(Family), world.add(Person)
    world.tie(PactParty, family, pact)
    world.tie(HouseholdMembership, mother, family)
    return world, pact, mother


def of(world: World, pact: str):
    view = world.view(pact=pact)
    return summary(view, view.index(pact))


def test_a_party_without_relations_has_none_and_nothing_undefined_becomes_a_number():
    world, pact, _ = party()

    found = of(world, pact)

    assert (found.people, found.circles, found.ties_among_people) == (0, 0, 0)
    assert (found.density, found.effective_size) == (None, None)
    assert set(found.ties.values()) == {0}


def test_home_operator_and_pact_are_no_relations():
    world, pact, mother = party()
    operator, child = world.add(Person), world.add(Person)
    world.tie(CaseManagement, operator, pact)
    family = next(id for id, node in world.nodes.items() if node.kind == "family")
    world.tie(HouseholdMembership, child, family)
    world.tie(Friendship, mother, child)

    assert of(world, pact).people == 0


def test_bodies_are_counted_apart_from_people():
    world, pact, mother = party()
    world.tie(Membership, mother, world.add(Association))
    world.tie(Friendship, mother, world.add(Person))

    found = of(world, pact)

    assert (found.ties["civic"], found.ties["social"]) == (1, 1)
    assert found.kinds == {"association": 1, "person": 1}
    assert (found.people, found.effective_size) == (1, 1.0)


def test_whom_the_party_must_not_meet_is_in_no_count():
    world, pact, mother = party()
    avoided = world.add(Person)
    world.tie(Friendship, mother, avoided)
    world.tie(NoContact, mother, avoided)

    assert of(world, pact).people == 0


def test_a_tie_of_two_friends_makes_one_circle_of_them():
    world, pact, mother = party()
    one, other, third = (world.add(Person) for _ in range(3))
    for friend in (one, other, third):
        world.tie(Friendship, mother, friend)
    world.tie(Friendship, one, other)

    found = of(world, pact)

    assert (found.people, found.ties_among_people, found.circles) == (3, 1, 2)
    assert found.density == pytest.approx(1 / 3)
    assert found.effective_size == pytest.approx(3 - 2 / 3)


@given(st.integers(1, 7), st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_circles_density_and_effective_size_are_those_of_the_library(size, drawn):
    world, pact, mother = party()
    friends = [world.add(Person) for _ in range(size)]
    pairs = {(min(pair), max(pair)) for pair in drawn if pair[0] != pair[1] and max(pair) < size}
    for friend in friends:
        world.tie(Friendship, mother, friend)
    for one, other in sorted(pairs):
        world.tie(Friendship, friends[one], friends[other])
    circle = nx.Graph(list(pairs))
    circle.add_nodes_from(range(size))
    whole = circle.copy()
    whole.add_edges_from(("party", number) for number in range(size))

    found = of(world, pact)

    assert found.circles == nx.number_connected_components(circle)
    assert found.effective_size == pytest.approx(nx.effective_size(whole, nodes=list(whole))["party"])
    assert found.density == (pytest.approx(nx.density(circle)) if size > 1 else None)
