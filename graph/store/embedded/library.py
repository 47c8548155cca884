# pyright: reportUnknownMemberType=false
"""The connection of the library with plain types: statements with their values, and rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import apsw

Bindings = Sequence[Any] | Mapping[str, Any]
Row = tuple[Any, ...]


class Connection(apsw.Connection):
    """A connection to one file."""

    def rows(self, statement: str, bindings: Bindings = ()) -> Iterator[Row]:
        """The answer of a statement, row by row."""
        return self.execute(statement, bindings)

    def run(self, statement: str, bindings: Bindings = ()) -> None:
        """Carry out a statement, or several without values."""
        self.execute(statement, bindings)

    def value(self, statement: str, bindings: Bindings = ()) -> Any:
        """The first value of the first row; none without a row."""
        return next(iter(self.execute(statement, bindings)), (None,))[0]

    def many(self, statement: str, rows: Iterable[Bindings]) -> None:
        """Carry out a statement for each row of values."""
        self.executemany(statement, rows)

    def get_pragma(self, name: str) -> Any:
        """The value of a setting of the library."""
        return self.pragma(name)

    def set_pragma(self, name: str, value: str | int) -> None:
        """Change a setting of the library."""
        self.pragma(name, value)

    def look_up(self, steps: int) -> None:
        """Let a long statement look up every so many steps of the library, so that it can be interrupted."""
        self.set_progress_handler(lambda: False, steps)
