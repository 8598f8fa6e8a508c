"""One batch: some replicates of a plan, stepped together from the first tick to the last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms import loop as loops
from upheaval.runs.draws import Draws, draw
from upheaval.runs.memory import keep_memory
from upheaval.runs.plan import RunPlan
from upheaval.world.citizens import BLOCK_ROWS, Citizens
from upheaval.world.setting import Setting
from upheaval.world.state import Field
from upheaval.world.world import World

Array = NDArray[Any]


@dataclass(frozen=True)
class BatchResult:
    """What a batch leaves behind; K replicates, T ticks.

    Attributes
    ----------
    replicates : int64 array, shape ``(K,)``
        Numbers of the replicates.
    series : dict of str to array, shape ``(K, T, *dims)``
        Fields at the end of every tick; floats in single precision, other types as declared.
    final : dict of str to array, shape ``(K, *dims)``
        Fields at the end of the run.
    parameters : dict of str to float64 array, shape ``(K,)``
        Drawn parameters, by ``mechanism.parameter``, in the mechanism's unit.
    """

    replicates: NDArray[np.int64]
    series: dict[str, Array]
    final: dict[str, Array]
    parameters: dict[str, NDArray[np.float64]]


class Prepared:
    """All that the batches of one plan share, made once a process.

    Plans that differ in the number of replicates or the batch alone share it too.
    """

    def __init__(self, plan: RunPlan) -> None:
        self.seed = plan.seed
        self.block_rows = BLOCK_ROWS if plan.block_rows is None else plan.block_rows
        self.scenario = plan.changed
        self.loop = loops.assemble(self.scenario)
        self.mechanisms = tuple(loops.mechanisms_of(self.scenario).values())
        self.setting = Setting(self.scenario, plan.scale, plan.clock)
        listed = {*self.scenario.mechanisms, *self.scenario.switched_off}
        self.recorded = recorded(
            m.fields for m in self.mechanisms if not m.structure or m.name in listed
        )
        self._citizens: Citizens | None = None

    @property
    def citizens(self) -> Citizens:
        """The people, drawn when the first batch needs them."""
        if self._citizens is None:
            self._citizens = Citizens(self.setting, self.seed, 0, self.block_rows)
        return self._citizens

    def shape(self, field: Field) -> tuple[int, ...]:
        """Give the shape of a recorded field in one replicate."""
        dims = tuple(self.setting.sizes[dim] for dim in field.dims)
        return (len(self.setting.clock), *dims) if field.recorded == "series" else dims


def prepare(plan: RunPlan) -> Prepared:
    """Give what the batches of a plan share; the last one made is kept for the next batch."""
    key = (plan.key, plan.block_rows)
    if key not in _last:
        _last.clear()
        _last[key] = Prepared(plan)
    return _last[key]


_last: dict[tuple[str, int | None], Prepared] = {}


def recorded(fields: Iterable[Iterable[Field]]) -> tuple[Field, ...]:
    """Give the fields that a run keeps, sorted by name."""
    kept = (field for owned in fields for field in owned if field.recorded != "no")
    return tuple(sorted(kept, key=lambda field: field.name))


def narrowed(dtype: str) -> np.dtype[Any]:
    """Give the type in which a run keeps a field: floats in single precision."""
    declared = np.dtype(dtype)
    return np.dtype(np.float32) if declared.kind == "f" else declared


def begin(shared: Prepared, replicates: Sequence[int]) -> tuple[World, Draws]:
    """Give some replicates as they are before the first tick, and their drawn parameters."""
    numbers = np.asarray(replicates, dtype=np.int64)
    draws = draw(shared.scenario, shared.mechanisms, shared.seed, numbers)
    world = World(
        shared.setting,
        shared.loop.fields,
        draws.by_mechanism,
        shared.seed,
        numbers,
        shared.block_rows,
        shared.citizens,
    )
    return world, draws


def run_batch(
    plan: RunPlan,
    replicates: Sequence[int],
    on_tick: Callable[[int, int], None] | None = None,
) -> BatchResult:
    """Run some replicates of a plan.

    What replicate ``i`` does depends on the scenario, the scale, the seed and ``i`` alone, never
    on the other replicates of the batch.

    Parameters
    ----------
    plan : RunPlan
        What to run.
    replicates : sequence of int
        Numbers of the replicates.
    on_tick : callable, optional
        Called after each tick with the number of ticks done and of all ticks.
    """
    keep_memory()
    shared = prepare(plan)
    world, draws = begin(shared, replicates)
    numbers = world.replicates
    series = {
        field.name: np.empty((len(numbers), *shared.shape(field)), narrowed(field.dtype))
        for field in shared.recorded
        if field.recorded == "series"
    }
    ticks = len(shared.setting.clock)
    for tick in shared.setting.clock:
        shared.loop.step(world, tick)
        for name, kept in series.items():
            kept[:, tick.index] = world.state[name]
        if on_tick is not None:
            on_tick(tick.index + 1, ticks)
    final = {
        field.name: world.state[field.name].astype(narrowed(field.dtype))
        for field in shared.recorded
        if field.recorded == "final"
    }
    return BatchResult(numbers, series, final, draws.table)
