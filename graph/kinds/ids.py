"""Ids made by the application: UUID version 7 (RFC 9562), in the order in which they are made."""

import secrets
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime

RandomBits = Callable[[int], int]


def uuid7(milliseconds: int, counter: int, bits: int) -> str:
    """The id of a moment: 48 bits of Unix time, a 12-bit counter, 62 random bits."""
    value = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | (counter & 0xFFF) << 64 | 0b10 << 62
    return str(uuid.UUID(int=value | bits & (1 << 62) - 1))


def new_ids(now: datetime, random_bits: RandomBits = secrets.randbits) -> Iterator[str]:
    """Endless increasing ids from one moment on.

    With a seeded `random_bits`, such as `random.Random(7).getrandbits`, always the same ids.
    """
    milliseconds, counter = int(now.timestamp() * 1000), 0
    while True:
        yield uuid7(milliseconds + (counter >> 12), counter, random_bits(62))
        counter += 1
