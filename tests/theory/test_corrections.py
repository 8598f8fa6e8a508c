"""The common versions of some numbers, and that ours differ from them for a reason."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import norm

from upheaval.closed_forms import manipulation
from upheaval.closed_forms.substitution import dissent
from upheaval.closed_forms.threshold_model import critical_spread


def pooled(alpha, p, c):
    """Solve Edmond's pooled equations without asking whether the marginal regime manipulates."""
    root = np.sqrt(alpha)
    g = np.sqrt(2 / alpha * np.log(root / (c * np.sqrt(2 * np.pi))))

    def gap(theta):
        cutoff = ((1 + c) * theta - norm.cdf(-root * g)) / c - g
        return norm.cdf(root * (theta - cutoff)) - p * theta / (1 - p)

    grid = np.linspace(1e-6, 1 - 1e-6, 20_001)
    change = np.flatnonzero(np.diff(np.sign(gap(grid))))
    return [brentq(gap, grid[i], grid[i + 1]) for i in change]


@pytest.mark.parametrize(
    ("alpha", "p", "wrong", "right"), [(1.7, 0.1, 0.9717, 0.9), (2, 0.75, 0.24927, 0.25)]
)
def test_edmonds_pooled_equations_mislead_where_the_marginal_regime_does_not_pool(
    alpha, p, wrong, right
):
    assert any(abs(theta - wrong) < 5e-5 for theta in pooled(alpha, p, 0.5))
    assert manipulation.threshold(alpha, p, 0.5) == pytest.approx(right, abs=1e-12)


def test_the_pooled_equations_agree_where_it_does():
    (theta,) = pooled(10, 0.25, 0.5)
    assert manipulation.threshold(10, 0.25, 0.5) == pytest.approx(theta, abs=1e-8)


def test_the_critical_spread_solves_the_tangency_and_the_number_with_a_lost_digit_does_not():
    def touch(spread):
        u = -np.sqrt(-2 * np.log(spread * np.sqrt(2 * np.pi)))
        return norm.cdf(u) - 0.25 - spread * u

    right = float(critical_spread(0.25)[0])
    assert abs(touch(right)) < 1e-12
    assert abs(touch(0.1222087)) > 1e-5


def test_violence_does_not_rise_where_the_two_kinds_of_acts_are_no_close_substitutes():
    violent = [float(dissent(cost, 2.0, 0.7, 0.5).violent) for cost in (1.0, 3.0)]
    assert violent[1] < violent[0]
