"""The graph of introductions: the stronger a tie the shorter, and only those who agreed pass anything on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.kernels.bidirectional import (
    ACCESS,
    ACCESS_BITS,
    NODE,
    PASSABLE,
    STEP,
    PathRows,
    PathScratch,
    path_scratch,
)
from matching.kernels.rows import check_ties, compressed_rows, sort_rows
from matching.kernels.scratch import ScratchPool

STRENGTHS = (1e-6, 1.0)
UNIT = 2.0**26  # whole units of length in one unit of -log(strength): sums are exact in any order
STEP_PENALTY = 1e-6  # above one unit: a length of nothing would let a walk go round for free

Nodes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class PathGraph:
    """A symmetric graph of tie strengths; safe to search from many threads."""

    source: Nodes
    target: Nodes
    strength: NDArray[np.float64]
    length: NDArray[np.int64]  # of each tie, in units
    passable: NDArray[np.bool_]
    rows: PathRows
    pool: ScratchPool[PathScratch]


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one node to another: n + 1 nodes, n ties (indexes of the graph's ties), the product of strengths."""

    nodes: tuple[int, ...]
    ties: tuple[int, ...]
    strength: float


def build_path_graph(
    n: int,
    source: Nodes,
    target: Nodes,
    strength: NDArray[np.float32],
    *,
    passable: NDArray[np.bool_],
    access: NDArray[np.uint8] | None = None,
) -> PathGraph:
    """The graph of undirected ties with `strength` in [1e-6, 1]; a path may go through a node only if it is `passable`.

    A tie is -log(strength) + STEP_PENALTY long, so the shortest path has the greatest product of strengths, and of
    paths whose products differ by less than one part in a million for each step more, the one with fewer steps is the
    shorter. `access` (OWN, OUTER, both or 0 for each tie) is read under the terms of a search. Of parallel ties that
    may be used the strongest is, the first if equal. Loops are dropped. Raises ValueError where arrays do not fit or
    a value is out of range.
    """
    check_ties(n, source, target, strength, STRENGTHS)
    if len(passable) != n or (access is not None and len(access) != len(source)):
        raise ValueError(f"need passable for each of the {n} nodes, and access for each of the {len(source)} ties")
    product = strength.astype(np.float64)
    length = np.rint(-np.log(product) * UNIT).astype(np.int64) + round(STEP_PENALTY * UNIT)
    start, neighbour, ties = compressed_rows(n, source, target)
    sort_rows(start, neighbour, ties, length)
    step = np.empty(len(ties), STEP)
    step["node"], step["far"] = neighbour, length[ties] << ACCESS_BITS
    if access is not None:
        step["far"] |= access[ties] & ACCESS
    state = NODE | np.where(passable, PASSABLE, np.uint16(0))
    return PathGraph(
        source,
        target,
        product,
        length,
        passable,
        PathRows(start.copy(), step, ties, source, target),
        ScratchPool(lambda: path_scratch(state, len(step))),
    )


def checked_ends(graph: PathGraph, nodes: Nodes) -> Nodes:
    """Distinct ends in ascending order; raises ValueError if one is no node."""
    ends = np.asarray(nodes, np.int32)
    if len(ends) > 1:
        ends = np.unique(ends)
    if len(ends) and (ends[0] < 0 or ends[-1] >= len(graph.passable)):
        raise ValueError(f"an end lies outside the nodes 0..{len(graph.passable) - 1}")
    return ends


def path_along(graph: PathGraph, first: int, ties: Sequence[int]) -> Path:
    """The path that leaves `first` by `ties`, in order."""
    nodes, strength = [first], 1.0
    for tie in ties:
        nodes.append(graph.source.item(tie) + graph.target.item(tie) - nodes[-1])
        strength *= graph.strength.item(tie)
    return Path(tuple(nodes), tuple(ties), strength)
