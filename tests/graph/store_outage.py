"""What an outage of a store's server may cost: how soon it is told and over, and what is left. All data synthetic."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from time import monotonic
from typing import Literal, NamedTuple, TypeVar

import pytest

from graph.errors import StoreUnavailable
from graph.kinds import Association, Membership, Person, Record
from graph.store import TIMEOUT_S, Create, GraphStore, Remember
from tests.graph.store_contract import CLERK, plain

NOISE_S = 2
"""By how much a machine that is busy with other things may miss a promise."""

TOLD = 0.2
"""The share of its timeout after which a store says that its server is dead: 2 of the usual 10 seconds."""

BACK_S = 10
"""How soon after its return a server is found again."""

SOON_S = 60
"""Longer than anything takes here that no promise bounds."""

T = TypeVar("T")


class Late(AssertionError):
    """Something took longer than was promised."""


def in_time(act: Callable[[], T], within_s: float = SOON_S) -> T:
    """What an act returns, or raises; it must not take longer."""
    returned, raised = list[T](), list[BaseException]()

    def run() -> None:
        try:
            returned.append(act())
        except BaseException as error:  # noqa: BLE001 - raised where somebody sees it
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(within_s)
    if raised:
        raise raised[0]
    if not returned:
        raise Late(f"no answer within {within_s} s")
    return returned[0]


def refused(act: Callable[[], object], timeout_s: float = TIMEOUT_S) -> StoreUnavailable:
    """How a store with this timeout says, as soon as it promises, that its server is dead."""
    with pytest.raises(StoreUnavailable) as caught:
        in_time(act, timeout_s * TOLD + NOISE_S)
    return caught.value


def recovered(act: Callable[[], T], within_s: float = BACK_S) -> T:
    """What an act returns now that the server is back; for a while it may still say that there is none."""
    last = monotonic() + within_s + NOISE_S

    def persist() -> T:
        while True:
            try:
                return act()
            except StoreUnavailable:
                if monotonic() > last:
                    raise

    return in_time(persist, within_s + NOISE_S + TIMEOUT_S * TOLD)


class Attempt(NamedTuple):
    """One commit that a writer asks for: a person, many large bodies, and a membership in the last of them."""

    writer: int
    number: int

    def records(self) -> list[Record]:
        """What it makes."""
        ids = [f"{self.writer:08x}-0000-7000-8000-{self.number:08x}{place:04x}" for place in range(BODIES + 2)]
        text = f"{self.writer} {self.number} " * (LETTERS // 4)
        bodies = [Association(id=id, name=f"Circolo {id}", note=text[:LETTERS].strip()) for id in ids[2:]]
        person = Person(id=ids[0], name="Socia")
        tie = Membership(id=ids[1], source=person.id, target=bodies[-1].id, recorded_at=CLERK.at)
        return [person, *bodies, tie]

    def carry_out(self, store: GraphStore) -> int:
        """Ask for it; the number of the commit."""
        operations = [Create(record) for record in self.records()]
        return store.apply([*operations, Remember(f"writer {self.writer}", str(self.number))], CLERK)


BODIES = 30
LETTERS = 2000
"""Of each: a commit is 60 kB of text, and as much again in the history."""

Told = Literal["acknowledged", "refused"]


class Writers:
    """Threads that write without end, whatever they are told, and note what that was."""

    def __init__(self, store: GraphStore, first: int = 0, how_many: int = 3) -> None:
        self.store = store
        self.numbers = range(first, first + how_many)
        self.tried: set[Attempt] = set()
        self.acknowledged: dict[Attempt, int] = {}
        self.longest_refusal_s = 0.0
        self._told: Counter[tuple[int, Told]] = Counter()
        self._failures: list[BaseException] = []
        self._news = threading.Condition()
        self._enough = threading.Event()

    @contextmanager
    def writing(self) -> Iterator["Writers"]:
        """Let them write meanwhile."""
        threads = [threading.Thread(target=self._write, args=(number,)) for number in self.numbers]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._enough.set()
            for thread in threads:
                thread.join(SOON_S)
        assert not any(thread.is_alive() for thread in threads)
        assert not self._failures

    @contextmanager
    def each_told(self, what: Told, *, within_s: float = SOON_S, times: int = 1) -> Iterator[None]:
        """After what happens within, each of them is told so in time."""
        before = Counter(self._told)
        yield

        def all_told() -> bool:
            return all(self._told[number, what] >= before[number, what] + times for number in self.numbers)

        with self._news:
            if not self._news.wait_for(lambda: all_told() or self._failures, within_s):
                raise Late(f"not every writer was {what} within {within_s} s")

    def _write(self, writer: int) -> None:
        for number in count():
            if self._enough.is_set():
                return
            attempt = Attempt(writer, number)
            self.tried.add(attempt)
            try:
                self._try(attempt)
            except BaseException as error:  # noqa: BLE001 - told to the test
                self._failures.append(error)
                return

    def _try(self, attempt: Attempt) -> None:
        began = monotonic()
        told: Told = "acknowledged"
        try:
            self.acknowledged[attempt] = attempt.carry_out(self.store)
        except StoreUnavailable:
            told = "refused"
            self.longest_refusal_s = max(self.longest_refusal_s, monotonic() - began)
        with self._news:
            self._told[attempt.writer, told] += 1
            self._news.notify_all()


def check_kept(store: GraphStore, tried: Iterable[Attempt], acknowledged: Mapping[Attempt, int]) -> None:
    """What was acknowledged is there once, as the commit that was told; of the rest, all or nothing; nothing else."""
    made: dict[int, list[str]] = {}
    for change in store.changes(0):
        made.setdefault(change.commit, []).append(change.id)
    asked = {record.id: attempt for attempt in tried for record in attempt.records()}
    there = {commit: asked[ids[0]] for commit, ids in made.items()}
    assert list(there) == list(range(1, store.commit + 1))
    assert len(set(there.values())) == len(there)
    assert {attempt: commit for commit, attempt in there.items() if attempt in acknowledged} == acknowledged
    wanted = {record.id: plain(record) for attempt in there.values() for record in attempt.records()}
    assert sorted(id for ids in made.values() for id in ids) == sorted(wanted)
    assert {id: plain(record) for id, record in store.get(asked).items()} == wanted
    last = {f"writer {attempt.writer}": str(attempt.number) for attempt in there.values()}
    assert store.contents().settings == last
    assert store.verify().sound
