"""The snapshot on disk: one file by store, commit and history, written whole or not at all.

A file of the cache is taken only if every array in it has the sum that it was written with and fits the declaration,
and if whatever is a position in it points into the snapshot, so that nothing can reach outside. Nobody may write into
a file that is there, nor shorten it: processes have its pages before them and would see that, or be ended by the
system (SIGBUS). We ourselves write a new file each time and put it in the place of the former one, of which whoever
reads it keeps the pages.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from numpy.typing import NDArray

from graph.kinds import Schema
from graph.snapshot.canonical import canonical
from graph.snapshot.layout import layout
from graph.snapshot.model import Snapshot
from graph.snapshot.sealed import opened, seal

FORMAT: Final = 4
ABOUT = ("store", "commit", "state", "fingerprint", "kinds", "tie_kinds", "tie_layers", "levels", "tie_levels", "codes")
UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError)
"""What a damaged file ends in."""

KEPT: Final = 4
"""Files of one store: copies of it that went different ways have one each."""
UNFINISHED: Final = ".new-"


def save_snapshot(snapshot: Snapshot, cache: Path, *, alone: bool = False) -> Path:
    """Write a snapshot under `cache` and drop older ones of the same store; return its file.

    `alone`: something left the graph, and no other snapshot of the store stays, nor one of a copy. Only the owner may
    look into the files: they hold who is tied to whom, though no name. A failure leaves nothing half-written; what a
    process that was ended left of a file, the next one removes. Raises OSError.
    """
    home = cache / snapshot.store
    _make_private(home)
    target = home / _name(snapshot.commit, snapshot.state, snapshot.fingerprint)
    written = canonical(snapshot)
    with _unfinished(home) as (file, path):
        seal(file, _about(written), written.arrays())
        # before the new file is there: who is killed between leaves none beside it that nobody knows to be old
        for other in _superfluous(home, {path, target}, 0 if alone else KEPT - 1, snapshot.commit):
            _remove(other)
        os.replace(path, target)
    _settle(home)
    return target


def drop_cached(cache: Path, store: str) -> None:
    """Remove all snapshots of a store; where the system refuses that, they stay."""
    home = cache / store
    with suppress(OSError):
        for path in list(home.iterdir()):
            _remove(path)
        _settle(home)


@contextmanager
def _unfinished(home: Path) -> Generator[tuple[BinaryIO, Path]]:
    """A new file under a lock, which goes with the process; it is removed unless it was given another name."""
    number, name = tempfile.mkstemp(prefix=UNFINISHED, dir=home)
    try:
        with os.fdopen(number, "wb") as file:
            with suppress(OSError):  # some file systems lock nothing: there nothing is cleared away either
                fcntl.flock(file, fcntl.LOCK_EX)
            yield file, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _superfluous(home: Path, new: Set[Path], others: int, commit: int) -> Iterator[Path]:
    """What a new file makes superfluous: remnants, those of earlier commits, and all but the newest `others`."""
    paths = [path for path in home.iterdir() if path not in new]
    kept = 0
    for path in sorted(paths, key=_written, reverse=True):
        number = _commit(path)
        if number is None or number < commit or kept >= others:
            if number is not None or _is_abandoned(path):
                yield path
        else:
            kept += 1


def _written(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0


def _commit(path: Path) -> int | None:
    """The commit that a file of the cache is of; none for an unfinished one."""
    number = path.name.partition("-")[0]
    return int(number) if number.isdigit() else None


def _is_abandoned(path: Path) -> bool:
    """Whether nobody writes an unfinished file any longer: who does holds its lock."""
    if path.is_dir():  # of a former version
        return True
    with suppress(OSError), path.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Let the names in a folder be on the disk as they are now."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for the owner only."""
    for missing in [above for above in (*reversed(folder.parents), folder) if not above.exists()]:
        missing.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)


def _name(commit: int, state: str, fingerprint: str) -> str:
    """A file for one content only: nobody reads there while another content takes its place."""
    return f"{commit}-{hashlib.sha256(f'{FORMAT} {state} {fingerprint}'.encode()).hexdigest()[:16]}"


def _about(snapshot: Snapshot) -> dict[str, Any]:
    """What a snapshot says beside its arrays, as JSON gives it back."""
    return json.loads(json.dumps({key: getattr(snapshot, key) for key in ABOUT} | {"format": FORMAT}))


def cached_commits(cache: Path, store: str) -> list[int]:
    """The commits at which the cache may hold a snapshot of a store or of its copies, newest first."""
    try:
        found = {_commit(path) for path in (cache / store).iterdir()}
    except OSError:
        return []
    return sorted((commit for commit in found if commit is not None), reverse=True)


def load_snapshot(cache: Path, *, schema: Schema, store: str, commit: int, state: str = "") -> Snapshot | None:
    """The snapshot of a store at a commit, memory-mapped; none where the cache lacks it or anything in it is wrong.

    `state` is the digest of the store's history at that commit: the store's name and the number are those of its
    copies too. What is appended to the mapped arrays later stays in memory.
    """
    form = layout(schema)
    try:
        sealed = opened(cache / store / _name(commit, state, form.fingerprint))
        if sealed.forms != form.forms:
            return None
        found = Snapshot(form, store, commit, state, tuple(sealed.about["codes"]), sealed.arrays())
        sound = sealed.about == _about(found) and _is_whole(found) and _points_inside(found)
    except UNREADABLE:
        return None
    return found if sound else None


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
