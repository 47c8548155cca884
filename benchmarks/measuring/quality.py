"""How good an order is: NDCG@50 against the exact walk, gain = exact score."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from benchmarks.measuring.networks import Network

ALPHA = 0.15
TOP = 50
FLOOR = 0.998
SOURCES_AT_ONCE = 8


def tied(network: Network) -> sparse.csr_matrix:
    """The symmetric matrix of strengths, float64."""
    ends = np.concatenate([network.source, network.target]), np.concatenate([network.target, network.source])
    both = np.concatenate([network.strength, network.strength]).astype(np.float64)
    return sparse.csr_matrix(sparse.coo_matrix((both, ends), (network.n, network.n)))


def transition(network: Network) -> sparse.csr_matrix:
    """One step of the walk as a matrix that multiplies columns of probabilities."""
    step = tied(network)
    degree = np.asarray(step.sum(1)).ravel()
    step.data /= degree[step.indices]
    return step


@dataclass(frozen=True, slots=True)
class Judge:
    """The exact scores of the resources for some sources."""

    sources: NDArray[np.int32]
    scores: NDArray[np.float64]  # sources x resources
    column: NDArray[np.int64]  # of each node, -1 where it is no resource

    def ndcg(self, number: int, found: NDArray[np.integer]) -> float:
        """Of the first 50 nodes found for source `number`, all resources."""
        exact = self.scores[number]
        ideal = np.sort(exact)[::-1][:TOP]
        discount = 1 / np.log2(np.arange(2, TOP + 2))
        gained = exact[self.column[found[:TOP]]]
        return float((gained * discount[: len(gained)]).sum() / (ideal * discount[: len(ideal)]).sum())

    def halves(self) -> tuple["Judge", "Judge"]:
        """The first and the second half of the sources: one to choose settings on, the other to score them on."""
        middle = len(self.sources) // 2
        return (
            Judge(self.sources[:middle], self.scores[:middle], self.column),
            Judge(self.sources[middle:], self.scores[middle:], self.column),
        )


def exact_walks(network: Network, sources: NDArray[np.int32], tolerance: float) -> Judge:
    """Power iteration in double precision until no source's scores change by more than `tolerance` in all."""
    step = transition(network)
    resources = np.flatnonzero(network.resource)
    parts = [
        _walk(step, sources[first : first + SOURCES_AT_ONCE], tolerance)[resources].T
        for first in range(0, len(sources), SOURCES_AT_ONCE)
    ]
    column = np.full(network.n, -1, np.int64)
    column[resources] = np.arange(len(resources))
    return Judge(sources, np.concatenate(parts), column)


def _walk(step: sparse.csr_matrix, sources: NDArray[np.int32], tolerance: float) -> NDArray[np.float64]:
    each = np.arange(len(sources))
    now = np.zeros((step.shape[0], len(sources)))
    now[sources, each] = 1.0
    change = 1.0
    while change > tolerance:
        before, now = now, (1 - ALPHA) * (step @ now)
        now[sources, each] += ALPHA
        change = float(np.abs(now - before).sum(axis=0).max())
    return now
