"""The file of the embedded store: where it lies, what is refused as one, who may read it. All data synthetic."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from graph.errors import (
    Conflict,
    StoreDamaged,
    StoreFull,
    StoreUnavailable,
    StoreVersion,
    UsageError,
)
from graph.store import Create, Delete, GraphStore, create_store, open_store, restore
from graph.store.embedded import connection as guarding
from graph.store.embedded.library import Connection
from tests.graph.embedded_store import (
    PLANTED,
    empty_file_beside_an_old_journal,
    flipped,
    header_lost,
    inner,
    reopened,
    table_lost,
    tampered,
    text_file,
    truncated,
)
from tests.graph.store_contract import CLERK, NOBODY, fill, household

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "url",
    [
        "postgres://x",
        "archivio.db",
        "sqlite://x",
        "sqlite:///",
        "",
        "sqlite:///:memory:",
    ],
)
def test_an_address_of_no_store_of_this_version_is_refused(url: str) -> None:
    for act in (open_store, create_store, lambda url: restore(Path("copia"), url)):
        with pytest.raises(UsageError, match="sqlite:///"):
            act(url)


def test_a_relative_address_lies_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    create_store("sqlite:///dati.db").close()
    assert (tmp_path / "dati.db").is_file()


def test_a_store_is_never_made_over_something(path: Path) -> None:
    create_store(f"sqlite:///{path}").close()
    with pytest.raises(Conflict):
        create_store(f"sqlite:///{path}")
    path.unlink()
    path.with_name(path.name + "-wal").write_bytes(b"rest of an older store")
    with pytest.raises(Conflict):
        create_store(f"sqlite:///{path}")


def test_a_missing_store_or_folder_is_named_with_a_way_out(path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="legami init"):
        reopened(path)
    with pytest.raises(StoreUnavailable, match="legami init"):
        reopened(path.parent / "nessuna" / "x.db")
    with pytest.raises(StoreUnavailable, match="make it first"):
        create_store(f"sqlite:///{path.parent}/nessuna/x.db")
    assert list(path.parent.iterdir()) == []


def test_a_store_that_could_not_be_made_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("graph.store.files._publish", fail)
    with pytest.raises(StoreFull):
        create_store(f"sqlite:///{path}")
    assert list(path.parent.iterdir()) == []


MAKER = """
import sys
from graph.store import load_store
from tests.graph.store_contract import CLERK
def batches():
    print("here", flush=True)
    sys.stdin.readline()
    yield from ()
load_store("sqlite:///" + sys.argv[1], batches(), author=CLERK)
"""


@pytest.fixture
def maker(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process in the midst of making a store."""
    command = [sys.executable, "-c", MAKER, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "here\n"
        yield process
        process.kill()


def test_the_next_maker_clears_away_what_a_killed_one_left(path: Path, maker: subprocess.Popen[str]) -> None:
    maker.kill()
    maker.wait()
    assert len(list(path.parent.iterdir())) == 1
    create_store(f"sqlite:///{path}").close()
    assert list(path.parent.iterdir()) == [path]


def test_what_a_living_maker_is_filling_is_left_to_it(path: Path, maker: subprocess.Popen[str]) -> None:
    create_store(f"sqlite:///{path}-altro").close()
    maker.communicate("\n")
    assert maker.returncode == 0
    assert {file.name for file in path.parent.iterdir()} == {"archivio.db", "archivio.db-altro"}


def test_without_its_lock_a_living_maker_would_lose_it(
    path: Path, maker: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lock_nothing(*_: object) -> None:
        pass

    monkeypatch.setattr("graph.store.files.flock", lock_nothing)
    create_store(f"sqlite:///{path}-altro").close()
    maker.communicate("\n")
    assert maker.returncode != 0


def test_folders_that_are_no_remnant_stay(path: Path) -> None:
    kept = path.parent / ".legami-altro"
    kept.mkdir()
    (kept / "file").write_text("mio")
    create_store(f"sqlite:///{path}").close()
    assert (kept / "file").read_text() == "mio"


@pytest.mark.parametrize(
    "damage", [text_file, empty_file_beside_an_old_journal, truncated, flipped, header_lost, table_lost]
)
def test_a_damaged_file_is_refused_in_plain_words(path: Path, damage: Callable[[Path], None]) -> None:
    store = create_store(f"sqlite:///{path}")
    fill(store, household()[0])
    store.close()
    damage(path)
    with pytest.raises(StoreDamaged, match="damaged"):
        reopened(path)


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        reopened(tmp_path)


@pytest.mark.parametrize("pragma", ["application_id = 7", "user_version = 99", "user_version = 0"])
def test_a_file_of_another_program_or_version_is_refused_untouched(store: GraphStore, path: Path, pragma: str) -> None:
    store.close()
    tampered(path, f"PRAGMA {pragma}")
    before = path.read_bytes()
    with pytest.raises(StoreVersion):
        reopened(path)
    assert path.read_bytes() == before


def test_a_foreign_database_is_refused(path: Path) -> None:
    connection = Connection(str(path))
    connection.run("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(StoreVersion, match="another program"):
        reopened(path)


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2"])
def test_a_library_that_may_lose_commits_is_refused(
    store: GraphStore, path: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarding.check_library("3.51.3")
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: version)
    with pytest.raises(StoreUnavailable, match=version):
        reopened(path)


UNPRIVILEGED = """
import os, sys
from graph.errors import LegamiError
from graph.store import create_store, open_store
if not os.getuid():
    os.setgid(65534)
    os.setuid(65534)
try:
    {"open": open_store, "create": create_store}[sys.argv[1]]("sqlite:///" + sys.argv[2])
except LegamiError as error:
    print(error.code)
"""


def unprivileged(what: str, path: Path) -> str:
    """The error code that opening or making a store ends in for somebody who is not root."""
    command = [sys.executable, "-c", UNPRIVILEGED, what, str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that also somebody who is not root reaches."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o777, 0o444), (0o555, 0o444), (0o555, 0o666)])
def test_what_cannot_be_written_is_opened_to_be_read(open_folder: Path, folder_mode: int, file_mode: int) -> None:
    path = open_folder / "archivio.db"
    create_store(f"sqlite:///{path}").close()
    path.chmod(file_mode)
    open_folder.chmod(folder_mode)
    assert unprivileged("open", path) == ""
    assert [file.name for file in open_folder.iterdir()] == [path.name]


def test_what_cannot_be_read_is_unavailable(open_folder: Path) -> None:
    path = open_folder / "archivio.db"
    create_store(f"sqlite:///{path}").close()
    path.chmod(0)
    assert unprivileged("open", path) == "store_unavailable"


def test_a_store_cannot_be_made_where_nothing_can_be_written(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    assert unprivileged("create", open_folder / "archivio.db") == "store_unavailable"


def test_only_the_owner_may_read_the_files(path: Path) -> None:
    before = os.umask(0)
    try:
        store = create_store(f"sqlite:///{path}")
        store.apply([Create(PLANTED)], CLERK)
        store.backup(path.with_name("copia"))
        names = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert names == dict.fromkeys(["archivio.db", "archivio.db-wal", "archivio.db-shm", "copia"], 0o600)


def test_files_that_others_could_read_are_closed_to_them(store: GraphStore, path: Path) -> None:
    store.close()
    path.chmod(0o644)
    reopened(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_deleted_name_leaves_no_trace_in_the_file(store: GraphStore, path: Path) -> None:
    canary = "zanzibarina"
    store.apply([Create(PLANTED.model_copy(update={"name": canary}))], CLERK)
    store.apply([Delete(NOBODY)], CLERK)
    inner(store).run("UPDATE change SET before = NULL, after = NULL, salt = NULL")
    store.close()
    assert canary.encode() not in path.read_bytes()


def test_without_secure_deletion_the_name_would_stay(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "GUARDS", {**guarding.GUARDS, "secure_delete": 0})
    store = create_store(f"sqlite:///{path}")
    test = test_a_deleted_name_leaves_no_trace_in_the_file
    with pytest.raises(AssertionError):
        test(store, path)
