"""`legami serve`: on this machine only, over a demonstration only, ready when it says so, gone when told."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from api.desk import check_demonstration
from api.guard import Hosts
from api.server import address, listen, names
from graph.errors import StoreUnavailable, UsageError
from tests.api.conftest import Legami, Town, town_records, write
from tests.api.http.answers import WHO, client_of

ROOT = Path(__file__).resolve().parents[3]
BOUND_S = 60
SEEN = {"viewer": WHO}
Serve = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def serve(town: Town, tmp_path: Path) -> Iterator[Serve]:
    """The command in a process of its own; whatever still runs afterwards is ended by its own id."""
    running: list[subprocess.Popen[str]] = []
    inherited = dict(os.environ)  # noqa: TID251 - what the command finds

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0", *arguments],
            cwd=tmp_path,
            env=inherited | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate(timeout=BOUND_S)


def test_it_says_where_it_is_once_it_answers_and_stops_when_told(serve: Serve, town: Town):
    process = serve()
    assert process.stdout
    line = process.stdout.readline()

    assert line.startswith("http://localhost:")
    url = line.rstrip("\n")
    port = int(url.rpartition(":")[2])
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Host": f"localhost:{port}"}) as client:
        assert client.get("/health").json()["status"] == "ok"
        assert len(client.get("/pacts", params=SEEN).json()) == 2
        assert client.post("/search", params=SEEN, json={"text": "madre"}).json()[0]["id"] == town["mother"]
        assert client.get("/health", headers={"Host": "evil.example"}).status_code == 400
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        answer = client.get("/nowhere", headers=upgrade)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")

    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=BOUND_S)
    assert out == ""
    assert process.returncode == 143
    assert "Dimostrazione" in err
    assert "GET /health 200" in err
    assert "madre" not in err
    assert town["mother"] not in err


def test_it_listens_on_this_machine_alone(serve: Serve):
    process = serve()
    assert process.stdout
    port = int(process.stdout.readline().rpartition(":")[2])
    listening = Path(f"/proc/{process.pid}/net/tcp")
    if not listening.is_file():
        pytest.skip("this system does not show its sockets as files")

    rows = [line.split()[1] for line in listening.read_text().splitlines()[1:] if line.split()[3] == "0A"]

    assert [row for row in rows if row.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]


def test_programs_get_one_document(serve: Serve):
    process = serve("--json")
    assert process.stdout
    head = "".join(process.stdout.readline() for _ in range(3))

    assert json.loads(head)["url"].startswith("http://localhost:")
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=BOUND_S)
    assert (out, process.returncode) == ("", 130)


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A store that is not marked as a demonstration."""
    world, _ = town_records()
    write(world, tmp_path / "real.sqlite", {"reference_date": "2026-11-02"})
    return tmp_path / "real.sqlite"


@pytest.mark.parametrize("host", [(), ("--host", "0.0.0.0"), ("--host", "127.0.0.1")])
def test_a_store_of_real_people_is_not_served(legami: Legami, real: Path, monkeypatch, host):
    monkeypatch.setattr("api.server.listen", lambda *_: pytest.fail("it listened"))

    outcome = legami("serve", "--json", "--store", f"sqlite:///{real}", *host)

    assert outcome.code == 3
    assert outcome.data["error"]["code"] == "store_unavailable"
    assert "non è dimostrativo" in outcome.data["error"]["message"]["it"]
    assert "not a demonstration" in outcome.data["error"]["message"]["en"]


def test_the_application_itself_refuses_a_store_of_real_people(real: Path):
    with pytest.raises(StoreUnavailable, match="not a demonstration"), client_of(real):
        pass


def test_without_the_control_real_people_would_be_served(real: Path, monkeypatch):
    monkeypatch.setattr("api.desk.check_demonstration", lambda contents: contents)

    with client_of(real) as client:
        assert client.get("/pacts", params=SEEN).json() != []


def test_a_store_that_is_not_there_is_the_refusal_of_every_command(legami: Legami, tmp_path):
    assert legami("serve", "--store", f"sqlite:///{tmp_path}/none.sqlite").code == 3


def test_a_port_that_is_taken_is_wrong_usage(legami: Legami, town: Town):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = legami("serve", "--json", "--port", str(port))

    assert outcome.code == 2
    assert f"porta {port}" in outcome.data["error"]["message"]["it"]
    assert "--port 0" in outcome.data["error"]["message"]["en"]


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.1", "x" * 300, "."])
def test_an_address_that_is_not_of_this_machine_is_wrong_usage(host):
    with pytest.raises(UsageError, match="not of this machine"):
        listen(host, 0)


@pytest.mark.parametrize("port", ["65536", "-1", "http"])
def test_a_port_that_cannot_be_is_wrong_usage(legami: Legami, town: Town, port):
    assert legami("serve", "--port", port).code == 2


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://localhost:{port}"),
        ("localhost", "http://localhost:{port}"),
        ("0.0.0.0", "http://localhost:{port}"),
    ],
)
def test_the_address_to_visit_is_a_name_on_this_machine(host, expected):
    with listen("127.0.0.1", 0) as listening:
        assert address(listening, host) == expected.format(port=listening.getsockname()[1])
        assert address(listening, "192.0.2.7").startswith("http://192.0.2.7:")
        assert address(listening, "2001:db8::7").startswith("http://[2001:db8::7]:")


def test_only_a_service_on_all_addresses_answers_to_every_address():
    assert names("127.0.0.1") == Hosts()
    assert names("Casa.example").know("casa.example:80")
    assert not names("casa.example").know("192.0.2.7")
    assert names("0.0.0.0").know("192.0.2.7")
    assert not names("0.0.0.0").know("evil.example")


def test_a_demonstration_passes_the_check(town: Town):
    from graph.store import open_store

    store = open_store(town.url)
    try:
        assert check_demonstration(store.contents()).demo
    finally:
        store.close()
