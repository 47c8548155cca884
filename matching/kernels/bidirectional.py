"""Bidirectional Dijkstra: the shortest path from any start to any target, grown from both ends until they meet."""

# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.kernels.heap import heap_pop, heap_push

FAR = np.int64(1) << 62  # no length reaches it

# What a node is to one search, as bits of `PathScratch.state`.
NODE, PASSABLE, START, TARGET, CLOSED, NOT_FIRST = (np.uint8(1 << bit) for bit in range(6))
FIRST_STEP = START | NOT_FIRST  # a tie that joins a start and a node not allowed right after it


class PathRows(NamedTuple):
    """Compressed rows with the length of each directed tie; a step has one tie, so rows keep its index."""

    start: NDArray[np.int64]  # n + 1
    step: NDArray[np.void]  # 2 per tie: (node, tie, length)


class PathScratch(NamedTuple):
    """Work arrays of one search; `distance` is FAR and `state` is the graph's own between searches."""

    state: NDArray[np.uint8]  # n
    distance: NDArray[np.int64]  # n x 2: from the starts, from the targets
    via: NDArray[np.int32]  # n x 2: the tie by which that distance was reached, -1 at an end
    slot: NDArray[np.int32]  # n, may hold anything
    touched: NDArray[np.int32]  # 2 n
    lengths: NDArray[np.int64]  # 2 heaps
    nodes: NDArray[np.int32]  # 2 heaps


def path_scratch(state: NDArray[np.uint8], n_steps: int) -> PathScratch:
    """Clean work arrays. A heap takes each directed tie and each end at most once; pages never touched cost nothing."""
    n = len(state)
    return PathScratch(
        state=state.copy(),
        distance=np.full((n, 2), FAR, np.int64),
        via=np.empty((n, 2), np.int32),
        slot=np.zeros(n, np.int32),
        touched=np.empty(2 * n, np.int32),
        lengths=np.empty((2, n_steps + n), np.int64),
        nodes=np.empty((2, n_steps + n), np.int32),
    )


@njit(cache=True, nogil=True)
def _seed(scratch: PathScratch, ends: NDArray[np.int32], side: int, touched: int) -> int:
    """Put the ends of one side at distance zero; the new number of touched labels."""
    for i in range(len(ends)):
        node = ends[i]
        scratch.distance[node, side] = 0
        scratch.via[node, side] = -1
        scratch.touched[touched + i] = node
        heap_push(scratch.lengths[side], scratch.nodes[side], i, 0, node)
    return touched + len(ends)


# Longer than our functions are: the state of both heaps would have to travel through every call.
@njit(cache=True, nogil=True)
def meet(  # noqa: C901, PLR0915
    rows: PathRows, scratch: PathScratch, starts: NDArray[np.int32], targets: NDArray[np.int32], limit: int
) -> tuple[int, int, int]:
    """(length, node where the two sides meet, labels touched) of the shortest path below `limit`; node -1 if none.

    Only passable nodes are entered, and the ends of the other side. An impassable end is never expanded: reaching it
    makes the best length no more than its distance, and the search stops before its turn comes.
    """
    state, distance, via, touched, lengths, nodes = (
        scratch.state,
        scratch.distance,
        scratch.via,
        scratch.touched,
        scratch.lengths,
        scratch.nodes,
    )
    n_touched = _seed(scratch, targets, 1, _seed(scratch, starts, 0, 0))
    ahead, behind = len(starts), len(targets)
    best, middle = np.int64(limit), -1
    for node in starts:
        if distance[node, 1] == 0 and best > 0:
            best, middle = np.int64(0), node
    while ahead > 0 and behind > 0 and lengths[0, 0] + lengths[1, 0] < best:
        side = 0 if ahead <= behind else 1
        length, u = lengths[side, 0], nodes[side, 0]
        size = heap_pop(lengths[side], nodes[side], ahead if side == 0 else behind)
        if length == distance[u, side]:
            enter = PASSABLE | (TARGET if side == 0 else START)
            for j in range(rows.start[u], rows.start[u + 1]):
                v = rows.step[j].node
                reached = length + rows.step[j].length
                role = state[v]
                if reached >= best or reached >= distance[v, side] or role & CLOSED or not role & enter:
                    continue
                if (role | state[u]) & FIRST_STEP == FIRST_STEP:
                    continue
                if distance[v, side] == FAR:
                    touched[n_touched] = v
                    n_touched += 1
                distance[v, side] = reached
                via[v, side] = rows.step[j].tie
                size = heap_push(lengths[side], nodes[side], size, reached, v)
                if reached + distance[v, 1 - side] < best:
                    best, middle = reached + distance[v, 1 - side], v
        if side == 0:
            ahead = size
        else:
            behind = size
    return int(best), int(middle), n_touched


@njit(cache=True, nogil=True)
def forget(scratch: PathScratch, n_touched: int) -> None:
    """Set the distances that a search left back to FAR."""
    for i in range(n_touched):
        scratch.distance[scratch.touched[i], 0] = FAR
        scratch.distance[scratch.touched[i], 1] = FAR
