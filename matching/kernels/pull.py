"""Residual pull: sharpen the best candidates of a push with one backward step over their own ties."""

# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.kernels.push import PushScratch, WalkRows


@njit(cache=True, nogil=True)
def pull(rows: WalkRows, scratch: PushScratch, nodes: NDArray[np.uint32], alpha: float) -> NDArray[np.float64]:
    """The proximity of `nodes` (internal indexes), estimate and residual together.

    The walk on undirected ties is reversible, so what the residuals y (per unit of degree) still owe to v is
    d_v * sum_u y_u pi_v(u), with pi_v = alpha e_v + (1 - alpha) sum_w P_vw pi_w. One backward step, with the residual
    of each neighbour standing for the average around it, gives
        d_v (x_v + alpha y_v) + (1 - alpha) sum_w weight_vw y_w,
    which lies, as the truth does, between d_v x_v and d_v (x_v + epsilon).
    """
    start, half, share, degree = rows.start, rows.half, rows.share, rows.degree
    estimate, residual = scratch.estimate, scratch.residual
    score = np.empty(len(nodes), np.float64)
    for i in range(len(nodes)):
        v = nodes[i]
        owed = 0.0
        for j in range(start[v], start[v + 1]):
            w = half[2 * j]
            owed += np.float64(residual[w]) * share[2 * j + 1] * degree[w]
        own = np.float64(estimate[v]) + alpha * residual[v]
        score[i] = own * degree[v] + (1.0 - alpha) * owed
    return score
