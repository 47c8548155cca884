"""Many rows in statements of some thousands each: one statement a row would cost a journey a row."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, LiteralString, TypeVar

from neo4j import Transaction

ROWS: Final = 5_000

_T = TypeVar("_T")


def batched(rows: Sequence[_T], size: int = ROWS) -> Iterator[Sequence[_T]]:
    """The rows in their order, so many at a time."""
    return (rows[first : first + size] for first in range(0, len(rows), size))


def run_in_batches(transaction: Transaction, query: LiteralString, rows: Sequence[Any], name: str = "rows") -> int:
    """Carry out a statement of `cypher` for all rows; the sum of what it counts, if it does."""
    total = 0
    for batch in batched(rows):
        for (number,) in transaction.run(query, {name: batch}).values():
            total += number
    return total
