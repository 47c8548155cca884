"""What a store on a server does when the way to it, or the server itself, fails: no wrong data, nothing twice."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from neo4j import Driver, GraphDatabase

from graph.errors import Conflict, StoreBusy, StoreUnavailable
from graph.kinds import Association, Person
from graph.store import TIMEOUT_S, Create, GraphStore, Remember, open_store
from graph.store.neo4j import cypher, server, watch
from graph.store.neo4j.farewell import leave
from tests.conftest import ROOT
from tests.graph.neo4j_server import CREDENTIALS, PASSWORD, TestServer
from tests.graph.store_contract import CLERK, NOBODY, fill, household
from tests.graph.store_outage import SOON_S, TOLD, Late, in_time, recovered, refused
from tests.graph.tcp_proxy import Proxy

NEW = Person(id=NOBODY, name="Nuova")
MANY = 6000
"""So many large records that a commit of them does not fit into what lies between a client and its server."""


@pytest.fixture
def proxy(neo4j_server: TestServer) -> Iterator[Proxy]:
    """The way to an empty store."""
    neo4j_server.create().close()
    with Proxy(neo4j_server.port).running() as proxy:
        yield proxy


@pytest.fixture
def store(proxy: Proxy) -> Iterator[GraphStore]:
    """The store at the end of that way; `bolt` since a routed client would go around the proxy."""
    opened = open_store(f"bolt://127.0.0.1:{proxy.port}", credentials=CREDENTIALS)
    yield opened
    opened.close()


def seen(server: TestServer) -> tuple[int, list[str], bool]:
    """Commits, ids in the order in which they were made, and soundness, told by another client."""
    with_patience = server.open()
    answer = with_patience.commit, [c.id for c in with_patience.changes(0)], with_patience.verify().sound
    with_patience.close()
    return answer


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_connection_cut_during_a_commit_writes_exactly_once_on_neo4j(neo4j_server, proxy, store, moment, times):
    proxy.moment, proxy.cut_commits = moment, times
    assert in_time(lambda: store.apply([Create(NEW)], CLERK)) == 1
    assert proxy.cut_commits == 0
    assert seen(neo4j_server) == (1, [NOBODY], True)


def test_without_the_key_a_commit_that_was_kept_would_be_tried_again_on_neo4j(proxy, store, monkeypatch):
    monkeypatch.setattr(cypher, "COMMIT_OF_KEY", "MATCH (c:Commit {key: $key + '?'}) RETURN c.number")
    proxy.moment, proxy.cut_commits = "after", 1
    with pytest.raises(Conflict):
        in_time(lambda: store.apply([Create(NEW)], CLERK))


@pytest.mark.parametrize(("moment", "kept"), [("before", False), ("after", True)])
def test_a_server_lost_during_a_commit_is_said_so_on_neo4j(neo4j_server, proxy, store, moment, kept):
    proxy.moment, proxy.cut_commits, proxy.then_refuse = moment, 1, True
    assert "during a commit" in str(refused(lambda: store.apply([Create(NEW)], CLERK)))
    proxy.refusing = False
    assert recovered(lambda: store.get([NOBODY])).keys() == ({NOBODY} if kept else set())
    if kept:
        with pytest.raises(Conflict):
            store.apply([Create(NEW)], CLERK)
    else:
        assert store.apply([Create(NEW)], CLERK) == 1
    assert seen(neo4j_server) == (1, [NOBODY], True)


def test_a_cut_connection_is_made_anew_on_neo4j(proxy, store):
    for number in range(3):
        assert store.apply([Remember("number", str(number))], CLERK) == number + 1
        proxy.cut()
        assert store.contents().settings == {"number": str(number)}
        proxy.cut()


def test_a_slow_server_is_no_dead_server_on_neo4j(proxy, store):
    fill(store, household()[0])
    proxy.delay_s = 0.3
    assert in_time(lambda: store.apply([Create(NEW)], CLERK)) == 2
    assert len(in_time(lambda: store.get([NOBODY]))) == 1


ASKED: dict[str, Callable[[GraphStore], object]] = {
    "write": lambda store: store.apply([Create(NEW)], CLERK),
    "read": lambda store: store.get([NOBODY]),
    "snapshot": lambda store: store.snapshot(),
    "feed": lambda store: list(store.changes(0)),
}


def lose(proxy: Proxy, how: str) -> None:
    if how == "silent":
        proxy.hearing(silent=True)
    else:
        proxy.refusing = True
        proxy.cut()


def find_again(proxy: Proxy) -> None:
    proxy.refusing = False
    proxy.hearing(silent=False)


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("how", ["silent", "refusing"])
def test_a_server_that_cannot_be_heard_is_unavailable_until_it_is_back_on_neo4j(neo4j_server, proxy, store, ask, how):
    store.get([NOBODY])  # a connection is open
    lose(proxy, how)
    refused(lambda: ASKED[ask](store))
    refused(lambda: ASKED[ask](store))  # nothing is open any more
    find_again(proxy)
    recovered(lambda: ASKED[ask](store))
    assert seen(neo4j_server) == ((1, [NOBODY], True) if ask == "write" else (0, [], True))


def test_without_its_watch_a_silent_server_would_be_waited_for_on_neo4j(proxy, store, monkeypatch):
    monkeypatch.setattr(watch, "GRACE", float("inf"))
    store.get([NOBODY])
    lose(proxy, "silent")
    with pytest.raises(Late):
        refused(lambda: store.get([NOBODY]))
    find_again(proxy)


@pytest.mark.parametrize("how", ["silent", "refusing"])
def test_a_shorter_timeout_tells_of_a_dead_server_sooner_on_neo4j(proxy, how):
    store = open_store(f"bolt://127.0.0.1:{proxy.port}", credentials=CREDENTIALS, timeout_s=4)
    lose(proxy, how)
    refused(lambda: store.get([NOBODY]), timeout_s=4)
    find_again(proxy)
    assert recovered(lambda: store.get([NOBODY])) == {}
    store.close()


@pytest.mark.parametrize("how", ["silent", "refusing"])
def test_a_dead_server_that_is_told_of_late_is_noticed_on_neo4j(proxy, monkeypatch, how):
    monkeypatch.setattr(server, "DEAD_AFTER", 0.9)
    store = open_store(f"bolt://127.0.0.1:{proxy.port}", credentials=CREDENTIALS, timeout_s=5)
    lose(proxy, how)
    with pytest.raises(Late):
        refused(lambda: store.get([NOBODY]), timeout_s=5)
    find_again(proxy)
    store.close()


def test_a_dead_server_is_told_of_within_two_of_the_usual_ten_seconds():
    dead_s = TIMEOUT_S * server.DEAD_AFTER
    assert TIMEOUT_S == 10
    assert dead_s == TIMEOUT_S * TOLD == 2
    assert dead_s * (watch.PULSE + watch.GRACE + server.GREETING) <= 2
    assert dead_s * server.PATIENCE <= 2


def test_without_a_new_driver_a_server_that_is_back_would_not_be_found_on_neo4j(proxy, store, monkeypatch):
    monkeypatch.setattr(server.Server, "_let_go", lambda self: self._driver and self._driver.close())
    store.get([NOBODY])
    lose(proxy, "silent")
    refused(lambda: store.get([NOBODY]))
    find_again(proxy)
    with pytest.raises(StoreUnavailable):
        recovered(lambda: store.get([NOBODY]), within_s=0)


def large() -> list[Create]:
    """Operations of one large commit."""
    ids = (f"{number:08x}-0000-7000-8000-000000000000" for number in range(1, MANY + 1))
    return [Create(Association(id=id, name="Circolo", note="ab" * 2000)) for id in ids]


@pytest.fixture
def sending(proxy, store) -> Iterator[Future[int]]:
    """A large commit under way, of which the server has begun to take nothing any longer."""
    proxy.deaf_after = 2_000_000
    with ThreadPoolExecutor(1) as executor:
        commit = executor.submit(store.apply, large(), CLERK)
        assert proxy.deaf.wait(SOON_S)
        yield commit
        find_again(proxy)


def test_a_server_lost_in_the_midst_of_a_large_commit_is_told_of_as_soon_on_neo4j(neo4j_server, proxy, store, sending):
    refused(sending.result)
    find_again(proxy)
    assert recovered(lambda: store.apply([Create(NEW)], CLERK)) == 1
    assert seen(neo4j_server) == (1, [NOBODY], True)


def test_without_leaving_a_dead_server_a_large_commit_would_be_stuck_in_sending_on_neo4j(sending, monkeypatch):
    left = list[Driver]()
    monkeypatch.setattr(server, "leave", left.append)
    with pytest.raises(Late):
        refused(sending.result)
    for driver in left:
        leave(driver)


def test_a_second_writer_waits_and_then_says_so_on_neo4j(neo4j_server):
    neo4j_server.create().close()
    store = neo4j_server.open(timeout_s=5)
    with (
        GraphDatabase.driver(neo4j_server.url, auth=("neo4j", PASSWORD)) as driver,
        driver.session() as session,
        session.begin_transaction() as holder,
    ):
        holder.run(cypher.LOCK, key="another").consume()
        with pytest.raises(StoreBusy):
            store.apply([Create(NEW)], CLERK)
        assert store.get([NOBODY]) == {}
        holder.rollback()
    assert in_time(lambda: store.apply([Create(NEW)], CLERK)) == 1
    store.close()


def test_the_driver_says_nothing_of_its_own_about_a_server_that_is_not_there():
    program = (
        "from graph.store import Credentials, open_store\n"
        "try: open_store('neo4j://127.0.0.1:1', credentials=Credentials('neo4j', '-'), timeout_s=1)\n"
        "except Exception as error: print(type(error).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("StoreUnavailable\n", "")


def test_a_closed_store_says_so_on_neo4j(neo4j_server):
    store = neo4j_server.create()
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.get([NOBODY])
