"""Filling a new store with a community at once, and whether such a store opens, answers and takes writes quickly.

    .venv/bin/python benchmarks/load.py --nodes 1000000 [--json]

Six ties a node, all made up, with the names and fields that the kinds have. The columns are made outside the clock.
Beside it what one would do without it: the same rows written into finished tables (indexes, triggers and references in
place, nothing checked, no history), and, at a smaller size, the same records through `apply`.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.kinds import SCHEMA, Person, Record
from graph.snapshot import NO_DAY, VISIBILITIES
from graph.store import (
    Author,
    Batch,
    Create,
    GraphStore,
    NodeBatch,
    TieBatch,
    create_store,
    load_store,
    open_store,
)
from graph.store.canonical import text_id
from graph.store.embedded.connection import connect
from graph.store.embedded.library import Connection

WHO = Author("benchmark", datetime(2026, 11, 2, 8, tzinfo=UTC))
TIES_A_NODE = 6
PORTION = 100_000  # records in a batch
SMALLER = 20_000  # nodes that go through `apply`
CHUNK = 10_000  # operations in one `apply`
ASKED = 1_000  # questions of each sort
SYLLABLES = np.array([consonant + vowel for consonant in "bcdfglmnprstvz" for vowel in "aeiou"])

NODES = {"person": 0.78, "family": 0.18, "firm": 0.02, "association": 0.015, "childcare_service": 0.005}
TIES = {  # share, ends, what the tie says of itself
    "household_membership": (0.16, "person", "family", [{}]),
    "kinship": (0.16, "person", "person", [{"relation": relation} for relation in ("parent", "sibling", "other")]),
    "friendship": (0.2, "person", "person", [{}]),
    "neighbourhood": (0.16, "person", "person", [{}]),
    "acquaintance": (0.14, "person", "person", [{"through": "work"}, {"through": "school"}]),
    "work": (0.06, "person", "firm", [{"role": "employee", "occupation": "operaio"}, {"role": "foreman"}]),
    "membership": (0.06, "person", "association", [{}]),
    "service_use": (0.06, "family", "childcare_service", [{}]),
}
T = TypeVar("T")


class Made:
    """The columns of a community of `n` nodes, made portion by portion; `spent` is the time that took."""

    def __init__(self, n: int, seed: int = 7) -> None:
        """Lay out who there is; nothing is made yet."""
        self.n, self.rng = n, np.random.default_rng(seed)
        self.spent = [0.0, 0.0]
        counts = {kind: max(2, round(n * share)) for kind, share in NODES.items()}
        counts["person"] += n - sum(counts.values())
        starts = np.cumsum([0, *counts.values()])
        self.places = {kind: (int(a), int(b)) for kind, a, b in zip(counts, starts, starts[1:], strict=False)}
        self.given, self.family = self._words(2_000, 2), self._words(30_000, 3)
        self.next_id = 0

    def batches(self) -> Iterator[Batch]:
        """All nodes, then all ties, with the clock of `spent` running while they are made."""
        made = iter(self._batches())
        while (batch := self._clocked(lambda: next(made, None))) is not None:
            yield batch

    def _clocked(self, act: Callable[[], T]) -> T:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return act()
        finally:
            self.spent[0] += time.perf_counter() - wall
            self.spent[1] += time.process_time() - cpu

    def _batches(self) -> Iterator[Batch]:
        for kind, (first, last) in self.places.items():
            for at in range(first, last, PORTION):
                yield self._nodes(kind, min(PORTION, last - at))
        for kind, (share, source, target, sayings) in TIES.items():
            count = round(self.n * TIES_A_NODE * share)
            for at in range(0, count, PORTION):
                yield self._ties(kind, min(PORTION, count - at), self.places[source], self.places[target], sayings)

    def _ids(self, count: int) -> NDArray[np.uint8]:
        """Ids in the order of time: 48 bits of milliseconds, version, counter, chance."""
        number = np.arange(self.next_id, self.next_id + count, dtype=np.uint64)
        self.next_id += count
        start = np.uint64(int(WHO.at.timestamp() * 1000))
        high = ((start + (number >> np.uint64(12))) << np.uint64(16)) | np.uint64(0x7000) | (number & np.uint64(0xFFF))
        low = self.rng.integers(0, 1 << 62, count, dtype=np.uint64) | np.uint64(1 << 63)
        return np.column_stack((high, low)).astype(">u8").view(np.uint8)

    def _words(self, count: int, parts: int) -> list[str]:
        drawn = SYLLABLES[self.rng.integers(0, len(SYLLABLES), (count, parts))]
        return ["".join(word).capitalize() for word in drawn.tolist()]

    def _nodes(self, kind: str, count: int) -> NodeBatch:
        given = np.minimum(self.rng.pareto(1.1, count) * 20, len(self.given) - 1).astype(int).tolist()
        family = np.minimum(self.rng.pareto(1.1, count) * 200, len(self.family) - 1).astype(int).tolist()
        names = [f"{self.given[a]} {self.family[b]}" for a, b in zip(given, family, strict=True)]
        return NodeBatch(kind, self._ids(count), names, [*self._fields(kind, count)])

    def _fields(self, kind: str, count: int) -> Iterator[dict[str, Any]]:
        comune = self.rng.integers(1, 190, count).tolist()
        born = self.rng.integers(1930, 2020, count).tolist()
        code = self.rng.integers(10**10, 10**11, count).tolist()
        for row in range(count):
            fields: dict[str, Any] = {"comune": f"019{comune[row]:03}", "synthetic": True}
            if kind == "person":
                fields |= {"birth_year": born[row], "sex": "fmx"[row % 2], "languages": ["lingua-italiana"]}
                fields |= {"phone": f"0373 {code[row] % 10**6}", "tax_code": f"PROVA{code[row]}"}
            elif kind != "family":
                fields |= {"tax_code": str(code[row]), "address": f"Via di prova {row % 99}"}
            yield fields

    def _ties(
        self, kind: str, count: int, sources: tuple[int, int], targets: tuple[int, int], sayings: list[dict[str, Any]]
    ) -> TieBatch:
        """Ends at random, a few nodes with very many; one tie in five has ended."""
        source = self.rng.integers(*sources, count)
        width = targets[1] - targets[0]
        target = targets[0] + (width * self.rng.random(count) ** 1.5).astype(np.int64)
        target = np.where(target == source, targets[0] + (target - targets[0] + 1) % width, target)
        begun = self.rng.integers(10_000, 20_000, count).astype(np.int32)
        ended = self.rng.random(count) < 0.2
        said = [{**saying, "origin": "prova", "synthetic": True} for saying in sayings]
        return TieBatch(
            kind=kind,
            id=self._ids(count),
            source=source.astype(np.int32),
            target=target.astype(np.int32),
            strength=self.rng.integers(0, 4, count).astype(np.int8),
            valid_from=begun,
            valid_to=np.where(ended, begun + 400, NO_DAY).astype(np.int32),
            confirmed_on=np.full(count, NO_DAY, np.int32),
            visibility=np.full(count, VISIBILITIES.index("programme"), np.int8),
            fields=said[0] if len(said) == 1 else [said[row % len(said)] for row in range(count)],
        )


def records(store: GraphStore) -> list[Record]:
    """All that a store holds, nodes first."""
    nodes = [node for kind in SCHEMA.node_names for node in store.nodes(kind)]
    return [*nodes, *(tie for kind in SCHEMA.tie_names for tie in store.ties(kind))]


def clocked(act: Callable[[], object]) -> dict[str, float]:
    """Wall and processor seconds of an act."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return {"wall_s": round(time.perf_counter() - wall, 3), "cpu_s": round(time.process_time() - cpu, 3)}


def percentiles(acts: Sequence[Callable[[], object]]) -> dict[str, float]:
    """Milliseconds of the acts, each done once."""
    spent: list[float] = []
    for act in acts:
        begun = time.perf_counter()
        act()
        spent.append((time.perf_counter() - begun) * 1000)
    p50, p99 = np.percentile(spent, (50, 99))
    return {"p50_ms": round(float(p50), 2), "p99_ms": round(float(p99), 2), "max_ms": round(max(spent), 2)}


def measure_load(path: Path, nodes: int) -> dict[str, Any]:
    """Fill a new store."""
    made = Made(nodes)
    spent = clocked(lambda: load_store(f"sqlite:///{path}", made.batches(), author=WHO))
    wall, cpu = spent["wall_s"] - made.spent[0], spent["cpu_s"] - made.spent[1]
    count = nodes + sum(round(nodes * TIES_A_NODE * share) for share, *_ in TIES.values())
    return {
        "records": count,
        "wall_s": round(wall, 2),
        "cpu_s": round(cpu, 2),
        "rows_per_s": round(count / wall),
        "making_the_columns_s": round(made.spent[0], 2),
        "file_mb": round(path.stat().st_size / 1e6),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def measure_use(path: Path, nodes: int) -> dict[str, Any]:
    """Open a filled store in a fresh process, ask it and write to it."""
    opened: list[GraphStore] = []
    results: dict[str, Any] = {"open": clocked(lambda: opened.append(open_store(f"sqlite:///{path}")))}
    (store,) = opened
    results["contents_first"] = clocked(store.contents)
    results["contents"] = percentiles([store.contents] * 20)
    rng = np.random.default_rng(3)
    with_key = connect(path, 1)
    keys = rng.integers(1, nodes, ASKED).tolist()
    found = [next(with_key.rows("SELECT uid, name FROM node WHERE key = ?", (key,))) for key in keys]
    with_key.close()
    ids, names = [text_id(uid) for uid, _ in found], [str(name) for _, name in found]
    asked = {
        "whole name": names,
        "a word and a beginning": [f"{a} {b[:3]}" for a, b in map(str.split, names)],
        "three letters": [name[:3] for name in names],
        "one letter": [name[:1] for name in names[:50]],
    }
    for sort, texts in asked.items():
        results[f"search: {sort}"] = percentiles([lambda text=text: store.search(text) for text in texts])
    for hops in (1, 2):
        around = [lambda id=id, hops=hops: store.neighbourhood(id, hops=hops) for id in ids]
        results[f"neighbourhood, {hops} step"] = percentiles(around)
    fresh = [Person(id=text_id(rng.bytes(16)), name="Persona di prova", synthetic=True) for _ in range(200)]
    results["apply, one record"] = percentiles([lambda one=one: store.apply([Create(one)], WHO) for one in fresh])
    store.close()
    return results


def measure_bare(path: Path, nodes: int) -> dict[str, Any]:
    """The rows of a filled store written as they are into finished tables: nothing checked, nothing said of it."""
    url = f"{path}-bare"
    create_store(f"sqlite:///{url}").close()
    source, target = connect(path, 1), connect(Path(url), 1)
    spent = clocked(lambda: _copy(source, target))
    source.close()
    target.close()
    Path(url).unlink()
    return {"nodes": nodes, **spent}


def _copy(source: Connection, target: Connection) -> None:
    """All in one transaction, as fast as one statement for each table goes."""
    target.run("BEGIN")
    for table, columns in {"node": 5, "tie": 11, "node_value": 3, "name_words (rowid, words)": 2}.items():
        wanted = "rowid, words" if table.startswith("name_words") else "*"
        rows = source.rows(f"SELECT {wanted} FROM {table.split()[0]}")
        target.many(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows)
    target.run("COMMIT")


def measure_apply(path: Path, nodes: int) -> dict[str, Any]:
    """The records of a smaller store through `apply`, some thousand at a time, beside the load of them."""
    made = Made(nodes)
    loaded = clocked(lambda: load_store(f"sqlite:///{path}", made.batches(), author=WHO))
    source = open_store(f"sqlite:///{path}")
    operations = [Create(record) for record in records(source)]
    source.close()
    store = create_store(f"sqlite:///{path}-apply")
    portions = [operations[at : at + CHUNK] for at in range(0, len(operations), CHUNK)]
    spent = clocked(lambda: [store.apply(portion, WHO) for portion in portions])
    store.close()
    wall = loaded["wall_s"] - made.spent[0]
    rates = {"load": round(len(operations) / wall), "apply": round(len(operations) / spent["wall_s"])}
    return {"nodes": nodes, "rows_per_s": rates, "load_times_faster": round(spent["wall_s"] / wall, 1)}


PARTS = {"load": measure_load, "use": measure_use, "bare": measure_bare, "apply": measure_apply}


def main() -> None:
    """Each part in a process of its own, so that one's memory and caches are not the other's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        print(json.dumps(PARTS[given.part](given.path, given.nodes)))
        return
    results: dict[str, Any] = {"nodes": given.nodes, "ties": given.nodes * TIES_A_NODE}
    with tempfile.TemporaryDirectory() as folder:
        for part in PARTS:
            name, nodes = ("b", SMALLER) if part == "apply" else ("a", given.nodes)
            command = [sys.executable, __file__, "--nodes", str(nodes), "--part", part, "--path", f"{folder}/{name}.db"]
            results[part] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(json.dumps(results) if given.json else json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
