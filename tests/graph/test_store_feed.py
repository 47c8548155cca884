"""Who follows the change feed while others write sees every commit whole, and in order. All data synthetic."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

import pytest

from graph.errors import StoreBusy
from graph.kinds import Association
from graph.store import Change, Create, GraphStore, create_store
from tests.graph.store_contract import CLERK
from tests.graph.store_writers import Site, id_of, site_for

WRITERS: Final = 3
COMMITS: Final = 8
STEPS: Final = 400
"""So many that a commit takes a while to land."""


@pytest.fixture(params=["embedded", "neo4j"])
def site(request, tmp_path) -> Site:
    """An empty store."""
    where = site_for(request.param, request, tmp_path)
    create_store(where.url, credentials=where.credentials, timeout_s=300).close()
    return where


@pytest.fixture
def store(site) -> Iterator[GraphStore]:
    opened = site.open()
    yield opened
    opened.close()


def clubs(writer: int, commit: int, number: int = STEPS) -> list[Create]:
    """What one commit makes."""
    return [Create(Association(id=id_of(1000 * writer + commit, n), name=f"Circolo {n}")) for n in range(number)]


def told(changes: list[Change]) -> list[tuple[int, str]]:
    return [(change.commit, change.id) for change in changes]


def follow(store: GraphStore, ended: Callable[[], bool]) -> list[tuple[int, str]]:
    """All that a follower sees who asks each time for what came after the last commit that it saw."""
    seen: list[tuple[int, str]] = []
    while True:
        last_look = ended()
        news = told(list(store.changes(seen[-1][0] if seen else 0)))
        seen += news
        if last_look and not news:
            return seen


def test_a_follower_sees_every_commit_with_all_its_steps_and_in_order(site, store):
    def write(writer: int) -> None:
        mine = site.open()
        for commit in range(COMMITS):
            mine.apply(clubs(writer, commit), CLERK)
        mine.close()

    def read() -> None:
        mine = site.open()
        seen.append(follow(mine, lambda: not any(thread.is_alive() for thread in writers)))
        mine.close()

    seen: list[list[tuple[int, str]]] = []
    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    followers = [threading.Thread(target=read) for _ in range(2)]
    for thread in (*writers, *followers):
        thread.start()
    for thread in (*writers, *followers):
        thread.join()
    whole = told(list(store.changes(0)))
    assert len(whole) == len(set(whole)) == WRITERS * COMMITS * STEPS
    assert sorted(whole, key=lambda one: one[0]) == whole
    assert seen == [whole, whole]


def test_what_is_written_while_the_feed_is_read_is_left_for_the_next_reading(site, store, small_pages):
    store.apply(clubs(1, 1, 7), CLERK)
    reading = store.changes(0)
    first = list(islice(reading, 1))
    store.apply(clubs(1, 2, 7), CLERK)
    assert told([*first, *reading]) == [(1, id_of(1001, n)) for n in range(7)]
    assert told(list(store.changes(1))) == [(2, id_of(1002, n)) for n in range(7)]


@pytest.fixture
def small_pages(monkeypatch) -> None:
    """Several journeys for a few changes."""
    monkeypatch.setattr("graph.store.neo4j.reading.PAGE", 3)


HALF: Final = (
    "CREATE (:Commit {number: 2, at: '2026-11-25T10:00:00+00:00', author: 'impiegata', note: '', last: 14})",
    "UNWIND range(8, 10) AS seq CREATE (:Change {seq: seq, commit: 2, action: 'delete',"
    " uid: '00000000000070008000000000000001'})",
)
"""What can be seen of a commit of seven steps that is just landing."""


@pytest.fixture
def half(neo4j_server) -> Iterator[GraphStore]:
    """A store in which one commit landed and part of another did."""
    opened = neo4j_server.create()
    opened.apply(clubs(1, 1, 7), CLERK)
    neo4j_server.run(*HALF)
    yield opened
    opened.close()


def test_a_commit_of_which_a_part_can_be_seen_is_not_told_yet_on_neo4j(half):
    assert {change.commit for change in half.changes(0)} == {1}
    assert list(half.changes(1)) == []


def test_without_its_bound_the_feed_would_tell_part_of_a_commit_on_neo4j(half, monkeypatch):
    from graph.store.neo4j import history

    settled = history.settled
    monkeypatch.setattr(history, "settled", lambda server: replace(settled(server), changes=history.EVERY))
    assert len(list(half.changes(1))) == 3


def test_the_feed_waits_for_a_commit_that_is_landing_on_neo4j(neo4j_server):
    """Nothing is asked before the first change is wanted."""
    from neo4j import GraphDatabase

    from graph.store.neo4j import cypher
    from tests.graph.neo4j_server import PASSWORD

    neo4j_server.create().close()
    store = neo4j_server.open(timeout_s=5)
    with (
        GraphDatabase.driver(neo4j_server.url, auth=("neo4j", PASSWORD)) as driver,
        driver.session() as session,
        session.begin_transaction() as holder,
    ):
        holder.run(cypher.LOCK, key="another").consume()
        feed = store.changes(0)
        with pytest.raises(StoreBusy):
            next(feed)
        holder.rollback()
    assert list(store.changes(0)) == []
    store.close()
