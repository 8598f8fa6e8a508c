"""Global game of regime change: numbers, limits, and the game itself played out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from upheaval.closed_forms import global_game

precision = st.floats(0.05, 20)
mean = st.floats(-1, 2)
cost = st.floats(0.05, 0.95)


@pytest.mark.parametrize(
    ("alpha", "beta", "strength_mean", "cost", "expected"),
    [
        (1, 1, 0.5, 0.5, [0.5]),
        (1, 1, 0.5, 0.4, [0.717682]),
        (1, 1, 0.3, 0.4, [0.806393]),
        (1, 1, 0.7, 0.4, [0.603105]),
        (0.5, 4, 0.5, 0.4, [0.617149]),
        (1, 0.1, 0.5, 0.5, [0.106941, 0.5, 0.893059]),
        (2, 0.2, 0.5, 0.5, [0.01505, 0.5, 0.98495]),
    ],
)
def test_all_thresholds_are_the_known_ones(alpha, beta, strength_mean, cost, expected):
    found = global_game.thresholds(alpha, beta, strength_mean, cost)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_one_call_serves_many_replicates_as_single_calls_would():
    alpha, beta = np.array([1, 1, 1, 0.5, 1, 2]), np.array([1, 1, 1, 4, 0.1, 0.2])
    means, costs = (
        np.array([0.5, 0.3, 0.7, 0.5, 0.5, 0.5]),
        np.array([0.4, 0.4, 0.4, 0.4, 0.5, 0.5]),
    )
    low = global_game.lowest_threshold(alpha, beta, means, costs)
    high = global_game.threshold(alpha, beta, means, costs, select="highest")
    np.testing.assert_allclose(
        low, [0.717682, 0.806393, 0.603105, 0.617149, 0.106941, 0.01505], atol=1e-6
    )
    np.testing.assert_allclose(
        high, [0.717682, 0.806393, 0.603105, 0.617149, 0.893059, 0.98495], atol=1e-6
    )


def test_parameters_broadcast_over_replicates_and_cities():
    found = global_game.threshold(np.ones((3, 1)), 1.0, np.linspace(0, 1, 4), 0.4)
    assert found.shape == (3, 4)


@given(precision, precision, mean, cost, st.floats(0.1, 10))
def test_every_threshold_solves_the_condition_and_lies_within_the_mass(a, b, y, c, m):
    found = global_game.thresholds(a, b, y, c, m)
    assert found.size in (1, 2, 3)
    assert np.all((found >= 0) & (found <= m))
    z = norm.ppf(found / m)
    inner = np.abs(z) < 5
    gap = a * (found - y) - np.sqrt(b) * z - np.sqrt(a + b) * norm.ppf(c)
    assert np.all(np.abs(gap[inner]) < 1e-6 * (1 + a + b))


@given(precision, precision, mean, cost)
def test_a_unique_game_has_one_threshold_by_a_scan_of_the_condition(a, b, y, c):
    grid = norm.cdf(np.linspace(-8, 8, 4001))
    value = a * (grid - y) - np.sqrt(b) * norm.ppf(grid) - np.sqrt(a + b) * norm.ppf(c)
    changes = np.count_nonzero(np.sign(value[:-1]) * np.sign(value[1:]) < 0)
    if global_game.is_unique(a, b):
        assert global_game.thresholds(a, b, y, c).size == 1
        assert changes <= 1
    if changes == 3:
        assert not global_game.is_unique(a, b)
        assert global_game.thresholds(a, b, y, c).size == 3


def test_multiplicity_begins_where_precision_falls_below_alpha_squared_over_two_pi():
    critical = 1 / (2 * np.pi)
    assert global_game.thresholds(1, critical * 1.001, 0.5, 0.5).size == 1
    assert global_game.thresholds(1, critical * 0.999, 0.5, 0.5).size == 3
    np.testing.assert_array_equal(
        global_game.is_unique(1, np.array([critical * 1.001, critical * 0.999])), [True, False]
    )


@given(precision, precision, mean, cost, st.sampled_from(["lowest", "highest"]))
def test_a_stronger_reputation_or_a_higher_cost_never_makes_the_regime_weaker(a, b, y, c, select):
    here = global_game.threshold(a, b, y, c, select=select)
    assert global_game.threshold(a, b, y + 0.1, c, select=select) <= here + 1e-9
    assert global_game.threshold(a, b, y, min(0.99, c + 0.02), select=select) <= here + 1e-9


def test_without_public_information_or_with_perfect_signals_the_threshold_is_one_minus_cost():
    costs = np.array([0.1, 0.4, 0.8])
    np.testing.assert_allclose(global_game.threshold(0, 1, 0.5, costs), 1 - costs, atol=1e-12)
    np.testing.assert_allclose(global_game.threshold(1, 1e10, 0.5, costs), 1 - costs, atol=1e-4)


def test_the_threshold_scales_with_the_mass_of_citizens():
    one = global_game.threshold(1.0, 2.0, 0.5, 0.4)
    ten = global_game.threshold(1.0 / 100, 2.0 / 100, 5.0, 0.4, mass=10.0)
    assert ten == pytest.approx(10 * one, abs=1e-9)


def test_citizens_following_the_cutoff_bring_down_just_the_regimes_below_the_threshold():
    rng = np.random.default_rng(11)
    alpha, beta, y, c = 1.0, 1.0, 0.3, 0.4
    level = global_game.threshold(alpha, beta, y, c)
    cutoff = global_game.signal_cutoff(level, beta)
    for theta, falls in ((level - 0.03, True), (level + 0.03, False)):
        attack = np.mean(theta + rng.standard_normal(400_000) / np.sqrt(beta) <= cutoff)
        assert (attack >= theta) == falls
        assert attack == pytest.approx(
            float(global_game.attack_mass(theta, cutoff, beta)), abs=4e-3
        )
    theta = rng.normal(y, 1 / np.sqrt(alpha), 4_000_000)
    near = np.abs(theta + rng.standard_normal(theta.size) / np.sqrt(beta) - cutoff) < 0.02
    assert np.mean(theta[near] <= level) == pytest.approx(c, abs=0.01)


@pytest.mark.parametrize(("start", "expected"), [(0.001, 0.106941), (0.999, 0.893059)])
def test_best_replies_from_either_end_reach_the_lowest_and_highest_threshold(start, expected):
    alpha, beta, y, c = 1.0, 0.1, 0.5, 0.5
    level = start
    for _ in range(400):
        cutoff = ((alpha + beta) * level - alpha * y - np.sqrt(alpha + beta) * norm.ppf(c)) / beta
        low, high = 0.0, 1.0
        for _ in range(50):
            middle = (low + high) / 2
            if norm.cdf(np.sqrt(beta) * (cutoff - middle)) > middle:
                low = middle
            else:
                high = middle
        level = (low + high) / 2
    assert level == pytest.approx(expected, abs=1e-5)


def test_fall_probability_is_the_public_chance_of_a_strength_below_the_threshold():
    rng = np.random.default_rng(5)
    drawn = np.mean(rng.normal(0.6, 1 / np.sqrt(3), 400_000) <= 0.4)
    assert global_game.fall_probability(0.4, 0.6, 3.0) == pytest.approx(drawn, abs=3e-3)
    assert global_game.fall_probability(0.4, 0.6, 0.0) == 0.5


@given(precision, mean, mean, st.floats(0, 20))
def test_a_belief_moves_toward_the_signal_and_gains_its_precision(a, y, signal, r):
    total, after = global_game.belief_update(a, y, signal, r)
    assert total == pytest.approx(a + r)
    assert min(y, signal) - 1e-9 <= after <= max(y, signal) + 1e-9
    assert after == pytest.approx((a * y + r * signal) / (a + r), abs=1e-9)


def test_a_silent_signal_leaves_the_belief_exactly_as_it_was():
    total, after = global_game.belief_update([2.0, 2.0], 0.3, [np.nan, 9.0], 0.0)
    assert total.tolist() == [2.0, 2.0]
    assert after.tolist() == [0.3, 0.3]


def test_after_surviving_once_a_regime_is_safe_until_much_has_been_learnt():
    first = float(global_game.threshold(1, 1, 1.0, 0.5))
    assert first == pytest.approx(0.21674, abs=5e-6)
    for learnt in (1, 2, 4, 8, 16, 32):
        assert global_game.second_period_thresholds(first, 1, learnt, 1.0, 0.5).size == 0
    for learnt, expected in ((64, [0.33726, 0.45934]), (128, [0.28724, 0.48103])):
        found = global_game.second_period_thresholds(first, 1, learnt, 1.0, 0.5)
        np.testing.assert_allclose(found, expected, atol=1e-5)


def test_after_an_even_first_period_no_amount_of_learning_reopens_the_attack():
    for learnt in (1, 10, 100, 1e3, 1e4):
        assert global_game.second_period_thresholds(0.5, 1, learnt, 0.5, 0.5).size == 0


def test_the_second_period_gain_is_the_posterior_of_a_citizen_who_knows_the_regime_survived():
    rng = np.random.default_rng(3)
    first, alpha, beta, y, c, level = 0.21674, 1.0, 64.0, 1.0, 0.5, 0.4
    signal = level + norm.ppf(level) / np.sqrt(beta)
    posterior = rng.normal(
        (alpha * y + beta * signal) / (alpha + beta), (alpha + beta) ** -0.5, 10**6
    )
    known = posterior[posterior > first]
    expected = np.mean(known <= level) - c
    found = global_game.second_period_gain(level, first, alpha, beta, y, c)
    assert found == pytest.approx(expected, abs=3e-3)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"alpha": -1}, "alpha"),
        ({"beta": 0}, "beta"),
        ({"cost": 1}, "cost"),
        ({"mass": [1, 0]}, "mass"),
    ],
)
def test_wrong_arguments_are_named(change, named):
    arguments = {"alpha": 1, "beta": 1, "strength_mean": 0.5, "cost": 0.5, "mass": 1} | change
    with pytest.raises(ValueError, match=named):
        global_game.threshold(**arguments)


def test_an_unknown_selection_is_refused():
    with pytest.raises(ValueError, match="middle"):
        global_game.threshold(1, 1, 0.5, 0.5, select="middle")


def test_a_larger_mass_of_citizens_needs_sharper_signals_for_one_equilibrium():
    assert global_game.is_unique(1, 0.5, mass=1)
    assert not global_game.is_unique(1, 0.5, mass=2)
    assert global_game.thresholds(1, 0.5, 1.0, 0.5, mass=2).size == 3
