"""State and parameters: arrays by name, filled once, and clear words when a name is wrong."""

import pickle

import numpy as np
import pytest

from upheaval.errors import UpheavalError
from upheaval.kernels import words
from upheaval.world.luck import SETUP_TICK
from upheaval.world.setting import Setting
from upheaval.world.state import NEVER, Field, columns, over_kinds
from upheaval.world.world import Parameters, World

REPLICATES = np.array([4, 9], dtype=np.int64)


def world(setting: Setting, *fields: Field, **parameters: float) -> World:
    own = {name: np.full(2, value) for name, value in parameters.items()}
    return World(setting, {"mine": fields}, {"mine": Parameters(own)}, 1, REPLICATES)


def test_a_field_has_the_replicates_first_then_its_own_dimensions(setting: Setting) -> None:
    state = world(setting, Field("crowd", ("city", "crowd"), "person", "People.", 2.0)).state
    assert state.crowd.shape == (2, 3, 3)
    assert (state.crowd == 2.0).all()
    assert state["crowd"] is state.crowd


def test_a_field_may_be_filled_from_parameters_and_luck(setting: Setting) -> None:
    field = Field(
        "x", ("city",), "1", "X.", lambda start: start.uniform("x", 3) + start.parameters.y[:, None]
    )
    filled = world(setting, field, y=10.0).state.x
    bases = words.replicate_bases(1, [4, 9])
    expected = words.uniform(bases, words.decision_number("mine.x"), SETUP_TICK, 3)
    np.testing.assert_array_equal(filled, 10.0 + expected)


def test_a_field_keeps_its_type(setting: Setting) -> None:
    state = world(
        setting,
        Field("status", ("figure",), "1", "S.", 0, "no", "int8"),
        Field("time", (), "day", "T.", NEVER),
    ).state
    assert state.status.dtype == np.int8
    assert np.isinf(state.time).all()


def test_two_fields_of_one_name_are_refused(setting: Setting) -> None:
    with pytest.raises(UpheavalError, match="two mechanisms declare the field 'x'"):
        world(setting, Field("x", (), "1", "X."), Field("x", (), "1", "X."))


def test_an_unknown_dimension_is_refused_with_those_that_exist(setting: Setting) -> None:
    with pytest.raises(UpheavalError, match=r"field 'x' has unknown dimension 'town'.*city"):
        world(setting, Field("x", ("town",), "1", "X."))


def test_an_unknown_field_is_an_attribute_error_with_its_name(setting: Setting) -> None:
    with pytest.raises(AttributeError, match="no field 'crowds' in the state"):
        _ = world(setting).state.crowds


def test_an_unknown_parameter_is_an_attribute_error_with_its_name() -> None:
    with pytest.raises(AttributeError, match="rates"):
        _ = Parameters({"rate": np.ones(2)}).rates


def test_a_field_that_begins_from_a_parameter_nobody_set_tells_which(setting: Setting) -> None:
    field = Field("x", (), "1", "X.", lambda start: start.parameters.rate)
    some = {"mine": Parameters({"other": np.ones(2)})}
    with pytest.raises(UpheavalError, match=r"parameter 'mine\.rate'"):
        World(setting, {"mine": (field,)}, some, 1, np.arange(2))


def test_a_field_of_a_mechanism_that_the_scenario_does_not_have_begins_at_zero(
    setting: Setting,
) -> None:
    field = Field("x", (), "1", "X.", lambda start: start.parameters.rate)
    np.testing.assert_array_equal(
        World(setting, {"mine": (field,)}, {}, 1, np.arange(2)).state.x, 0
    )


def test_parameters_survive_the_way_to_another_process() -> None:
    twin = pickle.loads(pickle.dumps(Parameters({"rate": np.ones(2)})))
    np.testing.assert_array_equal(twin.rate, [1.0, 1.0])


def test_a_world_steps_people_whom_it_was_given(setting: Setting) -> None:
    first = world(setting)
    second = World(setting, {}, {}, 1, np.array([7], dtype=np.int64), citizens=first.citizens)
    assert second.citizens.threshold is first.citizens.threshold
    assert second.citizens.state.shape == (1, first.citizens.rows)
    assert second.size == 1


@pytest.mark.parametrize("kinds", [1, 3, 4, 7])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_sums_over_kinds_are_those_of_numpy_to_the_last_bit(kinds: int, dtype: str) -> None:
    draws = words.uniform(words.replicate_bases(1, range(40)), 1, 1, 50 * kinds)
    values = np.exp(20.0 * draws - 10.0).reshape(40, 50, kinds).astype(dtype)
    found = over_kinds(values)
    assert found.dtype == values.dtype
    np.testing.assert_array_equal(found, values.sum(axis=-1))


def test_columns_are_those_of_an_index_in_contiguous_rows() -> None:
    values, places = np.arange(12.0).reshape(3, 4), np.array([3, 0, 0, 2, 1])
    np.testing.assert_array_equal(columns(values, places), values[:, places])
    assert columns(values, places).flags.c_contiguous
