"""Checks against what the higher rooms know: mechanisms, their parameters, and measures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from upheaval.errors import listed, nearest
from upheaval.scenario import units
from upheaval.scenario.document import FILE
from upheaval.scenario.parameters import Parameter, ParameterSetting
from upheaval.scenario.problems import Problem, quoted
from upheaval.scenario.scenario import Scenario


def check_known(
    scenario: Scenario,
    parameters: Mapping[str, Parameter],
    mechanisms: Collection[str],
    measures: Mapping[str, str],
) -> list[Problem]:
    """Check a scenario against the mechanisms and measures that exist.

    Parameters
    ----------
    scenario : Scenario
        A scenario that `read` accepted.
    parameters : mapping of str to Parameter
        Declarations of all parameters of ``scenario.mechanisms`` and ``scenario.switched_off``,
        by the name that the scenario sets, ``mechanism.parameter``.
    mechanisms : collection of str
        Names of the mechanisms that exist, those in the scenario's own files included.
    measures : mapping of str to str
        Unit of each measure, by its name; ``date`` for a measure of when.

    Returns
    -------
    list of Problem
        Unknown mechanisms, parameters and measures, parameters that are not set, units that
        cannot be converted, values outside the declared bounds.
    """
    problems: list[Problem] = []
    for i, name in enumerate(scenario.mechanisms):
        if name not in mechanisms:
            # Positions have moved if mechanisms were switched off.
            path = ("mechanisms",) if scenario.switched_off else ("mechanisms", i)
            line = scenario.lines.get(path)
            problems.append(
                Problem(
                    FILE,
                    line,
                    f"mechanisms[{i}]",
                    f"there is no mechanism {quoted(name)}",
                    "one of " + listed(sorted(mechanisms)),
                    nearest(name, mechanisms),
                )
            )
    _check_parameters(scenario, parameters, problems)
    _check_measures(scenario, measures, problems)
    return problems


def in_declared_units(scenario: Scenario, parameters: Mapping[str, Parameter]) -> Scenario:
    """Give the scenario with each parameter converted to the unit of its declaration.

    The hash stays the same. `units.UnitError` if a unit cannot be converted.
    """
    return replace(
        scenario,
        parameters={
            name: setting.in_unit(parameters[name].unit) if name in parameters else setting
            for name, setting in scenario.parameters.items()
        },
    )


def with_bounds(scenario: Scenario, parameters: Mapping[str, Parameter]) -> Scenario:
    """Give the scenario with the bounds of each parameter's declaration, in the setting's unit."""
    return replace(
        scenario,
        parameters={
            name: _bounded(setting, parameters[name]) if name in parameters else setting
            for name, setting in scenario.parameters.items()
        },
    )


def _bounded(setting: ParameterSetting, declared: Parameter) -> ParameterSetting:
    factor = units.factor(declared.unit, setting.unit)
    # A range may touch a bound, and conversion may move that by the last digit.
    least = min(declared.minimum * factor, setting.low)
    most = max(declared.maximum * factor, setting.high)
    return replace(setting, bounds=(least, most))


def _check_parameters(
    scenario: Scenario, parameters: Mapping[str, Parameter], problems: list[Problem]
) -> None:
    missing = [name for name in parameters if name not in scenario.parameters]
    for name, setting in scenario.parameters.items():
        path = ("parameters", name)
        line = scenario.lines.get(path)
        if name not in parameters:
            problems.append(
                Problem(
                    FILE,
                    line,
                    f"parameters.{name}",
                    "no mechanism of the scenario has this parameter",
                    None,
                    nearest(name, missing or parameters),
                )
            )
            continue
        problem = _check_setting(setting, parameters[name], scenario.lines.get((*path, "unit")))
        if problem is not None:
            problems.append(problem if problem.line is not None else replace(problem, line=line))
    for name in missing:
        declared = parameters[name]
        found = f"the parameter is not set ({declared.meaning.rstrip('.')})"
        line = scenario.lines.get(("parameters",))
        expected = f"a value or prior in {declared.unit}"
        problems.append(Problem(FILE, line, f"parameters.{name}", found, expected))


def _check_setting(
    setting: ParameterSetting, declared: Parameter, line: int | None
) -> Problem | None:
    where = f"parameters.{setting.name}"
    try:
        converted = setting.in_unit(declared.unit)
    except units.UnitError as error:
        expected = f"a unit that converts to {declared.unit}"
        return Problem(FILE, line, f"{where}.unit", error.message, expected)
    # Conversion may move a bound by the last digit.
    slack = 1e-9 * max(abs(converted.low), abs(converted.high))
    if converted.low < declared.minimum - slack or converted.high > declared.maximum + slack:
        found = f"got the range {converted.low:g} to {converted.high:g} {declared.unit}"
        expected = f"one within {declared.minimum:g} to {declared.maximum:g} {declared.unit}"
        return Problem(FILE, None, f"{where}.range", found, expected)
    return None


def _check_measures(
    scenario: Scenario, measures: Mapping[str, str], problems: list[Problem]
) -> None:
    record = scenario.tables["record"]
    for i, row in enumerate(record.rows()):
        name, unit, line = row["measure"], row["unit"], record.line(i)
        if name not in measures:
            found = f"there is no measure {quoted(name)}"
            near = nearest(name, measures)
            problems.append(Problem("record.csv", line, "measure", found, None, near))
            continue
        try:
            units.factor(unit, measures[name])
        except units.UnitError as error:
            expected = f"a unit that converts to {measures[name]}"
            problems.append(Problem("record.csv", line, "unit", error.message, expected))
