"""The snapshot on disk: memory-mapped arrays by store, commit and history, written whole or not at all.

A file of the cache is taken only if its name, type and length fit the declaration and if whatever is a position in
it points into the snapshot, so that nothing can reach outside. A value that was changed into another possible one is
not noticed: nothing reads the whole of the cache, nor is it the record of anything.
"""

import hashlib
import json
import os
import shutil
import tempfile
from math import prod
from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.kinds import Schema
from graph.snapshot.canonical import canonical
from graph.snapshot.growing import Base, File, Growing, room
from graph.snapshot.layout import Shape, layout
from graph.snapshot.model import Snapshot

FORMAT = 3
ABOUT = ("store", "commit", "state", "fingerprint", "kinds", "tie_kinds", "tie_layers", "levels", "tie_levels", "codes")
UNREADABLE = (OSError, ValueError, KeyError, TypeError, SyntaxError, TokenError)
"""What a damaged file ends in: the header of an array is read as Python."""


def save_snapshot(snapshot: Snapshot, cache: Path) -> Path:
    """Write a snapshot under `cache` and drop older ones of the same store; return its folder.

    Folders are 0700: they hold who is tied to whom, though no name. A failure leaves nothing half-written.
    """
    home = cache / snapshot.store
    _make_private(home)
    target = home / _name(snapshot.commit, snapshot.state, snapshot.fingerprint)
    scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=home))
    try:
        written = canonical(snapshot)
        for name, array in written.arrays().items():
            _write(scratch / f"{name}.npy", array)
        (scratch / "about.json").write_text(json.dumps(_about(written)), "utf-8")
        shutil.rmtree(target, ignore_errors=True)
        os.replace(scratch, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for older in home.iterdir():
        commit = older.name.partition("-")[0]
        if commit.isdigit() and int(commit) < snapshot.commit:
            shutil.rmtree(older, ignore_errors=True)
    return target


def _write(path: Path, array: NDArray[Any]) -> None:
    """An array and, behind it, room that takes no place on the disk."""
    np.save(path, array, allow_pickle=False)
    header = path.stat().st_size - array.nbytes
    os.truncate(path, header + room(len(array)) * prod(array.shape[1:]) * array.itemsize)


def _make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for the owner only."""
    for missing in [above for above in (*reversed(folder.parents), folder) if not above.exists()]:
        missing.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)


def _name(commit: int, state: str, fingerprint: str) -> str:
    """A folder for one content only: nobody reads there while another content takes its place."""
    return f"{commit}-{hashlib.sha256(f'{state} {fingerprint}'.encode()).hexdigest()[:16]}"


def _about(snapshot: Snapshot) -> dict[str, Any]:
    """What a snapshot says beside its arrays, as JSON gives it back."""
    return json.loads(json.dumps({key: getattr(snapshot, key) for key in ABOUT} | {"format": FORMAT}))


def cached_commits(cache: Path, store: str) -> list[int]:
    """The commits at which the cache may hold a snapshot of a store or of its copies, newest first."""
    try:
        found = {folder.name.partition("-")[0] for folder in (cache / store).iterdir()}
    except OSError:
        return []
    return sorted((int(commit) for commit in found if commit.isdigit()), reverse=True)


def load_snapshot(cache: Path, *, schema: Schema, store: str, commit: int, state: str = "") -> Snapshot | None:
    """The snapshot of a store at a commit, memory-mapped; none where the cache lacks it or anything in it is wrong.

    `state` is the digest of the store's history at that commit: the store's name and the number are those of its
    copies too. What is appended to the mapped arrays later stays in memory.
    """
    form = layout(schema)
    folder = cache / store / _name(commit, state, form.fingerprint)
    try:
        about = json.loads((folder / "about.json").read_text("utf-8"))
        arrays = {path.stem: _mapped(path) for path in folder.glob("*.npy")}
        if _forms(arrays) != form.forms:
            return None
        found = Snapshot(form, store, commit, state, tuple(about["codes"]), arrays)
        sound = about == _about(found) and _is_whole(found) and _points_inside(found)
    except UNREADABLE:
        return None
    return found if sound else None


def _mapped(path: Path) -> Growing:
    """An array where it lies, with the room behind it; writing there changes no file."""
    with path.open("rb") as file:
        np.lib.format.read_magic(file)
        shape, by_columns, dtype = np.lib.format.read_array_header_1_0(file)
        begin, size = file.tell(), path.stat().st_size
        if not shape or by_columns or dtype.hasobject:
            raise ValueError(path.name)
        space = (size - begin) // (prod(shape[1:]) * dtype.itemsize)
        if space < max(shape[0], 1):
            raise ValueError(path.name)
        if hasattr(os, "posix_fadvise"):  # whoever comes next finds the pages read
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)
        return Growing.on(Base(File(os.dup(file.fileno())), begin, shape[0], space, dtype, shape[1:]))


def _forms(arrays: dict[str, Growing]) -> dict[str, Shape]:
    """Names, types and shapes, lengths apart."""
    return {name: (held.array.dtype, held.array.shape[1:]) for name, held in arrays.items()}


def _is_whole(snapshot: Snapshot) -> bool:
    """Whether every array is as long as there are nodes or ties, and every code told once."""
    arrays, form = snapshot.arrays(), snapshot.layout
    return (
        all(len(arrays[name]) == len(snapshot.ids) for name in form.nodes)
        and all(len(arrays[name]) == len(snapshot.tie_ids) for name in form.ties)
        and list(snapshot.codes) == sorted(set(snapshot.codes))
    )


def _points_inside(snapshot: Snapshot) -> bool:
    """Whether ends of ties, rows, their values, kinds and codes all are positions of something."""
    arrays, form = snapshot.arrays(), snapshot.layout
    n, m, ties = len(snapshot.ids), len(snapshot.tie_ids), snapshot.ties
    limits = [(ties.source, 0, n), (ties.target, 0, n)]
    limits += [(snapshot.kind, 0, len(snapshot.kinds)), (ties.kind, 0, len(snapshot.tie_kinds))]
    limits += [(arrays[name], -1, len(snapshot.codes)) for name in form.coded if name not in form.pools]
    limits += [(rows.values, 0, len(snapshot.codes)) for rows in snapshot.ragged.values()]
    limits += [(rows.values, 0, m) for rows in snapshot.layers.values()]
    rows = [*snapshot.ragged.values(), *snapshot.layers.values()]
    return all(_within(*limit) for limit in limits) and all(each.compact for each in rows)


def _within(array: NDArray[Any], least: int, limit: int) -> bool:
    return not len(array) or (array.min() >= least and array.max() < limit)
