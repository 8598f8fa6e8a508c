"""A batch whose replicates differ in the mechanisms that are on.

A mechanism that is off leaves its fields as they are. So where it is off in some replicates only,
it steps in all of them, and in those the fields that it may change are put back. Since no
replicate depends on another, each comes out as in a batch where all have the same mechanisms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms import mobilization
from upheaval.mechanisms.base import Mechanism
from upheaval.runs.batch import BatchResult, begin, narrowed, prepare
from upheaval.runs.plan import RunPlan
from upheaval.world.clock import Tick
from upheaval.world.world import World

Flags = NDArray[np.bool_]


def run_mixed(plan: RunPlan, replicates: Sequence[int], off: Mapping[str, Flags]) -> BatchResult:
    """Run some replicates of a plan, each without its own set of mechanisms.

    Parameters
    ----------
    plan : RunPlan
        What to run, with every mechanism that is on in any replicate.
    replicates : sequence of int
        Numbers of the K replicates.
    off : mapping of str to bool array, shape ``(K,)``
        By mechanism, in which replicates it is off; one that is not named is on in all.
    """
    shared = prepare(plan)
    world, draws = begin(shared, replicates)
    kept = [field for field in shared.recorded if field.recorded == "series"]
    series = {
        field.name: np.empty((world.size, *shared.shape(field)), narrowed(field.dtype))
        for field in kept
    }
    for tick in shared.setting.clock:
        for mechanism in shared.loop.mechanisms:
            where = off.get(mechanism.name)
            if where is None or not where.any():
                step(world, mechanism, tick)
            elif not where.all():
                step_some(world, mechanism, tick, np.flatnonzero(where))
        for field in kept:
            series[field.name][:, tick.index] = world.state[field.name]
    final = {
        field.name: world.state[field.name].astype(narrowed(field.dtype))
        for field in shared.recorded
        if field.recorded == "final"
    }
    return BatchResult(world.replicates, series, final, draws.table)


def step(world: World, mechanism: Mechanism, tick: Tick) -> None:
    """Step a mechanism in all replicates."""
    luck = world.luck(mechanism.name, tick.index)
    mechanism.step(world, tick, world.parameters[mechanism.name], luck)


def step_some(world: World, mechanism: Mechanism, tick: Tick, off: NDArray[np.int64]) -> None:
    """Step a mechanism and put back what it did to the replicates in which it is off."""
    names = (*mechanism.owned, *mechanism.writes)
    before = {name: world.state[name][off] for name in names}
    # Mobilization alone moves the citizens; to copy them for every mechanism would cost more
    # than to run it.
    moves = mechanism.name == mobilization.MECHANISM.name
    people = world.citizens.state[off] if moves else None
    step(world, mechanism, tick)
    for name, values in before.items():
        world.state[name][off] = values
    if people is not None:
        world.citizens.state[off] = people


_step, _step_some = step, step_some
