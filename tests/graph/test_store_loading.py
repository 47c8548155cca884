"""A store that is filled at once holds what one holds that was written record by record. All data synthetic."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Conflict, LegamiError, NotFound
from graph.kinds import Association, Family, Friendship, Kinship, Node, Person, Record, Tie
from graph.snapshot import same
from graph.store import (
    Batch,
    Create,
    GraphStore,
    TieBatch,
    Update,
    batches,
    create_store,
    load_store,
    loaded,
    open_store,
)
from graph.store.embedded import loading
from graph.store.embedded.library import Connection
from graph.store.embedded.loaded import summary as loaded_summary
from tests.factory import World
from tests.graph.embedded_store import raw, reopened
from tests.graph.store_contract import CLERK, NOBODY, household, plain
from tests.graph.store_drawing import IDS, NODE_IDS, TIE_IDS, nodes, operations, ties
from tests.memory_store import MemoryStore

Load = Callable[[list[Batch]], GraphStore]
SETTINGS = {"demo": "true", "reference_date": "2026-11-02"}


@st.composite
def graphs(draw: st.DrawFn) -> list[Record]:
    """People, perhaps others, and ties among the people; ids in any order."""
    order = draw(st.permutations(NODE_IDS))
    found = [draw(nodes(id, Person)) for id in order[:3]] + [
        draw(nodes(id)) for id in order[3 : draw(st.integers(3, 8))]
    ]
    chosen = draw(st.lists(st.sampled_from(TIE_IDS), unique=True))
    return [*found, *(draw(ties(order[:3], id, draw(st.sampled_from([Friendship, Kinship])))) for id in chosen)]


def answers(store: GraphStore) -> dict[str, Any]:
    """All that a store says of itself."""
    people = [node.id for node in store.nodes("person")]
    return {
        "sound": store.verify(),
        "contents": store.contents(),
        "records": {id: plain(record) for id, record in store.get(IDS).items()},
        "around": [[[plain(one) for one in part] for part in store.neighbourhood(id, hops=2)] for id in people],
        "found": store.find("comune", ["019036", "019001"]) | store.find("source:uno", ["A", "B"]),
        "searched": [store.search(text) for text in ("caff", "rossi", "societa", "x2", "м")],
        "titles": store.titles(IDS),
        "by kind": [plain(tie) for tie in store.ties("friendship")],
    }


@pytest.fixture(params=["memory", "embedded"])
def load(request: pytest.FixtureRequest, path: Path) -> Iterator[Load]:
    """Make a loaded store."""
    opened: list[GraphStore] = []

    def filled(given: list[Batch]) -> GraphStore:
        if request.param == "memory":
            return MemoryStore.loaded(given, author=CLERK, settings=SETTINGS)
        load_store(f"sqlite:///{path}", given, author=CLERK, settings=SETTINGS)
        opened.append(reopened(path))
        return opened[-1]

    yield filled
    for store in opened:
        store.close()


@given(records=graphs(), data=st.data())
def test_a_loaded_store_answers_like_one_that_was_written_and_goes_on_like_it(
    tmp_path_factory: pytest.TempPathFactory, records: list[Record], data: st.DataObject
) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('carico')}/archivio.db"
    assert load_store(url, batches(records), author=CLERK, settings=SETTINGS) == 1
    oracle = MemoryStore.loaded(batches(records), author=CLERK, settings=SETTINGS)
    written = MemoryStore()
    written.apply([Create(record) for record in records], CLERK)
    embedded = open_store(url)
    assert embedded.verify() == written.verify()
    assert same(embedded.snapshot(), written.snapshot())
    for _ in range(3):
        assert answers(embedded) == answers(oracle)
        batch = data.draw(st.lists(operations(oracle.get(IDS)), min_size=1, max_size=4))
        results = [outcome(store, batch) for store in (oracle, embedded)]
        assert results[0] == results[1]
    for store in (oracle, embedded):
        outcome(store, None)
    assert answers(embedded) == answers(oracle)
    embedded.close()


def outcome(store: GraphStore, batch: Any) -> Any:
    try:
        return store.undo(store.commit, CLERK) if batch is None else store.apply(batch, CLERK)
    except LegamiError as error:
        return error.code


def three() -> list[Record]:
    """A person, a family, a club and their ties."""
    world, *_ = household()
    return [*world.nodes.values(), *world.ties.values()]


def test_the_feed_tells_a_load_as_one_change_that_is_never_undone(load: Load) -> None:
    store = load([*batches(three())])
    (change,) = store.changes(0)
    assert (change.commit, change.author, change.action, change.id) == (1, CLERK, "load", "")
    assert (change.before, change.after) == (None, None)
    before = answers(store)
    with pytest.raises(Conflict):
        store.undo(1, CLERK)
    assert answers(store) == before
    person = next(iter(store.nodes("person")))
    store.apply([Update(person.model_copy(update={"name": "Altro nome"}))], CLERK)
    store.undo(2, CLERK)
    assert {**answers(store), "contents": None} == {**before, "contents": None}


def test_nothing_to_load_makes_no_commit(load: Load, path: Path) -> None:
    assert load([]).commit == 1
    assert load_store(f"sqlite:///{path}-vuoto", [], author=CLERK) == 0


def test_ties_that_do_not_say_when_they_were_recorded_are_recorded_now(load: Load) -> None:
    store = load([*batches(three())])
    assert {tie.recorded_at for tie in store.ties("membership")} == {CLERK.at}


def test_one_saying_serves_all_ties_of_a_batch(load: Load) -> None:
    people = [Person(id=id, name="Persona") for id in NODE_IDS[:4]]
    kin = [Kinship(id=id, source=NODE_IDS[n], target=NODE_IDS[n + 1]) for n, id in enumerate(TIE_IDS[:3])]
    *first, last = batches([*people, *kin])
    assert isinstance(last, TieBatch)
    said = {"relation": "sibling", "recorded_at": datetime(2020, 1, 1, tzinfo=UTC).isoformat()}
    store = load([*first, replace(last, fields=said)])
    assert [(tie.relation, tie.recorded_at.year) for tie in store.ties("kinship")] == [("sibling", 2020)] * 3


def described(path: Path) -> dict[str, Any]:
    """Everything about a file but the records and what was drawn by lot."""
    connection = raw(path)
    tables = ("node_kind", "tie_kind", "tie_end", "name_words_config", "sqlite_sequence")
    found: dict[str, Any] = {
        name: connection.get_pragma(name) for name in ("user_version", "application_id", "page_size")
    }
    found |= {name: connection.get_pragma(name) for name in ("encoding", "auto_vacuum", "journal_mode")}
    found["declared"] = sorted(connection.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema"), key=str)
    names = {name for _, name, *_ in found["declared"]}
    found |= {table: list(connection.rows(f"SELECT * FROM {table}")) for table in tables if table in names}
    found["store"] = list(connection.rows("SELECT key FROM store"))
    connection.close()
    return found


def test_the_file_is_built_like_one_that_was_written(tmp_path: Path) -> None:
    written, filled = tmp_path / "scritto.db", tmp_path / "caricato.db"
    store = create_store(f"sqlite:///{written}")
    store.apply([Create(record) for record in three()], CLERK)
    store.close()
    load_store(f"sqlite:///{filled}", batches(three()), author=CLERK)
    reopened(filled).close()
    assert described(filled) == described(written)


def test_an_index_that_was_not_made_again_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aside = loading._set_aside
    monkeypatch.setattr(loading, "_set_aside", lambda connection: aside(connection)[1:])
    with pytest.raises(AssertionError):
        test_the_file_is_built_like_one_that_was_written(tmp_path)


def told_after(limit: int) -> Callable[[int], None]:
    def told(count: int) -> None:
        if count >= limit:
            raise KeyboardInterrupt

    return told


@pytest.mark.parametrize("limit", [1, 3, 5])
def test_an_interrupted_load_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(loading, "NODES", 1)
    monkeypatch.setattr(loading, "TIES", 1)
    with pytest.raises(KeyboardInterrupt):
        load_store(f"sqlite:///{path}", batches(three()), author=CLERK, told=told_after(limit))
    assert list(path.parent.iterdir()) == []
    load_store(f"sqlite:///{path}", batches(three()), author=CLERK)


def test_a_long_statement_of_a_load_can_be_interrupted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(connection: Connection, _: int) -> None:
        connection.set_progress_handler(told_after(0).__get__(1), 1)

    monkeypatch.setattr(Connection, "look_up", interrupted)
    with pytest.raises(KeyboardInterrupt):
        load_store(f"sqlite:///{path}", batches(three()), author=CLERK)
    assert list(path.parent.iterdir()) == []


def test_batches_that_fail_half_way_leave_nothing(path: Path) -> None:
    def failing() -> Iterator[Batch]:
        yield from batches(three()[:3])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        load_store(f"sqlite:///{path}", failing(), author=CLERK)
    assert list(path.parent.iterdir()) == []


def test_a_load_never_goes_over_something(path: Path) -> None:
    path.write_text("altro")
    with pytest.raises(Conflict):
        load_store(f"sqlite:///{path}", batches(three()), author=CLERK)
    assert path.read_text() == "altro"


def test_progress_counts_what_is_in(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(loading, "NODES", 2)
    monkeypatch.setattr(loading, "TIES", 2)
    load_store(f"sqlite:///{path}", batches(three()), author=CLERK, told=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == len(three())


def summary(path: Path) -> str | None:
    connection = raw(path)
    found = loaded_summary(connection)
    connection.close()
    return found


def test_the_digest_depends_neither_on_portions_nor_on_the_order_of_ids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [Person(id=id, name=f"Persona {id[-1]}") for id in NODE_IDS]
    kin = [Friendship(id=id, source=NODE_IDS[n], target=NODE_IDS[n - 1]) for n, id in enumerate(TIE_IDS)]
    orders = [[*people, *kin], [*people[::-1], *kin], [*people, *kin[4:], *kin[:4]], [*people, *kin[::-1]]]
    found: set[str | None] = set()
    for rows in (1, 3, 10_000):
        monkeypatch.setattr(loading, "NODES", rows)
        monkeypatch.setattr(loading, "TIES", rows)
        monkeypatch.setattr(loaded, "MANY", rows)
        for number, order in enumerate(orders):
            path = tmp_path / f"{rows}-{number}.db"
            load_store(f"sqlite:///{path}", batches(order), author=CLERK)
            store = reopened(path)
            assert store.verify().sound
            store.close()
            found.add(summary(path))
    assert len(found) == 1


def test_records_become_batches_in_their_order_and_neighbours_of_a_kind_share_one() -> None:
    world = World()
    a, b = world.add(Person), world.add(Family)
    c, d = world.add(Person), world.add(Person)
    ties: list[Tie] = [Friendship(id=TIE_IDS[0], source=a, target=d, valid_from=date(1970, 1, 3))]
    given: list[Node] = [world.nodes[id] for id in (a, b, c, d)]
    found = [*batches([*ties, *given])]
    assert [(batch.kind, len(batch)) for batch in found] == [
        ("person", 1),
        ("family", 1),
        ("person", 2),
        ("friendship", 1),
    ]
    tie = found[-1]
    assert isinstance(tie, TieBatch)
    assert (tie.source.tolist(), tie.target.tolist(), tie.valid_from.tolist()) == ([0], [3], [2])
    with pytest.raises(NotFound, match=a):
        list(batches([*ties, Association(id=NOBODY, name="Circolo")]))
