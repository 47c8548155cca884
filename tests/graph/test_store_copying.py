"""What a copy needs for the time being does not outlive a copy that was killed. All data synthetic."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from graph.errors import StoreUnavailable, UsageError
from graph.store import Verification, copy_store, create_store, open_store
from tests.graph.store_contract import fill, household

ROOT = Path(__file__).resolve().parents[2]

COPIER = """
import sys
import graph.store
def stay(*_, **__):
    print("here", flush=True)
    sys.stdin.readline()
open_store, source, target, room = graph.store.open_store, *sys.argv[1:]
graph.store.open_store = lambda url, **_: open_store(sys.argv[1])
graph.store.restore = stay
if room:
    source, target = "neo4j://127.0.0.1:1", "neo4j://127.0.0.1:2"
graph.store.copy_store(source, target, room=graph.store.Path(room))
"""
"""With a folder as its third word, it copies what it would to a server from another."""


@pytest.fixture
def source(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/qui.db"
    store = create_store(url)
    fill(store, household()[0])
    store.close()
    return url


@pytest.fixture
def elsewhere(tmp_path: Path) -> str:
    """An address in a folder of its own."""
    (tmp_path / "altrove").mkdir()
    return f"sqlite:///{tmp_path}/altrove/copia.db"


def killed(tmp_path: Path, source: str, elsewhere: str, room: str = "") -> None:
    """A copy that was killed with its dump written."""
    temporary = tmp_path / "temporanei"
    temporary.mkdir()
    command = [sys.executable, "-c", COPIER, source, elsewhere, room]
    environment = {"TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "here\n"
        process.kill()
    assert list(temporary.iterdir()) == []


@pytest.fixture
def remnants(tmp_path: Path, source: str, elsewhere: str) -> list[Path]:
    """What a copy that was killed has left."""
    killed(tmp_path, source, elsewhere)
    return list((tmp_path / "altrove").rglob("store.dump"))


def test_the_next_copy_clears_away_what_a_killed_one_left(source: str, elsewhere: str, remnants: list[Path]) -> None:
    assert [file.exists() for file in remnants] == [True]
    copy_store(source, elsewhere)
    assert [file.name for file in remnants[0].parents[1].iterdir()] == ["copia.db"]
    hashes: list[Verification] = []
    for url in (source, elsewhere):
        store = open_store(url)
        hashes.append(store.verify())
        store.close()
    assert hashes[0] == hashes[1]


def test_without_clearing_away_it_would_stay(
    source: str, elsewhere: str, remnants: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def clear_nothing(_: Path) -> None:
        pass

    monkeypatch.setattr("graph.store.files.clear_away", clear_nothing)
    with pytest.raises(AssertionError):
        test_the_next_copy_clears_away_what_a_killed_one_left(source, elsewhere, remnants)


def test_a_link_in_the_shape_of_a_remnant_leads_nowhere(tmp_path: Path, source: str, elsewhere: str) -> None:
    mine = Path(tempfile.mkdtemp(dir=tmp_path))
    (mine / "new").write_text("mio")
    (tmp_path / "altrove" / ".legami-x").symlink_to(mine)
    copy_store(source, elsewhere)
    assert (mine / "new").read_text() == "mio"


SERVERS = "neo4j://127.0.0.1:1", "neo4j://127.0.0.1:2"


def test_a_copy_between_servers_lies_in_a_private_folder_and_the_next_one_clears_it_away(
    tmp_path: Path, source: str, elsewhere: str
) -> None:
    room = tmp_path / "nuova" / "stanza"
    killed(tmp_path, source, elsewhere, str(room))
    [dump] = room.rglob("store.dump")
    assert [path.stat().st_mode & 0o077 for path in (dump, dump.parent, room)] == [0, 0, 0]
    with pytest.raises(StoreUnavailable):
        copy_store(*SERVERS, timeout_s=1, room=room)
    assert list(room.iterdir()) == []


def test_a_copy_between_servers_goes_nowhere_by_itself() -> None:
    with pytest.raises(UsageError, match="folder"):
        copy_store(*SERVERS)
