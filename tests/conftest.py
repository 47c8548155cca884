"""What every test shares: the real data where it is present, Hypothesis profiles, and an environment of its own."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.graph.neo4j_server import Servers, TestServer

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("default", max_examples=25, derandomize=True, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("default")  # PYTEST_ADDOPTS=--hypothesis-profile=thorough looks longer, at new examples each time

# Kernels compile once for all tests and workers; numba reads this when it is first imported.
pytest.MonkeyPatch().setenv("NUMBA_CACHE_DIR", str(ROOT / ".pytest_cache" / "numba"))

# The asserts of the contract suite explain themselves like those of test files, whoever imports it first.
pytest.register_assert_rewrite("tests.graph.store_contract", "tests.graph.store_contract_reading")
pytest.register_assert_rewrite("tests.graph.store_contract_undoing", "tests.graph.store_outage")

Missing = Callable[..., None]


def setting(name: str) -> str:
    """The value of an environment variable that steers the tests, empty if it is not set."""
    return os.environ.get(name, "")  # noqa: TID251 - the program reads its own in api/settings.py


SHARED_DATA = Path(setting("LEGAMI_SHARED_DATA") or ROOT.parent / "shared" / "data")
REQUIRED = setting("LEGAMI_REQUIRE")
NEO4J_JARS = Path(setting("LEGAMI_NEO4J_HOME") or ROOT / ".neo4j") / "jars"
NEO4J_SERIES = setting("LEGAMI_NEO4J_SERIES") or "5.26"  # "2026" runs the same tests on that one


@pytest.fixture(scope="session")
def missing() -> Missing:
    """Skip for want of a real component, or fail where LEGAMI_REQUIRE says `all` or names it (as CI does)."""

    def refuse(component: str, mend: str, *, required: str = REQUIRED) -> None:
        reason = f"{component} is missing: {mend}"
        if required == "all" or component in required.split(","):
            pytest.fail(f"{reason} (LEGAMI_REQUIRE={required})", pytrace=False)
        pytest.skip(reason)

    return refuse


@pytest.fixture(scope="session")
def shared_data(missing: Missing) -> Path:
    """The folder of real open data that is kept beside the repository and never inside it."""
    if not (SHARED_DATA / "SOURCES.md").is_file():
        missing("shared-data", "name its folder, LEGAMI_SHARED_DATA=/folder/with/SOURCES.md make test")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads the user's settings, nor reaches the user's stores and caches."""
    folder = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("LEGAMI_")]:  # noqa: TID251
            patch.delenv(name)
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LEGAMI_CACHE"):
            patch.setenv(name, str(folder / name.lower()))
        yield


@pytest.fixture(scope="session")
def neo4j_servers(missing: Missing) -> Iterator["Servers"]:
    """Servers of this worker alone, started when they are asked for, stopped after the last test."""
    from tests.graph.neo4j_server import MEMORY, TestServer, lacking

    absent = lacking()
    if absent:
        missing("neo4j", absent)
    folder = Path(tempfile.mkdtemp(prefix="legami-neo4j-", dir=MEMORY if MEMORY.is_dir() else None))
    running: list[TestServer] = []

    def server(number: int) -> TestServer:
        while len(running) <= number:
            running.append(TestServer(folder / str(len(running))).start())
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
