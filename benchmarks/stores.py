"""The same community in the embedded store and on a Neo4j server of our own: filling, snapshots, questions, writing.

    .venv/bin/python benchmarks/stores.py --nodes 1000000 [--json] [--heap 4g]

Six ties a node, all made up (see load.py). The server is started in a folder of its own by deploy/neo4j_server.py and
stopped at the end; it needs Java and Maven. Both stores are asked by the same client, one after the other. A second
server takes the file by its offline import, from the start of `make neo4j-import` to a store that was checked.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

from benchmarks.load import WHO, Made
from benchmarks.measuring.asking import say, table
from benchmarks.measuring.machine import machine, versions
from benchmarks.measuring.serving import serving
from graph.kinds import Person
from graph.snapshot import same
from graph.store import Create, Credentials, GraphStore, Remember, load_store, open_store

PATIENCE_S = 120
ASKED = 300


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    begun = time.perf_counter()
    found = act()
    return time.perf_counter() - begun, found


def milliseconds(acts: list[Callable[[], Any]]) -> dict[str, float]:
    """The middle and the slow end of some acts, in milliseconds."""
    taken = [timed(act)[0] * 1000 for act in acts]
    cuts = quantiles(taken, n=100)
    return {"p50_ms": round(cuts[49], 2), "p99_ms": round(cuts[98], 2)}


def measure(url: str, credentials: Credentials | None, nodes: int) -> tuple[dict[str, Any], GraphStore]:
    """Fill a store and ask it; the store stays open."""
    made = Made(nodes)
    filling, _ = timed(lambda: load_store(url, made.batches(), author=WHO, credentials=credentials))
    filling -= made.spent[0]
    store = open_store(url, credentials=credentials, timeout_s=PATIENCE_S)
    contents = store.contents()
    rows = sum(contents.nodes.values()) + sum(contents.ties.values())
    say(f"{url}: {rows} records in {filling:.1f} s")
    snapshot_s, snapshot = timed(store.snapshot)
    say(f"{url}: snapshot {snapshot_s:.1f} s")
    draw = Random(1)
    ids = [snapshot.id(draw.randrange(len(snapshot))) for _ in range(ASKED)]
    names = [name.split()[-1] for name in store.titles(ids).values()]
    people = [Person(id=f"{n:08x}-0000-7000-8000-000000000000", name="Prova") for n in range(ASKED)]
    answers = {
        "records": rows,
        "fill_s": round(filling, 1),
        "rows_per_s": round(rows / filling),
        "snapshot_s": round(snapshot_s, 1),
        "get": milliseconds([lambda id=id: store.get([id]) for id in ids]),
        "neighbourhood_2_hops": milliseconds([lambda id=id: store.neighbourhood(id, hops=2) for id in ids]),
        "search": milliseconds([lambda name=name: store.search(name) for name in names]),
        "commit": milliseconds(
            [lambda one=one: store.apply([Create(one), Remember("n", one.id)], WHO) for one in people]
        ),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    return answers, store


def imported(file: GraphStore, folder: Path, heap: str) -> tuple[float, bool]:
    """How long a running server takes to bring the file in while it is stopped; whether it then says the same."""
    with serving(folder, heap) as server:
        taken, _ = timed(lambda: server.deploy("neo4j_import.py", file.url))
        say(f"import of {file.url}: {taken:.1f} s")
        store = open_store(server.url, credentials=server.credentials, timeout_s=PATIENCE_S)
        equal = same(file.snapshot(), store.snapshot())
        store.close()
    return taken, equal


def compare(nodes: int, heap: str, *, verify: bool) -> dict[str, Any]:
    """Both stores, and whether they say the same."""
    with tempfile.TemporaryDirectory(prefix="legami-stores-") as folder:
        url = f"sqlite:///{folder}/archivio.db"
        embedded, file = measure(url, None, nodes)
        import_s, equal = imported(file, Path(folder, "imported"), heap)
        with serving(Path(folder, "server"), heap) as server:
            served, store = measure(server.url, server.credentials, nodes)
            equal = equal and same(file.snapshot(), store.snapshot())
            if verify:
                embedded["verify_s"], one = timed(file.verify)
                served["verify_s"], other = timed(store.verify)
                equal = equal and one.sound and one.canonical_hash == other.canonical_hash
            file.close()
            store.close()
    served |= {"import_s": round(import_s, 1), "fill_to_import": round(served["fill_s"] / import_s, 1)}
    about = {"nodes": nodes, "machine": machine(), "heap": heap, "versions": versions(["apsw-sqlite3mc", "neo4j"])}
    return about | {"equal": equal, "embedded": embedded, "neo4j": served}


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--heap", default="1g", help="the server's memory (1g)")
    parser.add_argument("--verify", action="store_true", help="compare every record too")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    chosen = parser.parse_args()
    found = compare(chosen.nodes, chosen.heap, verify=chosen.verify)
    if chosen.json:
        print(json.dumps(found))
        return
    print(f"{found['nodes']} nodes on {found['machine']}; equal: {found['equal']}")
    table(
        ["", "embedded", "neo4j"],
        [[key, *(str(found[s].get(key, "")) for s in ("embedded", "neo4j"))] for key in found["neo4j"]],
    )


if __name__ == "__main__":
    main()
