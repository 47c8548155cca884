"""Opening a large store looks into a sample of it; the whole check stays with verify. All data synthetic."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import StoreDamaged
from graph.kinds import Friendship, Person
from graph.store import batches, load_store
from graph.store.embedded import opening
from tests.factory import World
from tests.graph.embedded_store import (
    empty_file_beside_an_old_journal,
    flipped,
    header_lost,
    raw,
    reopened,
    table_lost,
    tampered,
    text_file,
    truncated,
)
from tests.graph.store_contract import CLERK


@pytest.fixture
def large(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that counts as large."""
    monkeypatch.setattr(opening, "WHOLE", 0)
    world = World()
    people = [world.add(Person, f"Persona {n}", comune="019036") for n in range(300)]
    for n in range(900):
        world.tie(Friendship, people[n % 300], people[(n * 7 + 1 + n // 300) % 300])
    load_store(f"sqlite:///{path}", batches([*world.nodes.values(), *world.ties.values()]), author=CLERK)
    return path


def overwrite_pages_of(path: Path, name: str) -> None:
    """Fill every page but the root of a table or index with zeros."""
    connection = raw(path)
    rows = connection.rows("SELECT pageno, pgsize FROM dbstat WHERE name = ? AND path <> '/'", (name,))
    pages = [(int(page), int(size)) for page, size in rows]
    connection.close()
    assert pages
    with path.open("r+b") as file:
        for page, size in pages:
            file.seek((page - 1) * size)
            file.write(b"\0" * size)


def test_a_sound_one_opens_whatever_is_drawn(large: Path) -> None:
    for _ in range(5):
        store = reopened(large)
        assert store.contents().nodes["person"] == 300
        store.close()


def test_one_without_records_opens(path: Path, large: Path) -> None:
    load_store(f"sqlite:///{path}-vuoto", [], author=CLERK)
    store = reopened(path.with_name(f"{path.name}-vuoto"))
    assert store.commit == 0
    store.close()


@pytest.mark.parametrize(
    "damage", [text_file, empty_file_beside_an_old_journal, truncated, flipped, header_lost, table_lost]
)
def test_a_damaged_one_is_refused(large: Path, damage: Callable[[Path], None]) -> None:
    damage(large)
    with pytest.raises(StoreDamaged, match="damaged"):
        reopened(large)


PARTS = ["node", "tie", "sqlite_autoindex_node_1", "sqlite_autoindex_tie_1", "tie_from", "tie_to"]


@pytest.mark.parametrize("part", PARTS)
def test_lost_pages_are_noticed_by_the_sample(large: Path, part: str) -> None:
    overwrite_pages_of(large, part)
    with pytest.raises(StoreDamaged, match="damaged"):
        reopened(large)


@pytest.mark.parametrize("part", PARTS)
def test_lost_pages_would_not_be_noticed_without_it(large: Path, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    overwrite_pages_of(large, part)
    monkeypatch.setattr(opening, "SAMPLED", {})
    store = reopened(large)
    assert not store.verify().sound
    store.close()


def test_rows_that_their_index_does_not_know_are_noticed(large: Path) -> None:
    tampered(
        large,
        "PRAGMA writable_schema = 1",
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX tie_from ON tie (target)' WHERE name = 'tie_from'",
    )
    tampered(large, "UPDATE tie SET source = source % 300 + 1 WHERE source % 300 + 1 <> target")
    tampered(
        large,
        "PRAGMA writable_schema = 1",
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX tie_from ON tie (source)' WHERE name = 'tie_from'",
    )
    with pytest.raises(StoreDamaged):
        reopened(large)


def test_a_small_one_is_read_whole(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    overwrite_pages_of(large, "node_value_of")
    reopened(large).close()
    monkeypatch.undo()
    with pytest.raises(StoreDamaged):
        reopened(large)
