"""Ids as 16 bytes each in ascending order, and where some of them are."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.bytes_]


def keys(ids: NDArray[np.uint8]) -> Keys:
    """(n, 16) bytes as n comparable values; nothing is copied."""
    return np.ascontiguousarray(ids).view("S16").reshape(-1)


def positions(among: Keys, wanted: Keys) -> NDArray[np.int64]:
    """Where each wanted id is among ascending ones; -1 where it is not."""
    at = np.searchsorted(among, wanted)
    there = np.zeros(len(wanted), bool)
    inside = at < len(among)
    there[inside] = among[at[inside]] == wanted[inside]
    return np.where(there, at, -1)


def ascending(ids: NDArray[np.uint8]) -> NDArray[Any] | slice:
    """What puts ids in order: row numbers, or a slice of everything where they are in order."""
    compared = keys(ids)
    if (compared[1:] > compared[:-1]).all():
        return slice(None)
    high, low = np.ascontiguousarray(ids).view(">u8").reshape(-1, 2).astype(np.uint64).T
    order = np.argsort(high)  # mostly enough, as time comes first in an id, and four times as quick as by both
    ordered = high[order]
    return np.lexsort((low, high)) if (ordered[1:] == ordered[:-1]).any() else order
