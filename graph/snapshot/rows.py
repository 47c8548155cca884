"""Many numbers for each node: the codes that it has in a column, or its ties in a layer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pairs = tuple[NDArray[np.int32], NDArray[np.int32]]
"""Owner and number, one pair a number."""

_LOW = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Rows:
    """The numbers of node `i`, in ascending order, are `values[begin[i]:end[i]]`.

    Rows may lie in any order and with unused values between them, so that one row changes without moving the others.
    """

    begin: NDArray[np.int32]
    end: NDArray[np.int32]
    values: NDArray[np.int32]

    @classmethod
    def of_pairs(cls, n: int, owner: NDArray[np.integer], value: NDArray[np.integer]) -> "Rows":
        """The rows of `n` nodes without anything between them; `owner` counts the nodes, values are not negative."""
        keys = owner.astype(np.int64) << 32 | value
        if (keys[1:] < keys[:-1]).any():
            keys.sort()
        lengths = np.bincount(keys >> 32, minlength=n)
        end = np.cumsum(lengths).astype(np.int32)
        return cls(end - lengths.astype(np.int32), end, (keys & _LOW).astype(np.int32))

    def __len__(self) -> int:
        """The number of nodes."""
        return len(self.begin)

    def __getitem__(self, index: int) -> NDArray[np.int32]:
        """The numbers of one node."""
        return self.values[self.begin[index] : self.end[index]]

    def pairs(self, nodes: NDArray[np.integer] | None = None) -> Pairs:
        """All numbers with their nodes; of some nodes, given once each, with their places among these."""
        begin, end = (self.begin, self.end) if nodes is None else (self.begin[nodes], self.end[nodes])
        lengths = end - begin
        before = np.cumsum(lengths) - lengths
        owner = np.repeat(np.arange(len(begin), dtype=np.int32), lengths)
        return owner, self.values[np.arange(len(owner)) + np.repeat(begin - before, lengths)]

    @property
    def compact(self) -> bool:
        """Whether the rows follow each other without anything between them."""
        before = np.concatenate([np.zeros(1, np.int32), self.end])
        follow = (self.begin == before[:-1]) & (self.begin <= self.end)
        return bool(follow.all()) and int(before[-1]) == len(self.values)
