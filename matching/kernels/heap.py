"""A 4-ary heap of (length, node) in plain arrays; stale entries are left in and skipped by the reader."""

# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def heap_push(lengths: NDArray[np.int64], nodes: NDArray[np.int32], size: int, length: int, node: int) -> int:
    """Put one entry in; the new size."""
    place = size
    while place > 0:
        above = (place - 1) >> 2
        if lengths[above] <= length:
            break
        lengths[place], nodes[place] = lengths[above], nodes[above]
        place = above
    lengths[place], nodes[place] = length, node
    return size + 1


@njit(cache=True, nogil=True)
def heap_pop(lengths: NDArray[np.int64], nodes: NDArray[np.int32], size: int) -> int:
    """Take the shortest entry (place 0) out; the new size."""
    size -= 1
    length, node = lengths[size], nodes[size]
    place = 0
    while 4 * place + 1 < size:
        below = 4 * place + 1
        for other in range(below + 1, min(below + 4, size)):
            if lengths[other] < lengths[below]:
                below = other
        if lengths[below] >= length:
            break
        lengths[place], nodes[place] = lengths[below], nodes[below]
        place = below
    lengths[place], nodes[place] = length, node
    return size
