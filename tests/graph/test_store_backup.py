"""Backups, restored stores, and kinds that come and go. All data synthetic."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import (
    Conflict,
    NotFound,
    StoreDamaged,
    StoreUnavailable,
    StoreVersion,
)
from graph.kinds import SCHEMA
from graph.store import Create, Delete, GraphStore, Remember, Update, create_store, open_store, restore
from graph.store.embedded.library import Connection
from tests.graph.embedded_store import BREAKS, flipped, reopened, tampered, text_file, truncated
from tests.graph.store_contract import CLERK, NOBODY, WIDER, Tavern, fill, household


def test_a_backup_restores_to_the_same_content(store: GraphStore, path: Path) -> None:
    world, person, _ = household()
    fill(store, world)
    store.apply([Remember("demo", "true")], CLERK)
    copy, target = path.with_name("copia"), path.with_name("rifatto.db")
    store.backup(copy)
    before = store.verify(), store.contents()
    store.apply([Delete(person)], CLERK)
    restore(copy, f"sqlite:///{target}")
    other = reopened(target)
    assert (other.verify(), other.contents()) == before
    assert other.undo(1, CLERK) == 3
    other.close()
    with pytest.raises(Conflict):
        restore(copy, f"sqlite:///{target}")


def test_a_backup_is_of_one_moment_while_others_write(
    store: GraphStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.store.embedded.backup.PAGES", 1)
    fill(store, household()[0])
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            store.apply([Remember("demo", str(number))], CLERK)

    writer = threading.Thread(target=write)
    writer.start()
    store.backup(path.with_name("copia"))
    stop.set()
    writer.join()
    restore(path.with_name("copia"), f"sqlite:///{path.parent}/rifatto.db")
    other = reopened(path.with_name("rifatto.db"))
    assert 1 <= other.commit <= store.commit
    assert other.contents().settings.get("demo") == (str(other.commit - 1) if other.commit > 1 else None)
    other.close()


@pytest.mark.parametrize(
    "damage", [text_file, truncated, flipped, lambda path: tampered(path, *BREAKS["altered at commit"])]
)
def test_a_damaged_backup_is_not_restored(store: GraphStore, path: Path, damage: Callable[[Path], None]) -> None:
    fill(store, household()[0])
    copy, target = path.with_name("copia"), path.with_name("rifatto.db")
    store.backup(copy)
    damage(copy)
    with pytest.raises(StoreDamaged):
        restore(copy, f"sqlite:///{target}")
    assert {file.name for file in path.parent.iterdir()} <= {
        "archivio.db",
        "archivio.db-wal",
        "archivio.db-shm",
        "copia",
    }


def test_restoring_needs_a_backup_of_this_program(path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        restore(path, f"sqlite:///{path.parent}/x.db")
    connection = Connection(str(path))
    connection.run("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(StoreVersion):
        restore(path, f"sqlite:///{path.parent}/x.db")


def test_an_update_of_many_is_written_once(store: GraphStore) -> None:
    world, person, _ = household()
    fill(store, world)
    names = [Update(world.nodes[person].model_copy(update={"name": f"Nome {n}"})) for n in range(3)]
    store.apply(names, CLERK)
    assert [change.after.name for change in store.changes(1)] == ["Nome 0", "Nome 1", "Nome 2"]
    assert store.verify().sound


def test_an_existing_store_learns_a_new_kind_when_it_is_opened(store: GraphStore, path: Path) -> None:
    fill(store, household()[0])
    before = store.verify()
    store.close()
    wider = open_store(f"sqlite:///{path}", schema=WIDER)
    assert wider.verify() == before
    wider.apply([Create(Tavern(id=NOBODY, name="Osteria", sign="gallo"))], CLERK)
    assert wider.find("sign", ["gallo"]) == {"gallo": (NOBODY,)}
    wider.close()
    with pytest.raises(StoreVersion, match="tavern"):
        reopened(path)


def test_a_kind_without_records_is_forgotten_without_harm(path: Path) -> None:
    create_store(f"sqlite:///{path}", schema=WIDER).close()
    store = reopened(path)
    fill(store, household()[0])
    with pytest.raises(NotFound):
        store.apply([Create(Tavern(id=NOBODY, name="Osteria"))], CLERK)
    assert store.verify().sound
    assert tuple(store.contents().nodes) == SCHEMA.node_names
    store.close()
