"""Hidden propaganda: numbers, and a brute-force equilibrium that knows no formula."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from upheaval.closed_forms import manipulation


@pytest.mark.parametrize(
    ("alpha", "expected", "tolerance"),
    [
        (1, 0.5, 1e-12),
        (4, 0.443835, 1e-6),
        (10, 0.359035, 1e-6),
        (100, 0.17032, 1e-5),
        (1e3, 0.06914, 1e-5),
        (1e4, 0.02605, 1e-5),
        (1e6, 0.003314, 1e-6),
    ],
)
def test_precise_signals_help_the_regime_that_can_shift_them(alpha, expected, tolerance):
    assert manipulation.threshold(alpha, 0.5, 0.5) == pytest.approx(expected, abs=tolerance)


def test_the_known_numbers_for_easily_moved_citizens():
    found = manipulation.threshold([10, 100], 0.25, 0.5)
    np.testing.assert_allclose(found, [0.462929, 0.197989], atol=1e-6)


@given(st.floats(0.01, 0.99), st.floats(0.01, 5))
def test_where_manipulation_is_too_dear_the_threshold_is_one_minus_opportunity_cost(p, c):
    alpha = 0.99 * 2 * np.pi * c * c
    assert manipulation.pooling_distance(alpha, c) == 0
    assert manipulation.threshold(alpha, p, c) == 1 - p


@given(st.floats(0.1, 1e4), st.floats(0.05, 0.95), st.floats(0.05, 2))
def test_manipulation_never_makes_the_regime_easier_to_overthrow(alpha, p, c):
    found = manipulation.threshold(alpha, p, c)
    assert 0 < found <= 1 - p + 1e-12


@pytest.mark.parametrize("p", [0.05, 0.25, 0.75])
def test_the_threshold_does_not_jump_where_manipulation_begins_to_pay(p):
    alphas = np.geomspace(0.5, 200, 4000)
    found = manipulation.threshold(alphas, p, 0.5)
    assert np.all(np.abs(np.diff(found)) < 0.01)
    assert np.any(manipulation.marginal_regime_manipulates(alphas, p, 0.5))


def best_actions(strength, cutoff, alpha, c):
    """Cost of each type's best shift on a grid of shifts, and where its signal mean ends up."""
    shifts = np.linspace(0, 3, 1001)
    attack = norm.cdf(np.sqrt(alpha) * (cutoff - strength[:, None] - shifts))
    total = attack + c * shifts
    best = np.argmin(total, axis=1)
    return total[np.arange(strength.size), best], strength + shifts[best]


def brute_force_threshold(alpha, p, c):
    """Solve the game on grids: types above theta* survive, the citizen at x* is indifferent."""

    def marginal_type(cutoff):
        low, high = 0.0, 1.0
        for _ in range(40):
            middle = (low + high) / 2
            burden, _ = best_actions(np.array([middle]), cutoff, alpha, c)
            low, high = (middle, high) if burden[0] > middle else (low, middle)
        return (low + high) / 2

    def belief_gap(cutoff):
        level = marginal_type(cutoff)
        reach = 9 / np.sqrt(alpha)
        doomed = np.linspace(level - reach - 3, level, 4001)
        safe = np.linspace(level, max(level, cutoff) + reach, 801)
        _, seen = best_actions(safe, cutoff, alpha, c)
        falls = np.trapezoid(norm.pdf(np.sqrt(alpha) * (cutoff - doomed)), doomed)
        stands = np.trapezoid(norm.pdf(np.sqrt(alpha) * (cutoff - seen)), safe)
        return falls / (falls + stands) - p, level

    low, high = -3.0, 4.0
    for _ in range(16):
        middle = (low + high) / 2
        gap, level = belief_gap(middle)
        low, high = (middle, high) if gap > 0 else (low, middle)
    return level


@pytest.mark.parametrize(
    ("alpha", "p", "c"),
    [(4, 0.5, 0.5), (10, 0.25, 0.5), (2, 0.75, 0.5), (1.7, 0.1, 0.5)],
)
def test_the_threshold_is_that_of_the_game_solved_by_brute_force(alpha, p, c):
    found = manipulation.threshold(alpha, p, c)
    assert found == pytest.approx(brute_force_threshold(alpha, p, c), abs=4e-3)


def test_a_cost_of_zero_is_refused():
    with pytest.raises(ValueError, match="manipulation_cost"):
        manipulation.threshold(1, 0.5, 0)


@pytest.mark.parametrize(
    ("alpha", "p", "manipulates"),
    [(10, 0.25, True), (4, 0.75, True), (2, 0.75, False), (1.7, 0.1, False), (1, 0.5, False)],
)
def test_only_a_marginal_regime_that_gains_by_it_shifts_signals(alpha, p, manipulates):
    # At its own threshold 1 - p, against the cutoff that citizens then use, by search over shifts.
    cutoff = 1 - p + norm.ppf(1 - p) / np.sqrt(alpha)
    burden, seen = best_actions(np.array([1 - p]), cutoff, alpha, 0.5)
    assert (seen[0] > 1 - p and burden[0] < 1 - p - 1e-9) == manipulates
    assert manipulation.marginal_regime_manipulates(alpha, p, 0.5) == manipulates
