"""Work arrays lent to one query at a time, so that a query costs what it touches and not the size of the graph."""

from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class ScratchPool(Generic[T]):
    """Clean work arrays for as many threads as ask at once.

    The borrower must leave them clean. After an exception they are dropped, so dirt never reaches the next query.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        """Keep the way to `make` a clean set; none is made before the first query."""
        self._make = make
        self._free: deque[T] = deque()

    @contextmanager
    def lend(self) -> Generator[T]:
        """A clean set that nobody else holds; `deque` makes taking and giving back atomic."""
        try:
            scratch = self._free.pop()
        except IndexError:
            scratch = self._make()
        yield scratch
        self._free.append(scratch)
