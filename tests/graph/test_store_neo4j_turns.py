"""The turn of a writer on a server: how waiting for it ends, and that it lasts as long as it is relied on."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from neo4j import GraphDatabase

from graph.errors import StoreBusy, StoreError, StoreUnavailable
from graph.kinds import Person
from graph.store import Create, GraphStore, Operation, Remember, open_store
from graph.store.neo4j import cypher, server
from graph.store.neo4j.server import Server
from tests.graph.neo4j_server import CREDENTIALS, PASSWORD, PATIENT_S, TestServer
from tests.graph.store_contract import CLERK, NOBODY
from tests.graph.tcp_proxy import Proxy

NEW = Person(id=NOBODY, name="Nuova")
SOON_S = 60
BLOCKED = (
    "SHOW TRANSACTIONS YIELD metaData AS about, status WHERE about.legami = 'next' AND status STARTS WITH 'Blocked'"
    " RETURN status"
)
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


@pytest.fixture
def frozen(store: GraphStore) -> Iterator["Frozen"]:
    writer = Frozen(store)
    with writer.writing():
        yield writer


class Frozen:
    """A writer that stops in its turn, as a machine that sleeps does, until it is told to go on."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._in_turn, self._go_on = threading.Event(), threading.Event()
        self._told = list[object]()
        self._thread = threading.Thread(target=self._write)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let it begin, and go on at the latest in the end."""
        self._thread.start()
        assert self._in_turn.wait(SOON_S)
        try:
            yield
        finally:
            self.goes_on()

    def goes_on(self) -> object:
        """What it is told."""
        self._go_on.set()
        self._thread.join(SOON_S)
        return self._told[0]

    def _write(self) -> None:
        try:
            self._told.append(self._store.apply(self._operations, CLERK))
        except StoreError as error:
            self._told.append(error)

    def _operations(self) -> Sequence[Operation]:
        self._in_turn.set()
        self._go_on.wait(SOON_S)
        return [Create(NEW)]


@pytest.mark.usefixtures("short_turns")
def test_who_freezes_in_its_turn_holds_up_nobody_for_good_and_writes_nothing_after_it_on_neo4j(neo4j_server, frozen):
    other = neo4j_server.open(timeout_s=100 * PATIENT_S)  # so that its own turn, the waiting included, lasts longer
    assert other.apply([Remember("number", "1")], CLERK) == 1
    assert [change.commit for change in other.changes(0)] == []
    assert "interrupted" in str(frozen.goes_on())
    assert (other.commit, other.get([NOBODY])) == (1, {})
    other.close()


@pytest.fixture
def short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "TURN", 0.02)


def test_without_a_limit_to_a_turn_whoever_freezes_in_it_would_hold_up_everybody_on_neo4j(neo4j_server, frozen):
    other = neo4j_server.open(timeout_s=3)
    with pytest.raises(StoreBusy):
        other.apply([Remember("number", "1")], CLERK)
    assert frozen.goes_on() == 1
    other.close()


@pytest.fixture
def proxy(neo4j_server: TestServer, store: GraphStore) -> Iterator[Proxy]:
    with Proxy(neo4j_server.port).running() as proxy:
        yield proxy


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_write_in_doubt_that_has_to_wait_for_another_is_not_said_to_be_refused_on_neo4j(neo4j_server, proxy, moment):
    doubting = open_store(f"bolt://127.0.0.1:{proxy.port}", credentials=CREDENTIALS, timeout_s=6)
    proxy.moment, proxy.cut_commits = moment, 1
    with next_turn(neo4j_server) as queue, pytest.raises(StoreUnavailable, match="during a commit"):
        doubting.apply(after(queue), CLERK)
    doubting.close()


def after(something: Callable[[], object]) -> Callable[[], Sequence[Operation]]:
    """Operations that are found within the turn, after something has been done."""

    def operations() -> Sequence[Operation]:
        something()
        return [Create(NEW)]

    return operations


@contextmanager
def next_turn(neo4j_server: TestServer) -> Iterator[Callable[[], None]]:
    """Have somebody wait for the turn, who then keeps it until the end."""
    ended = threading.Event()
    with GraphDatabase.driver(neo4j_server.url, auth=("neo4j", PASSWORD)) as driver:

        def hold() -> None:
            with driver.session() as session, session.begin_transaction(metadata={"legami": "next"}) as transaction:
                transaction.run(cypher.LOCK, key="next").consume()
                ended.wait(SOON_S)
                transaction.rollback()

        thread = threading.Thread(target=hold)

        def queue() -> None:
            thread.start()
            while not driver.execute_query(BLOCKED).records:
                continue

        yield queue
        ended.set()
        thread.join(SOON_S)


def test_a_commit_after_long_work_is_found_again_too_on_neo4j(proxy, monkeypatch):
    store = open_store(f"bolt://127.0.0.1:{proxy.port}", credentials=CREDENTIALS, timeout_s=PATIENT_S)
    monkeypatch.setattr(server, "PATIENCE", 0.02)
    patience_s = PATIENT_S * server.DEAD_AFTER * server.PATIENCE
    proxy.moment, proxy.cut_commits = "after", 1
    assert store.apply(after(lambda: threading.Event().wait(1.5 * patience_s)), CLERK) == 1
    assert store.commit == 1
    store.close()
