"""The whole model: how much of a tick each mechanism takes, and how many worlds a minute makes."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from upheaval.kernels.coalition import ruling_coalitions
from upheaval.mechanisms import mobilization
from upheaval.mechanisms.loop import Loop
from upheaval.runs import batch as batches
from upheaval.runs.plan import RunPlan, plan_of
from upheaval.runs.store import start_store
from upheaval.world.clock import Tick
from upheaval.world.world import World

SCENARIO, LAST_DAY = "kazakhstan-2022", "2022-01-31"
KERNEL, STORE, RECORD = "citizens' kernel", "store", "recording"
Seconds = dict[str, float]


@dataclass(frozen=True)
class ModelSpeed:
    """What one batch took, in seconds of processor time.

    Attributes
    ----------
    people : int
        People who can act in one replicate.
    decisions : int
        Citizen-steps: people who can act, times the times they were asked, times replicates.
    setup : float
        Seconds to read the scenario and draw the people: once a process.
    seconds : dict of str to float
        Seconds by mechanism; the citizens' kernel apart from the mechanism that calls it.
    bytes_of_people : int
        Bytes of the arrays of the citizens, with the states of all replicates.
    """

    plan: RunPlan
    ticks: int
    people: int
    decisions: int
    setup: float
    seconds: dict[str, float]
    bytes_of_people: int

    @property
    def total(self) -> float:
        """Seconds of the batch, without the setup."""
        return sum(self.seconds.values())

    @property
    def steps_per_second(self) -> float:
        """Citizen-steps a processor second, all mechanisms, recording and storing included."""
        return self.decisions / self.total

    @property
    def above_share(self) -> float:
        """Share of the time that is not the citizens' kernel."""
        return 1.0 - self.seconds[KERNEL] / self.total

    @property
    def worlds_per_minute(self) -> float:
        """Worlds a minute of one processor, without the setup."""
        return 60.0 * self.plan.replicates / self.total


def measure(scale: int, replicates: int, until: str = LAST_DAY) -> ModelSpeed:
    """Run one batch of the flagship on one thread and store it, and tell where the time went."""
    plan = plan_of(SCENARIO, replicates=replicates, scale=scale, until=until, batch=replicates)
    began = time.process_time()
    shared = batches.prepare(plan)
    people = shared.citizens
    setup = time.process_time() - began
    seconds: Seconds = defaultdict(float)
    asked: Seconds = defaultdict(float)
    warm_up(shared)
    with _timed(shared, seconds, asked), tempfile.TemporaryDirectory(prefix="upheaval-") as name:
        began = time.process_time()
        result = batches.run_batch(plan, range(replicates))
        seconds[RECORD] = time.process_time() - began - sum(seconds.values())
        began = time.process_time()
        store = start_store(Path(name), plan)
        store.write(result)
        store.finish()
        seconds[STORE] = time.process_time() - began
    able = int((people.high - people.low).sum())
    shared_bytes = sum(
        array.nbytes
        for array in (people.hardship, people.risk, people.threshold, people.order.row,
                      people.order.place)
    )  # fmt: skip
    return ModelSpeed(
        plan=plan,
        ticks=len(shared.setting.clock),
        people=able,
        decisions=round(asked["steps"]),
        setup=setup,
        seconds=dict(sorted(seconds.items(), key=lambda item: -item[1])),
        bytes_of_people=shared_bytes + replicates * people.rows,
    )


def warm_up(shared: batches.Prepared) -> None:
    """Step one replicate a little, so that everything is compiled."""
    ruling_coalitions(np.ones((1, 2)), [3], 0.5)
    world, _ = batches.begin(shared, [0])
    for tick in list(shared.setting.clock)[:2]:
        shared.loop.step(world, tick)


class _TimedLoop(Loop):
    """A loop that adds up what each mechanism takes."""

    def __init__(self, loop: Loop, seconds: Seconds) -> None:
        self.__dict__.update(loop.__dict__)
        self._seconds = seconds

    def step(self, world: World, tick: Tick) -> None:
        for mechanism in self.mechanisms:
            kernel, began = self._seconds[KERNEL], time.process_time()
            own, luck = world.parameters[mechanism.name], world.luck(mechanism.name, tick.index)
            mechanism.step(world, tick, own, luck)
            inside = self._seconds[KERNEL] - kernel
            self._seconds[mechanism.name] += time.process_time() - began - inside


@contextmanager
def _timed(shared: batches.Prepared, seconds: Seconds, asked: Seconds) -> Iterator[None]:
    """Time the mechanisms and the kernel, and count who is asked."""
    kernel: Any = vars(mobilization)["kernel"]
    loop, step = shared.loop, kernel.step_citizens

    def timed(state: Any, *args: Any, **keywords: Any) -> None:
        began = time.process_time()
        step(state, *args, **keywords)
        seconds[KERNEL] += time.process_time() - began
        low, high = args[3], args[4]
        asked["steps"] += int(np.sum(high - low)) * state.shape[0]

    shared.loop, kernel.step_citizens = _TimedLoop(loop, seconds), timed
    try:
        yield
    finally:
        shared.loop, kernel.step_citizens = loop, step
