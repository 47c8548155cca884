"""Compressed rows (CSR) of an undirected graph, in time linear in nodes and ties."""

# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false

import numpy as np
from numba import njit
from numpy.typing import NDArray

SHORT = 32  # rows up to this length are sorted by insertion


@njit(cache=True, nogil=True)
def compressed_rows(
    n: int, source: NDArray[np.int32], target: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Row starts (n + 1), neighbours and tie indexes (2 per tie); loops are dropped, rows keep the order of ties."""
    start = np.zeros(n + 1, np.int64)
    for tie in range(len(source)):
        if source[tie] != target[tie]:
            start[source[tie] + 1] += 1
            start[target[tie] + 1] += 1
    for node in range(n):
        start[node + 1] += start[node]
    free = start.copy()
    neighbour = np.empty(start[n], np.int32)
    ties = np.empty(start[n], np.int32)
    for tie in range(len(source)):
        a, b = source[tie], target[tie]
        if a != b:
            neighbour[free[a]], ties[free[a]] = b, tie
            neighbour[free[b]], ties[free[b]] = a, tie
            free[a] += 1
            free[b] += 1
    return start, neighbour, ties


@njit(cache=True, nogil=True)
def row_sums(start: NDArray[np.int64], value: NDArray[np.float32]) -> NDArray[np.float64]:
    """The sum of each row of `value`, added one after the other in double precision."""
    total = np.zeros(len(start) - 1, np.float64)
    for node in range(len(total)):
        for j in range(start[node], start[node + 1]):
            total[node] += value[j]
    return total


@njit(cache=True, nogil=True)
def sort_rows(
    start: NDArray[np.int64], neighbour: NDArray[np.int32], ties: NDArray[np.int32], length: NDArray[np.int64]
) -> None:
    """Put each row in order of the `length` of its ties, in place; those of equal length keep their order."""
    for node in range(len(start) - 1):
        low, high = start[node], start[node + 1]
        if high - low > SHORT:
            order = np.argsort(length[ties[low:high]], kind="mergesort")
            neighbour[low:high] = neighbour[low:high][order]
            ties[low:high] = ties[low:high][order]
            continue
        for i in range(low + 1, high):
            there, tie, place = neighbour[i], ties[i], i
            while place > low and length[ties[place - 1]] > length[tie]:
                neighbour[place], ties[place] = neighbour[place - 1], ties[place - 1]
                place -= 1
            neighbour[place], ties[place] = there, tie


def check_ties(
    n: int,
    source: NDArray[np.int32],
    target: NDArray[np.int32],
    value: NDArray[np.float32],
    bounds: tuple[float, float],
) -> None:
    """Raise ValueError unless the arrays fit each other, the ends are nodes and the values lie within `bounds`."""
    if not len(source) == len(target) == len(value):
        raise ValueError(f"{len(source)} sources, {len(target)} targets, {len(value)} values: give one of each per tie")
    if len(source) == 0:
        return
    if min(source.min(), target.min()) < 0 or max(source.max(), target.max()) >= n:
        raise ValueError(f"a tie ends outside the nodes 0..{n - 1}")
    low, high = bounds
    if not (value.min() >= low and value.max() <= high):
        raise ValueError(f"the value of every tie must lie between {low} and {high}")
