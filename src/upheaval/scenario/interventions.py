"""Interventions of a scenario: each one is tried, so that a wrong name is told when it is read."""

from __future__ import annotations

from collections.abc import Sequence

from upheaval.errors import UpheavalError, unknown
from upheaval.scenario.document import FILE
from upheaval.scenario.problems import Problem, ScenarioError
from upheaval.scenario.scenario import Intervention, Scenario
from upheaval.scenario.yaml_text import Path, dotted


def check(scenario: Scenario) -> list[Problem]:
    """Give everything that is wrong with the interventions of a scenario that is valid so far."""
    problems: list[Problem] = []
    for i, item in enumerate(scenario.interventions):
        try:
            scenario.with_changes(item.set, item.without)
        except ScenarioError as error:
            here: Path = ("interventions", i)
            problems += [_located(scenario, here, item, problem) for problem in error.problems]
    return problems


def find(scenario: Scenario, names: Sequence[str]) -> list[Intervention]:
    """Give interventions by name, in the order asked.

    Raises
    ------
    UpheavalError
        If the scenario has none of that name; the message gives the nearest one.
    """
    by_name = {item.name: item for item in scenario.interventions}
    for name in names:
        if name not in by_name:
            raise UpheavalError(unknown(f"intervention of {scenario.name}", name, by_name))
    return [by_name[name] for name in names]


def _located(scenario: Scenario, here: Path, item: Intervention, problem: Problem) -> Problem:
    """Word a problem of a change as one of the line that asks for it."""
    where: Path = (*here, "set")
    if problem.column == "without":
        where = (*here, "without")
    elif problem.column in item.set:
        where = (*where, problem.column)
    message = problem.message
    if problem.file.endswith(".csv"):
        # A value that does not fit the rest of its table: the table itself is sound.
        row = "" if problem.line is None else f", row {problem.line}"
        message = f"{problem.file}{row}, column {problem.column}: {message}"
    line = next(
        (
            scenario.lines[where[:length]]
            for length in range(len(where), 0, -1)
            if where[:length] in scenario.lines
        ),
        None,
    )
    return Problem(FILE, line, dotted(where), message, problem.expected, problem.nearest)
