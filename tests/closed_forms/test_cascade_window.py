"""Networks open to global cascades."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from upheaval.closed_forms import cascade_window


@pytest.mark.parametrize(
    ("threshold", "lower", "upper", "tolerance"),
    [
        (0.18, 1.02073, 5.76470, 1e-3),
        (0.20, 1.02073, 5.76470, 1e-3),
        (0.25, 1.1141, 3.8631, 1e-4),
        (0.15, 1.0037, 7.4771, 1e-4),
        (0.10, 1.0000, 13.659, 1e-3),
    ],
)
def test_the_known_windows(threshold, lower, upper, tolerance):
    found = cascade_window.window(threshold)
    np.testing.assert_allclose(found, [lower, upper], atol=tolerance)


def test_above_a_quarter_no_network_is_open():
    thresholds = np.array([0.25, 0.2501, 0.3, 1 / 3, 0.6, 1.0])
    assert cascade_window.has_window(thresholds).tolist() == [True] + [False] * 5
    assert np.all(np.isnan(cascade_window.window(thresholds)[1][1:]))


@given(st.floats(0.05, 1), st.floats(0.1, 30))
def test_growth_is_the_sum_over_vulnerable_degrees(threshold, mean_degree):
    degrees = np.arange(int(cascade_window.vulnerable_degree(threshold)) + 1)
    weights = degrees * (degrees - 1) * poisson.pmf(degrees, mean_degree)
    found = cascade_window.vulnerable_growth(mean_degree, threshold)
    assert found == pytest.approx(weights.sum() / mean_degree, abs=1e-9)


@given(st.floats(0.02, 0.25))
def test_growth_exceeds_one_inside_the_window_only(threshold):
    lower, upper = (float(end) for end in cascade_window.window(threshold))
    grid = np.linspace(0.1, 2 * upper, 500)
    inside = (grid > lower + 1e-6) & (grid < upper - 1e-6)
    outside = (grid < lower - 1e-6) | (grid > upper + 1e-6)
    growth = cascade_window.vulnerable_growth(grid, threshold)
    assert np.all(growth[inside] > 1)
    assert np.all(growth[outside] < 1)


def test_reciprocals_of_whole_numbers_keep_their_whole_degree():
    whole = np.arange(1, 60)
    assert cascade_window.vulnerable_degree(1 / whole).tolist() == whole.tolist()


def test_a_threshold_above_one_is_refused():
    with pytest.raises(ValueError, match="threshold"):
        cascade_window.window(1.5)
