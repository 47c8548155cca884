"""Arrays that get longer without moving: what an older snapshot sees of them never changes."""

import threading
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def room(size: int) -> int:
    """How many values to make place for where there are `size`: an eighth more."""
    return size + size // 8 + 64


class Growing:
    """The used part of a buffer, unchangeable, with room behind it.

    Whoever appends first to a version writes into the room behind it, where that version does not look; whoever else
    appends to the same version gets a copy. So two children of one parent never see each other's values, from
    whatever threads they are made.
    """

    __slots__ = ("_buffer", "_tip", "array")

    def __init__(self, buffer: Array, used: int | None = None, tip: "_Tip | None" = None) -> None:
        """The first `used` values of `buffer` (all, if not given), which nobody else writes to."""
        size = len(buffer) if used is None else used
        self._buffer = buffer
        self._tip = tip or _Tip(size)
        self.array: Array = buffer[:size]
        self.array.flags.writeable = False

    @classmethod
    def roomy(cls, values: Array) -> "Growing":
        """A copy with room behind it."""
        return cls(_with_room(values, len(values)), len(values))

    @property
    def full(self) -> int:
        """How long it can get before it must move."""
        return len(self._buffer)

    def appended(self, values: Array) -> "Growing":
        """With `values` at the end."""
        used, size = len(self.array), len(self.array) + len(values)
        if size == used:
            return self
        if size <= len(self._buffer) and self._tip.claim(used, size):
            self._buffer[used:size] = values
            return Growing(self._buffer, size, self._tip)
        buffer = _with_room(self.array, size)
        buffer[used:size] = values
        return Growing(buffer, size)

    def replaced(self, at: NDArray[np.integer], values: Array) -> "Growing":
        """With `values` at some positions: a copy, or itself where they are there already."""
        if np.array_equal(self.array[at], values, equal_nan=values.dtype.kind == "f"):
            return self
        buffer = _with_room(self.array, len(self.array))
        buffer[at] = values
        return Growing(buffer, len(self.array))


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


def _with_room(values: Array, size: int) -> Array:
    buffer = np.empty((room(size), *values.shape[1:]), values.dtype)
    buffer[: len(values)] = values
    return buffer


def growing(arrays: Mapping[str, Array]) -> dict[str, Growing]:
    """Copies with room of some named arrays."""
    return {name: Growing.roomy(array) for name, array in arrays.items()}
