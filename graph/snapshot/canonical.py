"""One form for one content: what the cache keeps, and how two snapshots are compared."""

from dataclasses import replace

import numpy as np

from graph.snapshot.build import named, with_sorted_codes
from graph.snapshot.growing import Growing
from graph.snapshot.model import Snapshot
from graph.snapshot.rows import Rows


def canonical(snapshot: Snapshot) -> Snapshot:
    """The same content as `build_snapshot` would lay it out: rows without anything between them, codes in order.

    Nothing that was taken out of the graph is left in it.
    """
    arrays = snapshot.arrays()
    for name in snapshot.layout.rows:
        rows = Rows(*(arrays[f"{name}.{part}"] for part in ("begin", "end", "values")))
        if not rows.compact:
            arrays |= named(name, Rows.of_pairs(len(rows), *rows.pairs()))
    arrays, codes = with_sorted_codes(snapshot.layout, arrays, snapshot.codes)
    kept = {name: held for name, held in snapshot.growing.items() if held.array is arrays[name]}
    fresh = {name: kept.get(name) or Growing(array) for name, array in arrays.items()}
    return replace(snapshot, codes=codes, growing=fresh)


def same(one: Snapshot, other: Snapshot) -> bool:
    """Whether two snapshots hold the same graph at the same commit."""
    left, right = canonical(one), canonical(other)
    about = [(side.commit, side.fingerprint, side.codes) for side in (left, right)]
    if about[0] != about[1]:
        return False
    mine, theirs = left.arrays(), right.arrays()
    return all(np.array_equal(array, theirs[name], equal_nan=array.dtype.kind == "f") for name, array in mine.items())
