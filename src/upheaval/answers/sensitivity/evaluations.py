"""Runs of a scenario at chosen points: parameters set by hand, luck by number, results kept."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from upheaval.errors import UpheavalError, unknown
from upheaval.record.measures import MEASURES
from upheaval.record.quantities import Quantity, quantity_of, usual
from upheaval.record.series import Series
from upheaval.runs.batch import BatchResult, narrowed, prepare
from upheaval.runs.draws import draw
from upheaval.runs.files import check_writable, replacing, telling_of
from upheaval.runs.parallel import complete_batches
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Progress = Callable[[float], None]

BATCH = 32
"""Runs stepped together; it changes the speed and no result."""

EDGE = 1e-6
"""Closest that a point comes to the ends of the unit interval."""


@dataclass(frozen=True, eq=False)
class Points:
    """What is run and measured.

    Parameters
    ----------
    plan : RunPlan
        The run, all mechanisms on.
    names : tuple of str
        Parameters that are set; the others are drawn by the number of the luck.
    measures : tuple of str
        Quantities, as `named` reads them.
    """

    plan: RunPlan
    names: tuple[str, ...]
    measures: tuple[str, ...]


def named(scenario: Scenario, text: str) -> Quantity:
    """Give a quantity: a usual one by its name, or ``MEASURE@PLACE:DAY``.

    Raises
    ------
    UpheavalError
        If there is none; the message gives the nearest name.
    """
    known = {item.name: item for item in usual()}
    if text in known:
        return known[text]
    head = text.partition(":")[0].partition("@")[0]
    if head not in MEASURES:
        raise UpheavalError(f"`measure`: {unknown('measure', text, [*known, *MEASURES])}")
    return quantity_of(scenario, text)


def run_points(plan: RunPlan, numbers: Numbers, values: Mapping[str, Floats]) -> BatchResult:
    """Run replicates with some parameters set.

    Parameters
    ----------
    plan : RunPlan
        What to run.
    numbers : int64 array, shape ``(K,)``
        Replicates: their luck, and the draws of parameters that are not set. One may stand twice.
    values : mapping of str to float64 array, shape ``(K,)``
        Parameters that are set, by full name, in the mechanism's unit.
    """
    shared = prepare(plan)
    draws = draw(shared.scenario, shared.mechanisms, shared.seed, numbers)
    table = draws.table | dict(values)
    own = {
        item.name: Parameters(
            {p.name: table[f"{item.name}.{p.name}"] for p in item.parameters
             if f"{item.name}.{p.name}" in table}
        )
        for item in shared.mechanisms
    }  # fmt: skip
    world = World(
        shared.setting, shared.loop.fields, own, shared.seed, numbers, shared.block_rows,
        shared.citizens,
    )  # fmt: skip
    kept = [field for field in shared.recorded if field.recorded == "series"]
    series = {
        field.name: np.empty((len(numbers), *shared.shape(field)), narrowed(field.dtype))
        for field in kept
    }
    for tick in shared.setting.clock:
        shared.loop.step(world, tick)
        for field in kept:
            series[field.name][:, tick.index] = world.state[field.name]
    final = {
        field.name: world.state[field.name].astype(narrowed(field.dtype))
        for field in shared.recorded
        if field.recorded == "final"
    }
    return BatchResult(numbers, series, final, table)


def measured(
    points: Points,
    units: Floats,
    numbers: Numbers,
    folder: Path,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Floats:
    """Run points and measure them; batches that are done are kept in the folder.

    Parameters
    ----------
    points : Points
        What is run and measured.
    units : float64 array, shape ``(R, k)``
        Points in the unit cube: quantiles of the parameters' priors.
    numbers : int64 array, shape ``(R,)``
        Number of the luck of each.
    folder : Path
        Where results are kept.
    workers, progress
        As for `table_shards.build`; progress is called with the number of runs done.

    Returns
    -------
    float64 array, shape ``(R, measures)``
        Counts as logarithms of one more; times in days, cut at the end of the run.
    """
    check_writable(folder)
    with telling_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
        cuts = [slice(first, first + BATCH) for first in range(0, len(units), BATCH)]
        payload = pickle.dumps(points)
        tasks = [
            (payload, str(_file(points, folder, units[own], numbers[own])), units[own],
             numbers[own])
            for own in cuts
        ]  # fmt: skip
        complete_batches(measure_batch, tasks, workers, progress)
        shards = [parquet.read_table(task[1]) for task in tasks]
    whole = pa.concat_tables(shards)
    return np.stack([whole[name].to_numpy() for name in points.measures], axis=1)


def measure_batch(payload: bytes, file: str, units: Floats, numbers: Numbers) -> int:
    """Run some points and write what is measured of them."""
    from upheaval.runs.in_memory import in_memory

    points = _unpacked(payload)
    result = run_points(points.plan, numbers, set_at(points, units))
    run = Series(in_memory(points.plan, result), points.plan.changed)
    columns = {
        name: pa.array(scaled(named(points.plan.scenario, name), run)) for name in points.measures
    }
    with replacing(Path(file)) as draft:
        parquet.write_table(pa.table(columns), draft)
    return len(numbers)


def set_at(points: Points, units: Floats) -> dict[str, Floats]:
    """Give the parameters at points of the unit cube, in the mechanisms' units."""
    from upheaval.mechanisms.loop import mechanisms_of

    scenario = points.plan.changed
    unit_of = {
        f"{item.name}.{parameter.name}": parameter.unit
        for item in mechanisms_of(scenario).values()
        for parameter in item.parameters
    }
    inside = np.clip(units, EDGE, 1.0 - EDGE)
    return {
        name: np.asarray(
            scenario.parameters[name].in_unit(unit_of[name]).quantile(inside[:, column]),
            dtype=np.float64,
        )
        for column, name in enumerate(points.names)
    }


def scaled(item: Quantity, run: Series) -> Floats:
    """Measure a run on the scale of the analysis, shape ``(K,)``."""
    values = item.function(run)
    if np.isnan(values).any():
        raise UpheavalError(
            f"`measure`: {item.name} lies after the end of the runs; expected a day before"
        )
    if item.kind == "time":
        return np.asarray(np.minimum(values, run.ends[-1]))
    return np.asarray(np.log1p(values) if item.kind == "count" else values, dtype=np.float64)


def _file(points: Points, folder: Path, units: Floats, numbers: Numbers) -> Path:
    whole = hashlib.sha256(points.plan.key.encode())
    whole.update(repr((points.names, points.measures)).encode())
    whole.update(units.tobytes() + numbers.tobytes() + Path(__file__).read_bytes())
    return folder / f"points-{whole.hexdigest()[:20]}.measured"


@lru_cache(maxsize=1)
def _unpacked(payload: bytes) -> Points:
    points: Points = pickle.loads(payload)
    return points
