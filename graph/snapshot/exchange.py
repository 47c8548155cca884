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


def to_pandas(snapshot: Snapshot) -> Tables:
    """Two tables: nodes (kind, comune, lat, lon) and ties (source, target, kind, strength, valid_from, valid_to)."""
    import pandas as pd

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
    ties = snapshot.ties
    table = pd.DataFrame(
        {
            "source": ids[ties.source] if len(ties.source) else [],
            "target": ids[ties.target] if len(ties.target) else [],
            "kind": np.array(snapshot.tie_kinds, object)[ties.kind],
            "strength": ties.strength,
            "valid_from": _dates(ties.valid_from),
            "valid_to": _dates(ties.valid_to),
        },
        index=pd.Index([snapshot.tie_id(index) for index in range(len(ties.kind))], name="id"),
    )
    return Tables(nodes, table)


def _dates(days: NDArray[np.int32]) -> NDArray[np.datetime64]:
    dates = days.astype("datetime64[D]").astype("datetime64[s]")
    dates[days == NO_DAY] = np.datetime64("NaT")
    return dates


def to_networkx(snapshot: Snapshot) -> "nx.MultiDiGraph[str]":
    """A multigraph keyed by ids, with kind, strength and dates (isolates included).

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
    ties = snapshot.ties
    for index, kind in enumerate(ties.kind):
        graph.add_edge(
            ids[int(ties.source[index])],
            ids[int(ties.target[index])],
            key=snapshot.tie_id(index),
            kind=snapshot.tie_kinds[int(kind)],
            strength=round(float(ties.strength[index]), 6),
            valid_from=_date(int(ties.valid_from[index])),
            valid_to=_date(int(ties.valid_to[index])),
        )
    return graph


def _date(days: int) -> str | None:
    from datetime import date

    return None if days == NO_DAY else date.fromordinal(days + EPOCH).isoformat()
