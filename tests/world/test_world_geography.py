"""Distances on the globe, and ties that share out each city's attention."""

import numpy as np
import pytest

from upheaval.scenario import Scenario
from upheaval.world.geography import contact_shares, distances
from upheaval.world.setting import Setting


def test_almaty_and_the_capital_are_about_970_kilometers_apart() -> None:
    # 43.24 N 76.95 E and 51.13 N 71.43 E: great circle, any almanac.
    result = distances([43.24, 51.13], [76.95, 71.43])
    assert result[0, 1] == pytest.approx(970, abs=10)
    np.testing.assert_array_equal(np.diag(result), 0.0)
    np.testing.assert_allclose(result, result.T)


def test_a_quarter_of_the_equator_is_ten_thousand_kilometers() -> None:
    assert distances([0, 0], [0, 90])[0, 1] == pytest.approx(10_007.6, abs=0.5)


def test_ties_of_a_real_country_are_row_stochastic_without_a_diagonal(kazakhstan: Scenario) -> None:
    contact = Setting(kazakhstan, 1000).contact
    for kind in ("proximity", "kin", "online"):
        matrix = getattr(contact, kind)
        assert (matrix >= 0).all()
        np.testing.assert_array_equal(np.diag(matrix), 0.0)
        np.testing.assert_allclose(matrix.sum(axis=1), 1.0, err_msg=kind)


def test_proximity_falls_with_distance_and_kin_ties_stay_within_the_network() -> None:
    distance = np.array([[0.0, 100.0, 900.0], [100.0, 0.0, 800.0], [900.0, 800.0, 0.0]])
    people = np.array([100.0, 100.0, 400.0])
    contact = contact_shares(distance, people, np.array(["a", "b", "a"]))
    assert contact.proximity[0, 1] > contact.proximity[0, 2]
    np.testing.assert_allclose(contact.kin[0], [0, 0, 1])
    np.testing.assert_allclose(contact.online[0], [0, 1 / 3, 2 / 3])


def test_a_city_without_kin_hears_nothing_by_kin() -> None:
    contact = contact_shares(np.ones((2, 2)), np.array([1.0, 1.0]), np.array(["a", "b"]))
    np.testing.assert_array_equal(contact.kin, 0.0)
