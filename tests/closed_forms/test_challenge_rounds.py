"""Rounds of challenges and concessions, on the emission-standards example."""

import numpy as np
import pytest

from upheaval.closed_forms import challenge_rounds
from upheaval.closed_forms.challenge_rounds import Actors

# Years of delay preferred by ten states, capability and salience (Scholz, Calbert, Smith 2011).
EMISSIONS = Actors(
    positions=np.array([4, 7, 4, 4, 10, 10, 10, 7, 4, 7.0]),
    capability=np.array([8, 8, 3, 16, 16, 16, 16, 5, 5, 8]) / 100,
    salience=np.array([8, 4, 2, 8, 6, 6, 9, 1, 10, 7]) / 10,
)


def test_two_rounds_give_the_known_medians_and_means():
    found = challenge_rounds.bargain(EMISSIONS, 2)
    np.testing.assert_allclose(found.median, [7, 8.415932, 9.610859], atol=5e-7)
    np.testing.assert_allclose(found.mean, [7.389956, 7.461314, 7.552501], atol=5e-7)
    np.testing.assert_array_equal(found.positions[0], EMISSIONS.positions)


def test_the_value_of_a_challenge_is_its_formula_term_by_term():
    risk = np.linspace(0.6, 1.6, 10)
    values = challenge_rounds.challenge_values(EMISSIONS, risk, 6.0)
    places, salience = EMISSIONS.positions, EMISSIONS.salience
    weights = EMISSIONS.capability * salience
    k, i, j = 3, 1, 4

    def votes(a, b):
        away = (np.abs(places - places[b]) / 6) ** risk - (np.abs(places - places[a]) / 6) ** risk
        return weights * away

    every = sum(np.abs(votes(a, b)).sum() for a in range(10) for b in range(10))
    chance = np.maximum(votes(i, j), 0).sum() / every
    d, r = abs(places[i] - places[j]) / 6, risk[k]
    up, down, stay = 2 - 4 * (0.5 - d / 2) ** r, 2 - 4 * (0.5 + d / 2) ** r, 2 - 4 * 0.5**r
    expected = salience[j] * (chance * up + (1 - chance) * down) + (1 - salience[j]) * up - stay
    assert values[k, i, j] == pytest.approx(expected)


def test_risk_exponents_span_one_half_to_two():
    found = challenge_rounds.risk_exponents(EMISSIONS, 6.0)
    assert found.min() == pytest.approx(0.5)
    assert found.max() == pytest.approx(2.0)


def test_the_winning_position_is_the_weighted_median():
    rng = np.random.default_rng(7)
    for _ in range(50):
        places, weights = rng.random(9), rng.random(9)
        order = np.argsort(places)
        half = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)
        assert challenge_rounds.winning_position(places, weights) == places[order][half]


def test_actors_that_agree_have_nothing_to_bargain_over():
    with pytest.raises(ValueError, match="range of positions"):
        challenge_rounds.bargain(Actors([3.0, 3.0], [1.0, 1.0], [0.5, 0.5]), 1)
    with pytest.raises(ValueError, match="one shape"):
        challenge_rounds.bargain(Actors([3.0, 4.0], [1.0], [0.5, 0.5]), 1)
