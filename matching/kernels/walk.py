"""Random-walk proximity: the resources that a walk restarting at the seeds meets most (personalised PageRank)."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from matching.kernels.choice import best, nearest, shortlist
from matching.kernels.closing import UNITS, close, reopen
from matching.kernels.pull import pull, unspent
from matching.kernels.push import PushScratch, Reached, WalkRows, clear, push, push_scratch
from matching.kernels.rows import check_ties, compressed_rows, row_sums
from matching.kernels.scratch import ScratchPool

WEIGHTS = (1e-6, 1e6)  # what single precision carries without loss of small residuals
FINEST = 1e-9  # below it single precision adds noise and no answer
SHORTLIST = 200  # candidates pulled at least: the push alone orders the first fifty too roughly

Nodes = NDArray[np.int32]
Scores = NDArray[np.float64]
NOBODY = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class WalkGraph:
    """A symmetric weighted graph whose resources own the first internal indexes; safe to query from many threads."""

    rows: WalkRows
    rank: Nodes  # node -> internal index
    volume: float  # sum of the weighted degrees, each in whole units
    pool: ScratchPool[PushScratch]
    closed: Nodes = field(default_factory=lambda: NOBODY)  # internal indexes of those whom a walk finds without ties


@dataclass(frozen=True, slots=True)
class Proximity:
    """The best resources for some seeds; the true proximity lies within [lower, upper] (up to single precision).

    Scores are probabilities of the walk: over all nodes they sum to at most 1. Seeds are never among the answers.
    """

    resources: Nodes  # at most k, by descending score, then ascending node
    scores: Scores
    lower: Scores
    upper: Scores
    local: Nodes  # other nodes around the seeds, at most k, in the same order
    local_scores: Scores
    epsilon: float
    pushes: int
    edges: int


def build_walk_graph(
    n: int,
    source: Nodes,
    target: Nodes,
    weight: NDArray[np.float32],
    *,
    resource: NDArray[np.bool_],
    locality: Nodes | None = None,
) -> WalkGraph:
    """The graph of undirected ties, each listed once, with `weight` in [1e-6, 1e6].

    Parallel ties add (two entries of a row weigh what their sum would); loops are dropped; isolated nodes are legal.
    Nodes of equal `locality` (a comune, say) are stored near each other, for the cache's sake: it changes no answer
    beyond rounding. Raises ValueError where arrays do not fit or a value is out of range.
    """
    check_ties(n, source, target, weight, WEIGHTS)
    near = np.zeros(n, np.int32) if locality is None else locality
    if not len(resource) == len(near) == n:
        raise ValueError(f"resource and locality must have one value for each of the {n} nodes")
    order = np.lexsort((near, ~resource)).astype(np.int32)
    rank = np.empty(n, np.int32)
    rank[order] = np.arange(n, dtype=np.int32)
    a, b = rank[source], rank[target]
    start, neighbour, ties = compressed_rows(n, a, b)
    value = weight[ties]
    degree = row_sums(start, value)
    half = np.empty((len(neighbour), 2), np.uint32)
    half[:, 0] = neighbour
    half.view(np.float32)[:, 1] = value / degree[neighbour]
    flat = half.reshape(-1)
    rows = WalkRows(start, flat, flat.view(np.float32), value, degree.astype(np.float32), order, int(resource.sum()))
    volume = float(np.rint(degree * UNITS).sum()) / UNITS
    return WalkGraph(rows, rank, volume, ScratchPool(lambda: push_scratch(rows)))


def closed_to(graph: WalkGraph, nodes: Nodes) -> WalkGraph:
    """The same graph as if `nodes` had never had a tie: the same bits as one built so, but nothing is built.

    A query costs besides what the ties of these nodes and of their neighbours take to read. Raises ValueError where
    one is no node.
    """
    return replace(graph, closed=np.unique(_inside(graph, nodes)))


def personalised_pagerank(
    graph: WalkGraph,
    seeds: Nodes,
    *,
    seed_weights: Scores | None = None,
    alpha: float = 0.15,
    epsilon: float = 1e-5,
    k: int = 200,
) -> Proximity:
    """The `k` resources that a walk restarting at `seeds` with probability `alpha` meets most.

    `seed_weights` (default: equal; equal seeds add) are scaled to sum 1. The error of a score is below `epsilon` times
    the weighted degree. An isolated seed keeps its own mass. Same input, same bits. Raises ValueError if there is no
    seed, a seed is no node, the weights are not a distribution, or alpha, epsilon or k is out of range.
    """
    if not (0.01 <= alpha < 1 and FINEST <= epsilon < 1 and k >= 1):
        raise ValueError(f"need 0.01 <= alpha < 1, {FINEST} <= epsilon < 1 and k >= 1: {alpha=}, {epsilon=}, {k=}")
    distinct, mass = _seeds(graph, seeds, seed_weights)
    step, threshold = np.float32(alpha), np.float32(epsilon)
    with _lent(graph) as (scratch, volume):
        able = (scratch.degree[distinct] > 0) & (mass > 0)
        starts, parts = distinct[able].astype(np.uint32), mass[able].astype(np.float32)
        reached = Reached(*push(graph.rows, scratch, starts, parts, step, threshold))
        far = unspent(scratch, reached.pushed, float(parts.sum())) / (volume or 1.0)
        proximity = _answers(
            graph, scratch, reached, (distinct.astype(np.uint32), far), (float(step), float(threshold), k)
        )
        clear(graph.rows, scratch, reached)
    return proximity


@contextmanager
def _lent(graph: WalkGraph) -> Generator[tuple[PushScratch, float]]:
    """Work arrays for one query, with what is closed closed, and the volume of what is open."""
    with graph.pool.lend() as scratch:
        if not len(graph.closed):
            yield scratch._replace(left=None), graph.volume
            return
        yield scratch, graph.volume - close(graph.rows, scratch, graph.closed)
        reopen(graph.rows, scratch, graph.closed)


def _inside(graph: WalkGraph, nodes: Nodes) -> Nodes:
    """The internal indexes of some nodes; raises ValueError where one is none."""
    if len(nodes) and (nodes.min() < 0 or nodes.max() >= len(graph.rank)):
        raise ValueError(f"a node lies outside the nodes 0..{len(graph.rank) - 1}")
    return graph.rank[nodes]


def _seeds(graph: WalkGraph, seeds: Nodes, weights: Scores | None) -> tuple[Nodes, Scores]:
    """Distinct seeds (internal indexes), and their mass."""
    given = np.ones(len(seeds)) if weights is None else np.asarray(weights, np.float64)
    if len(seeds) == 0 or len(given) != len(seeds):
        raise ValueError("give at least one seed, and one weight for each seed")
    total = given.sum()
    if not (given.min() >= 0 and 0 < total < np.inf):
        raise ValueError("seed weights must be finite, none negative and not all zero")
    distinct, mass = _inside(graph, seeds), given / total
    if len(seeds) > 1:
        distinct, place = np.unique(distinct, return_inverse=True)
        mass = np.bincount(place, given) / total
    return distinct, mass


def _answers(
    graph: WalkGraph,
    scratch: PushScratch,
    reached: Reached,
    start: tuple[NDArray[np.uint32], float],
    wanted: tuple[float, float, int],
) -> Proximity:
    """Choose candidates on the push alone, pull only those, and keep the best."""
    alpha, epsilon, k = wanted
    seeds, far = start
    rows, order = graph.rows, graph.rows.order
    found = shortlist(rows, scratch, reached.found, alpha, max(SHORTLIST, k + k // 2) + len(seeds))
    found = found[~np.isin(found, seeds)]  # a seed of weight 0 was not pushed, and is met like any other
    degree = scratch.degree[found].astype(np.float64)
    lower = scratch.estimate[found] * degree
    upper = lower + epsilon * degree
    scores = np.minimum(np.maximum(pull(rows, scratch, found, alpha, far), lower), upper)
    first = best(scores, order[found], k)
    local, local_scores = nearest(rows, scratch, reached.pushed, seeds, alpha, k)
    return Proximity(
        resources=order[found[first]],
        scores=scores[first],
        lower=lower[first],
        upper=upper[first],
        local=local,
        local_scores=local_scores,
        epsilon=epsilon,
        pushes=reached.pushes,
        edges=reached.edges,
    )
