"""Runs to learn a preview from: groups that share the featured inputs and differ in all luck.

In each group every input stays as the scenario has it, with even odds, or is drawn evenly over its
range: most questions change one input or two, and the baseline lies at a corner of all ranges. The
draws are keyed like all other luck, by the number of the group.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms.loop import declared_parameters, mechanisms_of
from upheaval.runs.batch import Prepared, prepare
from upheaval.runs.draws import draw
from upheaval.runs.plan import RunPlan
from upheaval.world.luck import SETUP_TICK, Luck, bases_of
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]

OWNER = "preview"
"""Owner of the decisions by which inputs are drawn; each is called like its input."""

GROUP = 4
"""Runs that share their inputs: few, so that many inputs are seen; more than one, so that what is
luck in them can be told from what the inputs do."""

TOGETHER = 4
"""Groups that are stepped together."""

KEPT = 0.5
"""Chance that an input of a group stays as the scenario has it."""


@dataclass(frozen=True)
class Runs:
    """Runs of some groups, N of them, with D inputs.

    Attributes
    ----------
    groups : int64 array, shape ``(N,)``
        Number of the group.
    inputs : float64 array, shape ``(N, D)``
        Inputs in the unit that the scenario writes them in.
    outcomes : int64 array, shape ``(N,)``
        Code of the outcome.
    """

    groups: NDArray[np.int64]
    inputs: Floats
    outcomes: NDArray[np.int64]


def joined(parts: Sequence[Runs]) -> Runs:
    """Put runs together, in the order of their groups."""
    groups = np.concatenate([part.groups for part in parts])
    order = np.argsort(groups, kind="stable")
    return Runs(
        groups[order],
        np.concatenate([part.inputs for part in parts])[order],
        np.concatenate([part.outcomes for part in parts])[order],
    )


def payload_of(plan: RunPlan, inputs: Sequence[str]) -> bytes:
    """Pack what `run_group` needs, for another process."""
    return pickle.dumps((plan, tuple(inputs)))


def together(groups: int) -> list[range]:
    """Give the groups that are stepped together."""
    return [range(first, min(first + TOGETHER, groups)) for first in range(0, groups, TOGETHER)]


def run_groups(payload: bytes, groups: range) -> Runs:
    """Run some groups of a packed plan together."""
    plan, inputs = _unpacked(payload)
    shared = prepare(plan)
    numbers = np.arange(groups.start * GROUP, groups.stop * GROUP, dtype=np.int64)
    world, values = _begin(shared, numbers, inputs)
    for tick in shared.setting.clock:
        shared.loop.step(world, tick)
    outcomes = np.asarray(world.state["outcome"], dtype=np.int64)
    return Runs(numbers // GROUP, values, outcomes)


@lru_cache(maxsize=1)
def _unpacked(payload: bytes) -> tuple[RunPlan, tuple[str, ...]]:
    found: tuple[RunPlan, tuple[str, ...]] = pickle.loads(payload)
    return found


def _begin(
    shared: Prepared, numbers: NDArray[np.int64], inputs: Sequence[str]
) -> tuple[World, Floats]:
    """Give the runs of whole groups before the first tick, and their inputs."""
    scenario = shared.scenario
    draws = draw(scenario, shared.mechanisms, shared.seed, numbers)
    units = declared_parameters(mechanisms_of(scenario).values())
    luck = Luck(bases_of(shared.seed, numbers // GROUP), OWNER, SETUP_TICK)
    own: dict[str, dict[str, Floats]] = {name: {} for name in draws.by_mechanism}
    for full, drawn in draws.table.items():
        mechanism, _, parameter = full.partition(".")
        own[mechanism][parameter] = drawn
    columns = []
    for name in inputs:
        setting = scenario.parameters[name]
        factor = setting.in_unit(units[name].unit).scale
        keeps, position = luck.uniform(name, 2).T
        mechanism, _, parameter = name.partition(".")
        low, high = setting.given_range
        evenly = (low + position * (high - low)) * factor
        own[mechanism][parameter] = np.where(keeps >= KEPT, evenly, own[mechanism][parameter])
        columns.append(np.asarray(own[mechanism][parameter], dtype=np.float64) / factor)
    world = World(
        shared.setting,
        shared.loop.fields,
        {name: Parameters(values) for name, values in own.items()},
        shared.seed,
        numbers,
        shared.block_rows,
        shared.citizens,
    )
    return world, np.stack(columns, axis=1)
