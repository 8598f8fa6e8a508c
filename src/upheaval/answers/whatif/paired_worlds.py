"""Paired worlds: the same replicates run twice, without and with a change, under the same luck."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError
from upheaval.record.quantities import Quantity, quantity_of, usual
from upheaval.record.series import Series
from upheaval.runs.parallel import parallel_map
from upheaval.runs.plan import MOST_REPLICATES, RunPlan
from upheaval.runs.workers import usable_cores

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Masks = Mapping[str, Flags]
"""By mechanism, in which worlds it is off, shape ``(N,)``; one that is not named is on in all."""

Progress = Callable[[float], None]

BATCH = 16
"""Replicates stepped together; it changes the speed and no result."""


@dataclass(frozen=True)
class Worlds:
    """Which replicates are paired.

    Attributes
    ----------
    numbers : int64 array, shape ``(N,)``
        Numbers of the replicates, none twice.
    weights : float64 array, shape ``(N,)``
        Their weights, which add up to 1: equal for worlds from the prior.
    """

    numbers: NDArray[np.int64]
    weights: Floats

    @property
    def effective(self) -> float:
        """How many equally weighted worlds are worth as much (Kish 1965)."""
        return float(1.0 / (self.weights**2).sum())


def worlds_of(replicates: int | Sequence[int] | Mapping[int, float]) -> Worlds:
    """Read a number of replicates, their numbers, or their numbers with weights.

    Raises
    ------
    UpheavalError
        If there are fewer than two, one stands twice, or a weight is none.
    """
    if isinstance(replicates, Mapping):
        numbers, weights = list(replicates), list(replicates.values())
    else:
        numbers = list(range(replicates)) if isinstance(replicates, int) else list(replicates)
        weights = [1.0] * len(numbers)
    if len(numbers) < 2:
        raise UpheavalError(
            f"replicates: got {len(numbers)}, expected at least 2: a difference needs a range"
        )
    found = np.asarray(numbers)
    if found.dtype.kind not in "iu" or found.min() < 0 or found.max() >= MOST_REPLICATES:
        raise UpheavalError(f"replicates: expected whole numbers from 0 to {MOST_REPLICATES - 1:,}")
    if len(np.unique(found)) < len(found):
        raise UpheavalError("replicates: one number stands twice; expected each once")
    given = np.asarray(weights, dtype=np.float64)
    if not (np.isfinite(given).all() and (given >= 0).all() and (given > 0).sum() >= 2):
        raise UpheavalError("replicates: expected weights of 0 or more, two of them above 0")
    kept = given > 0
    return Worlds(found[kept].astype(np.int64), given[kept] / given.sum())


@dataclass(frozen=True)
class Arm:
    """One side of all pairs, N worlds.

    Attributes
    ----------
    outcomes : int64 array, shape ``(N,)``
        Code of the outcome of each world.
    values : dict of str to float64 array, shape ``(N,)``
        Each quantity in each world; times in days since the start, infinite for never.
    digests : list of str
        Fingerprint of every recorded field of each world.
    """

    outcomes: NDArray[np.int64]
    values: dict[str, Floats]
    digests: list[str]


def run_pairs(
    baseline: RunPlan,
    changed: RunPlan,
    worlds: Worlds,
    measures: Sequence[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
    off: tuple[Masks, Masks] = ({}, {}),
) -> tuple[Arm, Arm]:
    """Run every world without and with the change.

    Parameters
    ----------
    baseline, changed : RunPlan
        The two runs, of one seed and scale; their number of replicates is not used.
    worlds : Worlds
        Which replicates to run.
    measures : sequence of str
        Measures beside the usual ones; see `quantity_of`.
    workers : int, optional
        Cores to use; by default all. No result depends on it.
    progress : callable, optional
        Called with the number of replicates done, of twice as many as there are worlds.
    off : tuple of masks
        Mechanisms that are off in some worlds only, without and with the change.

    Raises
    ------
    UpheavalError
        If ``workers`` is no positive number, or worker processes die.
    """
    cores = usable_cores(workers)
    size = max(1, min(BATCH, ceil(len(worlds.numbers) / cores)))
    payloads = [pickle.dumps((plan, tuple(measures))) for plan in (baseline, changed)]
    tasks = [
        (
            payload,
            worlds.numbers[first : first + size],
            {name: mask[first : first + size] for name, mask in masks.items()},
        )
        for payload, masks in zip(payloads, off, strict=True)
        for first in range(0, len(worlds.numbers), size)
    ]
    parts: dict[int, Arm] = {}
    done = 0
    for position, part in parallel_map(measure_batch, tasks, cores):
        parts[position] = part
        done += len(part.outcomes)
        if progress is not None:
            progress(done)
    ordered = [parts[position] for position in range(len(tasks))]
    half = len(tasks) // 2
    return _joined(ordered[:half]), _joined(ordered[half:])


def measure_batch(payload: bytes, numbers: NDArray[np.int64], off: Masks) -> Arm:
    """Run one batch of a pickled plan and keep what is measured of it."""
    from upheaval.runs.batch import run_batch
    from upheaval.runs.digest import replicate_digests
    from upheaval.runs.in_memory import in_memory
    from upheaval.runs.mixed_batch import run_mixed

    plan, measures = _unpacked(payload)
    chosen = numbers.tolist()
    result = run_mixed(plan, chosen, off) if off else run_batch(plan, chosen)
    fields = result.series | result.final
    run = Series(in_memory(plan, result), plan.changed)
    return Arm(
        fields["outcome"].astype(np.int64),
        {item.name: item.function(run) for item in quantities(plan, measures, list(fields))},
        replicate_digests(fields),
    )


def quantities(
    plan: RunPlan, measures: Sequence[str], fields: Sequence[str] | None = None
) -> list[Quantity]:
    """Give the usual quantities, those that the fields allow, and those asked for, each once."""
    asked = [quantity_of(plan.scenario, text) for text in dict.fromkeys(measures)]
    return usual(fields) + asked


@lru_cache(maxsize=2)
def _unpacked(payload: bytes) -> tuple[RunPlan, tuple[str, ...]]:
    found: tuple[RunPlan, tuple[str, ...]] = pickle.loads(payload)
    return found


def _joined(parts: Sequence[Arm]) -> Arm:
    names = parts[0].values
    return Arm(
        np.concatenate([part.outcomes for part in parts]),
        {name: np.concatenate([part.values[name] for part in parts]) for name in names},
        [digest for part in parts for digest in part.digests],
    )
