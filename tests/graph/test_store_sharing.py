"""Several readers and writers at once, and what is kept when there is no room. All data synthetic."""

import threading
from pathlib import Path

import apsw
import pytest

from graph.errors import (
    StoreBusy,
    StoreFull,
    StoreUnavailable,
)
from graph.kinds import Association, Person
from graph.store import Create, Delete, GraphStore, Remember, create_store
from graph.store.embedded import connection as guarding
from graph.store.embedded import failures
from tests.factory import World
from tests.graph.embedded_store import PLANTED, outcome, raw, reopened
from tests.graph.store_contract import CLERK, fill, household


def test_a_second_writer_waits_and_then_says_so(store: GraphStore, path: Path) -> None:
    holder = raw(path)
    holder.run("BEGIN IMMEDIATE")
    other = reopened(path)
    with pytest.raises(StoreBusy):
        other.apply([Create(PLANTED)], CLERK)
    assert other.commit == 0
    holder.run("ROLLBACK")
    holder.close()
    assert other.apply([Create(PLANTED)], CLERK) == 1
    other.close()


def test_a_writer_that_waits_long_enough_gets_its_turn(store: GraphStore, path: Path) -> None:
    holder = raw(path)
    holder.run("BEGIN IMMEDIATE")
    writer = threading.Thread(target=lambda: store.apply([Create(PLANTED)], CLERK))
    writer.start()
    holder.run("COMMIT")
    writer.join()
    holder.close()
    assert store.commit == 1


def test_threads_read_while_one_writes(store: GraphStore) -> None:
    world, person, _ = household()
    fill(store, world)
    seen: list[bool] = []

    def read() -> None:
        for _ in range(30):
            nodes, ties = store.neighbourhood(person)
            seen.append(len(ties) == len(nodes) - 1 and store.verify().sound)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(30):
        store.apply([Remember("demo", str(n))], CLERK)
    for reader in readers:
        reader.join()
    assert seen == [True] * 90


def test_an_unfinished_reading_keeps_its_moment_and_stops_no_writer(store: GraphStore) -> None:
    world = World()
    people = [world.add(Person) for _ in range(3)]
    fill(store, world)
    reading = store.nodes("person")
    first = next(reading)
    store.apply([Delete(people[1])], CLERK)
    assert [first.id, *(node.id for node in reading)] == people


def test_a_full_disk_keeps_nothing_of_the_transaction(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "GUARDS", {**guarding.GUARDS, "max_page_count": 100})
    store = create_store(f"sqlite:///{path}")
    world = World()
    for n in range(300):
        world.add(Person, f"Persona {n}", note="x" * 3000)
    with pytest.raises(StoreFull, match="nothing was written"):
        fill(store, world)
    assert (store.commit, store.contents().nodes["person"], store.verify().problems) == (0, 0, ())
    assert store.apply([Create(PLANTED)], CLERK) == 1
    store.close()


@pytest.mark.parametrize(("free", "code"), [(0, "store_full"), (1 << 30, "store_unavailable")])
def test_a_failed_write_is_blamed_on_the_disk_only_if_that_is_full(
    path: Path, monkeypatch: pytest.MonkeyPatch, free: int, code: str
) -> None:
    def write() -> None:
        with failures.translated(path):
            raise apsw.IOError("disk I/O error")

    monkeypatch.setattr(failures, "free_bytes", lambda _: free)
    assert outcome(write) == code


def test_the_journal_is_cut_back_after_a_large_transaction(
    store: GraphStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    for n in range(3000):
        world.add(Association, f"Circolo {n}", note="x" * 4000)
    fill(store, world)
    journal = path.with_name(path.name + "-wal")
    limit = guarding.GUARDS["journal_size_limit"]
    assert journal.stat().st_size > limit
    for n in range(3):
        store.apply([Remember("demo", str(n))], CLERK)
    assert journal.stat().st_size <= limit
    store.close()
    assert not journal.exists()


def test_a_closed_store_says_so(store: GraphStore) -> None:
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.contents()
    with pytest.raises(StoreUnavailable, match="closed"):
        next(store.nodes("person"))


def test_a_reading_that_outlives_its_store_says_so_and_ends_quietly(store: GraphStore) -> None:
    fill(store, household()[0])
    first, second = store.nodes("person"), store.changes(0)
    next(first), next(second)
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        next(second)
    del first
