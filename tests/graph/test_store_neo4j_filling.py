"""An empty server is filled by one program at a time, exactly once, and never stays half-filled. All data synthetic."""

import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from time import monotonic

import pytest

from graph.errors import Conflict, LegamiError, StoreUnavailable
from graph.kinds import Association
from graph.store import Batch, Create, NodeBatch, Remember, batches, create_store, load_store, open_store, restore
from graph.store.neo4j import claim, cypher, dumping, filling
from tests.graph.neo4j_server import CREDENTIALS, TestServer
from tests.graph.store_contract import CLERK, NOBODY, household
from tests.graph.tcp_proxy import Proxy

Fill = Callable[[str], object]
"""Makes a store at an address."""

CLUB = Association(id=NOBODY, name="Circolo della seconda sede")
LONG_AGO = "MATCH (s:Legami) SET s.alive = s.alive - 120000"
SOON_S = 60


def loaded(url: str, given: Iterable[Batch] | None = None) -> None:
    load_store(url, given or made(), author=CLERK, settings={"demo": "true"}, credentials=CREDENTIALS)


def made() -> list[Batch]:
    world, _, _ = household()
    return batches([*world.nodes.values(), *world.ties.values()])


@pytest.fixture
def fills(tmp_path: Path) -> dict[str, Fill]:
    """All ways to make a store."""
    file = f"sqlite:///{tmp_path}/archivio.db"
    load_store(file, made(), author=CLERK, settings={"demo": "true"})
    store = open_store(file)
    store.apply([Create(CLUB)], CLERK)
    store.dump(tmp_path / "archivio.dump")
    store.close()
    return {
        "create": lambda url: create_store(url, credentials=CREDENTIALS).close(),
        "restore": lambda url: restore(tmp_path / "archivio.dump", url, credentials=CREDENTIALS),
        "load": loaded,
    }


@pytest.fixture
def proxy(neo4j_server: TestServer) -> Iterator[Proxy]:
    """The way to an empty server; `bolt` since a routed client would go around the proxy."""
    with Proxy(neo4j_server.port).running() as proxy:
        yield proxy


def address(proxy: Proxy) -> str:
    return f"bolt://127.0.0.1:{proxy.port}"


def seen(server: TestServer) -> tuple[int, int, int, bool]:
    """Commits, nodes and ties, and soundness."""
    store = server.open()
    contents, sound = store.contents(), store.verify().sound
    store.close()
    return contents.commit, sum(contents.nodes.values()), sum(contents.ties.values()), sound


def number_of_nodes(server: TestServer) -> int:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.url, auth=(CREDENTIALS.user, CREDENTIALS.password)) as driver:
        return driver.execute_query("MATCH (n) RETURN count(n)").records[0][0]


@pytest.mark.parametrize(("work", "least"), [("create", 2), ("restore", 7), ("load", 6)])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_each_commit_cut_at_any_moment_still_fills_neo4j_once(neo4j_server, proxy, fills, work, least, moment):
    fills[work](neo4j_server.url)
    whole = seen(neo4j_server)
    assert whole[-1]
    proxy.moment = moment
    for number in count():
        neo4j_server.empty()
        proxy.spared, proxy.cut_commits = number, 1
        fills[work](address(proxy))
        assert seen(neo4j_server) == whole
        if proxy.cut_commits:
            break
    assert number >= least


def test_without_what_a_portion_leaves_it_would_be_written_twice_on_neo4j(neo4j_server, proxy, fills, monkeypatch):
    monkeypatch.setattr(cypher, "LEAVE", cypher.LEAVE.replace("s.step = $step,", ""))
    proxy.moment, proxy.spared, proxy.cut_commits = "after", 1, 1
    with pytest.raises(Conflict, match="comes twice"):
        fills["restore"](address(proxy))
    assert number_of_nodes(neo4j_server) == 0


def test_what_fails_half_way_leaves_neo4j_empty(neo4j_server):
    def failing() -> Iterator[Batch]:
        yield from made()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        loaded(neo4j_server.url, failing())
    assert number_of_nodes(neo4j_server) == 0


@pytest.fixture
def left(neo4j_server: TestServer, proxy: Proxy) -> TestServer:
    """A server that was being filled by somebody who then could reach it no longer."""

    def ending() -> Iterator[Batch]:
        yield from made()
        proxy.refusing = True
        proxy.cut()

    with pytest.raises(StoreUnavailable):
        loaded(address(proxy), ending())
    assert number_of_nodes(neo4j_server) > 1
    return neo4j_server


@pytest.mark.parametrize("work", ["create", "restore", "load"])
def test_what_was_left_half_filled_is_taken_over_once_nothing_is_heard_on_neo4j(left, fills, work):
    with pytest.raises(Conflict, match=r"last heard of \d+ seconds ago"):
        fills[work](left.url)
    with pytest.raises(StoreUnavailable, match=r"somebody is filling it \(last heard of \d+ seconds ago\)"):
        left.open()
    left.run(LONG_AGO)
    with pytest.raises(StoreUnavailable, match="stopped half-way"):
        left.open()
    fills[work](left.url)
    taken_over = seen(left)
    left.empty()
    fills[work](left.url)
    assert taken_over == seen(left)
    assert taken_over[-1]


def test_what_an_earlier_program_left_is_taken_over_on_neo4j(left):
    left.run("MATCH (s:Legami) REMOVE s.alive, s.claim, s.step")
    left.create().close()
    assert seen(left) == (0, 0, 0, True)


def test_of_two_who_take_over_one_goes_on_on_neo4j(left, fills):
    left.run(LONG_AGO)
    outcomes: list[object] = []
    together = threading.Barrier(2)

    def take_over() -> None:
        together.wait()
        try:
            outcomes.append(fills["load"](left.url))
        except LegamiError as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=take_over) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == sorted(map(str, [None, Conflict]))
    assert seen(left)[-1]


def test_what_others_keep_in_a_half_filled_neo4j_is_left_alone(left):
    left.run("CREATE (:Film {titolo: 'Novecento'})", LONG_AGO)
    with pytest.raises(Conflict, match="not empty"):
        left.create()
    assert number_of_nodes(left) == 1


def interrupted_by_a_second_office(server: TestServer) -> Iterator[Batch]:
    """Batches between which nothing is heard of their program for long, and somebody else makes a store."""
    first, *others = (batch for batch in made() if isinstance(batch, NodeBatch))
    yield first
    server.run(LONG_AGO)
    store = server.create()
    store.apply([Create(CLUB)], CLERK)
    store.close()
    yield from others


def test_who_lost_its_claim_writes_nothing_more_on_neo4j(neo4j_server):
    with pytest.raises(Conflict, match="no longer ours"):
        loaded(neo4j_server.url, interrupted_by_a_second_office(neo4j_server))
    assert seen(neo4j_server) == (1, 1, 0, True)


def test_unless_a_portion_looks_for_its_claim_it_would_be_written_into_another_store_on_neo4j(
    neo4j_server, monkeypatch
):
    monkeypatch.setattr(cypher, "HELD", "MATCH (s:Legami {one: true}) RETURN 0 AS version, 0 AS step")
    monkeypatch.setattr(claim.Claim, "give_back", lambda _: None)
    loaded(neo4j_server.url, interrupted_by_a_second_office(neo4j_server))
    assert seen(neo4j_server) != (1, 1, 0, True)


def test_a_claim_is_heard_of_while_nothing_is_written_on_neo4j(neo4j_server, monkeypatch):
    monkeypatch.setattr(claim, "BEAT_S", 0.05)

    def slow() -> Iterator[Batch]:
        yield from made()
        neo4j_server.run(LONG_AGO)
        last = monotonic() + SOON_S
        while not refused(neo4j_server):
            assert monotonic() < last, "nothing is heard"

    loaded(neo4j_server.url, slow())
    assert seen(neo4j_server)[-1]


def refused(server: TestServer) -> bool:
    """Whether a store cannot be opened because somebody is filling it."""
    with pytest.raises(StoreUnavailable) as error:
        server.open()
    return "somebody is filling it" in str(error.value)


def test_a_copy_cannot_be_opened_before_it_was_checked_on_neo4j(neo4j_server, fills, monkeypatch):
    check = dumping.refuse_unsound

    def checked(*given: object) -> None:
        assert refused(neo4j_server)
        check(*given)  # type: ignore[arg-type] - as it was called

    monkeypatch.setattr(dumping, "refuse_unsound", checked)
    fills["restore"](neo4j_server.url)
    store = neo4j_server.open()
    assert store.apply([Remember("demo", "false")], CLERK) == 3
    store.close()


def test_who_freezes_within_a_portion_is_taken_over_all_the_same_and_writes_nothing_more_on_neo4j(
    neo4j_server, fills, monkeypatch
):
    monkeypatch.setattr(claim, "STALE_S", 0)
    in_turn, go_on = threading.Event(), threading.Event()
    told = list[LegamiError]()

    def freeze(*_: object) -> None:
        in_turn.set()
        go_on.wait(SOON_S)

    def fill() -> None:
        try:
            loaded(neo4j_server.url)
        except LegamiError as error:
            told.append(error)

    with monkeypatch.context() as patch:
        patch.setattr(filling, "have_values", freeze)
        thread = threading.Thread(target=fill)
        thread.start()
        assert in_turn.wait(SOON_S)
    fills["create"](neo4j_server.url)
    go_on.set()
    thread.join(SOON_S)
    assert "interrupted" in str(told[0])
    assert seen(neo4j_server) == (0, 0, 0, True)
