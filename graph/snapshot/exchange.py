"""The snapshot as networkx graph and pandas tables, for people who measure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.errors import UsageError
from graph.snapshot.columns import EPOCH, NO_DAY
from graph.snapshot.model import Snapshot

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

SMALL = 200_000


@dataclass(frozen=True)
class Tables:
    """Nodes and ties as tables, one row each, indexed by id."""

    nodes: "pd.DataFrame"
    ties: "pd.DataFrame"


def to_pandas(snapshot: Snapshot, ties: NDArray[np.bool_] | None = None) -> Tables:
    """Two tables: nodes (kind, comune, lat, lon) and ties (source, target, kind, strength, valid_from, valid_to).

    `ties`: those to keep, shape (m,), such as the `ties` of a view; without it all, ended and protective ones too.
    """
    import pandas as pd

    chosen = np.arange(len(snapshot.ties.kind)) if ties is None else np.flatnonzero(ties)

    ids = np.array([snapshot.id(index) for index in range(len(snapshot))], object)
    codes = np.array([*snapshot.codes, None], object)
    nodes = pd.DataFrame(
        {
            "kind": np.array(snapshot.kinds, object)[snapshot.kind],
            "comune": codes[snapshot.columns["comune"]],
            "lat": snapshot.columns["lat"],
            "lon": snapshot.columns["lon"],
        },
        index=pd.Index(ids, name="id"),
    )
    columns = snapshot.ties
    table = pd.DataFrame(
        {
            "source": ids[columns.source[chosen]] if len(chosen) else [],
            "target": ids[columns.target[chosen]] if len(chosen) else [],
            "kind": np.array(snapshot.tie_kinds, object)[columns.kind[chosen]],
            "strength": columns.strength[chosen],
            "valid_from": _dates(columns.valid_from[chosen]),
            "valid_to": _dates(columns.valid_to[chosen]),
        },
        index=pd.Index([snapshot.tie_id(index) for index in chosen.tolist()], name="id"),
    )
    return Tables(nodes, table)


def _dates(days: NDArray[np.int32]) -> NDArray[np.datetime64]:
    dates = days.astype("datetime64[D]").astype("datetime64[s]")
    dates[days == NO_DAY] = np.datetime64("NaT")
    return dates


def to_networkx(snapshot: Snapshot, ties: NDArray[np.bool_] | None = None) -> "nx.MultiDiGraph[str]":
    """A multigraph keyed by ids, with kind, strength and dates (isolates included).

    `ties`: those to keep, shape (m,), such as the `ties` of a view; without it all, ended and protective ones too.
    Raises UsageError above 200,000 nodes, where such a graph would fill the memory.
    """
    import networkx as nx

    if len(snapshot) > SMALL:
        raise UsageError(
            f"Il grafo ha {len(snapshot)} nodi: oltre {SMALL} usare to_pandas().",
            f"The graph has {len(snapshot)} nodes: above {SMALL} use to_pandas().",
        )
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(commit=snapshot.commit)
    ids: list[str] = [snapshot.id(index) for index in range(len(snapshot))]
    graph.add_nodes_from((id, {"kind": snapshot.kind_name(index)}) for index, id in enumerate(ids))
    columns = snapshot.ties
    for index in (np.arange(len(columns.kind)) if ties is None else np.flatnonzero(ties)).tolist():
        graph.add_edge(
            ids[int(columns.source[index])],
            ids[int(columns.target[index])],
            key=snapshot.tie_id(index),
            kind=snapshot.tie_kinds[int(columns.kind[index])],
            strength=round(float(columns.strength[index]), 6),
            valid_from=_date(int(columns.valid_from[index])),
            valid_to=_date(int(columns.valid_to[index])),
        )
    return graph


def _date(days: int) -> str | None:
    from datetime import date

    return None if days == NO_DAY else date.fromordinal(days + EPOCH).isoformat()
