"""The Neo4j server without Docker: one command starts it, its password is no public matter, it is stopped by its id."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import NEO4J_JARS, NEO4J_SERIES, Missing

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "deploy" / "neo4j_server.py"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script with nothing of ours in its environment but what is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEGAMI_")}  # noqa: TID251
    kept |= environment
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, env=kept, capture_output=True, text=True, check=False)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_server_starts_once_keeps_its_password_to_the_owner_and_stops_neo4j(missing: Missing, tmp_path: Path):
    from graph.store import Credentials, create_store, open_store
    from tests.graph.neo4j_server import lacking

    if lacking():
        missing("neo4j", lacking())
    options = ("--home", str(tmp_path / "home"), "--jars", str(NEO4J_JARS), "--heap", "400m", "--series", NEO4J_SERIES)
    started = run("start", *options, "--port", "0")
    assert started.returncode == 0, started.stderr
    url = started.stdout.strip()
    try:
        assert url.startswith("neo4j://127.0.0.1:")
        assert run("start", *options).stdout == started.stdout
        password = tmp_path / "home" / "password"
        assert str(password) in started.stderr
        assert (password.stat().st_mode & 0o777, (tmp_path / "home").stat().st_mode & 0o777) == (0o600, 0o700)
        assert not list((tmp_path / "home" / "run").glob("password*"))
        entered = Credentials("neo4j", password.read_text(encoding="utf-8").strip())
        create_store(url, credentials=entered, timeout_s=120).close()
        assert password.read_text(encoding="utf-8").strip() not in processes()
        taken = run("start", *options[2:], "--home", str(tmp_path / "other"), "--port", url.rpartition(":")[2])
        assert "LEGAMI_NEO4J_PORT" in taken.stderr
    finally:
        stopped = run("stop", *options).stderr
    assert "stopped" in stopped
    assert not answers(int(url.rpartition(":")[2]))
    assert "not running" in run("stop", *options).stderr
    assert run("start", *options, "--port", url.rpartition(":")[2]).stdout == started.stdout
    try:
        open_store(url, credentials=entered, timeout_s=120).close()
    finally:
        run("stop", *options)


def processes() -> str:
    """The command lines and environments of all that runs."""
    texts: list[str] = []
    for about in Path("/proc").glob("[0-9]*/cmdline"):
        for file in (about, about.with_name("environ")):
            try:
                texts.append(file.read_text(encoding="utf-8", errors="replace"))
            except OSError:
                continue
    return "\n".join(texts)


@pytest.mark.parametrize(
    ("series", "number", "refusal"),
    [
        ("5.26", None, "Java 17 or 21 is missing: on Debian and Ubuntu, apt install openjdk-17-jre-headless"),
        ("5.26", "11.0.2", "Java 17 or 21 is needed, and Java 11 is"),
        ("5.26", "21", "Maven is missing: on Debian and Ubuntu, apt install maven"),
        ("2026", "17.0.15", "Java 25 is needed, and Java 17 is"),
        ("2026", "25.0.3", "Maven is missing"),
    ],
)
def test_what_is_missing_is_said_with_what_brings_it(tmp_path: Path, series: str, number: str | None, refusal: str):
    (tmp_path / "bin").mkdir()
    if number:
        java = tmp_path / "bin" / "java"
        java.write_text(f"""#!/bin/sh\necho 'openjdk version "{number}" 2026-01-01' >&2\n""", encoding="utf-8")
        java.chmod(0o755)
    options = ("--series", series, "--home", str(tmp_path / "home"), "--jars", str(tmp_path / "jars"))

    for command in ("check", "start"):
        outcome = run(command, *options, PATH=str(tmp_path), JAVA_HOME=str(tmp_path))
        assert outcome.returncode == 1
        assert refusal in outcome.stderr
        assert outcome.stdout == ""


def test_a_process_that_only_has_the_number_of_the_server_is_left_alone(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "legami.json").write_text(json.dumps({"pid": os.getpid(), "port": 1}), encoding="utf-8")

    assert "not running" in run("stop", "--home", str(tmp_path)).stderr


def test_a_user_that_a_new_server_does_not_have_is_refused(tmp_path):
    outcome = run("start", "--home", str(tmp_path), LEGAMI_NEO4J_USER="ufficio")

    assert outcome.returncode == 1
    assert "LEGAMI_NEO4J_USER" in outcome.stderr
