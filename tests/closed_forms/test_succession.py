"""Heirs, survival and the court."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

from upheaval.closed_forms import succession

rate = st.floats(0, 2)


def test_an_older_heir_strikes_sooner():
    mortality = np.array([0.02, 0.10])
    waiting = succession.value_of_waiting(0.95, 0.1, mortality)
    strength = succession.striking_strength(0.95, 0.1, mortality, 1, 1)
    np.testing.assert_allclose(waiting, [0.5743, 0.3709], atol=5e-5)
    np.testing.assert_allclose(strength, [0.7872, 0.6855], atol=5e-5)


@given(st.floats(0.1, 0.97), st.floats(0, 1), st.floats(0, 1))
def test_waiting_is_worth_the_sum_over_the_periods_to_come(delta, hazard, mortality):
    alive = 1 - mortality
    periods = np.arange(1, 3000)
    terms = (delta * alive) ** periods * (1 - hazard) ** (periods - 1) * hazard
    assert succession.value_of_waiting(delta, hazard, mortality) == pytest.approx(terms.sum())


@given(st.floats(0.1, 0.97), st.floats(0, 1), st.floats(0, 1), st.floats(0.1, 9), st.floats(0, 9))
def test_at_the_striking_strength_the_heir_is_indifferent(delta, hazard, mortality, prize, penalty):
    q = succession.striking_strength(delta, hazard, mortality, prize, penalty)
    waiting = succession.value_of_waiting(delta, hazard, mortality) * prize
    assert 0 <= q <= 1
    assert q * prize - (1 - q) * penalty == pytest.approx(waiting, abs=1e-9)


def test_the_known_survival_of_a_contested_dictator():
    found = succession.dictator_survival(np.array([0, 1, 5, 10, 20]), 0.2, 0.05, 0.02)
    np.testing.assert_allclose(found, [1, 0.8226, 0.4209, 0.2422, 0.1510], atol=5e-5)
    assert succession.establishment_probability(0.2, 0.05) == pytest.approx(0.2)


@given(st.floats(0, 30), rate, rate, rate)
def test_survival_adds_up_over_the_moment_of_establishment(time, fall, rise, late):
    node, weight = np.polynomial.legendre.leggauss(120)
    moment = time * (node + 1) / 2
    path = rise * np.exp(-(fall + rise) * moment - late * (time - moment))
    expected = np.exp(-(fall + rise) * time) + time / 2 * (weight * path).sum()
    found = succession.dictator_survival(time, fall, rise, late)
    assert found == pytest.approx(expected, abs=1e-10)


def test_survival_is_that_of_the_two_state_chain():
    generator = np.array([[-0.25, 0.05], [0.0, -0.02]])
    for time in (1.0, 5.0, 50.0):
        expected = expm(generator * time)[0].sum()
        found = succession.dictator_survival(time, 0.2, 0.05, 0.02)
        assert found == pytest.approx(expected, abs=1e-12)


def test_equal_rates_are_no_singularity():
    found = succession.dictator_survival(2.0, 0.2, 0.1, 0.3)
    assert found == pytest.approx(np.exp(-0.6) * (1 + 0.1 * 2.0))


def test_the_known_court():
    found = succession.court(10, 10, 1.5, 5, 0.2, 0.05, 90)
    np.testing.assert_allclose(found, [0.5, 1.5, 500], atol=1e-9)


@given(st.floats(1, 50), st.floats(1, 50), st.floats(0, 3), st.floats(0.1, 5), rate)
def test_the_wage_makes_a_captain_just_willing_to_join(own, rival, power, cost, challenge):
    delta = 0.05
    found = succession.court(own, rival, power, cost, challenge, delta, 90)
    worth = found.wage / (delta + challenge * (1 - found.survival))
    assert found.survival * worth == pytest.approx(cost)
    flow = 90 - own * found.wage - challenge * (1 - found.survival) * found.ruler_value
    assert delta * found.ruler_value == pytest.approx(flow, abs=1e-6)


def test_immortality_without_discounting_is_refused():
    with pytest.raises(ValueError, match="discount"):
        succession.value_of_waiting(1.0, 0.0, 0.0)
