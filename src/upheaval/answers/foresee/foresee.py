"""Foresee: what may come after a date, from what was known by then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.foresee.branches import Branching, measured
from upheaval.answers.foresee.conditioning import condition_on
from upheaval.answers.foresee.forecast_quantities import quantities
from upheaval.answers.foresee.information_set import InformationSet, day_of, end_of, information_set
from upheaval.answers.foresee.projection import (
    Chance,
    amount_of,
    chance_of,
    counted,
    precision_gain,
)
from upheaval.answers.foresee.result import Foreseen
from upheaval.errors import UpheavalError
from upheaval.inference.available_table import available
from upheaval.inference.posterior.resampling import systematic_resample
from upheaval.inference.prepare import opened
from upheaval.inference.simulations.reference_table import (
    DEFAULT_SCALE,
    DEFAULT_SEED,
    ReferenceTable,
)
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.record.observations import Observation

if TYPE_CHECKING:
    from upheaval.scenario import Scenario

Floats = NDArray[np.float64]

DAYS = 14
WORLDS = 48
BRANCHES = 4
MOST_DAYS = 45
"""Days that are looked at; a longer time is looked at every few days."""


def foresee(
    scenario: Scenario | str | Path,
    from_: date | str,
    days: int = DAYS,
    simulations: int | None = None,
    scale: int = DEFAULT_SCALE,
    seed: int = DEFAULT_SEED,
    table: str | Path | None = None,
    worlds: int = WORLDS,
    branches: int = BRANCHES,
    leave_out: Sequence[str] = (),
    workers: int | None = None,
    progress: bool = True,
) -> Foreseen:
    """Tell what may come after a date, from the record up to that date only.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The scenario; a name or a folder is loaded.
    from_ : date or str
        The last day of which anything is known.
    days : int
        How many days after it to look at.
    simulations : int, optional
        Length of the reference table; by default all that are there, or 600 new ones.
    scale, seed, table
        Of the table; as for `explain`.
    worlds : int
        Worlds like the record so far that are run on.
    branches : int
        Runs of each, with luck of their own after the date.
    leave_out : sequence of str
        Names of observations to leave out of the record.
    workers, progress
        As for `prepare`.

    Raises
    ------
    ScenarioError
        If the scenario is wrong.
    UpheavalError
        If a date is none of the schedule, nothing is known by it, a number is out of range, or an
        observation is unknown.
    """
    plan, folder, record = opened(scenario, scale, seed, table, leave_out)
    since = day_of(plan.scenario, from_)
    until = _until(plan.scenario, since, days)
    _check_counts(worlds, branches)
    information = information_set(
        plan.scenario, without(record, leave_out), end_of(plan.scenario, since)
    )
    rows = available(plan, simulations, folder, workers, progress)
    return foresee_table(
        rows, information, since, until, worlds, branches, workers=workers, progress=progress
    )


def foresee_table(
    table: ReferenceTable,
    information: InformationSet,
    since: date,
    until: date,
    worlds: int = WORLDS,
    branches: int = BRANCHES,
    *,
    workers: int | None = None,
    progress: bool = False,
) -> Foreseen:
    """Foresee from a table and a cut record; arguments as for `foresee`."""
    from upheaval.runs.progress import progress_bar, telling

    scenario = table.plan.scenario
    with telling(f"Weighing {len(table):,} simulations by what was known", progress):
        found = condition_on(table, information)
    drawn = systematic_resample(found.weights, worlds)
    days = _days(scenario, since, until)
    start = scenario.start.date()
    how = Branching(
        table.plan, information.moment, until, tuple(float((day - start).days) for day in days)
    )
    with progress_bar(len(np.unique(drawn)) * branches, progress) as report:
        values = measured(table, how, drawn, branches, workers=workers, progress=report)
    count = counted(drawn, found.effective)
    codes = values["outcome"]
    outcomes = {
        name: chance_of((codes == code).astype(np.float64), count)
        for code, name in enumerate(OUTCOMES)
    }
    items = {item.name: item for item in quantities(scenario) if item.name in values}
    open_most = max(range(len(OUTCOMES)), key=lambda code: _openness(outcomes[OUTCOMES[code]]))
    last = (codes[:, :, -1] == open_most).astype(np.float64)
    return Foreseen(
        scenario, since, days, information, found, len(table), table.plan.scale, table.plan.seed,
        worlds, count, branches, outcomes,
        {name: chance_of(values[name], count) for name, item in items.items()
         if item.kind == "yes_no"},
        {name: amount_of(values[name], count) for name, item in items.items()
         if item.kind != "yes_no"},
        items,
        precision_gain(OUTCOMES[open_most], last, count),
    )  # fmt: skip


def without(record: Sequence[Observation], leave_out: Sequence[str]) -> list[Observation]:
    """Give a record in which some rows are of no use; positions, and so luck, stay."""
    from dataclasses import replace

    return [replace(item, use="left out") if item.name in leave_out else item for item in record]


def _openness(chance: Chance) -> float:
    last = float(chance.probability[-1])
    return last * (1.0 - last)


def _until(scenario: Scenario, since: date, days: int) -> date:
    last = (scenario.schedule[-1].until - timedelta(microseconds=1)).date()
    most = (last - since).days
    if most < 1:
        raise UpheavalError(
            f"from: {since} is the last day of the schedule; expected an earlier one"
        )
    if not isinstance(days, int) or not 1 <= days <= most:
        raise UpheavalError(
            f"days: got {days}, expected 1 to {most}: the schedule of {scenario.name} ends on "
            f"{last}"
        )
    return since + timedelta(days=days)


def _check_counts(worlds: int, branches: int) -> None:
    if worlds < 2:
        raise UpheavalError(f"worlds: got {worlds}, expected 2 or more: a range needs several")
    if branches < 2:
        raise UpheavalError(
            f"branches: got {branches}, expected 2 or more, to tell luck from doubt"
        )


def _days(scenario: Scenario, since: date, until: date) -> tuple[date, ...]:
    """Give the days that are looked at: all, or every few, the date and the last among them."""
    first = scenario.start.date()
    total = (until - first).days + 1
    step = -(-total // MOST_DAYS)
    chosen = {*range(total - 1, -1, -step), (since - first).days}
    return tuple(first + timedelta(days=day) for day in sorted(chosen))
