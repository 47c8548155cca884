"""What a store cannot be filled with, and what verify says of what it was filled with. All data synthetic."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.errors import Conflict, InvalidRecord, LegamiError, NotFound, StoreDamaged
from graph.kinds import Friendship, Person
from graph.store import Batch, Create, Delete, GraphStore, NodeBatch, Update, batches, load_store
from graph.store.embedded import checking
from graph.store.embedded.queries import QUERIES
from graph.store.intake import Intake
from graph.store.problems import LOADED
from tests.graph.embedded_store import inner, reopened, tampered
from tests.graph.store_contract import CLERK
from tests.graph.store_drawing import NODE_IDS, TIE_IDS
from tests.graph.test_store_loading import three

NEW = "00000000-0000-7000-8000-0000000000ff"


def two(ties: bool = False) -> Batch:
    """Two persons, or two friendships among three persons."""
    people = [Person(id=id, name="Persona", comune="019036") for id in NODE_IDS[:3]]
    held = [Friendship(id=TIE_IDS[n], source=NODE_IDS[n], target=NODE_IDS[n + 1]) for n in range(2)]
    found = [*batches([*people, *held])]
    return found[1] if ties else found[0]


def days(*values: int) -> np.ndarray[Any, np.dtype[np.int32]]:
    return np.array(values, np.int32)


def ends(*values: int) -> np.ndarray[Any, np.dtype[np.int32]]:
    return np.array(values, np.int32)


NODE, TIE = two(), two(ties=True)
FAMILY = NodeBatch("family", np.zeros((1, 16), np.uint8), ["Famiglia"], [{}])
REFUSED: dict[str, tuple[list[Batch], type[LegamiError], str]] = {
    "an unknown kind": ([replace(NODE, kind="persona")], NotFound, "person"),
    "nodes of a tie kind": ([replace(NODE, kind="friendship")], InvalidRecord, "Batch 1 .friendship.: the kind"),
    "ties of a node kind": ([NODE, replace(TIE, kind="person")], InvalidRecord, "Batch 2 .person.: the kind"),
    "columns of unlike length": ([replace(NODE, name=["Uno"])], InvalidRecord, "same length"),
    "a column of ties too short": ([NODE, replace(TIE, strength=TIE.strength[:1])], InvalidRecord, "same length"),
    "ids of another width": ([replace(NODE, id=NODE.id[:, :8])], InvalidRecord, "16 bytes"),
    "fields that are wrong": (
        [replace(NODE, fields=[{}, {"comune": "Crema"}, {}])],
        InvalidRecord,
        "Batch 1 .person., row 2: Person, field comune",
    ),
    "fields that are not declared": ([replace(NODE, fields=[{"età": 3}, {}, {}])], InvalidRecord, "row 1: Person"),
    "a column among the fields": ([replace(NODE, fields=[{"name": "Uno"}, {}, {}])], InvalidRecord, "name: belongs in"),
    "an empty name": ([replace(NODE, name=["Uno", " ", "Tre"])], InvalidRecord, "row 2: Person, field name"),
    "what all ties say is wrong": (
        [NODE, replace(TIE, fields={"relation": "x"})],
        InvalidRecord,
        "Batch 2 .friendship.: ",
    ),
    "what one tie says is wrong": (
        [NODE, replace(TIE, fields=[{}, {"origin": 1}])],
        InvalidRecord,
        "row 2: Friendship",
    ),
    "nodes after ties": ([NODE, TIE, FAMILY], InvalidRecord, "Batch 3 .family.: nodes come before ties"),
    "a position too high": (
        [NODE, replace(TIE, target=ends(1, 3))],
        InvalidRecord,
        "row 2: target: positions run from 0 to 2",
    ),
    "a position below nought": ([NODE, replace(TIE, source=ends(-1, 1))], InvalidRecord, "row 1: source"),
    "a tie to itself": ([NODE, replace(TIE, target=ends(1, 1))], InvalidRecord, "row 2: joins a node to itself"),
    "an unknown strength": ([NODE, replace(TIE, strength=np.array([0, 4], np.int8))], InvalidRecord, "row 2: strength"),
    "an unknown visibility": ([NODE, replace(TIE, visibility=np.array([-1, 0], np.int8))], InvalidRecord, "visibility"),
    "reversed dates": (
        [NODE, replace(TIE, valid_from=days(9, 9), valid_to=days(9, 8))],
        InvalidRecord,
        "row 2: valid_to is before valid_from",
    ),
    "no day": ([NODE, replace(TIE, confirmed_on=days(0, 2**31 - 1))], InvalidRecord, "row 2: confirmed_on: no day"),
    "ends that may not be joined": (
        [NODE, FAMILY, replace(TIE, target=ends(1, 3))],
        InvalidRecord,
        "row 2: an end is of a",
    ),
    "an id twice in a batch": ([replace(NODE, id=NODE.id[[0, 1, 1]])], Conflict, NODE_IDS[1]),
    "an id twice in two batches": ([NODE, replace(FAMILY, id=NODE.id[:1])], Conflict, NODE_IDS[0]),
    "an id of two ties": ([NODE, replace(TIE, id=TIE.id[[1, 1]])], Conflict, TIE_IDS[1]),
    "an id of a node and a tie": ([NODE, replace(TIE, id=NODE.id[:2])], Conflict, "comes twice"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_loaded_is_refused_and_nothing_is_left(path: Path, case: str) -> None:
    given, error, sentence = REFUSED[case]
    with pytest.raises(error, match=sentence) as refused:
        load_store(f"sqlite:///{path}", given, author=CLERK)
    assert refused.value.message.it != refused.value.message.en
    assert list(path.parent.iterdir()) == []


def test_ends_that_were_not_checked_would_be_found_by_verify(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Intake, "_faults", lambda *_: iter(()))
    load_store(f"sqlite:///{path}", REFUSED["ends that may not be joined"][0], author=CLERK)
    store = reopened(path)
    assert any("may not join" in problem.en for problem in store.verify().problems)
    store.close()


@pytest.mark.parametrize("case", ["a tie to itself", "reversed dates"])
def test_columns_that_were_not_checked_would_meet_the_tables(
    path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Intake, "_faults", lambda *_: iter(()))
    with pytest.raises(StoreDamaged):
        load_store(f"sqlite:///{path}", REFUSED[case][0], author=CLERK)
    assert list(path.parent.iterdir()) == []


def test_an_id_of_a_node_and_a_tie_would_be_found_by_verify(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(QUERIES, "node and tie", "SELECT 1 WHERE ? = 0")
    load_store(f"sqlite:///{path}", REFUSED["an id of a node and a tie"][0], author=CLERK)
    monkeypatch.undo()
    store = reopened(path)
    assert any("a node and a tie at once" in problem.en for problem in store.verify().problems)
    store.close()


HARM: dict[str, tuple[str, ...]] = {
    "a tie changed": ("UPDATE tie SET strength = 0",),
    "a day changed": ("UPDATE tie SET valid_from = 1",),
    "what a tie says changed": ("UPDATE tie SET data = '{}'",),
    "a node changed": ("""UPDATE node SET data = '{"note":"altro"}' WHERE key = 2""",),
    "a tie lost": ("DELETE FROM tie WHERE key = 1",),
    "a node added": (
        "INSERT INTO node SELECT 9, randomblob(16), kind, name, data FROM node WHERE key = 4",
        "INSERT INTO name_words (rowid, words) SELECT 9, words FROM name_words WHERE rowid = 4",
    ),
    "an end changed": ("UPDATE tie SET target = (SELECT max(key) FROM node WHERE kind = 1) WHERE key = 2",),
}
"""What is done to records that no commit has touched, behind the store's back."""


def harmed(path: Path, harm: str) -> GraphStore:
    people = [Person(id=id, name="Persona") for id in NODE_IDS[:4]]
    held = [Friendship(id=TIE_IDS[n], source=NODE_IDS[n], target=NODE_IDS[n + 1]) for n in range(2)]
    load_store(f"sqlite:///{path}", batches([*people, *held]), author=CLERK)
    tampered(path, *HARM[harm])
    return reopened(path)


@pytest.mark.parametrize("harm", HARM)
def test_what_was_loaded_and_changed_behind_the_store_is_found(path: Path, harm: str) -> None:
    store = harmed(path, harm)
    (problem,) = store.verify().problems
    store.close()
    assert "loaded with" in problem.en
    assert "caricato" in problem.it


@pytest.mark.parametrize("harm", HARM)
def test_it_would_be_missed_without_its_check(path: Path, harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "loaded", lambda *_: [])
    store = harmed(path, harm)
    assert store.verify().sound
    store.close()


def test_what_a_later_commit_changed_is_still_proven_by_the_history(path: Path) -> None:
    load_store(f"sqlite:///{path}", batches(three()), author=CLERK)
    store = reopened(path)
    person = next(iter(store.nodes("person")))
    store.apply([Update(person.model_copy(update={"phone": "0373"})), Create(Person(id=NEW, name="Nuova"))], CLERK)
    store.apply([Delete(person.id)], CLERK)
    assert store.verify().sound
    inner(store).run("UPDATE change SET before = replace(before, 'Persona', 'Pirata') WHERE number = 2")
    problems = [problem.en for problem in store.verify().problems]
    store.close()
    assert any("altered at commit 2" in problem for problem in problems)
    assert any("loaded with" in problem for problem in problems)


def test_an_erased_text_of_something_loaded_does_not_make_the_store_unsound(path: Path) -> None:
    load_store(f"sqlite:///{path}", batches(three()), author=CLERK)
    store = reopened(path)
    store.apply([Delete(next(iter(store.nodes("person"))).id)], CLERK)
    inner(store).run("UPDATE change SET before = NULL, after = NULL, salt = NULL WHERE number = 2")
    assert store.verify().sound
    store.close()


def test_the_change_that_says_what_was_loaded_cannot_be_erased(path: Path) -> None:
    load_store(f"sqlite:///{path}", batches(three()), author=CLERK)
    tampered(path, "UPDATE change SET before = NULL, after = NULL, salt = NULL")
    store = reopened(path)
    problems = [problem.en for problem in store.verify().problems]
    store.close()
    assert any("altered at commit 1" in problem for problem in problems)


def test_the_verification_of_a_loaded_store_says_how_far_it_is_with_what_was_loaded(path: Path) -> None:
    load_store(f"sqlite:///{path}", [NODE, TIE], author=CLERK)
    store, heard = reopened(path), list[tuple[str, int, int]]()
    assert store.verify(lambda stage, done, total: heard.append((stage.en, done, total))).sound
    assert [(done, total) for stage, done, total in heard if stage == LOADED.en][-1] == (5, 5)
    store.close()
