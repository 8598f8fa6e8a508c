"""A table in which one hidden number drives the whole course, made without a run."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from upheaval.answers.reference_table import ReferenceTable, TablePlan
from upheaval.record.observations import Observation, read_observations
from upheaval.scenario import Scenario

COUNTS = ("participants", "deaths", "troops")


def course(
    scenario: Scenario, folder: Path, rows: int, truth: float
) -> tuple[ReferenceTable, list[Observation]]:
    """Give simulations of hidden u, uniform from 0 to 1, and the record of a crisis of u = truth.

    Counts of the country are 100 exp(5 u); the alliance is asked on day 6 - 4 u, and not at all
    below 0.2; the outcome is the second where u exceeds 0.5.
    """
    plan = TablePlan(replace(scenario, explanations=scenario.explanations[:2]), scale=1)
    numbers = np.arange(rows, dtype=np.int64)
    u = np.random.default_rng(3).random(rows)
    wanted = [item for item in read_observations(scenario) if _is_wanted(item)]
    simulated = {item.name: _measured(item, u) for item in wanted}
    record = [_told(item, float(_measured(item, np.array([truth]))[0])) for item in wanted]
    return (
        ReferenceTable(
            plan, folder, numbers, plan.indicators(numbers), {"court.agenda": u}, simulated,
            (u > 0.5).astype(np.int64),
        ),
        record,
    )  # fmt: skip


def _is_wanted(item: Observation) -> bool:
    if item.place.kind != "country":
        return False
    return item.measure.name in (*COUNTS, "treaty_request", "riot", "regime_falls")


def _measured(item: Observation, u: np.ndarray) -> np.ndarray:
    if item.measure.kind == "time":
        return np.where(u < 0.2, np.inf, 6.0 - 4.0 * u)
    if item.measure.kind == "yes_no":
        return (u > 0.9).astype(np.float64)
    return 100.0 * np.exp(5.0 * u)


def _told(item: Observation, value: float) -> Observation:
    width = 1.2 if item.measure.kind == "count" else 1.0
    spread = 0.05 if item.measure.kind == "time" else 0.0
    return replace(
        item, value=value, low=value / width - spread, high=value * width + spread,
        confidence="high",
    )  # fmt: skip
