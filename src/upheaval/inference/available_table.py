"""The table at hand: the one that is there, or a small one made for the first answer."""

from __future__ import annotations

from pathlib import Path

from upheaval.inference.prepare import built
from upheaval.inference.simulations.reference_table import QUICK, ReferenceTable, TablePlan
from upheaval.inference.simulations.shards import read, simulated_so_far

ENOUGH = 360
"""Simulations from which a table that is there is used as it is."""


def available(
    plan: TablePlan,
    simulations: int | None,
    folder: Path | None,
    workers: int | None,
    progress: bool,
) -> ReferenceTable:
    """Give a table of so many simulations; by default all that are there, or `QUICK` new ones.

    Raises
    ------
    UpheavalError
        As `table_shards.build` and `table_shards.read`.
    """
    where = plan.folder if folder is None else folder
    if simulations is None:
        if where.is_dir() and len(simulated_so_far(where)) >= ENOUGH:
            return read(plan, where)
        simulations = QUICK
    return built(plan, simulations, where, workers, progress)
