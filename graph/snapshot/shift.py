"""Where the entries of arrays go when some records leave and others come, all in the order of their ids."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.snapshot.growing import Growing
from graph.snapshot.ids import Keys
from graph.snapshot.space import Array, Space


@dataclass(frozen=True)
class Shift:
    """Which of the former entries stay, and before which of these each new one comes.

    `kept` is none where all stay and every new entry comes after them: then arrays grow in place.
    """

    kept: NDArray[np.bool_] | None
    before: NDArray[np.int64]
    size: int  # former entries

    @classmethod
    def of(cls, former: Keys, leaving: NDArray[np.integer], coming: Keys) -> "Shift":
        """From the former ids, the positions that leave and the new ids, in order and none of them among the former."""
        size = len(former)
        if not len(leaving) and (not size or not len(coming) or coming[0] > former[-1]):
            return cls(None, np.full(len(coming), size), size)
        kept = np.ones(size, bool)
        kept[leaving] = False
        return cls(kept, np.searchsorted(former[kept], coming), size)

    def applied(self, array: Growing, values: Array, space: Space) -> Growing:
        """An array without what leaves and with the values of what comes; a copy lies in `space`."""
        if self.kept is None:
            return array.appended(values, space)
        moved = array.array[self._order]
        moved[self.new] = values
        return Growing.roomy(moved, space=space)

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        """For each entry afterwards the former one; for a new one any."""
        kept = np.arange(self.size) if self.kept is None else np.flatnonzero(self.kept)
        return np.insert(kept, self.before, 0)

    @property
    def new(self) -> NDArray[np.int64]:
        """The positions of the new entries."""
        return self.before + np.arange(len(self.before))

    @property
    def after(self) -> int:
        """How many entries there are afterwards."""
        stay = self.size if self.kept is None else int(self.kept.sum())
        return stay + len(self.before)

    @cached_property
    def to(self) -> NDArray[np.int32]:
        """For each former entry its new position; -1 where it leaves."""
        kept = np.ones(self.size, bool) if self.kept is None else self.kept
        stay = self.after - len(self.before)
        pushed = np.cumsum(np.bincount(self.before, minlength=stay + 1))[:stay]
        to = np.full(self.size, -1, np.int32)
        to[kept] = np.arange(stay) + pushed
        return to
