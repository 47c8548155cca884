"""The best of many: the highest scores in a fixed order, equal ones by ascending node."""

# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.kernels.push import PushScratch, WalkRows


@njit(cache=True, nogil=True)
def best(scores: NDArray[np.float64], nodes: NDArray[np.int32], k: int) -> NDArray[np.int64]:
    """Positions of the `k` highest scores, equal ones by ascending node, in that order."""
    kept = np.arange(len(scores))
    if len(scores) > k:
        kept = np.flatnonzero(scores >= np.partition(scores, len(scores) - k)[len(scores) - k])
    kept = kept[np.argsort(-scores[kept])]
    for i in range(1, len(kept)):
        here, place = kept[i], i
        while place > 0 and scores[kept[place - 1]] == scores[here] and nodes[kept[place - 1]] > nodes[here]:
            kept[place] = kept[place - 1]
            place -= 1
        kept[place] = here
    return kept[:k]


@njit(cache=True, nogil=True)
def owned(scratch: PushScratch, nodes: NDArray[np.uint32], alpha: float) -> NDArray[np.float64]:
    """What a push knows of `nodes`: the estimate and the part of the residual that stops there."""
    known = np.empty(len(nodes), np.float64)
    for i in range(len(nodes)):
        v = nodes[i]
        known[i] = (scratch.estimate[v] + alpha * np.float64(scratch.residual[v])) * scratch.degree[v]
    return known


@njit(cache=True, nogil=True)
def shortlist(rows: WalkRows, scratch: PushScratch, found: int, alpha: float, k: int) -> NDArray[np.uint32]:
    """The `k` resources of which the push knows most (internal indexes), the best first."""
    nodes = scratch.found[:found]
    return nodes[best(owned(scratch, nodes, alpha), rows.order[nodes], k)]


@njit(cache=True, nogil=True)
def nearest(
    rows: WalkRows,
    scratch: PushScratch,
    pushed: int,
    seeds: NDArray[np.uint32],
    alpha: float,
    k: int,
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The `k` pushed nodes that are neither resources nor among the ascending `seeds`, with what the push knows."""
    nodes = scratch.pushed[:pushed][scratch.pushed[:pushed] >= rows.resources]
    place = np.searchsorted(seeds, nodes)
    apart = np.empty(len(nodes), np.bool_)
    for i in range(len(nodes)):
        apart[i] = place[i] == len(seeds) or seeds[place[i]] != nodes[i]
    nodes = nodes[apart]
    known = owned(scratch, nodes, alpha)
    first = best(known, rows.order[nodes], k)
    return rows.order[nodes[first]], known[first]
