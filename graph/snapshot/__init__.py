"""The graph at one commit as columns: the only thing that views, measures and matching read."""

from graph.snapshot.build import VISIBILITIES, NodeRow, TieRows, build_snapshot
from graph.snapshot.cache import load_snapshot, save_snapshot
from graph.snapshot.columns import NO_DAY, Column, Form, day, node_columns, tie_columns
from graph.snapshot.model import Adjacency, Ragged, Snapshot, TieColumns, adjacency

__all__ = [
    "NO_DAY",
    "VISIBILITIES",
    "Adjacency",
    "Column",
    "Form",
    "NodeRow",
    "Ragged",
    "Snapshot",
    "TieColumns",
    "TieRows",
    "adjacency",
    "build_snapshot",
    "day",
    "load_snapshot",
    "node_columns",
    "save_snapshot",
    "tie_columns",
]
