"""Opponents against adherents: numbers, the one-sided special case, amplification."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheaval.closed_forms import global_game, two_sided_game
from upheaval.closed_forms.two_sided_game import Group

OPPONENTS = Group(mass=1.0, precision=4.0, cost=0.4)


def adherents(mass):
    return Group(mass=mass, precision=4.0, cost=0.4)


@pytest.mark.parametrize(("mass", "expected"), [(0.0, 0.682413), (0.5, 0.391331)])
def test_the_known_thresholds_with_and_without_adherents(mass, expected):
    found = two_sided_game.threshold(1, 0.3, OPPONENTS, adherents(mass), 0.8)
    assert found == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("mass", "expected"), [(0.0, 0.217), (0.5, 0.363), (1.0, 0.523)])
def test_adherents_amplify_the_effect_of_public_information(mass, expected):
    side = adherents(mass)
    level = two_sided_game.threshold(1, 0.3, OPPONENTS, side, 0.8)
    slope = two_sided_game.response_to_public_mean(level, 1, 0.3, OPPONENTS, side, 0.8)
    step = 1e-4
    up, down = (two_sided_game.threshold(1, 0.3 + s, OPPONENTS, side, 0.8) for s in (step, -step))
    assert -slope == pytest.approx(expected, abs=5e-4)
    assert slope == pytest.approx((up - down) / (2 * step), abs=1e-6)


def test_without_public_information_the_threshold_is_linear_in_both_masses():
    a, d = Group(1.0, 4.0, 0.3), Group(0.5, 9.0, 0.4)
    assert two_sided_game.diffuse_threshold(a, d, 0.8) == pytest.approx(0.46)
    assert two_sided_game.threshold(0, 0.3, a, d, 0.8) == pytest.approx(0.46)
    assert two_sided_game.threshold(1e-9, 0.3, a, d, 0.8) == pytest.approx(0.46, abs=1e-7)
    one_sided = two_sided_game.diffuse_threshold(Group(1, 1, 0.4), Group(0, 1, 0.5))
    assert one_sided == pytest.approx(0.6)


@given(st.floats(0.1, 5), st.floats(0.1, 5), st.floats(-0.5, 1.5), st.floats(0.1, 0.9))
def test_without_adherents_it_is_the_one_sided_game(alpha, beta, y, c):
    found = two_sided_game.thresholds(alpha, y, Group(1, beta, c), Group(0, 1, 0.5))
    if global_game.is_unique(alpha, beta):
        np.testing.assert_allclose(found, global_game.thresholds(alpha, beta, y, c), atol=1e-8)


def test_players_following_their_cutoffs_topple_just_the_regimes_below_the_threshold():
    rng = np.random.default_rng(2)
    alpha, y, kappa = 1.0, 0.3, 0.8
    defenders = adherents(0.5)
    level = float(two_sided_game.threshold(alpha, y, OPPONENTS, defenders, kappa))
    theta = rng.normal(y, 1 / np.sqrt(alpha), 4_000_000)
    signal = theta + rng.standard_normal(theta.size) / 2
    # Cutoffs found by counting, not by formula: where the posterior of falling crosses each cost.
    bins = np.round(signal / 0.02).astype(int)
    low = bins.min()
    count = np.bincount(bins - low)
    fallen = np.bincount(bins - low, weights=theta <= level)
    centers = (np.arange(count.size) + low) * 0.02
    chance = np.where(count > 2000, fallen / np.maximum(count, 1), np.nan)
    attack_cutoff = np.interp(-0.4, -chance[~np.isnan(chance)], centers[~np.isnan(chance)])
    defend_cutoff = np.interp(-0.6, -chance[~np.isnan(chance)], centers[~np.isnan(chance)])
    seen = level + rng.standard_normal(1_000_000) / 2
    net = np.mean(seen <= attack_cutoff) - kappa * 0.5 * np.mean(seen >= defend_cutoff)
    assert net == pytest.approx(level, abs=0.015)


def test_where_several_equilibria_exist_the_lowest_is_taken():
    sharp = Group(1.0, 0.1, 0.5), Group(0.5, 0.1, 0.5)
    alpha, means = 2.0, np.array([0.2, 0.25, 0.3])
    assert not two_sided_game.is_unique(alpha, *sharp)
    found = two_sided_game.threshold(alpha, means, *sharp)
    for mean, level in zip(means, found, strict=True):
        every = two_sided_game.thresholds(alpha, mean, *sharp)
        assert every.size == 3
        assert level == pytest.approx(every[0], abs=1e-9)


def test_uniqueness_follows_the_summed_slopes():
    limit = np.sqrt(2 * np.pi) / (0.5 + 0.8 * 0.25)
    assert two_sided_game.is_unique(limit * 0.999, OPPONENTS, adherents(0.5), 0.8)
    assert not two_sided_game.is_unique(limit * 1.001, OPPONENTS, adherents(0.5), 0.8)


@given(st.floats(0.1, 3), st.floats(-0.5, 1.5), st.floats(0, 2), st.floats(0, 1))
def test_more_adherents_or_a_stronger_reputation_never_weaken_the_regime(alpha, y, mass, more):
    here = two_sided_game.threshold(alpha, y, OPPONENTS, adherents(mass))
    assert two_sided_game.threshold(alpha, y, OPPONENTS, adherents(mass + more)) <= here + 1e-2
    assert -mass <= here <= 1
    if two_sided_game.is_unique(alpha, OPPONENTS, adherents(mass + more)):
        assert two_sided_game.threshold(alpha, y, OPPONENTS, adherents(mass + more)) <= here + 1e-9
        assert two_sided_game.threshold(alpha, y + 0.1, OPPONENTS, adherents(mass)) <= here + 1e-9


def test_replicates_are_solved_together():
    masses, means = np.array([0.0, 0.5]), np.array([0.3, 0.3])
    found = two_sided_game.threshold(1, means, OPPONENTS, adherents(masses), 0.8)
    np.testing.assert_allclose(found, [0.682413, 0.391331], atol=1e-6)


def test_a_cost_outside_the_unit_interval_is_refused():
    with pytest.raises(ValueError, match=r"adherents\.cost"):
        two_sided_game.threshold(1, 0.3, OPPONENTS, Group(1, 1, 0))
