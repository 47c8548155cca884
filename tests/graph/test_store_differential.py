"""The embedded store and the oracle, given the same operations, give the same answers. All data synthetic."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from graph.errors import LegamiError
from graph.kinds import Association, Family, Firm, Friendship, Kinship, Membership, NoContact, Node, Person, Source, Tie
from graph.store import Author, Create, Delete, End, GraphStore, Operation, Remember, Update, create_store
from tests.graph.store_contract import plain, same_snapshot
from tests.memory_store import MemoryStore

IDS = [f"00000000-0000-7000-8000-00000000000{n:x}" for n in range(14)]
WORDS = ["Caffè", "caffetteria", "Società", "ROSSI", "rossini", "мост", "東京", "ß", "a", "x2", "ﬁne", "«»", "OR"]
NODE_KINDS: list[type[Node]] = [Person, Family, Association, Firm]
TIE_KINDS: list[type[Tie]] = [Friendship, Kinship, Membership, NoContact]

ids = st.sampled_from(IDS)
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
days = st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 9))
sources = st.lists(
    st.builds(
        Source, name=st.sampled_from(["uno", "due"]), key=st.sampled_from("AB"), values=st.just({"v": [1, None]})
    ),
    max_size=2,
).map(tuple)
nodes = st.builds(
    lambda kind, **fields: kind(**fields),
    kind=st.sampled_from(NODE_KINDS),
    id=ids,
    name=names,
    comune=st.sampled_from([None, "019036", "019001"]),
    languages=st.sampled_from([(), ("lingua-italiana",), ("lingua-araba", "lingua-italiana")]),
    sources=sources,
    synthetic=st.booleans(),
)


@st.composite
def ties(draw: st.DrawFn) -> Tie:
    source, target = draw(st.lists(ids, min_size=2, max_size=2, unique=True))
    first, last = draw(days), draw(days)
    if first and last and last < first:
        first, last = last, first
    return draw(st.sampled_from(TIE_KINDS))(
        id=draw(ids),
        source=source,
        target=target,
        valid_from=first,
        valid_to=last,
        confirmed_on=draw(days),
        strength=draw(st.sampled_from(["weak", "moderate", "very_strong"])),
        recorded_at=draw(st.none() | st.just(datetime(2024, 1, 1, tzinfo=UTC))),
    )


records = nodes | ties()
operations = (
    st.builds(Create, records)
    | st.builds(Update, records)
    | st.builds(End, ids, days.filter(bool))
    | st.builds(Delete, ids)
    | st.builds(Remember, st.sampled_from(["demo", "reference_date"]), st.sampled_from(["true", "2024-01-01"]))
)
tie_kinds = st.sampled_from([(), ("friendship",), ("kinship", "no_contact")])


def answer(ask: Callable[[], Any]) -> Any:
    """What a store answers, or which error it raises."""
    try:
        return ask()
    except LegamiError as error:
        return error.code


class TwoStores(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.stores: list[GraphStore] = [MemoryStore(), create_store(f"sqlite:///{self.folder}/archivio.db")]
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def same(self, ask: Callable[[GraphStore], Any]) -> None:
        oracle, embedded = (answer(lambda store=store: ask(store)) for store in self.stores)
        assert embedded == oracle

    def author(self) -> Author:
        self.now += timedelta(seconds=1)
        return Author("operatore", self.now)

    @rule(batch=st.lists(st.builds(Create, nodes), max_size=6, unique_by=lambda one: one.record.id))
    def add_nodes(self, batch: list[Operation]) -> None:
        author, known = self.author(), self.stores[0].get(IDS)
        self.same(lambda store: store.apply([one for one in batch if one.record.id not in known], author))

    @rule(batch=st.lists(operations, min_size=1, max_size=3))
    def write(self, batch: list[Operation]) -> None:
        author = self.author()
        self.same(lambda store: store.apply(batch, author))

    @rule(data=st.data())
    def change_what_is_there(self, data: st.DataObject) -> None:
        there = self.stores[0].get(IDS)
        if there:
            record = there[data.draw(st.sampled_from(sorted(there)))]
            fresh = record.model_copy(update={"synthetic": not record.synthetic})
            replaces = data.draw(st.sampled_from([None, record, fresh]))
            author = self.author()
            self.same(lambda store: store.apply([Update(fresh, replaces)], author))

    @rule(data=st.data())
    def join_what_is_there(self, data: st.DataObject) -> None:
        people = [node.id for node in self.stores[0].nodes("person")]
        free = [id for id in IDS if id not in self.stores[0].get(IDS)]
        if len(people) > 1 and free:
            source, target = data.draw(st.permutations(people))[:2]
            tie = Friendship(
                id=data.draw(st.sampled_from(free)), source=source, target=target, valid_to=data.draw(days)
            )
            author = self.author()
            self.same(lambda store: store.apply([Create(tie)], author))

    @precondition(lambda self: self.stores[0].commit)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        latest = self.stores[0].commit
        commit, author = data.draw(st.integers(max(latest - 3, 0), latest + 1)), self.author()
        self.same(lambda store: store.undo(commit, author))

    @rule(wanted=st.lists(ids, max_size=4), at=days, kinds=tie_kinds)
    def look(self, wanted: list[str], at: date | None, kinds: tuple[str, ...]) -> None:
        self.same(lambda store: {id: plain(record) for id, record in store.get([*wanted, "?"]).items()})
        self.same(lambda store: [plain(tie) for tie in store.ties_of(wanted, at=at, kinds=kinds)])
        self.same(lambda store: store.titles(wanted))

    @rule(id=ids, hops=st.integers(1, 2), at=days, kinds=tie_kinds, limit=st.sampled_from([1, 2, 3, 500]))
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
        self.same(lambda store: store.contents())
        self.same(lambda store: store.verify())

    def teardown(self) -> None:
        self.same(
            lambda store: [
                (c.commit, c.author, c.action, c.id, plain(c.before), plain(c.after)) for c in store.changes(1)
            ]
        )
        self.same(lambda store: [plain(node) for node in store.nodes("person")])
        self.same(lambda store: [plain(tie) for tie in store.ties("friendship")])
        assert same_snapshot(*(store.snapshot() for store in self.stores))
        self.stores[1].close()
        shutil.rmtree(self.folder)


TestTwoStores = TwoStores.TestCase
TestTwoStores.settings = settings(max_examples=max(60, settings.default.max_examples), stateful_step_count=25)
