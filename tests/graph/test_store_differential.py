"""The stores and the oracle, given the same operations, give the same answers. All data synthetic."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from graph.kinds import Association, Friendship, Node, Person, Record
from graph.snapshot import same
from graph.store import (
    Author,
    Batch,
    Create,
    Delete,
    GraphStore,
    Operation,
    Update,
    batches,
    create_store,
    load_store,
    open_store,
)
from tests.conftest import setting
from tests.graph.neo4j_server import CREDENTIALS, TestServer
from tests.graph.store_contract import plain
from tests.graph.store_drawing import IDS, NODE_IDS, TIE_IDS, answer, days, ids, names, nodes, operations, ties
from tests.memory_store import MemoryStore

SEQUENCES = int(setting("LEGAMI_SEQUENCES") or 20)
"""How many are tried on the server: `LEGAMI_SEQUENCES=10000 make test PYTEST_ARGS=-k neo4j` looks long."""

SHARDS = 10
"""Tests that share them, so that every worker takes some; each tries others."""

tie_kinds = st.sampled_from([(), (), ("friendship",), ("kinship", "no_contact")])

NEAR = 2
"""Stores that can be asked for everything without a journey: the oracle and the file."""


def feed(store: GraphStore, since: int) -> list[Any]:
    """What the change feed tells, to compare."""
    return [(c.commit, c.author, c.action, c.id, plain(c.before), plain(c.after)) for c in store.changes(since)]


class TwoStores(RuleBasedStateMachine):
    """The oracle comes first."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.url = f"sqlite:///{self.folder}/archivio.db"
        self.stores: list[GraphStore] = []
        self.others: list[GraphStore] = []  # the same ones, as another program has them open
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.compared: datetime | None = None

    def empty(self) -> list[GraphStore]:
        return [MemoryStore(), create_store(self.url)]

    def loaded(self, given: list[Batch], about: dict[str, Any]) -> list[GraphStore]:
        load_store(self.url, given, **about)
        return [MemoryStore.loaded(given, **about), open_store(self.url)]

    def opened_again(self) -> list[GraphStore]:
        return [self.stores[0], open_store(self.url)]

    def same(self, ask: Callable[[GraphStore], Any], stores: Sequence[GraphStore] = ()) -> Any:
        oracle, *others = (answer(lambda store=store: ask(store)) for store in stores or self.stores)
        assert others == [oracle] * len(others)
        return oracle

    def author(self) -> Author:
        self.now += timedelta(seconds=1)
        return Author("operatore", self.now)

    @initialize(data=st.data(), way=st.sampled_from(["written", "written", "written", "loaded"]))
    def begin(self, data: st.DataObject, way: str) -> None:
        people = [data.draw(nodes(id, Person)) for id in NODE_IDS[:4]]
        records: list[Record] = [*people, data.draw(nodes(NODE_IDS[4], Association))]
        records += [data.draw(ties(NODE_IDS[:4], id, Friendship)) for id in TIE_IDS[:4]]
        author = self.author()
        if way == "loaded":
            self.stores = self.loaded([*batches(records)], {"author": author, "settings": {"demo": "A"}})
        else:
            self.stores = self.empty()
            self.same(lambda store: store.apply([Create(record) for record in records], author))
        self.others = self.opened_again()

    @rule()
    def hand_over(self) -> None:
        """All goes on by the handles that the others hold, which have to follow what was written by these."""
        self.stores, self.others = self.others, self.stores

    @rule(data=st.data())
    def write_what_another_has_overtaken(self, data: st.DataObject) -> None:
        """One reads, another writes, the one writes what it made of its reading: refused where that is stale."""
        there = self.stores[0].get(IDS)
        known = sorted(id for id, record in there.items() if isinstance(record, Node))
        if not known:
            return
        id, author = data.draw(st.sampled_from(known)), self.author()
        mine, theirs = (data.draw(nodes(id, type(there[id]))) for _ in range(2))
        seen = {store.url: store.get([id])[id] for store in self.stores}
        meanwhile = data.draw(st.sampled_from([Update(theirs, there[id]), Delete(id)]) | operations(there))
        self.same(lambda store: store.apply([meanwhile], author), self.others)
        stale = plain(self.stores[0].get([id]).get(id)) != plain(there[id])
        told = self.same(lambda store: store.apply([Update(mine, seen[store.url])], author))
        assert told in ("conflict", "not_found") if stale else isinstance(told, int)

    @rule(data=st.data(), regret=st.booleans())
    def merge(self, data: st.DataObject, regret: bool) -> None:
        """Two people turn out to be one: the ties move, one takes over what the other had, the other goes."""
        people = {node.id: node for node in self.stores[0].nodes("person")}
        if len(people) < 2:
            return
        kept, gone = (people[id] for id in data.draw(st.permutations(sorted(people)))[:2])
        work: list[Operation] = [Update(kept.model_copy(update={"sources": kept.sources + gone.sources}), kept)]
        for tie in self.stores[0].ties_of([gone.id]):
            ends = {end: kept.id for end in ("source", "target") if getattr(tie, end) == gone.id}
            moved = tie.model_copy(update=ends)
            work.append(Delete(tie.id) if moved.source == moved.target else Update(moved, tie))
        before, author = self.stores[0].verify(), self.author()
        merged = self.same(lambda store: store.apply([*work, Delete(gone.id)], author))
        assert isinstance(merged, int)
        if regret:
            self.same(lambda store: store.undo(store.commit, author))
            assert self.stores[0].verify() == before

    @rule(rows=st.lists(nodes(kind=Person), min_size=1, max_size=6, unique_by=lambda node: node.id))
    def import_file(self, rows: list[Node]) -> None:
        """What is there already is looked up when the writer has its turn, as importers do."""

        def upserts(store: GraphStore) -> list[Operation]:
            there = store.get([row.id for row in rows])
            return [Update(row, there[row.id]) if row.id in there else Create(row) for row in rows]

        author = self.author()
        self.same(lambda store: store.apply(lambda: upserts(store), author))

    @rule(data=st.data())
    def write(self, data: st.DataObject) -> None:
        there = self.stores[0].get(IDS)
        batch = data.draw(st.lists(operations(there), min_size=1, max_size=3))
        author = self.author()
        self.same(lambda store: store.apply(batch, author))

    @rule(data=st.data())
    def delete_and_regret(self, data: st.DataObject) -> None:
        there = sorted(self.stores[0].get(IDS))
        if there:
            id, author = data.draw(st.sampled_from(there)), self.author()
            before = self.stores[0].verify()
            self.same(lambda store: store.apply([Delete(id)], author))
            self.same(lambda store: store.undo(store.commit, author))
            assert self.stores[0].verify() == before  # and after that, all have the same content

    @rule(data=st.data())
    def make_use_and_regret(self, data: st.DataObject) -> None:
        there = self.stores[0].get(NODE_IDS)
        free, people = [id for id in NODE_IDS if id not in there], list(self.stores[0].nodes("person"))
        if free and people:
            author = self.author()
            self.same(lambda store: store.apply([Create(Person(id=free[0], name="Nuova"))], author))
            tie = data.draw(ties([free[0], people[0].id], kind=Friendship))
            self.same(lambda store: store.apply([Create(tie)], author))
            commit = self.stores[0].commit - data.draw(st.integers(0, 1))
            self.same(lambda store: store.undo(commit, author))

    @rule(back=st.integers(-1, 3))
    def undo(self, back: int) -> None:
        author = self.author()
        self.same(lambda store: store.undo(store.commit - back, author))

    @rule(wanted=st.lists(ids, max_size=4), at=days, kinds=tie_kinds)
    def look(self, wanted: list[str], at: date | None, kinds: tuple[str, ...]) -> None:
        self.same(lambda store: {id: plain(record) for id, record in store.get([*wanted, "?"]).items()})
        self.same(lambda store: [plain(tie) for tie in store.ties_of(wanted, at=at, kinds=kinds)])
        self.same(lambda store: store.titles(wanted))

    @rule(
        id=st.sampled_from(NODE_IDS[:5]),
        hops=st.integers(1, 2),
        at=days,
        kinds=tie_kinds,
        limit=st.sampled_from([1, 2, 3, 500]),
    )
    def look_around(self, id: str, **options: Any) -> None:
        self.same(lambda store: tuple([plain(one) for one in part] for part in store.neighbourhood(id, **options)))

    @rule(text=names | st.text(max_size=4), kinds=st.sampled_from([(), ("firm", "person")]), limit=st.integers(0, 4))
    def search(self, text: str, kinds: tuple[str, ...], limit: int) -> None:
        self.same(lambda store: store.search(text, kinds=kinds, limit=limit))

    @rule(field=st.sampled_from(["comune", "source:uno", "source:tre", "phone"]), kind=st.sampled_from([None, "firm"]))
    def find(self, field: str, kind: str | None) -> None:
        self.same(lambda store: store.find(field, ["019036", "A", "B"], kind=kind))

    @invariant()
    def same_content(self) -> None:
        """After each attempt to write; questions alone leave nothing to compare before the end.

        There are no other ids than these, so that every field of every record is compared. That its own checks find
        a store sound too is asked of the near ones each time, of the server now and then and at the end.
        """
        if self.compared == self.now:
            return
        self.compared = self.now
        self.same(lambda store: store.contents())
        self.same(lambda store: {id: plain(record) for id, record in sorted(store.get(IDS).items())})
        self.same(lambda store: store.verify(), self.stores[:NEAR])
        self.same(lambda store: feed(store, 0), self.stores[:NEAR])
        earlier = int(self.now.timestamp()) * 7 % (self.stores[0].commit + 1)
        self.same(lambda store: feed(store, earlier))

    @rule()
    def follow(self) -> None:
        oracle, *others = (store.snapshot() for store in self.stores)
        assert all(same(other, oracle) for other in others)

    def compare_all(self) -> None:
        self.same(lambda store: store.verify())
        self.same(lambda store: feed(store, 0), self.others)
        self.same(lambda store: [plain(node) for node in store.nodes("person")])
        self.same(lambda store: [plain(tie) for tie in store.ties("friendship")])
        oracle, *others = (store.snapshot() for store in [*self.stores, *self.others])
        assert all(same(other, oracle) for other in others)

    def teardown(self) -> None:
        if self.stores:
            self.compare_all()
        for store in [*self.stores, *self.others]:
            store.close()
        shutil.rmtree(self.folder)


TestTwoStores = TwoStores.TestCase
TestTwoStores.settings = settings(max_examples=max(60, settings.default.max_examples), stateful_step_count=25)


class ThreeStores(TwoStores):
    def __init__(self, server: TestServer) -> None:
        super().__init__()
        self.server = server

    def empty(self) -> list[GraphStore]:
        return [*super().empty(), self.server.anew()]

    def loaded(self, given: list[Batch], about: dict[str, Any]) -> list[GraphStore]:
        self.server.empty()
        load_store(self.server.url, given, credentials=CREDENTIALS, **about)
        return [*super().loaded(given, about), self.server.open()]

    def opened_again(self) -> list[GraphStore]:
        return [*super().opened_again(), self.server.open()]

    @rule()
    def check(self) -> None:
        self.same(lambda store: store.verify())


@pytest.mark.parametrize("shard", range(SHARDS))
def test_the_store_on_neo4j_answers_like_the_others(neo4j_server: TestServer, shard: int) -> None:
    run_state_machine_as_test(
        seed(shard)(lambda: ThreeStores(neo4j_server)),
        settings=settings(max_examples=-(-SEQUENCES // SHARDS), stateful_step_count=15),
    )
