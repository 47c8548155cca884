"""Other ways to the best introduction, as a shortest path by -log strength; graphs are built once."""

from collections.abc import Callable
from dataclasses import dataclass

import networkit
import networkx as nx
import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components, dijkstra

from benchmarks.measuring.networks import Network

Lengths = NDArray[np.float64]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Router:
    """A way to find the length of the shortest path of a pair, and the path."""

    name: str
    tuned: str
    ask: Callable[[Pair], float]


def networkit_routers(network: Network, length: Lengths) -> tuple[Router, Router]:
    """Its search for one pair from both ends, and its search from one end that stops at the other."""
    graph = networkit.GraphFromCoo((length, (network.source, network.target)), n=network.n, weighted=True)

    def both_ends(pair: Pair) -> float:
        search = networkit.distance.BidirectionalDijkstra(graph, *pair, storePred=True).run()
        search.getPath()
        return float(search.getDistance())

    def one_end(pair: Pair) -> float:
        search = networkit.distance.Dijkstra(graph, pair[0], storePaths=True, target=pair[1]).run()
        search.getPath(pair[1])
        return float(search.distance(pair[1]))

    return (
        Router("networkit BidirectionalDijkstra", "storePred, path read", both_ends),
        Router("networkit Dijkstra", "target given, path read", one_end),
    )


def scipy_router(network: Network, length: Lengths) -> Router:
    """It has no search for one pair: from one end to all nodes, with predecessors."""
    matrix = path_matrix(network, length)

    def ask(pair: Pair) -> float:
        distances, _ = dijkstra(matrix, indices=pair[0], return_predecessors=True)
        return float(distances[pair[1]])

    return Router("scipy csgraph.dijkstra", "one source, all targets, predecessors", ask)


def networkx_router(network: Network, length: Lengths) -> Router:
    """Its search from both ends."""
    graph = nx.Graph()
    graph.add_nodes_from(range(network.n))
    graph.add_weighted_edges_from(zip(network.source.tolist(), network.target.tolist(), length.tolist(), strict=True))
    return Router("networkx bidirectional_dijkstra", "", lambda pair: float(nx.bidirectional_dijkstra(graph, *pair)[0]))


def path_matrix(network: Network, length: Lengths) -> sparse.csr_matrix:
    """Both directions of every tie."""
    ends = np.concatenate([network.source, network.target]), np.concatenate([network.target, network.source])
    return sparse.csr_matrix((np.concatenate([length, length]), ends), shape=(network.n, network.n))


def connected(network: Network) -> NDArray[np.bool_]:
    """(n,): the nodes of the largest component."""
    _, label = connected_components(path_matrix(network, np.ones(len(network.source))), directed=False)
    return label == np.bincount(label).argmax()


def is_shortest(matrix: sparse.csr_matrix, pair: Pair, claimed: float, tolerance: float) -> bool:
    """Whether an independent search agrees with a length; it looks no farther than the length claimed."""
    found = dijkstra(matrix, indices=pair[0], limit=claimed * (1 + tolerance))[pair[1]]
    return bool(abs(found - claimed) <= tolerance * claimed)
