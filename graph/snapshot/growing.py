"""Arrays that get longer, or other values, without being copied: what an older snapshot sees of them never changes.

A large array lies in a file that nobody writes to: one of the cache, or one that is in memory only. Each version maps
the file for itself and writes what differs there, so that a changed value costs a page and not the whole array.
"""

import mmap
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

LARGE: Final = 1 << 20
"""Bytes from which an array lies in a file: smaller ones are copied as quickly."""
NOWHERE: Final[NDArray[np.integer]] = np.zeros(0, np.int64)


def room(size: int) -> int:
    """How many values to make place for where there are `size`: place that is not written to costs nothing."""
    return 2 * size + 64


class File:
    """An open file, closed when nothing needs it any longer."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        """Take over what `os.open` gave."""
        self.number = number

    def __del__(self) -> None:
        """Close it."""
        os.close(self.number)


@dataclass(frozen=True, slots=True)
class Base:
    """A file with `used` values from the byte `begin` on, and with place for `room` of them."""

    file: File
    begin: int
    used: int
    room: int
    dtype: np.dtype[Any]
    tail: tuple[int, ...]  # the form of a value

    @classmethod
    def of(cls, values: Array) -> "Base | None":
        """A file in memory that holds some values; none where the system has no such files."""
        if not hasattr(os, "memfd_create"):
            return None
        file = File(os.memfd_create("snapshot"))
        base = cls(file, 0, len(values), room(len(values)), values.dtype, values.shape[1:])
        os.truncate(file.number, base.bytes)
        plain, written = np.ascontiguousarray(values).reshape(-1).view(np.uint8), 0
        while written < len(plain):
            written += os.pwrite(file.number, plain.data[written:], written)
        return base

    def mapped(self) -> Array:
        """All of it, with the room, for one version: what is written there, nobody else sees."""
        pages = mmap.mmap(self.file.number, self.bytes, access=mmap.ACCESS_COPY)
        return np.ndarray((self.room, *self.tail), self.dtype, pages, self.begin)

    @property
    def bytes(self) -> int:
        """Where it ends in the file."""
        return self.begin + self.room * prod(self.tail) * self.dtype.itemsize


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
        """The values of a base; few of them are read at once, so that no file stays open."""
        if base.bytes < LARGE:
            return cls.roomy(base.mapped()[: base.used])
        return cls(base.mapped(), base.used, base=base)

    @classmethod
    def roomy(cls, values: Array, size: int = 0) -> "Growing":
        """A copy with room behind it, for `size` values in all at least."""
        if values.nbytes >= LARGE and room(len(values)) >= size:
            with suppress(OSError):  # too many files are open
                if base := Base.of(values):
                    return cls.on(base)
        buffer = np.empty((room(max(size, len(values))), *values.shape[1:]), values.dtype)
        buffer[: len(values)] = values
        return cls(buffer, len(values))

    @property
    def full(self) -> int:
        """How long it can get before it must move."""
        return len(self._buffer)

    def appended(self, values: Array) -> "Growing":
        """With `values` at the end."""
        used, size = len(self.array), len(self.array) + len(values)
        if size == used:
            return self
        if size > len(self._buffer) or not self._tip.claim(used, size):
            return Growing.roomy(self.array, size).appended(values)
        self._buffer[used:size] = values
        return Growing(self._buffer, size, base=self._base, changed=self._changed, tip=self._tip)

    def replaced(self, at: NDArray[np.integer], values: Array) -> "Growing":
        """With `values` at some positions: another version, or itself where they are there already."""
        if np.array_equal(self.array[at], values, equal_nan=values.dtype.kind == "f"):
            return self
        copy = self._copy(len(at))
        copy._buffer[at] = values
        return Growing(copy._buffer, len(copy.array), base=copy._base, changed=np.concatenate([copy._changed, at]))

    def _copy(self, more: int) -> "Growing":
        """The same values where `more` of them can be written; a page for each, unless that is no cheaper."""
        base, used, changed = self._base, len(self.array), self._changed
        if base is None or len(changed) + more > 64 + base.used // 4096:
            return Growing.roomy(self.array)
        try:
            buffer = base.mapped()
        except OSError:
            return Growing.roomy(self.array)
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
    return {name: Growing.roomy(array) for name, array in arrays.items()}
