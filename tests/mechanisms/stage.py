"""A stage for tests: a small world in which mechanisms step one at a time, with set numbers."""

import math
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fixtures"))

from other_country import structure_priors

from upheaval.mechanisms import loop
from upheaval.scenario import Scenario, load
from upheaval.world.clock import Clock, Phase, Tick
from upheaval.world.setting import Setting
from upheaval.world.world import Parameters, World


@cache
def usual_values() -> dict[str, float]:
    """Give the median of what the flagship, or the priors of structures, say of a parameter."""
    settings = load("kazakhstan-2022").parameters
    declared = loop.declared_parameters(loop.known().values())
    structures = {row["parameter"]: row["prior"].split() for row in structure_priors()}
    return {
        name: _median(*structures[name])
        if name in structures
        else float(settings[name].in_unit(parameter.unit).quantile(0.5))
        for name, parameter in declared.items()
    }


def _median(kind: str, low: str, high: str) -> float:
    one, other = float(low), float(high)
    return math.sqrt(one * other) if kind == "loguniform" else (one + other) / 2


SURE_ALLIES = {
    "alliance.prior_outside": 0.6,
    "alliance.acceptance": 0.5,
    "alliance.decision_time": 0.01,
    "alliance.survival_gain": 0.8,
    "alliance.fear_of_precedent": 0.0,
    "alliance.other_front": 0.0,
}
"""Allies who believe the claim and meet at once, and weigh nothing but what they gain."""


class Stage:
    """A world with known parameters and the mechanisms that step in it.

    Parameters
    ----------
    scenario : Scenario
        Where it plays.
    values : mapping of str to float or array, shape ``(replicates,)``
        Parameters by full name that differ from the usual ones.
    """

    def __init__(
        self,
        scenario: Scenario,
        values: Mapping[str, object] | None = None,
        *,
        replicates: int = 1,
        scale: int = 20,
        seed: int = 1,
        tick: float = 0.25,
    ) -> None:
        self.known = loop.known()
        first, *rest = (Phase(phase.until, phase.length) for phase in scenario.schedule)
        clock = Clock(scenario.start, [Phase(first.until, tick), *rest])
        self.setting = Setting(scenario, scale, clock)
        numbers = usual_values() | dict(values or {})
        unknown = set(numbers) - set(usual_values())
        assert not unknown, unknown
        self.parameters = {
            name: Parameters(
                {
                    p.name: np.broadcast_to(
                        np.asarray(numbers[f"{name}.{p.name}"], dtype=float), (replicates,)
                    ).copy()
                    for p in mechanism.parameters
                }
            )
            for name, mechanism in self.known.items()
        }
        fields = {name: mechanism.fields for name, mechanism in self.known.items()}
        numbers_of = np.arange(replicates, dtype=np.int64)
        self.world = World(self.setting, fields, self.parameters, seed, numbers_of)
        self.state = self.world.state
        # The court and the organs are tested with the struggle on, without stepping its switches.
        self.state.incumbent_opens[:] = 1.0
        self.state.clans_fight[:] = 1.0
        self.next = 0

    def at(self, dimension: str, name: str) -> int:
        """Give the position of a name."""
        return self.setting.labels[dimension].index(name)

    def tick(self) -> Tick:
        """Give the tick that comes next and move on."""
        tick = self.setting.clock.ticks[self.next]
        self.next += 1
        return tick

    def step(self, *names: str, ticks: int = 1) -> None:
        """Step these mechanisms, in the order of the loop, for some ticks."""
        chosen = [m for name, m in self.known.items() if name in names]
        assert len(chosen) == len(names), names
        for _ in range(ticks):
            tick = self.tick()
            for mechanism in chosen:
                luck = self.world.luck(mechanism.name, tick.index)
                mechanism.step(self.world, tick, self.parameters[mechanism.name], luck)
