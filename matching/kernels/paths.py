"""The k best introductions: loopless paths from some nodes to others by product of tie strengths."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush, nsmallest

import numpy as np

from matching.kernels.bidirectional import (
    FAR,
    START,
    TARGET,
    WAY,
    Ends,
    PathScratch,
    Terms,
    agree,
    mark,
    release,
    shortest,
    unmark,
)
from matching.kernels.layers import sweep
from matching.kernels.path_graph import Nodes, Path, PathGraph, checked_ends, path_along

_NONE = np.empty(0, np.int32)
NO_TERMS = Terms(_NONE, _NONE, _NONE, _NONE)


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """A path, ordered by length and then by its nodes; it leaves the path it was derived from at `nodes[branch]`."""

    length: int
    nodes: tuple[int, ...]
    ties: tuple[int, ...]
    branch: int


@dataclass(frozen=True, slots=True)
class _Question:
    """One search: between which ends, with at most how many steps, and only paths shorter than `limit`."""

    ends: Ends
    steps: int | None
    limit: int


def best_paths(
    graph: PathGraph,
    sources: Nodes,
    targets: Nodes,
    *,
    k: int = 3,
    max_steps: int | None = 4,
    terms: Terms = NO_TERMS,
) -> tuple[Path, ...]:
    """The `k` paths with the greatest product of strengths, best first, with at most `max_steps` ties (None: any).

    Only the first node of a path is a source, only the last a target, and those between are passable; a node that is
    both is a path without ties. `terms` hold as if the graph had been built so. Exact; a product below 1e-27 counts
    as no path, and which of equally long paths comes first, the graph's order of ties decides. Yen 1971 with Lawler's
    1972 partition: the paths not yet given fall into classes by where they leave those given; the best of each class
    is a candidate. Raises ValueError if an end is no node, or k or max_steps is below 1.
    """
    starts, ends = checked_ends(graph, sources), checked_ends(graph, targets)
    if k < 1 or (max_steps is not None and max_steps < 1):
        raise ValueError(f"k and max_steps must be 1 at least: {k=}, {max_steps=}")
    given: list[_Candidate] = []
    open_: list[_Candidate] = []
    with graph.pool.lend() as scratch:
        agree(scratch, terms)
        first = _Question(Ends(starts, ends, _NONE, _NONE), max_steps, int(FAR))
        _add(open_, _shortest(graph, scratch, first), _Candidate(0, (), (), 0))
        while open_ and len(given) < k:
            given.append(heappop(open_))
            if len(given) < k:
                for root, question in _classes(graph, given, open_, (first, k)):
                    _add(open_, _shortest(graph, scratch, question), root)
        release(scratch, terms)
    return tuple(path_along(graph, path.nodes[0], path.ties) for path in given)


def _classes(
    graph: PathGraph, given: list[_Candidate], open_: list[_Candidate], wanted: tuple[_Question, int]
) -> Iterator[tuple[_Candidate, _Question]]:
    """The classes that the last path given opens: each a root shared with it, and what must come after the root."""
    whole, k = wanted
    last = given[-1]
    for i in range(last.branch, len(last.nodes)):
        root = last.nodes[:i]
        used = np.unique(np.array([path.nodes[i] for path in given if path.nodes[:i] == root], np.int32))
        ties = last.ties[: max(i - 1, 0)]
        length = sum(int(graph.length[tie]) for tie in ties)
        steps = None if whole.steps is None else whole.steps - len(ties)
        enough = nsmallest(k - len(given), open_)
        limit = (enough[-1].length if len(enough) == k - len(given) else int(FAR)) - length
        if limit <= 0:
            return
        if i == 0:
            starts, closed, not_first = np.setdiff1d(whole.ends.starts, used), used, _NONE
        else:
            starts, not_first = np.array(root[-1:], np.int32), used
            closed = np.setdiff1d(np.union1d(whole.ends.starts, np.array(root, np.int32)), starts)
        targets = np.setdiff1d(whole.ends.targets, closed)
        question = _Question(Ends(starts, targets, closed, not_first), steps, limit)
        yield _Candidate(length, root, ties, i), question


def _add(open_: list[_Candidate], found: tuple[int, Path] | None, root: _Candidate) -> None:
    """Put root and `found`, joined at the root's last node, among the open candidates."""
    if found is not None:
        length, path = found
        nodes = root.nodes[:-1] + path.nodes
        heappush(open_, _Candidate(root.length + length, nodes, root.ties + path.ties, root.branch))


def _shortest(graph: PathGraph, scratch: PathScratch, question: _Question) -> tuple[int, Path] | None:
    """Length and path of the best answer to one question; the search by layers only where steps are too many."""
    mark(scratch, question.ends)
    length, start, ties = shortest(graph.rows, scratch, question.ends, question.limit)
    found = None if start < 0 else (length, path_along(graph, start, ties.tolist()))
    if found is not None and question.steps is not None and len(ties) > question.steps:
        found = _meet_in_layers(graph, scratch, question, question.steps)
    unmark(scratch, question.ends)
    return found


def _meet_in_layers(graph: PathGraph, scratch: PathScratch, question: _Question, steps: int) -> tuple[int, Path] | None:
    """The best answer with at most `steps` steps: half of them from each end.

    The best joined walk is loopless: cutting a loop out would make it shorter and leave it within the limit.
    """
    half = steps // 2
    ahead = sweep(graph.rows, scratch, question.ends.starts, enter=WAY | TARGET, steps=steps - half)
    behind = sweep(graph.rows, scratch, question.ends.targets, enter=WAY | START, steps=half)
    common, a, b = np.intersect1d(ahead.nodes, behind.nodes, assume_unique=True, return_indices=True)
    if len(common) == 0:
        return None
    best = int(np.argmin(ahead.length[a] + behind.length[b]))
    length = int(ahead.length[a[best]] + behind.length[b[best]])
    if length >= question.limit:
        return None
    halves = ahead.ties_back(int(a[best])), behind.ties_back(int(b[best]))
    return length, _joined(graph, int(common[best]), *halves)


def _joined(graph: PathGraph, middle: int, before: list[int], after: list[int]) -> Path:
    """The path through `middle`, from its ties back to the start and on to the target."""
    first = path_along(graph, middle, before).nodes[-1]
    return path_along(graph, first, [*before[::-1], *after])
