"""What to run: a scenario with its changes, a seed, how many replicates, at what scale."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from upheaval.errors import UpheavalError
from upheaval.runs.code import code_hash
from upheaval.scenario import Scenario
from upheaval.version import __version__
from upheaval.world.clock import Clock, Phase

LARGEST_SCALE = 1000
# The keyed random words have 32 bits for the replicate (the last number draws the traits of the
# citizens), 16 for the tick (the last one draws what is set up before the first) and 64 for the
# seed, of which half are left to the sign in other tools.
MOST_REPLICATES = 2**32 - 1
MOST_TICKS = 65_535
LARGEST_SEED = 2**63 - 1
DAY = timedelta(days=1)
SHORTEST_TICK = 1 / 1440
SMALL_BATCH = 16
LARGE_BATCHES = ((100, 256, 4), (10, 64, 16))
"""From which scale on; the most replicates of a batch there; batches to be shared out at least."""


@dataclass(frozen=True, eq=False)
class RunPlan:
    """A run, described completely: plans of one ``key`` give the same bytes on any machine.

    Parameters
    ----------
    scenario : Scenario
        The scenario as it was loaded.
    seed : int
        Seed of all luck, 0 or more.
    replicates : int
        How many times the crisis is run.
    scale : int
        People whom one row of citizens stands for, 1 (everybody) to 1000.
    set : mapping of str to value
        Changed values (`Scenario.with_changes`).
    without : tuple of str
        Mechanisms or explanations that are switched off.
    until : date, optional
        Last day of the run; without it the schedule is run to its end.
    tick_length : float, optional
        Length of a tick in the first phase of the schedule, in days.
    batch : int
        Replicates that are stepped together. It changes the speed and no result.
    block_rows : int, optional
        Citizens that the kernel takes at a time. It changes the speed and no result.

    Raises
    ------
    UpheavalError
        If a number is out of range, or a name of ``set`` or ``without`` is unknown.
    """

    scenario: Scenario
    seed: int = 1
    replicates: int = 200
    scale: int = 20
    set: Mapping[str, object] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    until: date | None = None
    tick_length: float | None = None
    batch: int = 16
    block_rows: int | None = None

    def __post_init__(self) -> None:
        _check_whole("seed", self.seed, 0, LARGEST_SEED)
        _check_whole("replicates", self.replicates, 1, MOST_REPLICATES)
        _check_whole("scale", self.scale, 1, LARGEST_SCALE)
        _check_whole("batch", self.batch, 1, MOST_REPLICATES)
        if self.block_rows is not None:
            _check_whole("block rows", self.block_rows, 1, 2**31)
        self._check_until()
        self._check_tick()
        self.changed  # noqa: B018 - an unknown name must be told before any work is done

    @cached_property
    def changed(self) -> Scenario:
        """The scenario with the changes made."""
        if not self.set and not self.without:
            return self.scenario
        return self.scenario.with_changes(set=dict(self.set), without=tuple(self.without))

    @cached_property
    def stops(self) -> datetime:
        """Moment at which the run stops, local time: the midnight after its last day."""
        end = self.scenario.schedule[-1].until
        if self.until is None:
            return end
        return min(end, datetime.combine(self.until, time()) + timedelta(days=1))

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The schedule, with the tick of its first phase as the plan wants it."""
        first, *rest = (Phase(phase.until, phase.length) for phase in self.scenario.schedule)
        if self.tick_length is not None:
            first = Phase(first.until, self.tick_length)
        return (first, *rest)

    @cached_property
    def clock(self) -> Clock:
        """The ticks of the run."""
        return Clock(self.scenario.start, self.phases, self.stops)

    @property
    def batches(self) -> list[range]:
        """Replicates of each batch, in order."""
        starts = range(0, self.replicates, self.batch)
        return [range(first, min(first + self.batch, self.replicates)) for first in starts]

    @cached_property
    def key(self) -> str:
        """SHA-256 of everything that decides what a replicate does."""
        text = json.dumps(self.identity() | {"replicates": 0}, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def identity(self) -> dict[str, Any]:
        """Give what tells this run from others, as plain values: the batch is no part of it."""
        tick = self.tick_length
        return {
            "scenario": self.scenario.name,
            "scenario_hash": self.changed.hash,
            "version": __version__,
            "code": code_hash(),
            "seed": self.seed,
            "replicates": self.replicates,
            "scale": self.scale,
            "set": {name: _plain(value) for name, value in sorted(self.set.items())},
            "without": sorted(self.without),
            "until": None if self.until is None else self.until.isoformat(),
            "tick_hours": None if tick is None else round(24.0 * tick, 9),
        }

    def _check_until(self) -> None:
        if self.until is None:
            return
        first, end = self.scenario.start.date(), self.scenario.schedule[-1].until
        last = (end - timedelta(microseconds=1)).date()
        if not first <= self.until <= last:
            raise UpheavalError(
                f"until: got {self.until}, expected a day of the schedule of "
                f"{self.scenario.name}, {first} to {last}"
            )

    def _check_tick(self) -> None:
        length = self.tick_length
        if length is None:
            return
        longest = (self.scenario.schedule[0].until - self.scenario.start) / DAY
        if not (isinstance(length, (int, float)) and SHORTEST_TICK <= length <= longest):
            raise UpheavalError(
                f"tick: got {_hours(length)} hours, expected {24.0 * SHORTEST_TICK:g} to "
                f"{24.0 * longest:g}, the length of the first phase of the schedule"
            )
        starts = [self.scenario.start, *(phase.until for phase in self.phases)]
        ticks = sum(
            math.ceil((phase.until - begins) / DAY / phase.length)
            for phase, begins in zip(self.phases, starts, strict=False)
        )
        if ticks > MOST_TICKS:
            raise UpheavalError(
                f"tick: got {_hours(length)} hours, which makes {ticks:,} ticks; "
                f"expected at most {MOST_TICKS:,}"
            )


def plan_of(
    scenario: Scenario | str | Path,
    *,
    replicates: int = 200,
    scale: int = 20,
    seed: int = 1,
    set: Mapping[str, object] | None = None,
    without: tuple[str, ...] | list[str] = (),
    until: date | str | None = None,
    tick: float | None = None,
    batch: int | None = None,
) -> RunPlan:
    """Make a plan from what a user writes: names of scenarios, dates as text, ticks in hours.

    Without ``batch`` it is `usual_batch`.

    Raises
    ------
    ScenarioError
        If the scenario, or a change to it, is wrong.
    UpheavalError
        If anything else is.
    """
    from upheaval.runs import checking

    if isinstance(scenario, Scenario):
        checking.check_scenario(scenario)
    else:
        scenario = checking.load(scenario)
    return RunPlan(
        scenario,
        seed=seed,
        replicates=replicates,
        scale=scale,
        set=dict(set or {}),
        without=(without,) if isinstance(without, str) else tuple(without),
        until=_day(until),
        tick_length=None if tick is None else tick / 24.0,
        batch=usual_batch(replicates, scale) if batch is None else batch,
    )


def usual_batch(replicates: int, scale: int) -> int:
    """Give how many replicates are best stepped together; it changes the speed and no result.

    At a coarse scale most of a tick is spent in small arrays, whatever their length, so that large
    batches pay as long as there are enough of them to share out. At a fine one the people are most
    of it, and fewer replicates fit the memory. Decided by the run alone, not by the machine: all
    shards of a run must agree on its batches.
    """
    if isinstance(replicates, int) and isinstance(scale, int):
        for coarse, most, batches in LARGE_BATCHES:
            if scale >= coarse:
                share = math.ceil(replicates / batches / SMALL_BATCH) * SMALL_BATCH
                return max(SMALL_BATCH, min(share, most))
    return SMALL_BATCH


def _day(until: date | str | None) -> date | None:
    if until is None or isinstance(until, date):
        return until.date() if isinstance(until, datetime) else until
    try:
        return date.fromisoformat(until)
    except ValueError:
        raise UpheavalError(f"until: got '{until}', expected a day such as 2022-01-31") from None


def _check_whole(name: str, value: object, low: int, high: int) -> None:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or not low <= value <= high:  # type: ignore[operator]
        raise UpheavalError(f"{name}: got {value!r}, expected a whole number, {low:,} to {high:,}")


def _hours(days: object) -> object:
    return f"{24.0 * days:g}" if isinstance(days, (int, float)) else days


def _plain(value: object) -> str | int | float | bool | None:
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
