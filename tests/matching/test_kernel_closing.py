"""A walk that is closed to some nodes against the walk in a graph that never had them (synthetic graphs)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.kernels import closing, walk
from matching.kernels.walk import build_walk_graph, closed_to, personalised_pagerank

COUNTED = "edges"  # looked at; a closed end is looked at and left


def ints(*values):
    return np.array(values, np.int32)


def network(n, m, seed, hub):
    rng = np.random.default_rng(seed)
    source = rng.integers(0, n, m).astype(np.int32)
    target = (rng.integers(0, max(n // 8, 1), m) if hub else rng.integers(0, n, m)).astype(np.int32)
    weight = (0.05 + 0.95 * rng.random(m)).astype(np.float32)
    return source, target, weight, rng.random(n) < 0.3, rng.integers(0, 4, n).astype(np.int32)


def built(n, source, target, weight, resource, place):
    return build_walk_graph(n, source, target, weight, resource=resource, locality=place)


def without(closed, n, source, target, weight, *of_nodes):
    """The graph of its own: no tie of the closed nodes was ever in it."""
    kept = ~np.isin(source, closed) & ~np.isin(target, closed)
    return built(n, source[kept], target[kept], weight[kept], *of_nodes)


def bits(found):
    return {name: np.asarray(getattr(found, name)).tobytes() for name in found.__slots__ if name != COUNTED}


zones = st.lists(st.lists(st.integers(0, 39), max_size=12), min_size=1, max_size=4)


@settings(deadline=None, max_examples=150)
@given(
    n=st.integers(40, 160),
    density=st.integers(0, 8),
    seed=st.integers(0, 10**6),
    hub=st.booleans(),
    epsilon=st.sampled_from([1e-2, 1e-4, 1e-6]),
    overlapping=zones,
)
def test_a_closed_walk_has_the_bits_of_a_graph_that_never_had_the_zone(n, density, seed, hub, epsilon, overlapping):
    data = network(n, n * density, seed, hub)
    shared, seeds = built(n, *data), ints(0, n - 1, n // 2)
    ask = {"seed_weights": np.array([1.0, 2.0, 0.5]), "epsilon": epsilon}
    for zone in ([], *overlapping, overlapping[0], []):
        own = without(zone, n, *data)
        found = personalised_pagerank(closed_to(shared, ints(*zone)), seeds, **ask)
        assert bits(found) == bits(personalised_pagerank(own, seeds, **ask))
        assert not np.isin(found.resources, zone).any()
        assert not np.isin(found.local, zone).any()


def hub_beside_a_zone():
    """Where a walk goes from 0 depends on how much of the hub's degree lies in the zone."""
    data = network(300, 1500, 4, hub=True)
    return data, ints(*range(0, 300, 7)[1:])


def is_equal(data, zone):
    shared, own = built(300, *data), without(zone, 300, *data)
    return bits(personalised_pagerank(closed_to(shared, zone), ints(0))) == bits(personalised_pagerank(own, ints(0)))


def test_a_hub_that_loses_ties_to_the_zone_weighs_what_is_left():
    assert is_equal(*hub_beside_a_zone())


@pytest.mark.parametrize("removed", ["row_weight", "close"])
def test_without_the_corrections_the_zone_would_tell(monkeypatch, removed):
    weighed = closing.row_weight

    def everything(rows, left, node):
        """As if nothing of a degree led into the zone."""
        whole, _ = weighed(rows, left, node)
        return whole, whole

    if removed == "close":
        monkeypatch.setattr(walk, "close", lambda *_: 0.0)
    else:
        close = closing.close.py_func
        monkeypatch.setattr(walk, "close", lambda *arguments: close(*arguments))
        monkeypatch.setattr(closing, "row_weight", everything)
    assert not is_equal(*hub_beside_a_zone())


def test_a_closed_seed_counts_as_isolated():
    data = network(60, 300, 1, hub=False)
    shared, own = built(60, *data), without([3], 60, *data)
    closed = closed_to(shared, ints(3))
    assert bits(personalised_pagerank(closed, ints(3, 5))) == bits(personalised_pagerank(own, ints(3, 5)))
    assert personalised_pagerank(closed, ints(3)).pushes == 0


def test_a_closed_walk_leaves_its_work_arrays_clean():
    data = network(80, 400, 2, hub=True)
    graph = built(80, *data)
    personalised_pagerank(closed_to(graph, ints(0, 2, 5, 5, 79)), ints(1))
    with graph.pool.lend() as scratch:
        assert not scratch.estimate.any()
        assert not scratch.residual.any()
        assert not scratch.left.any()
        assert (scratch.degree == graph.rows.degree).all()


@pytest.mark.parametrize("node", [-1, 9])
def test_closing_what_is_no_node_is_refused(node):
    graph = built(9, *network(9, 20, 0, hub=False))
    with pytest.raises(ValueError, match="outside"):
        closed_to(graph, ints(node))
