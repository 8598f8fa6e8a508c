"""Watts and Siegel on the network kernel."""

import numpy as np
import pytest

from upheaval.closed_forms.cascade_window import window
from upheaval.theory import networks


def test_every_row_of_the_networks_passes(rows_by_model):
    assert [row.quantity for row in rows_by_model["networks"] if not row.ok] == []
    assert len(rows_by_model["networks"]) >= 15


def test_branching_gives_a_seed_no_chance_outside_the_window_and_one_inside():
    low, high = (float(end) for end in window(networks.PHI))
    for outside in (low - 0.01, high + 0.01):
        assert networks.chance_of_global_cascade(outside) == pytest.approx(0, abs=1e-6)
    for inside in (low + 0.05, high - 0.05):
        assert networks.chance_of_global_cascade(inside) > 0.02


def test_the_giant_component_of_three_ties_each():
    assert networks.giant_component(3.0) == pytest.approx(0.9404798, abs=1e-6)
    assert networks.giant_component(0.8) == pytest.approx(0, abs=1e-6)


def test_small_cascades_are_small_and_large_ones_nearly_all():
    sizes = np.array(networks.cascades(3.0, nodes=3000, seeds=60))
    assert ((sizes < 0.02) | (sizes > 0.9)).all()
    assert (sizes > 0.9).mean() > 0.6


def test_two_villages_by_hand():
    assert networks.two_villages(False, networks.GRADED + networks.NEVER) == 5
    assert networks.two_villages(True, networks.GRADED + networks.NEVER) == 1
    assert networks.two_villages(False, networks.EAGER + networks.HALF) == 5
    assert networks.two_villages(True, networks.EAGER + networks.HALF) == 10


def test_people_who_break_the_threshold_rule_are_counted():
    graph = networks.shapes.small_world(np.uint64(5), 200, 4, 0.1)
    drawn = networks.motivations(1, 200, 0.7, 0.3)
    result = networks.siegel(graph, drawn)
    assert networks.broken_thresholds(graph, drawn, result) == 0
    result.state[0, 7] = 1 - result.state[0, 7]  # now he is wrong, and perhaps who sees him
    assert 1 <= networks.broken_thresholds(graph, drawn, result) <= 1 + graph.degree[7]


def test_motivations_are_normal_with_the_moments_asked_for():
    drawn = networks.motivations(40, 1000, 0.5, 0.25)
    assert drawn.mean() == pytest.approx(0.5, abs=4 * 0.25 / 200)
    assert drawn.std() == pytest.approx(0.25, rel=0.02)


def test_with_all_tied_to_all_nobody_joins_a_public_that_will_not_start():
    assert networks.participation_of_all_tied((0.0, 0.01)) == pytest.approx(0)
    assert networks.participation_of_all_tied((0.5, 0.25)) == pytest.approx(0.03007, abs=1e-5)
