"""A country in which one mechanism steps alone."""

import numpy as np
import pytest

from upheaval.mechanisms import loop
from upheaval.theory.small_country import small_country, step_alone


@pytest.mark.parametrize("mechanism", ["grievance", "outcome", "court", "organs"])
def test_with_everything_switched_off_nothing_moves(mechanism):
    world = small_country(mechanism)
    before = {name: world.state[name].copy() for name in world.state.fields}
    step_alone(world, mechanism)
    # Working variables are filled; what people, offices and outcomes do is not.
    for name in ("crowd", "killed", "in_coalition", "office_holder", "fall_time", "legitimacy"):
        if name in before:
            np.testing.assert_array_equal(world.state[name], before[name])


def test_only_the_mechanism_and_what_it_reads_has_a_state():
    world = small_country("outcome")
    owned = {field.name for field in loop.known()["outcome"].fields}
    assert owned <= set(world.state.fields)
    assert "crowd" in world.state.fields
    assert "price" not in world.state.fields


def test_rows_replace_the_template_and_keep_its_other_cells():
    world = small_country("court", {"factions": [
        {"name": "patron", "seat": "patron", "value": 9, "low": 9, "high": 9},
        {"name": "incumbent", "seat": "incumbent", "value": 4, "low": 4, "high": 4},
    ]})  # fmt: skip
    assert world.state.faction_weight.tolist() == [[9.0, 4.0]]
    assert world.setting.table("factions")["in_court"].all()


def test_parameters_may_differ_between_replicates():
    world = small_country("outcome", parameters={"fall_rate": [0.0, 2.0]}, replicates=2)
    assert world.parameters["outcome"].fall_rate.tolist() == [0.0, 2.0]


def test_a_parameter_that_the_mechanism_does_not_declare_is_refused():
    with pytest.raises(KeyError, match="no parameter 'speed'"):
        small_country("outcome", parameters={"speed": 1.0})
