"""The command ``upheaval check``."""

from __future__ import annotations

from upheaval.commands.line import Json, ScenarioName, as_json


def check(
    scenario: ScenarioName,
    json_: Json = False,
) -> None:
    """Check a scenario folder and tell everything that is wrong with it."""
    from upheaval.answers.check import problems_for_answers, warnings
    from upheaval.runs.checking import load
    from upheaval.scenario import ScenarioError

    found = load(scenario)
    problems = problems_for_answers(found)
    if problems:
        raise ScenarioError(problems, found.name)
    rows = sum(len(table) for table in found.tables.values())
    there = [t for t in found.tables.values() if len(t) or not t.kind.may_be_absent]
    if json_:
        print(as_json({"scenario": found.name, "tables": len(there), "rows": rows,
                       "parameters": len(found.parameters), "problems": [],
                       "warnings": [str(odd) for odd in warnings(found)]}))  # fmt: skip
        return
    print(
        f"{found.name}: no problem in {len(there)} tables with {rows:,} rows and "
        f"{len(found.parameters)} parameters"
    )
    for odd in warnings(found):
        print(f"warning: {odd}")
