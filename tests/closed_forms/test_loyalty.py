"""Whom the coercive organs follow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from upheaval.closed_forms import loyalty

weight = st.floats(0, 20)


def test_the_organs_flip_just_above_the_critical_force():
    assert loyalty.critical_force(4, 9, 3, 0.4) == pytest.approx(4.4)
    follow = loyalty.incumbent_prevails(4, 9, 3, 0.4, np.array([4.39, 4.41]))
    assert follow.tolist() == [False, True]


@given(weight, weight, st.floats(0.1, 10), st.floats(0.05, 0.95), weight)
def test_both_forms_of_the_condition_agree(incumbent, patron, organs, cost, force):
    share = loyalty.critical_share(incumbent, patron, organs, force)
    if abs(share - (1 - cost)) > 1e-9:
        prevails = loyalty.incumbent_prevails(incumbent, patron, organs, cost, force)
        assert prevails == (share < 1 - cost)


@given(weight, weight, st.floats(0.1, 10), weight)
def test_the_critical_share_just_balances_the_two_sides(incumbent, patron, organs, force):
    share = loyalty.critical_share(incumbent, patron, organs, force)
    with_incumbent = share * organs + incumbent + force
    assert with_incumbent == pytest.approx((1 - share) * organs + patron, abs=1e-9)


@pytest.mark.parametrize("first", [-0.5, 1.5])
def test_commanders_with_private_signals_coordinate_on_one_minus_cost(first):
    # Best replies from either end: each follows the incumbent iff her signal of the share he needs
    # lies below a cutoff; the diffuse prior makes her posterior normal about the signal.
    cost, noise, cutoff = 0.4, 0.02, first
    for _ in range(2000):
        low, high = 0.0, 1.0
        for _ in range(40):
            middle = (low + high) / 2
            enough = norm.cdf((cutoff - middle) / noise) >= middle
            low, high = (middle, high) if enough else (low, middle)
        following = low - noise * norm.ppf(cost)
        if abs(following - cutoff) < 1e-10:
            break
        cutoff = following
    assert low == pytest.approx(1 - cost, abs=1e-6)
    for share in (low - 1e-4, low + 1e-4):
        patron = 4 + 2 * 3 * (share - 0.5)
        assert loyalty.incumbent_prevails(4, patron, 3, cost) == (share < low)


def test_a_mass_of_zero_is_refused():
    with pytest.raises(ValueError, match="organ_mass"):
        loyalty.critical_share(1, 1, 0)
