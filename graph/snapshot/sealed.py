"""Arrays in one file, under the sum of each: given back as they were written, or not at all.

The first line is the sum of the rest of that line, which is JSON: what is said about the arrays, and of each its type,
form, place and sum (CRC-32, which finds damage and not intent). The arrays follow, each with room behind it that takes
no place on the disk.
"""

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from graph.snapshot.growing import Growing
from graph.snapshot.layout import Shape
from graph.snapshot.space import Array, Base, File, aligned, extent

FIRST_LINE: Final = 1 << 28
"""Bytes; codes are in it, of which even a large province has some thousands."""
READ_AT_ONCE: Final = 1 << 20

Entry = tuple[str, list[int], int, int]
"""Type, form, place after the first line, and sum of an array."""


def seal(file: BinaryIO, about: object, arrays: Mapping[str, Array]) -> None:
    """Write arrays and, as JSON, what is said about them; returns when all of it is on the disk.

    Raises OSError.
    """
    place, entries = 0, dict[str, Entry]()
    for name, array in arrays.items():
        entries[name] = (array.dtype.str, list(array.shape), place, zlib.crc32(_plain(array)))
        place = aligned(place + extent(len(array), array.dtype, array.shape[1:]))
    text = json.dumps([about, entries]).encode() + b"\n"
    line = b"%08x %b" % (zlib.crc32(text), text)
    begin = aligned(len(line))
    file.write(line)
    for name, array in arrays.items():
        file.seek(begin + entries[name][2])
        file.write(_plain(array))
    file.truncate(begin + place)
    file.flush()
    os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file of arrays whose first line is sound."""

    about: Any
    bases: Mapping[str, Base]
    sums: Mapping[str, int]

    @property
    def forms(self) -> dict[str, Shape]:
        """Names, types and forms of the arrays, lengths apart."""
        return {name: (base.dtype, base.tail) for name, base in self.bases.items()}

    def arrays(self) -> dict[str, Growing]:
        """The arrays where they lie; what is appended to them or changed in them stays in memory.

        Each is read once, as it is the file that tells of a place that the disk cannot read: a mapping would end the
        process. Raises ValueError where one differs from its sum, OSError.
        """
        for name, base in self.bases.items():
            if not _is_sound(base, self.sums[name]):
                raise ValueError(name)
        return {name: Growing.on(base) for name, base in self.bases.items()}


def opened(path: Path) -> Sealed:
    """The arrays of a file.

    Raises OSError, and ValueError where the first line was not written so or the file is shorter than it says.
    """
    with path.open("rb") as file:
        line = file.readline(FIRST_LINE)
        told, _, text = line.partition(b" ")
        if int(told, 16) != zlib.crc32(text):
            raise ValueError(path.name)
        about, entries = json.loads(text)
        held, size, begin = File(os.dup(file.fileno())), path.stat().st_size, aligned(len(line))
        if hasattr(os, "posix_fadvise"):  # all of it will be read
            os.posix_fadvise(held.number, 0, 0, os.POSIX_FADV_WILLNEED)
    bases = {name: _base(held, begin, entry) for name, entry in entries.items()}
    if any(base.end > size for base in bases.values()):
        raise ValueError(path.name)
    return Sealed(about, bases, {name: entry[-1] for name, entry in entries.items()})


def _base(file: File, begin: int, entry: Entry) -> Base:
    dtype, (size, *tail), place, _ = entry
    return Base(file, begin + place, size, np.dtype(dtype), tuple(tail))


def _plain(array: Array) -> memoryview:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def _is_sound(base: Base, wanted: int) -> bool:
    found, place = 0, base.begin
    end = place + base.used * prod(base.tail) * base.dtype.itemsize
    while place < end:
        part = os.pread(base.file.number, min(READ_AT_ONCE, end - place), place)
        if not part:  # somebody cuts it off
            return False
        found, place = zlib.crc32(part, found), place + len(part)
    return found == wanted
