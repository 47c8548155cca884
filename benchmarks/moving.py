"""A programme moved from a file to a Neo4j server: by `legami copy`, and by the server's own offline import.

    .venv/bin/python benchmarks/moving.py --nodes 1000000 [--ways import] [--json] [--heap 4g]

Six ties a node, all made up (see load.py). Each way has a server of its own in a folder of its own, which stops at the
end. The time of the import counts that the server is stopped and started; the copy finds it running.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.load import WHO, Made
from benchmarks.measuring.asking import say
from benchmarks.measuring.machine import machine, versions
from benchmarks.stores import PATIENCE_S, ROOT, server, timed
from graph.store import Credentials, copy_store, load_store, open_store

IMPORT = ROOT / "deploy" / "neo4j_import.py"
WAYS = ("copy", "import")


def bring(source: str, folder: Path, heap: str, url: str, credentials: Credentials) -> None:
    """Import a store into a server that runs."""
    port = url.rpartition(":")[2]
    options = ["--home", str(folder), "--port", port, "--heap", heap]
    environment = os.environ | {"LEGAMI_NEO4J_PASSWORD": credentials.password}  # noqa: TID251 - handed on
    subprocess.run([sys.executable, IMPORT, source, *options], env=environment, stdout=sys.stderr, check=True)


def move(way: str, source: str, folder: Path, heap: str) -> dict[str, Any]:
    """Move a store one way; how long it took, and what the server then holds."""
    with server(folder, heap) as (url, credentials):
        if way == "copy":
            taken, _ = timed(lambda: copy_store(source, url, credentials=credentials, timeout_s=PATIENCE_S))
        else:
            taken, _ = timed(lambda: bring(source, folder, heap, url, credentials))
        say(f"{way}: {taken:.1f} s")
        return {"s": round(taken, 1), "canonical_hash": checked(url, credentials)}


def checked(url: str, credentials: Credentials | None = None) -> str:
    """The hash of a sound store."""
    store = open_store(url, credentials=credentials, timeout_s=PATIENCE_S)
    found = store.verify()
    store.close()
    return found.canonical_hash if found.sound else "unsound"


def compare(nodes: int, heap: str, ways: list[str]) -> dict[str, Any]:
    """All ways asked for, and whether they lead to the same."""
    with tempfile.TemporaryDirectory(prefix="legami-moving-") as folder:
        source = f"sqlite:///{folder}/archivio.db"
        load_store(source, Made(nodes).batches(), author=WHO)
        found = {way: move(way, source, Path(folder, way), heap) for way in ways}
        equal = {moved["canonical_hash"] for moved in found.values()} == {checked(source)}
    about = {"nodes": nodes, "machine": machine(), "heap": heap, "versions": versions(["apsw-sqlite3mc", "neo4j"])}
    return about | {"equal": equal, "seconds": {way: moved["s"] for way, moved in found.items()}}


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--heap", default="1g", help="the server's memory (1g)")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    chosen = parser.parse_args()
    found = compare(chosen.nodes, chosen.heap, chosen.ways)
    if chosen.json:
        print(json.dumps(found))
        return
    print(f"{found['nodes']} nodes on {found['machine']}; equal: {found['equal']}")
    for way, seconds in found["seconds"].items():
        print(f"{way}: {seconds} s")


if __name__ == "__main__":
    main()
