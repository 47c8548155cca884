"""Where large arrays lie: in files that nobody writes to, of which each version maps its array for itself.

What a version writes into its pages, no file and no other version sees. A mapping needs no open file, so that a process
holds one descriptor for a cache and one for all arrays that were made together, however many snapshots it keeps.
"""

import ctypes
import mmap
import os
import weakref
from dataclasses import dataclass
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

ALIGNED: Final = 1 << 16
"""Every array begins at such a multiple: from there any system can map it."""
FILES: Final = 32
"""So many files in memory are open at once; what comes then is held without one, and copied whole when it changes."""
FILLED: Final = 1 << 28
"""Bytes after which a file in memory gets no further array: it is there as long as one of its arrays is in use."""

_NO_PAGES: Final = ctypes.c_void_p(-1).value
_library: Final = ctypes.CDLL(None, use_errno=True)  # Python's own mapping keeps a descriptor open before 3.13
_library.mmap.restype = ctypes.c_void_p
_library.mmap.argtypes = (ctypes.c_void_p, ctypes.c_size_t, *(ctypes.c_int,) * 3, ctypes.c_long)
_library.munmap.argtypes = (ctypes.c_void_p, ctypes.c_size_t)


def room(size: int) -> int:
    """How many values to make place for where there are `size`: place that is not written to costs nothing."""
    return 2 * size + 64


def extent(size: int, dtype: np.dtype[Any], tail: tuple[int, ...]) -> int:
    """The bytes of `size` values of a type and a form, with the room behind them."""
    return room(size) * prod(tail) * dtype.itemsize


def aligned(size: int) -> int:
    """The next place at which an array may begin."""
    return -(-size // ALIGNED) * ALIGNED


class File:
    """An open file, closed when nothing needs it any longer."""

    __slots__ = ("__weakref__", "number")

    def __init__(self, number: int) -> None:
        """Take over what `os.open` gave."""
        self.number = number

    def __del__(self) -> None:
        """Close it; what is mapped of it stays."""
        os.close(self.number)


@dataclass(frozen=True, slots=True)
class Base:
    """A file with `used` values from the byte `begin` on, and with room behind them."""

    file: File
    begin: int  # a multiple of ALIGNED
    used: int
    dtype: np.dtype[Any]
    tail: tuple[int, ...]  # the form of a value

    @property
    def bytes(self) -> int:
        """The size of it, room included."""
        return extent(self.used, self.dtype, self.tail)

    @property
    def end(self) -> int:
        """The byte of the file behind it."""
        return self.begin + self.bytes

    def mapped(self) -> Array:
        """All of it, with the room, for one version.

        Raises OSError where the system maps nothing more.
        """
        return np.ndarray((room(self.used), *self.tail), self.dtype, _private(self.file, self.begin, self.bytes))


def _private(file: File, begin: int, size: int) -> "memoryview[int]":
    """Pages of a file that may be written to without the file changing; gone with the last array in them."""
    rights = mmap.PROT_READ | mmap.PROT_WRITE
    address = _library.mmap(None, size, rights, mmap.MAP_PRIVATE, file.number, begin)
    if address == _NO_PAGES:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    pages = (ctypes.c_ubyte * size).from_address(address)
    weakref.finalize(pages, _library.munmap, address, size).atexit = False
    return memoryview(pages)


class Space:
    """Files in memory for the arrays that are made together."""

    def __init__(self) -> None:
        """Open none yet."""
        self._file: File | None = None
        self._end = 0

    def put(self, values: Array) -> Base | None:
        """Where some values lie from now on; none where the system has no such files, or enough of them are open.

        Raises OSError where the system opens no more files or is out of memory.
        """
        if self._file is None or self._end > FILLED:
            self._file, self._end = _in_memory(), 0
        if self._file is None:
            return None
        base = Base(self._file, self._end, len(values), values.dtype, values.shape[1:])
        os.truncate(self._file.number, base.end)
        plain, written = np.ascontiguousarray(values).reshape(-1).view(np.uint8), 0
        while written < len(plain):
            written += os.pwrite(self._file.number, plain.data[written:], base.begin + written)
        self._end = aligned(base.end)
        return base


_open: "weakref.WeakSet[File]" = weakref.WeakSet()


def _in_memory() -> File | None:
    if len(_open) >= FILES or not hasattr(os, "memfd_create"):
        return None
    file = File(os.memfd_create("snapshot"))
    _open.add(file)
    return file
