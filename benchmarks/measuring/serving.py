"""A Neo4j server of a benchmark's own, in a folder of its own, stopped at the end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe

from graph.store import Credentials

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@dataclass(slots=True)
class Serving:
    """A server that can be stopped, continued, killed and started again at the same address."""

    folder: Path
    heap: str
    url: str = ""
    credentials: Credentials = field(default_factory=lambda: Credentials("neo4j", token_urlsafe(12)))

    def deploy(self, program: str, *words: str) -> str:
        """Run a program of `deploy` on this server; what it prints."""
        port = self.url.rpartition(":")[2] or "0"
        command = [sys.executable, str(DEPLOY / program), *words, "--home", str(self.folder)]
        environment = os.environ | {"LEGAMI_NEO4J_PASSWORD": self.credentials.password}  # noqa: TID251 - handed on
        done = subprocess.run(
            [*command, "--port", port, "--heap", self.heap],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def start(self) -> None:
        """Return once it answers."""
        self.url = self.deploy("neo4j_server.py", "start")

    def signal(self, what: signal.Signals) -> None:
        """Tell the process of this server."""
        state = json.loads((self.folder / "run" / "legami.json").read_text(encoding="utf-8"))
        os.kill(state["pid"], what)


@contextmanager
def serving(folder: Path, heap: str) -> Generator[Serving]:
    """A running server that holds nothing."""
    server = Serving(folder, heap)
    server.start()
    try:
        yield server
    finally:
        server.deploy("neo4j_server.py", "stop")
