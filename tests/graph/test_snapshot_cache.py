"""The snapshot on disk: given back as it was, or not at all. All data synthetic."""

import json
import mmap
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from graph.kinds import SCHEMA, Firm
from graph.snapshot import (
    TieRows,
    build_snapshot,
    cached_commits,
    load_snapshot,
    refreshed,
    same,
    save_snapshot,
)
from graph.snapshot import cache as snapshot_cache
from graph.snapshot import growing as growing_arrays
from graph.snapshot.layout import layout
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
    assert isinstance(_owner(again.kind), mmap.mmap)
    assert (again.codes, again.levels, again.tie_layers) == (snapshot.codes, snapshot.levels, snapshot.tie_layers)


def _owner(array: Any) -> Any:
    """What the memory of an array belongs to."""
    while isinstance(array, np.ndarray):
        array = array.base
    return array


def test_what_is_changed_in_a_mapped_snapshot_changes_no_file(tmp_path, all_large: None) -> None:
    world = village()
    folder = save_snapshot(world.snapshot(), tmp_path)
    written = {file.name: file.read_bytes() for file in folder.iterdir()}
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
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == written
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
    for commit in (9, 10):
        (tmp_path / "test" / f"{commit}-0123").mkdir(parents=True)
    (tmp_path / "test" / ".new-1").mkdir()
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
    folder = save_snapshot(village().snapshot(), tmp_path)
    folder.rename(folder.with_name(snapshot_cache._name(1, "another history", SCHEMA.fingerprint)))
    assert load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=1, state="another history") is None


def test_a_newer_commit_replaces_the_older_one_on_disk(tmp_path) -> None:
    for commit in (1, 2):
        newest = save_snapshot(village().snapshot(commit), tmp_path)
    assert list((tmp_path / "test").iterdir()) == [newest]


@pytest.mark.parametrize("harm", ["truncate", "remove", "garbage"])
def test_a_damaged_cache_is_no_snapshot_rather_than_a_wrong_one(tmp_path, harm: str) -> None:
    folder = save_snapshot(village().snapshot(), tmp_path)
    victim = folder / "tie.source.npy"
    match harm:
        case "truncate":
            victim.write_bytes(victim.read_bytes()[:132])
        case "remove":
            victim.unlink()
        case _:
            (folder / "about.json").write_text("{")
    assert load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=1) is None


def _resaved(folder: Path, name: str, change: Callable[[Any], Any]) -> None:
    array = np.load(folder / f"{name}.npy")
    np.save(folder / f"{name}.npy", change(array))


def _reworded(folder: Path, change: Callable[[Any], Any]) -> None:
    about = folder / "about.json"
    about.write_text(json.dumps(change(json.loads(about.read_text("utf-8")))), "utf-8")


CACHE_HARMS: dict[str, Callable[[Path], object]] = {
    "a column is missing": lambda folder: (folder / "column.min_age.npy").unlink(),
    "a list is missing": lambda folder: (folder / "ragged.offers.values.npy").unlink(),
    "a layer is missing": lambda folder: [file.unlink() for file in folder.glob("layer.kin.*")],
    "a column too many": lambda folder: np.save(folder / "column.phone.npy", np.zeros(5, np.int8)),
    "too many nodes": lambda folder: np.save(folder / "kind.npy", np.zeros(99, np.uint8)),
    "too few ties": lambda folder: _resaved(folder, "tie.source", lambda array: array[:-1]),
    "an end of a tie outside": lambda folder: _resaved(folder, "tie.source", lambda array: array + 5),
    "a tie of a row outside": lambda folder: _resaved(folder, "layer.kin.values", lambda array: array + 2),
    "a code outside": lambda folder: _resaved(folder, "column.comune", lambda array: array + 9),
    "a kind outside": lambda folder: _resaved(folder, "kind", lambda array: array + 99),
    "rows that run backwards": lambda folder: [
        _resaved(folder, f"layer.kin.{side}", lambda array: array[::-1]) for side in ("begin", "end")
    ],
    "too few list entries": lambda folder: _resaved(folder, "ragged.offers.values", lambda array: array[:-1]),
    "too few ties of rows": lambda folder: _resaved(folder, "layer.kin.values", lambda array: array[:-1]),
    "a row too few": lambda folder: _resaved(folder, "layer.kin.begin", lambda array: array[1:]),
    "codes told twice": lambda folder: _reworded(folder, lambda about: {**about, "codes": about["codes"] * 2}),
    "ids too short": lambda folder: _resaved(folder, "tie_ids", lambda array: array[:, :8]),
    "another type": lambda folder: _resaved(folder, "tie.strength", lambda array: array.astype(np.float64)),
    "a single value": lambda folder: np.save(folder / "kind.npy", np.uint8(1)),
    "no header": lambda folder: (folder / "kind.npy").write_bytes(b""),
    "a header cut open": lambda folder: (folder / "kind.npy").write_bytes(
        (folder / "kind.npy").read_bytes().replace(b"}", b"(")
    ),
    "nothing about it": lambda folder: _reworded(folder, lambda about: []),
    "a word about it": lambda folder: _reworded(folder, lambda about: "test"),
    "no codes": lambda folder: _reworded(folder, lambda about: {**about, "codes": None}),
    "codes that are numbers": lambda folder: _reworded(folder, lambda about: {**about, "codes": [1, 2]}),
    "other levels": lambda folder: _reworded(folder, lambda about: {**about, "levels": {}}),
    "other kinds": lambda folder: _reworded(folder, lambda about: {**about, "kinds": about["kinds"][::-1]}),
    "another commit": lambda folder: _reworded(folder, lambda about: {**about, "commit": 2}),
    "another state": lambda folder: _reworded(folder, lambda about: {**about, "state": "another history"}),
}


@pytest.mark.parametrize("harm", CACHE_HARMS)
def test_a_cache_that_does_not_fit_its_declaration_is_no_snapshot(tmp_path: Path, harm: str) -> None:
    folder = save_snapshot(village().snapshot(), tmp_path)
    assert load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=1) is not None
    CACHE_HARMS[harm](folder)
    assert load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=1) is None


@pytest.mark.parametrize(
    ("harm", "control", "blind"),
    [
        ("another type", "_forms", lambda _: layout(SCHEMA).forms),
        ("too few ties", "_is_whole", lambda _: True),
        ("an end of a tie outside", "_points_inside", lambda _: True),
    ],
)
def test_sabotage_without_its_check_a_wrong_array_would_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str, control: str, blind: Callable[[Any], Any]
) -> None:
    CACHE_HARMS[harm](save_snapshot(village().snapshot(), tmp_path))
    monkeypatch.setattr(snapshot_cache, control, blind)
    assert load_snapshot(tmp_path, schema=SCHEMA, store="test", commit=1) is not None


def _modes(cache: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in (cache.parent, cache, *cache.glob("*"), *cache.glob("*/*"))}


@pytest.fixture
def free_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_only_the_owner_may_look_into_any_folder_of_the_cache(tmp_path: Path, free_umask: None) -> None:
    save_snapshot(village().snapshot(), tmp_path / "made" / "cache")
    assert _modes(tmp_path / "made" / "cache") == {0o700}


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

    monkeypatch.setattr(snapshot_cache.np, "save", full_disk)
    with pytest.raises(OSError, match="no space"):
        save_snapshot(village().snapshot(2), tmp_path)
    assert list((tmp_path / "test").iterdir()) == [former]


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
