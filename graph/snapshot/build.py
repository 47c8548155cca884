"""From rows of a store to the columns of a snapshot."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from graph.kinds import Schema
from graph.snapshot.columns import Codes
from graph.snapshot.growing import growing
from graph.snapshot.ids import ascending
from graph.snapshot.layout import Layout, layout
from graph.snapshot.model import Snapshot
from graph.snapshot.rows import Pairs, Rows
from graph.snapshot.space import Array
from graph.snapshot.tables import Arrays, NodeRow, TieRows, node_arrays, tie_arrays


def build_snapshot(
    *, schema: Schema, commit: int, store: str, nodes: Iterable[NodeRow], ties: TieRows, state: str = ""
) -> Snapshot:
    """The snapshot of a graph at one commit.

    The result depends on the content only, not on the order of delivery: nodes and ties are ordered by id.
    `store` names the store (a random text made once with it) and `state` its history so far, so that a cache never
    mixes two stores, nor a store and its copy.
    """
    form, codes = layout(schema), Codes()
    arrays, lists = node_arrays(form, nodes, codes)
    order = ascending(arrays["ids"])
    n = len(arrays["ids"])
    position = np.empty(n, np.int32)
    position[order] = np.arange(n, dtype=np.int32)
    arrays = {name: array[order] for name, array in arrays.items()}
    for name, (owner, number) in lists.items():
        arrays |= named(f"ragged.{name}", Rows.of_pairs(n, position[owner], number))
    arrays |= _ordered_ties(tie_arrays(form, ties, codes), position)
    for name, (owner, tie) in layer_pairs(form, arrays.__getitem__, np.arange(len(ties.id))):
        arrays |= named(name, Rows.of_pairs(n, owner, tie))
    arrays, texts = with_sorted_codes(form, arrays, codes.texts)
    return Snapshot(form, store, commit, state, texts, growing(arrays))


def named(name: str, rows: Rows) -> Arrays:
    """The three arrays of rows by the names of the layout."""
    return {f"{name}.begin": rows.begin, f"{name}.end": rows.end, f"{name}.values": rows.values}


def _ordered_ties(arrays: Arrays, position: NDArray[np.int32]) -> Arrays:
    order = ascending(arrays["tie_ids"])
    ordered = {name: array[order] for name, array in arrays.items()}
    return ordered | {name: position[ordered[name]] for name in ("tie.source", "tie.target")}


def layer_pairs(form: Layout, array: Callable[[str], Array], among: NDArray[np.integer]) -> Iterator[tuple[str, Pairs]]:
    """Some ties, each at both of its ends, by layer."""
    layer_of = np.array([form.layers.index(cls.layer) for cls in form.schema.ties], np.uint8)
    layers = layer_of[array("tie.kind")[among]]
    for number, layer in enumerate(form.layers):
        tie = among[layers == number].astype(np.int32)
        owner = np.concatenate([array("tie.source")[tie], array("tie.target")[tie]])
        yield f"layer.{layer}", (owner, np.concatenate([tie, tie]))


def with_sorted_codes(form: Layout, arrays: Arrays, texts: tuple[str, ...]) -> tuple[Arrays, tuple[str, ...]]:
    """The arrays with the numbers of those codes that are in use, in alphabetical order; and these codes."""
    used = np.zeros(len(texts) + 1, bool)
    for name in form.coded:
        used[arrays[name]] = True
    kept = sorted(np.flatnonzero(used[:-1]).tolist(), key=texts.__getitem__)
    number = np.full(len(texts) + 1, -1, np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    if kept == list(range(len(texts))):
        return arrays, texts
    changed = {name: number[arrays[name]] for name in form.coded}
    for name in form.lists:
        begin, end = arrays[f"ragged.{name}.begin"], arrays[f"ragged.{name}.end"]
        rows = Rows(begin, end, changed[f"ragged.{name}.values"])
        changed |= named(f"ragged.{name}", Rows.of_pairs(len(rows), *rows.pairs()))
    return arrays | changed, tuple(texts[code] for code in kept)
