"""From a scenario to a dataset in one call."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from upheaval.errors import UpheavalError
from upheaval.runs.ensemble import run_plan
from upheaval.runs.executors import executor_maker
from upheaval.runs.plan import RunPlan, plan_of
from upheaval.runs.progress import progress_bar
from upheaval.scenario import Scenario

if TYPE_CHECKING:
    import xarray


def simulate(
    scenario: Scenario | str | Path,
    replicates: int = 200,
    scale: int = 20,
    seed: int = 1,
    workers: int | None = None,
    set: Mapping[str, object] | None = None,
    without: tuple[str, ...] | list[str] = (),
    until: date | str | None = None,
    tick: float | None = None,
    batch: int | None = None,
    out: str | Path | None = None,
    progress: bool = True,
    *,
    resume: bool = False,
    force: bool = False,
    executor: str | None = None,
) -> xarray.Dataset:
    """Run a scenario many times over.

    Parameters
    ----------
    scenario : Scenario, str or Path
        What to run; a name or a folder is loaded.
    replicates : int
        How many times.
    scale : int
        People whom one simulated citizen stands for; 1 is the full population.
    seed : int
        Seed of all luck. The same seed gives the same result with any ``workers`` and ``batch``.
    workers : int, optional
        Cores to use; by default all.
    set : mapping of str to value, optional
        Changed values, such as ``{"prices.elasticity": 2}`` or ``{"cities.port.population": 1}``.
    without : sequence of str
        Mechanisms to switch off.
    until : date or str, optional
        Last day of the run; by default the last of the schedule.
    tick : float, optional
        Length of a tick in the first phase of the schedule, in hours.
    batch : int, optional
        Replicates that are stepped together; by default by scale and replicates
        (`upheaval.runs.plan.usual_batch`). It changes the speed and no result.
    out : str or Path, optional
        Folder for the store of the run; by default nothing is left on the disk.
    progress : bool
        Show a progress bar, on a terminal.
    resume, force : bool
        Complete the unfinished run in ``out``; start over there.
    executor : str, optional
        Address of a Dask cluster to run on instead of this machine, ``dask://HOST:PORT``; see
        `upheaval.runs.executors`. It must see the folder ``out``, which is then needed.

    Returns
    -------
    xarray.Dataset
        See `open_store`.

    Raises
    ------
    ScenarioError
        If the scenario or a change to it is wrong.
    UpheavalError
        If another argument is wrong, or the folder cannot be used.
    """
    plan = plan_of(
        scenario,
        replicates=replicates,
        scale=scale,
        seed=seed,
        set=set,
        without=without,
        until=until,
        tick=tick,
        batch=batch,
    )
    return simulate_plan(
        plan,
        out,
        workers=workers,
        progress=progress,
        resume=resume,
        force=force,
        executor=executor,
    )


def simulate_plan(
    plan: RunPlan,
    out: str | Path | None = None,
    *,
    workers: int | None = None,
    progress: bool = True,
    resume: bool = False,
    force: bool = False,
    executor: str | None = None,
) -> xarray.Dataset:
    """Run a plan; arguments as for `simulate`. Without ``out`` the dataset lives in memory."""
    from upheaval.runs.dataset import open_store

    if executor is not None and out is None:
        raise UpheavalError("`executor` needs `out`, a folder that its workers see too")
    make_executor = None if executor is None else executor_maker(executor)
    with progress_bar(plan.replicates, progress) as report:
        if out is not None:
            folder = Path(out)
            run_plan(
                plan,
                folder,
                workers=workers,
                resume=resume,
                force=force,
                progress=report,
                make_executor=make_executor,
            )
            return open_store(folder)
        with tempfile.TemporaryDirectory(prefix="upheaval-") as folder_name:
            run_plan(plan, Path(folder_name), workers=workers, progress=report)
            return open_store(folder_name).load()
