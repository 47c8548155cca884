"""Introduction paths against enumeration and networkx (synthetic graphs)."""

from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.kernels import bidirectional, layers, paths
from matching.kernels.bidirectional import FAR
from matching.kernels.path_graph import build_path_graph
from matching.kernels.paths import best_paths
from matching.kernels.reach import reach


def ints(*values):
    return np.array(values, np.int32)


def build(n, *ties, closed=()):
    source, target, strength = zip(*ties, strict=True)
    passable = ~np.isin(np.arange(n), closed)
    return build_path_graph(n, ints(*source), ints(*target), np.array(strength, np.float32), passable=passable)


@st.composite
def graphs(draw, most=9):
    """Few nodes, coarse strengths (many equal products), parallel ties and loops among them."""
    n = draw(st.integers(1, most))
    node = st.integers(0, n - 1)
    ties = draw(st.lists(st.tuples(node, node, st.sampled_from([0.25, 0.5, 0.7, 1.0])), max_size=3 * n))
    closed = draw(st.lists(node, max_size=3))
    ends = st.lists(node, min_size=1, max_size=3)
    return build(n, *(ties or [(0, 0, 1.0)]), closed=closed), draw(ends), draw(ends)


def as_networkx(graph):
    """The shortest of parallel ties, exact whole lengths."""
    simple = nx.Graph()
    simple.add_nodes_from(range(len(graph.passable)))
    for a, b, length in zip(graph.source.tolist(), graph.target.tolist(), graph.length.tolist(), strict=True):
        if a != b and length < simple.get_edge_data(a, b, {"length": int(FAR)})["length"]:
            simple.add_edge(a, b, length=length)
    return simple


def enumerated(graph, sources, targets, max_steps):
    """Lengths and nodes of every legal path, shortest first."""
    simple, found = as_networkx(graph), []

    def walk(nodes, length):
        if nodes[-1] in targets:
            found.append((length, tuple(nodes)))
            return
        if len(nodes) > 1 and not graph.passable[nodes[-1]]:
            return
        if max_steps is not None and len(nodes) > max_steps:
            return
        for node, tie in simple[nodes[-1]].items():
            if node not in nodes and node not in sources:
                walk([*nodes, node], length + tie["length"])

    for source in set(sources):
        walk([source], 0)
    return sorted(found)


def lengths(graph, found):
    return [sum(int(graph.length[tie]) for tie in path.ties) for path in found]


def is_sound(graph, path):
    ends = [{int(graph.source[tie]), int(graph.target[tie])} for tie in path.ties]
    joined = all({a, b} == pair for a, b, pair in zip(path.nodes, path.nodes[1:], ends, strict=False))
    product = np.prod([float(graph.strength[tie]) for tie in path.ties])
    return joined and len(path.nodes) == len(path.ties) + 1 and path.strength == pytest.approx(float(product))


@settings(deadline=None, max_examples=400)
@given(case=graphs(), k=st.integers(1, 6), max_steps=st.sampled_from([None, 1, 2, 3, 4, 6]))
def test_the_best_paths_are_those_of_full_enumeration(case, k, max_steps):
    graph, sources, targets = case
    found = best_paths(graph, ints(*sources), ints(*targets), k=k, max_steps=max_steps)
    legal = enumerated(graph, sources, targets, max_steps)
    assert lengths(graph, found) == [length for length, _ in legal[:k]]
    assert {path.nodes for path in found} <= {nodes for _, nodes in legal}
    assert len({path.nodes for path in found}) == len(found)
    assert all(is_sound(graph, path) for path in found)


@settings(deadline=None, max_examples=300)
@given(case=graphs(), max_steps=st.integers(1, 6))
def test_a_sweep_finds_the_best_path_to_every_node(case, max_steps):
    graph, sources, _ = case
    found = reach(graph, ints(*sources), max_steps=max_steps)
    for node in range(len(graph.passable)):
        # A path to a node may pass it nowhere else, so the enumeration ends there.
        legal = enumerated(graph, sources, [node], max_steps)
        path = found.path_to(node)
        strength = found.strength_to(ints(node))[0]
        if path is None:
            assert not legal
            assert strength == 0
        else:
            assert lengths(graph, [path]) == [legal[0][0]]
            assert path.nodes in {nodes for _, nodes in legal}
            assert path.strength == strength
            assert is_sound(graph, path)


def random_graph(seed, n=300, m=900):
    rng = np.random.default_rng(seed)
    source, target = rng.integers(0, n, (2, m)).astype(np.int32)
    strength = (0.05 + 0.95 * rng.random(m)).astype(np.float32)
    return build_path_graph(n, source, target, strength, passable=np.ones(n, bool))


@pytest.mark.parametrize("seed", range(5))
def test_larger_graphs_agree_with_networkx(seed):
    graph = random_graph(seed)
    simple = as_networkx(graph)
    for source, target in ((0, 299), (5, 150), (17, 18)):
        found = best_paths(graph, ints(source), ints(target), k=5, max_steps=None)
        if not nx.has_path(simple, source, target):
            assert found == ()
            continue
        theirs = islice(nx.shortest_simple_paths(simple, source, target, weight="length"), 5)
        assert lengths(graph, found) == [nx.path_weight(simple, nodes, "length") for nodes in theirs]


@pytest.mark.parametrize("seed", range(5))
def test_one_search_finds_the_nearest_of_many_ends(seed):
    graph = random_graph(seed)
    sources, targets = ints(1, 2, 3), ints(100, 200, 250)
    each = [best_paths(graph, ints(a), ints(b), k=1, max_steps=None) for a in sources for b in targets]
    shortest = min(lengths(graph, found)[0] for found in each if found)
    assert lengths(graph, best_paths(graph, sources, targets, k=1, max_steps=None)) == [shortest]


def test_a_shorter_way_of_weaker_ties_is_found_when_steps_are_few():
    graph = build(5, (0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 4, 1.0), (0, 4, 0.25))
    assert best_paths(graph, ints(0), ints(4), k=1, max_steps=None)[0].nodes == (0, 1, 2, 3, 4)
    assert best_paths(graph, ints(0), ints(4), k=5, max_steps=3) == best_paths(
        graph, ints(0), ints(4), k=5, max_steps=1
    )


def test_without_the_search_by_layers_the_limit_of_steps_would_hide_a_path(monkeypatch):
    monkeypatch.setattr(paths, "_meet_in_layers", lambda *_: None)
    graph = build(3, (0, 1, 1.0), (1, 2, 1.0), (0, 2, 0.25))
    assert best_paths(graph, ints(0), ints(2), max_steps=1) == ()


def around_a_refusal():
    """From 0 to 3 the strong way leads through 1, who did not agree."""
    return build(4, (0, 1, 1.0), (1, 3, 1.0), (0, 2, 0.5), (2, 3, 0.5), closed=[1])


def nodes_passed(graph):
    found = best_paths(graph, ints(0), ints(3), k=9), best_paths(graph, ints(0), ints(3), k=9, max_steps=2)
    passed = {node for group in found for path in group for node in path.nodes[1:-1]}
    path = reach(graph, ints(0)).path_to(3)
    return passed | set(path.nodes[1:-1] if path else ())


def test_who_did_not_agree_never_lies_on_a_path_but_may_end_one():
    graph = around_a_refusal()
    assert nodes_passed(graph) == {2}
    assert best_paths(graph, ints(0), ints(1))[0].nodes == (0, 1)
    assert best_paths(graph, ints(1), ints(3))[0].nodes == (1, 3)


def test_without_the_control_who_did_not_agree_would_lie_on_a_path(monkeypatch):
    graph = around_a_refusal()
    with graph.pool.lend() as scratch:
        scratch.state[:] |= layers.WAY
    assert 1 in nodes_passed(graph)


def test_of_parallel_ties_the_strongest_is_used_once():
    graph = build(2, (0, 1, 0.5), (1, 0, 0.75), (0, 1, 0.75))
    (only,) = best_paths(graph, ints(0), ints(1), k=3)
    assert only.ties == (1,)
    assert only.strength == 0.75


def test_of_equal_products_the_one_with_fewer_steps_comes_first():
    graph = build(3, (0, 1, 1.0), (1, 2, 0.5), (0, 2, 0.5))
    assert [path.nodes for path in best_paths(graph, ints(0), ints(2))] == [(0, 2), (0, 1, 2)]


def test_a_source_that_is_a_target_is_a_path_without_ties():
    graph = build(2, (0, 1, 0.5))
    assert best_paths(graph, ints(0), ints(0), k=2) == (paths.Path((0,), (), 1.0),)
    assert reach(graph, ints(0)).path_to(0) == paths.Path((0,), (), 1.0)


@pytest.mark.parametrize(("ties", "found"), [(4, True), (5, False)])
def test_a_product_as_good_as_nothing_is_no_path(ties, found):
    graph = build(ties + 1, *((node, node + 1, 1e-6) for node in range(ties)))
    ends = ints(0), ints(ties)
    assert bool(best_paths(graph, *ends, max_steps=None)) is found
    assert bool(best_paths(graph, *ends, max_steps=ties)) is found
    assert (reach(graph, ends[0], max_steps=ties).path_to(ties) is not None) is found


def test_no_way_is_no_path():
    graph = build(4, (0, 1, 0.5), (2, 3, 0.5))
    assert best_paths(graph, ints(0), ints(3)) == ()
    assert best_paths(graph, ints(), ints(3)) == best_paths(graph, ints(0), ints()) == ()
    assert reach(graph, ints(0)).path_to(3) is None
    assert reach(graph, ints()).strength_to(ints(0, 3)).tolist() == [0, 0]


def test_the_same_question_gives_the_same_paths_alone_and_among_threads():
    graph = random_graph(7)

    def ask(source):
        ends = ints(source, source + 1), ints(290, 291)
        swept = reach(graph, ends[0], max_steps=3)
        return (
            best_paths(graph, *ends, k=4, max_steps=4),
            best_paths(graph, *ends, max_steps=None),
            swept.strengths.tobytes(),
        )

    first = [ask(source) for source in range(40)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(40))) == first


def test_a_search_leaves_its_work_arrays_clean():
    graph = random_graph(3)
    best_paths(graph, ints(0, 1), ints(200, 201), k=6, max_steps=3)
    reach(graph, ints(0))
    with graph.pool.lend() as scratch:
        assert (scratch.label["distance"] == FAR).all()
        assert (scratch.state == (bidirectional.OF_GRAPH)).all()


@pytest.mark.parametrize("ask", [{"k": 0}, {"max_steps": 0}, {"sources": ints(9)}, {"targets": ints(-1)}])
def test_a_question_out_of_range_is_refused(ask):
    graph = build(2, (0, 1, 0.5))
    with pytest.raises(ValueError, match=r"."):
        best_paths(graph, **({"sources": ints(0), "targets": ints(1)} | ask))


@pytest.mark.parametrize("strength", [0.0, 1.5, np.nan])
def test_a_strength_out_of_range_is_refused(strength):
    with pytest.raises(ValueError, match="between"):
        build(2, (0, 1, strength))
