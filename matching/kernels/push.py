"""Forward push: spread a restarting walk from its seeds until every residual is small for its node."""

# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.kernels.prefetch import prefetch

VISITED = np.float32(1e-30)  # stands for a residual of nothing at a node that was seen: exact 0 means never seen


class WalkRows(NamedTuple):
    """Compressed rows under internal indexes; `half` and `share` are two views of one interleaved array."""

    start: NDArray[np.int64]  # n + 1
    half: NDArray[np.uint32]  # 2 per directed tie: [2j] is the neighbour
    share: NDArray[np.float32]  # 2 per directed tie: [2j + 1] is its weight / weighted degree of the neighbour
    weight: NDArray[np.float32]  # of each directed tie; read only where a walk is closed to somebody
    degree: NDArray[np.float32]  # n, weighted
    order: NDArray[np.int32]  # n: internal index -> node
    resources: int  # internal indexes below this one are resources


class PushScratch(NamedTuple):
    """Work arrays of one query, clean between queries: `estimate`, `residual`, `left` zero and `degree` the graph's."""

    estimate: NDArray[np.float32]  # n, per unit of weighted degree
    residual: NDArray[np.float32]  # n, per unit of weighted degree
    degree: NDArray[np.float32]  # n, weighted; what this query finds of it
    left: NDArray[np.float64]  # n, the same of those who lose ties, else 0; None stands for a walk closed to nobody
    queue: NDArray[np.uint32]  # ring, a power of two, may hold anything
    pushed: NDArray[np.uint32]  # n + 1, may hold anything
    found: NDArray[np.uint32]  # resources + 1, may hold anything


class Reached(NamedTuple):
    """How far a push went."""

    pushed: int  # nodes with an estimate: `scratch.pushed[:pushed]`
    found: int  # resources with an estimate or a residual, seeds left out: `scratch.found[:found]`
    edges: int
    pushes: int


def push_scratch(rows: WalkRows) -> PushScratch:
    """Clean work arrays for `rows`.

    The ring never overflows: a node enters it when its residual crosses the threshold and falls below only when it
    leaves, so it waits there once, or twice if it is also a seed; 2 n + 1 places hold all of them and the free place
    that the branchless enqueue always writes.
    """
    n = len(rows.degree)
    return PushScratch(
        estimate=np.zeros(n, np.float32),
        residual=np.zeros(n, np.float32),
        degree=rows.degree.copy(),
        left=np.zeros(n, np.float64),
        queue=np.empty(1 << (2 * n + 1).bit_length(), np.uint32),
        pushed=np.empty(n + 1, np.uint32),
        found=np.empty(rows.resources + 1, np.uint32),
    )


@njit(cache=True, nogil=True)
def share_at(rows: WalkRows, left: NDArray[np.float64] | None, j: int, node: int) -> np.float32:
    """The share of directed tie `j`, which leads to `node`; where nothing is closed this compiles to one read."""
    if left is None:
        return rows.share[2 * j + 1]
    return rows.share[2 * j + 1] if left[node] == 0 else np.float32(rows.weight[j] / left[node])


# Longer than our functions are: a call inside the loop would pass ten arrays per edge.
@njit(cache=True, nogil=True)
def push(  # noqa: PLR0915
    rows: WalkRows,
    scratch: PushScratch,
    seeds: NDArray[np.uint32],
    mass: NDArray[np.float32],
    alpha: np.float32,
    epsilon: np.float32,
) -> Reached:
    """Push until every residual is below `epsilon` per unit of weighted degree (Andersen, Chung, Lang 2006).

    Residual and estimate are kept divided by the weighted degree: one constant threshold and one random access per
    edge. `seeds` are distinct and not isolated; each is pushed once even if it starts below the threshold.
    """
    start, half, resources = rows.start, rows.half, rows.resources
    estimate, residual, degree, left, queue, pushed, found = scratch
    mask = len(queue) - 1
    keep = np.float32(1.0) - alpha
    zero = np.float32(0.0)
    tail = 0
    for i in range(len(seeds)):
        residual[seeds[i]] = mass[i] / degree[seeds[i]] + VISITED
        queue[tail] = seeds[i]
        tail += 1
    head = n_pushed = n_found = edges = 0
    while head != tail:
        u = queue[head & mask]
        head += 1
        # The queue tells which rows come next: fetch them while this one is worked on.
        if head + 6 < tail:
            prefetch(start, queue[(head + 6) & mask])
        if head + 3 < tail:
            ahead = int(start[queue[(head + 3) & mask]])
            prefetch(half, 2 * ahead)
            prefetch(half, 2 * ahead + 16)
        here = residual[u]
        residual[u] = VISITED
        pushed[n_pushed] = u
        n_pushed += estimate[u] == zero
        estimate[u] += alpha * here
        spread = keep * here
        edges += int(start[u + 1] - start[u])
        for j in range(start[u], start[u + 1]):
            v = half[2 * j]
            old = residual[v]
            new = old + (spread * share_at(rows, left, j, v) + VISITED)
            residual[v] = new
            # Write first, then advance or not: a branch here would be guessed wrong too often.
            found[n_found] = v
            n_found += (v < resources) & (old == zero)
            queue[tail & mask] = v
            tail += (new >= epsilon) & (old < epsilon)
    return Reached(n_pushed, n_found, edges, head)


@njit(cache=True, nogil=True)
def clear(rows: WalkRows, scratch: PushScratch, reached: Reached) -> None:
    """Set estimate and residual back to zero, touching only what the push touched."""
    start, half, estimate, residual = rows.start, rows.half, scratch.estimate, scratch.residual
    if reached.edges > len(residual):
        residual[:] = 0
    for i in range(reached.pushed):
        u = scratch.pushed[i]
        estimate[u] = residual[u] = 0
        if reached.edges <= len(residual):
            for j in range(start[u], start[u + 1]):
                residual[half[2 * j]] = 0
