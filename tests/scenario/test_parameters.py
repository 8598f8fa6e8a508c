"""A setting gives draws in the unit of the mechanism."""

import numpy as np
import pytest

from upheaval.scenario import ParameterSetting
from upheaval.scenario.priors import Uniform
from upheaval.scenario.units import UnitError


def setting(**changes):
    given = {
        "name": "streets.memory", "given_unit": "day", "unit": "day", "meaning": "m",
        "source": "s", "given_range": (0.0, 10.0), "prior": Uniform(uniform=(2.0, 4.0)),
    }  # fmt: skip
    return ParameterSetting(**(given | changes))


def test_a_prior_is_converted_to_hours():
    hours = setting().in_unit("hour")
    np.testing.assert_allclose(hours.quantile([0.25, 0.5]), [60.0, 72.0])
    assert (hours.low, hours.high, hours.unit) == (0.0, 240.0, "hour")
    assert hours.mean == pytest.approx(72.0)


def test_two_conversions_return_to_the_start():
    assert setting().in_unit("hour").in_unit("day").quantile(0.5) == pytest.approx(3.0)


def test_a_value_has_no_spread():
    fixed = setting(prior=None, given_value=3.0).in_unit("hour")
    assert fixed.is_fixed
    assert fixed.value == fixed.mean == 72.0
    assert fixed.sd == 0.0
    assert fixed.quantile(np.array([[0.1, 0.9]])).tolist() == [[72.0, 72.0]]
    assert fixed.log_density([72.0, 71.0]).tolist() == [0.0, -np.inf]


def test_a_prior_can_be_fixed_at_a_value_in_its_unit():
    fixed = setting().in_unit("hour").fixed_at(48.0)
    assert fixed.value == 48.0
    assert fixed.given_value == 2.0


def test_a_unit_of_something_else_is_an_error():
    with pytest.raises(UnitError, match="'day' cannot be converted to 'person'"):
        setting().in_unit("person")
