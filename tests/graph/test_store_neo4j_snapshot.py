"""The snapshot of the store on a server follows its commits, and is taken from the cache of this store only."""

import pytest

from graph.kinds import Person
from graph.snapshot import same
from graph.store import Create, Delete, Remember, Update
from graph.store.neo4j import snapshotting
from tests.graph.store_contract import CLERK, NOBODY, fill, household


@pytest.fixture
def store(neo4j_server):
    opened = neo4j_server.create()
    yield opened
    opened.close()


@pytest.fixture
def readings(monkeypatch) -> list[int]:
    """The commits at which the whole store was read."""
    seen: list[int] = []
    read = snapshotting.read_snapshot

    def noted(server, schema, now):
        seen.append(now.commit)
        return read(server, schema, now)

    monkeypatch.setattr(snapshotting, "read_snapshot", noted)
    return seen


def test_changes_are_brought_into_the_last_snapshot_on_neo4j(neo4j_server, store, readings):
    world, person, family = household()
    fill(store, world)
    store.snapshot()
    store.apply([Create(Person(id=NOBODY, name="Nuova")), Remember("demo", "true")], CLERK)
    store.apply([Update(world.nodes[person].model_copy(update={"comune": "019035"})), Delete(family)], CLERK)
    followed = store.snapshot()
    assert (readings, followed.commit) == ([1], 3)
    other = neo4j_server.open()
    assert same(followed, other.snapshot())
    assert readings == [1, 3]
    other.close()


def test_a_cached_snapshot_is_taken_and_followed_on_neo4j(neo4j_server, store, readings, tmp_path):
    fill(store, household()[0])
    store.snapshot(tmp_path)
    store.apply([Create(Person(id=NOBODY, name="Nuova"))], CLERK)
    other = neo4j_server.open()
    assert other.snapshot(tmp_path).commit == 2
    assert readings == [1]
    other.close()


def test_the_cache_of_another_store_is_no_cache_on_neo4j(neo4j_server, store, readings, tmp_path):
    fill(store, household()[0])
    store.snapshot(tmp_path)
    neo4j_server.empty()
    again = neo4j_server.create()
    fill(again, household()[0])
    assert same(again.snapshot(tmp_path), again.snapshot())
    assert readings == [1, 1]
    again.close()


def test_a_snapshot_begun_before_a_commit_is_begun_anew_on_neo4j(neo4j_server, store, monkeypatch):
    fill(store, household()[0])
    read, other = snapshotting.read_snapshot, neo4j_server.open()
    waiting = [Create(Person(id=NOBODY, name="Nuova"))]

    def disturbed(server, schema, now):
        found = read(server, schema, now)
        if waiting:
            other.apply([waiting.pop()], CLERK)
        return found

    monkeypatch.setattr(snapshotting, "read_snapshot", disturbed)
    assert store.snapshot().commit == 2
    assert store.snapshot().find(NOBODY) is not None
    other.close()
