"""A claim that must persuade."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from upheaval.closed_forms import persuasion

chance = st.floats(0.01, 0.99)


def test_the_prosecutor_convicts_three_in_five():
    found = persuasion.persuade(0.3, 0.5)
    np.testing.assert_allclose(found, [3 / 7, 0.6, 0.5], atol=1e-12)


@pytest.mark.parametrize(("prior", "acceptance"), [(0.3, 0.5), (0.1, 0.8), (0.6, 0.5), (0.02, 0.3)])
def test_no_way_to_split_the_prior_persuades_more_often(prior, acceptance):
    posteriors = np.union1d(np.linspace(0, 1, 201), [acceptance])
    best = linprog(
        -(posteriors >= acceptance).astype(float),
        A_eq=np.vstack([posteriors, np.ones(posteriors.size)]),
        b_eq=[prior, 1.0],
    )
    assert persuasion.persuade(prior, acceptance).claim_probability == pytest.approx(-best.fun)


@given(chance, chance)
def test_the_claim_is_believed_exactly_as_bayes_says(prior, acceptance):
    found = persuasion.persuade(prior, acceptance)
    believed = persuasion.posterior_after_claim(prior, found.false_claim_rate)
    assert found.posterior == pytest.approx(float(believed))
    assert found.posterior >= acceptance - 1e-12
    made = prior + (1 - prior) * found.false_claim_rate
    assert found.claim_probability == pytest.approx(float(made))


def test_a_convinced_receiver_hears_the_claim_always_and_learns_nothing():
    found = persuasion.persuade([0.5, 0.9, 1.0], 0.5)
    np.testing.assert_array_equal(found.claim_probability, 1.0)
    np.testing.assert_array_equal(found.posterior, [0.5, 0.9, 1.0])


def test_where_the_threat_is_impossible_or_proof_is_asked_there_are_no_false_claims():
    found = persuasion.persuade([0.0, 0.3], [0.5, 1.0])
    np.testing.assert_array_equal(found.false_claim_rate, 0.0)
    np.testing.assert_allclose(found.claim_probability, [0.0, 0.3])


def test_from_a_tireless_claimant_nothing_is_learnt():
    assert persuasion.posterior_after_claim(0.2, 1.0) == pytest.approx(0.2)


def test_an_acceptance_of_zero_is_refused():
    with pytest.raises(ValueError, match="acceptance"):
        persuasion.persuade(0.3, 0.0)
