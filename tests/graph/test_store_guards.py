"""The guards of the embedded store, each with the proof that its absence is noticed. All data synthetic."""

import errno
import os
from pathlib import Path

import apsw
import pytest

from graph.errors import Conflict, StoreDamaged, StoreUnavailable, TooManyFiles
from graph.kinds import Association, Person, Schema
from graph.store import Create, Delete, GraphStore, Remember, Verification
from graph.store.embedded import checking
from graph.store.embedded import connection as guarding
from graph.store.embedded.library import Connection
from graph.store.problems import MANY
from tests.factory import World
from tests.graph.embedded_store import BREAKS, inner, reopened, tampered
from tests.graph.store_contract import CLERK, fill, household, state


@pytest.mark.parametrize(
    "pragma",
    [
        "synchronous = 1",
        "foreign_keys = 0",
        "secure_delete = 0",
        "trusted_schema = 1",
        "temp_store = 1",
        "fullfsync = 0",
    ],
)
def test_a_guard_that_is_off_is_reported(store: GraphStore, pragma: str) -> None:
    assert store.verify().sound
    inner(store).run(f"PRAGMA {pragma}")
    (problem,) = store.verify().problems
    assert pragma.replace(" ", "") in problem.en


def test_a_name_search_that_keeps_deleted_names_is_reported(store: GraphStore) -> None:
    inner(store).run("INSERT INTO name_words (name_words, rank) VALUES ('secure-delete', 0)")
    (problem,) = store.verify().problems
    assert "deleted names" in problem.en


def test_a_connection_whose_guards_do_not_hold_is_refused(
    store: GraphStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Connection, "set_pragma", lambda *_: None)
    with pytest.raises(StoreUnavailable, match="foreign_keys=0"):
        guarding.connect(path, 0)


def test_a_tie_that_no_declaration_allows_is_refused_by_the_tables_too(store: GraphStore) -> None:
    world, *_ = household()
    fill(store, world)
    swap = "UPDATE tie SET source = target, target = source"
    with pytest.raises(apsw.ConstraintError, match="may not join"):
        inner(store).run(swap)
    inner(store).run("DROP TRIGGER tie_joins")
    inner(store).run(swap)
    assert any("may not join" in problem.en for problem in store.verify().problems)


def test_an_undo_that_did_not_ask_what_may_be_joined_would_meet_the_tables(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, person, family = household()
    fill(store, world)
    store.apply([Delete(store.ties_of([family])[0].id)], CLERK)
    store.apply([Delete(person), Create(Association(id=person, name="Circolo"))], CLERK)
    before = state(store)
    with pytest.raises(Conflict, match="cannot be undone"):
        store.undo(2, CLERK)
    monkeypatch.setattr(Schema, "may_join", lambda *_: True)
    with pytest.raises(StoreDamaged):
        store.undo(2, CLERK)
    assert state(store) == before


def test_a_tie_to_nothing_is_refused_by_the_tables_too(store: GraphStore) -> None:
    fill(store, household()[0])
    with pytest.raises(apsw.ConstraintError, match="FOREIGN KEY"):
        inner(store).run("DELETE FROM node")


@pytest.mark.parametrize("found", BREAKS)
def test_what_is_not_sound_is_found(store: GraphStore, path: Path, found: str) -> None:
    fill(store, household()[0])
    store.apply([Remember("demo", "true")], CLERK)
    store.close()
    tampered(path, *BREAKS[found])
    store = reopened(path)
    verification = store.verify()
    store.close()
    assert not verification.sound
    assert any(found in problem.en for problem in verification.problems)
    assert all(problem.it != problem.en for problem in verification.problems)


TAMPERINGS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a setting flipped": ("settings", "setting “demo”", ("UPDATE setting SET value = 'false'",)),
    "a setting lost": ("settings", "setting “demo”", ("DELETE FROM setting",)),
    "a setting added": ("settings", "setting “reference_date”", ("INSERT INTO setting VALUES ('reference_date', '')",)),
    "a setting without its commit": (
        "settings",
        "setting “demo”",
        ("DELETE FROM change WHERE number = 2", "DELETE FROM commits WHERE number = 2"),
    ),
    "a wrong count": ("counts", "count of kind “person”", ("UPDATE node_kind SET held = 7 WHERE name = 'person'",)),
    "no identity": ("identity", "identity", ("DELETE FROM store WHERE key = 'identity'",)),
    "an identity that leads elsewhere": (
        "identity",
        "identity",
        ("UPDATE store SET value = '../altro' WHERE key = 'identity'",),
    ),
    "a name of nobody": (
        "names_of_nothing",
        "names of nobody: 1",
        ("INSERT INTO name_words (rowid, words) VALUES (999, 'rossi mario')",),
    ),
    "texts without their salt": (
        "_is_erased",
        "history was altered at commit 1",
        ("UPDATE change SET salt = NULL", "UPDATE tie SET strength = 0"),
    ),
    "half an erasure": (
        "_is_erased",
        "history was altered at commit 1",
        ("UPDATE change SET salt = NULL, after = NULL, before = '{}' WHERE seq = 1",),
    ),
    "a setting erased and flipped": (
        "_is_erased",
        "history was altered at commit 2",
        (
            "UPDATE change SET salt = NULL, before = NULL, after = NULL WHERE setting IS NOT NULL",
            "DELETE FROM setting",
        ),
    ),
}
"""What is done behind the store's back, the check that finds it, and what the check says."""


def tampered_store(store: GraphStore, path: Path, harm: str) -> Verification:
    fill(store, household()[0])
    store.apply([Remember("demo", "true")], CLERK)
    assert store.verify().sound
    store.close()
    tampered(path, *TAMPERINGS[harm][2])
    store = reopened(path)
    verification = store.verify()
    store.close()
    return verification


@pytest.mark.parametrize("harm", TAMPERINGS)
def test_what_was_changed_behind_the_store_is_found(store: GraphStore, path: Path, harm: str) -> None:
    verification = tampered_store(store, path, harm)
    assert not verification.sound
    assert any(TAMPERINGS[harm][1] in problem.en for problem in verification.problems)
    assert all(problem.it != problem.en for problem in verification.problems)


@pytest.mark.parametrize("harm", TAMPERINGS)
def test_what_was_changed_behind_the_store_would_be_missed_without_its_check(
    store: GraphStore, path: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, TAMPERINGS[harm][0], lambda *args: True if len(args) > 1 else [])
    assert tampered_store(store, path, harm).sound


def test_an_erased_text_does_not_break_the_chain(store: GraphStore) -> None:
    fill(store, household()[0])
    inner(store).run("UPDATE change SET before = NULL, after = NULL, salt = NULL WHERE seq = 1")
    assert store.verify().sound


def test_damage_that_comes_while_the_store_is_open_is_told(store: GraphStore, path: Path) -> None:
    fill(store, household()[0])
    inner(store).run("PRAGMA wal_checkpoint(truncate)")
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    with path.open("r+b") as file:
        file.write(content)
    fresh = Connection(str(path))
    fresh.close()
    assert not store.verify().sound


def test_a_store_that_is_wrong_everywhere_lists_only_some_of_it(store: GraphStore, path: Path) -> None:
    world = World()
    for _ in range(MANY + 5):
        world.add(Person, comune="019036")
    fill(store, world)
    store.close()
    tampered(path, "DELETE FROM node_value", "UPDATE change SET after = replace(after, '019036', '019035')")
    problems = [problem.en for problem in reopened(path).verify().problems]
    assert sum("not found by" in problem for problem in problems) == MANY
    assert sum("not what the history says" in problem for problem in problems) == MANY


def test_where_the_system_opens_no_more_files_a_store_says_so(
    store: GraphStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise apsw.CantOpenError("unable to open database file")

    def exhausted(*_: object) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(guarding, "Connection", refuse)
    with pytest.raises(StoreUnavailable) as plain:
        reopened(path)
    assert plain.type is StoreUnavailable
    with monkeypatch.context() as still:
        still.setattr("graph.store.embedded.failures.os.open", exhausted)
        with pytest.raises(TooManyFiles):
            reopened(path)
