"""A store where nothing can be written is read as it lies, unless others write it meanwhile. All data synthetic."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from graph.errors import StoreBusy, StoreUnavailable, StoreVersion
from graph.store import GraphStore, Remember, create_store, open_store, restore
from graph.store.embedded.fixed import Lying
from graph.store.embedded.library import Connection
from tests.graph.store_contract import CLERK, fill, household
from tests.graph.test_store_migrations import FIXTURE

ROOT = Path(__file__).resolve().parents[2]
ACCESS = os.access


def no_writing(path: object, mode: int, **_: object) -> bool:
    """What the system says where nothing can be written, also to the superuser."""
    return not mode & os.W_OK and ACCESS(str(path), mode)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store that was closed."""
    file = tmp_path / "store" / "programma di prova #1 100%.db"
    file.parent.mkdir()
    store = create_store(url(file))
    fill(store, household()[0])
    store.close()
    return file


@pytest.fixture
def fixed(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GraphStore]:
    """The same, where nothing can be written."""
    monkeypatch.setattr("os.access", no_writing)
    store = open_store(url(path))
    yield store
    store.close()


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def written_by_somebody_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as allowed:
        allowed.setattr("os.access", ACCESS)
        store = open_store(url(path))
        store.apply([Remember("written", "meanwhile")], CLERK)
        store.close()


def test_it_is_read_and_verified_and_nothing_is_left_beside_it(fixed: GraphStore, path: Path, tmp_path: Path) -> None:
    assert fixed.commit == 1
    assert fixed.verify().sound
    assert len(fixed.snapshot()) == sum(fixed.contents().nodes.values())
    fixed.backup(tmp_path / "copy.db")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_whoever_writes_is_told_what_to_do(fixed: GraphStore, path: Path) -> None:
    before = path.read_bytes()
    for write in (lambda: fixed.apply([Remember("a", "b")], CLERK), lambda: fixed.undo(1, CLERK)):
        with pytest.raises(StoreUnavailable, match="legami restore"):
            write()
    assert path.read_bytes() == before


def test_another_store_is_made_of_it(fixed: GraphStore, path: Path, tmp_path: Path) -> None:
    restore(path, url(tmp_path / "new.db"))

    copy = open_store(url(tmp_path / "new.db"))
    assert copy.verify().canonical_hash == fixed.verify().canonical_hash
    copy.close()


def test_what_somebody_wrote_meanwhile_spoils_one_answer_and_is_in_the_next(
    fixed: GraphStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fixed.contents().commit == 1
    written_by_somebody_else(path, monkeypatch)

    with pytest.raises(StoreBusy, match="retry"):
        fixed.contents()
    assert fixed.contents().settings["written"] == "meanwhile"


def test_without_the_control_the_answer_would_be_of_before(
    fixed: GraphStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fixed.contents().commit == 1
    monkeypatch.setattr(Lying, "check", lambda _: None)
    written_by_somebody_else(path, monkeypatch)

    assert fixed.contents().commit == 1


def test_changes_that_wait_beside_it_are_read_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = open_store(url(path))
    writer.apply([Remember("written", "just now")], CLERK)
    monkeypatch.setattr("os.access", lambda file, mode: no_writing(file, mode) if str(file) == str(path) else True)

    reader = open_store(url(path))
    assert reader.contents().settings["written"] == "just now"
    reader.close()
    writer.close()


def test_one_of_an_older_version_is_refused_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = Connection(str(tmp_path / "old.db"))
    connection.run(FIXTURE.read_text("utf-8"))
    connection.close()
    monkeypatch.setattr("os.access", no_writing)

    with pytest.raises(StoreVersion, match="legami restore"):
        open_store(url(tmp_path / "old.db"))


AS_NOBODY = """
import os, sys
from graph.errors import StoreUnavailable
from graph.store import Author, open_store

def look(url):
    store = open_store(url)
    try:
        return store.contents().commit, store.verify().sound
    finally:
        store.close()

look(sys.argv[1])  # reads in what it needs, while it may
if not os.geteuid():
    os.setgid(65534)
    os.setuid(65534)
try:
    print(*look(sys.argv[2]))
except StoreUnavailable as error:
    print(error)
"""
KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from graph.store import Author, Remember, open_store

store = open_store(sys.argv[1])
store.apply([Remember("written", "and killed")], Author("test", datetime.now(UTC)))
os.kill(os.getpid(), signal.SIGKILL)
"""


def apart(program: str, *arguments: str) -> str:
    """What a program in a process of its own prints."""
    outcome = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return outcome.stdout + outcome.stderr


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody may enter."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "only read").mkdir()
        yield Path(folder)
        (Path(folder) / "only read").chmod(0o755)


def closed_to_writers(folder: Path) -> None:
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)


@pytest.mark.parametrize("settle", [True, False], ids=["closed well", "killed"])
def test_permissions_that_really_forbid_writing(place: Path, settle: bool) -> None:
    folder, warm = place / "only read", place / "warm.db"
    for file in (folder / "s.db", warm):
        create_store(url(file)).close()
    if not settle:
        apart(KILLED, url(folder / "s.db"))
        (folder / "s.db-shm").unlink()
    closed_to_writers(folder)
    before = sorted(file.name for file in folder.iterdir())

    said = apart(AS_NOBODY, url(warm), url(folder / "s.db"))

    assert said == "0 True\n" if settle else "copy the files together into a folder where you can write" in said
    assert sorted(file.name for file in folder.iterdir()) == before
