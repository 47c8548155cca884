"""Stores of older versions come up to date with their data. All data synthetic."""

from datetime import date
from pathlib import Path

import apsw
import pytest

from graph.errors import StoreDamaged, StoreVersion
from graph.kinds import SCHEMA, Firm, Schema, Source
from graph.store import End, Update, create_store, open_store, restore
from graph.store.embedded import migrations
from graph.store.embedded.connection import VERSION
from graph.store.embedded.library import Connection
from tests.graph.store_contract import CLERK, fill, household
from tests.memory_store import MemoryStore

FIXTURE = Path(__file__).parent / "fixtures" / "store_v1.sql"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of version 1."""
    path = tmp_path / "vecchio.db"
    connection = Connection(str(path))
    connection.run(FIXTURE.read_text("utf-8"))
    connection.close()
    return path


def content() -> str:
    """The hash of what the fixture holds, by way of the oracle."""
    world, person, _ = household()
    source = Source(name="registro", key="K1", values={"anno": 2024})
    world.add(Firm, "Officina di prova", comune="019036", tax_code="00000000000", sources=(source,))
    store = MemoryStore()
    fill(store, world)
    called = world.nodes[person].model_copy(update={"phone": "0372 000000"})
    store.apply([Update(called), End(next(iter(world.ties)), date(2026, 1, 1))], CLERK)
    return store.verify().canonical_hash


def tables(path: Path) -> dict[str, str]:
    connection = Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    found = dict(connection.rows("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    version = connection.get_pragma("user_version")
    connection.close()
    return found | {"version": version}


def test_an_old_store_is_migrated_with_its_data(old: Path) -> None:
    assert tables(old)["version"] == 1
    store = open_store(f"sqlite:///{old}")
    world, person, family = household()
    verification = store.verify()
    assert (verification.problems, verification.canonical_hash) == ((), content())
    assert (store.commit, store.contents().settings) == (2, {"demo": "true"})
    assert [one.name for one in store.search("officina")] == ["Officina di prova"]
    assert len(store.find("source:registro", ["K1"])) == 1
    assert store.undo(2, CLERK) == 3
    assert store.get([person])[person] == world.nodes[person]
    assert store.ties_of([family])[0].valid_to is None
    store.close()


def test_a_migrated_store_has_the_tables_of_a_new_one(old: Path, tmp_path: Path) -> None:
    open_store(f"sqlite:///{old}").close()
    create_store(f"sqlite:///{tmp_path}/nuovo.db").close()
    assert tables(old) == tables(tmp_path / "nuovo.db")
    assert tables(old)["version"] == VERSION == len(migrations.STEPS) + 1


def test_a_backup_of_an_old_store_is_restored_and_migrated(old: Path, tmp_path: Path) -> None:
    restore(old, f"sqlite:///{tmp_path}/nuovo.db")
    store = open_store(f"sqlite:///{tmp_path}/nuovo.db")
    assert store.verify().canonical_hash == content()
    store.close()
    assert tables(old)["version"] == 1


def test_a_migration_that_fails_leaves_the_old_store(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(old)

    def break_down(connection: Connection) -> None:
        migrations._find_by_value_and_name(connection)
        connection.run("SELECT * FROM nothing")

    monkeypatch.setattr(migrations, "STEPS", (break_down,))
    with pytest.raises(StoreDamaged):
        open_store(f"sqlite:///{old}")
    assert tables(old) == before
    monkeypatch.undo()
    open_store(f"sqlite:///{old}").close()


def test_an_old_store_with_kinds_that_are_no_longer_declared_is_left_alone(old: Path) -> None:
    before = tables(old)
    narrower = Schema(tuple(cls for cls in SCHEMA.nodes if cls.__name__ != "Firm"), ())
    with pytest.raises(StoreVersion, match="firm"):
        open_store(f"sqlite:///{old}", schema=narrower)
    assert tables(old) == before
