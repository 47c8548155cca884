"""The command line of a benchmark and its two faces: one JSON document, or a table for people."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from typing import Any

SIZES = (10_000, 100_000, 1_000_000)


def arguments(about: str, queries: int) -> Namespace:
    """`--nodes`, `--json`, `--queries` and `--quick`."""
    parser = ArgumentParser(description=about)
    parser.add_argument("--nodes", type=int, help="one size; without it 10,000, 100,000 and 1,000,000 in one run")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--queries", type=int, default=queries, help=f"how many ({queries} unless given)")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    chosen = parser.parse_args()
    if chosen.queries < 1 or (chosen.nodes is not None and chosen.nodes < 100):
        parser.error("--queries must be 1 at least, --nodes 100 at least")
    return chosen


def show(chosen: Namespace, measure: Callable[[int], dict[str, Any]], draw: Callable[[dict[str, Any]], None]) -> None:
    """Measure the sizes asked for; with `--json` print the one object, or `{"sizes": [object, ...]}` for all three."""
    found: list[dict[str, Any]] = []
    for nodes in (chosen.nodes,) if chosen.nodes else SIZES:
        found.append(measure(nodes))
        if not chosen.json:
            draw(found[-1])
    if chosen.json:
        print(json.dumps(found[0] if chosen.nodes else {"sizes": found}))


def say(text: str) -> None:
    """Progress, to standard error."""
    print(text, file=sys.stderr, flush=True)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns for people: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        first, *others = (
            text.ljust(width) if not at else text.rjust(width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join((first, *others)).rstrip())
