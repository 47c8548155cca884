"""Where nodes are drawn: positions as pure functions of the network, the same for the same input."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.snapshot.geography import EARTH_KM

Points = NDArray[np.float64]

GOLDEN: Final = np.pi * (3 - np.sqrt(5))
"""The angle of a sunflower: turned by it again and again, no two points fall together."""
STEPS: Final = 80
STRIDE: Final = 0.3
APART_KM: Final = 0.15


def springs(hops: NDArray[np.integer], source: NDArray[np.integer], target: NDArray[np.integer]) -> Points:
    """(n, 2): points in the unit disc for nodes around the first one, which stays in the middle.

    `hops` (n,) is each node's distance from the first, `source` and `target` (m,) the ends of the ties as positions
    in `hops`. Forces of Fruchterman & Reingold (Software: Practice and Experience 21, 1991) from rings as start, so
    that no chance is needed; n x n distances, for a few hundred nodes.
    """
    n = len(hops)
    points = _sunflower(np.arange(n), hops.astype(np.float64))
    tied = np.zeros((n, n))
    tied[source, target] = tied[target, source] = 1.0
    length = 1 / np.sqrt(max(n, 1))
    for step in range(STEPS):
        away = points[:, None] - points[None]
        distance = np.maximum(np.hypot(away[..., 0], away[..., 1]), 1e-6)
        force = (length / distance) ** 2 - tied * distance / length
        push = (away * force[..., None]).sum(axis=1)
        size = np.maximum(np.hypot(push[:, 0], push[:, 1]), 1e-9)
        stride = STRIDE * (1 - step / STEPS)
        points += push * (np.minimum(size, stride) / size)[:, None]
        points -= points[:1]
    return points / max(float(np.hypot(points[:, 0], points[:, 1]).max(initial=0)), 1e-9)


def on_the_ground(lat: Points, lon: Points, middle: tuple[float, float]) -> Points:
    """(n, 2): km to the east and to the north of `middle` (lat, lon in degrees); NaN where a point is unknown.

    Equirectangular, which over a district is true to less than a hundred metres.
    """
    north = np.radians(lat - middle[0]) * EARTH_KM
    east = np.radians(lon - middle[1]) * EARTH_KM * np.cos(np.radians(middle[0]))
    return np.column_stack([east, north])


def apart(points: Points) -> Points:
    """(n, 2): the points in km, those that fall together laid out around their place in the order given."""
    known = np.where(np.isnan(points), np.inf, np.round(points, 3))
    _, first, group = np.unique(known, axis=0, return_index=True, return_inverse=True)
    group = group.reshape(-1)
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(len(first)))
    rank = np.empty(len(points), np.int64)
    rank[order] = np.arange(len(points)) - starts[group[order]]
    return points + _sunflower(rank, APART_KM * np.sqrt(rank))


def _sunflower(rank: NDArray[np.integer], radius: NDArray[np.float64]) -> Points:
    angle = rank * GOLDEN
    return radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
