"""Draws within a stated range are triangular, and a range of one point gives that point."""

import numpy as np
import pytest

from upheaval.world.ranges import within


def draw(low: float, value: float, high: float, drawn: object) -> np.ndarray:
    column = np.atleast_1d(np.asarray(drawn, dtype=float))[:, None]
    return within(np.array([low]), np.array([value]), np.array([high]), column)[:, 0]


def test_the_ends_and_the_mode_are_at_their_quantiles() -> None:
    np.testing.assert_allclose(draw(2, 3, 7, [0.0, 0.2, 1.0]), [2.0, 3.0, 7.0])


@pytest.mark.parametrize(("low", "value", "high"), [(2, 3, 7), (2, 2, 7), (2, 7, 7)])
def test_quantiles_are_those_of_the_triangular_distribution(
    low: float, value: float, high: float
) -> None:
    from scipy.stats import triang

    drawn = np.linspace(0.01, 0.99, 99)
    expected = triang.ppf(drawn, (value - low) / (high - low), low, high - low)
    np.testing.assert_allclose(draw(low, value, high, drawn), expected, rtol=1e-12)


def test_a_range_of_one_point_gives_that_point() -> None:
    np.testing.assert_array_equal(draw(3, 3, 3, [0.1, 0.9]), [3.0, 3.0])


def test_one_draw_a_replicate_moves_all_rows_together() -> None:
    low, value, high = np.array([0.0, 10.0]), np.array([1.0, 11.0]), np.array([2.0, 12.0])
    result = within(low, value, high, np.array([[0.1], [0.9]]))
    assert result.shape == (2, 2)
    np.testing.assert_allclose(result[:, 1] - result[:, 0], 10.0)
