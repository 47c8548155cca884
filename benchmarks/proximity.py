"""Random-walk proximity beside the graph libraries, each at its cheapest setting with NDCG@50 of at least .998.

    .venv/bin/python benchmarks/proximity.py [--nodes N] [--json] [--queries Q] [--quick]

One process on one core; graphs are built outside the clock; ours takes turns with each peer. All methods get the same
numbering of the nodes, by comune. Settings are chosen on some sources with a standard error to spare; quality and time
are those of Q others. Ours is `personalised_pagerank` with its certificate, argument checks included; a row of its own
tells what it takes as proposals ask it, by the precision and the number of resources kept of the policy.
"""

from collections.abc import Iterator
from typing import Any

from benchmarks.measuring.machine import machine, stay_on_one_processor, versions

stay_on_one_processor()

import networkit  # noqa: E402
import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from benchmarks.measuring.asking import arguments, say, show, table  # noqa: E402
from benchmarks.measuring.networks import Network, chung_lu  # noqa: E402
from benchmarks.measuring.quality import ALPHA, FLOOR, TOP, Judge, exact_walks  # noqa: E402
from benchmarks.measuring.tuning import Ask, Method, Tuned, scored, tune  # noqa: E402
from benchmarks.measuring.turns import OWN, Times, Turns  # noqa: E402
from benchmarks.measuring.walk_peers import (  # noqa: E402
    networkit_push,
    networkx_pagerank,
    scikit_network,
    scipy_power,
)
from matching.kernels.walk import WalkGraph, build_walk_graph, personalised_pagerank  # noqa: E402
from matching.policy import default_policy  # noqa: E402

PACKAGES = ("numpy", "scipy", "numba", "scikit-network", "networkit", "networkx")
EPSILONS = [round(1e-3 * 0.8**step, 9) for step in range(40)]
MANY = 300_000  # nodes above which networkx is left out, and exact walks are less exact
TOO_MANY = "a graph of this size takes it minutes and gigabytes to build, and a call tens of seconds"
PRODUCT = "as proposals ask"
NO_SEED = "it takes no seed: it ranks for the whole graph only"


def walk_graph(network: Network) -> WalkGraph:
    """The graph of our walk; the network is numbered as it would number it, so that it moves nothing."""
    ties = network.source, network.target, network.strength
    return build_walk_graph(network.n, *ties, resource=network.resource)


def as_proposals_ask(graph: WalkGraph) -> Ask:
    """Our walk as the policy sets it, whatever is needed here."""
    walk = default_policy().walk

    def ask(source: int) -> NDArray[np.int32]:
        seeds = np.array([source], np.int32)
        return personalised_pagerank(graph, seeds, alpha=walk.alpha, epsilon=walk.epsilon, k=walk.keep).resources

    return ask


def ours(graph: WalkGraph) -> Method:
    """The walk at any precision, the first 50 kept."""

    def at(epsilon: float) -> Ask:
        def ask(source: int) -> NDArray[np.int32]:
            seeds = np.array([source], np.int32)
            return personalised_pagerank(graph, seeds, alpha=ALPHA, epsilon=epsilon, k=TOP).resources

        return ask

    return Method(OWN, OWN, "epsilon", EPSILONS, at)


def peers(network: Network, judge: Judge) -> Iterator[tuple[Tuned | None, dict[str, Any]]]:
    """Each peer tuned, or None, with what to say of it; of the solvers of one library the cheapest."""
    yield tune(scipy_power(network), judge), {}
    solvers = [(method.name, tune(method, judge)) for method in scikit_network(network)]
    able = [tuned for _, tuned in solvers if tuned]
    quick = Turns([int(judge.sources[0])], lambda _: None, {one.method.name: one.ask for one in able}).run(2, 9.0)
    tried = {name: round(quick.ms(name), 3) if tuned else None for name, tuned in solvers}
    yield min(able, key=lambda one: quick.ms(one.method.name), default=None), {"tried": tried}
    yield tune(networkit_push(network), judge), {}
    if network.n <= MANY:
        yield tune(networkx_pagerank(network), judge), {}


def measure(nodes: int, queries: int, quick: bool) -> dict[str, Any]:
    """One size."""
    say(f"{nodes:,} nodes: the network and its exact walks")
    network = chung_lu(nodes).grouped()
    drawn = network.drawn(2 * max(queries, 2), of=~network.resource, seed=1)
    judge, held_out = exact_walks(network, drawn, 1e-12 if nodes <= MANY else 1e-9).halves()
    say("tuning")
    graph = walk_graph(network)
    own, product = tune(ours(graph), judge), as_proposals_ask(graph)
    if own is None:
        raise SystemExit(f"Ours reaches NDCG@{TOP} {FLOOR} at no setting.")
    found = [(tuned, more) for tuned, more in peers(network, judge) if tuned]
    say("taking turns")
    asks = {tuned.method.name: tuned.ask for tuned, _ in found} | {PRODUCT: product}
    questions = [int(source) for source in held_out.sources]
    times = Turns(questions, own.ask, asks).run(2 if quick else 8, 6.0 if quick else 40.0)
    say("scoring")
    return {
        "nodes": nodes,
        "ties": len(network.source),
        "machine": machine(),
        "own": _row(own, times, held_out),
        "product": _product(product, times, held_out),
        "peers": [_beside(tuned, times, held_out) | more for tuned, more in found],
        "skipped": _skipped(network, {tuned.method.name for tuned, _ in found}),
        "floor": FLOOR,
        "clock": "processor time, median a query, one process on one core",
        "versions": versions(PACKAGES),
    }


def _row(tuned: Tuned, times: Times, held_out: Judge) -> dict[str, Any]:
    ndcg, queries = scored(tuned.ask, held_out)
    return {
        "ms": times.ms(tuned.method.name),
        "ndcg": ndcg,
        "queries": queries,
        "chosen_at_ndcg": tuned.ndcg,
        "chosen_on": tuned.queries,
        "setting": tuned.setting,
        "tuned": tuned.method.tuned,
        "timed": times.asked(tuned.method.name),
    }


def _beside(tuned: Tuned, times: Times, held_out: Judge) -> dict[str, Any]:
    ratio = times.ms(tuned.method.name) / times.ms(OWN)
    return {"name": tuned.method.name, "kind": tuned.method.kind, "ratio": ratio} | _row(tuned, times, held_out)


def _product(ask: Ask, times: Times, held_out: Judge) -> dict[str, Any]:
    walk = default_policy().walk
    ndcg, _ = scored(ask, held_out)
    ms = times.ms(PRODUCT)
    return {"ms": ms, "ratio": ms / times.ms(OWN), "ndcg": ndcg, "setting": walk.epsilon, "keep": walk.keep} | {
        "timed": times.asked(PRODUCT)
    }


def _skipped(network: Network, found: set[str]) -> list[dict[str, str]]:
    """What is not among the peers, and why."""
    skipped = [{"name": "networkit centrality.PageRank", "reason": NO_SEED}]
    if network.n > MANY:
        skipped.append({"name": "networkx pagerank", "reason": TOO_MANY})
    for library in ("scikit-network", "networkit scd", *(("networkx",) if network.n <= MANY else ())):
        if not any(name.startswith(library) for name in found):
            skipped.append({"name": library, "reason": f"no setting tried reaches NDCG@{TOP} {FLOOR}"})
    return skipped


def draw(found: dict[str, Any]) -> None:
    """One size as a table."""
    print(f"\n{found['nodes']:,} nodes, {found['ties']:,} ties; {found['machine']}")
    rows = [("ours", found["own"], 1.0), (f"ours {PRODUCT}", found["product"], found["product"]["ratio"])]
    rows += [*((one["name"], one, one["ratio"]) for one in found["peers"])]
    table(
        ("method", "ms", "x ours", "NDCG@50", "setting", "queries"),
        [
            (name, f"{one['ms']:.3f}", f"{ratio:.1f}", f"{one['ndcg']:.4f}", f"{one['setting']:g}", f"{one['timed']}")
            for name, one, ratio in rows
        ],
    )
    for one in found["skipped"]:
        print(f"left out: {one['name']}, because {one['reason']}")


if __name__ == "__main__":
    networkit.setNumberOfThreads(1)
    chosen = arguments("Random-walk proximity beside the graph libraries.", queries=32)
    show(chosen, lambda nodes: measure(nodes, chosen.queries, chosen.quick), draw)
