"""Bargaining by pairwise challenges, on the emission-standards example."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from upheaval.closed_forms import challenge_vote

# Years of delay preferred by ten states, capability and salience (Scholz, Calbert, Smith 2011).
POSITIONS = np.array([4, 7, 4, 4, 10, 10, 10, 7, 4, 7.0])
CAPABILITY = np.array([8, 8, 3, 16, 16, 16, 16, 5, 5, 8]) / 100
SALIENCE = np.array([8, 4, 2, 8, 6, 6, 9, 1, 10, 7]) / 10
OPTIONS = np.array([4, 7, 10.0])

supports = arrays(np.float64, (4, 4), elements=st.floats(0, 10).map(lambda x: round(x, 3)))


def emission_support():
    utilities = challenge_vote.linear_utilities(POSITIONS, OPTIONS, 6)
    return challenge_vote.pairwise_support(CAPABILITY * SALIENCE, utilities)


def test_the_known_chances_of_each_pair():
    win = challenge_vote.win_probability(emission_support())
    found = [win[1, 0], win[2, 0], win[1, 2]]
    np.testing.assert_allclose(found, [0.6337, 0.5753, 0.5037], atol=5e-5)


@pytest.mark.parametrize(
    ("exponent", "distribution", "mean"),
    [
        (1, [0.2371, 0.3467, 0.4162], 7.5371),
        (2, [0.1557, 0.3869, 0.4574], 7.9053),
        (8, None, 8.5007),
    ],
)
def test_the_known_outcomes(exponent, distribution, mean):
    found = challenge_vote.limit_distribution(emission_support(), exponent)
    assert found @ OPTIONS == pytest.approx(mean, abs=5e-5)
    if distribution is not None:
        np.testing.assert_allclose(found, distribution, atol=5e-5)


def test_the_limit_is_where_the_printed_recursion_ends():
    support = emission_support()
    win = challenge_vote.win_probability(support)
    pull = support * win
    challenge = pull / pull.sum(axis=0)
    p = np.array([1.0, 0.0, 0.0])
    for _ in range(500):
        p = np.array(
            [
                sum(win[a, b] * (p[a] * challenge[b, a] + p[b] * challenge[a, b]) for b in range(3))
                for a in range(3)
            ]
        )
    np.testing.assert_allclose(challenge_vote.limit_distribution(support), p, atol=1e-12)


@given(supports, st.floats(0.5, 8))
def test_probabilities_stay_probabilities_and_the_limit_is_stationary(support, exponent):
    np.fill_diagonal(support, 0)
    win = challenge_vote.win_probability(support, exponent)
    np.testing.assert_allclose(win + win.T, 1)
    matrix = challenge_vote.transition_matrix(support, exponent)
    assert np.all(matrix >= 0)
    np.testing.assert_allclose(matrix.sum(axis=0), 1)
    limit = challenge_vote.limit_distribution(support, exponent)
    assert limit.sum() == pytest.approx(1)
    np.testing.assert_allclose(matrix @ limit, limit, atol=1e-6)


def test_an_option_that_nobody_would_leave_wins_and_lost_options_do_not_come_back():
    support = challenge_vote.pairwise_support(
        [1.0, 2.0], challenge_vote.linear_utilities([3, 3], [1, 3], 4)
    )
    np.testing.assert_allclose(challenge_vote.limit_distribution(support), [0, 1], atol=1e-12)
    indifferent = np.zeros((2, 2))
    found = challenge_vote.limit_distribution(indifferent, start=[0.3, 0.7])
    np.testing.assert_allclose(found, [0.3, 0.7])


def test_replicates_with_their_own_weights_are_solved_together():
    utilities = challenge_vote.linear_utilities(POSITIONS, OPTIONS, 6)
    weights = CAPABILITY * SALIENCE * np.array([[1.0], [3.0]])
    support = challenge_vote.pairwise_support(weights, utilities)
    found = challenge_vote.limit_distribution(support)
    assert support.shape == (2, 3, 3)
    np.testing.assert_allclose(found[0], found[1], atol=1e-12)


def test_weights_that_do_not_fit_the_actors_are_refused():
    with pytest.raises(ValueError, match="actors"):
        challenge_vote.pairwise_support(np.ones(3), np.ones((4, 2)))
