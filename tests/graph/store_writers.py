"""Sixteen careful clients of one store at once, in threads or in processes, and what each was told. All data synthetic.

As a program, `python -m tests.graph.store_writers URL WORKLOAD` forks the clients of a store in a file and prints what
they were told.
"""

import json
import multiprocessing
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest

from graph.errors import Conflict, StoreBusy
from graph.importers import run
from graph.kinds import Association
from graph.store import Author, Create, Credentials, GraphStore, Update, open_store
from graph.store.base import Operations
from tests.graph.importing import AUTHOR, seeded

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(__file__).parent / "samples"
WRITERS = 16
EACH = 3
TRIES = 2000
"""How often a client begins anew before it gives up; none is ever near it."""


class Gate(Protocol):
    """Where all clients wait for each other."""

    def wait(self) -> int:
        """Return when all have come."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """Where a store is, how one gets in, and how long its clients wait for their turn."""

    url: str
    timeout_s: float
    credentials: Credentials | None = None

    def open(self) -> GraphStore:
        """The store that is there."""
        return open_store(self.url, timeout_s=self.timeout_s, credentials=self.credentials)


def site_for(kept: str, request: pytest.FixtureRequest, folder: Path, file_timeout_s: float = 60) -> Site:
    """Where a store may be made: a file, or a server of this worker's, which no slow machine makes dead."""
    if kept == "neo4j":
        from tests.graph.neo4j_server import CREDENTIALS

        return Site(request.getfixturevalue("neo4j_servers")(0).url, timeout_s=300, credentials=CREDENTIALS)
    return Site(f"sqlite:///{folder}/archivio.db", timeout_s=file_timeout_s)


class Told(NamedTuple):
    """A commit that the store acknowledged, to whom, and what it was for."""

    commit: int
    writer: int
    what: Any


Plan = tuple[Operations, Any]


@dataclass(slots=True)
class Client:
    """One writer: reads, plans, writes, and where somebody else came first begins anew."""

    store: GraphStore
    number: int
    gate: Gate
    told: list[Told] = field(default_factory=list[Told])
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """The same choices at every run."""
        self.chance = random.Random(self.number)

    @property
    def author(self) -> Author:
        """So that the history tells the clients apart."""
        return Author(f"operatore {self.number}", AUTHOR.at)

    def carry_out(self, plan: Callable[[], Plan | None]) -> bool:
        """Have a plan accepted; False where there is none any more. What a client sees of the store never goes back."""
        for _ in range(TRIES):
            before = self.store.commit
            if before < max((one.commit for one in self.told), default=0):
                raise AssertionError(f"client {self.number} was told of a commit and then read {before}")
            planned = plan()
            if planned is None:
                return False
            operations, what = planned
            try:
                commit = self.store.apply(operations, self.author)
            except (Conflict, StoreBusy):
                continue
            self.told.append(Told(commit, self.number, what))
            return True
        raise AssertionError(f"client {self.number} never had its turn")


Workload = Callable[[Client], object]


def id_of(first: int, second: int = 0) -> str:
    """The id of the record that a client makes so and so many-th."""
    return f"{first:08x}-0000-7000-8000-{second:012x}"


def add(client: Client) -> None:
    """The set: records of its own."""
    for n in range(EACH):
        record = Association(id=id_of(client.number, n), name=f"Circolo {client.number}", synthetic=True)
        client.carry_out(lambda record=record: ([Create(record)], record.id))


def count(client: Client) -> None:
    """The counter: one more, in the note of the one record."""

    def one_more() -> Plan:
        seen = client.store.get([id_of(1)])[id_of(1)]
        after = seen.model_copy(update={"note": str(int(getattr(seen, "note", "")) + 1)})
        return [Update(after, replaces=seen)], int(after.note)

    for _ in range(EACH):
        client.carry_out(one_more)


def import_file(client: Client) -> None:
    """The upsert: the same file as everybody else."""
    ids = seeded(100 + client.number)
    client.gate.wait()
    path = SAMPLES / "scuole_lombardia.csv"
    for _ in range(TRIES):
        try:
            report = run("scuole-lombardia", path, client.store, author=client.author, ids=ids)
        except StoreBusy:
            continue
        client.told.append(Told(0, client.number, [report.accepted, report.changed, report.unchanged]))
        return


WORKLOADS: dict[str, Workload] = {"add": add, "count": count, "import_file": import_file}
"""Those that clients in processes of their own can be given by name."""


def act(site: Site, number: int, gate: Gate, workload: Workload, shared: GraphStore | None = None) -> list[Told]:
    """Do the work of one client."""
    store = shared or site.open()
    client = Client(store, number, gate)
    try:
        gate.wait()
        workload(client)
    finally:
        if store is not shared:
            store.close()
    return client.told


def in_threads(site: Site, workload: Workload) -> list[Told]:
    """All clients at once, half through one store and half through stores of their own; what they were told."""
    shared, gate = site.open(), threading.Barrier(WRITERS)
    told, failures = list[Told](), list[BaseException]()

    def run(number: int) -> None:
        try:
            told.extend(act(site, number, gate, workload, shared if number % 2 else None))
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)
            gate.abort()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared.close()
    if failures:
        raise AssertionError(failures)
    return sorted(told)


def in_processes(site: Site, workload: Workload) -> list[Told]:
    """All clients at once, each a process; what they were told."""
    name = next(name for name, known in WORKLOADS.items() if known is workload)
    command = [sys.executable, "-W", "ignore", "-m", "tests.graph.store_writers", site.url, str(site.timeout_s), name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr)
    return sorted(Told(*each) for each in json.loads(done.stdout))


def main(arguments: Sequence[str]) -> None:
    """Fork the clients: they start in milliseconds, as the program is loaded already."""
    url, timeout, name = arguments
    context = multiprocessing.get_context("fork")
    gate, said = context.Barrier(WRITERS), context.SimpleQueue()

    def run(number: int) -> None:
        try:
            said.put([list(one) for one in act(Site(url, float(timeout)), number, gate, WORKLOADS[name])])
        except BaseException as error:
            said.put(repr(error))
            gate.abort()
            raise

    children = [context.Process(target=run, args=(number,)) for number in range(WRITERS)]
    for child in children:
        child.start()
    answers = [said.get() for _ in children]
    for child in children:
        child.join()
    print(json.dumps([one for answer in answers for one in answer]))  # noqa: T201 - the answer
    if any(child.exitcode for child in children):
        sys.exit("; ".join(answer for answer in answers if isinstance(answer, str)))


def in_order(store: GraphStore, told: Iterable[Told], since: int) -> list[Any]:
    """What commits after `since` were for, in the order of the commits; each was acknowledged once, to who made it."""
    acknowledged = sorted(told)
    numbers = [one.commit for one in acknowledged]
    if numbers != list(range(since + 1, store.commit + 1)):
        raise AssertionError(f"{store.commit - since} commits were made and {numbers} acknowledged")
    authors = {change.commit: change.author.name for change in store.changes(since)}
    for one in acknowledged:
        if authors[one.commit] != f"operatore {one.writer}":
            raise AssertionError(f"{authors[one.commit]} made commit {one.commit}, and {one.writer} was told")
    return [one.what for one in acknowledged]


if __name__ == "__main__":
    main(sys.argv[1:])
