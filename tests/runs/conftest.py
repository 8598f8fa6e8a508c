from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from upheaval.runs.ensemble import run_plan
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario, load

MakePlan = Callable[..., RunPlan]


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load("kazakhstan-2022")


@pytest.fixture(scope="session")
def make_plan(scenario: Scenario) -> MakePlan:
    """Give a function that makes a small plan: few people, two days, five replicates."""
    from datetime import date

    def make(**changes: Any) -> RunPlan:
        small = {"replicates": 5, "scale": 1000, "seed": 7, "until": date(2022, 1, 2), "batch": 2}
        return RunPlan(scenario, **(small | changes))

    return make


@pytest.fixture(scope="session")
def finished(make_plan: MakePlan, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The store of the small plan, complete, and its digest; no test may change it."""
    folder = tmp_path_factory.mktemp("finished") / "run"
    return folder, run_plan(make_plan(), folder, workers=1)
