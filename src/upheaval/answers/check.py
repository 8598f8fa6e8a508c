"""Everything that can be wrong with a scenario, what only the answers read included."""

from __future__ import annotations

from pathlib import Path

from upheaval.answers.verify.open_claims import problems_of
from upheaval.record.observations import read_observations
from upheaval.runs.checking import load
from upheaval.scenario import Problem, Scenario, ScenarioError
from upheaval.scenario.structure_checks import structure_problems, structure_warnings


def check(folder: str | Path) -> list[Problem]:
    """Give everything that is wrong with a scenario folder; an empty list if nothing is.

    Parameters
    ----------
    folder : str or Path
        Path of a folder, or the name of a scenario that comes with the package.
    """
    try:
        return problems_for_answers(load(folder))
    except ScenarioError as error:
        return list(error.problems)


def problems_for_answers(scenario: Scenario) -> list[Problem]:
    """Give what is wrong with rows of the record that answers read, and with readings of claims."""
    problems: list[Problem] = []
    try:
        read_observations(scenario)
    except ScenarioError as error:
        problems += error.problems
    return problems + problems_of(scenario) + structure_problems(scenario)


def warnings(scenario: Scenario) -> list[Problem]:
    """Give what is odd in the structure of a scenario, but no error."""
    return structure_warnings(scenario)
