"""The turn of a writer on a server: how waiting for it ends, and that it lasts as long as it is relied on."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from neo4j import GraphDatabase

from graph.errors import StoreBusy, StoreError
from graph.kinds import Person
from graph.store import Create, GraphStore, Remember
from graph.store.neo4j import server
from graph.store.neo4j.server import Server
from tests.graph.neo4j_server import PASSWORD, TestServer
from tests.graph.store_contract import CLERK, NOBODY

NEW = Person(id=NOBODY, name="Nuova")
END_ALL = (
    "SHOW TRANSACTIONS YIELD transactionId AS transaction, metaData AS about WHERE about.legami IS NOT NULL"
    " TERMINATE TRANSACTIONS transaction YIELD message RETURN message"
)


@pytest.fixture
def store(neo4j_server: TestServer) -> Iterator[GraphStore]:
    opened = neo4j_server.create()
    yield opened
    opened.close()


class Clock:
    """In the place of a timer; rings when it is started, or only when it is stopped."""

    def __init__(self, _seconds: float, act: Callable[..., None], given: tuple[Any, ...]) -> None:
        self.ring = lambda: act(*given)

    def start(self) -> None:
        """Begin."""

    def cancel(self) -> None:
        """Too late."""


class Early(Clock):
    """Its time is over as soon as it begins."""

    def start(self) -> None:
        self.ring()


class Late(Clock):
    """Its time is over just when the turn was had."""

    def cancel(self) -> None:
        self.ring()


def test_a_clock_that_rings_once_the_turn_was_had_disturbs_no_writer_on_neo4j(store, monkeypatch):
    monkeypatch.setattr(threading, "Timer", Late)
    assert store.apply([Create(NEW)], CLERK) == 1
    assert store.verify().sound


def test_a_clock_that_rings_before_the_turn_is_had_ends_the_waiting_on_neo4j(store, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(threading, "Timer", Early)
        with pytest.raises(StoreBusy):
            store.apply([Create(NEW)], CLERK)
    assert store.commit == 0
    assert store.apply([Create(NEW)], CLERK) == 1


def test_a_turn_that_is_had_when_the_server_was_told_to_end_it_is_given_up_on_neo4j(store, monkeypatch):
    answers = iter([False, True])  # the clock decided first, and the server hears of it only later
    with monkeypatch.context() as patch:
        patch.setattr(threading, "Timer", Late)
        patch.setattr(server, "_is_first", lambda waiting: next(answers))
        with pytest.raises(StoreBusy):
            store.apply([Create(NEW)], CLERK)
    assert store.apply([Create(NEW)], CLERK) == 1


def test_without_deciding_a_clock_that_rings_late_would_end_a_writer_that_has_its_turn_on_neo4j(store, monkeypatch):
    monkeypatch.setattr(threading, "Timer", Late)
    monkeypatch.setattr(server, "_is_first", lambda waiting: True)
    with pytest.raises(StoreError):
        store.apply([Create(NEW)], CLERK)


@pytest.fixture
def reading(neo4j_server, store, monkeypatch) -> Callable[[], list[int]]:
    """Reads the number of the commit twice in a turn, which is ended between, whereupon somebody else writes."""
    other = neo4j_server.open()
    monkeypatch.setattr(server, "STILL", 0)

    def read() -> list[int]:
        before = store.commit
        neo4j_server.run(END_ALL)
        other.apply([Remember("number", str(before))], CLERK)
        return [before, store.commit]

    yield lambda: store._server.at_one_moment(read)
    other.close()


def test_a_look_at_the_store_leaves_nothing_in_it_on_neo4j(neo4j_server, store):
    store.apply([Create(NEW)], CLERK)
    store.snapshot()
    with GraphDatabase.driver(neo4j_server.url, auth=("neo4j", PASSWORD)) as driver:
        assert driver.execute_query("MATCH (s:Legami) RETURN s.writer").records[0][0] is None


def test_a_reading_whose_turn_was_ended_is_refused_on_neo4j(store, reading):
    with pytest.raises(StoreBusy, match="interrupted"):
        reading()
    assert store.apply([Create(NEW)], CLERK) == 2


def test_without_looking_at_the_end_it_would_be_of_two_moments_on_neo4j(reading, monkeypatch):
    monkeypatch.setattr(Server, "_check_kept", lambda self, transaction, before: None)
    assert reading() == [0, 1]
