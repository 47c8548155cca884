"""Sixteen writers at once on one store: nothing lost, nothing booked twice, nothing made twice. All data synthetic."""

import threading
from collections.abc import Callable, Iterator
from itertools import count

import pytest

from graph.errors import Conflict
from graph.kinds import Opportunity, Person
from graph.store import Create, Credentials, GraphStore, Remember, Update, create_store, open_store
from tests.graph.store_contract import CLERK

WRITERS = 16
EACH = 4
PATIENCE_S = 300
"""How long a writer waits for its turn; a busy machine is no subject here."""

Act = Callable[[GraphStore, int], None]


@pytest.fixture(params=["embedded", "neo4j"])
def place(request, tmp_path) -> tuple[str, Credentials | None]:
    """Where an empty store is, and how one gets in."""
    url, credentials = f"sqlite:///{tmp_path}/archivio.db", None
    if request.param == "neo4j":
        from tests.graph.neo4j_server import CREDENTIALS

        url, credentials = request.getfixturevalue("neo4j_servers")(0).url, CREDENTIALS
    create_store(url, credentials=credentials, timeout_s=PATIENCE_S).close()
    return url, credentials


@pytest.fixture
def store(place) -> Iterator[GraphStore]:
    opened = open_store(place[0], credentials=place[1], timeout_s=PATIENCE_S)
    yield opened
    opened.close()


def at_once(place: tuple[str, Credentials | None], act: Act) -> None:
    """Let every writer act, half of them through one store and half through stores of their own."""
    url, credentials = place
    shared = open_store(url, credentials=credentials, timeout_s=PATIENCE_S)
    gate, failures = threading.Barrier(WRITERS), list[BaseException]()

    def run(writer: int) -> None:
        own = shared if writer % 2 else open_store(url, credentials=credentials, timeout_s=PATIENCE_S)
        try:
            gate.wait()
            act(own, writer)
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            if own is not shared:
                own.close()

    threads = [threading.Thread(target=run, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared.close()
    assert failures == []


def id_of(*parts: int) -> str:
    first, second = (*parts, 0)[:2]
    return f"{first:08x}-0000-7000-8000-{second:012x}"


def test_a_set_holds_all_that_was_added_once(place, store):
    def add(own: GraphStore, writer: int) -> None:
        for n in range(EACH):
            own.apply([Create(Person(id=id_of(writer, n), name="Persona"))], CLERK)

    at_once(place, add)
    wanted = sorted(id_of(writer, n) for writer in range(WRITERS) for n in range(EACH))
    assert [person.id for person in store.nodes("person")] == wanted
    assert sorted(change.id for change in store.changes(0)) == wanted
    assert store.commit == len(wanted)
    assert store.verify().sound


def test_a_counter_loses_no_step(place, store):
    store.apply([Create(Person(id=id_of(1), name="Persona", note="0"))], CLERK)

    def step(own: GraphStore, _writer: int) -> None:
        for _ in range(EACH):
            for _try in count():
                seen = own.get([id_of(1)])[id_of(1)]
                after = seen.model_copy(update={"note": str(int(seen.note) + 1)})
                try:
                    own.apply([Update(after, replaces=seen)], CLERK)
                    break
                except Conflict:
                    continue

    at_once(place, step)
    assert store.get([id_of(1)])[id_of(1)].note == str(WRITERS * EACH)
    assert store.verify().sound


def test_without_saying_what_it_replaces_a_counter_would_lose_steps(place, store):
    store.apply([Create(Person(id=id_of(1), name="Persona", note="0"))], CLERK)
    seen, both = store.get([id_of(1)])[id_of(1)], threading.Barrier(WRITERS)

    def step(own: GraphStore, writer: int) -> None:
        both.wait()
        own.apply([Update(seen.model_copy(update={"note": "1"})), Remember(f"writer {writer}", "done")], CLERK)

    at_once(place, step)
    assert store.get([id_of(1)])[id_of(1)].note == "1"


def test_no_place_is_given_twice(place, store):
    places = WRITERS * EACH // 2
    store.apply([Create(Opportunity(id=id_of(1), name="Corso", capacity=places))], CLERK)
    booked: list[str] = []

    def book(own: GraphStore, writer: int) -> None:
        for n in range(EACH):
            while (seen := own.get([id_of(1)])[id_of(1)]).capacity:
                left = seen.model_copy(update={"capacity": seen.capacity - 1})
                ticket = Person(id=id_of(100 + writer, n), name="Iscritto")
                try:
                    own.apply([Update(left, replaces=seen), Create(ticket)], CLERK)
                except Conflict:
                    continue
                booked.append(ticket.id)
                break

    at_once(place, book)
    assert store.get([id_of(1)])[id_of(1)].capacity == 0
    assert len(booked) == places
    assert [person.id for person in store.nodes("person")] == sorted(booked)
    assert store.verify().sound


def test_the_same_record_is_made_by_one_writer_only(place, store):
    made: list[tuple[int, int]] = []

    def make(own: GraphStore, writer: int) -> None:
        for n in range(EACH):
            try:
                own.apply([Create(Person(id=id_of(n), name=f"Da {writer}"))], CLERK)
            except Conflict:
                continue
            made.append((n, writer))

    at_once(place, make)
    assert sorted(n for n, _ in made) == list(range(EACH))
    assert store.titles([id_of(n) for n, _ in made]) == {id_of(n): f"Da {writer}" for n, writer in made}
    assert store.verify().sound
