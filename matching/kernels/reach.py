"""Everything that some nodes can reach by introductions within a few steps, in one sweep."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.kernels.bidirectional import NODE, Terms, agree, release
from matching.kernels.layers import Labels, sweep
from matching.kernels.path_graph import Nodes, Path, PathGraph, checked_ends, path_along
from matching.kernels.paths import NO_TERMS


@dataclass(frozen=True, slots=True)
class Reach:
    """The reached nodes in ascending order, the sources among them (strength 1, no step)."""

    nodes: Nodes
    strengths: NDArray[np.float64]  # product of strengths along the best path within the limit
    steps: NDArray[np.int64]
    graph: PathGraph
    labels: Labels

    def strength_to(self, nodes: Nodes) -> NDArray[np.float64]:
        """The strength of the best path to each of `nodes`, 0 where there is none."""
        if len(self.nodes) == 0:
            return np.zeros(len(nodes))
        position = np.minimum(np.searchsorted(self.nodes, nodes), len(self.nodes) - 1)
        return np.where(self.nodes[position] == nodes, self.strengths[position], 0.0)

    def steps_to(self, nodes: Nodes) -> NDArray[np.int64]:
        """The number of ties of the best path to each of `nodes`, 0 where there is none."""
        if len(self.nodes) == 0:
            return np.zeros(len(nodes), np.int64)
        position = np.minimum(np.searchsorted(self.nodes, nodes), len(self.nodes) - 1)
        return np.where(self.nodes[position] == nodes, self.steps[position], 0)

    def path_to(self, node: int) -> Path | None:
        """The best path from a source to `node` within the limit, None if there is none."""
        position = int(np.searchsorted(self.nodes, node))
        if position == len(self.nodes) or self.nodes[position] != node:
            return None
        back = path_along(self.graph, node, self.labels.ties_back(position))
        return path_along(self.graph, back.nodes[-1], back.ties[::-1])


def reach(graph: PathGraph, sources: Nodes, *, max_steps: int = 4, terms: Terms = NO_TERMS) -> Reach:
    """The best path with at most `max_steps` ties from `sources` to every node in reach, through passable nodes only.

    Neither the sources nor the node reached need be passable. Exact. Raises ValueError if a source is no node or
    `max_steps` is below 1.
    """
    ends = checked_ends(graph, sources)
    if max_steps < 1:
        raise ValueError(f"max_steps must be 1 at least: {max_steps}")
    with graph.pool.lend() as scratch:
        agree(scratch, terms)
        labels = sweep(graph.rows, scratch, ends, enter=NODE, steps=max_steps)
        release(scratch, terms)
    products = [np.ones(len(ends))]
    for layer in labels.layers[1:]:
        products.append(products[-1][layer.parent] * graph.strength[layer.tie])
    starts = np.cumsum([0] + [len(product) for product in products])
    strengths = np.concatenate(products)[starts[labels.steps] + labels.place]
    return Reach(labels.nodes, strengths, labels.steps, graph, labels)
