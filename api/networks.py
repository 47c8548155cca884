"""The network around a node and the network of a district, as positions in a view: what a map is drawn from."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.kinds import SCHEMA, Resource
from graph.kinds.base import kind_names
from graph.kinds.values import Layer
from graph.view import View

BODIES: Final = kind_names(cls for cls in SCHEMA.nodes if issubclass(cls, Resource))
"""What a map of a district shows one by one. Persons, families and pacts are not among them."""
FEW: Final = 5
"""A community with fewer people than this is not counted: a small number tells who they are."""

Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """Nodes and the ties among them, as positions in the snapshot; `hops` from the first node, where there is one.

    `left_out` counts the visible nodes that the limit left out.
    """

    nodes: Positions
    hops: Positions
    ties: Positions
    left_out: int


@dataclass(frozen=True)
class Community:
    """A comune with how many persons and families it has; None where there are few."""

    place: int
    persons: int | None
    families: int | None


def around(view: View, centre: int, *, hops: int, most: int) -> Network:
    """The nodes within some ties of a node, itself first, the nearest and most tied first; at most `most`.

    Ties with places are followed only from a place: everything is somewhere.
    """
    layers: list[Layer] = [
        layer
        for layer in view.snapshot.layers
        if layer != "protection" and (layer != "territory" or view.snapshot.kind_name(centre) == "place")
    ]
    taken, distance, left_out = [centre], [0], 0
    edge = [centre]
    for hop in range(1, hops + 1):
        met = np.concatenate([view.neighbours(node, layers)[0] for node in edge]) if edge else np.zeros(0, np.int32)
        found, ties = np.unique(met[~np.isin(met, taken)], return_counts=True)
        edge = found[np.lexsort((found, -ties))][: most - len(taken)].tolist()
        left_out += len(found) - len(edge)
        taken += edge
        distance += [hop] * len(edge)
    nodes = np.array(taken, np.int64)
    return Network(nodes, np.array(distance, np.int64), _among(view, nodes, layers), left_out)


def bodies_of(view: View, district: str, *, most: int) -> Network:
    """The bodies of a district with the ties among them, in the order of the snapshot; at most `most`, the most tied.

    What a person or a family does counts for nothing here, not even for the order.
    """
    snapshot = view.snapshot
    here = view.geography.district == snapshot.code(district)
    found = np.flatnonzero(view.nodes & here & snapshot.of_kinds(BODIES))
    layers: list[Layer] = [layer for layer in snapshot.layers if layer not in ("protection", "territory")]
    ties = _among(view, found, layers)
    ends = np.concatenate([snapshot.ties.source[ties], snapshot.ties.target[ties]])
    degree = np.bincount(ends, minlength=len(snapshot))[found]
    nodes = np.sort(found[np.lexsort((found, -degree))][:most])
    hops = np.zeros(len(nodes), np.int64)
    return Network(nodes, hops, _among(view, nodes, layers), len(found) - len(nodes))


def comuni_of(view: View, district: str) -> Positions:
    """The comuni of a district."""
    columns = view.snapshot.columns
    here = (columns["district"] == view.snapshot.code(district)) & (columns["level"] == 0)
    return np.flatnonzero(here & view.snapshot.of_kinds(["place"]) & view.nodes)


def communities(view: View, comuni: Positions) -> list[Community]:
    """How many persons and families live in each comune, as far as the viewer may know."""

    def lives(kind: str) -> list[int]:
        people = view.nodes & view.snapshot.of_kinds([kind]) & (view.geography.place >= 0)
        return np.bincount(view.geography.place[people], minlength=len(view.snapshot))[comuni].tolist()

    counts = zip(comuni.tolist(), lives("person"), lives("family"), strict=True)
    return [Community(place, _many(persons), _many(families)) for place, persons, families in counts]


def _many(count: int) -> int | None:
    return count if count >= FEW else None


def _among(view: View, nodes: Positions, layers: list[Layer]) -> Positions:
    """The visible ties of some layers with both ends among some nodes."""
    snapshot = view.snapshot
    wanted = np.zeros(len(snapshot), bool)
    wanted[nodes] = True
    kinds = [number for number, layer in enumerate(snapshot.tie_layers) if layer in layers]
    chosen = view.ties & np.isin(snapshot.ties.kind, kinds)
    return np.flatnonzero(chosen & wanted[snapshot.ties.source] & wanted[snapshot.ties.target])
