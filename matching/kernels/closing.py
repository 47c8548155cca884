"""Closing nodes to one walk: as if they had never been in the graph, at the cost of their ties and neighbours."""

# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.kernels.push import PushScratch, WalkRows

SHUT = np.float32(1e30)  # residual of a closed node: above every threshold already, so that it never enters a queue
GONE = np.inf  # what is left of its degree: its share of any push is nothing
UNITS = 2.0**20  # of weight: volumes are whole units, so that taking some away leaves what was never there


@njit(cache=True, nogil=True)
def row_weight(rows: WalkRows, left: NDArray[np.float64], node: int) -> tuple[float, float]:
    """The weighted degree of a node, and what of it does not lead to closed nodes; both summed in the row's order."""
    whole = open_ = 0.0
    for j in range(rows.start[node], rows.start[node + 1]):
        whole += rows.weight[j]
        if left[rows.half[2 * j]] != GONE:
            open_ += rows.weight[j]
    return whole, open_


@njit(cache=True, nogil=True)
def close(rows: WalkRows, scratch: PushScratch, closed: NDArray[np.int32]) -> float:
    """Shut `closed` (internal indexes) and thin their neighbours in `scratch`; the volume that the graph loses."""
    left, degree = scratch.left, scratch.degree
    for z in closed:
        left[z], degree[z], scratch.residual[z] = GONE, 0, SHUT
    lost = 0.0
    for z in closed:
        lost += np.rint(row_weight(rows, left, z)[0] * UNITS)
        for j in range(rows.start[z], rows.start[z + 1]):
            v = rows.half[2 * j]
            if left[v] == 0:
                whole, open_ = row_weight(rows, left, v)
                lost += np.rint(whole * UNITS) - np.rint(open_ * UNITS)
                # Whoever knew only closed nodes is isolated: nothing leads there, and nothing asks for its share.
                left[v] = open_ if open_ > 0 else GONE
                degree[v] = open_
    return lost / UNITS


@njit(cache=True, nogil=True)
def reopen(rows: WalkRows, scratch: PushScratch, closed: NDArray[np.int32]) -> None:
    """Take back what `close` did."""
    for z in closed:
        scratch.left[z], scratch.degree[z], scratch.residual[z] = 0, rows.degree[z], 0
        for j in range(rows.start[z], rows.start[z + 1]):
            v = rows.half[2 * j]
            scratch.left[v], scratch.degree[v] = 0, rows.degree[v]
