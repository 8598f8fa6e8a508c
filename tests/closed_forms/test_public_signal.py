"""Protest as a public signal for elites."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheaval.closed_forms import global_game, public_signal


def elites_after(media_precision):
    return public_signal.elite_threshold(1.0, 0.6, 0.3, 4.0, media_precision, 4.0, 0.5)


@pytest.mark.parametrize(("media_precision", "expected"), [(0, 0.4751), (0.5, 0.6413), (2, 0.9986)])
def test_freer_media_make_elites_react_more_to_the_same_turnout(media_precision, expected):
    assert elites_after(media_precision) == pytest.approx(expected, abs=5e-5)


def test_with_free_enough_media_the_elites_game_is_no_longer_unique():
    for media_precision, unique in ((0.0, True), (0.5, True), (2.0, False)):
        alpha, _ = public_signal.elite_posterior(1.0, 0.6, 0.3, 4.0, media_precision)
        assert global_game.is_unique(alpha, 4.0) == unique


@given(st.floats(-1, 2), st.floats(-1, 2), st.floats(0.2, 10))
def test_turnout_reveals_the_strength_that_produced_it(strength, cutoff, precision):
    turnout = global_game.attack_mass(strength, cutoff, precision)
    if 1e-9 < turnout < 1 - 1e-9:
        revealed = public_signal.strength_signal(turnout, cutoff, precision)
        assert revealed == pytest.approx(strength, abs=1e-5)


def test_a_signal_through_noisy_media_has_the_stated_precision():
    rng = np.random.default_rng(8)
    score = np.sqrt(4.0) * (0.5 - 0.2) + rng.standard_normal(200_000) / np.sqrt(0.5)
    spread = np.var(0.5 - score / np.sqrt(4.0))
    assert 1 / spread == pytest.approx(float(public_signal.signal_precision(4.0, 0.5)), rel=0.02)


def test_a_silent_or_total_turnout_is_a_finite_signal_once_people_are_counted():
    scores = public_signal.normal_score([0.0, 0.5, 1.0], population=1000)
    assert np.all(np.isfinite(scores))
    assert scores[0] == pytest.approx(-scores[2])
    with pytest.raises(ValueError, match="population"):
        public_signal.normal_score(0.0)


def test_more_turnout_never_shows_a_stronger_regime():
    shares = np.linspace(0.01, 0.99, 50)
    assert np.all(np.diff(public_signal.strength_signal(shares, 0.5, 4.0)) < 0)


def test_less_than_one_person_is_no_population():
    with pytest.raises(ValueError, match="population"):
        public_signal.normal_score(0.5, population=0.9)
