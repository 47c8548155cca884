"""A store on a server follows a change of the declared kinds, and reads the nodes that it concerns only."""

import pytest

from graph.kinds import Person, Source
from graph.store import GraphStore
from graph.store.neo4j import migrations
from tests.factory import World
from tests.graph.neo4j_server import TestServer
from tests.graph.store_contract import fill
from tests.graph.test_store_declarations import AFTER, BEFORE, TAVERNS, OtherTavern


@pytest.fixture
def read(neo4j_server: TestServer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of nodes that are read when a store is opened; there is one of a person and some taverns."""
    world = World(BEFORE)
    world.add(Person, "Persona di prova", comune="019036")
    for number in range(TAVERNS):
        source = Source(name="registro", key=f"K{number}")
        world.add(OtherTavern, f"Osteria {number}", sign="gallo", sources=(source,))
    store = neo4j_server.create(BEFORE)
    fill(store, world)
    store.close()
    kinds: list[str] = []
    nodes = migrations.nodes_of_kind
    monkeypatch.setattr(migrations, "PAGE", 2)
    monkeypatch.setattr(migrations, "nodes_of_kind", lambda *of: kinds.append(of[2]) or nodes(*of))
    return kinds


def is_whole(store: GraphStore) -> bool:
    found = len(store.find("sign", ["gallo"])["gallo"]), len(store.find("source:registro", ["K0", "K4"]))
    return found == (TAVERNS, 2) and len(store.find("comune", ["019036"])) == 1


def test_only_the_kind_whose_fields_changed_is_read_on_neo4j(neo4j_server, read):
    store = neo4j_server.open(AFTER)
    assert read == ["tavern"]
    assert is_whole(store)
    assert store.verify().sound
    neo4j_server.open(AFTER).close()
    assert read == ["tavern"]
    store.close()


@pytest.mark.parametrize("change", ["REMOVE s.found_by", "SET s.declaration = 'of an older program'"])
def test_where_the_store_does_not_tell_its_fields_all_kinds_are_read_on_neo4j(neo4j_server, read, change):
    neo4j_server.run(f"MATCH (s:Legami) {change}")
    store = neo4j_server.open(AFTER)
    assert sorted(read) == sorted(AFTER.node_names)
    assert is_whole(store)
    assert store.verify().sound
    store.close()
