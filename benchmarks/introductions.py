"""The best introduction from a person to a resource beside the graph libraries, all exact.

    .venv/bin/python benchmarks/introductions.py [--nodes N] [--json] [--queries Q] [--quick]

The path with the greatest product of tie strengths, as the shortest by -log strength (and our small penalty a step,
which the peers get too). One process on one core; graphs are built outside the clock; ours takes turns with each
peer. All methods get the same numbering of the nodes, by comune. Ours is `best_paths`, nodes, ties and strength
included, with everybody passable and any number of steps, as the peers have it; a row of its own tells what it takes
as proposals ask it: through those only who agreed to introduce, with the steps of the policy.
"""

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.measuring.machine import machine, stay_on_one_processor, versions

stay_on_one_processor()

import networkit  # noqa: E402
import numpy as np  # noqa: E402

from benchmarks.measuring.asking import arguments, say, show, table  # noqa: E402
from benchmarks.measuring.networks import Network, chung_lu  # noqa: E402
from benchmarks.measuring.path_peers import (  # noqa: E402
    Lengths,
    Pair,
    Router,
    connected,
    is_shortest,
    networkit_routers,
    networkx_router,
    path_matrix,
    scipy_router,
)
from benchmarks.measuring.turns import OWN, Times, Turns  # noqa: E402
from matching.kernels.path_graph import UNIT, PathGraph, build_path_graph  # noqa: E402
from matching.kernels.paths import best_paths  # noqa: E402
from matching.policy import default_policy  # noqa: E402

PACKAGES = ("numpy", "scipy", "numba", "networkit", "networkx")
TOLERANCE = 1e-6  # relative
MANY = 300_000  # nodes above which networkx is left out
TOO_MANY = "a graph of this size takes it minutes and gigabytes to build"
UNWEIGHTED = "its paths count steps and know no strength"
PRODUCT = "as proposals ask"
AGREED = 0.1  # share of the people who introduce, in the product's row
CHECKED = 24  # pairs on which an independent search must agree


def ours(graph: PathGraph) -> Callable[[Pair], float]:
    """The length of the path that proposals would show."""

    def ask(pair: Pair) -> float:
        ends = np.array(pair, np.int32)
        paths = best_paths(graph, ends[:1], ends[1:], k=1, max_steps=None)
        return float(graph.length[list(paths[0].ties)].sum()) / UNIT if paths else float("inf")

    return ask


def timed(graph: PathGraph, max_steps: int | None = None) -> Callable[[Pair], Sequence[object]]:
    """The same without what only the comparison of lengths needs."""
    return lambda pair: best_paths(graph, np.array(pair[:1]), np.array(pair[1:]), k=1, max_steps=max_steps)


def as_proposals_ask(network: Network) -> Callable[[Pair], Sequence[object]]:
    """The same through those who agreed, drawn by lot, with at most the steps of the policy."""
    agreed = ~network.resource & (np.random.default_rng(4).random(network.n) < AGREED)
    graph = build_path_graph(network.n, network.source, network.target, network.strength, passable=agreed)
    return timed(graph, default_policy().introduction.max_steps)


def peers(network: Network, length: Lengths) -> list[Router]:
    """The libraries that have weighted paths."""
    routers = [*networkit_routers(network, length), scipy_router(network, length)]
    return routers + ([networkx_router(network, length)] if network.n <= MANY else [])


def measure(nodes: int, queries: int, quick: bool) -> dict[str, Any]:
    """One size."""
    say(f"{nodes:,} nodes: the network and the graphs")
    network = chung_lu(nodes).grouped()
    every = np.ones(nodes, bool)
    graph = build_path_graph(nodes, network.source, network.target, network.strength, passable=every)
    length = graph.length / UNIT
    pairs = _pairs(network, queries)
    routers = peers(network, length)
    say("taking turns")
    product = as_proposals_ask(network)
    asks = {router.name: router.ask for router in routers} | {PRODUCT: product}
    times = Turns(pairs, timed(graph), asks).run(2 if quick else 8, 6.0 if quick else 40.0)
    say("comparing lengths")
    claimed = [ours(graph)(pair) for pair in pairs]
    matrix = path_matrix(network, length)
    checked = range(min(CHECKED, len(pairs)))
    return {
        "nodes": nodes,
        "ties": len(network.source),
        "machine": machine(),
        "own": {
            "ms": times.ms(OWN),
            "exact": all(is_shortest(matrix, pairs[number], claimed[number], TOLERANCE) for number in checked),
            "checked": len(checked),
            "timed": times.asked(OWN),
        },
        "product": {
            "ms": times.ms(PRODUCT),
            "ratio": times.ms(PRODUCT) / times.ms(OWN),
            "found": sum(len(product(pair)) for pair in pairs) / len(pairs),
            "agreed": AGREED,
            "max_steps": default_policy().introduction.max_steps,
            "timed": times.asked(PRODUCT),
        },
        "peers": [_beside(router, times, pairs, claimed) for router in routers],
        "skipped": _skipped(network),
        "clock": "processor time, median a query, one process on one core",
        "versions": versions(PACKAGES),
    }


def _pairs(network: Network, queries: int) -> Sequence[Pair]:
    """From somebody to a resource, both at random among those that are connected with most others."""
    joined = connected(network)
    sources = network.drawn(queries, of=joined & ~network.resource, seed=2).tolist()
    return list(zip(sources, network.drawn(queries, of=joined & network.resource, seed=3).tolist(), strict=True))


def _beside(router: Router, times: Times, pairs: Sequence[Pair], claimed: Sequence[float]) -> dict[str, Any]:
    """A peer, and whether its lengths are ours; slow ones are compared on few pairs."""
    compared = min(times.asked(router.name), len(pairs)) if times.ms(router.name) < 50 else min(4, len(pairs))
    same = [abs(router.ask(pairs[at]) - claimed[at]) <= TOLERANCE * claimed[at] for at in range(compared)]
    return {
        "name": router.name,
        "kind": "library",
        "ms": times.ms(router.name),
        "exact": all(same),
        "ratio": times.ms(router.name) / times.ms(OWN),
        "tuned": router.tuned,
        "compared": compared,
        "timed": times.asked(router.name),
    }


def _skipped(network: Network) -> list[dict[str, str]]:
    """What is not among the peers, and why."""
    skipped = [{"name": "scikit-network get_shortest_path", "reason": UNWEIGHTED}]
    if network.n > MANY:
        skipped.append({"name": "networkx bidirectional_dijkstra", "reason": TOO_MANY})
    return skipped


def draw(found: dict[str, Any]) -> None:
    """One size as a table."""
    print(f"\n{found['nodes']:,} nodes, {found['ties']:,} ties; {found['machine']}")
    rows = [("ours", found["own"], 1.0), *((one["name"], one, one["ratio"]) for one in found["peers"])]
    table(
        ("method", "ms", "x ours", "exact", "queries"),
        [
            (name, f"{one['ms']:.3f}", f"{ratio:.1f}", "yes" if one["exact"] else "NO", f"{one['timed']}")
            for name, one, ratio in rows
        ],
    )
    product = found["product"]
    print(
        f"ours {PRODUCT}, through {product['agreed']:.0%} of the people, at most {product['max_steps']} steps:", end=" "
    )
    print(f"{product['ms']:.3f} ms, a way for {product['found']:.1%} of the pairs")
    for one in found["skipped"]:
        print(f"left out: {one['name']}, because {one['reason']}")


if __name__ == "__main__":
    networkit.setNumberOfThreads(1)
    chosen = arguments("The best introduction beside the graph libraries.", queries=1000)
    show(chosen, lambda nodes: measure(nodes, chosen.queries, chosen.quick), draw)
