"""The benchmarks run as programs, print one JSON document of the documented form, and are honest about ratios."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.measuring.networks import Network, chung_lu
from benchmarks.measuring.quality import exact_walks
from matching.kernels.walk import WalkGraph, build_walk_graph, personalised_pagerank
from matching.policy import default_policy

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
    assert min(one["chosen_at_ndcg"] for one in (found["own"], *found["peers"])) >= 0.998
    assert min(one["ndcg"] for one in (found["own"], *found["peers"])) >= 0.99  # on sources that took no part in it
    assert found["product"]["keep"] == default_policy().walk.keep


def test_introductions_are_exact_beside_exact_peers():
    found = run("introductions.py", "--nodes", "400", "--queries", "10", "--quick")
    assert {"networkit BidirectionalDijkstra", "scipy csgraph.dijkstra"} <= peers(found, "exact").keys()
    assert all(one["exact"] is True for one in (found["own"], *found["peers"]))
    assert found["product"]["max_steps"] == default_policy().introduction.max_steps


def test_settings_are_chosen_on_other_sources_than_they_are_scored_on():
    network = chung_lu(300).grouped()
    chosen_on, held_out = exact_walks(network, network.drawn(20, of=~network.resource, seed=1), 1e-9).halves()
    assert len(chosen_on.sources) == len(held_out.sources) == 10
    assert not np.intersect1d(chosen_on.sources, held_out.sources).size
    first = int(held_out.sources[0])
    assert held_out.ndcg(0, personalised_pagerank(walk_of(network), np.array([first]), epsilon=1e-7).resources) > 0.999


def test_the_numbering_that_all_methods_get_is_the_one_that_our_walk_would_make():
    network = chung_lu(300).grouped()
    assert (walk_of(network).rank == np.arange(300)).all()
    assert (walk_of(network, locality=network.comune).rank == np.arange(300)).all()


def walk_of(network: Network, **options: Any) -> WalkGraph:
    ties = network.source, network.target, network.strength
    return build_walk_graph(network.n, *ties, resource=network.resource, **options)


def test_a_proposal_is_timed_whole_and_by_stages():
    found = run("propose.py", "--nodes", "400", "--queries", "6")
    assert found.keys() >= {"nodes", "p50_ms", "p99_ms", "stages"}
    assert 0 < found["p50_ms"] <= found["p99_ms"]
    assert len(found["stages"]) >= 4
    assert all(isinstance(ms, float) for ms in found["stages"].values())
