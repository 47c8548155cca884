"""Random-walk proximity against an independent power iteration (synthetic graphs)."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import scipy.sparse as sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.measuring.networks import chung_lu
from matching.kernels import pull, walk
from matching.kernels.choice import owned
from matching.kernels.push import push_scratch
from matching.kernels.walk import build_walk_graph, personalised_pagerank
from matching.policy import default_policy

ROUNDING = 1e-4  # relative: what single precision may add up to in a long push


def ints(*values):
    return np.array(values, np.int32)


def ties(n, m, seed, hub=False):
    rng = np.random.default_rng(seed)
    source = rng.integers(0, n, m).astype(np.int32)
    target = (np.zeros(m, np.int32) if hub else (rng.random(m) ** 2 * n).astype(np.int32)).astype(np.int32)
    return source, target, (0.05 + 0.95 * rng.random(m)).astype(np.float32), rng.random(n) < 0.3


def exact(n, ties, seeds, weights=None, alpha=0.15):
    """Power iteration in double precision until the change is below 1e-12."""
    source, target, weight, _ = ties
    kept = source != target
    a, b, w = source[kept], target[kept], weight[kept].astype(float)
    tied = sparse.coo_matrix((np.r_[w, w], (np.r_[a, b], np.r_[b, a])), (n, n)).tocsr()
    degree = np.asarray(tied.sum(1)).ravel()
    step = tied @ sparse.diags(1 / np.where(degree > 0, degree, 1))
    restart = np.bincount(seeds, np.ones(len(seeds)) if weights is None else weights, n)
    restart /= restart.sum()
    now, before = restart, np.zeros(n)
    while np.abs(now - before).sum() > 1e-12:
        now, before = (1 - alpha) * (step @ now) + alpha * restart, now
    return now


def ndcg(found, truth, resource, seeds, k=50):
    """Gain is the exact score; seeds are no answers."""
    able = np.setdiff1d(np.flatnonzero(resource), seeds)
    ideal = np.sort(truth[able])[::-1][:k]
    discount = 1 / np.log2(np.arange(2, k + 2))
    gained = truth[found[:k]]
    return (gained * discount[: len(gained)]).sum() / (ideal * discount[: len(ideal)]).sum()


def build(n, ties, **options):
    return build_walk_graph(n, *ties[:3], resource=ties[3], **options)


@settings(deadline=None, max_examples=60)
@given(
    n=st.integers(2, 120),
    density=st.integers(0, 12),
    seed=st.integers(0, 10**6),
    epsilon=st.sampled_from([1e-2, 1e-3, 1e-5, 1e-7]),
    hub=st.booleans(),
)
def test_the_true_proximity_lies_within_the_certificate(n, density, seed, epsilon, hub):
    graph_ties = ties(n, n * density, seed, hub)
    seeds = np.random.default_rng(seed).integers(0, n, 3).astype(np.int32)
    weights = np.array([1.0, 2.0, 0.5])
    found = personalised_pagerank(build(n, graph_ties), seeds, seed_weights=weights, epsilon=epsilon)
    truth = exact(n, graph_ties, seeds, weights)[found.resources]
    assert (found.lower <= truth * (1 + ROUNDING)).all()
    assert (truth <= found.upper * (1 + ROUNDING)).all()
    assert (found.lower <= found.scores).all()
    assert (found.scores <= found.upper).all()
    assert not np.isin(found.resources, seeds).any()
    assert graph_ties[3][found.resources].all()


def test_a_seed_without_weight_is_not_among_the_answers():
    line = ints(0, 1), ints(1, 2), np.ones(2, np.float32), np.ones(3, bool)
    found = personalised_pagerank(build(3, line), ints(0, 2), seed_weights=np.array([1.0, 0.0]))
    assert found.resources.tolist() == [1]

    people = (*line[:3], np.zeros(3, bool))
    found = personalised_pagerank(build(3, people), ints(0, 2), seed_weights=np.array([1.0, 0.0]))
    assert found.local.tolist() == [1]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("hub", [False, True])
def test_the_order_is_that_of_the_exact_walk(seed, hub):
    graph_ties = ties(400, 2400, seed, hub)
    seeds = ints(5, 17)
    found = personalised_pagerank(build(400, graph_ties), seeds, epsilon=1e-6)
    assert ndcg(found.resources, exact(400, graph_ties, seeds), graph_ties[3], seeds) >= 0.998


def coarse_quality():
    graph_ties = ties(3000, 15000, 1)
    seeds = ints(7)
    found = personalised_pagerank(build(3000, graph_ties), seeds, epsilon=2e-4)
    return ndcg(found.resources, exact(3000, graph_ties, seeds), graph_ties[3], seeds)


def test_a_coarse_push_orders_well_thanks_to_the_pull():
    assert coarse_quality() >= 0.99


def test_without_the_pull_the_coarse_order_falls_below_the_floor(monkeypatch):
    def estimate_only(rows, scratch, nodes, *_):
        return scratch.estimate[nodes].astype(float) * rows.degree[nodes]

    monkeypatch.setattr(walk, "pull", estimate_only)
    assert coarse_quality() < 0.99


def test_people_around_the_seeds_come_with_their_own_scores():
    graph_ties = ties(200, 1000, 3)
    seeds = ints(int(np.flatnonzero(~graph_ties[3])[0]))
    found = personalised_pagerank(build(200, graph_ties), seeds, epsilon=1e-7)
    truth = exact(200, graph_ties, seeds)
    assert not graph_ties[3][found.local].any()
    assert seeds[0] not in found.local
    assert np.allclose(found.local_scores, truth[found.local], rtol=1e-3)
    assert (np.diff(found.local_scores) <= 0).all()


def test_an_isolated_seed_keeps_its_mass_and_finds_nothing():
    graph = build_walk_graph(3, ints(0), ints(1), np.ones(1, np.float32), resource=np.array([True, True, False]))
    alone = personalised_pagerank(graph, ints(2))
    assert len(alone.resources) == len(alone.local) == alone.pushes == 0
    both = personalised_pagerank(graph, ints(0, 2), epsilon=1e-7)
    assert both.resources.tolist() == [1]
    assert both.scores[0] == pytest.approx(0.5 * exact(2, (ints(0), ints(1), np.ones(1), None), ints(0))[1], rel=1e-4)


def test_a_graph_of_one_node_answers_with_nothing():
    graph = build_walk_graph(1, ints(0), ints(0), np.ones(1, np.float32), resource=np.array([True]))
    assert len(personalised_pagerank(graph, ints(0)).resources) == 0


def test_another_component_is_never_reached():
    graph = build_walk_graph(
        4, ints(0, 2), ints(1, 3), np.ones(2, np.float32), resource=np.array([False, True, True, True])
    )
    assert personalised_pagerank(graph, ints(0)).resources.tolist() == [1]


def test_parallel_ties_weigh_what_their_sum_does():
    resource = np.array([False, True, True])
    split = build_walk_graph(3, ints(0, 1, 0), ints(1, 0, 2), np.array([1, 2, 1], np.float32), resource=resource)
    whole = build_walk_graph(3, ints(0, 0), ints(1, 2), np.array([3, 1], np.float32), resource=resource)
    a, b = (personalised_pagerank(graph, ints(0), epsilon=1e-7) for graph in (split, whole))
    assert a.resources.tolist() == b.resources.tolist() == [1, 2]
    assert np.allclose(a.scores, b.scores, rtol=1e-4)


def test_equal_scores_come_by_ascending_node():
    n = 40
    star = (np.zeros(n - 1, np.int32), np.arange(1, n, dtype=np.int32)[::-1].copy(), np.ones(n - 1, np.float32))
    graph = build_walk_graph(n, *star, resource=np.arange(n) > 0)
    assert personalised_pagerank(graph, ints(0), k=7).resources.tolist() == list(range(1, 8))


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_names_order_and_place_of_nodes_change_nothing_but_rounding(seed):
    n, rng = 60, np.random.default_rng(seed)
    source, target, weight, resource = ties(n, 240, seed)
    plain = personalised_pagerank(build(n, (source, target, weight, resource)), ints(4), epsilon=1e-8)
    name, shuffled = rng.permutation(n).astype(np.int32), rng.permutation(240)
    renamed = np.empty(n, bool)
    renamed[name] = resource
    moved = (name[target][shuffled], name[source][shuffled], weight[shuffled], renamed)
    place = rng.integers(0, 5, n).astype(np.int32)
    other = personalised_pagerank(build(n, moved, locality=place), name[[4]], epsilon=1e-8)
    ours = dict(zip(name[plain.resources].tolist(), plain.scores, strict=True))
    theirs = dict(zip(other.resources.tolist(), other.scores, strict=True))
    assert ours.keys() == theirs.keys()
    assert all(theirs[node] == pytest.approx(score, rel=1e-3, abs=1e-7) for node, score in ours.items())


def bits(found):
    return [np.asarray(getattr(found, name)).tobytes() for name in found.__slots__]


def test_the_same_question_gives_the_same_bits_alone_and_among_threads():
    graph_ties = ties(2000, 9000, 5)
    graph = build(2000, graph_ties)
    questions = [np.array([seed, seed + 1], np.int32) for seed in range(60)]
    first = [bits(personalised_pagerank(graph, seeds)) for seeds in questions]
    with ThreadPoolExecutor(4) as threads:
        again = list(threads.map(lambda seeds: bits(personalised_pagerank(graph, seeds)), questions))
    fresh = bits(personalised_pagerank(build(2000, graph_ties), questions[-1]))
    assert again == first
    assert fresh == first[-1]


@pytest.mark.parametrize("epsilon", [1e-2, 1e-7])
def test_a_query_leaves_its_work_arrays_clean(epsilon):
    graph = build(300, ties(300, 1500, 2))
    personalised_pagerank(graph, ints(1, 2, 250), epsilon=epsilon)
    with graph.pool.lend() as scratch:
        assert not scratch.estimate.any()
        assert not scratch.residual.any()


def test_the_queue_holds_a_dense_graph_with_every_node_a_seed():
    n = 65
    a, b = np.triu_indices(n, 1)
    dense = (a.astype(np.int32), b.astype(np.int32), np.full(len(a), 1e6, np.float32), np.arange(n) % 2 == 0)
    graph = build(n, dense)
    assert len(push_scratch(graph.rows).queue) > 2 * n + 1
    for epsilon in (0.5, 1e-3, 1e-8, 1e-9):
        found = personalised_pagerank(graph, np.arange(n, dtype=np.int32)[:40], epsilon=epsilon)
        truth = exact(n, dense, np.arange(40))
        assert (found.lower <= truth[found.resources] * (1 + ROUNDING)).all()
        assert (truth[found.resources] <= found.upper * (1 + ROUNDING)).all()


@pytest.mark.parametrize(
    "options",
    [
        {"seeds": ints()},
        {"seeds": ints(3)},
        {"seeds": ints(-1)},
        {"seed_weights": np.array([0.0])},
        {"seed_weights": np.array([-1.0])},
        {"seed_weights": np.array([np.nan])},
        {"seed_weights": np.array([1.0, 1.0])},
        {"alpha": 0.0},
        {"epsilon": 0.0},
        {"k": 0},
    ],
)
def test_a_question_out_of_range_is_refused(options):
    graph = build_walk_graph(3, ints(0), ints(1), np.ones(1, np.float32), resource=np.ones(3, bool))
    with pytest.raises(ValueError, match=r"."):
        personalised_pagerank(graph, **({"seeds": ints(0)} | options))


@pytest.mark.parametrize(
    ("source", "target", "weight"),
    [
        (ints(0), ints(3), [1]),
        (ints(-1), ints(0), [1]),
        (ints(0), ints(1), [0]),
        (ints(0), ints(1), [np.nan]),
        (ints(0), ints(1, 2), [1]),
    ],
)
def test_ties_that_do_not_fit_are_refused(source, target, weight):
    with pytest.raises(ValueError, match=r"."):
        build_walk_graph(3, source, target, np.array(weight, np.float32), resource=np.ones(3, bool))


def community(n=3000):
    """A heavy-tailed network with the graph of it."""
    network = chung_lu(n, seed=3)
    graph_ties = network.source, network.target, network.strength, network.resource
    return network, graph_ties, build(n, graph_ties, locality=network.comune)


def mean_quality(epsilon):
    network, graph_ties, graph = community()
    sources = network.drawn(12, of=~network.resource, seed=1)
    found = [personalised_pagerank(graph, ints(source), epsilon=epsilon).resources for source in sources]
    truth = [exact(network.n, graph_ties, ints(source)) for source in sources]
    return np.mean(
        [ndcg(one, t, network.resource, ints(source)) for one, t, source in zip(found, truth, sources, strict=True)]
    )


def test_proposals_walk_precisely_enough():
    assert mean_quality(default_policy().walk.epsilon) >= 0.998


def test_what_is_near_and_what_is_far_order_a_coarse_push_better_than_either_alone(monkeypatch):
    both, original = mean_quality(1e-4), walk.pull

    def weighed(near):
        def pulled(rows, scratch, nodes, alpha, far):
            """The pull with another weight of the near part."""
            alone = owned(scratch, nodes, alpha)
            distant = far * rows.degree[nodes]
            spread = (original(rows, scratch, nodes, alpha, far) - alone) / (1 - alpha)
            close = (spread - (1 - pull.NEAR) * distant) / pull.NEAR
            return alone + (1 - alpha) * (near * close + (1 - near) * distant)

        return pulled

    for near in (0.0, 1.0):
        monkeypatch.setattr(walk, "pull", weighed(near))
        assert mean_quality(1e-4) < both
