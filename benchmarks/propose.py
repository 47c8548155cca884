"""A proposal from pact to answer, as a service gives it: the snapshot and the viewers' views are there already.

    .venv/bin/python benchmarks/propose.py [--nodes N] [--json] [--queries Q] [--store URL]

The demonstration with about N nodes is built in a temporary store (or taken from a store that there is), then the
open pacts of several districts are asked by their operators, in turns. The first question of an operator builds the
graphs of that operator's view: it is timed apart, as the stage "first", and so are the snapshot and the views. Pacts
whose party must not meet somebody are asked once more by themselves: their time should tell nothing of it.
"""

import json
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, zip_longest
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, run
from sys import executable
from typing import Any

import numpy as np

from api.reading import pact_kinds
from benchmarks.measuring.asking import say, table
from benchmarks.measuring.machine import machine, stay_on_one_processor, versions
from graph.kinds import Pact
from graph.snapshot import Snapshot
from graph.snapshot.geography import Geography
from graph.store import open_store
from graph.view import View, Viewer
from graph.view.rules import Sight, home_district
from graph.view.zone import no_contact_zone
from matching import propose as pipeline
from matching.propose import propose

PERSONS = 0.65  # of the nodes of the demonstration
PACTS = pact_kinds()
STAGES = {  # of one proposal, by the function of the pipeline that does it
    "_for_pact": "narrow the view to the pact",
    "eligible": "hard rules",
    "factors": "factors, with proximity and introductions",
    "varied": "diversity",
}
REST = "candidates, reasons and the rest"


@contextmanager
def timed_stages() -> Iterator[dict[str, list[float]]]:
    """Time every stage of `propose` while the context lasts; seconds by stage."""
    spent: dict[str, list[float]] = {words: [] for words in STAGES.values()}
    before = {name: getattr(pipeline, name) for name in STAGES}
    for name, stage in before.items():
        setattr(pipeline, name, _timed(stage, spent[STAGES[name]]))
    yield spent
    for name, stage in before.items():
        setattr(pipeline, name, stage)


def _timed(stage: Callable[..., Any], into: list[float]) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        before = time.process_time()
        found = stage(*arguments)
        into.append(time.process_time() - before)
        return found

    return timed


def demonstration(nodes: int, folder: Path) -> str:
    """The URL of a new store with about so many nodes."""
    url = f"sqlite:///{folder / 'demo.sqlite'}"
    persons = str(max(round(nodes * PERSONS), 50))
    legami = Path(executable).with_name("legami")
    command = [legami, "init", "--demo", "--persons", persons, "--store", url, "--json"]
    run(command, check=True, stdout=DEVNULL, stderr=DEVNULL, env={"LEGAMI_CACHE": str(folder / "cache")})
    return url


@dataclass(frozen=True)
class Asked:
    """Pacts with their operators, one district after the other."""

    snapshot: Snapshot
    reading_s: float
    at: date
    questions: list[tuple[Pact, Viewer]]
    with_order: list[tuple[Pact, Viewer]]


def ask(url: str, most: int) -> Asked:
    """Up to so many pacts of a demonstration, on its day."""
    store = open_store(url)
    at = store.contents().reference_date or date(2026, 11, 2)
    before = time.process_time()
    snapshot = store.snapshot()
    spent = time.process_time() - before
    districts = home_district(Sight(snapshot, Geography.of(snapshot), Viewer("operator"), at))
    pacts = np.flatnonzero(snapshot.of_kinds(PACTS) & (districts >= 0))
    by_district = [pacts[districts[pacts] == district][:most] for district in np.unique(districts[pacts])]
    positions = [int(one) for turn in zip_longest(*by_district) for one in turn if one is not None][:most]
    ordered = (int(one) for one in pacts if len(no_contact_zone(snapshot, int(one), at)))
    chosen = positions, list(islice(ordered, most))
    records = store.get([snapshot.id(one) for part in chosen for one in part])
    store.close()
    all_, with_order = (
        [(records[snapshot.id(one)], Viewer("operator", snapshot.codes[districts[one]])) for one in part]
        for part in chosen
    )
    return Asked(snapshot, spent, at, all_, with_order)


@dataclass
class Seconds:
    """Processor time by what took it."""

    view: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    with_order: list[float] = field(default_factory=list)


def answer_all(asked: Asked) -> Seconds:
    """Every question once; the first of each viewer, which builds the graphs of the view, is kept apart."""
    seconds, views = Seconds(), dict[Viewer, View]()
    for pact, viewer in asked.questions:
        known = viewer in views
        if not known:
            view = _timed(lambda viewer=viewer: View.of(asked.snapshot, viewer, at=asked.at), seconds.view)
            views[viewer] = view()
        _timed(propose, seconds.again if known else seconds.first)(pact, views[viewer])
    for pact, viewer in asked.with_order:
        if viewer in views:
            _timed(propose, seconds.with_order)(pact, views[viewer])
    return seconds


def measure(url: str, most: int) -> dict[str, Any]:
    """One store."""
    say("the snapshot")
    asked = ask(url, most)
    say("the first proposals of each viewer, then all by stages")
    pact, viewer = asked.questions[0]
    propose(pact, View.of(asked.snapshot, viewer, at=asked.at))  # compiles
    seconds = answer_all(asked)
    stages = by_stage(asked)
    p50, p99 = (1e3 * float(np.percentile(seconds.again or seconds.first, share)) for share in (50, 99))
    return {
        "nodes": len(asked.snapshot),
        "ties": len(asked.snapshot.ties.kind),
        "machine": machine(),
        "p50_ms": p50,
        "p99_ms": p99,
        "with_order_ms": 1e3 * median(seconds.with_order) if seconds.with_order else None,
        "with_order": len(seconds.with_order),
        "stages": stages,
        "once_ms": {
            "snapshot read from the store": 1e3 * asked.reading_s,
            "view of a viewer": 1e3 * median(seconds.view),
            "first proposal of a viewer": 1e3 * median(seconds.first),
        },
        "proposals": len(seconds.again),
        "viewers": len(seconds.view),
        "clock": "processor time on one core; the view of a viewer and its graphs are kept between proposals",
        "versions": versions(("numpy", "numba")),
    }


def by_stage(asked: Asked) -> dict[str, float]:
    """The median milliseconds of each stage, for one viewer whose graphs are there."""
    viewer = asked.questions[0][1]
    view = View.of(asked.snapshot, viewer, at=asked.at)
    own = [pact for pact, who in asked.questions if who == viewer]
    propose(own[0], view)
    whole: list[float] = []
    with timed_stages() as spent:
        for pact in own:
            _timed(propose, whole)(pact, view)
    stages = {name: 1e3 * median(times) for name, times in spent.items()}
    return stages | {REST: 1e3 * median(whole) - sum(stages.values())}


def draw(found: dict[str, Any]) -> None:
    """For people."""
    print(f"\n{found['nodes']:,} nodes, {found['ties']:,} ties; {found['machine']}")
    print(f"{found['proposals']} proposals for {found['viewers']} viewers")
    rows = [("a proposal, median", found["p50_ms"]), ("a proposal, 99th of 100", found["p99_ms"])]
    if found["with_order"]:
        rows.append((f"the same for {found['with_order']} pacts with an order, median", found["with_order_ms"]))
    rows += [(f"  of it: {name}", value) for name, value in found["stages"].items()]
    rows += [(f"once: {name}", value) for name, value in found["once_ms"].items()]
    table(("what", "ms"), [(name, f"{value:.1f}") for name, value in rows])


def _arguments() -> Namespace:
    parser = ArgumentParser(description="A proposal from pact to answer.")
    parser.add_argument("--nodes", type=int, default=20_000, help="about how many (20000 unless given)")
    parser.add_argument("--store", help="the URL of a demonstration that there is already, instead of a new one")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--queries", type=int, default=60, help="how many proposals (60 unless given)")
    return parser.parse_args()


def main() -> None:
    """Build or take the demonstration, measure, print."""
    chosen = _arguments()
    stay_on_one_processor()
    with tempfile.TemporaryDirectory() as folder:
        say("the demonstration")
        found = measure(chosen.store or demonstration(chosen.nodes, Path(folder)), chosen.queries)
    if chosen.json:
        print(json.dumps(found))
    else:
        draw(found)


if __name__ == "__main__":
    main()
