"""When sanctions make an elite defect."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheaval.closed_forms import elite_sanctions

money = st.floats(0, 100)


@given(money, money, money, st.floats(0, 1), st.floats(0, 1), st.floats(-5, 5))
def test_the_elite_defects_exactly_above_the_critical_probability(
    home, offshore, outside, risk, seized, rally
):
    cut = elite_sanctions.critical_probability(home, offshore, outside, seized, rally)
    staying = elite_sanctions.value_of_staying(home, offshore, risk, seized, rally)
    if seized * offshore - rally > 1e-6 and abs(staying - outside) > 1e-6:
        gone = elite_sanctions.defects(home, offshore, outside, risk, seized, rally)
        assert gone == (risk > cut)


def test_a_worked_case():
    cut = elite_sanctions.critical_probability(10, 40, 30, 0.8)
    assert cut == pytest.approx(20 / 32)
    gone = elite_sanctions.defects(10, 40, 30, np.array([0.62, 0.63]), 0.8)
    assert gone.tolist() == [False, True]


def test_a_rally_around_the_ruler_raises_the_critical_probability():
    plain, rally = elite_sanctions.critical_probability(10, 40, 30, 0.8, [0.0, 10.0])
    assert rally > plain


def test_without_bite_the_elite_stays_or_leaves_whatever_the_threat():
    found = elite_sanctions.critical_probability([40, 10, 10], [0, 0, 10], 30, 0.5, [0, 0, 8])
    assert found[0] == np.inf
    assert found[1] == -np.inf
    assert np.isnan(found[2])


def test_a_negative_fortune_abroad_is_refused():
    with pytest.raises(ValueError, match="offshore_wealth"):
        elite_sanctions.critical_probability(1, -1, 1, 0.5)
