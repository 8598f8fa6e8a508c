"""Sensitivity: Morris's screening of all uncertain parameters, then Sobol's indices of a few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.sensitivity.evaluations import Points, measured, named
from upheaval.answers.sensitivity.indices import (
    Indices,
    Screened,
    morris_design,
    screen,
    sobol,
    sobol_design,
)
from upheaval.answers.sensitivity.result import Sensitivity
from upheaval.errors import UpheavalError
from upheaval.inference.prepare import loaded
from upheaval.inference.simulations.reference_table import TablePlan
from upheaval.inference.simulations.shards import uncertain
from upheaval.runs.cache_folder import cache_folder
from upheaval.runs.plan import RunPlan, plan_of
from upheaval.runs.progress import progress_bar

if TYPE_CHECKING:
    from upheaval.scenario import Scenario

Floats = NDArray[np.float64]

MEASURES = ("peak_participants", "peak_regions_with_protest", "deaths", "detained", "purge",
            "first_troops")  # fmt: skip
"""What is looked at unless the user says otherwise."""

TRAJECTORIES = 4
KEPT = 8
BLOCKS = 64
SCALE = 100


def sensitivity(
    scenario: Scenario | str | Path,
    measure: Sequence[str] = (),
    trajectories: int = TRAJECTORIES,
    keep: int = KEPT,
    blocks: int = BLOCKS,
    scale: int = SCALE,
    seed: int = 1,
    until: date | str | None = None,
    out: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
) -> Sensitivity:
    """Tell which uncertain parameters the results hang on.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The scenario; a name or a folder is loaded.
    measure : sequence of str
        Quantities: usual ones of `whatif` by name, or ``MEASURE@PLACE:DAY``; six by default.
    trajectories : int
        Of Morris's screening; each takes one run more than there are parameters.
    keep : int
        How many parameters go on to Sobol's indices; 0 stops after the screening.
    blocks : int
        Of Saltelli's design, a power of 2; each takes two runs more than parameters are kept.
    scale, seed : int
        Of the runs.
    until : date or str, optional
        Last day; by default that of the acute phase.
    out : str or Path, optional
        Folder in which runs are kept; by default one in the cache.
    workers : int, optional
        Cores to use; by default all. No result depends on it.
    progress : bool
        Show progress bars, on a terminal.

    Raises
    ------
    ScenarioError
        If the scenario is wrong.
    UpheavalError
        If a measure is unknown, a number is out of range, nothing is uncertain, or the folder
        cannot be used. Runs that were done are kept in any case.
    """
    found = loaded(scenario)
    last = TablePlan(found, scale, seed).until if until is None else until
    plan = plan_of(found, scale=scale, seed=seed, until=last)
    quantities = {text: named(found, text) for text in measure or MEASURES}
    names = tuple(uncertain(TablePlan(found, scale, seed)))
    _check(names, trajectories, keep, blocks, found.name)
    folder = cache_folder() / "sensitivity" / f"{found.name}-{plan.key[:16]}"
    folder = folder if out is None else Path(out)
    task = _Task(plan, tuple(quantities), folder, workers, progress)
    design = morris_design(len(names), trajectories, seed)
    effects = task.run(names, design.units, design.blocks)
    screened = {text: screen(design, effects[:, n], seed) for n, text in enumerate(quantities)}
    rank = _rank(screened)
    kept = tuple(names[n] for n in np.argsort(-rank, kind="stable")[:keep])
    indices: dict[str, Indices] = {}
    runs = len(design.units)
    if kept:
        second = sobol_design(len(kept), blocks, seed)
        # Other luck than that of the screening, and other draws of what is not kept.
        values = task.run(kept, second.units, second.blocks + trajectories)
        indices = {text: sobol(second, values[:, n], seed) for n, text in enumerate(quantities)}
        runs += len(second.units)
    assert plan.until is not None
    return Sensitivity(
        found.name, scale, seed, plan.until, runs, trajectories, blocks, quantities, names,
        screened, rank, kept, indices,
    )  # fmt: skip


@dataclass(frozen=True)
class _Task:
    """How points are run."""

    plan: RunPlan
    measures: tuple[str, ...]
    folder: Path
    workers: int | None
    progress: bool

    def run(self, names: tuple[str, ...], units: Floats, blocks: NDArray[np.int64]) -> Floats:
        """Run points with a progress bar."""
        points = Points(self.plan, names, self.measures)
        with progress_bar(len(units), self.progress) as show:
            return measured(points, units, blocks, self.folder, workers=self.workers, progress=show)


def _rank(screened: dict[str, Screened]) -> Floats:
    """Give the mean over measures of the effect relative to the largest, shape ``(k,)``."""
    shares = []
    for item in screened.values():
        largest = item.mean.max()
        shares.append(item.mean / largest if largest > 0 else item.mean)
    return np.asarray(np.mean(shares, axis=0))


def _check(
    names: tuple[str, ...], trajectories: int, keep: int, blocks: int, scenario: str
) -> None:
    if not names:
        raise UpheavalError(f"{scenario}: no parameter of a mechanism that is on has a prior")
    if trajectories < 2:
        raise UpheavalError(
            f"trajectories: got {trajectories}, expected 2 or more: an interval needs several"
        )
    if not 0 <= keep <= len(names):
        raise UpheavalError(f"keep: got {keep}, expected 0 to {len(names)}, the uncertain ones")
    if blocks < 4 or blocks & (blocks - 1):
        raise UpheavalError(f"blocks: got {blocks}, expected a power of 2, 4 or more")
