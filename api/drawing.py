"""Networks as documents that a map is drawn from: nodes with names and places, ties by their ends."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.layout import Points, apart, on_the_ground, springs
from api.networks import Network, Positions, around, bodies_of, communities, comuni_of
from api.reading import Reading
from graph.kinds import Node
from graph.view import View

DIGITS = 4


def drawn_around(reader: Reading, node: Node, *, hops: int, most: int) -> dict[str, Any]:
    """The network around a node, as far as the reader may see it."""
    view = reader.around(node).legible
    network = around(view, view.index(node.id), hops=hops, most=most)
    ties = view.snapshot.ties
    place = np.zeros(len(view.snapshot), np.int64)
    place[network.nodes] = np.arange(len(network.nodes))
    points = springs(network.hops, place[ties.source[network.ties]], place[ties.target[network.ties]])
    nodes = [
        named | {"hops": hop, "x": round(x, DIGITS), "y": round(y, DIGITS)}
        for named, hop, (x, y) in zip(
            _named(reader, view, network.nodes), network.hops.tolist(), points.tolist(), strict=True
        )
    ]
    return {"centre": node.id, **_seen_by(view), "nodes": nodes, **_ties(view, network)}


def drawn_district(reader: Reading, district: str, *, most: int) -> dict[str, Any]:
    """The bodies of a district on the ground, over its comuni with their people counted."""
    view = reader.view
    comuni, network = comuni_of(view, district), bodies_of(view, district, most=most)
    geography = view.geography
    middle = (_mean(geography.lat[comuni]), _mean(geography.lon[comuni]))

    def on_map(nodes: Positions, *, spread: bool) -> list[dict[str, float | None]]:
        degrees = np.column_stack([geography.lat[nodes], geography.lon[nodes]]).astype(np.float64)
        km = on_the_ground(degrees[:, 0], degrees[:, 1], middle)
        drawn = np.column_stack([degrees, apart(km) if spread else km])
        return [dict(zip(("lat", "lon", "x", "y"), _known(row), strict=True)) for row in drawn]

    named = _named(reader, view, network.nodes)
    nodes = [one | where for one, where in zip(named, on_map(network.nodes, spread=True), strict=True)]
    places = zip(_named(reader, view, comuni), communities(view, comuni), on_map(comuni, spread=False), strict=True)
    numbers: list[int] = view.snapshot.columns["istat_code"][comuni].tolist()
    lived_in = [
        {
            "comune": view.snapshot.codes[number],
            "title": one["title"],
            "persons": people.persons,
            "families": people.families,
        }
        | where
        for number, (one, people, where) in zip(numbers, places, strict=True)
    ]
    return {"district": district, **_seen_by(view), "nodes": nodes, "comuni": lived_in, **_ties(view, network)}


def _seen_by(view: View) -> dict[str, Any]:
    return {"viewer": str(view.viewer), "at": view.at, "snapshot": view.snapshot.commit}


def _named(reader: Reading, view: View, nodes: Positions) -> list[dict[str, Any]]:
    snapshot = view.snapshot
    ids = [snapshot.id(position) for position in nodes.tolist()]
    titles = reader.store.titles(ids)
    comuni = snapshot.columns["comune"][nodes].tolist()
    return [
        {
            "id": id,
            "kind": snapshot.kind_name(position),
            "title": titles.get(id, ""),
            "comune": snapshot.codes[code] if code >= 0 else None,
        }
        for id, position, code in zip(ids, nodes.tolist(), comuni, strict=True)
    ]


def _ties(view: View, network: Network) -> dict[str, Any]:
    """The ties, without their strength: how close others are to each other is theirs to say."""
    snapshot = view.snapshot
    drawn = [
        {
            "id": snapshot.tie_id(tie),
            "kind": snapshot.tie_kinds[int(snapshot.ties.kind[tie])],
            "layer": snapshot.tie_layers[int(snapshot.ties.kind[tie])],
            "source": snapshot.id(int(snapshot.ties.source[tie])),
            "target": snapshot.id(int(snapshot.ties.target[tie])),
        }
        for tie in network.ties.tolist()
    ]
    return {"ties": drawn, "left_out": network.left_out}


def _known(row: Points) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), DIGITS) for value in row]


def _mean(values: NDArray[np.floating]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0
