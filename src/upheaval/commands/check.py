"""The command ``upheaval check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from upheaval.scenario import Problem, Scenario


def check(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Folder of a scenario.")],
) -> None:
    """Check a scenario folder and tell everything that is wrong with it."""
    from upheaval.runs.checking import load
    from upheaval.scenario import ScenarioError

    found = load(folder)
    problems = _beyond_the_schema(found)
    if problems:
        raise ScenarioError(problems, found.name)
    rows = sum(len(table) for table in found.tables.values())
    print(
        f"{found.name}: no problem in {len(found.tables)} tables with {rows:,} rows and "
        f"{len(found.parameters)} parameters"
    )


def _beyond_the_schema(scenario: Scenario) -> list[Problem]:
    """Give what is wrong with rows of the record that answers read, and with readings of claims."""
    from upheaval.answers.verify.claims import problems_of
    from upheaval.record.observations import read_observations
    from upheaval.scenario import ScenarioError

    problems: list[Problem] = []
    try:
        read_observations(scenario)
    except ScenarioError as error:
        problems += error.problems
    return problems + problems_of(scenario)
