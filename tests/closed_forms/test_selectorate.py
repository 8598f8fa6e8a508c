"""Rents of the winning coalition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheaval.closed_forms import selectorate


@pytest.mark.parametrize(
    ("revenue", "coalition", "electors", "discount", "rent", "slack"),
    [
        (100, 10, 100, 0.8, 2.173913, 78.260870),
        (100, 10, 1000, 0.8, 2.016129, 79.838710),
        (100, 40, 50, 0.8, 1.388889, 44.444444),
        (100, 50, 100, 0.9, 0.363636, 81.818182),
    ],
)
def test_the_known_rents(revenue, coalition, electors, discount, rent, slack):
    arguments = (revenue, coalition, electors, discount)
    assert selectorate.rent_per_member(*arguments) == pytest.approx(rent, abs=1e-6)
    assert selectorate.slack(*arguments) == pytest.approx(slack, abs=1e-6)


@given(st.floats(1, 1e3), st.floats(1, 50), st.floats(1, 20), st.floats(0, 0.99))
def test_a_member_is_just_indifferent_to_the_best_rival_offer(revenue, coalition, ratio, delta):
    electors = coalition * ratio
    rent = selectorate.rent_per_member(revenue, coalition, electors, delta)
    discounts = delta ** np.arange(4000)
    stay = rent * discounts.sum()
    rival = revenue / coalition + rent / ratio * discounts[1:].sum()
    assert stay == pytest.approx(rival, rel=1e-9)
    slack = selectorate.slack(revenue, coalition, electors, delta)
    assert slack == pytest.approx(revenue - coalition * rent, abs=1e-9 * revenue)


def test_a_smaller_loyalty_norm_leaves_the_ruler_more():
    slack = selectorate.slack(100, 10, np.array([10, 20, 50, 1000]), 0.8)
    assert slack[0] == 0
    assert np.all(np.diff(slack) > 0)


def test_a_coalition_beyond_the_selectorate_is_refused():
    with pytest.raises(ValueError, match="selectorate"):
        selectorate.slack(100, 20, 10, 0.8)
