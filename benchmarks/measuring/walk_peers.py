"""Other ways to the resources nearest by random walk, each as its authors advise; graphs are built once."""

from collections.abc import Callable, Iterator

import networkit
import networkx as nx
import numpy as np
from numpy.typing import NDArray
from sknetwork.ranking import PageRank

from benchmarks.measuring.networks import Network
from benchmarks.measuring.quality import ALPHA, TOP, tied, transition
from benchmarks.measuring.tuning import Ask, Method

STEPS = range(1, 61)
TOLERANCES = [round(10.0 ** (-exponent / 2), 12) for exponent in range(2, 19)]
SOLVERS = {
    "piteration": ("n_iter", STEPS),
    "diteration": ("n_iter", STEPS),
    "RH": ("n_iter", STEPS),
    "bicgstab": ("tol", TOLERANCES),
    "lanczos": ("tol", TOLERANCES),
    "push": ("tol", TOLERANCES[6:]),
}
THOUSANDTHS = 1000  # this library's push rounds weighted degrees to whole numbers; the walk does not mind the scale


def best_resources(scores: NDArray[np.floating], resources: NDArray[np.int64]) -> NDArray[np.int64]:
    """The 50 resources with the highest of one score a node."""
    own = scores[resources]
    first = np.argpartition(-own, min(TOP, len(own) - 1))[:TOP]
    return resources[first[np.argsort(-own[first])]]


def scipy_power(network: Network) -> Method:
    """What a careful engineer writes in ten lines: the reference."""
    step, resources = transition(network).astype(np.float32), np.flatnonzero(network.resource)

    def at(steps: int) -> Ask:
        def ask(source: int) -> NDArray[np.int64]:
            now = np.zeros(network.n, np.float32)
            now[source] = 1
            for _ in range(steps):
                now = step @ now
                now *= np.float32(1 - ALPHA)
                now[source] += np.float32(ALPHA)
            return best_resources(now, resources)

        return ask

    words = "float32 CSR matrix of the walk made once, power iteration stopped after this many steps"
    return Method("scipy power iteration", "reference", words, STEPS, at)


def scikit_network(network: Network) -> Iterator[Method]:
    """Every solver of its PageRank."""
    matrix, resources = tied(network), np.flatnonzero(network.resource)
    matrix.data *= THOUSANDTHS

    def at(solver: str, name: str) -> Callable[[float], Ask]:
        def chosen(value: float) -> Ask:
            ranking = PageRank(damping_factor=1 - ALPHA, solver=solver, **{name: value})
            return lambda source: best_resources(ranking.fit_predict(matrix, {source: 1}), resources)

        return chosen

    for solver, (name, ladder) in SOLVERS.items():
        yield Method(f"scikit-network PageRank {solver}", "library", f"{name} of fit_predict", ladder, at(solver, name))


def networkit_push(network: Network) -> Method:
    """Its local PageRank; the global one (`centrality.PageRank`) takes no seed."""
    ends = (network.strength.astype(np.float64), (network.source, network.target))
    graph = networkit.GraphFromCoo(ends, n=network.n, weighted=True, directed=False)
    lazy = ALPHA / (2 - ALPHA)  # its walk stays where it is every other step

    def at(epsilon: float) -> Ask:
        def ask(source: int) -> NDArray[np.int64]:
            found = networkit.scd.ApproximatePageRank(graph, lazy, epsilon).run(source)
            nodes = np.fromiter((node for node, _ in found), np.int64, len(found))
            scores = np.fromiter((score for _, score in found), np.float64, len(found))
            able = network.resource[nodes]
            return nodes[able][np.argsort(-scores[able])[:TOP]]

        return ask

    words = "epsilon; alpha / (2 - alpha), because its walk is lazy"
    return Method("networkit scd.ApproximatePageRank", "library", words, TOLERANCES[6:], at)


def networkx_pagerank(network: Network) -> Method:
    """Personalised, started at the source; its rule stops at n times the tolerance, which is passed divided by n."""
    graph = nx.Graph()
    graph.add_nodes_from(range(network.n))
    weighted = zip(network.source.tolist(), network.target.tolist(), network.strength.tolist(), strict=True)
    graph.add_weighted_edges_from(weighted)
    resources = np.flatnonzero(network.resource)

    def at(tolerance: float) -> Ask:
        options = {"alpha": 1 - ALPHA, "tol": tolerance / network.n, "max_iter": 500}

        def ask(source: int) -> NDArray[np.int64]:
            start = {source: 1.0}
            found = nx.pagerank(graph, personalization=start, nstart=start, weight="weight", **options)
            return best_resources(np.fromiter(found.values(), np.float64, network.n), resources)

        return ask

    words = "tol times n; personalization and nstart at the source"
    return Method("networkx pagerank", "library", words, TOLERANCES, at)
