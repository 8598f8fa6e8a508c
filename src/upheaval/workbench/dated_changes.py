"""Runs in which something is changed from a day on: the turns of a game.

Until its day a step changes nothing, so a run with it is the run without it, byte for byte, up to
there. From then on parameters have the new values, in every run, and mechanisms that are switched
off no longer act; what they did before stays. Cells of tables are what a run begins from, so they
can be changed for the first day only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError
from upheaval.mechanisms.loop import declared_parameters, mechanisms_of
from upheaval.runs.batch import BatchResult, Prepared, begin, narrowed, prepare
from upheaval.runs.draws import Draws
from upheaval.runs.plan import RunPlan
from upheaval.world.clock import Tick
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """What is changed from a day on.

    Parameters
    ----------
    day : date
        First day of the change.
    set : tuple of (str, str)
        Parameters and their new values, in the unit that the scenario writes them in.
    without : tuple of str
        Mechanisms that no longer act.
    """

    day: date
    set: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()

    def __str__(self) -> str:
        values = [f"{path}={value}" for path, value in self.set]
        return f"{self.day.isoformat()}: " + "; ".join(
            [*values, *(f"without {name}" for name in self.without)]
        )


@dataclass(frozen=True, eq=False)
class TimedPlan(RunPlan):
    """A run with steps; without steps it is a run like any other.

    Raises
    ------
    UpheavalError
        If a step falls outside the run, or sets what is no parameter.
    """

    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        for step in self.steps:
            self._check(step)

    def _check(self, step: Step) -> None:
        first = self.scenario.start.date()
        if not first < step.day < self.stops.date():
            raise UpheavalError(
                f"a step on {step.day}: expected a day of the run after the first, {first}"
            )
        for path, _ in step.set:
            if path not in self.scenario.parameters:
                raise UpheavalError(
                    f"{path} cannot be set from {step.day} on: expected a parameter; tables are "
                    "what a run begins from"
                )
        self.changed.with_changes(dict(step.set), ())
        unknown = [name for name in step.without if name not in self.scenario.mechanisms]
        if unknown:
            raise UpheavalError(f"there is no mechanism '{unknown[0]}' to do without")

    def identity(self) -> dict[str, Any]:
        """Give what tells this run from others, its steps included."""
        steps = {"steps": [str(step) for step in self.steps]} if self.steps else {}
        return super().identity() | steps


def run_timed(
    plan: TimedPlan,
    replicates: Sequence[int],
    on_tick: Callable[[int, int], None] | None = None,
) -> BatchResult:
    """Run some replicates of a plan with steps; see `upheaval.runs.batch.run_batch`."""
    shared = prepare(plan)
    world, draws = begin(shared, replicates)
    kept = [field for field in shared.recorded if field.recorded == "series"]
    series = {
        field.name: np.empty((world.size, *shared.shape(field)), narrowed(field.dtype))
        for field in kept
    }
    off: set[str] = set()
    waiting = sorted(plan.steps, key=lambda step: step.day)
    ticks = len(shared.setting.clock)
    for tick in shared.setting.clock:
        while waiting and tick.begins.date() >= waiting[0].day:
            step = waiting.pop(0)
            off |= set(step.without)
            world.parameters = _with(shared, world, draws, step)
        _advance(shared, world, tick, off)
        for field in kept:
            series[field.name][:, tick.index] = world.state[field.name]
        if on_tick is not None:
            on_tick(tick.index + 1, ticks)
    final = {
        field.name: world.state[field.name].astype(narrowed(field.dtype))
        for field in shared.recorded
        if field.recorded == "final"
    }
    return BatchResult(world.replicates, series, final, draws.table)


def _advance(shared: Prepared, world: World, tick: Tick, off: set[str]) -> None:
    for mechanism in shared.loop.mechanisms:
        if mechanism.name not in off:
            own = world.parameters[mechanism.name]
            mechanism.step(world, tick, own, world.luck(mechanism.name, tick.index))


def _with(shared: Prepared, world: World, draws: Draws, step: Step) -> dict[str, Parameters]:
    """Give the parameters with a step's values in all replicates; the table of draws follows."""
    units = declared_parameters(mechanisms_of(shared.scenario).values())
    touched = set()
    for path, text in step.set:
        fixed = shared.scenario.with_changes({path: text}).parameters[path]
        value = fixed.in_unit(units[path].unit).value
        draws.table[path] = np.full(world.size, value, dtype=np.float64)
        touched.add(path.partition(".")[0])
    result = dict(world.parameters)
    for mechanism in touched:
        start = f"{mechanism}."
        own = {
            name.removeprefix(start): values
            for name, values in draws.table.items()
            if name.startswith(start)
        }
        result[mechanism] = Parameters(own)
    return result
