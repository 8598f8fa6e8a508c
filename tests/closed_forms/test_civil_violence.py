"""Shares that Epstein's model implies before any simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheaval.closed_forms import civil_violence

CAUGHT = 1 - np.exp(-2.3)


def test_one_cop_for_one_active_means_nine_chances_in_ten():
    assert civil_violence.arrest_probability(1, 1, 2.3) == pytest.approx(0.899741, abs=5e-7)


def test_the_rounding_of_the_ratio_decides_when_fear_vanishes():
    actives = np.array([1, 2, 3, 4])
    down = civil_violence.arrest_probability(3, actives, 2.3)
    near = civil_violence.arrest_probability(3, actives, 2.3, "round")
    raw = civil_violence.arrest_probability(3, actives, 2.3, "none")
    np.testing.assert_allclose(down, 1 - np.exp(-2.3 * np.array([3, 1, 1, 0])))
    np.testing.assert_allclose(near, 1 - np.exp(-2.3 * np.array([3, 2, 1, 1])))
    np.testing.assert_allclose(raw, 1 - np.exp(-2.3 * 3 / actives))
    with pytest.raises(ValueError, match="rounding"):
        civil_violence.arrest_probability(3, 1, 2.3, "ceil")


def test_an_agent_counts_itself():
    alone = civil_violence.arrest_probability(1, [0, 1], 2.3)
    assert alone[0] == alone[1]


def test_active_shares_without_cops():
    legitimacy = np.array([0.5, 0.7, 0.8, 0.82, 0.89, 0.9, 0.95, 1.0])
    found = civil_violence.active_share_without_cops(legitimacy, 0.1)
    expected = [0.8, 0.6667, 0.5, 0.4444, 0.0909, 0, 0, 0]
    np.testing.assert_allclose(found, expected, atol=5e-5)
    assert found[5:].tolist() == [0.0, 0.0, 0.0]


def test_ignition_shares_under_one_cop():
    found = civil_violence.ignition_share(np.array([0.7, 0.8, 0.82, 0.89]), 0.1, CAUGHT)
    np.testing.assert_allclose(found, [0.074095, 0.027786, 0.019759, 0.000505], atol=5e-7)


@pytest.mark.parametrize(("legitimacy", "risk"), [(0.7, CAUGHT), (0.82, CAUGHT), (0.3, 0.4)])
def test_drawn_agents_ignite_in_that_share(legitimacy, risk):
    rng = np.random.default_rng(1)
    hardship, aversion = rng.random((2, 1_000_000))
    share = np.mean(hardship * (1 - legitimacy) - aversion * risk > 0.1)
    assert civil_violence.ignition_share(legitimacy, 0.1, risk) == pytest.approx(share, abs=2e-3)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_shares_are_shares_and_fall_with_legitimacy_and_risk(legitimacy, threshold, risk, more):
    share = civil_violence.ignition_share(legitimacy, threshold, risk)
    assert 0 <= share <= 1
    higher = legitimacy + (1 - legitimacy) * more
    assert civil_violence.ignition_share(higher, threshold, risk) <= share + 1e-9
    riskier = risk + (1 - risk) * more
    assert civil_violence.ignition_share(legitimacy, threshold, riskier) <= share + 1e-9


def test_a_rare_spark_becomes_likely_in_a_crowd():
    found = civil_violence.first_spark_probability([0.0, 0.000505, 1.0], 1120)
    np.testing.assert_allclose(found, [0, 1 - (1 - 0.000505) ** 1120, 1])
