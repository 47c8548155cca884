"""Ids made by the application: UUID version 7 (RFC 9562), in the order in which they are made."""

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

RandomBits = Callable[[int], int]
Uids = NDArray[np.uint8]
"""(n, 16): ids as bytes."""

RANDOM = 62
WORD = 32
"""Bits that a generator such as `random.Random` draws at a time."""


def uuid7(milliseconds: int, counter: int, bits: int) -> str:
    """The id of a moment: 48 bits of Unix time, a 12-bit counter, 62 random bits."""
    value = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | (counter & 0xFFF) << 64 | 0b10 << 62
    return str(uuid.UUID(int=value | bits & (1 << RANDOM) - 1))


class Ids:
    """Endless increasing ids from one moment on, one by one or many at once."""

    def __init__(self, now: datetime, random_bits: RandomBits) -> None:
        """Begin at `now`."""
        self._milliseconds, self._counter = int(now.timestamp() * 1000), 0
        self._random_bits = random_bits

    def __iter__(self) -> "Ids":
        """Itself."""
        return self

    def __next__(self) -> str:
        """The next id."""
        milliseconds, counter = self._milliseconds + (self._counter >> 12), self._counter
        self._counter += 1
        return uuid7(milliseconds, counter, self._random_bits(RANDOM))

    def take(self, size: int) -> Uids:
        """The next `size` ids as bytes: with the bits of a `random.Random` those that as many `next` would give."""
        counter = np.arange(self._counter, self._counter + size, dtype=np.uint64)
        self._counter += size
        value = np.empty((size, 2), ">u8")
        value[:, 0] = (np.uint64(self._milliseconds) + (counter >> np.uint64(12))) << np.uint64(16)
        value[:, 0] |= np.uint64(0x7000) | (counter & np.uint64(0xFFF))
        value[:, 1] = np.uint64(0b10 << RANDOM) | self._bits(size)
        return value.view(np.uint8).reshape(size, 16)

    def _bits(self, size: int) -> NDArray[np.uint64]:
        """(size,): of every two words the first, above it the upper bits of the second."""
        drawn = self._random_bits(2 * WORD * size) if size else 0
        words = np.frombuffer(drawn.to_bytes(8 * size, "little"), "<u4").reshape(size, 2).astype(np.uint64)
        return words[:, 0] | (words[:, 1] >> np.uint64(2 * WORD - RANDOM)) << np.uint64(WORD)


def new_ids(now: datetime, random_bits: RandomBits = secrets.randbits) -> Ids:
    """Endless increasing ids from one moment on.

    With a seeded `random_bits`, such as `random.Random(7).getrandbits`, always the same ids.
    """
    return Ids(now, random_bits)
