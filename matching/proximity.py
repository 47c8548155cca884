"""Random-walk proximity: how easily a walk through the visible network leads from the party to a resource."""

import numpy as np
from numpy.typing import NDArray

from graph.view import View
from matching.candidates import RESOURCE_KINDS, Candidates
from matching.kernels.walk import WalkGraph, build_walk_graph, closed_to, personalised_pagerank
from matching.policy import Policy


def walk_graph(view: View, policy: Policy) -> WalkGraph:
    """The visible ties as one symmetric weighted graph: strength times the readiness of the tie's layer."""
    snapshot = view.snapshot
    readiness = np.zeros(len(snapshot.tie_kinds), np.float32)
    layers = policy.walk.layers.model_dump()
    for number, layer in enumerate(snapshot.tie_layers):
        readiness[number] = layers.get(layer, 0.0)
    weight = snapshot.ties.strength * readiness[snapshot.ties.kind]
    chosen = np.flatnonzero(view.ties & (weight > 0))
    resource = snapshot.of_kinds([kind for kind in RESOURCE_KINDS if kind in snapshot.kinds])
    return build_walk_graph(
        len(snapshot),
        snapshot.ties.source[chosen],
        snapshot.ties.target[chosen],
        weight[chosen].astype(np.float32),
        resource=resource,
        locality=view.geography.place,
    )


def proximity(found: Candidates) -> NDArray[np.float64]:
    """Proximity of each candidate in [0, 1] on a logarithmic scale; NaN for all where the party has no visible tie.

    Only the `walk.keep` resources and as many other nodes that the walk meets most have one: whatever lies beyond is 0,
    as is what the walk does not meet, though it may be a little more than nothing.

    Personalised PageRank from the party, divided by a power of the candidate's visible degree so that the
    much-connected do not win by being much-connected (RP3-beta, Paudel et al. 2017).
    """
    case = found.case
    if not len(case.ties[0]):
        return np.full(len(found), np.nan)
    walk = case.policy.walk
    shared = case.view.shared
    graph = shared.kept(("walk", case.policy.hash), lambda: walk_graph(shared, case.policy))
    graph = closed_to(graph, case.view.zone)  # a graph without the zone would take a time that tells of it
    result = personalised_pagerank(graph, case.party, alpha=walk.alpha, epsilon=walk.epsilon, k=walk.keep)
    score = np.zeros(len(case.view.snapshot))
    score[result.resources] = result.scores
    score[result.local] = result.local_scores
    held_back = np.maximum(case.view.degree[found.position], 1) ** walk.popularity
    value = score[found.position] / held_back
    low, high = np.log10(walk.faintest), np.log10(walk.closest)
    with np.errstate(divide="ignore"):
        return np.clip((np.log10(value) - low) / (high - low), 0.0, 1.0)
