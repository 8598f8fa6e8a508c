"""Convergence to neighbors and look-alikes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheaval.closed_forms import diffusion

level = st.floats(-10, 10)


@given(level, level, st.floats(0.01, 5))
def test_after_one_half_life_half_the_gap_is_left(here, neighbors, rate):
    after = diffusion.convergence_step(here, neighbors, rate, diffusion.half_life(rate))
    assert after == pytest.approx((here + neighbors) / 2, abs=1e-9)


@given(level, level, st.floats(0, 5), st.floats(0, 10), st.floats(0, 10))
def test_a_tick_cut_in_two_moves_as_far_as_the_whole(here, neighbors, rate, first, second):
    whole = diffusion.convergence_step(here, neighbors, rate, first + second)
    halfway = diffusion.convergence_step(here, neighbors, rate, first)
    parts = diffusion.convergence_step(halfway, neighbors, rate, second)
    assert parts == pytest.approx(float(whole), abs=1e-9)


def test_look_alikes_weigh_more_than_strangers_and_oneself_most():
    kernel = diffusion.look_alike_kernel([[0.0, 0.0], [1.0, 0.0], [3.0, 4.0]], 2.0)
    np.testing.assert_allclose(np.diag(kernel), 1)
    np.testing.assert_allclose(kernel, kernel.T)
    assert kernel[0, 1] == pytest.approx(np.exp(-0.25))
    assert kernel[0, 2] == pytest.approx(np.exp(-25 / 4))


def test_a_regime_learns_from_the_others_and_not_from_itself():
    kernel = np.array([[1.0, 1.0, 3.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    found = diffusion.neighbor_mean(np.array([[10.0, 2.0, 6.0]]), kernel)
    np.testing.assert_allclose(found, [[5.0, 10.0, 6.0]])


def test_a_rate_of_zero_has_no_half_life():
    with pytest.raises(ValueError, match="rate"):
        diffusion.half_life(0)


def test_features_must_be_a_table():
    with pytest.raises(ValueError, match="features"):
        diffusion.look_alike_kernel([1.0, 2.0], 1.0)
