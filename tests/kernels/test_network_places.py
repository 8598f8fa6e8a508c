import numpy as np
import pytest

from upheaval.kernels import network, words
from upheaval.kernels.network_places import SHAPES, network_of_places, shape_of_degree

BASE = words.replicate_base(11, 0)
PEOPLE = np.array([200, 1, 2, 90, 300])
HOME = np.repeat(np.arange(5), PEOPLE)
EVERYWHERE = (1 - np.eye(5)) / 4


def pairs_of(graph):
    ends = np.repeat(np.arange(graph.degree.size), graph.degree)
    pairs = np.column_stack([ends, graph.neighbor])
    return pairs[pairs[:, 0] < pairs[:, 1]]


def made(shape=0, degree=6.0, moved=0.1, between=0.1, toward=EVERYWHERE, base=BASE):
    return network_of_places(base, PEOPLE, shape, degree, moved, between, toward)


@pytest.mark.parametrize("shape", range(len(SHAPES)))
@pytest.mark.parametrize("degree", [4.0, 8.0])
def test_all_shapes_have_about_the_mean_degree_that_is_asked_for(shape, degree):
    graph = shape_of_degree(shape, BASE, 1000, degree)
    # Opinion leaders lose ties that would repeat another.
    assert graph.degree.mean() == pytest.approx(degree, rel=0.2)


def test_leaders_and_chiefs_have_more_ties_than_others_and_neighbors_do_not():
    spread = [shape_of_degree(shape, BASE, 1000, 8.0).degree.max() for shape in range(4)]
    assert spread[0] == spread[1] == 8
    assert spread[2] > 60


@pytest.mark.parametrize("shape", range(len(SHAPES)))
def test_without_moved_ties_nobody_knows_anybody_elsewhere(shape):
    pairs = pairs_of(made(shape, moved=0.0, between=0.0))
    assert len(pairs)
    assert (HOME[pairs[:, 0]] == HOME[pairs[:, 1]]).all()


@pytest.mark.parametrize("shape", range(len(SHAPES)))
def test_as_large_a_share_of_the_ties_leads_to_other_places_as_is_asked_for(shape):
    pairs = pairs_of(made(shape, between=0.25))
    assert (HOME[pairs[:, 0]] != HOME[pairs[:, 1]]).mean() == pytest.approx(0.25, abs=0.05)


def test_ties_lead_only_to_places_that_have_a_chance():
    toward = np.zeros((5, 5))
    toward[0, 4] = toward[4, 0] = 1.0
    pairs = pairs_of(made(between=0.5, toward=toward))
    apart = HOME[pairs[HOME[pairs[:, 0]] != HOME[pairs[:, 1]]]]
    assert len(apart) > 100
    assert {tuple(pair) for pair in apart.tolist()} == {(0, 4)}


def test_moving_ties_inside_a_place_breaks_the_ring_and_keeps_the_place():
    ring, moved = pairs_of(made(moved=0.0, between=0.0)), pairs_of(made(moved=0.5, between=0.0))
    common = {tuple(p) for p in ring.tolist()} & {tuple(p) for p in moved.tolist()}
    assert 0.4 < len(common) / len(ring) < 0.6
    assert (HOME[moved[:, 0]] == HOME[moved[:, 1]]).all()


def test_the_same_base_makes_the_same_network_and_another_base_another():
    assert made().neighbor.tobytes() == made().neighbor.tobytes()
    assert made(base=words.replicate_base(11, 1)).neighbor.tobytes() != made().neighbor.tobytes()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: shape_of_degree(4, BASE, 10, 4.0), "shape from 0 to 3"),
        (lambda: shape_of_degree(0, BASE, 10, 1.0), "degree of 2"),
        (lambda: shape_of_degree(0, BASE, 0, 4.0), "1 or more nodes"),
        (lambda: made(moved=0.6, between=0.6), "add up to at most 1"),
        (lambda: made(moved=-0.1), "add up to at most 1"),
    ],
)
def test_what_cannot_be_made_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# ---------------------------------------------------------------------- some more ticks
def some(replicates=3):
    graphs = [
        network_of_places(words.replicate_base(5, k), PEOPLE, k % 4, 6.0, 0.1, 0.1, EVERYWHERE)
        for k in range(replicates)
    ]
    keys = words.replicate_bases(8, range(replicates))
    threshold = (words.uniform(keys, 1, 0, HOME.size) * 1.2 - 0.2).astype(np.float32)
    return graphs, keys, threshold


def moved_on(graphs, keys, threshold, pieces, present=None, reconsider=1.0):
    shape = threshold.shape
    state, push = np.zeros(shape, np.uint8), np.full(shape, -0.1, np.float32)
    there = np.ones(shape, np.uint8) if present is None else present
    done = np.zeros(len(keys), np.int64)
    for ticks in pieces:
        more = np.broadcast_to(np.asarray(ticks, np.int64), done.shape).copy()
        network.continue_networks(
            network.graphs_side_by_side(graphs), threshold, state, push, there, keys, done, more,
            memory=np.full(len(keys), 0.5, np.float32), cost=0.1, reconsider=reconsider,
        )  # fmt: skip
        done = done + more
    return state, push


@pytest.mark.parametrize("reconsider", [1.0, 0.4])
def test_different_networks_side_by_side_end_as_each_of_them_alone(reconsider):
    graphs, keys, threshold = some()
    state, push = moved_on(graphs, keys, threshold, [20], reconsider=reconsider)
    assert 0 < state.mean() < 1
    for k, graph in enumerate(graphs):
        alone = network.run_network(
            graph, threshold[k], np.zeros((1, HOME.size), np.uint8), keys[k : k + 1], 20,
            memory=0.5, cost=0.1, reconsider=reconsider,
        )  # fmt: skip
        assert alone.state[0].tobytes() == state[k].tobytes()
        assert alone.push[0].tobytes() == push[k].tobytes()


@pytest.mark.parametrize("reconsider", [1.0, 0.4])
def test_a_run_in_pieces_ends_as_one_that_is_not_cut(reconsider):
    whole = moved_on(*some(), [12], reconsider=reconsider)
    cut = moved_on(*some(), [5, 0, 1, 6], reconsider=reconsider)
    assert [part.tobytes() for part in whole] == [part.tobytes() for part in cut]


def test_replicates_may_take_different_numbers_of_ticks():
    state, _ = moved_on(*some(), [(3, 0, 12)])
    assert not state[1].any()
    for k, ticks in ((0, 3), (2, 12)):
        together, _ = moved_on(*some(), [ticks])
        assert together[k].tobytes() == state[k].tobytes()


def test_the_absent_neither_act_nor_count_among_those_whom_one_sees():
    # Who needs half of two neighbors has enough in one of them once the other is gone.
    line = network.graph_of_ties(3, [(0, 1), (1, 2)])
    keys = words.replicate_bases(8, range(1))
    limits = np.array([[-1.0, 0.6, -1.0]], np.float32)
    for there, wanted in (([1, 1, 0], [1, 1, 0]), ([0, 1, 0], [0, 0, 0]), ([1, 1, 1], [1, 1, 1])):
        state, push = np.zeros((1, 3), np.uint8), np.zeros((1, 3), np.float32)
        state[0, 2] = 1
        network.continue_networks(
            network.graphs_side_by_side([line]), limits, state, push,
            np.array([there], np.uint8), keys, np.zeros(1, np.int64), np.full(1, 4),
            memory=np.zeros(1, np.float32),
        )  # fmt: skip
        assert state[0].tolist() == wanted


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"threshold": np.zeros((1, 3))}, "threshold must be float32"),
        ({"state": np.full((1, 3), 2, np.uint8)}, "state and present"),
        ({"memory": np.ones(1, np.float32)}, "memory must be in"),
        ({"ticks": np.full(1, -1)}, "ticks must lie from 0"),
    ],
)
def test_what_cannot_be_continued_is_refused_by_name(change, message):
    given = {
        "threshold": np.zeros((1, 3), np.float32), "state": np.zeros((1, 3), np.uint8),
        "push": np.zeros((1, 3), np.float32), "present": np.ones((1, 3), np.uint8),
        "bases": words.replicate_bases(8, range(1)), "first_tick": np.zeros(1, np.int64),
        "ticks": np.ones(1, np.int64), "memory": np.zeros(1, np.float32),
    }  # fmt: skip
    graphs = network.graphs_side_by_side([network.graph_of_ties(3, [(0, 1)])])
    with pytest.raises(ValueError, match=message):
        network.continue_networks(graphs, **(given | change))


def test_networks_side_by_side_are_of_one_size():
    sizes = [network.graph_of_ties(n, [(0, 1)]) for n in (3, 4)]
    with pytest.raises(ValueError, match="all of the same size"):
        network.graphs_side_by_side(sizes)
