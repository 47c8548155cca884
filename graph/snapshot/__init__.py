"""The graph at one commit as columns: the only thing that views, measures and matching read."""

from graph.snapshot.build import build_snapshot
from graph.snapshot.cache import cached_commits, drop_cached, load_snapshot, save_snapshot
from graph.snapshot.canonical import canonical, same
from graph.snapshot.columns import NO_DAY, Column, Form, day, node_columns, tie_columns
from graph.snapshot.model import Snapshot, TieColumns
from graph.snapshot.refresh import Changes, refreshed
from graph.snapshot.rows import Rows
from graph.snapshot.tables import VISIBILITIES, NodeRow, TieRows

__all__ = [
    "NO_DAY",
    "VISIBILITIES",
    "Changes",
    "Column",
    "Form",
    "NodeRow",
    "Rows",
    "Snapshot",
    "TieColumns",
    "TieRows",
    "build_snapshot",
    "cached_commits",
    "canonical",
    "day",
    "drop_cached",
    "load_snapshot",
    "node_columns",
    "refreshed",
    "same",
    "save_snapshot",
    "tie_columns",
]
