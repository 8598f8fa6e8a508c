"""A scenario is held against the mechanisms, parameters and measures that exist."""

import pytest
from scenario_folders import DECLARED, MEASURES, MECHANISMS, edit, set_cell

from upheaval.scenario import Parameter, check_known, in_declared_units, load

YAML = "scenario.yaml"


def only_message(folder, declared=DECLARED):
    problems = check_known(load(folder), declared, MECHANISMS, MEASURES)
    assert len(problems) == 1, problems
    return str(problems[0])


def test_the_valid_scenario_has_no_problem(folder):
    assert check_known(load(folder), DECLARED, MECHANISMS, MEASURES) == []


def test_a_scenario_with_a_mechanism_off_has_no_problem(folder):
    scenario = load(folder).with_changes(without=["prices"])
    assert check_known(scenario, DECLARED, MECHANISMS, MEASURES) == []


def test_an_unknown_mechanism_is_named_with_its_nearest_name(folder):
    edit(folder, YAML, "mechanisms: [prices, streets]", "mechanisms: [prices, street]")
    assert only_message(folder) == (
        "scenario.yaml, line 8, mechanisms[1]: there is no mechanism 'street', "
        "expected one of prices, streets; did you mean streets?"
    )


def test_a_misspelled_parameter_is_named_with_its_nearest_name(folder):
    edit(folder, YAML, "prices.memory", "prices.memry")
    problems = check_known(load(folder), DECLARED, MECHANISMS, MEASURES)
    assert "did you mean prices.memory?" in str(problems[0])
    assert "the parameter is not set" in str(problems[1])
    assert len(problems) == 2


def test_a_wrong_unit_is_one_problem(folder):
    edit(folder, YAML, 'unit: "day"', "unit: person")
    assert only_message(folder) == (
        "scenario.yaml, line 12, parameters.prices.memory.unit: unit 'person' cannot be converted "
        "to 'day', expected a unit that converts to day"
    )


def test_a_range_beyond_the_bounds_of_the_declaration_is_one_problem(folder):
    edit(folder, YAML, "range: [0.0, 365.0]", "range: [0, 3650]")
    message = only_message(folder)
    assert message.startswith("scenario.yaml, line 10, parameters.prices.memory.range:")
    assert "expected one within 0 to 365 day" in message


def test_the_range_is_compared_after_conversion(folder):
    edit(folder, YAML, 'unit: "day"', "unit: hour")
    assert check_known(load(folder), DECLARED, MECHANISMS, MEASURES) == []
    narrow = DECLARED | {"prices.memory": Parameter("memory", "day", 0.0, 10.0, "Memory.")}
    assert "got the range 0 to 15.2083 day" in only_message(folder, narrow)


def test_values_are_converted_and_the_hash_is_kept(folder):
    edit(folder, YAML, 'unit: "day"', "unit: hour")
    scenario = load(folder)
    converted = in_declared_units(scenario, DECLARED)
    setting = converted.parameters["prices.memory"]
    assert setting.unit == "day"
    assert setting.high == pytest.approx(365 / 24)
    assert converted.hash == scenario.hash


def test_an_unknown_measure_is_named_with_its_nearest_name(folder):
    set_cell(folder, "record", 2, "measure", "peak_crowds")
    assert only_message(folder) == (
        "record.csv, row 2, column measure: there is no measure 'peak_crowds'; "
        "did you mean peak_crowd?"
    )


def test_an_observation_in_a_wrong_unit_is_one_problem(folder):
    set_cell(folder, "record", 2, "unit", "hour")
    assert "expected a unit that converts to person" in only_message(folder)
