"""What a store on a server does when the way to it, or the server itself, fails: no wrong data, nothing twice."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from graph.errors import Conflict, StoreBusy, StoreUnavailable
from graph.kinds import Association, Person
from graph.store import Create, GraphStore, Remember, open_store
from graph.store.neo4j import cypher, watch
from tests.conftest import ROOT, setting
from tests.graph.neo4j_server import CREDENTIALS, PASSWORD, TestServer
from tests.graph.store_contract import CLERK, NOBODY, fill, household
from tests.graph.tcp_proxy import Proxy

NEW = Person(id=NOBODY, name="Nuova")
KILLS = int(setting("LEGAMI_KILLS") or 2)
"""How often a server is killed in all; `LEGAMI_KILLS=30` looks long."""

SHARDS = 2
"""Tests that share them, so that every worker takes some: a killed server takes seconds to come back."""

SOON_S = 30
"""Longer than anything here takes, also on a busy machine."""


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


def in_time(act: Callable[[], object]) -> BaseException | object:
    """What an act returns or raises, which must not be never."""
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(act())
        except Exception as error:  # noqa: BLE001 - told to the test
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(SOON_S)
    assert outcome, "it hangs"
    return outcome[0]


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
    assert isinstance(in_time(lambda: store.apply([Create(NEW)], CLERK)), Conflict)


def test_a_server_lost_during_a_commit_is_said_so_on_neo4j(neo4j_server, proxy, store):
    proxy.moment, proxy.cut_commits, proxy.then_refuse = "after", 1, True
    error = in_time(lambda: store.apply([Create(NEW)], CLERK))
    assert isinstance(error, StoreUnavailable)
    assert "during a commit" in str(error)
    proxy.refusing = False
    assert store.get([NOBODY]).keys() == {NOBODY}
    assert isinstance(in_time(lambda: store.apply([Create(NEW)], CLERK)), Conflict)
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


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("how", ["silent", "refusing"])
def test_a_server_that_cannot_be_heard_is_unavailable_until_it_is_back_on_neo4j(neo4j_server, proxy, store, ask, how):
    store.get([NOBODY])  # a connection is open
    if how == "silent":
        proxy.hearing(silent=True)
    else:
        proxy.refusing = True
        proxy.cut()
    assert isinstance(in_time(lambda: ASKED[ask](store)), StoreUnavailable)
    proxy.refusing = False
    proxy.hearing(silent=False)
    in_time(lambda: ASKED[ask](store))
    assert seen(neo4j_server) == ((1, [NOBODY], True) if ask == "write" else (0, [], True))


def test_without_its_watch_a_silent_server_would_be_waited_for_on_neo4j(proxy, store, monkeypatch):
    monkeypatch.setattr(watch, "GRACE", float("inf"))
    store.get([NOBODY])
    proxy.hearing(silent=True)
    asking = threading.Thread(target=lambda: in_time(lambda: store.get([NOBODY])), daemon=True)
    asking.start()
    asking.join(4)
    assert asking.is_alive()
    proxy.hearing(silent=False)
    asking.join()


def test_a_second_writer_waits_and_then_says_so_on_neo4j(neo4j_server):
    from neo4j import GraphDatabase

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


@pytest.fixture
def mortal(neo4j_servers, tmp_path: Path) -> Iterator[TestServer]:
    """A server of this test alone, which it may stop and kill."""
    first = neo4j_servers(0)
    server = TestServer(first.home.parent / f"mortal-{tmp_path.name}").start()
    yield server
    server.signal(signal.SIGCONT)
    server.kill()


def test_a_stopped_server_is_unavailable_and_a_continued_one_goes_on_neo4j(mortal):
    mortal.create().close()
    store = mortal.open(timeout_s=10)
    fill(store, household()[0])
    for act in (lambda: store.apply([Create(NEW)], CLERK), lambda: store.get([NOBODY])):
        mortal.signal(signal.SIGSTOP)
        assert isinstance(in_time(act), StoreUnavailable)
        mortal.signal(signal.SIGCONT)
        in_time(lambda: store.commit)
    in_time(lambda: store.apply([Create(NEW)], CLERK))
    assert seen(mortal)[1].count(NOBODY) == 1
    store.close()


def new_id(writer: int, number: int) -> str:
    return f"{writer:08x}-0000-7000-8000-{number:012x}"


class Writers:
    """Threads that write until the server is gone, and note what was acknowledged."""

    def __init__(self, store: GraphStore, first: int) -> None:
        self.store = store
        self.acknowledged: list[str] = []
        self.told = threading.Event()
        self.threads = [threading.Thread(target=self.write, args=(first + n,)) for n in range(3)]

    def write(self, writer: int) -> None:
        for number in count():
            club = Association(id=new_id(writer, number), name=f"Circolo {writer}")
            try:
                self.store.apply([Create(club), Remember(f"writer {writer}", club.id)], CLERK)
            except StoreUnavailable:
                return
            self.acknowledged.append(club.id)
            if len(self.acknowledged) >= 20:
                self.told.set()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_what_a_killed_server_acknowledged_is_there_when_it_is_back_on_neo4j(mortal, shard):
    mortal.create().close()
    acknowledged: list[str] = []
    for round in range(shard, KILLS, SHARDS):
        store = mortal.open(timeout_s=10)
        writers = Writers(store, 10 * round)
        for thread in writers.threads:
            thread.start()
        assert writers.told.wait(SOON_S)
        mortal.kill()
        for thread in writers.threads:
            thread.join()
        acknowledged += writers.acknowledged
        mortal.start()
        in_time(lambda store=store: store.commit)  # the store that was open finds it again
        commit, made, sound = seen(mortal)
        assert sound
        assert set(acknowledged) <= set(made)
        assert len(made) == len(set(made)) == commit
        store.close()
