"""The command ``upheaval check``."""

from __future__ import annotations

from typing import Annotated

import typer


def check(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Folder of a scenario.")],
) -> None:
    """Check a scenario folder and tell everything that is wrong with it."""
    from upheaval.answers.check import problems_for_answers
    from upheaval.runs.checking import load
    from upheaval.scenario import ScenarioError

    found = load(folder)
    problems = problems_for_answers(found)
    if problems:
        raise ScenarioError(problems, found.name)
    rows = sum(len(table) for table in found.tables.values())
    print(
        f"{found.name}: no problem in {len(found.tables)} tables with {rows:,} rows and "
        f"{len(found.parameters)} parameters"
    )
