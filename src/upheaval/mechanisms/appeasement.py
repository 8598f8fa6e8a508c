"""Appeasement: what the fall of a cabinet and a pact do to political demands.

Dismissing the government offers somebody to blame. Whether that calms people or tells them that
pressing pays is open (Lichbach 1987: accommodation lowers dissent; Rasler 1996: in Iran concessions
raised it a few weeks later), so the sign of ``relief`` is a parameter:

    political demands <- political demands (1 - relief exp(-(t - dismissed) / time))

A pact between ruler and opposition (mechanism `transition`) meets a share ``pact`` of them for as
long as it holds.

Reads ``government_dismissed_time``, ``pact_time`` (days); writes ``demand``.
"""

from __future__ import annotations

import numpy as np

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.setting import DEMANDS
from upheaval.world.world import Parameters, World


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Scale political demands by what they were offered."""
    del luck
    state = world.state
    passed = tick.end - state.government_dismissed_time
    calmed = np.where(passed >= 0, own.relief * np.exp(-np.maximum(passed, 0.0) / own.time), 0.0)
    left = (1.0 - calmed) * np.where(state.pact_time <= tick.end, 1.0 - own.pact, 1.0)
    political = np.flatnonzero(world.setting.demand_kind == DEMANDS.index("political"))
    state.demand[:, :, political] *= left[:, None, None]


MECHANISM = Mechanism(
    name="appeasement",
    title="A cabinet falls, a pact is made",
    order=5.7,
    source="Lichbach 1987; Moore 2000; Rasler 1996",
    parameters=(
        Parameter("relief", "1", -1, 1, "Share of political demands that a dismissal calms; "
                  "negative if it tells people that pressing pays."),
        Parameter("time", "day", 0.1, 365, "How long that holds."),
        Parameter("pact", "1", 0, 1, "Share of political demands that a pact meets."),
    ),
    fields=(),
    reads=("government_dismissed_time", "pact_time"),
    writes=("demand",),
    step=step,
    structure=True,
)  # fmt: skip
