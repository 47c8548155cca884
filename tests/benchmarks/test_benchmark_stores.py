"""The benchmarks of the stores run at a small size, and what they say about soundness is so. All data synthetic."""

import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks import stores, writers
from graph.store import Credentials

if TYPE_CHECKING:
    from tests.graph.neo4j_server import TestServer

TIMED = ("get", "neighbourhood_2_hops", "search", "commit")
Serving = Callable[[Path, str], AbstractContextManager["Lent"]]


@dataclass(frozen=True, slots=True)
class Lent:
    """A server of the tests, as a benchmark knows its own."""

    server: "TestServer"
    credentials: Credentials

    @property
    def url(self) -> str:
        """Its address."""
        return self.server.url

    def deploy(self, program: str, *words: str) -> str:
        """Run a program of `deploy` on it; what it prints."""
        done = self.server.deploy(program, *words)
        assert done.returncode == 0, done.stderr
        self.server.start()  # of the process that it now is
        return done.stdout.strip()

    def start(self) -> None:
        """Return once it answers."""
        self.server.start()

    def signal(self, what: signal.Signals) -> None:
        """Tell its process."""
        self.server.signal(what)


@pytest.fixture
def serving(neo4j_servers) -> Iterator[Serving]:
    """Lends a server, emptied each time."""
    from tests.graph.neo4j_server import CREDENTIALS

    @contextmanager
    def lend(_folder: Path, _heap: str) -> Generator[Lent]:
        yield Lent(neo4j_servers(1), CREDENTIALS)

    server = neo4j_servers(1)
    yield lend
    with suppress(ProcessLookupError):
        server.signal(signal.SIGCONT)
    server.start()


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few questions and few writers."""
    monkeypatch.setattr(stores, "ASKED", 5)
    monkeypatch.setattr(writers, "WRITERS", 3)


def test_an_embedded_store_is_filled_and_asked(tmp_path: Path):
    answers, store = stores.measure(f"sqlite:///{tmp_path}/archivio.db", None, 400)
    assert answers["records"] == 7 * 400
    assert all(0 <= answers[name]["p50_ms"] <= answers[name]["p99_ms"] for name in TIMED)
    assert store.verify().sound
    store.close()


def test_writers_of_an_embedded_store_lose_nothing(tmp_path: Path):
    found = writers.written(f"sqlite:///{tmp_path}/archivio.db", None, 2)
    assert found["nothing_lost"] is True
    assert [found[work]["commits"] for work in ("add", "count")] == [6, 6]


def test_both_stores_are_compared_and_say_the_same_on_neo4j(serving: Serving, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stores, "serving", serving)
    found = stores.compare(400, "600m", verify=True)
    assert found["equal"] is True
    assert found["embedded"].keys() < found["neo4j"].keys()
    assert found["embedded"]["records"] == found["neo4j"]["records"] == 7 * 400
    assert found["neo4j"]["import_s"] > 0


def test_writers_lose_nothing_and_a_failing_server_is_told_of_and_found_again_on_neo4j(
    serving: Serving, tmp_path: Path
):
    with serving(tmp_path, "600m") as server:
        found = writers.written(server.url, server.credentials, 2)
        failing = writers.failing(server, 1)
    assert found["nothing_lost"] is True
    assert failing["sound"] is True
    assert {"stopped: read refused", "killed: write refused", "started: answered again"} < failing.keys()
