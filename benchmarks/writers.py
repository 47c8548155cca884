"""Sixteen writers at once on each store, and how soon a server that fails is told of and found again.

    .venv/bin/python benchmarks/writers.py [--each 20] [--rounds 5] [--json]

Each writer has a store of its own. They add records of their own (nobody is in anybody's way but for the turn), or
count in one record and begin anew where somebody was sooner (every step a conflict for the others). Then the server is
stopped (SIGSTOP) and killed (SIGKILL) under a read and a write, at the usual timeout of ten seconds.
"""

import argparse
import json
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.load import WHO
from benchmarks.measuring.asking import say, table
from benchmarks.measuring.machine import machine, versions
from benchmarks.measuring.serving import Serving, serving
from graph.errors import Conflict, StoreBusy, StoreUnavailable
from graph.kinds import Association
from graph.store import TIMEOUT_S, Create, Credentials, GraphStore, Remember, Update, create_store, open_store

WRITERS = 16
COUNTER = "00000000-0000-7000-8000-000000000000"


class Writing:
    """What sixteen writers were told: how long each commit took, and how often one had to begin anew."""

    def __init__(self, open_one: Callable[[], GraphStore], each: int) -> None:
        """Nobody writes yet."""
        self.open_one, self.each = open_one, each
        self.gate = threading.Barrier(WRITERS + 1)
        self.taken: list[float] = []
        self.conflicts = 0

    def run(self, act: Callable[[GraphStore, int, int], None]) -> dict[str, Any]:
        """Let all write, each as often."""
        threads = [threading.Thread(target=self._write, args=(writer, act)) for writer in range(WRITERS)]
        for thread in threads:
            thread.start()
        self.gate.wait()
        begun = time.perf_counter()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - begun
        cuts = quantiles(self.taken, n=100)
        return {
            "commits": len(self.taken),
            "per_s": round(len(self.taken) / seconds, 1),
            "conflicts": self.conflicts,
            "p50_ms": round(cuts[49] * 1000, 1),
            "p99_ms": round(cuts[98] * 1000, 1),
        }

    def _write(self, writer: int, act: Callable[[GraphStore, int, int], None]) -> None:
        store = self.open_one()
        self.gate.wait()
        for number in range(self.each):
            begun = time.perf_counter()
            while True:
                try:
                    act(store, writer, number)
                    break
                except (Conflict, StoreBusy):
                    self.conflicts += 1
            self.taken.append(time.perf_counter() - begun)
        store.close()


def add(store: GraphStore, writer: int, number: int) -> None:
    """A record of one's own."""
    store.apply([Create(Association(id=f"{writer + 1:08x}-0000-7000-8000-{number:012x}", name="Circolo"))], WHO)


def count(store: GraphStore, _writer: int, _number: int) -> None:
    """One more in the common record, unless somebody was sooner."""
    seen = store.get([COUNTER])[COUNTER]
    store.apply([Update(seen.model_copy(update={"note": str(int(getattr(seen, "note", "0")) + 1)}), seen)], WHO)


def written(url: str, credentials: Credentials | None, each: int) -> dict[str, Any]:
    """Both workloads on an empty store, and whether all is there and sound."""
    store = create_store(url, credentials=credentials, timeout_s=60)
    store.apply([Create(Association(id=COUNTER, name="Contatore", note="0"))], WHO)

    def open_one() -> GraphStore:
        return open_store(url, credentials=credentials, timeout_s=60)

    found: dict[str, Any] = {"add": Writing(open_one, each).run(add), "count": Writing(open_one, each).run(count)}
    counted = store.get([COUNTER])[COUNTER]
    whole = store.contents().nodes["association"] == WRITERS * each + 1
    found["nothing_lost"] = whole and getattr(counted, "note", "") == str(WRITERS * each) and store.verify().sound
    store.close()
    say(f"{url}: {found}")
    return found


def until(act: Callable[[], Any], *, fails: bool) -> float:
    """Seconds until an act fails for want of a server, or until it is answered."""
    begun = time.perf_counter()
    while True:
        try:
            act()
            if not fails:
                return time.perf_counter() - begun
        except StoreUnavailable:
            if fails:
                return time.perf_counter() - begun


def failing(server: Serving, rounds: int) -> dict[str, Any]:
    """Seconds to `StoreUnavailable` and back, the longest of some rounds."""
    store = open_store(server.url, credentials=server.credentials)
    number = iter(range(1_000_000))
    acts: dict[str, Callable[[], Any]] = {
        "read": lambda: store.get([COUNTER]),
        "write": lambda: store.apply([Remember("round", str(next(number)))], WHO),
    }
    found: dict[str, list[float]] = {}

    def note(name: str, seconds: float) -> None:
        found.setdefault(name, []).append(seconds)

    for _ in range(rounds):
        for name, act in acts.items():
            until(act, fails=False)
            server.signal(signal.SIGSTOP)
            note(f"stopped: {name} refused", until(act, fails=True))
            server.signal(signal.SIGCONT)
            note("continued: answered again", until(act, fails=False))
            server.signal(signal.SIGKILL)
            note(f"killed: {name} refused", until(act, fails=True))
            begun = time.perf_counter()
            server.start()
            note("start of a killed server", time.perf_counter() - begun)
            note("started: answered again", until(act, fails=False))
    sound = store.verify().sound
    with suppress(StoreUnavailable):
        store.close()
    return {"timeout_s": TIMEOUT_S, "sound": sound} | {name: round(max(each), 2) for name, each in found.items()}


def main() -> None:
    """Measure both stores, then the failures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--each", type=int, default=20, help="commits of each writer (20)")
    parser.add_argument("--rounds", type=int, default=3, help="of failures (3)")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="legami-writers-") as folder:
        found: dict[str, Any] = {"machine": machine(), "versions": versions(["apsw-sqlite3mc", "neo4j"])}
        found["embedded"] = written(f"sqlite:///{folder}/archivio.db", None, chosen.each)
        with serving(Path(folder, "server"), "600m") as server:
            found["neo4j"] = written(server.url, server.credentials, chosen.each)
            found["failing"] = failing(server, chosen.rounds)
    if chosen.json:
        print(json.dumps(found))
        return
    rows = [
        [f"{work} {key}", *(str(found[s][work][key]) for s in ("embedded", "neo4j"))]
        for work in ("add", "count")
        for key in found["neo4j"][work]
    ]
    table(["", "embedded", "neo4j"], rows)
    table(["longest, in seconds", ""], [[name, str(seconds)] for name, seconds in found["failing"].items()])


if __name__ == "__main__":
    main()
