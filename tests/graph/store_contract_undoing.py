"""What every store must take back; the third part of `store_contract`. All data synthetic."""

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import Conflict, NotFound
from graph.kinds import SCHEMA, Association, Family, Friendship, Membership, Person
from graph.store.base import Create, Delete, End, GraphStore, Operation, Remember, Update
from tests.factory import World
from tests.graph.store_contract import CLERK, NOBODY, Make, fill, household, state


class UndoingContract:
    @pytest.fixture
    def store(self, make: Make) -> GraphStore:
        return make(SCHEMA)

    def test_a_deleted_node_takes_its_ties_with_it_and_undo_brings_all_back(self, store):
        world, person, family = household()
        fill(store, world)
        before = store.verify()
        store.apply([Delete(person)], CLERK)
        assert store.ties_of([family]) == []
        assert [(change.action, change.after) for change in store.changes(1)] == [("delete", None)] * 3
        assert store.undo(2, CLERK) == 3
        assert store.verify() == before

    def test_an_undo_can_be_undone_and_so_on(self, store):
        world, person, _ = household()
        fill(store, world)
        for undone in (1, 2, 3, 4):
            store.undo(undone, CLERK)
        assert store.commit == 5
        assert store.titles([person]) == {person: "Persona di prova"}
        assert store.undo(5, replace(CLERK, note="annulla")) == 6
        assert store.titles([person]) == {}

    @pytest.mark.parametrize("again", [[], [Family]])
    def test_a_tie_moves_from_an_end_that_goes_in_the_same_commit(self, store, again):
        world = World()
        one, gone, other = (world.add(Person, name) for name in ("Una persona", "Un'altra", "Una terza"))
        tie = world.tie(Friendship, one, gone)
        fill(store, world)
        before = store.verify()
        moved = world.ties[tie].model_copy(update={"target": other})
        store.apply([Update(moved), Delete(gone), *(Create(kind(id=gone, name="Famiglia")) for kind in again)], CLERK)
        assert [(held.id, held.target) for held in store.ties_of([one])] == [(tie, other)]
        assert store.verify().sound
        store.undo(2, CLERK)
        assert store.verify() == before

    def test_undo_takes_back_updates_ends_and_settings(self, store):
        world, person, family = household()
        fill(store, world)
        before = store.verify(), store.contents().settings
        tie = store.ties_of([family])[0]
        renamed = world.nodes[person].model_copy(update={"name": "Altro"})
        store.apply([Update(renamed), End(tie.id, date(2026, 1, 1)), Remember("demo", "true")], CLERK)
        store.undo(2, CLERK)
        assert (store.verify(), store.contents().settings) == before

    def test_a_commit_that_makes_and_removes_the_same_record_can_be_undone(self, store):
        world, person, family = household()
        extra = World(seed=3)
        club = extra.nodes[extra.add(Association)]
        fill(store, world)
        before = store.verify()
        tie = Membership(id=NOBODY, source=person, target=club.id)
        store.apply([Create(club), Create(tie), Delete(club.id), Delete(family)], CLERK)
        store.undo(2, CLERK)
        assert store.verify() == before

    def test_an_id_may_be_used_again_after_its_record_is_gone(self, store):
        world, person, family = household()
        fill(store, world)
        store.apply([Delete(person), Create(Association(id=person, name="Circolo"))], CLERK)
        assert store.get([person])[person].kind == "association"
        assert store.ties_of([family]) == []
        store.undo(2, CLERK)
        assert store.get([person])[person].kind == "person"
        assert len(store.ties_of([family])) == 1

    @pytest.mark.parametrize("later", ["update", "delete", "setting"])
    def test_undo_refuses_what_a_later_commit_changed(self, store, later):
        world, person, _ = household()
        fill(store, world)
        store.apply([Update(world.nodes[person].model_copy(update={"name": "Due"})), Remember("demo", "true")], CLERK)
        changes: dict[str, list[Operation]] = {
            "update": [Update(world.nodes[person].model_copy(update={"name": "Tre"}))],
            "delete": [Delete(person)],
            "setting": [Remember("demo", "false")],
        }
        store.apply(changes[later], CLERK)
        before = state(store)
        with pytest.raises(Conflict):
            store.undo(2, CLERK)
        assert state(store) == before

    def test_undo_refuses_to_take_a_node_that_has_newer_ties(self, store):
        world, person, _ = household()
        fill(store, world)
        store.apply([Create(Person(id=NOBODY, name="Tre"))], CLERK)
        store.apply([Create(Friendship(id=NOBODY.replace("7", "6"), source=person, target=NOBODY))], CLERK)
        before = state(store)
        with pytest.raises(Conflict):
            store.undo(2, CLERK)
        assert state(store) == before

    def test_undo_refuses_a_tie_whose_end_is_gone(self, store):
        world, _, family = household()
        fill(store, world)
        store.apply([Delete(store.ties_of([family])[0].id)], CLERK)
        store.apply([Delete(family)], CLERK)
        with pytest.raises(Conflict):
            store.undo(2, CLERK)

    def test_undo_refuses_a_tie_whose_end_has_become_of_another_kind(self, store):
        world, person, family = household()
        fill(store, world)
        store.apply([Delete(store.ties_of([family])[0].id)], CLERK)
        store.apply([Delete(person)], CLERK)
        store.apply([Create(Association(id=person, name="Circolo"))], CLERK)
        before = state(store)
        with pytest.raises(Conflict, match="may not join"):
            store.undo(2, CLERK)
        assert state(store) == before

    @pytest.mark.parametrize("commit", [0, -1, 2])
    def test_undo_knows_only_commits_that_were_made(self, store, commit):
        fill(store, household()[0])
        with pytest.raises(NotFound):
            store.undo(commit, CLERK)
