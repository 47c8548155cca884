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

from graph.errors import LegamiError
from graph.kinds import (
    Association,
    Family,
    Firm,
    Friendship,
    Kinship,
    Membership,
    NoContact,
    Node,
    Person,
    Record,
    Source,
    Tie,
)
from graph.snapshot import same
from graph.store import Author, Create, Delete, End, GraphStore, Operation, Remember, Update, create_store
from tests.conftest import setting
from tests.graph.neo4j_server import TestServer
from tests.graph.store_contract import plain
from tests.memory_store import MemoryStore

SEQUENCES = int(setting("LEGAMI_SEQUENCES") or 20)
"""How many are tried on the server: `LEGAMI_SEQUENCES=10000 make test PYTEST_ARGS=-k neo4j` looks long."""

SHARDS = 10
"""Tests that share them, so that every worker takes some; each tries others."""

NODE_IDS = [f"00000000-0000-7000-8000-00000000000{n:x}" for n in range(8)]
TIE_IDS = [f"00000000-0000-7000-9000-00000000000{n:x}" for n in range(8)]
IDS = NODE_IDS + TIE_IDS
WORDS = ["Caffè", "caffetteria", "Società", "ROSSI", "rossini", "мост", "東京", "ß", "a", "x2", "ﬁne", "«»", "OR"]
NODE_KINDS: list[type[Node]] = [Person, Person, Person, Family, Association, Firm]
TIE_KINDS: list[type[Tie]] = [Friendship, Friendship, Kinship, Membership, NoContact]

ids = st.sampled_from(IDS)
near = st.sampled_from(NODE_IDS[:5])
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
days = st.sampled_from([None, date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 3)])
sources = st.lists(
    st.builds(Source, name=st.sampled_from(["uno", "due"]), key=st.sampled_from("AB"), values=st.just({"v": [None]})),
    max_size=2,
).map(tuple)


@st.composite
def nodes(draw: st.DrawFn, id: str | None = None, kind: type[Node] | None = None) -> Node:
    kind = kind or draw(st.sampled_from(NODE_KINDS))
    return kind(
        id=id or draw(st.sampled_from(NODE_IDS)),
        name=draw(names),
        comune=draw(st.sampled_from([None, "019036", "019001"])),
        languages=draw(st.sampled_from([(), ("lingua-italiana",), ("lingua-araba", "lingua-italiana")])),
        sources=draw(sources),
        synthetic=draw(st.booleans()),
    )


@st.composite
def ties(draw: st.DrawFn, ends: list[str], id: str | None = None, kind: type[Tie] | None = None) -> Tie:
    source, target = draw(st.permutations(ends))[:2]
    first, last = draw(days), draw(days)
    if first and last and last < first:
        first, last = last, first
    kind = kind or draw(st.sampled_from(TIE_KINDS))
    return kind(
        id=id or draw(st.sampled_from(TIE_IDS)),
        source=source,
        target=target,
        valid_from=first,
        valid_to=last,
        confirmed_on=draw(days),
        strength=draw(st.sampled_from(["weak", "moderate", "very_strong"])),
        recorded_at=draw(st.none() | st.just(datetime(2024, 1, 1, tzinfo=UTC))),
    )


@st.composite
def operations(draw: st.DrawFn, there: dict[str, Record]) -> Operation:
    """An operation that mostly fits what is there, and sometimes not at all."""
    ends = [id for id, record in there.items() if isinstance(record, Node)]
    ends = ends if len(ends) > 1 else NODE_IDS
    free = [id for id in IDS if id not in there] if draw(st.integers(0, 7)) else IDS
    known = sorted(there) if there and draw(st.integers(0, 7)) else IDS
    id, new = draw(st.sampled_from(known)), draw(st.sampled_from(free or IDS))
    match draw(st.sampled_from(["node", "tie", "tie", "update", "end", "delete", "remember"])):
        case "node":
            return Create(draw(nodes(new)))
        case "tie":
            return Create(draw(ties(ends, new)))
        case "update" if isinstance(there.get(id), Tie):
            return Update(draw(ties(ends, id, type(there[id]))), draw(st.sampled_from([None, there[id]])))
        case "update":
            record = there.get(id)
            stale = draw(st.sampled_from([None, record, draw(nodes(id))]))
            return Update(draw(nodes(id, type(record) if isinstance(record, Node) else None)), stale)
        case "end":
            living = [id for id, record in there.items() if isinstance(record, Tie)]
            return End(draw(st.sampled_from(living or IDS)), draw(days.filter(bool)))
        case "delete":
            return Delete(id)
        case _:
            return Remember(draw(st.sampled_from(["demo", "reference_date"])), draw(st.sampled_from("AB")))


tie_kinds = st.sampled_from([(), (), ("friendship",), ("kinship", "no_contact")])


def answer(ask: Callable[[], Any]) -> Any:
    """What a store answers, or which error it raises."""
    try:
        return ask()
    except LegamiError as error:
        return error.code


NEAR = 2
"""Stores that can be asked for everything without a journey: the oracle and the file."""


class TwoStores(RuleBasedStateMachine):
    """The oracle comes first."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.stores: list[GraphStore] = [MemoryStore(), create_store(f"sqlite:///{self.folder}/archivio.db")]
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.compared: datetime | None = None

    def same(self, ask: Callable[[GraphStore], Any], stores: Sequence[GraphStore] = ()) -> None:
        oracle, *others = (answer(lambda store=store: ask(store)) for store in stores or self.stores)
        assert others == [oracle] * len(others)

    def author(self) -> Author:
        self.now += timedelta(seconds=1)
        return Author("operatore", self.now)

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        people = [data.draw(nodes(id, Person)) for id in NODE_IDS[:4]]
        records = [*people, data.draw(nodes(NODE_IDS[4], Association))]
        records += [data.draw(ties(NODE_IDS[:4], id, Friendship)) for id in TIE_IDS[:4]]
        author = self.author()
        self.same(lambda store: store.apply([Create(record) for record in records], author))

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

    def teardown(self) -> None:
        self.same(lambda store: store.verify())
        self.same(
            lambda store: [
                (c.commit, c.author, c.action, c.id, plain(c.before), plain(c.after)) for c in store.changes(1)
            ]
        )
        self.same(lambda store: [plain(node) for node in store.nodes("person")])
        self.same(lambda store: [plain(tie) for tie in store.ties("friendship")])
        oracle, *others = (store.snapshot() for store in self.stores)
        assert all(same(other, oracle) for other in others)
        for store in self.stores:
            store.close()
        shutil.rmtree(self.folder)


TestTwoStores = TwoStores.TestCase
TestTwoStores.settings = settings(max_examples=max(60, settings.default.max_examples), stateful_step_count=25)


class ThreeStores(TwoStores):
    def __init__(self, server: TestServer) -> None:
        super().__init__()
        self.stores.append(server.anew())

    @rule()
    def check(self) -> None:
        self.same(lambda store: store.verify())

    @rule()
    def follow(self) -> None:
        oracle, *others = (store.snapshot() for store in self.stores)
        assert all(same(other, oracle) for other in others)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_the_store_on_neo4j_answers_like_the_others(neo4j_server: TestServer, shard: int) -> None:
    run_state_machine_as_test(
        seed(shard)(lambda: ThreeStores(neo4j_server)),
        settings=settings(max_examples=-(-SEQUENCES // SHARDS), stateful_step_count=15),
    )
