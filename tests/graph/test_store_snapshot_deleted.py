"""Who was deleted from the store is in no file of the snapshot cache, whatever happened. All data synthetic."""

import random
import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from graph.kinds import Person
from graph.kinds.ids import new_ids
from graph.snapshot import Snapshot
from graph.snapshot import cache as caching
from graph.store import Create, Delete, GraphStore, Remember, following
from graph.store.following import Held
from tests.graph.embedded_store import reopened
from tests.graph.store_contract import CLERK, fill, household


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def kept_files(cache: Path) -> list[Path]:
    return [file for file in cache.rglob("*") if file.is_file()]


def full_disk(*_: object) -> None:
    raise OSError(28, "no space")


def on_disk(cache: Path, id: str) -> bool:
    """Whether a file of the cache holds the bytes of an id."""
    return any(UUID(id).bytes in file.read_bytes() for file in kept_files(cache))


@pytest.fixture
def leaver(store: GraphStore, path: Path, cache: Path) -> str:
    """A person of whom the cache knows, also that of a copy which went another way."""
    world, person, _ = household()
    fill(store, world)
    store.backup(path.with_name("gemello.db"))
    twin = reopened(path.with_name("gemello.db"))
    twin.apply([Remember("demo", "true")], CLERK)
    twin.apply([Remember("demo", "false")], CLERK)
    twin.snapshot(path.with_name("altrove"))
    twin.close()
    store.snapshot(cache)
    shutil.copytree(path.with_name("altrove"), cache, dirs_exist_ok=True)
    assert len(kept_files(cache)) == 2
    assert on_disk(cache, person)
    return person


def test_who_was_deleted_is_in_no_file_of_the_cache(store: GraphStore, cache: Path, leaver: str) -> None:
    store.apply([Delete(leaver)], CLERK)
    store.snapshot(cache)
    assert not on_disk(cache, leaver)
    assert len(kept_files(cache)) == 1


def test_who_was_deleted_before_is_in_no_file_of_the_cache(
    store: GraphStore, path: Path, cache: Path, leaver: str
) -> None:
    store.apply([Delete(leaver)], CLERK)
    store.close()
    again = reopened(path)
    again.snapshot(cache)
    again.close()
    assert not on_disk(cache, leaver)


def test_who_was_deleted_while_no_cache_was_asked_for_is_in_no_file_afterwards(
    store: GraphStore, cache: Path, leaver: str
) -> None:
    store.apply([Delete(leaver)], CLERK)
    store.snapshot()
    store.apply([Remember("demo", "true")], CLERK)
    store.snapshot(cache)
    assert not on_disk(cache, leaver)


def test_who_was_deleted_while_the_cache_was_written_is_in_no_file_afterwards(
    store: GraphStore, path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, person, _ = household()
    fill(store, world)
    other, save = reopened(path), following.save_snapshot

    def interrupted(snapshot: Snapshot, folder: Path, *, alone: bool) -> Path:
        if other.commit == 1:
            other.apply([Delete(person)], CLERK)
            other.snapshot(folder)
        return save(snapshot, folder, alone=alone)

    monkeypatch.setattr(following, "save_snapshot", interrupted)
    assert store.snapshot(cache).find(person) is None
    assert not on_disk(cache, person)
    other.close()


def test_where_the_cache_cannot_be_written_it_goes_with_who_was_deleted(
    store: GraphStore, cache: Path, leaver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.apply([Delete(leaver)], CLERK)
    monkeypatch.setattr(caching, "seal", full_disk)
    store.snapshot(cache)
    assert not on_disk(cache, leaver)


def test_where_too_much_changed_to_follow_who_was_deleted_is_in_no_file(
    store: GraphStore, cache: Path, leaver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "FEW", 0)
    store.apply([Delete(leaver)], CLERK)
    store.snapshot(cache)
    assert not on_disk(cache, leaver)


def test_sabotage_a_cache_written_only_now_and_then_would_keep_who_was_deleted(
    store: GraphStore, cache: Path, leaver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seldom = property(lambda held: held.unsaved > following.FEW)
    monkeypatch.setattr(Held, "due", seldom)
    store.apply([Delete(leaver)], CLERK)
    store.snapshot(cache)
    assert on_disk(cache, leaver)


class KilledError(BaseException):
    """Stands for the end of a process."""


@pytest.fixture
def outrun(store: GraphStore, path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A deleted person, held by the file of a slow process that was killed once it was in its place."""
    world, person, _ = household()
    fill(store, world)
    save = following.save_snapshot

    def slow(snapshot: Snapshot, folder: Path, *, alone: bool) -> Path:
        monkeypatch.setattr(following, "save_snapshot", save)
        other = reopened(path)
        other.apply([Delete(person)], CLERK)
        other.snapshot(folder)
        other.close()
        save(snapshot, folder, alone=alone)
        raise KilledError

    monkeypatch.setattr(following, "save_snapshot", slow)
    with pytest.raises(KilledError):
        store.snapshot(cache)
    assert on_disk(cache, person)
    return person


def opened_anew(path: Path, cache: Path) -> None:
    """What a fresh process does to the cache."""
    fresh = reopened(path)
    fresh.snapshot(cache)
    fresh.close()


def test_who_was_deleted_goes_with_the_file_of_a_slow_process_that_was_killed(
    path: Path, cache: Path, outrun: str
) -> None:
    opened_anew(path, cache)
    assert not on_disk(cache, outrun)


def test_a_process_that_goes_on_also_notices_the_file_of_a_slow_one(
    store: GraphStore, path: Path, cache: Path, leaver: str
) -> None:
    old = {file.relative_to(cache): file.read_bytes() for file in kept_files(cache)}
    store.apply([Delete(leaver)], CLERK)
    store.apply([Remember("demo", "true")], CLERK)
    store.apply([Remember("demo", "false")], CLERK)
    store.snapshot(cache)
    for name, content in old.items():
        (cache / name).write_bytes(content)
    store.snapshot(cache)
    assert not on_disk(cache, leaver)


def test_who_was_deleted_among_too_much_to_follow_is_in_no_file_of_a_fresh_process(
    store: GraphStore, path: Path, cache: Path, leaver: str
) -> None:
    ids = new_ids(datetime(2026, 5, 1, tzinfo=UTC), random.Random(3).getrandbits)
    crowd = [Create(Person(id=next(ids), name="Persona sintetica", synthetic=True)) for _ in range(following.FEW + 100)]
    store.apply([Delete(leaver), *crowd], CLERK)
    store.close()
    opened_anew(path, cache)
    assert not on_disk(cache, leaver)


@pytest.fixture
def unfollowed(store: GraphStore, leaver: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A person deleted from a store that was closed, of which a fresh process follows no change."""
    store.apply([Delete(leaver)], CLERK)
    store.close()
    monkeypatch.setattr(following, "FEW", 0)
    monkeypatch.setattr(following, "MANY", 10**9)
    return leaver


def test_where_a_fresh_process_cannot_write_the_cache_it_goes_with_who_was_deleted(
    path: Path, cache: Path, unfollowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "seal", full_disk)
    opened_anew(path, cache)
    assert not on_disk(cache, unfollowed)


def test_who_was_deleted_before_a_fresh_process_asked_without_a_cache_is_in_no_file_afterwards(
    path: Path, cache: Path, unfollowed: str
) -> None:
    fresh = reopened(path)
    fresh.snapshot()
    fresh.snapshot(cache)
    fresh.close()
    assert not on_disk(cache, unfollowed)


def test_a_process_killed_while_its_file_takes_its_place_leaves_no_other_that_holds_who_was_deleted(
    store: GraphStore, path: Path, cache: Path, leaver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for own in cache.rglob("1-*"):
        own.unlink()
    store.apply([Delete(leaver)], CLERK)
    replace = caching.os.replace

    def last_act(source: Path, target: Path) -> None:
        replace(source, target)
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(caching.os, "replace", last_act)
        with pytest.raises(KilledError):
            store.snapshot(cache)
    opened_anew(path, cache)
    assert not on_disk(cache, leaver)


@pytest.mark.parametrize("case", ["outrun", "unfollowed"])
def test_sabotage_if_files_of_others_were_trusted_they_would_keep_who_was_deleted(
    path: Path, cache: Path, case: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = request.getfixturevalue(case)
    monkeypatch.setattr(following, "_has_strangers", lambda *_: False)
    opened_anew(path, cache)
    assert on_disk(cache, person)


def test_a_cache_in_which_nothing_is_out_of_date_is_not_written_again(
    store: GraphStore, path: Path, cache: Path
) -> None:
    fill(store, household()[0])
    store.snapshot(cache)
    (file,) = kept_files(cache)
    before = file.stat()
    store.apply([Remember("demo", "true")], CLERK)
    store.snapshot(cache)
    opened_anew(path, cache)
    assert [(one, one.stat().st_ino) for one in kept_files(cache)] == [(file, before.st_ino)]
