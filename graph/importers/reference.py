"""The table of the registers in docs/registries.md, derived from what each reader declares.

To write it anew: `make reference`, or `.venv/bin/python -m graph.importers.reference docs/registries.md`.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from graph.importers.registries import registers
from graph.importers.registry import Registry

BEGIN: Final = "<!-- registers -->\n"
END: Final = "<!-- /registers -->"
_HEAD: Final = (
    "| name | what it lists | data set | published by | columns that a file must have | number |",
    "|---|---|---|---|---|---|",
)


def table(known: Iterable[Registry]) -> str:
    """The table as Markdown, by name."""
    lines = [*_HEAD, *map(_row, sorted(known, key=lambda one: one.name))]
    return "".join(f"{line}\n" for line in lines)


def _row(one: Registry) -> str:
    columns = ", ".join(f"`{column}`" for column in one.columns)
    publisher = f"[{one.publisher.en}]({one.page})"
    return f"| `{one.name}` | {one.title.en} | {one.dataset} | {publisher} | {columns} | {one.precedence} |"


def renewed(page: str, known: Iterable[Registry]) -> str:
    """The page with the table of today between its marks. Raises ValueError where they are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The page has no {BEGIN.strip()} … {END}.")
    return before + begin + table(known) + end + after


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(renewed(file.read_text("utf-8"), registers()), "utf-8")
