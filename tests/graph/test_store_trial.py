"""A trial tells what a store would do, and leaves it as it is."""

from datetime import date

import pytest

from graph.errors import Conflict, InvalidRecord, NotFound
from graph.kinds import Association, Membership, Person
from graph.store.base import Create, Delete, End, Remember, Update
from graph.store.trial import foretold, foretold_undo, of_commit
from tests.graph.importing import AUTHOR, seeded
from tests.memory_store import MemoryStore

IDS = seeded(4)
PERSON = Person(id=next(IDS), name="Persona di prova", synthetic=True)
BAND = Association(id=next(IDS), name="Banda di prova", synthetic=True)
TIE = Membership(id=next(IDS), source=PERSON.id, target=BAND.id, synthetic=True)
CALLED = PERSON.model_copy(update={"phone": "0373 1"})


@pytest.fixture(params=["memory", "embedded"])
def kept(request, store):
    kept = MemoryStore() if request.param == "memory" else store
    kept.apply([Create(PERSON), Create(BAND)], AUTHOR)
    kept.apply([Create(TIE)], AUTHOR)
    return kept


CASES = {
    "update": [Update(CALLED, replaces=PERSON)],
    "nothing": [Update(PERSON)],
    "end": [End(TIE.id, date(2026, 11, 2))],
    "delete": [Delete(PERSON.id)],
    "create": [Create(Person(id=next(IDS), name="Altra persona di prova", synthetic=True))],
}


@pytest.mark.parametrize("operations", CASES.values(), ids=CASES)
def test_a_trial_tells_what_then_happens(kept, operations):
    before = kept.commit
    steps = foretold(kept, operations, AUTHOR)
    assert kept.commit == before
    kept.apply(operations, AUTHOR)
    done = list(kept.changes(before))
    assert [(one.action, one.id, one.after) for one in steps] == [(one.action, one.id, one.after) for one in done]
    if done:
        undone = foretold_undo(kept, kept.commit, AUTHOR)
        kept.undo(kept.commit, AUTHOR)
        assert [(one.id, one.after) for one in undone] == [(one.id, one.after) for one in kept.changes(kept.commit - 1)]


def test_what_a_store_would_refuse_a_trial_refuses(kept):
    with pytest.raises(Conflict):
        foretold(kept, [Update(CALLED, replaces=CALLED)], AUTHOR)
    with pytest.raises(Conflict):
        foretold(kept, [Create(PERSON)], AUTHOR)
    with pytest.raises(NotFound):
        foretold(kept, [End(PERSON.id, date(2026, 1, 1))], AUTHOR)
    with pytest.raises(InvalidRecord):
        foretold(
            kept, [Create(TIE.model_copy(update={"id": next(IDS), "source": BAND.id, "target": PERSON.id}))], AUTHOR
        )


def test_a_commit_on_which_later_ones_stand_is_not_taken_back(kept):
    with pytest.raises(Conflict):
        foretold_undo(kept, 1, AUTHOR)
    with pytest.raises(Conflict):
        kept.undo(1, AUTHOR)


@pytest.mark.parametrize("commit", [0, 3, -1])
def test_a_commit_that_is_not_there_is_said(kept, commit):
    with pytest.raises(NotFound):
        of_commit(kept, commit)


def test_settings_are_no_part_of_a_trial(kept):
    assert foretold(kept, [Remember("a", "b")], AUTHOR) == []
