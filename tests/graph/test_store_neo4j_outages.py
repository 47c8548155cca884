"""A server stopped and killed while many are writing: told soon, found again soon, nothing lost, nothing twice."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import Create, Remember
from tests.conftest import setting
from tests.graph.neo4j_server import TestServer
from tests.graph.store_contract import CLERK, NOBODY
from tests.graph.store_outage import (
    BACK_S,
    BODIES,
    NOISE_S,
    TOLD,
    Attempt,
    Writers,
    check_kept,
    recovered,
    refused,
)
from tests.memory_store import MemoryStore

KILLS = int(setting("LEGAMI_KILLS") or 2)
"""How often a server is killed in all; `LEGAMI_KILLS=30` looks long."""

SHARDS = 2
"""Tests that share them, so that every worker takes some: a killed server takes seconds to come back."""

STOPS = 2
TIMEOUT_S = 10
"""Of the store under test: a dead server is one that is silent for two seconds."""

DEAD_S = TIMEOUT_S * TOLD + NOISE_S
ALIVE_S = BACK_S + NOISE_S


@pytest.fixture
def mortal(neo4j_servers, tmp_path: Path) -> Iterator[TestServer]:
    """A server of this test alone, which it may stop and kill, with an empty store."""
    first = neo4j_servers(0)
    server = TestServer(first.home.parent / f"mortal-{tmp_path.name}").start()
    server.create().close()
    yield server
    server.signal(signal.SIGCONT)
    server.kill()


def test_a_server_stopped_under_its_writers_is_unavailable_and_goes_on_when_continued_on_neo4j(mortal):
    store = mortal.open(timeout_s=TIMEOUT_S)
    with Writers(store).writing() as writers:
        for stop in range(STOPS):
            with writers.each_told("acknowledged", times=2 + stop):
                pass
            with writers.each_told("refused", within_s=DEAD_S):
                mortal.signal(signal.SIGSTOP)
            for act in (lambda: store.get([NOBODY]), lambda: list(store.changes(0)), store.snapshot):
                refused(act, TIMEOUT_S)
            with writers.each_told("acknowledged", within_s=ALIVE_S):
                mortal.signal(signal.SIGCONT)
            recovered(lambda: store.commit)
    assert writers.longest_refusal_s <= DEAD_S
    check_kept(store, writers.tried, writers.acknowledged)
    store.close()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_what_a_server_killed_under_its_writers_acknowledged_is_there_when_it_is_back_on_neo4j(mortal, shard):
    tried, acknowledged = set[Attempt](), dict[Attempt, int]()
    for round in range(shard, KILLS, SHARDS):
        store = mortal.open(timeout_s=TIMEOUT_S)
        with Writers(store, first=10 * round).writing() as writers:
            with writers.each_told("acknowledged", times=1 + round % 4):
                pass
            with writers.each_told("refused", within_s=DEAD_S):
                mortal.kill()
            with writers.each_told("acknowledged", within_s=ALIVE_S):
                mortal.start()
        assert writers.longest_refusal_s <= DEAD_S
        tried |= writers.tried
        acknowledged |= writers.acknowledged
        check_kept(store, tried, acknowledged)
        store.close()


def test_a_write_that_is_lost_halved_or_of_another_number_is_noticed():
    one, two = Attempt(0, 0), Attempt(0, 1)

    def kept(*, lost: bool = False, halved: bool = False, renumbered: bool = False) -> None:
        store = MemoryStore()
        acknowledged = {one: one.carry_out(store)}
        if lost:
            acknowledged[two] = 2
        if halved:
            store.apply([Create(record) for record in two.records()[:BODIES]], CLERK)
        if renumbered:
            store.apply([Remember("writer 0", "")], CLERK)
            acknowledged = {one: 2}
        check_kept(store, [one, two], acknowledged)

    kept()
    for fault in ("lost", "halved", "renumbered"):
        with pytest.raises(AssertionError):
            kept(**{fault: True})
