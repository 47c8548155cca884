"""The snapshot of a large store: built, kept on disk, taken up by a fresh process, followed after each sort of write.

    .venv/bin/python benchmarks/snapshot.py [--nodes N] [--json] [--store FILE]

The store is the invented province, with about six and a half ties a node; its making is not measured. With `--store`,
a copy of that file is used instead. Each part runs in a process of its own, on one core. Milliseconds of a refresh are
those of `store.snapshot(cache)` in a process that holds the snapshot before the write.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.measuring.asking import say, table
from benchmarks.measuring.machine import machine, stay_on_one_processor, versions

stay_on_one_processor()

PERSONS = 0.65  # of the nodes
STARTS = 5
ROUNDS = 200
SLOW_ROUNDS = 5
AT = date(2026, 11, 2)
T = TypeVar("T")


def clocked(act: Callable[[], T]) -> tuple[T, dict[str, float]]:
    """What an act gives, with its wall and processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    given = act()
    return given, {"wall_s": round(time.perf_counter() - wall, 4), "cpu_s": round(time.process_time() - cpu, 4)}


def percentiles(spent: list[float]) -> dict[str, float]:
    """Milliseconds out of seconds; the first is told apart, as it reads pages that nobody has read before."""
    first, *others = (1000 * one for one in spent)
    others.sort()
    found = {"first": first, "p50": others[len(others) // 2], "p99": others[-1 - len(others) // 100], "max": others[-1]}
    return {name: round(value, 2) for name, value in found.items()} | {"writes": len(spent)}


def rebuild(store_file: Path, cache: Path) -> dict[str, Any]:
    """Read the whole store into a snapshot, and write that to the cache."""
    from graph.snapshot import save_snapshot
    from graph.store import open_store

    store = open_store(f"sqlite:///{store_file}")
    snapshot, spent = clocked(store.snapshot)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, saving = clocked(lambda: save_snapshot(snapshot, cache))
    arrays = snapshot.arrays().values()
    return {
        "nodes": len(snapshot),
        "ties": len(snapshot.tie_ids),
        "build": spent | {"peak_rss_mb": round(peak / 1024)},
        "save": saving,
        "arrays_mb": round(sum(array.nbytes for array in arrays) / 1e6),
    }


def start(store_file: Path, cache: Path) -> dict[str, Any]:
    """What a fresh process does until it holds the snapshot."""
    begun = time.perf_counter()
    from graph.store import open_store

    imported = time.perf_counter()
    store, opening = clocked(lambda: open_store(f"sqlite:///{store_file}"))
    _, taking = clocked(lambda: store.snapshot(cache))
    return {"imports_s": round(imported - begun, 4), "open": opening, "snapshot": taking}


def forget_pages(*folders: Path) -> None:
    """Let the system read files from the disk again."""
    os.sync()
    for file in [file for folder in folders for file in (folder.rglob("*") if folder.is_dir() else [folder])]:
        if file.is_file() and hasattr(os, "posix_fadvise"):
            handle = os.open(file, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)


def starts(store_file: Path, cache: Path) -> dict[str, Any]:
    """Cold starts, from the start of the process to its end: with the files in memory, and once from the disk."""
    found: dict[str, Any] = {}
    for name, count in (("in_memory", STARTS), ("from_disk", 1)):
        runs: list[dict[str, Any]] = []
        for _ in range(count):
            if name == "from_disk":
                forget_pages(cache, store_file)
            inner, whole = clocked(lambda: part("start", store_file, cache))
            runs.append({"whole_s": whole["wall_s"]} | inner)
        found[name] = min(runs, key=lambda run: run["whole_s"]) | {"worst_s": max(run["whole_s"] for run in runs)}
    return found


def writes(people: list[str], firm: str) -> Iterator[tuple[str, Any]]:
    """One write of each usual sort after the other, without end: its name and operation."""
    from graph.kinds import Friendship, Person, Work
    from graph.kinds.ids import new_ids
    from graph.store import Create, End, Update

    ids = new_ids(datetime.now(UTC))
    for number in range(len(people) // 2):
        one, other = people[2 * number : 2 * number + 2]
        tie = Friendship(id=next(ids), source=one, target=other, strength="moderate", synthetic=True)
        person = Person(id=next(ids), name="Persona di prova", comune="019036", offers=("compagnia",), synthetic=True)
        yield "new tie", Create(tie)
        yield "changed strength", Update(tie.model_copy(update={"strength": "weak", "confirmed_on": AT}))
        yield "ended tie", End(tie.id, AT)
        yield "new node", Create(person)
        yield "edited node", Update(person.model_copy(update={"comune": "019001", "offers": ("doposcuola",)}))
        yield "new tie at a large firm", Create(Work(id=next(ids), source=one, target=firm, synthetic=True))


def rare_writes(people: list[str]) -> Iterator[tuple[str, Any]]:
    """Writes after which all positions change."""
    from graph.kinds import Friendship, Person
    from graph.store import Create, Delete

    for number in range(SLOW_ROUNDS):
        early = f"00000000-0000-7000-8000-{number:012x}"
        tie = Friendship(id=early, source=people[0], target=people[1], synthetic=True)
        person = Person(id=early.replace("7000", "7001"), name="Persona di prova", synthetic=True)
        yield "tie before all others", Create(tie)
        yield "deleted tie", Delete(tie.id)
        yield "node before all others", Create(person)
        yield "deleted node", Delete(person.id)


def refresh(store_file: Path, cache: Path) -> dict[str, Any]:
    """Write, and take the next snapshot; then views of it."""
    import numpy as np

    from graph.store import Author, open_store

    store = open_store(f"sqlite:///{store_file}")
    snapshot = store.snapshot(cache)
    author = Author("benchmark", datetime.now(UTC))
    people = [snapshot.id(int(node)) for node in np.flatnonzero(snapshot.of_kinds(["person"]))[: 2 * ROUNDS]]
    jobs = np.bincount(snapshot.ties.target[snapshot.ties_of_kinds(["work"])], minlength=len(snapshot))
    firm = snapshot.id(int(np.where(snapshot.of_kinds(["firm"]), jobs, 0).argmax()))
    spent: dict[str, list[float]] = {}
    for sort, operation in (*writes(people, firm), *rare_writes(people)):
        store.apply([operation], author)
        _, once = clocked(lambda: store.snapshot(cache))
        spent.setdefault(sort, []).append(once["wall_s"])
    found = {sort: percentiles(times) for sort, times in spent.items()}
    return {"ties_of_the_large_firm": int(jobs.max()), "refresh_ms": found}


def views(store_file: Path, cache: Path) -> dict[str, Any]:
    """Views of a snapshot that is in memory: a viewer's, and the one for a pact made from it."""
    import numpy as np

    from api.reading import pact_kinds
    from graph.store import open_store
    from graph.view import MAINTENANCE, View, Viewer

    snapshot = open_store(f"sqlite:///{store_file}").snapshot(cache)
    operator = Viewer("operator", "cremasco")
    seen = View.of(snapshot, operator, at=AT)
    pacts = np.flatnonzero(snapshot.of_kinds(pact_kinds()) & seen.nodes)
    acts: dict[str, Callable[[], object]] = {
        "maintenance": lambda: View.of(snapshot, MAINTENANCE, at=AT),
        "operator": lambda: View.of(snapshot, operator, at=AT),
        "pact, of an operator's view": lambda: seen.for_pact(snapshot.id(int(pacts[0]))),
    }
    return {name: percentiles([clocked(act)[1]["wall_s"] for _ in range(SLOW_ROUNDS)]) for name, act in acts.items()}


PARTS = {"rebuild": rebuild, "start": start, "starts": starts, "refresh": refresh, "views": views}


def part(name: str, store_file: Path, cache: Path) -> dict[str, Any]:
    """A part in a process of its own."""
    command = [sys.executable, __file__, "--part", name, "--store", str(store_file), "--cache", str(cache)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def made(nodes: int, store_file: Path) -> None:
    """The invented province."""
    command = [
        str(Path(sys.executable).with_name("legami")),
        "init",
        "--demo",
        "--persons",
        str(round(nodes * PERSONS)),
    ]
    subprocess.run([*command, "--store", f"sqlite:///{store_file}", "--json"], check=True, stdout=subprocess.DEVNULL)


def measure(nodes: int, given: Path | None) -> dict[str, Any]:
    """All parts, on a store that is thrown away."""
    with tempfile.TemporaryDirectory(dir=given.parent if given else None) as folder:
        store_file, cache = Path(folder, "archivio.db"), Path(folder, "cache")
        say("the store")
        shutil.copy(given, store_file) if given else made(nodes, store_file)
        found: dict[str, Any] = {"machine": machine(), "versions": versions(["numpy", "apsw-sqlite3mc"])}
        for name in ("rebuild", "views", "refresh", "starts"):
            say(name)
            measured = part(name, store_file, cache)
            found |= measured if name == "rebuild" else {name: measured}
        return found


def draw(found: dict[str, Any]) -> None:
    """For people."""
    print(f"{found['nodes']:,} nodes, {found['ties']:,} ties, {found['arrays_mb']} MB; {found['machine']}")
    print(f"built in {found['build']['wall_s']:.1f} s, written in {found['save']['wall_s']:.1f} s")
    for name, run in found["starts"].items():
        print(f"cold start, {name.replace('_', ' ')}: {run['whole_s']:.2f} s")
    rows = {f"view: {name}": times for name, times in found["views"].items()} | found["refresh"]["refresh_ms"]
    head = ("first", "p50", "p99", "max")
    table(("ms", *head), [(name, *(f"{times[column]:.1f}" for column in head)) for name, times in rows.items()])


def main() -> None:
    """One size, or a part of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--store", type=Path, help="the file of a store, of which a copy is measured")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        print(json.dumps(PARTS[given.part](given.store, given.cache)))
        return
    found = measure(given.nodes, given.store)
    print(json.dumps(found)) if given.json else draw(found)


if __name__ == "__main__":
    main()
