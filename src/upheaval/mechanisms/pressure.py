"""Pressure: danger that lasts, which is what makes rulers go and soldiers waver.

A square that is full for an evening frightens nobody out of office; one that fills again every day
does. Momentum is mass times frequency (Chenoweth and Belgioioso 2019). So those who decide about
the ruler - army, party, parliament, himself - read a memory of the danger, not the hour's:

    pressure <- pressure + (1 - exp(-length / memory)) (danger - pressure)

with danger the public belief that the regime falls. A general strike adds to it: what the country
does not produce presses as a square does (Chenoweth and Stephan 2011: noncooperation),

    danger = 1 - (1 - fall_belief) (1 - strike_weight * strike_cost).

Reads ``fall_belief``, ``strike_cost``; writes ``pressure`` (1).
"""

from __future__ import annotations

import numpy as np

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import Field
from upheaval.world.world import Parameters, World


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let the danger of the day sink in."""
    del luck
    state = world.state
    danger = 1.0 - (1.0 - state.fall_belief) * (1.0 - own.strike_weight * state.strike_cost)
    state.pressure[:] += -np.expm1(-tick.length / own.memory) * (danger - state.pressure)


MECHANISM = Mechanism(
    name="pressure",
    title="Pressure that lasts",
    order=10.5,
    source="Chenoweth and Belgioioso 2019; Chenoweth and Stephan 2011; model document",
    parameters=(
        Parameter("memory", "day", 0.1, 365, "Time in which danger sinks in, and is forgotten."),
        Parameter("strike_weight", "1", 0, 1, "Danger of a general strike at its full cost."),
    ),
    fields=(Field("pressure", (), "1", "Danger as it has sunk in.", 0.0, "series"),),
    reads=("fall_belief", "strike_cost"),
    writes=(),
    step=step,
    structure=True,
)  # fmt: skip
