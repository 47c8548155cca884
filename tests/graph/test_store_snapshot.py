"""The snapshot of the embedded store and its cache. All data synthetic."""

import gc
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from graph import snapshot as snapshots
from graph.errors import StoreDamaged
from graph.kinds import Association, Family, Firm, InclusionPact, NoContact, Person
from graph.snapshot import Snapshot, same
from graph.store import (
    Create,
    Delete,
    GraphStore,
    Remember,
    Update,
    batches,
    create_store,
    following,
    load_store,
    open_store,
    restore,
)
from graph.store.embedded import snapshotting
from graph.store.following import Held
from tests.factory import World
from tests.graph.embedded_store import reopened, tampered
from tests.graph.store_contract import CLERK, NOBODY, fill, household
from tests.graph.store_drawing import IDS, answer, operations
from tests.memory_store import MemoryStore

CANARIES = ("Zanzibarina", "0372-987654", "nota riservatissima", "via Segreta", "codicefiscale", "posta@prova")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def personal(store: GraphStore) -> None:
    """Fill a store with texts that must not be found elsewhere."""
    name, phone, note, address, tax_code, email = CANARIES
    world = World()
    person = world.add(Person, name, phone=phone, note=note, address=address, tax_code=tax_code, email=email)
    world.add(Family, f"Famiglia {name}", note=note)
    club = world.add(Association, f"Circolo {name}", comune="019036", note=note, phone=phone)
    world.add(InclusionPact, f"Patto {name}", goals=note, party_commitments=note)
    world.tie(NoContact, person, club, reason=note)
    fill(store, world)


def leaked(cache: Path) -> list[str]:
    content = b"\n".join(file.read_bytes() for file in sorted(cache.rglob("*")) if file.is_file())
    assert content
    return [text for text in CANARIES if text.encode() in content or text.encode("utf-32-le") in content]


def test_the_cache_holds_no_personal_text(store: GraphStore, cache: Path) -> None:
    personal(store)
    store.snapshot(cache)
    assert leaked(cache) == []


@pytest.mark.parametrize("canary", CANARIES)
def test_a_personal_text_in_the_cache_would_be_noticed(
    store: GraphStore, cache: Path, canary: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = snapshotting.node_rows
    monkeypatch.setattr(
        snapshotting,
        "node_rows",
        lambda *args: ((id, kind, {**data, "offers": [canary]}) for id, kind, data in rows(*args)),
    )
    personal(store)
    store.snapshot(cache)
    assert leaked(cache) == [canary]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The commits at which a snapshot is built from the tables."""
    commits: list[int] = []
    build = snapshotting.build_snapshot

    def counting(**given: Any) -> Snapshot:
        commits.append(given["commit"])
        return build(**given)

    monkeypatch.setattr(snapshotting, "build_snapshot", counting)
    return commits


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The commits at which the cache is written."""
    commits: list[int] = []
    save = following.save_snapshot

    def counting(snapshot: Snapshot, folder: Path, *, alone: bool) -> Path:
        commits.append(snapshot.commit)
        return save(snapshot, folder, alone=alone)

    monkeypatch.setattr(following, "save_snapshot", counting)
    return commits


def anew(store: GraphStore) -> Snapshot:
    """What the tables hold, whatever was given before."""
    store._snapshots.forget()
    return store.snapshot()


def test_the_last_snapshot_answers_until_the_next_commit(store: GraphStore, built: list[int]) -> None:
    fill(store, household()[0])
    first = store.snapshot()
    assert store.snapshot() is first
    store.apply([Remember("demo", "true")], CLERK)
    assert store.snapshot().commit == 2
    assert built == [1]


def test_a_write_by_another_is_brought_into_the_last_snapshot(store: GraphStore, path: Path, built: list[int]) -> None:
    world, person, _ = household()
    fill(store, world)
    first = store.snapshot()
    other = reopened(path)
    other.apply([Update(world.nodes[person].model_copy(update={"comune": "019001"}))], CLERK)
    other.close()
    later = store.snapshot()
    assert built == [1]
    assert later is not first
    assert same(later, anew(store))


def test_a_store_opened_again_begins_with_the_cache(
    store: GraphStore, path: Path, cache: Path, built: list[int], written: list[int]
) -> None:
    world, person, _ = household()
    fill(store, world)
    store.snapshot(cache)
    store.apply([Update(world.nodes[person].model_copy(update={"comune": "019001"}))], CLERK)
    store.close()
    store = reopened(path)
    assert same(store.snapshot(cache), anew(store))
    assert (built, written) == ([1, 2], [1])
    store.close()


def test_the_cache_is_written_anew_once_enough_has_changed(
    store: GraphStore, cache: Path, written: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "FEW", 2)
    world, person, _ = household()
    fill(store, world)
    for number in range(5):
        store.snapshot(cache)
        store.apply([Update(world.nodes[person].model_copy(update={"birth_year": 1981 + number % 2}))], CLERK)
    store.snapshot(cache)
    assert written == [1, 4]


def test_where_too_much_has_changed_the_tables_are_read_again(
    store: GraphStore, built: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "FEW", 0)
    fill(store, household()[0])
    store.snapshot()
    extra = World(seed=2)
    extra.add(Firm, "Officina")
    extra.add(Firm, "Panificio")
    fill(store, extra)
    assert same(store.snapshot(), anew(store))
    assert built == [1, 2, 2]


def test_a_history_that_no_longer_tells_a_change_is_not_followed(
    store: GraphStore, path: Path, built: list[int]
) -> None:
    world, person, _ = household()
    fill(store, world)
    store.snapshot()
    store.apply([Update(world.nodes[person].model_copy(update={"comune": "019001"}))], CLERK)
    tampered(path, "UPDATE change SET before = NULL, after = NULL, salt = NULL WHERE number = 2")
    assert same(store.snapshot(), anew(store))
    assert built == [1, 2, 2]


def test_a_loaded_store_is_read_whole_and_then_followed(path: Path, built: list[int]) -> None:
    world, person, _ = household()
    url = f"sqlite:///{path.with_name('caricato.db')}"
    load_store(url, batches([*world.nodes.values(), *world.ties.values()]), author=CLERK)
    store = open_store(url)
    store.snapshot()
    store.apply([Delete(person)], CLERK)
    assert same(store.snapshot(), anew(store))
    assert built == [1, 2]
    store.close()


def test_the_change_that_stands_for_a_load_is_no_change_to_follow(path: Path, built: list[int]) -> None:
    world, *_ = household()
    url = f"sqlite:///{path.with_name('caricato.db')}"
    load_store(url, batches([*world.nodes.values(), *world.ties.values()]), author=CLERK)
    store = open_store(url)
    none = replace(store.snapshot(), commit=0, state=bytes(32).hex())
    store._snapshots._held = Held(none)
    assert same(store.snapshot(), anew(store))
    assert built == [1, 1, 1]
    store.close()


def test_a_file_exchanged_for_its_copy_is_not_followed(twins: list[GraphStore], built: list[int]) -> None:
    mine, copy = twins
    copy._snapshots._held = Held(mine.snapshot())
    assert same(copy.snapshot(), anew(copy))
    assert built == [2, 2, 2]


def test_threads_that_ask_at_once_get_one_snapshot(store: GraphStore, built: list[int]) -> None:
    fill(store, household()[0])
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: store.snapshot(), range(8)))
    assert len({id(snapshot) for snapshot in found}) == 1
    assert built == [1]


def test_a_closed_store_keeps_no_snapshot(store: GraphStore) -> None:
    fill(store, household()[0])
    kept = weakref.ref(store.snapshot())
    store.close()
    gc.collect()
    assert kept() is None


def test_a_record_that_cannot_be_read_is_damage(store: GraphStore, path: Path) -> None:
    fill(store, household()[0])
    tampered(path, "UPDATE node SET data = '{' WHERE key = 1")
    with pytest.raises(StoreDamaged):
        store.snapshot()


class Following(RuleBasedStateMachine):
    """One store that is written to and asked for snapshots, now and then closed and opened, beside the oracle."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "archivio.db"
        self.oracle = MemoryStore()
        self.store = create_store(f"sqlite:///{self.path}")

    @rule(data=st.data(), batches=st.integers(1, 4))
    def write(self, data: st.DataObject, batches: int) -> None:
        for _ in range(batches):
            batch = data.draw(st.lists(operations(self.oracle.get(IDS)), min_size=1, max_size=3))
            assert answer(lambda: self.store.apply(batch, CLERK)) == answer(lambda: self.oracle.apply(batch, CLERK))  # noqa: B023

    @rule(back=st.integers(0, 3))
    def undo(self, back: int) -> None:
        number = self.oracle.commit - back
        assert answer(lambda: self.store.undo(number, CLERK)) == answer(lambda: self.oracle.undo(number, CLERK))

    @rule(cached=st.booleans())
    def look(self, cached: bool) -> None:
        found = self.store.snapshot(self.folder / "cache" if cached else None)
        assert same(found, self.oracle.snapshot())

    @rule()
    def begin_again(self) -> None:
        self.store.close()
        self.store = reopened(self.path)

    def teardown(self) -> None:
        self.look(cached=True)
        self.store.close()
        shutil.rmtree(self.folder)


TestFollowing = Following.TestCase
TestFollowing.settings = settings(max_examples=max(30, settings.default.max_examples // 4), stateful_step_count=20)


def test_two_stores_share_a_cache_without_mixing(store: GraphStore, cache: Path, tmp_path: Path) -> None:
    fill(store, household()[0])
    other = create_store(f"sqlite:///{tmp_path}/altro.db")
    other.apply([Create(Firm(id="00000000-0000-7000-8000-000000000000", name="Officina"))], CLERK)
    assert (len(store.snapshot(cache)), len(other.snapshot(cache)), len(store.snapshot(cache))) == (3, 1, 3)
    other.close()


@pytest.mark.parametrize("harm", ["DELETE FROM store", "UPDATE store SET value = '../altrove' WHERE key = 'identity'"])
def test_a_store_that_lost_its_identity_writes_no_cache(store: GraphStore, path: Path, cache: Path, harm: str) -> None:
    fill(store, household()[0])
    store.close()
    tampered(path, harm)
    store = reopened(path)
    assert len(store.snapshot(cache)) == 3
    store.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.fixture(params=["restored", "copied"])
def twins(store: GraphStore, path: Path, request: pytest.FixtureRequest) -> Iterator[list[GraphStore]]:
    """A store and its copy, at the same commit with different content: a forbidden contact in the copy only."""
    world, person, family = household()
    fill(store, world)
    store.backup(path.with_name("copia"))
    store.close()
    twin = path.with_name("gemello.db")
    if request.param == "restored":
        restore(path.with_name("copia"), f"sqlite:///{twin}")
    else:
        shutil.copy(path, twin)
    both = [reopened(path), reopened(twin)]
    both[0].apply([Remember("demo", "true")], CLERK)
    both[1].apply([Create(NoContact(id=NOBODY, source=person, target=family))], CLERK)
    assert both[0].commit == both[1].commit
    yield both
    for one in both:
        one.close()


def own_answers(stores: Sequence[GraphStore], cache: Path) -> list[bool]:
    """Whether each store, just opened, gets through the cache what it holds itself."""
    for one in stores:
        one._snapshots.forget()
    return [same(one.snapshot(cache), anew(one)) for one in stores]


@pytest.mark.parametrize("order", [1, -1])
def test_a_store_and_its_copy_share_a_cache_without_mixing(twins: list[GraphStore], cache: Path, order: int) -> None:
    stores = twins[::order]
    assert own_answers(stores, cache) == own_answers(stores, cache) == [True, True]


def test_a_cache_that_did_not_ask_for_the_history_would_mix_them(
    twins: list[GraphStore], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshotting, "state", lambda _: "blind")
    monkeypatch.setattr(snapshotting, "state_at", lambda *_: "blind")
    assert own_answers(twins, cache) == [True, False]


def kept_files(cache: Path) -> list[Path]:
    return [file for file in cache.rglob("*") if file.is_file()]


def flipped_byte(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1 :]


BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(b"garbage" * 999),
    "missing": lambda file: file.unlink(),
    "cut off": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "one byte of its beginning": lambda file: file.write_bytes(flipped_byte(file.read_bytes(), 99)),
    "never reached the disk": lambda file: file.write_bytes(bytes(file.stat().st_size)),
}


@pytest.mark.parametrize("damage", BROKEN)
def test_a_broken_cache_is_built_again(
    store: GraphStore, cache: Path, damage: str, built: list[int], written: list[int]
) -> None:
    fill(store, household()[0])
    first = store.snapshot(cache)
    (file,) = kept_files(cache)
    BROKEN[damage](file)
    for _ in range(2):
        store._snapshots.forget()
        assert same(store.snapshot(cache), first)
    assert (built, written) == ([1, 1], [1, 1])


def test_an_empty_snapshot_is_a_snapshot(store: GraphStore, cache: Path, built: list[int]) -> None:
    assert len(store.snapshot(cache)) == 0
    store.snapshot()
    store._snapshots.forget()
    store.snapshot(cache)
    assert built == [0]


def misfit(*_: object, **__: object) -> Snapshot:
    raise ValueError("does not fit")


def test_what_cannot_be_followed_is_read_anew_and_the_cache_with_it(
    store: GraphStore, cache: Path, built: list[int], written: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, person, _ = household()
    fill(store, world)
    store.snapshot(cache)
    store.apply([Update(world.nodes[person].model_copy(update={"comune": "019001"}))], CLERK)
    monkeypatch.setattr(following, "refreshed", misfit)
    assert same(store.snapshot(cache), anew(store))
    assert (built, written) == ([1, 2, 2], [1, 2])


def test_a_cache_that_ends_in_an_error_is_no_damage_of_the_store(
    store: GraphStore, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, household()[0])
    store.snapshot(cache)
    store._snapshots.forget()
    monkeypatch.setattr(following, "load_snapshot", misfit)
    assert same(store.snapshot(cache), anew(store))


@pytest.mark.parametrize("error", [OSError(28, "no space"), PermissionError(13, "read-only")])
def test_a_cache_that_cannot_be_written_is_no_failure(
    store: GraphStore, cache: Path, error: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(following, "save_snapshot", fail)
    fill(store, household()[0])
    assert len(store.snapshot(cache)) == 3
    in_the_way = cache.with_name("file")
    in_the_way.write_text("", "utf-8")
    monkeypatch.undo()
    store._snapshots.forget()
    assert len(store.snapshot(in_the_way)) == 3


def test_columns_left_at_their_default_are_known(store: GraphStore) -> None:
    world = World()
    person = world.add(Person, birth_year=1980, introduces_since=date(2026, 1, 1))
    fill(store, world)
    snapshot = store.snapshot()
    assert snapshot.columns["introductions_per_month"][snapshot.index(person)] == 2


def test_a_record_rewritten_keeps_its_place(store: GraphStore) -> None:
    world, person, _ = household()
    fill(store, world)
    store.apply([Update(world.nodes[person].model_copy(update={"comune": "019001"}))], CLERK)
    snapshot = store.snapshot()
    assert snapshot.codes[snapshot.columns["comune"][snapshot.index(person)]] == "019001"
    assert snapshots.day(date(2020, 1, 1)) in snapshot.ties.valid_from
