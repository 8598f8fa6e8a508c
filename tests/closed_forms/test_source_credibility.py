"""Beliefs about claims and about who makes them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheaval.closed_forms import source_credibility as sc

chance = st.floats(0.01, 0.99)


def test_a_report_against_the_prior_costs_the_source_and_one_with_it_pays():
    found = sc.update_on_report(0.2, 0.5, [True, False])
    np.testing.assert_allclose(found.belief, [0.42857, 0.07692], atol=5e-6)
    np.testing.assert_allclose(found.credibility, [0.28571, 0.61538], atol=5e-6)


@given(chance, chance, st.booleans(), chance, chance)
def test_the_update_is_the_enumeration_of_all_cases(mu, lam, affirms, high, low):
    weight = {}
    for event, is_high in product((True, False), repeat=2):
        accuracy = high if is_high else low
        said = accuracy if event == affirms else 1 - accuracy
        weight[event, is_high] = (mu if event else 1 - mu) * (lam if is_high else 1 - lam) * said
    total = sum(weight.values())
    found = sc.update_on_report(mu, lam, affirms, high, low)
    assert found.belief == pytest.approx((weight[True, True] + weight[True, False]) / total)
    assert found.credibility == pytest.approx((weight[True, True] + weight[False, True]) / total)


@given(chance, chance)
def test_before_the_report_beliefs_are_expected_to_stay(mu, lam):
    yes, no = (sc.update_on_report(mu, lam, said) for said in (True, False))
    accuracy = lam + (1 - lam) / 2
    affirmed = accuracy * mu + (1 - accuracy) * (1 - mu)
    assert affirmed * yes.belief + (1 - affirmed) * no.belief == pytest.approx(mu)
    assert affirmed * yes.credibility + (1 - affirmed) * no.credibility == pytest.approx(lam)


@given(chance, st.floats(0.01, 100))
def test_odds_are_multiplied_by_the_likelihood_ratio(belief, ratio):
    after = sc.update_by_likelihood_ratio(belief, ratio)
    assert after / (1 - after) == pytest.approx(ratio * belief / (1 - belief), rel=1e-6)


def test_certainty_and_proof_are_handled():
    after = sc.update_by_likelihood_ratio([0.0, 1.0, 0.2, 0.0, 1.0], [5, 5, np.inf, np.inf, 0])
    assert after.tolist() == [0.0, 1.0, 1.0, 0.0, 1.0]
    same = sc.update_on_report(1.0, 1.0, False)
    assert (same.belief, same.credibility) == (1.0, 1.0)


def test_a_coerced_confession_moves_no_bayesian():
    ratios = sc.confession_likelihood_ratio(0.6, 0.05, [0.0, 0.5, 0.99, 1.0])
    assert ratios[0] == pytest.approx(12)
    assert np.all(np.diff(ratios) < 0)
    assert ratios[-1] == 1.0
    assert sc.update_by_likelihood_ratio(0.2, ratios[-1]) == pytest.approx(0.2)


def test_a_confession_that_nobody_makes_is_refused():
    with pytest.raises(ValueError, match="confession"):
        sc.confession_likelihood_ratio(0, 0, 0)


def test_coercion_that_few_yield_to_leaves_more_to_learn_than_coercion_that_all_do():
    weak, strong = sc.confession_likelihood_ratio(0.6, 0.05, 0.5, [0.1, 1.0])
    assert weak == pytest.approx((0.3 + 0.05) / (0.025 + 0.05))
    assert strong == pytest.approx((0.3 + 0.5) / (0.025 + 0.5))
