"""The snapshot on disk: memory-mapped arrays by store, commit and history, written whole or not at all."""

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from graph.kinds import Schema
from graph.kinds.values import Layer
from graph.snapshot.model import Adjacency, Ragged, Snapshot, TieColumns

FORMAT = 2
ABOUT = ("store", "commit", "state", "fingerprint", "kinds", "tie_kinds", "tie_layers", "levels", "tie_levels", "codes")


def save_snapshot(snapshot: Snapshot, cache: Path) -> Path:
    """Write a snapshot under `cache` and drop older ones of the same store; return its folder.

    The folder is 0700: it holds who is tied to whom, though no name. A failure leaves nothing half-written.
    """
    home = cache / snapshot.store
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = home / _name(snapshot.commit, snapshot.state, snapshot.fingerprint)
    scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=home))
    try:
        for name, array in snapshot.arrays().items():
            np.save(scratch / f"{name}.npy", array, allow_pickle=False)
        about = {key: getattr(snapshot, key) for key in ABOUT}
        (scratch / "about.json").write_text(json.dumps(about | {"format": FORMAT}), "utf-8")
        shutil.rmtree(target, ignore_errors=True)
        os.replace(scratch, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for older in home.iterdir():
        commit = older.name.partition("-")[0]
        if commit.isdigit() and int(commit) < snapshot.commit:
            shutil.rmtree(older, ignore_errors=True)
    return target


def _name(commit: int, state: str, fingerprint: str) -> str:
    """A folder for one content only: nobody reads there while another content takes its place."""
    return f"{commit}-{hashlib.sha256(f'{state} {fingerprint}'.encode()).hexdigest()[:16]}"


def load_snapshot(cache: Path, *, schema: Schema, store: str, commit: int, state: str = "") -> Snapshot | None:
    """The snapshot of a store at a commit, memory-mapped; none where the cache lacks it or cannot be read.

    `state` is the digest of the store's history at that commit: the store's name and the number are those of its
    copies too.
    """
    folder = cache / store / _name(commit, state, schema.fingerprint)
    wanted = {
        "format": FORMAT,
        "store": store,
        "commit": commit,
        "state": state,
        "fingerprint": schema.fingerprint,
    }
    try:
        about = json.loads((folder / "about.json").read_text("utf-8"))
        if {key: about[key] for key in wanted} != wanted:
            return None
        arrays = {path.stem: _mapped(path) for path in sorted(folder.glob("*.npy"))}
        return _assemble(about, arrays)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _mapped(path: Path) -> NDArray[Any]:
    """An array where it lies; one without values, which cannot be mapped, is read."""
    with path.open("rb") as file:
        np.lib.format.read_magic(file)
        shape, *_ = np.lib.format.read_array_header_1_0(file)
    return np.load(path, mmap_mode="r" if 0 not in shape else None, allow_pickle=False)


def _assemble(about: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Snapshot:
    def under(prefix: str) -> dict[str, NDArray[Any]]:
        return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}

    def grouped(prefix: str) -> dict[str, dict[str, NDArray[Any]]]:
        groups: dict[str, dict[str, NDArray[Any]]] = {}
        for name, array in under(prefix).items():
            group, _, part = name.rpartition(".")
            groups.setdefault(group, {})[part] = array
        return groups

    return Snapshot(
        store=about["store"],
        commit=about["commit"],
        state=about["state"],
        fingerprint=about["fingerprint"],
        kinds=tuple(about["kinds"]),
        tie_kinds=tuple(about["tie_kinds"]),
        tie_layers=tuple(about["tie_layers"]),
        levels={name: tuple(words) for name, words in about["levels"].items()},
        tie_levels={name: tuple(words) for name, words in about["tie_levels"].items()},
        codes=tuple(about["codes"]),
        ids=arrays["ids"],
        kind=arrays["kind"],
        columns=under("column."),
        ragged={name: Ragged(**parts) for name, parts in grouped("ragged.").items()},
        tie_ids=arrays["tie_ids"],
        ties=TieColumns(**under("tie.")),
        tie_attributes=under("attribute."),
        layers={cast("Layer", name): Adjacency(**parts) for name, parts in grouped("layer.").items()},
    )
