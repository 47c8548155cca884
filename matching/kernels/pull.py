"""Residual pull: sharpen the best candidates of a push with one backward step over their own ties."""

# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.kernels.push import PushScratch, WalkRows, share_at

NEAR = 0.6  # the part of a walk from a neighbour that ends around it; by measurement, from 10,000 nodes to a million


@njit(cache=True, nogil=True)
def unspent(scratch: PushScratch, pushed: int, mass: float) -> float:
    """The residual mass of a push that began with `mass`."""
    spent = 0.0
    for i in range(pushed):
        u = scratch.pushed[i]
        spent += float(scratch.estimate[u]) * float(scratch.degree[u])
    return max(mass - spent, 0.0)


@njit(cache=True, nogil=True)
def pull(
    rows: WalkRows, scratch: PushScratch, nodes: NDArray[np.uint32], alpha: float, far: float
) -> NDArray[np.float64]:
    """The proximity of `nodes` (internal indexes), estimate and residual together.

    The walk on undirected ties is reversible, so what the residuals y (per unit of degree) still owe to v is
    d_v * sum_u y_u pi_v(u), with pi_v = alpha e_v + (1 - alpha) sum_w P_vw pi_w. A walk from the neighbour w ends
    around it, where y_w stands for the residuals, or else far away, where their mean over the whole graph does
    (`far`, per unit of degree): the walk forgets where it began. So one backward step gives
        d_v (x_v + alpha y_v) + (1 - alpha) (NEAR sum_w weight_vw y_w + (1 - NEAR) d_v far).
    """
    start, half = rows.start, rows.half
    estimate, residual, degree, left = scratch.estimate, scratch.residual, scratch.degree, scratch.left
    score = np.empty(len(nodes), np.float64)
    for i in range(len(nodes)):
        v = nodes[i]
        near = 0.0
        for j in range(start[v], start[v + 1]):
            w = half[2 * j]
            near += np.float64(residual[w]) * share_at(rows, left, j, w) * degree[w]
        own = np.float64(estimate[v]) + alpha * residual[v]
        score[i] = own * degree[v] + (1.0 - alpha) * (NEAR * near + (1.0 - NEAR) * far * degree[v])
    return score
