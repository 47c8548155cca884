"""A store is dumped, and made again by itself or by another store: same records, history and identity. Synthetic."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.errors import Conflict, InvalidRecord, StoreDamaged, StoreUnavailable, StoreVersion
from graph.kinds import SCHEMA, Association, HouseholdMembership, Membership, Person, Record, Source
from graph.snapshot import same
from graph.store import (
    Author,
    Create,
    Credentials,
    Delete,
    GraphStore,
    Remember,
    Update,
    batches,
    copy_store,
    create_store,
    load_store,
    open_store,
    restore,
)
from tests.factory import World
from tests.graph.store_contract import CLERK, NOBODY, WIDER, Patronage, Tavern, fill, household, plain

Place = tuple[str, Credentials | None]
"""Where a store can be made, and how one gets in."""


@pytest.fixture(params=["embedded", "neo4j"])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[int], Place]:
    """The first, second ... place where no store is."""

    def place(number: int) -> Place:
        if request.param == "embedded":
            return f"sqlite:///{tmp_path}/{number}.db", None
        from tests.graph.neo4j_server import CREDENTIALS

        return request.getfixturevalue("neo4j_servers")(number).url, CREDENTIALS

    return place


def opened(place: Place) -> GraphStore:
    url, credentials = place
    return open_store(url, credentials=credentials, timeout_s=120)


def told(store: GraphStore) -> tuple[object, ...]:
    """Everything that a copy must say too."""
    history = [(c.commit, c.author, c.action, c.id, plain(c.before), plain(c.after)) for c in store.changes(0)]
    snapshot = store.snapshot()
    return store.verify(), store.contents(), history, snapshot.store, snapshot.state


def rich() -> list[Record]:
    world, *_ = household()
    world.add(Association, "Circolo", tax_code="01", sources=(Source(name="uno", key="A", values={"v": [None, "è"]}),))
    return [*world.nodes.values(), *world.ties.values()]


@pytest.fixture(params=["written", "loaded"])
def lived(request: pytest.FixtureRequest, new: Callable[[int], Place]) -> Iterator[GraphStore]:
    """A store with a history."""
    url, credentials = new(0)
    records = rich()
    if request.param == "loaded":
        load_store(url, batches(records), author=CLERK, settings={"demo": "true"}, credentials=credentials)
    else:
        create_store(url, credentials=credentials, timeout_s=120).close()
    store = opened((url, credentials))
    if request.param == "written":
        store.apply([*map(Create, records), Remember("demo", "true")], CLERK)
    later = Author("altra persona", datetime(2026, 4, 1, 8, tzinfo=UTC), "seconda")
    person = next(record for record in records if isinstance(record, Person))
    store.apply([Update(person.model_copy(update={"name": "Altro nome"})), Remember("demo", "false")], later)
    store.apply([Delete(records[2].id)], later)
    yield store
    store.close()


@pytest.mark.parametrize("kept_by", ["embedded", "the other"])
def test_a_copy_says_all_that_the_store_says(lived, new, tmp_path, kept_by):
    before = told(lived)
    url, credentials = new(1) if kept_by == "the other" else (f"sqlite:///{tmp_path}/copia.db", None)
    lived.dump(tmp_path / "copia.dump")
    restore(tmp_path / "copia.dump", url, credentials=credentials, timeout_s=120)
    copy = opened((url, credentials))
    assert told(copy) == before
    assert same(copy.snapshot(), lived.snapshot())
    assert copy.undo(3, CLERK) == lived.undo(3, CLERK) == 4
    assert copy.verify() == lived.verify()
    copy.close()


def test_a_programme_moves_to_neo4j_and_back_without_loss(neo4j_server, tmp_path):
    here, back = f"sqlite:///{tmp_path}/qui.db", f"sqlite:///{tmp_path}/indietro.db"
    from tests.graph.neo4j_server import CREDENTIALS

    load_store(here, batches(rich()), author=CLERK)
    store = open_store(here)
    store.apply([Create(Person(id=NOBODY, name="Nuova"))], CLERK)
    before = told(store)
    store.close()
    copy_store(here, neo4j_server.url, credentials=CREDENTIALS)
    copy_store(neo4j_server.url, back, credentials=CREDENTIALS)
    again = open_store(back)
    assert told(again) == before
    again.close()


def test_a_backup_of_an_embedded_store_makes_one_on_neo4j(neo4j_server, tmp_path):
    from tests.graph.neo4j_server import CREDENTIALS

    store = create_store(f"sqlite:///{tmp_path}/qui.db")
    fill(store, household()[0])
    store.backup(tmp_path / "copia")
    restore(tmp_path / "copia", neo4j_server.url, credentials=CREDENTIALS)
    copy = neo4j_server.open()
    assert told(copy) == told(store)
    copy.close()
    store.close()


def test_what_is_there_is_never_replaced(new, tmp_path):
    url, credentials = new(0)
    store = create_store(url, credentials=credentials, timeout_s=120)
    fill(store, household()[0])
    store.dump(tmp_path / "copia.dump")
    before = told(store)
    with pytest.raises(Conflict):
        restore(tmp_path / "copia.dump", url, credentials=credentials)
    with pytest.raises(Conflict):
        load_store(url, batches(rich()), author=CLERK, credentials=credentials)
    with pytest.raises(Conflict):
        create_store(url, credentials=credentials)
    with pytest.raises(Conflict):
        store.dump(tmp_path / "copia.dump")
    assert told(store) == before
    store.close()


def rewritten(source: Path, change: Callable[[list[str]], list[str]]) -> None:
    lines = gzip.decompress(source.read_bytes()).decode().splitlines(keepends=True)
    source.write_bytes(gzip.compress("".join(change(lines)).encode()))


def resealed(source: Path, old: str, new: str) -> None:
    """Change a dump and make its digest right again."""
    lines = gzip.decompress(source.read_bytes()).decode().splitlines(keepends=True)[:-1]
    text = "".join(lines).replace(old, new)
    end = json.dumps(["end", hashlib.sha256(text.encode()).hexdigest()])
    source.write_bytes(gzip.compress(f"{text}{end}\n".encode()))


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    store = create_store(f"sqlite:///{tmp_path}/fonte.db")
    fill(store, household()[0])
    store.dump(tmp_path / "copia.dump")
    store.close()
    return tmp_path / "copia.dump"


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no file": Path.unlink,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-20]),
    "a line lost": lambda path: rewritten(path, lambda lines: [*lines[:1], *lines[2:]]),
    "without its end": lambda path: rewritten(path, lambda lines: lines[:-1]),
    "a word changed": lambda path: rewritten(path, lambda lines: [line.replace("Persona", "Pirata") for line in lines]),
    "of something else": lambda path: path.write_bytes(gzip.compress(b"[1]\n[2]\n")),
    "a record changed with a right digest": lambda path: resealed(path, "Persona di prova", "Pirata di prova"),
    "an end lost with a right digest": lambda path: resealed(path, '["node"', '["nodo"'),
    "another format": lambda path: resealed(path, '["legami",1', '["legami",2'),
    "unknown kinds": lambda path: resealed(path, '"person":', '"tavern":1,"person":'),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_dump_makes_no_store(dump, new, damage):
    url, credentials = new(0)
    DAMAGE[damage](dump)
    with pytest.raises((StoreUnavailable, StoreDamaged, StoreVersion)):
        restore(dump, url, credentials=credentials)
    create_store(url, credentials=credentials, timeout_s=120).close()


def test_a_filling_that_fails_leaves_nothing(new):
    url, credentials = new(0)
    world = World()
    person, club = world.add(Person), world.add(Association)
    tie = Membership(id=NOBODY, source=person, target=club)
    twice = [*world.nodes.values(), tie, tie]
    refused = [*world.nodes.values(), HouseholdMembership(id=NOBODY, source=person, target=club)]

    def interrupt(_count: int) -> None:
        raise KeyboardInterrupt

    for records, error in ((twice, Conflict), (refused, InvalidRecord)):
        with pytest.raises(error):
            load_store(url, batches(records), author=CLERK, credentials=credentials)
    with pytest.raises(KeyboardInterrupt):
        load_store(url, batches(world.nodes.values()), author=CLERK, credentials=credentials, told=interrupt)
    assert load_store(url, batches([]), author=CLERK, credentials=credentials) == 0
    store = opened((url, credentials))
    assert store.verify().sound
    store.close()


def test_a_loaded_store_is_the_one_written_record_by_record(new, tmp_path):
    url, credentials = new(0)
    records = rich()
    heard: list[int] = []
    assert load_store(url, batches(records), author=CLERK, credentials=credentials, told=heard.append) == 1
    loaded = opened((url, credentials))
    written = create_store(f"sqlite:///{tmp_path}/scritto.db")
    written.apply(list(map(Create, records)), CLERK)
    assert loaded.verify() == written.verify()
    assert same(loaded.snapshot(), written.snapshot())
    written.close()
    assert heard[-1] == len(records)
    assert [change.action for change in loaded.changes(0)] == ["load"]
    with pytest.raises(Conflict):
        loaded.undo(1, CLERK)
    loaded.close()


def test_a_dump_of_more_kinds_needs_a_program_that_knows_them(new, tmp_path):
    url, credentials = new(0)
    store = create_store(url, schema=WIDER, credentials=credentials, timeout_s=120)
    world = World(WIDER)
    world.tie(Patronage, world.add(Person), world.add(Tavern, sign="gallo"))
    fill(store, world)
    store.dump(tmp_path / "copia.dump")
    before = told(store)
    store.close()
    with pytest.raises(StoreVersion):
        open_store(url, schema=SCHEMA, credentials=credentials, timeout_s=120)
    with pytest.raises(StoreVersion):
        restore(tmp_path / "copia.dump", f"sqlite:///{tmp_path}/meno.db")
    restore(tmp_path / "copia.dump", f"sqlite:///{tmp_path}/uguale.db", schema=WIDER)
    copy = open_store(f"sqlite:///{tmp_path}/uguale.db", schema=WIDER)
    assert told(copy) == before
    assert [tavern.sign for tavern in copy.nodes("tavern")] == ["gallo"]
    copy.close()
