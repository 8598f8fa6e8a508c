"""Anger: a stock of hardship that nobody answered, voiced as a political demand.

Latent anger follows unanswered hardship slowly,

    dZ/dt = rate * ([h (1 - L) - tolerance - relief by welfare]+ - Z),

and is voiced where there is company (Kuran 1989, 1991: preferences are falsified alone and told in
a crowd): the political demand is gain * mind * Z * (1 + voice * company). Switched off, nobody asks
for politics; the push of prices, work and foreigners stays as it is.

Reads ``legitimacy``, ``legitimacy_before``, ``welfare_relief``, ``company``; writes ``anger`` (1)
and the political ``demand`` (standard deviations of the threshold).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.setting import Setting
from upheaval.world.state import Field, columns
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]

POLITICAL = 2
"""Column of the political demand."""


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let anger follow unanswered hardship, and voice it."""
    del luck
    state, setting = world.state, world.setting
    if tick.index == 0:
        # Before the crisis anger had all the time to follow.
        state.anger[:] = _unanswered(setting, state.legitimacy_before, own.tolerance)
    target = _unanswered(setting, state.legitimacy, own.tolerance)
    target = np.maximum(target - columns(state.welfare_relief, setting.cell_region), 0.0)
    state.anger[:] += -np.expm1(-own.rate * tick.length)[:, None] * (target - state.anger)
    voice = 1.0 + own.voice[:, None] * columns(state.company, setting.cell_city)
    mind = setting.of_cell("demand_political")
    state.demand[:, :, POLITICAL] = own.gain[:, None] * mind * state.anger * voice


def _unanswered(setting: Setting, legitimacy: Floats, tolerance: Floats) -> Floats:
    hardship = setting.of_cell("hardship")
    doubt = 1.0 - columns(legitimacy, setting.cell_city)
    return np.asarray(np.maximum(hardship * doubt - tolerance[:, None], 0.0))


MECHANISM = Mechanism(
    name="anger",
    title="Latent anger, voiced as a political demand",
    order=5.05,
    source="Kuran 1989, 1991; model document",
    parameters=(
        Parameter("gain", "1", 0, 50, "Push of latent anger once it is voiced."),
        Parameter("rate", "1/day", 0, 5, "Rate at which anger follows unanswered hardship."),
        Parameter("tolerance", "1", 0, 1, "Hardship that is borne without anger."),
        Parameter("voice", "1", 0, 20, "How much company in the streets frees political demands."),
    ),
    fields=(Field("anger", ("cell",), "1", "Latent anger."),),
    reads=("legitimacy", "legitimacy_before", "welfare_relief", "company"),
    writes=("demand",),
    step=step,
)  # fmt: skip
