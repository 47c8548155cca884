"""What the tests of the store share; asserts of the contract suite explain themselves like those of test files."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.store import GraphStore, create_store

if TYPE_CHECKING:
    from tests.graph.neo4j_server import Servers, TestServer

pytest.register_assert_rewrite("tests.graph.store_contract", "tests.graph.store_contract_reading")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the embedded store of a test lies."""
    return tmp_path / "archivio.db"


@pytest.fixture
def store(path: Path) -> Iterator[GraphStore]:
    """An empty embedded store."""
    opened = create_store(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def neo4j_servers(missing: Callable[..., None]) -> Iterator["Servers"]:
    """Servers of this worker alone, started when they are asked for, stopped after the last test."""
    from tests.graph.neo4j_server import JARS, MEMORY, TestServer, lacking

    absent = lacking()
    if absent:
        missing("neo4j", f"{absent}; on Debian and Ubuntu, apt install openjdk-17-jre-headless maven")
    folder = Path(tempfile.mkdtemp(prefix="legami-neo4j-", dir=MEMORY if MEMORY.is_dir() else None))
    running: list[TestServer] = []

    def server(number: int) -> TestServer:
        while len(running) <= number:
            running.append(TestServer(folder / str(len(running)), JARS).start())
        running[number].empty()
        return running[number]

    yield server
    for started in running:
        started.kill()
    shutil.rmtree(folder)


@pytest.fixture
def neo4j_server(neo4j_servers: "Servers") -> "TestServer":
    """A running server that holds nothing."""
    return neo4j_servers(0)
