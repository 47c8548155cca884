"""Bidirectional Dijkstra: the shortest path from any start to any target, grown from both ends until they meet."""

# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.kernels.heap import heap_pop, heap_push
from matching.kernels.prefetch import prefetch

FAR = np.uint32(2**32 - 1)  # a length that counts as no way: 64 in -log(strength), a product below 1e-27

# What a node is to one search, as bits of its `state`: of the graph, of the terms of a search, of one question.
NODE, PASSABLE, CLOSED, GUEST, HOME, GUARDED, START, TARGET, BARRED, NOT_FIRST = (np.uint16(1 << i) for i in range(10))
OF_GRAPH, OF_QUESTION = NODE | PASSABLE, START | TARGET | BARRED | NOT_FIRST
WAY = PASSABLE | GUEST
FIRST_STEP = START | NOT_FIRST  # a tie that joins a start and a node not allowed right after it
# Who may use a tie, as bits of its `access`: only those at home, and nobody to enter a guarded node.
OWN, OUTER = np.uint8(1), np.uint8(2)

AHEAD = 12  # how many ties ahead the ends of a row are fetched

# Small records: a search waits for memory more than for anything else.
STEP = np.dtype([("node", np.int32), ("far", np.uint32)])  # `far` is the length, then two bits of access
ACCESS_BITS, ACCESS = 2, np.uint32(3)
LABEL = np.dtype([("distance", np.uint32, 2), ("via", np.int32, 2)])  # from the starts and from the targets

Nodes = NDArray[np.int32]
Records = Any  # a structured array, whose fields the type checker does not know


class PathRows(NamedTuple):
    """Compressed rows with the length of each directed tie, the shortest first."""

    start: NDArray[np.int64]  # n + 1
    step: Records  # 2 per tie, STEP
    tie: Nodes  # of each step
    source: Nodes  # of each tie
    target: Nodes


class PathScratch(NamedTuple):
    """Work arrays of one search; between searches every distance is FAR and every state the graph's own."""

    label: Records  # n, LABEL: the distance, and the last step of the way (-1 at an end)
    state: NDArray[np.uint16]  # n
    slot: Nodes  # n, may hold anything
    touched: Nodes  # 2 n
    lengths: NDArray[np.int64]  # 2 heaps
    nodes: Nodes  # 2 heaps


class Terms(NamedTuple):
    """What holds for one search besides the graph: distinct nodes each."""

    closed: Nodes  # neither passed nor reached
    guests: Nodes  # passable this time
    home: Nodes  # whose own ties are used by nobody else
    guarded: Nodes  # entered only by ties that lead inside


class Ends(NamedTuple):
    """What one question is between: distinct nodes each."""

    starts: Nodes
    targets: Nodes
    barred: Nodes  # no way through
    not_first: Nodes  # may not come right after a start


def path_scratch(state: NDArray[np.uint16], n_steps: int) -> PathScratch:
    """Clean work arrays. A heap takes each directed tie and each end at most once; pages never touched cost nothing."""
    n = len(state)
    label = np.empty(n, LABEL)
    label["distance"] = FAR
    return PathScratch(
        label=label,
        state=state.copy(),
        slot=np.zeros(n, np.int32),
        touched=np.empty(2 * n, np.int32),
        lengths=np.empty((2, n_steps + n), np.int64),
        nodes=np.empty((2, n_steps + n), np.int32),
    )


@njit(cache=True, nogil=True)
def agree(scratch: PathScratch, terms: Terms) -> None:
    """Say in `state` what each node is under the terms."""
    for node in terms.closed:
        scratch.state[node] |= CLOSED
    for node in terms.guests:
        scratch.state[node] |= GUEST
    for node in terms.home:
        scratch.state[node] |= HOME
    for node in terms.guarded:
        scratch.state[node] |= GUARDED


@njit(cache=True, nogil=True)
def release(scratch: PathScratch, terms: Terms) -> None:
    """Take back what `agree` said."""
    for nodes in (terms.closed, terms.guests, terms.home, terms.guarded):
        for node in nodes:
            scratch.state[node] &= OF_GRAPH


@njit(cache=True, nogil=True)
def mark(scratch: PathScratch, ends: Ends) -> None:
    """Say in `state` what each node is to the question."""
    for node in ends.starts:
        scratch.state[node] |= START
    for node in ends.targets:
        scratch.state[node] |= TARGET
    for node in ends.barred:
        scratch.state[node] |= BARRED
    for node in ends.not_first:
        scratch.state[node] |= NOT_FIRST


@njit(cache=True, nogil=True)
def unmark(scratch: PathScratch, ends: Ends) -> None:
    """Take back what `mark` said."""
    for nodes in (ends.starts, ends.targets, ends.barred, ends.not_first):
        for node in nodes:
            scratch.state[node] &= ~OF_QUESTION


@njit(cache=True, nogil=True)
def may_step(here: np.uint16, there: np.uint16, access: int, enter: np.uint16) -> bool:
    """Whether a tie leads from a node of one state into a node of another that has a bit of `enter`."""
    both = here | there
    if there & enter == 0 or there & BARRED or both & CLOSED or both & FIRST_STEP == FIRST_STEP:
        return False
    return access == 0 or not ((access & OWN and not both & HOME) or (access & OUTER and both & GUARDED))


@njit(cache=True, nogil=True)
def _seed(scratch: PathScratch, ends: NDArray[np.int32], side: int, touched: int) -> int:
    """Put the ends of one side at distance zero; the new number of touched labels."""
    for i in range(len(ends)):
        node = ends[i]
        scratch.label[node].distance[side] = 0
        scratch.label[node].via[side] = -1
        scratch.touched[touched + i] = node
        heap_push(scratch.lengths[side], scratch.nodes[side], i, 0, node)
    return touched + len(ends)


# Longer than our functions are: the state of both heaps would have to travel through every call.
@njit(cache=True, nogil=True)
def _meet(  # noqa: C901, PLR0915
    rows: PathRows, scratch: PathScratch, ends: Ends, limit: int
) -> tuple[int, int, int]:
    """(length, node where the two sides meet, labels touched) of the shortest path below `limit`; node -1 if none.

    Only passable nodes are entered, and the ends of the other side. An impassable end is never expanded: reaching it
    makes the best length no more than its distance, and the search stops before its turn comes.

    A label that with the other side's nearest open node makes no shorter path is not opened, and since rows are
    sorted, neither is the rest of the row: a better path by way of a node that the other side has closed was seen
    when that node's own row was worked on.
    """
    start, step, label, state, touched = rows.start, rows.step, scratch.label, scratch.state, scratch.touched
    lengths, nodes = scratch.lengths, scratch.nodes
    n_touched = _seed(scratch, ends.targets, 1, _seed(scratch, ends.starts, 0, 0))
    ahead, behind = len(ends.starts), len(ends.targets)
    best, middle = np.int64(limit), -1
    for node in ends.starts:
        if label[node].distance[1] == 0 and best > 0:
            best, middle = np.int64(0), node
    while ahead > 0 and behind > 0 and lengths[0, 0] + lengths[1, 0] < best:
        side = 0 if ahead <= behind else 1
        other = 1 - side
        length, u, beyond = lengths[side, 0], nodes[side, 0], lengths[other, 0]
        size = heap_pop(lengths[side], nodes[side], ahead if side == 0 else behind)
        if length == label[u].distance[side]:
            own = state[u]
            enter = WAY | (TARGET if side == 0 else START)
            # Every new node is a line of memory far away: ask for the next ones while this one is worked on.
            for child in range(1, 5):
                prefetch(start, nodes[side, child])
            if size > 0:
                prefetch(step, int(start[nodes[side, 0]]))
            first, last = start[u], start[u + 1] - 1
            for j in range(first, min(first + AHEAD, last + 1)):
                if length + np.int64(step[j].far >> ACCESS_BITS) + beyond >= best:
                    break
                prefetch(label, step[j].node)
                prefetch(state, step[j].node)
            for j in range(first, last + 1):
                if j + AHEAD <= last:
                    prefetch(label, step[j + AHEAD].node)
                    prefetch(state, step[j + AHEAD].node)
                reached = length + np.int64(step[j].far >> ACCESS_BITS)
                if reached + beyond >= best:
                    break
                v = step[j].node
                if reached >= label[v].distance[side]:
                    continue
                if not may_step(np.uint16(own), np.uint16(state[v]), step[j].far & ACCESS, enter):
                    continue
                if label[v].distance[side] == FAR:
                    touched[n_touched] = v
                    n_touched += 1
                label[v].distance[side] = reached
                label[v].via[side] = j
                whole = reached + np.int64(label[v].distance[other])
                if whole < best:
                    best, middle = whole, v
                if reached + beyond < best:
                    size = heap_push(lengths[side], nodes[side], size, reached, v)
        if side == 0:
            ahead = size
        else:
            behind = size
    return int(best), int(middle), n_touched


@njit(cache=True, nogil=True)
def _ties_back(rows: PathRows, label: Records, node: int, side: int) -> tuple[int, NDArray[np.int32]]:
    """The end that `side` grew from, and the ties from `node` back to it."""
    count, at = 0, node
    while label[at].via[side] >= 0:
        tie = rows.tie[label[at].via[side]]
        at = rows.source[tie] + rows.target[tie] - at
        count += 1
    ties = np.empty(count, np.int32)
    at = node
    for i in range(count):
        ties[i] = rows.tie[label[at].via[side]]
        at = rows.source[ties[i]] + rows.target[ties[i]] - at
    return int(at), ties


@njit(cache=True, nogil=True)
def shortest(rows: PathRows, scratch: PathScratch, ends: Ends, limit: int) -> tuple[int, int, NDArray[np.int32]]:
    """(length, first node, ties in order) of the shortest path below `limit`; node -1 if there is none.

    `ends` must be marked; distances are left clean.
    """
    best, middle, n_touched = _meet(rows, scratch, ends, limit)
    first, ties = -1, np.empty(0, np.int32)
    if middle >= 0:
        first, before = _ties_back(rows, scratch.label, middle, 0)
        _, after = _ties_back(rows, scratch.label, middle, 1)
        ties = np.concatenate((before[::-1], after))
    for i in range(n_touched):
        scratch.label[scratch.touched[i]].distance[0] = FAR
        scratch.label[scratch.touched[i]].distance[1] = FAR
    return best, first, ties
