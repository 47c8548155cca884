"""Arrays that get longer, or other values, without being copied: what an older snapshot sees of them never changes.

A large array lies in a file that nobody writes to: one of the cache, or one that is in memory only. Each version maps
its array for itself and writes what differs there, so that a changed value costs a page and not the whole array.
"""

import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.snapshot.space import Array, Base, Space, room

LARGE: Final = 1 << 20
"""Bytes from which an array lies in a file: smaller ones are copied as quickly."""
NOWHERE: Final[NDArray[np.integer]] = np.zeros(0, np.int64)


class Growing:
    """The used part of a buffer, unchangeable, with room behind it.

    Whoever appends first to a version writes into the room behind it, where that version does not look; whoever else
    appends to the same version gets a copy. So two children of one parent never see each other's values, from
    whatever threads they are made.
    """

    __slots__ = ("_base", "_buffer", "_changed", "_tip", "array")

    def __init__(
        self,
        buffer: Array,
        used: int | None = None,
        *,
        base: Base | None = None,
        changed: NDArray[np.integer] = NOWHERE,
        tip: "_Tip | None" = None,
    ) -> None:
        """The first `used` values of `buffer` (all, if not given), which nobody else writes to.

        Where the buffer maps a base, it differs from that at the positions `changed` and behind its used part.
        """
        size = len(buffer) if used is None else used
        self._buffer, self._base, self._changed = buffer, base, changed
        self._tip = tip or _Tip(size)
        self.array: Array = buffer[:size]
        self.array.flags.writeable = False

    @classmethod
    def on(cls, base: Base) -> "Growing":
        """The values of a base; few of them are copied, so that the file need not stay open for them."""
        if base.bytes < LARGE:
            return cls.roomy(base.mapped()[: base.used])
        return cls(base.mapped(), base.used, base=base)

    @classmethod
    def roomy(cls, values: Array, size: int = 0, *, space: Space | None = None) -> "Growing":
        """A copy with room behind it, for `size` values in all at least; a large one lies in `space`."""
        if values.nbytes >= LARGE and room(len(values)) >= size:
            with suppress(OSError):  # too many files are open
                base = (Space() if space is None else space).put(values)
                if base is not None:
                    return cls.on(base)
        buffer = np.empty((room(max(size, len(values))), *values.shape[1:]), values.dtype)
        buffer[: len(values)] = values
        return cls(buffer, len(values))

    @property
    def full(self) -> int:
        """How long it can get before it must move."""
        return len(self._buffer)

    def appended(self, values: Array, space: Space | None = None) -> "Growing":
        """With `values` at the end; where that takes a copy, it lies in `space`."""
        used, size = len(self.array), len(self.array) + len(values)
        if size == used:
            return self
        if size > len(self._buffer) or not self._tip.claim(used, size):
            return Growing.roomy(self.array, size, space=space).appended(values)
        self._buffer[used:size] = values
        return Growing(self._buffer, size, base=self._base, changed=self._changed, tip=self._tip)

    def replaced(self, at: NDArray[np.integer], values: Array, space: Space | None = None) -> "Growing":
        """With `values` at some positions: another version, or itself where they are there already."""
        if np.array_equal(self.array[at], values, equal_nan=values.dtype.kind == "f"):
            return self
        copy = self._copy(len(at), space)
        copy._buffer[at] = values
        return Growing(copy._buffer, len(copy.array), base=copy._base, changed=np.concatenate([copy._changed, at]))

    def _copy(self, more: int, space: Space | None) -> "Growing":
        """The same values where `more` of them can be written; a page for each, unless that is no cheaper."""
        base, used, changed = self._base, len(self.array), self._changed
        if base is None or len(changed) + more > 64 + base.used // 4096:
            return Growing.roomy(self.array, space=space)
        try:
            buffer = base.mapped()
        except OSError:
            return Growing.roomy(self.array, space=space)
        buffer[changed] = self.array[changed]
        buffer[base.used : used] = self.array[base.used :]
        return Growing(buffer, used, base=base, changed=changed)


class _Tip:
    """How much of a buffer any version uses."""

    __slots__ = ("_lock", "_used")

    def __init__(self, used: int) -> None:
        self._used = used
        self._lock = threading.Lock()

    def claim(self, used: int, size: int) -> bool:
        """Whether nobody has gone further than `used`; if so, the buffer is now used up to `size`."""
        with self._lock:
            free = self._used == used
            if free:
                self._used = size
            return free


def growing(arrays: Mapping[str, Array]) -> dict[str, Growing]:
    """Copies with room of some named arrays."""
    space = Space()
    return {name: Growing.roomy(array, space=space) for name, array in arrays.items()}
