"""The benchmarks run as programs, print one JSON document of the documented form, and are honest about ratios."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = {"nodes", "ties", "machine", "own", "peers"}


def run(script: str, *options: str) -> dict[str, Any]:
    command = [sys.executable, str(ROOT / "benchmarks" / script), "--json", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def peers(found: dict[str, Any], measured: str) -> dict[str, str]:
    """Kinds by name, after the form of every row was looked at."""
    assert found.keys() >= DOCUMENT
    assert found["own"].keys() >= {"ms", measured}
    for one in found["peers"]:
        assert one.keys() >= {"name", "kind", "ms", "ratio", measured}
        assert one["kind"] in ("library", "reference")
        assert one["ratio"] == pytest.approx(one["ms"] / found["own"]["ms"])
    return {one["name"]: one["kind"] for one in found["peers"]}


def test_proximity_names_its_peers_and_all_reach_the_quality():
    found = run("proximity.py", "--nodes", "400", "--queries", "4", "--quick")
    kinds = peers(found, "ndcg")
    assert kinds["scipy power iteration"] == "reference"
    assert {"networkit scd.ApproximatePageRank", "networkx pagerank"} <= kinds.keys()
    assert any(name.startswith("scikit-network") for name in kinds)
    assert found["nodes"] == 400
    assert min(one["ndcg"] for one in (found["own"], *found["peers"])) >= 0.998


def test_introductions_are_exact_beside_exact_peers():
    found = run("introductions.py", "--nodes", "400", "--queries", "10", "--quick")
    assert {"networkit BidirectionalDijkstra", "scipy csgraph.dijkstra"} <= peers(found, "exact").keys()
    assert all(one["exact"] is True for one in (found["own"], *found["peers"]))


def test_a_proposal_is_timed_whole_and_by_stages():
    found = run("propose.py", "--nodes", "400", "--queries", "6")
    assert found.keys() >= {"nodes", "p50_ms", "p99_ms", "stages"}
    assert 0 < found["p50_ms"] <= found["p99_ms"]
    assert len(found["stages"]) >= 4
    assert all(isinstance(ms, float) for ms in found["stages"].values())
