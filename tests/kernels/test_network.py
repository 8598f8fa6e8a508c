import hashlib

import numba
import numpy as np
import pytest

from upheaval.kernels import network, network_shapes, words

BASE = words.replicate_base(4, 0)


def line(nodes):
    return network.graph_of_ties(nodes, [(i, i + 1) for i in range(nodes - 1)])


def started(replicates, nodes, *active):
    state = np.zeros((replicates, nodes), np.uint8)
    state[:, list(active)] = 1
    return state


def bases(replicates):
    return words.replicate_bases(8, range(replicates))


def reference(graph, threshold, state, ticks, memory, pull, cost, sticky, chance, keys):
    """The rule once more, in NumPy, all people at a time."""
    counts = []
    push = np.full(state.shape, -cost, np.float32)
    number = words.decision_number("network.reconsider")
    ends = np.repeat(np.arange(state.shape[1]), graph.degree)
    one = np.float32(1)
    for tick in range(ticks):
        drawn = words.words(keys, number, tick, state.shape[1]) >> np.uint64(33)
        attends = drawn < round(chance * 2**31)
        after = state.copy()
        for k in range(state.shape[0]):
            seen = np.bincount(ends, state[k][graph.neighbor], state.shape[1]).astype(np.float32)
            share = seen / np.maximum(graph.degree, 1).astype(np.float32)
            kept = np.float32(memory) * push[k]
            push[k] = kept + (one - np.float32(memory)) * (
                np.float32(pull) * share - np.float32(cost)
            )
            moved = attends[k] & ~(sticky & (state[k] == 1))
            after[k] = np.where(moved, push[k] > threshold, state[k])
        state = after
        counts.append(state.sum(axis=1))
    return np.array(counts).T, state, push


@pytest.mark.parametrize("sticky", [False, True])
@pytest.mark.parametrize("chance", [1.0, 0.4])
@pytest.mark.parametrize("memory", [0.0, 0.7])
def test_the_kernel_equals_the_plain_reference_to_the_byte(sticky, chance, memory):
    graph = network_shapes.small_world(BASE, 60, 4, 0.2)
    drawn = words.uniform(bases(1), 1, 0, 60)[0]
    threshold = (0.7 * drawn - 0.3).astype(np.float32)
    start = started(3, 60, 1, 5, 9, 30)
    keys = bases(3)
    result = network.run_network(
        graph, threshold, start, keys, 25, memory=memory, pull=0.9, cost=0.25, sticky=sticky,
        reconsider=chance,
    )  # fmt: skip
    counts, state, push = reference(
        graph, threshold, start, 25, memory, 0.9, 0.25, sticky, chance, keys
    )
    assert result.active.tolist() == counts.tolist()
    assert result.state.tobytes() == state.tobytes()
    assert result.push.tobytes() == push.tobytes()
    assert 0 < counts[:, -1].max() < 60


def test_a_cascade_runs_down_a_line_one_node_a_tick():
    threshold = np.full(6, network.at_least(0.5), np.float32)
    result = network.run_network(line(6), threshold, started(1, 6, 0), bases(1), 8, sticky=True)
    assert result.active[0].tolist() == [2, 3, 4, 5, 6, 6, 6, 6]


def test_at_least_a_share_is_met_by_exactly_that_share_and_more_than_it_is_not():
    pair = network.graph_of_ties(6, [(0, i) for i in range(1, 6)])
    for threshold, joined in ((network.at_least(0.2), 2), (np.float32(0.2), 1)):
        limits = np.full(6, 9, np.float32)
        limits[0] = threshold
        result = network.run_network(pair, limits, started(1, 6, 3), bases(1), 3, sticky=True)
        assert result.active[0, -1] == joined


def test_who_has_no_neighbors_sees_nobody():
    alone = network.graph_of_ties(3, np.empty((0, 2), int))
    limits = np.array([-0.1, 0.0, 0.1], np.float32)
    result = network.run_network(alone, limits, started(1, 3), bases(1), 4)
    assert result.state.tolist() == [[1, 0, 0]]


def test_batches_threads_and_length_change_no_byte():
    graph = network_shapes.poisson(BASE, 300, 5)
    limits = words.uniform(bases(1), 1, 0, 300)[0].astype(np.float32)
    results = []
    for threads in sorted({1, min(2, numba.config.NUMBA_NUM_THREADS)}):
        numba.set_num_threads(threads)
        start = started(4, 300, *range(30))
        result = network.run_network(graph, limits, start, bases(4), 20, reconsider=0.3)
        results.append(result.state.tobytes() + result.active.tobytes())
        alone = network.run_network(graph, limits, start[:1], bases(1), 20, reconsider=0.3)
        assert alone.state[0].tobytes() == result.state[0].tobytes()
        assert len({state.tobytes() for state in result.state}) > 1
    assert len(set(results)) == 1


def test_a_run_and_all_shapes_keep_their_byte_hash():
    digest = hashlib.sha256()
    for graph in (
        network_shapes.poisson(BASE, 200, 4),
        network_shapes.small_world(BASE, 200, 6, 0.2),
        network_shapes.villages(BASE, 200, 7, 0.01),
        network_shapes.hierarchy(BASE, 200, 3, 0.2),
    ):
        digest.update(graph.first.astype("<i8").tobytes() + graph.neighbor.tobytes())
        limits = words.uniform(bases(1), 1, 0, 200)[0].astype(np.float32)
        start = started(2, 200, *range(20))
        result = network.run_network(graph, limits, start, bases(2), 15, memory=0.5, reconsider=0.5)
        digest.update(result.state.tobytes() + result.active.astype("<i4").tobytes())
    assert digest.hexdigest() == "d67ca0ed5199b81d3efe7eeab30649b335cfb3d2a9148ff3e6f060da0d05ce59"


def is_simple(graph):
    nodes = graph.degree.size
    ends = np.repeat(np.arange(nodes), graph.degree)
    pairs = set(zip(ends.tolist(), graph.neighbor.tolist(), strict=True))
    assert len(pairs) == graph.neighbor.size
    assert all((b, a) in pairs and a != b for a, b in pairs)
    return pairs


def test_a_random_network_has_its_ties_and_poisson_degrees():
    graph = network_shapes.poisson(BASE, 4000, 5)
    is_simple(graph)
    assert graph.neighbor.size == 2 * 10_000
    assert graph.degree.var() == pytest.approx(5, rel=0.1)


def test_a_small_world_is_a_ring_until_rewired():
    ring = network_shapes.small_world(BASE, 50, 4, 0.0)
    assert is_simple(ring) == {(i, (i + d) % 50) for i in range(50) for d in (-2, -1, 1, 2)}
    mixed = network_shapes.small_world(BASE, 50, 4, 0.5)
    kept = len(is_simple(mixed) & is_simple(ring)) / 200
    assert 0.35 < kept < 0.7


def test_villagers_know_one_another_and_a_few_others():
    apart = network_shapes.villages(BASE, 23, 5, 0.0)
    assert is_simple(apart) == {
        (i, j) for i in range(23) for j in range(23) if i != j and i // 5 == j // 5
    }
    bridged = is_simple(network_shapes.villages(BASE, 23, 5, 0.1))
    between = {(i, j) for i, j in bridged if i // 5 != j // 5}
    outside = 23 * 22 // 2 - len(is_simple(apart)) // 2
    assert len(between) == 2 * round(0.1 * outside)


def test_leaders_have_many_ties_and_most_people_few():
    graph = network_shapes.opinion_leaders(BASE, 3000, 2.0, 300)
    is_simple(graph)
    assert np.median(graph.degree) <= 2
    assert graph.degree.max() > 60


def test_a_hierarchy_is_a_tree_with_ties_inside_its_levels():
    tree = network_shapes.hierarchy(BASE, 40, 3, 0.0)
    assert tree.neighbor.size == 2 * 39
    assert tree.degree[0] == 3
    level = np.repeat([0, 1, 2, 3], [1, 3, 9, 27])
    full = is_simple(network_shapes.hierarchy(BASE, 40, 3, 1.0))
    assert full - is_simple(tree) == {
        (i, j) for i in range(40) for j in range(40) if i != j and level[i] == level[j]
    }


def test_the_same_base_draws_the_same_network_and_another_base_another():
    again = network_shapes.poisson(BASE, 100, 3)
    assert network_shapes.poisson(BASE, 100, 3).neighbor.tobytes() == again.neighbor.tobytes()
    other = network_shapes.poisson(words.replicate_base(4, 1), 100, 3)
    assert other.neighbor.tobytes() != again.neighbor.tobytes()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: network.graph_of_ties(3, [(0, 3)]), "nodes from 0 to 2"),
        (lambda: network.graph_of_ties(3, [0, 1]), r"int\[E, 2\]"),
        (lambda: network_shapes.poisson(BASE, 4, 9), "room for 6 ties"),
        (lambda: network_shapes.small_world(BASE, 10, 3, 0.1), "even"),
        (lambda: network_shapes.villages(BASE, 10, 0, 0.1), "size"),
        (lambda: network_shapes.opinion_leaders(BASE, 10, 2.0, 10), "most"),
        (lambda: network_shapes.hierarchy(BASE, 10, 0, 0.1), "branches"),
        (lambda: network.run_network(line(3), np.zeros(3), started(1, 3), bases(1), 2),
         "threshold must be float32"),
        (lambda: network.run_network(line(3), np.zeros(3, np.float32), started(1, 3), bases(1), 2,
                                     memory=1.0), "memory in"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_or_run_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
