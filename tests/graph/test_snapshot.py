import random
from datetime import date

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import NotFound, UsageError
from graph.kinds import (
    COLUMN,
    PERSONAL,
    SCHEMA,
    Association,
    Family,
    Firm,
    Friendship,
    HouseholdMembership,
    InclusionPact,
    Membership,
    Partnership,
    Person,
    Work,
)
from graph.snapshot import NO_DAY, day, exchange
from graph.snapshot.columns import columns
from graph.snapshot.exchange import to_networkx, to_pandas
from graph.snapshot.geography import Geography, great_circle_km
from tests.factory import World, snapshot_of


def village() -> World:
    world = World()
    world.place("019001", "Uno", 45.0, 10.0)
    world.place("019002", "Due", 45.1, 10.0)
    family = world.add(Family, "Famiglia di prova", comune="019001", note="nota riservata", phone="0372-000000")
    person = world.add(Person, "Persona di prova", comune="019001", birth_year=1980, introduces_since=date(2026, 1, 1))
    club = world.add(Association, "Circolo", comune="019002", offers=("doposcuola", "biblioteca"), min_age=6)
    world.tie(HouseholdMembership, person, family)
    world.tie(Membership, person, club, valid_from=date(2025, 1, 1), valid_to=date(2026, 1, 1))
    return world


def test_a_node_is_found_by_its_id_and_nothing_else_is() -> None:
    world = village()
    snapshot = world.snapshot()
    assert [snapshot.id(snapshot.index(id)) for id in world.nodes] == list(world.nodes)
    assert snapshot.find("not an id") is None
    with pytest.raises(NotFound):
        snapshot.index("00000000-0000-7000-8000-000000000000")


def test_values_become_columns_and_absence_stays_unknown() -> None:
    world = village()
    snapshot = world.snapshot()
    club = next(index for index in range(len(snapshot)) if snapshot.kind_name(index) == "association")
    person = next(index for index in range(len(snapshot)) if snapshot.kind_name(index) == "person")
    assert {snapshot.codes[number] for number in snapshot.ragged["offers"][club]} == {"doposcuola", "biblioteca"}
    assert snapshot.columns["min_age"][club] == 6
    assert np.isnan(snapshot.columns["max_age"][club])
    assert snapshot.columns["introduces_since"][person] == day(date(2026, 1, 1))
    assert snapshot.columns["introduces_since"][club] == NO_DAY
    assert snapshot.codes[snapshot.columns["comune"][club]] == "019002"


def test_a_field_that_is_personal_in_one_kind_stays_out_though_it_is_a_column_in_another() -> None:
    assert "languages" in Association.marked(COLUMN)
    assert "languages" in InclusionPact.marked(PERSONAL)
    world = World()
    world.add(InclusionPact, "Patto", languages=("lingua-araba",))
    world.add(Association, "Circolo", languages=("lingua-italiana",))
    snapshot = world.snapshot()
    assert snapshot.codes == ("lingua-italiana",)
    assert [len(snapshot.ragged["languages"][index]) for index in range(2)] == [0, 1]


def test_a_personal_column_cannot_be_declared() -> None:
    from typing import Annotated, ClassVar, Literal

    from graph.errors import Text
    from graph.kinds import COLUMN, PERSONAL, Label, Node

    class Diary(Node, frozen=True):
        """A kind that marks a personal field as column."""

        title: ClassVar[Text] = Text("Diario", "Diary")
        kind: Literal["diary"] = "diary"
        age: Annotated[int | None, Label("Età", "Age"), PERSONAL, COLUMN] = None

    with pytest.raises(TypeError, match="personal"):
        columns([Diary])


@given(st.randoms(use_true_random=False))
def test_the_order_of_delivery_changes_nothing(order: random.Random) -> None:
    world = village()
    records = [*world.nodes.values(), *world.ties.values()]
    shuffled = records.copy()
    order.shuffle(shuffled)
    left, right = snapshot_of(records).arrays(), snapshot_of(shuffled).arrays()
    assert left.keys() == right.keys()
    for name, array in left.items():
        np.testing.assert_array_equal(array, right[name], err_msg=name)


def test_the_arrays_cannot_be_changed() -> None:
    snapshot = village().snapshot()
    with pytest.raises(ValueError, match="read-only"):
        snapshot.kind[0] = 1


def test_each_layer_lists_a_tie_at_both_ends() -> None:
    world = village()
    snapshot = world.snapshot()
    kin = snapshot.layers["kin"]
    (tie,) = {int(tie) for tie in kin.values}
    ends = {int(snapshot.ties.source[tie]), int(snapshot.ties.target[tie])}
    assert {node for node in range(len(snapshot)) if tie in kin[node]} == ends


def test_places_give_nodes_their_point_and_district() -> None:
    world = village()
    snapshot = world.snapshot()
    geography = Geography.of(snapshot)
    club = snapshot.index(next(id for id, node in world.nodes.items() if node.kind == "association"))
    family = snapshot.index(next(id for id, node in world.nodes.items() if node.kind == "family"))
    assert geography.km(family, np.array([club]))[0] == pytest.approx(11.12, abs=0.02)
    assert snapshot.codes[geography.district[club]] == "cremasco"


def test_one_degree_at_the_equator_is_a_known_distance() -> None:
    assert great_circle_km(0, 0, 0, 1) == pytest.approx(111.195, abs=0.001)
    assert great_circle_km(45, 10, 45, 10) == 0


def test_distance_is_unknown_where_the_place_is() -> None:
    world = village()
    world.add(Firm, "Senza luogo")
    snapshot = world.snapshot()
    lost = next(index for index in range(len(snapshot)) if snapshot.kind_name(index) == "firm")
    assert np.isnan(Geography.of(snapshot).km(0, np.array([lost]))[0])


def test_networkx_and_pandas_hold_every_node_isolates_included() -> None:
    world = village()
    world.add(Person, "Senza legami", birth_year=1990)
    graph, tables = to_networkx(world.snapshot()), to_pandas(world.snapshot())
    assert set(graph) == set(world.nodes) == set(tables.nodes.index)
    assert {key for _, _, key in graph.edges(keys=True)} == set(world.ties) == set(tables.ties.index)
    assert len(list(nx.isolates(graph))) == 3  # two comuni and a person
    (membership,) = (data for _, _, data in graph.edges(data=True) if data["kind"] == "membership")
    assert (membership["valid_from"], membership["valid_to"]) == ("2025-01-01", "2026-01-01")


def test_an_empty_snapshot_is_a_snapshot() -> None:
    snapshot = World().snapshot()
    assert len(snapshot) == 0
    assert to_networkx(snapshot).number_of_nodes() == 0
    assert len(to_pandas(snapshot).ties) == 0


def test_a_graph_too_large_for_networkx_is_refused_with_a_way_out(monkeypatch) -> None:
    monkeypatch.setattr(exchange, "SMALL", 1)
    with pytest.raises(UsageError, match="to_pandas"):
        to_networkx(village().snapshot())


def test_a_kind_added_in_memory_has_columns_without_any_other_change() -> None:
    from typing import Annotated, ClassVar, Literal

    from graph.errors import Text
    from graph.kinds import COLUMN, Label, Node, Schema

    class Garden(Node, frozen=True):
        """A kind that nobody knew."""

        title: ClassVar[Text] = Text("Orto", "Garden")
        kind: Literal["garden"] = "garden"
        plots: Annotated[int | None, Label("Particelle", "Plots"), COLUMN] = None

    world = World(Schema((*SCHEMA.nodes, Garden), SCHEMA.ties))
    world.add(Garden, "Orto", plots=12)
    assert world.snapshot().columns["plots"][0] == 12


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_layers_hold_exactly_the_declared_ties(pairs: list[tuple[int, int]]) -> None:
    world = World()
    people = [world.add(Person, "p") for _ in range(6)]
    firm = world.add(Firm, "f")
    club = world.add(Association, "a")
    for a, b in pairs:
        if a != b:
            world.tie(Friendship, people[a], people[b])
        else:
            world.tie(Work, people[a], firm)
    world.tie(Partnership, firm, club)
    snapshot = world.snapshot()
    layers = snapshot.layers
    assert len(layers["social"].values) == 2 * sum(a != b for a, b in pairs)
    assert len(layers["work"].values) == 2 * sum(a == b for a, b in pairs)
    assert len(layers["bodies"].values) == 2
