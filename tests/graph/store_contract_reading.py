"""How every store must answer; the second half of `store_contract`. All data synthetic."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from graph.errors import Conflict, NotFound, UsageError
from graph.kinds import (
    SCHEMA,
    Association,
    Family,
    Firm,
    Friendship,
    InclusionPact,
    Person,
    Source,
)
from graph.snapshot import same
from graph.store.base import Author, Create, Delete, End, GraphStore, Remember, Update
from tests.factory import World, snapshot_of
from tests.graph.store_contract import (
    CLERK,
    NOBODY,
    WIDER,
    Make,
    Patronage,
    Tavern,
    created,
    fill,
    household,
    plain,
)


class ReadingContract:
    @pytest.fixture
    def store(self, make: Make) -> GraphStore:
        return make(SCHEMA)

    def test_nodes_are_found_by_indexed_values_and_by_their_key_in_a_register(self, store):
        world = World()
        club = world.add(Association, comune="019036", tax_code="01", sources=(Source(name="registro", key="K 1"),))
        firm = world.add(Firm, comune="019036", tax_code="01")
        pact = world.add(InclusionPact)
        fill(store, world)
        both = tuple(sorted((club, firm)))
        assert store.find("tax_code", ["01", "02"]) == {"01": both}
        assert store.find("comune", ["019036"], kind="firm") == {"019036": (firm,)}
        assert store.find("source:registro", ["K 1"]) == {"K 1": (club,)}
        assert store.find("source:altro", ["K 1"]) == store.find("tax_code", [""]) == {}
        assert store.find("status", ["open"]) == {"open": (pact,)}
        with pytest.raises(UsageError):
            store.find("phone", ["1"])

    def test_a_node_is_found_by_what_it_says_now(self, store):
        world = World()
        club = world.add(Association, "Vecchio", tax_code="01")
        fill(store, world)
        store.apply([Update(Association(id=club, name="Nuovo", tax_code="02"))], CLERK)
        assert (store.find("tax_code", ["01", "02"]), len(store.search("vecchio"))) == ({"02": (club,)}, 0)
        store.apply([Delete(club)], CLERK)
        assert (store.find("tax_code", ["02"]), store.search("nuovo")) == ({}, [])

    def test_records_of_a_kind_come_in_the_order_of_their_ids(self, store):
        world, person, family = household()
        people = [world.add(Person) for _ in range(3)]
        fill(store, World())
        store.apply(created(reversed(world.nodes.values())), CLERK)
        store.apply(created(world.ties.values()), CLERK)
        assert [node.id for node in store.nodes("person")] == [person, *people]
        assert [tie.target for tie in store.ties("household_membership")] == [family]
        for wrong in ("friendship", "unicorn"):
            with pytest.raises(NotFound):
                store.nodes(wrong)
        with pytest.raises(NotFound):
            store.ties("person")

    def test_ties_of_some_nodes_can_be_limited_to_kinds(self, store):
        world, person, family = household()
        fill(store, world)
        assert [tie.kind for tie in store.ties_of([family, person, NOBODY])] == ["household_membership", "membership"]
        assert [tie.kind for tie in store.ties_of([person], kinds=["membership"])] == ["membership"]
        with pytest.raises(NotFound):
            store.ties_of([person], kinds=["person"])

    def test_the_neighbourhood_grows_by_hops_nearest_first(self, store):
        world = World()
        a, b, c, d = (world.add(Person) for _ in range(4))
        world.tie(Friendship, b, a), world.tie(Friendship, c, b), world.tie(Friendship, c, d)
        world.tie(Friendship, a, d, valid_to=date(2020, 1, 1))
        fill(store, world)

        def ids(**options: Any) -> tuple[list[str], int]:
            nodes, ties = store.neighbourhood(a, **options)
            return [node.id for node in nodes], len(ties)

        assert ids() == ([a, b, d], 2)
        assert ids(hops=2) == ([a, b, d, c], 4)
        assert ids(hops=2, at=date(2026, 1, 1)) == ([a, b, c], 2)
        assert ids(hops=2, limit=2) == ([a, b], 1)
        assert ids(limit=1) == ([a], 0)
        assert ids(kinds=["membership"]) == ([a], 0)
        for options in ({"hops": 0}, {"hops": 3}, {"limit": 0}):
            with pytest.raises(UsageError):
                store.neighbourhood(a, **options)
        for missing in (NOBODY, "?", next(iter(world.ties))):
            with pytest.raises(NotFound):
                store.neighbourhood(missing)

    def test_a_name_is_found_without_accents_and_by_beginnings(self, store):
        world = World()
        wanted = ("Caffè Società", "Caffetteria", "Соседи «Мост»", "Straße 7")
        names = {name: world.add(Association, name) for name in wanted}
        fill(store, world)

        def found(text: str) -> list[str]:
            return [one.id for one in store.search(text)]

        assert found("CAFFE") == [names["Caffè Società"], names["Caffetteria"]]
        assert found("soc caf") == [names["Caffè Società"]]
        assert found("мост") == [names["Соседи «Мост»"]]
        assert found("strasse") == [names["Straße 7"]]
        assert found("etteria") == found("") == found('" * - OR') == found("caffe NOT societa") == []

    def test_whole_words_come_first_then_short_names(self, store):
        world = World()
        long, begun, short = (world.add(Firm, name) for name in ("Rossi Ferramenta e Vernici", "Rossini", "Rossi Bar"))
        person = world.add(Person, "Rossi", comune="019036")
        fill(store, world)
        found = store.search("rossi")
        assert [one.id for one in found] == [person, short, long, begun]
        assert (found[0].kind, found[0].name, found[0].comune, found[1].comune) == ("person", "Rossi", "019036", None)
        assert sorted((one.score for one in found), reverse=True) == [one.score for one in found]
        assert [one.id for one in store.search("rossi", kinds=["firm"], limit=1)] == [short]
        assert store.search("rossi", limit=0) == []
        with pytest.raises(NotFound):
            store.search("rossi", kinds=["friendship"])

    def test_the_snapshot_is_the_one_of_the_records_themselves(self, store):
        world, person, _ = household()
        world.place("019036", "Cremona", 45.1, 10.0)
        pact = world.add(InclusionPact, comune="019036")
        resource = world.add(Association, "Circolo", comune="019036", offers=("doposcuola",), min_age=6)
        activation = SCHEMA.parse({"kind": "activation", "id": NOBODY, "source": pact, "target": resource})
        fill(store, world)
        store.apply([Create(activation), End(store.ties_of([person])[0].id, date(2026, 1, 1))], CLERK)
        records = [record for kind in SCHEMA.node_names for record in store.nodes(kind)]
        records += [record for kind in SCHEMA.tie_names for record in store.ties(kind)]
        assert same(store.snapshot(), snapshot_of(records, commit=2))

    def test_a_verification_says_how_far_it_is(self, store):
        world, *_ = household()
        fill(store, world)
        heard: list[tuple[str, int, int]] = []
        assert store.verify(lambda stage, done, total: heard.append((stage.en, done, total))).sound
        stages = list(dict.fromkeys(stage for stage, *_ in heard))
        assert len(stages) == 3
        assert heard[-1] == (stages[-1], 0, len(world.nodes) + len(world.ties))

    def test_the_hash_tells_the_content_and_not_the_way_to_it(self, make, tmp_path):
        world, *_ = household()
        one, other = make(SCHEMA), make(SCHEMA)
        fill(one, world)
        other.apply(created(reversed(world.nodes.values())), CLERK)
        assert one.verify().canonical_hash != other.verify().canonical_hash
        other.apply(created(world.ties.values()), CLERK)
        assert one.verify() == other.verify()

    def test_a_new_kind_needs_its_declaration_only(self, make):
        store = make(WIDER)
        world = World(WIDER)
        person, tavern = world.add(Person), world.add(Tavern, "Osteria della Prova", sign="gallo")
        world.tie(Patronage, person, tavern)
        fill(store, world)
        assert store.find("sign", ["gallo"]) == {"gallo": (tavern,)}
        assert [one.kind for one in store.search("osteria")] == ["tavern"]
        assert store.contents().ties["patronage"] == 1
        assert store.snapshot().kind_name(store.snapshot().index(tavern)) == "tavern"

    def test_the_change_feed_says_who_did_what_in_order(self, store):
        world, _, family = household()
        fill(store, world)
        store.apply([Remember("demo", "true")], CLERK)
        author = Author("altra persona", datetime(2026, 4, 1, 8, 0, 0, 5, tzinfo=UTC))
        store.apply([Update(Family(id=family, name="Altra"))], author)
        (change,) = store.changes(1)
        assert (change.commit, change.author, change.action, change.id) == (3, author, "update", family)
        assert plain(change.before) == plain(world.nodes[family])
        assert plain(change.after) == plain(Family(id=family, name="Altra"))
        assert [one.id for one in store.changes(0)] == [*world.nodes, *world.ties, family]
        assert list(store.changes(3)) == []

    def test_the_latest_commits_come_newest_first_with_what_they_touched(self, store):
        world, _, family = household()
        assert store.commits() == []
        fill(store, world)
        store.apply([Remember("demo", "true")], CLERK)
        author = Author("altra persona", datetime(2026, 4, 1, 8, 0, 0, 5, tzinfo=UTC), "perché sì")
        store.apply([End(store.ties_of([family])[0].id, date(2026, 1, 1)), Remember("demo", "false")], author)
        told = [(commit.number, commit.author, dict(commit.touched)) for commit in store.commits()]
        created_at_first = {"create": len(world.nodes) + len(world.ties)}
        assert told == [(3, author, {"end": 1}), (2, CLERK, {}), (1, CLERK, created_at_first)]
        for limit, numbers in {0: [], 1: [3], 2: [3, 2], 9: [3, 2, 1]}.items():
            assert [commit.number for commit in store.commits(limit=limit)] == numbers

    def test_a_backup_never_replaces_a_file(self, store, tmp_path):
        fill(store, household()[0])
        target = tmp_path / "copia"
        target.write_text("mia", "utf-8")
        with pytest.raises(Conflict):
            store.backup(target)
        assert target.read_text("utf-8") == "mia"
