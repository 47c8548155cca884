"""What every store must do; a test module gives the fixture `make`, an empty store of a schema. All data synthetic."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Literal

import pytest

from graph.errors import Conflict, InvalidRecord, LegamiError, NotFound, Text
from graph.kinds import (
    INDEXED,
    SCHEMA,
    Association,
    Family,
    Firm,
    Friendship,
    HouseholdMembership,
    InclusionPact,
    Label,
    Membership,
    Node,
    Person,
    Record,
    Schema,
    Source,
    Tie,
)
from graph.kinds.values import Layer
from graph.store.base import Author, Create, Delete, End, GraphStore, Operation, Remember, Update
from tests.factory import World

Make = Callable[[Schema], GraphStore]

CLERK = Author("operatore", datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "prova")
NOBODY = "00000000-0000-7000-8000-000000000000"


def created(records: Iterable[Record]) -> list[Operation]:
    return [Create(record) for record in records]


def fill(store: GraphStore, world: World) -> int:
    return store.apply(created([*world.nodes.values(), *world.ties.values()]), CLERK)


def plain(record: Record | None) -> Any:
    return record and record.model_dump(mode="json")


def state(store: GraphStore) -> tuple[Any, ...]:
    """Everything that a refused operation must leave alone."""
    return store.verify(), store.contents(), [plain(change.after) for change in store.changes(0)]


class Tavern(Node, frozen=True):
    """A kind that nobody has declared before."""

    title: ClassVar[Text] = Text("Osteria", "Tavern")
    kind: Literal["tavern"] = "tavern"
    sign: Annotated[str, Label("Insegna", "Sign"), INDEXED] = ""


class Patronage(Tie, frozen=True):
    """A person goes to a tavern."""

    title: ClassVar[Text] = Text("Frequenta", "Goes to")
    reverse: ClassVar[Text] = Text("È frequentata da", "Is gone to by")
    ends = ((Person,), (Tavern,))
    directed: ClassVar[bool] = True
    layer: ClassVar[Layer] = "social"
    kind: Literal["patronage"] = "patronage"


WIDER = Schema((*SCHEMA.nodes, Tavern), (*SCHEMA.ties, Patronage))


def household() -> tuple[World, str, str]:
    """A person who lives in a family and is a member of a club."""
    world = World()
    person = world.add(Person, "Persona di prova", comune="019036", birth_year=1980, languages=("lingua-italiana",))
    family, club = world.add(Family, "Famiglia di prova"), world.add(Association, "Circolo di prova")
    world.tie(HouseholdMembership, person, family, valid_from=date(2020, 1, 1))
    world.tie(Membership, person, club)
    return world, person, family


class WritingContract:
    @pytest.fixture
    def store(self, make: Make) -> GraphStore:
        return make(SCHEMA)

    def test_an_empty_store_counts_every_kind_at_nothing(self, store):
        contents = store.contents()
        assert store.commit == contents.commit == 0
        assert tuple(contents.nodes) == SCHEMA.node_names
        assert tuple(contents.ties) == SCHEMA.tie_names
        assert not any((*contents.nodes.values(), *contents.ties.values(), contents.settings, contents.demo))
        assert store.verify().sound

    def test_what_was_created_is_read_back_whole(self, store):
        world = World()
        source = Source(name="registro", key="K1", values={"anno": 2024, "voci": ["a", {"b": None}]})
        pact = world.add(InclusionPact, "Patto", asks="doposcuola [2019] mon..thu-afternoon", max_km=2.5)
        club = world.add(Association, "Circolo «Più»", comune="019036", sources=(source,), languages=("a", "b"))
        assert fill(store, world) == 1
        assert {id: plain(r) for id, r in store.get([pact, club, NOBODY, "?"]).items()} == {
            pact: plain(world.nodes[pact]),
            club: plain(world.nodes[club]),
        }

    def test_a_tie_is_stamped_with_the_time_of_its_commit_unless_it_has_one(self, store):
        world = World()
        a, b, c = (world.add(Person) for _ in range(3))
        early = datetime(2020, 1, 1, tzinfo=UTC)
        fresh, known = world.tie(Friendship, a, b), world.tie(Friendship, b, c, recorded_at=early)
        fill(store, world)
        kept = store.get([fresh, known])
        assert (kept[fresh].recorded_at, kept[known].recorded_at) == (CLERK.at, early)

    def test_what_changes_nothing_makes_no_commit(self, store):
        world = World()
        person = world.add(Person)
        fill(store, world)
        store.apply([Remember("reference_date", "2026-01-01")], CLERK)
        unchanged = [Update(world.nodes[person]), Remember("reference_date", "2026-01-01")]
        assert store.apply([], CLERK) == store.apply(unchanged, CLERK) == store.commit == 2

    def test_settings_are_kept_and_the_last_word_counts(self, store):
        store.apply(
            [Remember("demo", "false"), Remember("demo", "true"), Remember("reference_date", "2026-11-02")], CLERK
        )
        contents = store.contents()
        assert contents.demo
        assert contents.reference_date == date(2026, 11, 2)

    def test_one_refused_operation_refuses_all(self, store):
        world = World()
        person, family = world.add(Person), world.add(Family)
        live = world.tie(HouseholdMembership, person, family, valid_from=date(2020, 1, 1))
        fill(store, world)
        before = state(store)
        node, tie = world.nodes[person], world.ties[live]
        new = World(seed=2)
        other = new.nodes[new.add(Person)]
        stray = Friendship(id=NOBODY, source=person, target=other.id)
        refused: list[tuple[type[LegamiError], Operation]] = [
            (Conflict, Create(node)),
            (Conflict, Create(node.model_copy(update={"id": live}))),
            (NotFound, Create(stray.model_copy(update={"target": NOBODY.replace("7", "6")}))),
            (NotFound, Create(stray.model_copy(update={"target": live}))),
            (InvalidRecord, Create(stray.model_copy(update={"target": family}))),
            (NotFound, Update(stray)),
            (Conflict, Update(node.model_copy(update={"name": "A"}), node.model_copy(update={"name": "B"}))),
            (InvalidRecord, Update(Family(id=person, name="Famiglia"))),
            (InvalidRecord, Update(tie.model_copy(update={"source": family, "target": person}))),
            (NotFound, End(NOBODY, date(2026, 1, 1))),
            (NotFound, End(person, date(2026, 1, 1))),
            (InvalidRecord, End(live, date(2019, 12, 31))),
            (NotFound, Delete(NOBODY)),
            (NotFound, Create(Tavern(id=NOBODY, name="Osteria"))),
        ]
        for error, operation in refused:
            with pytest.raises(error):
                store.apply([Create(other), Remember("demo", "true"), operation], CLERK)
            assert state(store) == before

    def test_the_ends_of_an_undirected_tie_may_come_in_either_order(self, make):
        world = World()
        person, firm = world.add(Person), world.add(Firm)
        store = make(SCHEMA)
        fill(store, world)
        store.apply(
            [Create(SCHEMA.parse({"kind": "no_contact", "id": NOBODY, "source": firm, "target": person}))], CLERK
        )
        assert [tie.source for tie in store.ties_of([person])] == [firm]

    def test_an_update_replaces_the_record_if_it_is_still_what_the_writer_saw(self, store):
        world = World()
        seen = world.nodes[world.add(Person, "Prima")]
        fill(store, world)
        store.apply([Update(seen.model_copy(update={"name": "Dopo"}), replaces=seen)], CLERK)
        assert store.titles([seen.id]) == {seen.id: "Dopo"}
        with pytest.raises(Conflict):
            store.apply([Update(seen.model_copy(update={"name": "Ancora"}), replaces=seen)], CLERK)

    def test_a_tie_holds_from_its_first_day_to_before_its_last(self, store):
        world = World()
        a, b = world.add(Person), world.add(Person)
        tie = world.tie(Friendship, a, b, valid_from=date(2025, 1, 1))
        fill(store, world)
        store.apply([End(tie, date(2025, 6, 1))], CLERK)
        days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 5, 31), date(2025, 6, 1)]
        assert [len(store.ties_of([a], at=day)) for day in days] == [0, 1, 1, 0]
        assert store.ties_of([b])[0].valid_to == date(2025, 6, 1)
        assert [change.action for change in store.changes(1)] == ["end"]

    def test_a_tie_that_has_ended_is_never_opened_again_by_ending_it_later(self, store):
        world, _, family = household()
        fill(store, world)
        tie = store.ties_of([family])[0].id
        assert store.apply([End(tie, date(2026, 1, 1))], CLERK) == 2
        assert store.apply([End(tie, date(2027, 1, 1))], CLERK) == store.apply([End(tie, date(2026, 1, 1))], CLERK) == 2
        assert store.get([tie])[tie].valid_to == date(2026, 1, 1)
        assert store.apply([End(tie, date(2027, 1, 1)), End(tie, date(2025, 6, 1))], CLERK) == 3
        assert store.get([tie])[tie].valid_to == date(2025, 6, 1)

    def test_a_tie_ends_on_a_day_and_never_at_a_moment(self, store):
        world, _, family = household()
        fill(store, world)
        before, tie = state(store), store.ties_of([family])[0].id
        for moment in (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 23, 30)):  # noqa: DTZ001 - one without a place
            with pytest.raises(InvalidRecord, match="2026-01-01"):
                store.apply([End(tie, moment)], CLERK)
        assert state(store) == before

    def test_closing_twice_is_harmless(self, store):
        store.close()
        store.close()
