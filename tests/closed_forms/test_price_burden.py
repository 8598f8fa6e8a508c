"""Price shocks and mining."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheaval.closed_forms import price_burden

price = st.floats(0.1, 1000)


def test_a_doubling_at_a_twentieth_of_the_budget_costs_three_and_a_half_percent():
    assert price_burden.real_income_change(0.05, 120, 60) == pytest.approx(-0.035, abs=5e-4)


@given(st.floats(0, 1), price, price, price, st.floats(0, 5), st.floats(0.2, 5))
def test_burdens_of_two_rises_add_up_and_weigh_less_on_better_paid(share, a, b, c, eta, wage):
    first = price_burden.burden(eta, share, b, a, wage)
    second = price_burden.burden(eta, share, c, b, wage)
    both = price_burden.burden(eta, share, c, a, wage)
    assert first + second == pytest.approx(float(both), abs=1e-9)
    richer = price_burden.burden(eta, share, c, a, 2 * wage)
    assert abs(richer) == pytest.approx(abs(both) / 2, abs=1e-12)


def test_rigs_run_below_the_break_even_price_and_not_at_it():
    break_even = price_burden.mining_break_even_price(0.3, 3.0)
    assert break_even == pytest.approx(0.1)
    runs = price_burden.mines([0.05, float(break_even), 0.2], break_even)
    assert runs.tolist() == [True, False, False]


def test_shortage_is_what_exceeds_capacity():
    found = price_burden.shortage(np.array([10.0, 14.0, 15.0]), 2.0, 15.0)
    np.testing.assert_allclose(found, [0, 1, 2])


def test_a_free_good_has_no_relative_price():
    with pytest.raises(ValueError, match="base_price"):
        price_burden.burden(1, 0.1, 5, 0)
