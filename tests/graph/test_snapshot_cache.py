"""The snapshot on disk: given back as it was, or not at all. All data synthetic."""

import ctypes
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from graph.kinds import SCHEMA, Firm
from graph.snapshot import (
    Snapshot,
    TieRows,
    build_snapshot,
    cached_commits,
    drop_cached,
    load_snapshot,
    refreshed,
    same,
    save_snapshot,
    sealed,
)
from graph.snapshot import cache as snapshot_cache
from graph.snapshot import growing as growing_arrays
from graph.snapshot.layout import layout
from graph.snapshot.sealed import opened, seal
from tests.graph.test_snapshot import village


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every array lies in a file, however small."""
    monkeypatch.setattr(growing_arrays, "LARGE", 0)


def test_the_cache_gives_back_the_same_snapshot(tmp_path) -> None:
    snapshot = village().snapshot(commit=3)
    save_snapshot(snapshot, tmp_path)
    again = load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=3)
    assert again is not None
    assert same(again, snapshot)


def test_large_arrays_are_mapped_where_they_lie(tmp_path, all_large: None) -> None:
    snapshot = village().snapshot(commit=3)
    save_snapshot(snapshot, tmp_path)
    again = load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=3)
    assert again is not None
    for name, array in snapshot.arrays().items():
        np.testing.assert_array_equal(array, again.arrays()[name], err_msg=name)
    assert isinstance(_owner(again.kind), ctypes.Array)
    assert (again.codes, again.levels, again.tie_layers) == (snapshot.codes, snapshot.levels, snapshot.tie_layers)


def _owner(array: Any) -> Any:
    """What the memory of an array belongs to."""
    while isinstance(array, np.ndarray):
        array = array.base
    return array.obj if isinstance(array, memoryview) else array


def test_what_is_changed_in_a_mapped_snapshot_changes_no_file(tmp_path, all_large: None) -> None:
    world = village()
    file = save_snapshot(world.snapshot(), tmp_path)
    written = file.read_bytes()
    mapped = load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=1)
    assert mapped is not None
    content = {name: array.copy() for name, array in mapped.arrays().items()}
    added = world.nodes[world.add(Firm, "Officina")]
    club = next(id for id, node in world.nodes.items() if node.kind == "association")
    world.nodes[club] = world.nodes[club].model_copy(update={"min_age": 7})
    records = (added, world.nodes[club])
    later = refreshed(mapped, {UUID(one.id).bytes: one.model_dump(mode="json") for one in records}, commit=2)
    assert later is not None
    assert np.shares_memory(later.kind, mapped.kind)
    assert same(later, world.snapshot(2))
    assert file.read_bytes() == written
    for name, array in mapped.arrays().items():
        np.testing.assert_array_equal(array, content[name], err_msg=name)


def test_what_left_the_graph_is_not_in_the_cache(tmp_path) -> None:
    world = village()
    former = world.snapshot()
    club = next(id for id, node in world.nodes.items() if node.kind == "association")
    gone = {UUID(id).bytes: None for id, tie in world.ties.items() if club in (tie.source, tie.target)}
    world.remove(club)
    later = refreshed(former, {UUID(club).bytes: None, **gone}, commit=2)
    assert later is not None
    assert "biblioteca" in later.codes
    save_snapshot(later, tmp_path)
    assert b"biblioteca" not in _words_on_disk(tmp_path)
    again = load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=2)
    assert again is not None
    assert same(again, world.snapshot(2))


def test_the_commits_of_the_cache_are_told_newest_first(tmp_path) -> None:
    assert cached_commits(tmp_path, "test") == []
    (tmp_path / "test").mkdir()
    for name in ("9-0123", "10-0123", ".new-1"):
        (tmp_path / "test" / name).touch()
    assert cached_commits(tmp_path, "test") == [10, 9]


def test_the_cache_knows_only_its_own_store_commit_state_and_schema(tmp_path) -> None:
    save_snapshot(village().snapshot(commit=3), tmp_path)
    assert load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=3) is not None
    assert load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=3, state="another history") is None
    assert load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=4) is None
    assert load_snapshot(tmp_path, schema=SCHEMA, store="other", commit=3) is None
    fewer = type(SCHEMA)(SCHEMA.nodes, SCHEMA.ties[:-1])
    assert load_snapshot(tmp_path, schema=fewer, store="test", commit=3) is None


def test_a_snapshot_found_in_the_place_of_another_history_is_not_taken(tmp_path) -> None:
    file = save_snapshot(village().snapshot(), tmp_path)
    file.rename(file.with_name(snapshot_cache._name(1, "another history", SCHEMA.fingerprint)))
    assert load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=1, state="another history") is None


def test_a_newer_commit_replaces_the_older_one_on_disk(tmp_path) -> None:
    for commit in (1, 2):
        newest = save_snapshot(village().snapshot(commit), tmp_path)
    assert list((tmp_path / "test").iterdir()) == [newest]


def taken(cache: Path) -> Snapshot | None:
    return load_snapshot(cache, schema=SCHEMA, store="test", commit=1)


def told_bytes(file: Path) -> Iterator[int]:
    """Bytes of a file, one of the first line after the other and one of each array, that mean something."""
    yield from range(len(file.read_bytes().partition(b"\n")[0]) + 1)
    for base in opened(file).bases.values():
        if base.used:
            yield base.begin + base.used // 2


def taken_after_each_flip(cache: Path) -> list[Snapshot]:
    """What is taken of a cache with one byte changed, for one byte after the other."""
    file = save_snapshot(village().snapshot(), cache)
    content, found = bytearray(file.read_bytes()), list[Snapshot]()
    with file.open("r+b") as written:
        for at in told_bytes(file):
            for mask in (1, 0x20, 0xFF):
                os.pwrite(written.fileno(), bytes([content[at] ^ mask]), at)
                snapshot = taken(cache)
                found += [] if snapshot is None else [snapshot]
            os.pwrite(written.fileno(), content[at : at + 1], at)
    assert taken(cache) is not None
    return found


def test_a_byte_changed_anywhere_is_no_other_content(tmp_path) -> None:
    assert all(same(found, village().snapshot()) for found in taken_after_each_flip(tmp_path))


def test_sabotage_without_sums_a_changed_byte_would_be_another_content(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed, "_is_sound", lambda *_: True)
    assert not all(same(found, village().snapshot()) for found in taken_after_each_flip(tmp_path))


def test_what_a_power_cut_left_without_its_pages_is_no_snapshot(tmp_path) -> None:
    file = save_snapshot(village().snapshot(), tmp_path)
    base = opened(file).bases["tie.kind"]
    with file.open("r+b") as written:
        os.pwrite(written.fileno(), bytes(base.used), base.begin)
    assert taken(tmp_path) is None


def test_a_file_is_on_the_disk_before_it_takes_its_name_and_the_name_afterwards(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    settle, replace = os.fsync, os.replace

    def noted_settle(number: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "file")
        settle(number)

    def noted_replace(*paths: Path) -> None:
        done.append("name")
        replace(*paths)

    monkeypatch.setattr(os, "fsync", noted_settle)
    monkeypatch.setattr(os, "replace", noted_replace)
    save_snapshot(village().snapshot(), tmp_path)
    assert done == ["file", "name", "folder"]


@pytest.mark.parametrize("harm", ["truncate", "remove", "garbage"])
def test_a_damaged_cache_is_no_snapshot_rather_than_a_wrong_one(tmp_path, harm: str) -> None:
    file = save_snapshot(village().snapshot(), tmp_path)
    match harm:
        case "truncate":
            os.truncate(file, file.stat().st_size // 2)
        case "remove":
            file.unlink()
        case _:
            file.write_text("{")
    assert taken(tmp_path) is None


Arrays = dict[str, Any]


def _resealed(file: Path, change: Callable[[Arrays], object]) -> None:
    """Write arrays anew under right sums, as a mistake of a program could."""
    former = opened(file)
    arrays = {name: held.array.copy() for name, held in former.arrays().items()}
    change(arrays)
    file.unlink()
    with file.open("wb") as target:
        seal(target, former.about, arrays)


def _changed(name: str, change: Callable[[Any], Any]) -> Callable[[Path], None]:
    return lambda file: _resealed(file, lambda arrays: arrays.update({name: change(arrays[name])}))


def _reworded(change: Callable[[Any], Any]) -> Callable[[Path], None]:
    def harm(file: Path) -> None:
        former = opened(file)
        arrays = {name: held.array for name, held in former.arrays().items()}
        file.unlink()
        with file.open("wb") as target:
            seal(target, change(former.about), arrays)

    return harm


def _reversed_rows(arrays: Arrays) -> None:
    for side in ("begin", "end"):
        arrays[f"layer.kin.{side}"] = arrays[f"layer.kin.{side}"][::-1].copy()


CACHE_HARMS: dict[str, Callable[[Path], object]] = {
    "a column is missing": lambda file: _resealed(file, lambda arrays: arrays.pop("column.min_age")),
    "a list is missing": lambda file: _resealed(file, lambda arrays: arrays.pop("ragged.offers.values")),
    "a column too many": lambda file: _resealed(file, lambda arrays: arrays.update(phone=np.zeros(5, np.int8))),
    "too many nodes": _changed("kind", lambda _: np.zeros(99, np.uint8)),
    "too few ties": _changed("tie.source", lambda array: array[:-1]),
    "an end of a tie outside": _changed("tie.source", lambda array: array + 5),
    "a tie of a row outside": _changed("layer.kin.values", lambda array: array + 2),
    "a code outside": _changed("column.comune", lambda array: array + 9),
    "a kind outside": _changed("kind", lambda array: array + 99),
    "rows that run backwards": lambda file: _resealed(file, _reversed_rows),
    "too few list entries": _changed("ragged.offers.values", lambda array: array[:-1]),
    "too few ties of rows": _changed("layer.kin.values", lambda array: array[:-1]),
    "a row too few": _changed("layer.kin.begin", lambda array: array[1:]),
    "ids too short": _changed("tie_ids", lambda array: array[:, :8].copy()),
    "another type": _changed("tie.strength", lambda array: array.astype(np.float64)),
    "a single value": _changed("kind", lambda _: np.zeros((1, 1), np.uint8)),
    "codes told twice": _reworded(lambda about: {**about, "codes": about["codes"] * 2}),
    "nothing about it": _reworded(lambda about: []),
    "a word about it": _reworded(lambda about: "test"),
    "no codes": _reworded(lambda about: {**about, "codes": None}),
    "codes that are numbers": _reworded(lambda about: {**about, "codes": [1, 2]}),
    "other levels": _reworded(lambda about: {**about, "levels": {}}),
    "other kinds": _reworded(lambda about: {**about, "kinds": about["kinds"][::-1]}),
    "another commit": _reworded(lambda about: {**about, "commit": 2}),
    "another state": _reworded(lambda about: {**about, "state": "another history"}),
}


@pytest.mark.parametrize("harm", CACHE_HARMS)
def test_a_cache_that_does_not_fit_its_declaration_is_no_snapshot(tmp_path: Path, harm: str) -> None:
    file = save_snapshot(village().snapshot(), tmp_path)
    assert taken(tmp_path) is not None
    CACHE_HARMS[harm](file)
    assert taken(tmp_path) is None


@pytest.mark.parametrize(
    ("harm", "control", "blind"),
    [
        ("too few ties", "_is_whole", lambda _: True),
        ("an end of a tie outside", "_points_inside", lambda _: True),
    ],
)
def test_sabotage_without_its_check_a_wrong_array_would_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str, control: str, blind: Callable[[Any], Any]
) -> None:
    CACHE_HARMS[harm](save_snapshot(village().snapshot(), tmp_path))
    monkeypatch.setattr(snapshot_cache, control, blind)
    assert taken(tmp_path) is not None


def test_sabotage_without_its_check_another_type_would_be_taken(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    CACHE_HARMS["another type"](save_snapshot(village().snapshot(), tmp_path))
    monkeypatch.setattr(sealed.Sealed, "forms", property(lambda _: layout(SCHEMA).forms))
    assert taken(tmp_path) is not None


def _modes(cache: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in (cache.parent, cache, *cache.glob("*"))}


@pytest.fixture
def free_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_only_the_owner_may_look_into_any_folder_of_the_cache(tmp_path: Path, free_umask: None) -> None:
    file = save_snapshot(village().snapshot(), tmp_path / "made" / "cache")
    assert _modes(tmp_path / "made" / "cache") == {0o700}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_sabotage_folders_made_plainly_would_be_open_to_others(
    tmp_path: Path, free_umask: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_cache, "_make_private", lambda folder: folder.mkdir(parents=True))
    save_snapshot(village().snapshot(), tmp_path / "made" / "cache")
    assert _modes(tmp_path / "made" / "cache") != {0o700}


def test_a_store_folder_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / "test").mkdir()
    (tmp_path / "test").chmod(0o755)
    save_snapshot(village().snapshot(), tmp_path)
    assert stat.S_IMODE((tmp_path / "test").stat().st_mode) == 0o700


def test_a_failed_write_leaves_the_former_cache(tmp_path, monkeypatch) -> None:
    former = save_snapshot(village().snapshot(1), tmp_path)

    def full_disk(*_args, **_kwargs):
        raise OSError("no space")

    monkeypatch.setattr(snapshot_cache, "seal", full_disk)
    with pytest.raises(OSError, match="no space"):
        save_snapshot(village().snapshot(2), tmp_path)
    assert list((tmp_path / "test").iterdir()) == [former]


def killed_while_writing(cache: Path) -> None:
    """Let a process be killed before its file gets its name."""
    act = """
import os, sys
from pathlib import Path
from graph.snapshot import cache, save_snapshot
from tests.graph.test_snapshot import village
cache.os.replace = lambda *_: os.kill(os.getpid(), 9)
save_snapshot(village().snapshot(), Path(sys.argv[1]))
"""
    assert subprocess.run([sys.executable, "-c", act, str(cache)], check=False).returncode == -9


def test_what_a_killed_process_left_is_removed_by_the_next_one(tmp_path) -> None:
    killed_while_writing(tmp_path)
    (remnant,) = (tmp_path / "test").iterdir()
    assert remnant.name.startswith(".new-")
    newest = save_snapshot(village().snapshot(), tmp_path)
    assert list((tmp_path / "test").iterdir()) == [newest]


def test_what_another_process_is_writing_is_left_alone(tmp_path) -> None:
    (tmp_path / "test").mkdir()
    with snapshot_cache._unfinished(tmp_path / "test") as (_, other):
        newest = save_snapshot(village().snapshot(), tmp_path, alone=True)
        assert set((tmp_path / "test").iterdir()) == {newest, other}
    assert list((tmp_path / "test").iterdir()) == [newest]


def test_sabotage_without_its_lock_what_is_being_written_would_be_removed(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test").mkdir()
    monkeypatch.setattr(snapshot_cache.fcntl, "flock", lambda *_: None)
    with snapshot_cache._unfinished(tmp_path / "test") as (_, other):
        save_snapshot(village().snapshot(), tmp_path)
        assert not other.exists()


def test_folders_of_a_former_version_are_removed(tmp_path) -> None:
    for name in ("0-0123456789abcdef", ".new-abc"):
        (tmp_path / "test" / name).mkdir(parents=True)
        (tmp_path / "test" / name / "ids.npy").touch()
    newest = save_snapshot(village().snapshot(), tmp_path)
    assert list((tmp_path / "test").iterdir()) == [newest]


def test_of_copies_that_went_different_ways_only_the_newest_few_are_kept(tmp_path) -> None:
    files = []
    for number in range(7):
        files.append(save_snapshot(replace(village().snapshot(), state=str(number)), tmp_path))
        os.utime(files[-1], (number, number))
    newest = save_snapshot(village().snapshot(), tmp_path)
    assert set((tmp_path / "test").iterdir()) == {newest, *files[-snapshot_cache.KEPT + 1 :]}


def test_a_cache_is_dropped_whole(tmp_path) -> None:
    drop_cached(tmp_path, "test")
    save_snapshot(village().snapshot(), tmp_path)
    drop_cached(tmp_path, "test")
    assert list((tmp_path / "test").iterdir()) == []


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_snapshot_keeps_one_file_open_however_many_arrays_it_has(tmp_path, all_large: None) -> None:
    world = village()
    save_snapshot(world.snapshot(), tmp_path)
    before = open_files()
    cached = taken(tmp_path)
    assert cached is not None
    assert open_files() == before + 1
    built = world.snapshot()
    assert open_files() == before + 2
    assert same(cached, built)
    del cached, built
    assert open_files() == before


def test_a_reader_keeps_its_pages_when_the_file_is_replaced(tmp_path, all_large: None) -> None:
    save_snapshot(village().snapshot(), tmp_path)
    reader = taken(tmp_path)
    assert reader is not None
    save_snapshot(village().snapshot(2), tmp_path)
    assert same(reader, village().snapshot())


def _words_on_disk(folder) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_cache_holds_nothing_personal(tmp_path) -> None:
    save_snapshot(village().snapshot(), tmp_path)
    written = _words_on_disk(tmp_path)
    assert b"doposcuola" in written
    for canary in (b"Famiglia di prova", b"Persona di prova", b"nota riservata", b"0372-000000", b"Circolo"):
        assert canary not in written


def test_sabotage_a_name_among_the_codes_would_be_seen_on_disk(tmp_path) -> None:
    world = village()
    rows = [(bytes(16), "association", {"offers": ["Persona di prova"]})]
    snapshot = build_snapshot(schema=world.schema, commit=1, store="test", nodes=rows, ties=TieRows.empty())
    save_snapshot(snapshot, tmp_path)
    assert b"Persona di prova" in _words_on_disk(tmp_path)
