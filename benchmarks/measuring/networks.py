"""Synthetic networks at any size: Chung-Lu with a heavy tail, most ties within one comune, 12 ties at a node."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

TIES_PER_NODE = 6  # each has two ends: mean degree 12
RESOURCES, RESOURCE_PULL = 0.02, 6.0  # share of nodes, and how many more ties they attract
COMUNE, LOCAL = 2500, 0.88  # nodes in a comune on average, share of ties within it
TAIL, COMUNE_TAIL = 1.7, 1.3  # Pareto shapes: degrees have an exponent of about 2.5
STRENGTHS = (0.85, 0.55, 0.50, 0.60, 0.40)  # means by kind of tie: two among people, three with a resource
SPREAD, WEAKEST, STRONGEST = 0.12, 0.05, 0.99


@dataclass(frozen=True, slots=True)
class Network:
    """An undirected simple network; nodes are numbered at random."""

    n: int
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    strength: NDArray[np.float32]  # in [0.05, 0.99]
    resource: NDArray[np.bool_]
    comune: NDArray[np.int32]

    def drawn(self, count: int, *, of: NDArray[np.bool_], seed: int) -> NDArray[np.int32]:
        """So many nodes from those `of` a mask, never one twice where there are enough."""
        able = np.flatnonzero(of).astype(np.int32)
        return np.random.default_rng(seed).choice(able, count, replace=count > len(able))

    def grouped(self) -> "Network":
        """The same network numbered as our walk stores it: resources first, each part by comune.

        Neighbours then lie near each other in memory. Every method gets this numbering, or none does.
        """
        order = np.lexsort((self.comune, ~self.resource))
        name = np.empty(self.n, np.int32)
        name[order] = np.arange(self.n, dtype=np.int32)
        return replace(
            self,
            source=name[self.source],
            target=name[self.target],
            resource=self.resource[order],
            comune=self.comune[order],
        )


def chung_lu(n: int, seed: int = 7) -> Network:
    """A network of `n` nodes and 6 `n` ties (a little fewer where `n` is small); no node is isolated."""
    rng = np.random.default_rng(seed)
    comune = _comuni(n, rng)
    resource = rng.random(n) < RESOURCES
    resource[rng.integers(n)] = True
    pull = np.minimum(rng.pareto(TAIL, n) + 1.0, 0.5 * np.sqrt(n)) * np.where(resource, RESOURCE_PULL, 1.0)
    source, target = _ties(pull, comune, rng)
    ends = resource[source].astype(int) + resource[target]
    kind = np.where(ends == 0, rng.random(len(ends)) >= 0.3, 2 + rng.integers(0, 3, len(ends)))
    strength = np.array(STRENGTHS)[kind] + rng.normal(0, SPREAD, len(kind))
    name = rng.permutation(n).astype(np.int32)
    order = rng.permutation(len(source))
    return Network(
        n=n,
        source=name[source[order]],
        target=name[target[order]],
        strength=np.clip(strength[order], WEAKEST, STRONGEST).astype(np.float32),
        resource=resource[np.argsort(name)],
        comune=comune[np.argsort(name)],
    )


def _comuni(n: int, rng: np.random.Generator) -> NDArray[np.int32]:
    """The comune of each node, ascending; sizes have a heavy tail."""
    count = max(4, n // COMUNE)
    size = rng.pareto(COMUNE_TAIL, count) + 0.2
    return np.sort(rng.choice(count, n, p=size / size.sum())).astype(np.int32)


def _ties(
    pull: NDArray[np.float64], comune: NDArray[np.int32], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct pairs of nodes, both ends drawn by `pull`; those left out by chance get a tie to their neighbour."""
    n, wanted = len(pull), TIES_PER_NODE * len(pull)
    upto = np.concatenate([[0.0], np.cumsum(pull)])
    first, last = np.searchsorted(comune, comune), np.searchsorted(comune, comune, side="right")
    source = _draw(upto, rng.random(wanted + wanted // 8) * upto[-1])
    local = rng.random(len(source)) < LOCAL
    low = np.where(local, upto[first[source]], 0.0)
    high = np.where(local, upto[last[source]], upto[-1])
    target = _draw(upto, low + rng.random(len(source)) * (high - low))
    pairs = _distinct(n, source, target)
    pairs = pairs[rng.permutation(len(pairs))[:wanted]]
    alone = np.flatnonzero(np.bincount(np.concatenate([pairs // n, pairs % n]), minlength=n) == 0)
    pairs = np.union1d(pairs, _distinct(n, alone, (alone + 1) % n))
    return pairs // n, pairs % n


def _draw(upto: NDArray[np.float64], place: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.minimum(np.searchsorted(upto, place, side="right") - 1, len(upto) - 2)


def _distinct(n: int, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs as one number each, without loops, ascending."""
    apart = a != b
    return np.unique(np.minimum(a, b)[apart] * n + np.maximum(a, b)[apart])
