"""The snapshot on disk: memory-mapped arrays by store, commit and history, written whole or not at all."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.kinds import Schema
from graph.snapshot.build import TieRows, build_snapshot
from graph.snapshot.model import Adjacency, Ragged, Snapshot, TieColumns

FORMAT = 2
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
        for name, array in snapshot.arrays().items():
            np.save(scratch / f"{name}.npy", array, allow_pickle=False)
        (scratch / "about.json").write_text(json.dumps(_about(snapshot)), "utf-8")
        shutil.rmtree(target, ignore_errors=True)
        os.replace(scratch, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for older in home.iterdir():
        commit = older.name.partition("-")[0]
        if commit.isdigit() and int(commit) < snapshot.commit:
            shutil.rmtree(older, ignore_errors=True)
    return target


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


def load_snapshot(cache: Path, *, schema: Schema, store: str, commit: int, state: str = "") -> Snapshot | None:
    """The snapshot of a store at a commit, memory-mapped; none where the cache lacks it or anything in it is wrong.

    `state` is the digest of the store's history at that commit: the store's name and the number are those of its
    copies too.
    """
    empty = build_snapshot(schema=schema, commit=commit, store=store, state=state, nodes=(), ties=TieRows.empty())
    folder = cache / store / _name(commit, state, empty.fingerprint)
    try:
        about = json.loads((folder / "about.json").read_text("utf-8"))
        arrays = {path.stem: _mapped(path) for path in folder.glob("*.npy")}
        found = _assemble(empty, tuple(str(code) for code in about["codes"]), arrays)
        sound = about == _about(found) and _forms(arrays) == _forms(empty.arrays()) and _is_whole(found)
    except UNREADABLE:
        return None
    return found if sound else None


def _assemble(empty: Snapshot, codes: tuple[str, ...], arrays: dict[str, NDArray[Any]]) -> Snapshot:
    """The empty snapshot of a schema with everything that the cache holds."""

    def parts(prefix: str, names: Iterable[str]) -> dict[str, NDArray[Any]]:
        return {name: arrays[f"{prefix}.{name}"] for name in names}

    return replace(
        empty,
        codes=codes,
        ids=arrays["ids"],
        kind=arrays["kind"],
        columns=parts("column", empty.columns),
        ragged={name: Ragged(**parts(f"ragged.{name}", vars(rows))) for name, rows in empty.ragged.items()},
        tie_ids=arrays["tie_ids"],
        ties=TieColumns(**parts("tie", vars(empty.ties))),
        tie_attributes=parts("attribute", empty.tie_attributes),
        layers={name: Adjacency(**parts(f"layer.{name}", vars(rows))) for name, rows in empty.layers.items()},
    )


def _mapped(path: Path) -> NDArray[Any]:
    """An array where it lies; one without values, which cannot be mapped, is read."""
    with path.open("rb") as file:
        np.lib.format.read_magic(file)
        shape, *_ = np.lib.format.read_array_header_1_0(file)
    return np.load(path, mmap_mode="r" if 0 not in shape else None, allow_pickle=False)


def _forms(arrays: dict[str, NDArray[Any]]) -> dict[str, tuple[np.dtype[Any], tuple[int, ...]]]:
    """Names, types and shapes, lengths apart."""
    return {name: (array.dtype, array.shape[1:]) for name, array in arrays.items()}


def _is_whole(snapshot: Snapshot) -> bool:
    """Whether every array is as long as there are nodes, ties or entries of its list."""
    n, m = len(snapshot.ids), len(snapshot.tie_ids)
    lists = [(ragged.indptr, ragged.values) for ragged in snapshot.ragged.values()]
    for rows in snapshot.layers.values():
        lists += [(rows.indptr, rows.neighbour), (rows.indptr, rows.tie)]
    return (
        all(len(array) == n for array in (snapshot.kind, *snapshot.columns.values()))
        and all(len(array) == m for array in (*vars(snapshot.ties).values(), *snapshot.tie_attributes.values()))
        and all(len(indptr) == n + 1 and (indptr[0], indptr[-1]) == (0, len(values)) for indptr, values in lists)
    )
