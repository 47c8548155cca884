"""The next snapshot from the last one and what changed since: what did not change is shared by both.

New ids are mostly greater than all that are there, so that records and rows are appended; a value that changes copies
its column, a row that grows moves to the end of its pool. Where a record leaves, comes in between or joins other ends,
all positions after it change, and whole arrays are written anew.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.kinds import STRENGTHS
from graph.snapshot.build import layer_pairs
from graph.snapshot.columns import Codes, day
from graph.snapshot.draft import Draft
from graph.snapshot.ids import Keys, keys, positions
from graph.snapshot.layout import Layout
from graph.snapshot.model import Snapshot
from graph.snapshot.rows import Pairs, Rows
from graph.snapshot.shift import Shift
from graph.snapshot.tables import VISIBILITIES, TieRows, node_arrays, tie_arrays

Plain = Mapping[str, Any]
Changes = Mapping[bytes, Plain | None]
"""What is left of each changed record, by its 16-byte id; none: it is there no longer.

A record is told in plain JSON form: its `kind`, its fields (an absent one is unknown) and, of a tie, always `source`,
`target`, `strength` and `visibility`.
"""


def refreshed(snapshot: Snapshot, changes: Changes, *, commit: int, state: str = "") -> Snapshot | None:
    """The snapshot of the same store at a later commit; none where the changes do not fit to it.

    Its canonical form is that of a snapshot built from the store at that commit.
    """
    told = {id: changes[id] for id in sorted(changes)}
    draft, codes = Draft(snapshot.growing), Codes(snapshot.codes)
    nodes = _write_nodes(draft, snapshot.layout, codes, told)
    if not _write_ties(draft, snapshot.layout, codes, told, nodes):
        return None
    return replace(snapshot, commit=commit, state=state, codes=codes.texts, growing=draft.arrays)


def _write_nodes(draft: Draft, form: Layout, codes: Codes, changes: Changes) -> Shift:
    """Write the changed nodes, their lists included; how the positions of nodes changed."""
    left = _of_kinds(changes, form.schema.node_names)
    values, lists = node_arrays(form, ((id, row["kind"], row) for id, row in left.items()), codes)
    former, ids = keys(draft["ids"]), keys(values["ids"])
    at = positions(former, ids)
    there, new = np.flatnonzero(at >= 0), np.flatnonzero(at < 0)
    shift = Shift.of(former, _leaving(former, changes, left), ids[new])
    for name, array in values.items():
        draft.replace(name, at[there], array[there])
        draft.shift(name, shift, array[new])
    for name, pairs in lists.items():
        rows = Rows.of_pairs(len(ids), *pairs)
        draft.replace_rows(f"ragged.{name}", at[there], rows.pairs(there))
        _shift_lists(draft, f"ragged.{name}", shift, rows.pairs(new))
    return shift


def _shift_lists(draft: Draft, name: str, shift: Shift, coming: Pairs) -> None:
    """Let the lists of nodes leave and come."""
    if shift.kept is None:
        draft.add_rows(name, len(shift.new), coming)
        return
    owner, number = draft.rows(name).pairs()
    owner = np.concatenate([shift.to[owner], shift.new[coming[0]]])
    number = np.concatenate([number, coming[1]])
    stays = owner >= 0
    draft.lay_out(name, Rows.of_pairs(shift.after, owner[stays], number[stays]))


def _write_ties(draft: Draft, form: Layout, codes: Codes, changes: Changes, nodes: Shift) -> bool:
    """Write the changed ties and the layers; whether all ties have both their ends."""
    left = _of_kinds(changes, form.schema.tie_names)
    values = tie_arrays(form, _tie_rows(form, left, keys(draft["ids"])), codes)
    if nodes.kept is not None:
        for end in ("tie.source", "tie.target"):
            draft.map(end, nodes.to)
    former, ids = keys(draft["tie_ids"]), keys(values["tie_ids"])
    at = positions(former, ids)
    for name in ("tie.kind", "tie.source", "tie.target"):  # what joins otherwise leaves and comes again
        known = np.flatnonzero(at >= 0)
        at[known[draft[name][at[known]] != values[name][known]]] = -1
    there, new = np.flatnonzero(at >= 0), np.flatnonzero(at < 0)
    staying = {id for id, place in zip(left, at.tolist(), strict=True) if place >= 0}
    shift = Shift.of(former, _leaving(former, changes, staying), ids[new])
    for name, array in values.items():
        draft.replace(name, at[there], array[there])
        draft.shift(name, shift, array[new])
    _write_layers(draft, form, nodes, shift)
    among = shift.new if nodes.kept is None else slice(None)
    return all((draft[end][among] >= 0).all() for end in ("tie.source", "tie.target"))


def _write_layers(draft: Draft, form: Layout, nodes: Shift, ties: Shift) -> None:
    """Give the new ties to both of their ends, after all positions have changed as they must."""
    for name, coming in layer_pairs(form, draft.__getitem__, ties.new):
        if nodes.kept is None and ties.kept is None:
            draft.add_rows(name, len(nodes.new), NOBODY)
        else:
            owner, tie = draft.rows(name).pairs()
            owner, tie = nodes.to[owner], ties.to[tie]
            stays = (owner >= 0) & (tie >= 0)
            draft.lay_out(name, Rows.of_pairs(nodes.after, owner[stays], tie[stays]))
        if len(coming[0]):
            draft.grow_rows(name, coming)


def _of_kinds(changes: Changes, kinds: tuple[str, ...]) -> dict[bytes, Plain]:
    return {id: plain for id, plain in changes.items() if plain and plain["kind"] in kinds}


def _leaving(former: Keys, changes: Changes, staying: Mapping[bytes, Any] | set[bytes]) -> NDArray[np.int64]:
    """The positions of the former records that changes take away."""
    at = positions(former, np.array([id for id in changes if id not in staying], "S16"))
    return at[at >= 0]


def _tie_rows(form: Layout, ties: Mapping[bytes, Plain], nodes: Keys) -> TieRows:
    """Ties in plain form as rows; an end that is not among the nodes is at -1."""
    rows = list(ties.values())
    strengths = list(STRENGTHS)

    def ends(side: str) -> NDArray[np.int32]:
        ids = [bytes.fromhex(row[side].replace("-", "")) for row in rows]
        return positions(nodes, np.array(ids, "S16")).astype(np.int32)

    def days(name: str) -> NDArray[np.int32]:
        return np.array([day(row.get(name)) for row in rows], np.int32)

    return TieRows(
        id=np.frombuffer(b"".join(ties), np.uint8).reshape(-1, 16),
        kind=np.array([form.schema.tie_names.index(row["kind"]) for row in rows], np.uint8),
        source=ends("source"),
        target=ends("target"),
        strength=np.array([strengths.index(row["strength"]) for row in rows], np.int8),
        valid_from=days("valid_from"),
        valid_to=days("valid_to"),
        confirmed_on=days("confirmed_on"),
        visibility=np.array([VISIBILITIES.index(row["visibility"]) for row in rows], np.int8),
        attributes=list(enumerate(rows)),
    )


NOBODY: Pairs = (np.zeros(0, np.int32), np.zeros(0, np.int32))
