"""A scenario against all that it can speak of: tables, mechanisms, parameters and measures."""

from __future__ import annotations

from pathlib import Path

from upheaval import scenario as scenarios
from upheaval.scenario import Problem, Scenario, ScenarioError
from upheaval.scenario.card import retold
from upheaval.scenario.parameters import Parameter


def load(name_or_path: str | Path) -> Scenario:
    """Read a scenario that comes with the package, by its name, or any folder, by its path.

    Raises
    ------
    ScenarioError
        If there is no such scenario, or with everything that is wrong with it.
    """
    scenario = scenarios.load(name_or_path)
    check_scenario(scenario)
    return scenarios.with_bounds(scenario, _declared(scenario))


def check_scenario(scenario: Scenario) -> None:
    """Raise `ScenarioError` if the scenario speaks of mechanisms or measures that do not exist."""
    problems = _problems(scenario)
    if problems:
        raise ScenarioError(problems, scenario.name)


def _problems(scenario: Scenario) -> list[Problem]:
    from upheaval.mechanisms import loop
    from upheaval.record.measures import measure_names

    known = loop.mechanisms_of(scenario)
    problems = scenarios.check_known(scenario, _declared(scenario), known, measure_names())
    made = [name for name in scenario.made if not (scenario.folder / name).exists()]
    return retold(problems, scenario.card, made)


def _declared(scenario: Scenario) -> dict[str, Parameter]:
    from upheaval.mechanisms import loop

    used = {*scenario.mechanisms, *scenario.switched_off}
    known = loop.mechanisms_of(scenario)
    return dict(loop.declared_parameters(item for name, item in known.items() if name in used))
