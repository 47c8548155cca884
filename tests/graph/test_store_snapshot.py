"""The snapshot of the embedded store and its cache. All data synthetic."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from graph import snapshot as snapshots
from graph.kinds import Association, Family, Firm, InclusionPact, NoContact, Person
from graph.snapshot import Snapshot
from graph.store import Create, GraphStore, Remember, Update, create_store, restore
from graph.store.embedded import snapshotting
from tests.factory import World
from tests.graph.embedded_store import reopened, tampered
from tests.graph.store_contract import CLERK, NOBODY, fill, household, same_snapshot

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
    rows = snapshotting._nodes
    monkeypatch.setattr(
        snapshotting,
        "_nodes",
        lambda *args: ((id, kind, {**data, "offers": [canary]}) for id, kind, data in rows(*args)),
    )
    personal(store)
    store.snapshot(cache)
    assert leaked(cache) == [canary]


def test_the_cache_answers_until_the_next_commit(
    store: GraphStore, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, household()[0])
    first = store.snapshot(cache)
    built: list[int] = []
    build = snapshotting.build_snapshot

    def counting(**given: object) -> Snapshot:
        built.append(1)
        return build(**given)

    monkeypatch.setattr(snapshotting, "build_snapshot", counting)
    assert same_snapshot(store.snapshot(cache), first)
    assert built == []
    store.apply([Remember("demo", "true")], CLERK)
    assert store.snapshot(cache).commit == 2
    assert built == [1]


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
    """Whether each store gets through the cache what it holds itself."""
    return [same_snapshot(one.snapshot(cache), one.snapshot()) for one in stores]


@pytest.mark.parametrize("order", [1, -1])
def test_a_store_and_its_copy_share_a_cache_without_mixing(twins: list[GraphStore], cache: Path, order: int) -> None:
    stores = twins[::order]
    assert own_answers(stores, cache) == own_answers(stores, cache) == [True, True]


def test_a_cache_that_did_not_ask_for_the_history_would_mix_them(
    twins: list[GraphStore], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshotting, "state", lambda _: "")
    assert own_answers(twins, cache) == [True, False]


@pytest.mark.parametrize("damage", ["empty", "garbage", "missing", "not json"])
def test_a_broken_cache_is_built_again(store: GraphStore, cache: Path, damage: str) -> None:
    fill(store, household()[0])
    first = store.snapshot(cache)
    for file in [file for file in cache.rglob("*") if file.is_file()]:
        if damage == "missing" and file.stem == "ids":
            file.unlink()
        elif damage == "not json" and file.suffix == ".json":
            file.write_text("{", "utf-8")
        elif damage in ("empty", "garbage") and file.suffix == ".npy":
            file.unlink()
            file.write_bytes(b"" if damage == "empty" else b"\x93NUMPY garbage" * 9)
    assert same_snapshot(store.snapshot(cache), first)
    assert same_snapshot(store.snapshot(cache), first)


@pytest.mark.parametrize("error", [OSError(28, "no space"), PermissionError(13, "read-only")])
def test_a_cache_that_cannot_be_written_is_no_failure(
    store: GraphStore, cache: Path, error: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(snapshotting, "save_snapshot", fail)
    fill(store, household()[0])
    assert len(store.snapshot(cache)) == 3
    in_the_way = cache.with_name("file")
    in_the_way.write_text("", "utf-8")
    monkeypatch.undo()
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
