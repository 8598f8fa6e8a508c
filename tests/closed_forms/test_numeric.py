"""The numerical tools and argument checks under the closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from upheaval.closed_forms import _checks, _numeric


@given(st.floats(-5, 5), st.floats(0.01, 50))
def test_bisection_finds_the_root_of_a_falling_line_in_any_bracket(root, width):
    found = _numeric.bisect(lambda x: root - x, root - width, root + 2 * width)
    assert found == pytest.approx(root, abs=1e-12)


def test_all_sign_changes_on_a_grid_are_found_rising_and_falling():
    found = _numeric.roots_on_grid(np.sin, np.linspace(1, 10, 200))
    np.testing.assert_allclose(found, np.pi * np.array([1, 2, 3]), atol=1e-12)
    exact = _numeric.roots_on_grid(lambda x: x, np.array([-1.0, 0.0, 1.0]))
    assert exact.tolist() == [0.0]


@given(st.floats(1e-6, 2))
def test_the_density_reaches_a_height_at_its_tangency_or_never(height):
    u = _numeric.density_tangency(height)
    if height < norm.pdf(0):
        assert norm.pdf(u) == pytest.approx(height)
    else:
        assert u == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (_checks.positive, 0),
        (_checks.nonnegative, -1),
        (_checks.open_unit, 1),
        (_checks.closed_unit, 1.5),
        (_checks.finite, np.inf),
        (_checks.positive, np.nan),
    ],
)
def test_a_wrong_number_is_reported_by_name_value_and_place(check, wrong):
    with pytest.raises(ValueError, match=r"^rate: expected .*, found .* at index \(1, 0\)$"):
        check("rate", [[0.5, 0.5], [wrong, 0.5]])
    with pytest.raises(ValueError, match=r"^rate: expected .*, found [-\w.]+$"):
        check("rate", wrong)
