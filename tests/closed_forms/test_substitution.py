"""Nonviolent and violent dissent as substitutes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from upheaval.closed_forms import substitution

cost = st.floats(0.1, 10)


def test_repressing_nonviolence_raises_violence_and_lowers_the_total():
    found = substitution.dissent(np.array([1, 1.5, 3]), 2, 0.7, 2)
    np.testing.assert_allclose(found.nonviolent, [0.9159, 0.5859, 0.2613], atol=5e-5)
    np.testing.assert_allclose(found.violent, [0.0421, 0.0605, 0.1080], atol=5e-5)
    assert np.all(np.diff(found.nonviolent + found.violent) < 0)


@pytest.mark.parametrize("sigma", [0.4, 2.0, 3.5])
def test_no_other_split_of_effort_is_worth_more(sigma):
    power = 1 - 1 / sigma

    def loss(share):
        n, v = share / 1.5, (1 - share) / 2
        return -np.sign(power) * (0.7 * n**power + 0.3 * v**power)

    best = minimize_scalar(
        loss, bounds=(1e-9, 1 - 1e-9), method="bounded", options={"xatol": 1e-10}
    )
    found = substitution.dissent(1.5, 2, 0.7, sigma)
    assert found.nonviolent == pytest.approx(best.x / 1.5, abs=1e-5)


@given(cost, cost, st.floats(0.05, 0.95), st.floats(0.1, 8), st.floats(0, 5))
def test_all_effort_is_spent_and_nothing_is_negative(cost_n, cost_v, weight, sigma, effort):
    found = substitution.dissent(cost_n, cost_v, weight, sigma, effort)
    assert found.nonviolent >= 0
    assert found.violent >= 0
    assert cost_n * found.nonviolent + cost_v * found.violent == pytest.approx(effort)


@given(cost, cost, st.floats(0.05, 0.95), st.floats(0.1, 5))
def test_violence_rises_with_repression_of_nonviolence_only_for_close_substitutes(
    cost_n, cost_v, weight, sigma
):
    before = substitution.dissent(cost_n, cost_v, weight, sigma).violent
    after = substitution.dissent(1.1 * cost_n, cost_v, weight, sigma).violent
    assert (after - before) * (sigma - 1) >= -1e-12


def test_at_elasticity_one_expenditure_shares_are_the_weights():
    found = substitution.dissent([1, 5], 2, 0.7, 1)
    np.testing.assert_allclose(found.violent, 0.15)
