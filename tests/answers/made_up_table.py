"""A reference table with known truth, made without a run."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from upheaval.answers.reference_table import ReferenceTable, TablePlan
from upheaval.record.observations import Observation, read_observations
from upheaval.scenario import Scenario

SHIFT = 2.0
"""How far an explanation that is on moves its count on the log scale; its error is known too."""

ERROR = 1.0


def made_up(
    scenario: Scenario, folder: Path, rows: int
) -> tuple[ReferenceTable, list[Observation]]:
    """Give a table in which each of two explanations moves one count, and a third count nothing.

    Counts are 1,000 times exp(shift) without spread of their own; the rows of the record are as
    uncertain as `ERROR` says, so that the probability given a record is known in closed form.
    """
    first = tuple(replace(item, prior=0.5) for item in scenario.explanations[:2])
    plan = TablePlan(replace(scenario, explanations=first), scale=1)
    numbers = np.arange(rows, dtype=np.int64)
    on = plan.indicators(numbers)
    counts = [item for item in read_observations(scenario) if item.measure.name == "deaths"]
    width = np.exp(ERROR * 1.6448536269514722)
    record = [
        replace(item, value=1000.0, low=1000.0 / width, high=1000.0 * width, use="fit",
                confidence="high")
        for item in counts[:3]
    ]  # fmt: skip
    record.append(replace(record[2], name="kept back", use="check"))
    rng = np.random.default_rng(0)
    drawn = {"court.agenda": rng.random(rows), "court.other": rng.random(rows)}
    moved = [SHIFT * (on[:, 0] - 0.5), SHIFT * (on[:, 1] - 0.5), 6.0 * drawn["court.agenda"] - 3.0]
    simulated = {
        item.name: 1001.0 * np.exp(move) - 1.0 for item, move in zip(record, moved, strict=False)
    }
    simulated["kept back"] = simulated[record[2].name]
    outcome = on[:, 0].astype(np.int64)
    return ReferenceTable(plan, folder, numbers, on, drawn, simulated, outcome), record


def true_log_odds(item: Observation) -> float:
    """Give the log odds of the explanation that moves a count, given the record's value."""
    seen = np.log((item.value + 1.0) / 1001.0)
    return float(SHIFT * seen / ERROR**2)
