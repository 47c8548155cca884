"""Sixteen writers at once on one store: nothing lost, nothing booked twice, nothing made twice. All data synthetic."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest

from graph.errors import Conflict, StoreBusy
from graph.kinds import Activation, Association, InclusionPact, Opportunity, Person
from graph.store import Create, GraphStore, Operation, Remember, Update, create_store
from tests.graph.store_contract import CLERK
from tests.graph.store_writers import (
    EACH,
    WRITERS,
    Client,
    Plan,
    Site,
    Told,
    add,
    count,
    id_of,
    in_order,
    in_processes,
    in_threads,
    site_for,
)

WAYS = {"embedded": in_threads, "embedded processes": in_processes, "neo4j": in_threads}


@pytest.fixture(params=["embedded", "neo4j"])
def kept(request) -> str:
    return request.param


@pytest.fixture
def site(kept, request, tmp_path) -> Site:
    """An empty store. Its clients on a file are soon told that it is busy; a slow machine makes no server dead."""
    where = site_for(kept, request, tmp_path, file_timeout_s=0.2)
    create_store(where.url, credentials=where.credentials, timeout_s=300).close()
    return where


@pytest.fixture
def store(site) -> Iterator[GraphStore]:
    opened = site.open()
    yield opened
    opened.close()


@pytest.mark.parametrize("kept", WAYS, indirect=True)
def test_a_set_holds_all_that_was_added_once(kept, site, store):
    told = WAYS[kept](site, add)
    wanted = sorted(id_of(writer, n) for writer in range(WRITERS) for n in range(EACH))
    assert sorted(in_order(store, told, 0)) == wanted
    assert [node.id for node in store.nodes("association")] == wanted
    assert [(change.commit, change.id) for change in store.changes(0)] == [(one.commit, one.what) for one in told]
    assert store.verify().sound


@pytest.mark.parametrize("kept", WAYS, indirect=True)
def test_a_counter_loses_no_step_and_every_step_follows_the_one_before(kept, site, store):
    store.apply([Create(Association(id=id_of(1), name="Contatore", note="0"))], CLERK)
    told = WAYS[kept](site, count)
    assert in_order(store, told, 1) == list(range(1, WRITERS * EACH + 1))
    assert store.get([id_of(1)])[id_of(1)].note == str(WRITERS * EACH)
    assert store.verify().sound


def test_without_saying_what_it_replaces_a_counter_would_lose_steps(site, store):
    store.apply([Create(Person(id=id_of(1), name="Contatore", note="0"))], CLERK)

    def careless(client: Client) -> None:
        seen = client.store.get([id_of(1)])[id_of(1)]
        client.gate.wait()
        after = seen.model_copy(update={"note": "1"})
        client.carry_out(lambda: ([Update(after), Remember(f"writer {client.number}", "done")], None))

    assert len(in_threads(site, careless)) == WRITERS
    assert store.get([id_of(1)])[id_of(1)].note == "1"


COURSE, PACT = id_of(1), id_of(2)


def booked(client: Client, n: int, *, careful: bool = True) -> Plan | None:
    """A place in the course for the pact, if one is free."""
    course = client.store.get([COURSE])[COURSE]
    if not course.free_places:
        return None
    ticket = Activation(id=id_of(100 + client.number, n), source=PACT, target=COURSE, status="active")
    left = course.model_copy(update={"free_places": course.free_places - 1})
    return [Update(left, replaces=course if careful else None), Create(ticket)], ticket.id


def offer(store: GraphStore, places: int) -> None:
    course = Opportunity(id=COURSE, name="Corso", capacity=places, free_places=places)
    store.apply([Create(course), Create(InclusionPact(id=PACT, name="Patto"))], CLERK)


def test_no_place_is_given_twice(site, store):
    places = WRITERS * EACH // 2
    offer(store, places)

    def book(client: Client) -> None:
        for n in range(EACH):
            client.carry_out(lambda n=n: booked(client, n))

    told = in_threads(site, book)
    assert len(in_order(store, told, 1)) == places
    assert [tie.id for tie in store.ties("activation")] == sorted(one.what for one in told)
    assert store.get([COURSE])[COURSE].free_places == 0
    left = [change.after.free_places for change in store.changes(1) if change.id == COURSE]
    assert left == list(reversed(range(places)))
    assert store.verify().sound


def test_without_saying_what_it_replaces_a_place_would_be_given_twice(site, store):
    offer(store, 1)

    def careless(client: Client) -> None:
        plan = booked(client, 0, careful=False)
        client.gate.wait()
        client.carry_out(lambda: plan)

    in_threads(site, careless)
    assert store.contents().ties["activation"] == WRITERS


def test_places_moved_between_two_courses_remain_as_many_at_every_commit(site, store):
    courses = [Opportunity(id=id_of(n), name=f"Corso {n}", free_places=200) for n in (1, 2)]
    store.apply(map(Create, courses), CLERK)

    def move(client: Client) -> None:
        def moved() -> Plan:
            now = client.store.get([id_of(1), id_of(2)])
            giver, taker = client.chance.sample([now[id_of(1)], now[id_of(2)]], 2)
            number = client.chance.randint(1, 3)
            changed = [(giver, giver.free_places - number), (taker, taker.free_places + number)]
            return [
                Update(course.model_copy(update={"free_places": places}), replaces=course) for course, places in changed
            ], number

        for _ in range(EACH):
            client.carry_out(moved)

    assert len(in_order(store, in_threads(site, move), 1)) == WRITERS * EACH
    assert sums(store) == {400}
    assert store.verify().sound


def sums(store: GraphStore) -> set[int]:
    """How many places there were in all after each commit."""
    free: dict[str, int] = {}
    after: dict[int, int] = {}
    for change in store.changes(0):
        free[change.id] = change.after.free_places
        after[change.commit] = sum(free.values())
    return set(after.values())


def test_the_same_record_is_made_by_one_writer_only(site, store):
    def make(client: Client) -> None:
        for n in range(EACH):
            mine = Person(id=id_of(n), name=f"Da {client.number}")
            client.carry_out(lambda mine=mine: None if client.store.get([mine.id]) else ([Create(mine)], mine.id))

    told = in_threads(site, make)
    assert sorted(in_order(store, told, 0)) == [id_of(n) for n in range(EACH)]
    assert store.titles([one.what for one in told]) == {one.what: f"Da {one.writer}" for one in told}
    assert store.verify().sound


CODES = [f"9000000{n}" for n in range(EACH)]


def body(client: Client, code: str) -> Operation:
    mine = id_of(client.number, CODES.index(code))
    return Create(Association(id=mine, name=f"Circolo {code}", tax_code=code))


def test_who_looks_in_its_turn_makes_no_second_body_of_one_tax_code(site, store):
    def upsert(client: Client) -> None:
        def once(code: str) -> list[Operation]:
            return [] if client.store.find("tax_code", [code]) else [body(client, code)]

        for code in CODES:
            client.carry_out(lambda code=code: (partial(once, code), code))

    in_threads(site, upsert)
    assert Counter(node.tax_code for node in store.nodes("association")) == dict.fromkeys(CODES, 1)
    assert store.commit == len(CODES)
    assert store.verify().sound


def test_who_looks_before_its_turn_would_make_a_second_body_of_one_tax_code(site, store):
    def upsert(client: Client) -> None:
        found = client.store.find("tax_code", CODES[:1])
        client.gate.wait()
        client.carry_out(lambda: None if found else ([body(client, CODES[0])], CODES[0]))

    in_threads(site, upsert)
    assert store.contents().nodes["association"] == WRITERS


def test_what_a_writer_reads_in_its_turn_is_whole_and_the_latest(site, store):
    """Every read of the contract that an importer needs, from within."""
    store.apply([Create(Association(id=id_of(1), name="Circolo", tax_code=CODES[0]))], CLERK)
    seen: list[object] = []

    def operations() -> list[Operation]:
        seen.extend([store.commit, store.find("tax_code", CODES), [*store.get([id_of(1)])], store.ties_of([id_of(1)])])
        seen.append([node.id for node in store.nodes("association")])
        return [Remember("demo", "true")]

    assert store.apply(operations, CLERK) == 2
    assert seen == [1, {CODES[0]: (id_of(1),)}, [id_of(1)], [], [id_of(1)]]


def test_a_writer_that_fails_in_its_turn_leaves_nothing_and_the_turn_to_others(site, store):
    def operations() -> list[Operation]:
        raise Conflict("Non così.", "Not so.")

    with pytest.raises(Conflict, match="Not so"):
        store.apply(operations, CLERK)
    assert store.commit == 0
    assert store.apply([Remember("demo", "true")], CLERK) == 1


def test_stale_edits_are_refused_and_leave_nothing(site, store):
    store.apply([Create(Association(id=id_of(1), name="Circolo"))], CLERK)

    def edit(client: Client) -> None:
        seen = client.store.get([id_of(1)])[id_of(1)]
        client.gate.wait()
        mine = seen.model_copy(update={"name": f"Circolo {client.number}"})
        extra = Person(id=id_of(100 + client.number), name="Presidente")
        for _ in range(EACH):
            try:
                commit = client.store.apply([Create(extra), Update(mine, replaces=seen)], client.author)
            except (Conflict, StoreBusy):
                continue
            client.told.append(Told(commit, client.number, extra.id))

    [won] = in_threads(site, edit)
    assert store.commit == won.commit == 2
    assert [node.id for node in store.nodes("person")] == [won.what]
    assert store.titles([id_of(1)]) == {id_of(1): f"Circolo {won.writer}"}
    assert store.verify().sound
