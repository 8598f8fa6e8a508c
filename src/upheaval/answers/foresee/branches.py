"""Worlds run on from a moment: up to it each as it was, from it on with luck of its own.

A world is a simulation of the reference table: a replicate with its parameters and explanations.
Its first branch goes on with the luck that it had in the table. The others draw new luck from the
moment on, so that branches of one world differ by luck alone, and worlds by the rest.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from upheaval.inference.simulations.reference_table import Flags, ReferenceTable, TablePlan
from upheaval.record.series import Series
from upheaval.runs.batch import BatchResult, begin, narrowed, prepare
from upheaval.runs.code import source_hash
from upheaval.runs.files import replacing
from upheaval.runs.mixed_batch import step, step_some
from upheaval.runs.parallel import complete_batches
from upheaval.runs.plan import LARGEST_SEED, RunPlan
from upheaval.world.luck import bases_of

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Progress = Callable[[float], None]

BATCH = 32
"""Branches stepped together; it changes the speed and no result."""

STRIDE = 0x9E3779B97F4A7C15
"""Steps of the seeds of branches: odd, so that none comes twice (Knuth's golden ratio)."""


@dataclass(frozen=True, eq=False)
class Branching:
    """How worlds are run on.

    Parameters
    ----------
    plan : TablePlan
        Of the table that the worlds come from.
    moment : float
        Days since the start at which luck becomes new.
    until : date
        Last day.
    days : tuple of float
        Days, from their beginning, at whose ends quantities are taken.
    """

    plan: TablePlan
    moment: float
    until: date
    days: tuple[float, ...]

    @property
    def run(self) -> RunPlan:
        """The run with every mechanism on."""
        return RunPlan(
            self.plan.scenario, seed=self.plan.seed, scale=self.plan.scale, until=self.until
        )


def run_on(plan: RunPlan, off: dict[str, Flags], numbers: Numbers, branch: Numbers, moment: float
           ) -> tuple[BatchResult, Floats]:  # fmt: skip
    """Run branches of worlds.

    Parameters
    ----------
    plan : RunPlan
        What to run.
    off : dict of str to bool array, shape ``(K,)``
        See `run_mixed`.
    numbers, branch : int64 arrays, shape ``(K,)``
        Replicate and number of each branch; 0 keeps the luck of the table.
    moment : float
        Days since the start from which branches have luck of their own.

    Returns
    -------
    tuple
        The result, and the code of the outcome at the end of every tick, shape ``(K, ticks)``.
    """
    shared = prepare(plan)
    world, draws = begin(shared, numbers.tolist())
    later = np.concatenate(
        [bases_of((plan.seed + int(b) * STRIDE) % LARGEST_SEED if b else plan.seed, numbers[[k]])
         for k, b in enumerate(branch)]
    )  # fmt: skip
    kept = [field for field in shared.recorded if field.recorded == "series"]
    series = {
        field.name: np.empty((world.size, *shared.shape(field)), narrowed(field.dtype))
        for field in kept
    }
    outcomes = np.empty((world.size, len(shared.setting.clock)))
    for tick in shared.setting.clock:
        if tick.start >= moment - 1e-9:
            world.bases = later
        for mechanism in shared.loop.mechanisms:
            where = off.get(mechanism.name)
            if where is None or not where.any():
                step(world, mechanism, tick)
            elif not where.all():
                step_some(world, mechanism, tick, np.flatnonzero(where))
        for field in kept:
            series[field.name][:, tick.index] = world.state[field.name]
        outcomes[:, tick.index] = world.state["outcome"]
    final = {
        field.name: world.state[field.name].astype(narrowed(field.dtype))
        for field in shared.recorded
        if field.recorded == "final"
    }
    return BatchResult(world.replicates, series, final, draws.table), outcomes


def measured(
    table: ReferenceTable,
    how: Branching,
    rows: Numbers,
    branches: int,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Floats]:
    """Run worlds on and take the quantities of every day.

    What is done is kept beside the table, batch by batch, so that the question can be asked again
    or taken up where it was stopped.

    Parameters
    ----------
    table : ReferenceTable
        Simulations.
    how : Branching
        How they are run on.
    rows : int64 array, shape ``(W,)``
        Rows of the table; one that stands more than once is run once.
    branches : int
        Branches of each, B.
    workers, progress
        As for `table_shards.build`; progress is called with the number of branches done.

    Returns
    -------
    dict of str to float64 array, shape ``(W, B, days)``
        Each quantity (`projected.quantities`), and ``outcome`` by code.
    """
    own = np.unique(rows)
    numbers = np.repeat(table.replicates[own], branches)
    on = np.repeat(table.indicators[own], branches, axis=0)
    branch = np.tile(np.arange(branches, dtype=np.int64), len(own))
    cuts = [slice(first, first + BATCH) for first in range(0, len(numbers), BATCH)]
    payload = pickle.dumps(how)
    tasks = [
        (payload, str(_shard(table, how, numbers[part], on[part], branch[part])),
         numbers[part], on[part], branch[part])
        for part in cuts
    ]  # fmt: skip
    complete_batches(measure_batch, tasks, workers, progress)
    shards = [_read(Path(task[1]), len(how.days)) for task in tasks]
    names = shards[0]
    whole = {name: np.concatenate([shard[name] for shard in shards]) for name in names}
    back = np.searchsorted(own, rows)
    return {name: values.reshape(len(own), branches, -1)[back] for name, values in whole.items()}


def measure_batch(payload: bytes, file: str, numbers: Numbers, on: Flags, branch: Numbers) -> int:
    """Run some branches and write what is measured of them."""
    from upheaval.answers.foresee.forecast_quantities import quantities
    from upheaval.runs.in_memory import in_memory

    how = _unpacked(payload)
    off = [set(how.plan.switched_off(row)) for row in on]
    named = {name for item in how.plan.testable for name in item.mechanisms}
    masks = {name: np.array([name in names for names in off]) for name in named}
    result, outcomes = run_on(how.run, masks, numbers, branch, how.moment)
    run = Series(in_memory(how.run, result), how.plan.scenario)
    columns = {"outcome": np.stack([_at(outcomes, run, day) for day in how.days], axis=1)}
    for item in quantities(how.plan.scenario, list(result.series | result.final)):
        columns[item.name] = np.stack([item.function(run, day) for day in how.days], axis=1)
    flat = {name: pa.array(values.reshape(-1)) for name, values in columns.items()}
    with replacing(Path(file)) as draft:
        parquet.write_table(pa.table(flat), draft)
    return len(numbers)


def _at(outcomes: Floats, run: Series, day: float) -> Floats:
    tick = run.last_tick(day)
    return run.unknown() if tick is None else outcomes[:, tick]


def _shard(
    table: ReferenceTable, how: Branching, numbers: Numbers, on: Flags, branch: Numbers
) -> Path:
    identity = how.plan.identity() | {
        "moment": how.moment, "until": how.until.isoformat(), "days": how.days,
        "made_by": _code(),
    }  # fmt: skip
    whole = hashlib.sha256(json.dumps(identity, sort_keys=True).encode())
    whole.update(numbers.tobytes() + on.tobytes() + branch.tobytes())
    # Another ending than that of the table's own shards, which are read by it.
    return table.folder / f"branch-{whole.hexdigest()[:20]}.days"


def _code() -> str:
    """Give the digest of the code of this room, which decides what is measured."""
    return source_hash("answers/foresee")


def _read(file: Path, days: int) -> dict[str, Floats]:
    rows = parquet.read_table(file)
    return {name: rows[name].to_numpy().reshape(-1, days) for name in rows.column_names}


@lru_cache(maxsize=1)
def _unpacked(payload: bytes) -> Branching:
    how: Branching = pickle.loads(payload)
    return how
