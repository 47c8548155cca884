"""Label setting by number of steps: from some ends, the shortest way to every node with at most so many steps."""

# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.kernels.bidirectional import ACCESS, ACCESS_BITS, FAR, WAY, PathRows, PathScratch, may_step

Indexes = NDArray[np.int32]


class Layer(NamedTuple):
    """Labels with the same number of steps, each shorter than any label of its node with fewer."""

    node: Indexes
    parent: Indexes  # position in the layer before
    tie: Indexes
    length: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Labels:
    """Layers 0, 1, ... and, for each reached node in ascending order, where its shortest label is."""

    layers: tuple[Layer, ...]
    nodes: Indexes
    steps: NDArray[np.int64]
    place: NDArray[np.int64]
    length: NDArray[np.int64]

    def ties_back(self, position: int) -> list[int]:
        """The ties from `nodes[position]` back to the end it was reached from."""
        place, ties = int(self.place[position]), list[int]()
        for layer in self.layers[int(self.steps[position]) : 0 : -1]:
            ties.append(int(layer.tie[place]))
            place = int(layer.parent[place])
        return ties


@njit(cache=True, nogil=True)
def _extend(rows: PathRows, scratch: PathScratch, before: Layer, enter: np.uint16, first: bool) -> Layer:
    """One step more from the labels `before`, into nodes whose state has a bit of `enter`; only passables expand."""
    label, state, slot = scratch.label, scratch.state, scratch.slot
    room = 0
    for u in before.node:
        room += rows.start[u + 1] - rows.start[u]
    room = min(room, len(label))
    node, parent, tie = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int32)
    length = np.empty(room, np.int64)
    count = 0
    for i in range(len(before.node)):
        u = before.node[i]
        if not (first or state[u] & WAY):
            continue
        for j in range(rows.start[u], rows.start[u + 1]):
            v = rows.step[j].node
            reached = before.length[i] + np.int64(rows.step[j].far >> ACCESS_BITS)
            if reached >= label[v].distance[0]:
                continue
            if not may_step(np.uint16(state[u]), np.uint16(state[v]), rows.step[j].far & ACCESS, enter):
                continue
            label[v].distance[0] = reached
            place = slot[v]
            if place >= count or node[place] != v:
                place = slot[v] = count
                count += 1
            node[place], parent[place], tie[place], length[place] = v, i, rows.tie[j], reached
    return Layer(node[:count].copy(), parent[:count].copy(), tie[:count].copy(), length[:count].copy())


def sweep(rows: PathRows, scratch: PathScratch, ends: Indexes, *, enter: np.uint16, steps: int) -> Labels:
    """The shortest ways from distinct `ends` with at most `steps` steps through passable nodes.

    Exact under the limit: a layer extends the labels of the layer before as they were, not as they became meanwhile.
    """
    none = np.full(len(ends), -1, np.int32)
    layers = [Layer(ends, none, none, np.zeros(len(ends), np.int64))]
    scratch.label["distance"][ends, 0] = 0
    while len(layers) <= steps and len(layers[-1].node):
        layers.append(_extend(rows, scratch, layers[-1], enter, len(layers) == 1))
    for layer in layers:
        scratch.label["distance"][layer.node, 0] = FAR
    return _shortest_labels(tuple(layers))


def _shortest_labels(layers: tuple[Layer, ...]) -> Labels:
    """For each node its last label: every later one is shorter."""
    sizes = np.array([len(layer.node) for layer in layers])
    steps = np.repeat(np.arange(len(layers)), sizes)
    place = np.arange(len(steps)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    nodes, from_end = np.unique(np.concatenate([layer.node for layer in layers])[::-1], return_index=True)
    last = len(steps) - 1 - from_end
    length = np.concatenate([layer.length for layer in layers])
    return Labels(layers, nodes, steps[last], place[last], length[last])
