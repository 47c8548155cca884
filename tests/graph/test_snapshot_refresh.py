"""A snapshot brought up to date equals one built anew, shares what did not change, and leaves the former as it was.

All data synthetic.
"""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kinds import Association, Friendship, Membership, Person, Record
from graph.snapshot import Changes, Snapshot, canonical, day, refreshed, same, space
from graph.snapshot import growing as growing_arrays
from graph.snapshot.growing import Growing
from graph.snapshot.rows import Rows
from graph.store import Author
from tests.factory import World, snapshot_of
from tests.graph.store_drawing import IDS, NODE_IDS, answer, operations
from tests.graph.test_snapshot import village
from tests.memory_store import MemoryStore

AUTHOR = Author("operatore", datetime(2026, 1, 1, tzinfo=UTC))
LATER = [f"ffffffff-0000-7000-8000-{number:012x}" for number in range(9)]


def told(*records: Record) -> dict[bytes, dict[str, Any] | None]:
    return {UUID(record.id).bytes: record.model_dump(mode="json") for record in records}


def gone(*ids: str) -> dict[bytes, None]:
    return {UUID(id).bytes: None for id in ids}


def after(snapshot: Snapshot, changes: Changes, commit: int = 2) -> Snapshot:
    later = refreshed(snapshot, changes, commit=commit)
    assert later is not None
    return later


def copied(snapshot: Snapshot) -> dict[str, Any]:
    return {name: array.copy() for name, array in snapshot.arrays().items()}


def assert_unchanged(snapshot: Snapshot, former: dict[str, Any]) -> None:
    for name, array in snapshot.arrays().items():
        np.testing.assert_array_equal(array, former[name], err_msg=name)


def untouched(former: Snapshot, later: Snapshot) -> set[str]:
    """The arrays that both snapshots have in the same place, empty ones apart."""
    left, right = former.arrays(), later.arrays()
    return {name for name in left if left[name].size and np.shares_memory(left[name], right[name])}


def new_tie(world: World, number: int = 0, **fields: Any) -> Friendship:
    people = [id for id, node in world.nodes.items() if node.kind == "person"]
    return Friendship(id=LATER[number], source=people[0], target=people[1], synthetic=True, **fields)


@pytest.fixture
def world() -> World:
    made = village()
    made.add(Person, "Persona di prova", comune="019002", birth_year=1980)
    return made


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_a_refresh_equals_a_rebuild(data: st.DataObject) -> None:
    with patch.object(growing_arrays, "LARGE", data.draw(st.sampled_from([0, growing_arrays.LARGE]))):
        refreshes_equal_rebuilds(data)


def refreshes_equal_rebuilds(data: st.DataObject) -> None:
    store = MemoryStore()
    snapshot = store.snapshot()
    for _ in range(data.draw(st.integers(1, 6))):
        before = store.commit
        for _ in range(data.draw(st.integers(1, 8))):
            if data.draw(st.integers(0, 5)):
                batch = data.draw(st.lists(operations(store.get(IDS)), min_size=1, max_size=3))
                answer(lambda batch=batch: store.apply(batch, AUTHOR))
            elif store.commit:
                back = data.draw(st.integers(1, store.commit))
                answer(lambda back=back: store.undo(back, AUTHOR))
        left = {UUID(change.id).bytes: change.after for change in store.changes(before)}
        changes = {id: record and record.model_dump(mode="json") for id, record in left.items()}
        former, content = snapshot, copied(snapshot)
        snapshot = after(snapshot, changes, store.commit)
        assert same(snapshot, store.snapshot())
        assert_unchanged(former, content)


def test_the_property_would_notice_ties_that_do_not_reach_their_rows(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    former, tie = world.snapshot(), new_tie(world)
    world.ties[tie.id] = tie
    assert same(after(former, told(tie)), world.snapshot(2))
    monkeypatch.setattr("graph.snapshot.draft.Draft.grow_rows", lambda *_: None)
    assert not same(after(former, told(tie)), world.snapshot(2))


def test_a_new_tie_shares_every_column_and_every_other_layer(world: World) -> None:
    former = world.snapshot()
    later = after(former, told(new_tie(world)))
    own = {f"layer.social.{part}" for part in ("begin", "end", "values")}
    assert untouched(former, later) >= {name for name, array in former.arrays().items() if array.size} - own
    assert len(later.ties.kind) == len(former.ties.kind) + 1


def test_a_changed_value_copies_its_column_only(world: World) -> None:
    former = world.snapshot()
    tie = next(tie for tie in world.ties.values() if tie.kind == "household_membership")
    later = after(former, told(tie.model_copy(update={"valid_to": date(2026, 5, 1)})))
    everything = {name for name, array in former.arrays().items() if array.size}
    assert untouched(former, later) == everything - {"tie.valid_to"}
    assert later.ties.valid_to.max() == day(date(2026, 5, 1))


def test_nothing_changed_is_everything_shared(world: World) -> None:
    former = world.snapshot()
    later = after(former, {})
    assert later.commit == 2
    assert all(array is later.arrays()[name] for name, array in former.arrays().items())


def test_after_a_refresh_the_former_snapshot_is_as_it_was(world: World) -> None:
    former = world.snapshot()
    content = copied(former)
    club = next(id for id, node in world.nodes.items() if node.kind == "association")
    tie = new_tie(world)
    changed = world.nodes[club].model_copy(update={"offers": ("compagnia", "doposcuola"), "capacity": 7})
    later = after(after(former, told(tie, changed)), gone(tie.id), 3)
    assert_unchanged(former, content)
    with pytest.raises(ValueError, match="read-only"):
        later.ties.kind[0] = 1


def test_two_children_of_one_parent_do_not_see_each_other(world: World) -> None:
    parent = world.snapshot()
    ties = [new_tie(world, number, strength=strength) for number, strength in enumerate(("weak", "very_strong"))]
    children = [after(parent, told(tie)) for tie in ties]
    assert [child.tie_id(len(child.tie_ids) - 1) for child in children] == [tie.id for tie in ties]
    assert [float(child.ties.strength[-1]) for child in children] == pytest.approx([0.25, 0.95])


def families(world: World, children: int, length: int) -> list[Snapshot]:
    """Lines of descent from one parent, each grown by its own thread, a tie a generation."""
    parent, grown, start = world.snapshot(), {}, threading.Barrier(children)

    def grow(number: int) -> None:
        snapshot = parent
        start.wait()
        for generation in range(length):
            tie = new_tie(world).model_copy(update={"id": f"ffffffff-0000-7000-{number:04x}-{generation:012x}"})
            snapshot = after(snapshot, told(tie), generation)
        grown[number] = snapshot

    threads = [threading.Thread(target=grow, args=(number,)) for number in range(children)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [grown[number] for number in range(children)]


def of_its_own(families: list[Snapshot], length: int) -> bool:
    """Whether every line holds its own ties and no other's."""
    wanted = [[f"ffffffff-0000-7000-{number:04x}-{at:012x}" for at in range(length)] for number in range(len(families))]
    return [[line.tie_id(at) for at in range(len(line.tie_ids))][-length:] for line in families] == wanted


def test_threads_that_grow_one_parent_do_not_see_each_other(world: World) -> None:
    assert of_its_own(families(world, 4, 40), 40)


def test_sabotage_without_claims_children_of_one_parent_would_write_over_each_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing_arrays._Tip, "claim", lambda *_: True)
    assert not of_its_own(families(world, 4, 40), 40)


def test_rows_are_laid_out_anew_where_their_room_is_used_up(world: World) -> None:
    snapshot = world.snapshot()
    people = [id for id, node in world.nodes.items() if node.kind == "person"]
    rooms = set()
    for generation in range(60):
        tie = Friendship(id=f"ffffffff-0000-7000-8000-{generation:012x}", source=people[0], target=people[1])
        world.ties[tie.id] = tie
        snapshot = after(snapshot, told(tie), generation)
        rooms.add(snapshot.growing["layer.social.values"].full)
    assert len(snapshot.layers["social"].values) < 600  # each generation copies a row: 3660 without a new layout
    assert len(rooms) > 1
    assert same(snapshot, world.snapshot(59))


def test_a_tie_whose_end_is_unknown_is_refused(world: World) -> None:
    lost = new_tie(world).model_copy(update={"target": LATER[8]})
    assert refreshed(world.snapshot(), told(lost), commit=2) is None


def test_a_node_that_goes_without_its_ties_is_refused(world: World) -> None:
    club = next(id for id, node in world.nodes.items() if node.kind == "association")
    assert refreshed(world.snapshot(), gone(club), commit=2) is None


@pytest.mark.parametrize("id", [NODE_IDS[0], LATER[0]])
def test_a_node_may_come_before_all_others_or_after(world: World, id: str) -> None:
    former = world.snapshot()
    club = Association(id=id, name="Circolo", comune="019001", offers=("compagnia",), synthetic=True)
    world.nodes[id] = club
    assert same(after(former, told(club)), world.snapshot(2))


def test_an_id_may_change_from_node_to_tie(world: World) -> None:
    person = next(id for id, node in world.nodes.items() if node.kind == "person")
    club = next(id for id, node in world.nodes.items() if node.kind == "association")
    extra = Association(id=LATER[0], name="Circolo")
    former = snapshot_of([*world.nodes.values(), *world.ties.values(), extra])
    tie = Membership(id=LATER[0], source=person, target=club)
    world.ties[tie.id] = tie
    assert same(after(former, told(tie)), world.snapshot(2))


def test_a_canonical_form_has_only_the_codes_in_use_in_their_order(world: World) -> None:
    club = next(id for id, node in world.nodes.items() if node.kind == "association")
    world.nodes[club] = world.nodes[club].model_copy(update={"offers": ("assistenza", "zucca")})
    later = after(world.snapshot(), told(world.nodes[club].model_copy(update={"offers": ("compagnia",)})))
    assert "zucca" in later.codes
    codes = canonical(later).codes
    assert list(codes) == sorted(codes)
    assert {"zucca", "assistenza"} & set(codes) == set()


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every array lies in a file in memory, however small."""
    monkeypatch.setattr(growing_arrays, "LARGE", 0)


@pytest.mark.parametrize("large", [0, growing_arrays.LARGE])
@given(steps=st.lists(st.tuples(st.integers(-9, 9), st.lists(st.integers(0, 99), max_size=3)), max_size=12))
def test_arrays_grow_and_change_as_lists_do_and_every_version_stays(
    large: int, steps: list[tuple[int, list[int]]]
) -> None:
    """A step counts back to the version that it continues; a negative one changes values instead of adding some."""
    with patch.object(growing_arrays, "LARGE", large):
        versions = [(Growing.roomy(np.arange(5)), list(range(5)))]
        for back, values in steps:
            held, wanted = versions[-1 - abs(back) % len(versions)]
            if back < 0:
                at = np.arange(len(values)) * 2 % len(wanted)
                held, wanted = held.replaced(at, np.array(values, int)), wanted.copy()
                for place, value in zip(at, values, strict=True):
                    wanted[place] = value
            else:
                held, wanted = held.appended(np.array(values, int)), wanted + values
            versions.append((held, wanted))
            assert [held.array.tolist() for held, _ in versions] == [wanted for _, wanted in versions]


def test_many_changes_end_in_a_copy(all_large: None) -> None:
    held = Growing.roomy(np.zeros(500, np.int32))
    for at in range(200):
        held = held.replaced(np.array([at]), np.array([at + 1], np.int32))
        assert len(held._changed) <= 64
    assert held.array.tolist() == [*range(1, 201), *[0] * 300]


def test_files_of_arrays_are_closed_with_them(all_large: None) -> None:
    before = open_files()
    held = Growing.roomy(np.zeros(500, np.int32))
    later = held.replaced(np.array([0]), np.array([1], np.int32)).appended(np.ones(2, np.int32))
    assert open_files() > before
    assert later.array[-1] == 1
    del held, later
    assert open_files() == before


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def mapped_in_memory() -> int:
    return Path("/proc/self/maps").read_text(encoding="utf-8").count("memfd:snapshot")


def test_pages_are_given_back_with_the_last_version_that_looks_at_them(all_large: None) -> None:
    before = mapped_in_memory()
    held = Growing.roomy(np.zeros(500, np.int32))
    view = held.replaced(np.array([0]), np.array([1], np.int32)).array[:2]
    del held
    assert mapped_in_memory() > before
    assert view.tolist() == [1, 0]
    del view
    assert mapped_in_memory() == before


def files_of_many_versions(world: World) -> int:
    """How many more files are open while 50 versions are kept, after each of which all positions have changed."""
    before, versions = open_files(), [world.snapshot()]
    for number in range(25):
        tie = Friendship.model_validate({**new_tie(world).model_dump(), "id": NODE_IDS[0]})
        versions.append(after(versions[-1], told(tie), 2 * number + 2))
        versions.append(after(versions[-1], gone(tie.id), 2 * number + 3))
    assert same(replace(versions[-1], commit=1), world.snapshot())
    return open_files() - before


def test_however_many_versions_are_kept_few_files_are_open(world: World, all_large: None) -> None:
    assert files_of_many_versions(world) <= space.FILES


def test_sabotage_without_their_limit_many_files_would_be_open(
    world: World, all_large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(space, "FILES", 1000)
    assert files_of_many_versions(world) > 32


def test_where_no_more_files_can_be_opened_arrays_are_copied(all_large: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(24, "too many open files")

    held = Growing.roomy(np.zeros(5, np.int32))
    monkeypatch.setattr(growing_arrays.Base, "mapped", refuse)
    later = held.replaced(np.array([0]), np.array([1], np.int32)).appended(np.array([2], np.int32))
    assert later.array.tolist() == [1, 0, 0, 0, 0, 2]


def test_a_system_without_files_in_memory_copies(all_large: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("os.memfd_create")
    held = Growing.roomy(np.zeros(5, np.int32))
    assert held.replaced(np.array([0]), np.array([1], np.int32)).array.tolist() == [1, 0, 0, 0, 0]
    assert not held.array.any()


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), min_size=1, max_size=6))
def test_rows_hold_what_they_are_made_of(lists: list[list[int]]) -> None:
    pairs = [(owner, value) for owner, row in enumerate(lists) for value in row]
    owner, value = (np.array([pair[side] for pair in pairs], np.int32) for side in (0, 1))
    rows = Rows.of_pairs(len(lists), owner, value)
    assert [rows[index].tolist() for index in range(len(rows))] == [sorted(row) for row in lists]
    assert rows.compact
    some = np.arange(0, len(lists), 2)
    assert list(zip(*(part.tolist() for part in rows.pairs(some)), strict=True)) == [
        (place, value) for place, index in enumerate(some) for value in sorted(lists[index])
    ]
