"""Neo4j servers for tests: real ones, started by deploy/neo4j_server.py, each in a folder of its own."""

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from neo4j import GraphDatabase

from graph.kinds import SCHEMA, Schema
from graph.store import Credentials, GraphStore, create_store, open_store
from graph.store.chain import GENESIS
from tests.conftest import NEO4J_JARS, NEO4J_SERIES

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
PASSWORD = '-parola "di" prova'
"""Begins like an option, as one in sixty of the drawn ones does."""

CREDENTIALS = Credentials("neo4j", PASSWORD)
PATIENT_S = 120
"""Where it is not the subject of a test, a loaded machine makes no server dead."""

MEMORY = Path("/dev/shm")
"""Where there is such a folder, what the servers write stays in memory: their disk is not under test."""

ANEW = (
    "MATCH (s:Legami {one: true}) SET s.identity = $identity, s.commit = 0, s.digest = $digest, s.changes = 0"
    " WITH s CALL (s) { MATCH (n) WHERE n <> s DETACH DELETE n } RETURN count(*)"
)
"""A store as new, if there is one."""


def lacking() -> str:
    """What a server of the series under test needs and is not there, and what brings it; empty where all is."""
    command = [sys.executable, str(DEPLOY / "neo4j_server.py"), "check", "--series", NEO4J_SERIES]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LEGAMI_")}  # noqa: TID251
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.stderr.strip().removeprefix("neo4j: ") if done.returncode else ""


@dataclass(slots=True)
class TestServer:
    """A server of our own; `empty` makes what it holds vanish."""

    __test__ = False
    home: Path
    url: str = ""
    port: int = 0
    pid: int = 0

    def start(self) -> "TestServer":
        """Return once it answers; a port that was once given stays."""
        done = self.deploy("neo4j_server.py", "start")
        assert done.returncode == 0, done.stderr
        self.url = done.stdout.strip()
        state = json.loads((self.home / "run" / "legami.json").read_text(encoding="utf-8"))
        self.pid, self.port = state["pid"], state["port"]
        return self

    def deploy(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program of `deploy` on this server."""
        command = [sys.executable, str(DEPLOY / program), *words, "--home", str(self.home), "--jars", str(NEO4J_JARS)]
        command += ["--port", str(self.port), "--heap", "600m", "--series", NEO4J_SERIES]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LEGAMI_")}  # noqa: TID251
        environment |= {"LEGAMI_NEO4J_PASSWORD": PASSWORD, "LEGAMI_NEO4J_JVM": "-XX:TieredStopAtLevel=1"}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def signal(self, what: signal.Signals) -> None:
        """Tell the process of this server, and no other."""
        os.kill(self.pid, what)

    def kill(self) -> None:
        """End it at once, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        while Path("/proc", str(self.pid), "cmdline").exists() and Path("/proc", str(self.pid), "cmdline").read_bytes():
            os.sched_yield()

    def empty(self) -> None:
        """Take everything away but indexes and constraints, which are the same for every store."""
        with GraphDatabase.driver(self.url, auth=("neo4j", PASSWORD)) as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n")

    def run(self, *statements: str) -> None:
        """Change what it holds behind the store's back."""
        with GraphDatabase.driver(self.url, auth=("neo4j", PASSWORD), notifications_min_severity="OFF") as driver:
            for statement in statements:
                driver.execute_query(statement)  # type: ignore[arg-type] - texts of the tests' own

    def anew(self) -> GraphStore:
        """An empty store, sooner than `empty` and `create` make one where there was one before."""
        identity = secrets.token_hex(16)
        with GraphDatabase.driver(self.url, auth=("neo4j", PASSWORD)) as driver:
            found, _, _ = driver.execute_query(ANEW, digest=GENESIS.hex(), identity=identity)
        if found[0][0]:
            return self.open()
        self.empty()
        return self.create()

    def create(self, schema: Schema = SCHEMA, timeout_s: float = PATIENT_S) -> GraphStore:
        """An empty store."""
        return create_store(self.url, schema=schema, timeout_s=timeout_s, credentials=CREDENTIALS)

    def open(self, schema: Schema = SCHEMA, timeout_s: float = PATIENT_S) -> GraphStore:
        """The store that is there."""
        return open_store(self.url, schema=schema, timeout_s=timeout_s, credentials=CREDENTIALS)


Servers = Callable[[int], TestServer]
"""The first, second ... server of this worker, running and empty."""
