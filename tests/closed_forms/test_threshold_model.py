"""Thresholds of collective action and preference falsification."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm

from upheaval.closed_forms import threshold_model

thresholds = arrays(np.int64, st.integers(1, 30), elements=st.integers(0, 31))


def test_one_person_decides_between_a_riot_and_a_lone_protester():
    crowd = np.tile(np.arange(100), (2, 1))
    crowd[1, 1] = 2
    assert threshold_model.cascade_size(crowd).tolist() == [100, 1]


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        ([0, 20, 20, 30, 40, 50, 60, 70, 80, 100], 10),
        ([0, 10, 20, 30, 40, 50, 60, 70, 80, 100], 90),
        ([0, 20, 30, 30, 40, 50, 60, 70, 80, 100], 10),
        ([0, 10, 30, 30, 40, 50, 60, 70, 80, 100], 20),
    ],
)
def test_hidden_opposition_surfaces_as_the_sequences_of_ten_say(percent, expected):
    people = np.array(percent) / 10
    assert 10 * threshold_model.cascade_size(people) == expected


@given(thresholds)
def test_the_cascade_is_what_joining_round_by_round_reaches(crowd):
    acting = 0
    while np.count_nonzero(crowd <= acting) != acting:
        acting = np.count_nonzero(crowd <= acting)
    assert threshold_model.cascade_size(crowd) == acting


@given(thresholds, st.integers(0, 29))
def test_a_more_willing_person_never_shrinks_the_crowd(crowd, who):
    willing = crowd.copy()
    willing[who % crowd.size] = 0
    assert threshold_model.cascade_size(willing) >= threshold_model.cascade_size(crowd)


def test_the_continuum_jumps_at_a_spread_of_twelve_point_two_two():
    spread, share = threshold_model.critical_spread(0.25)
    assert spread == pytest.approx(0.1222209, abs=5e-8)
    assert share == pytest.approx(0.0620033, abs=5e-8)
    below, above = threshold_model.normal_fixed_point(0.25, spread + np.array([-1e-6, 1e-6]))
    assert below < 0.07
    assert above > 0.99


def test_participation_for_normal_thresholds_around_a_quarter():
    spreads = np.array([0.10, 0.11, 0.12, 0.122, 0.123, 0.20])
    found = 100 * threshold_model.normal_fixed_point(0.25, spreads)
    np.testing.assert_allclose(found, [0.77, 1.71, 4.02, 5.48, 100, 99.99], atol=5e-3)


@given(st.floats(0.05, 0.6), st.floats(0.03, 0.5))
def test_bracketing_finds_where_repeated_joining_ends(mean, spread):
    critical = threshold_model.critical_spread(mean)[0] if mean < 0.5 else np.inf
    if abs(spread - critical) > 1e-3:
        ended = threshold_model.fixed_point(lambda r: norm.cdf((r - mean) / spread))
        found = threshold_model.normal_fixed_point(mean, spread)
        assert found == pytest.approx(ended, abs=1e-6)


@given(st.floats(0.02, 0.49))
def test_at_the_critical_spread_the_distribution_touches_the_diagonal(mean):
    spread, share = threshold_model.critical_spread(mean)
    u = (share - mean) / spread
    assert norm.cdf(u) == pytest.approx(float(share), abs=1e-9)
    assert norm.pdf(u) / spread == pytest.approx(1.0, abs=1e-6)


def test_a_hundred_whole_people_jump_elsewhere_depending_on_how_they_are_rounded():
    def ends(spread, to_whole):
        acting = 0
        while (joining := to_whole(100 * norm.cdf((acting / 100 - 0.25) / spread))) != acting:
            acting = joining
        return acting

    def crowd(spread):
        middle = (np.arange(100) + 0.5) / 100
        return threshold_model.cascade_size(np.round(100 * (0.25 + spread * norm.ppf(middle))))

    assert [ends(s, round) > 50 for s in (0.124, 0.126)] == [False, True]
    assert [ends(s, np.floor) > 50 for s in (0.128, 0.130)] == [False, True]
    assert [crowd(s) > 50 for s in (0.122, 0.124)] == [False, True]


def test_a_share_that_does_not_settle_is_reported():
    with pytest.raises(ValueError, match="no fixed point"):
        threshold_model.fixed_point(lambda r: 1 - r, most_steps=50)
    with pytest.raises(ValueError, match="mean"):
        threshold_model.critical_spread(0.5)
