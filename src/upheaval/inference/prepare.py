"""Making the reference table that the answers rest on, from what a user writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from upheaval.inference.observation import observation_model
from upheaval.inference.simulations.reference_table import (
    DEFAULT_SCALE,
    DEFAULT_SEED,
    DEFAULT_SIMULATIONS,
    ReferenceTable,
    TablePlan,
)
from upheaval.inference.simulations.shards import build, read
from upheaval.record.observations import Observation, read_observations

if TYPE_CHECKING:
    from upheaval.scenario import Scenario


def prepare(
    scenario: Scenario | str | Path,
    simulations: int = DEFAULT_SIMULATIONS,
    scale: int = DEFAULT_SCALE,
    seed: int = DEFAULT_SEED,
    table: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
) -> ReferenceTable:
    """Make the reference table of a scenario, or complete the one that is there.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The scenario; a name or a folder is loaded.
    simulations : int
        How many.
    scale : int
        People whom one simulated citizen stands for.
    seed : int
        Seed of all luck.
    table : str or Path, optional
        Folder of the table; by default one in the cache, found again by `explain`.
    workers : int, optional
        Cores to use; by default all. No result depends on it.
    progress : bool
        Show a progress bar, on a terminal.

    Raises
    ------
    ScenarioError
        If the scenario is wrong.
    UpheavalError
        If another argument is wrong or the folder holds another table.
    """
    plan = TablePlan(loaded(scenario), scale, seed)
    folder = None if table is None else Path(table)
    return built(plan, simulations, folder, workers, progress)


def built(
    plan: TablePlan, simulations: int, folder: Path | None, workers: int | None, progress: bool
) -> ReferenceTable:
    """Make or complete a table, with a progress bar if that is wanted; see `table_shards.build`."""
    from upheaval.runs.progress import progress_bar

    with progress_bar(max(1, simulations), progress) as report:
        return build(plan, simulations, folder, workers=workers, progress=report)


def available_or_built(
    plan: TablePlan, simulations: int | None, folder: Path | None, workers: int | None,
    progress: bool,
) -> ReferenceTable:  # fmt: skip
    """Give all simulations that are there, or so many, of which those that lack are made."""
    if simulations is None:
        return read(plan, folder)
    return built(plan, simulations, folder, workers, progress)


def opened(
    scenario: Scenario | str | Path,
    scale: int,
    seed: int,
    table: str | Path | None,
    leave_out: Sequence[str] = (),
) -> tuple[TablePlan, Path | None, list[Observation]]:
    """Give what a question about the record starts from, before any work is done.

    Returns
    -------
    tuple
        The plan of the table, its folder if one was named, and the whole record.

    Raises
    ------
    ScenarioError
        If the scenario is wrong.
    UpheavalError
        If a number is out of range, a row to leave out is unknown, or no row is left to fit.
    """
    plan = TablePlan(loaded(scenario), scale, seed)
    record = read_observations(plan.scenario)
    observation_model.check_left(record, leave_out, plan.scenario.name)
    return plan, None if table is None else Path(table), record


def loaded(scenario: Scenario | str | Path) -> Scenario:
    """Give a scenario that was checked, loaded if it is a name or a folder."""
    from upheaval.runs import checking
    from upheaval.scenario import Scenario as Kind

    if isinstance(scenario, Kind):
        checking.check_scenario(scenario)
        return scenario
    return checking.load(scenario)
