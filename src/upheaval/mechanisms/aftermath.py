"""Aftermath: crowds react to the ruler's exit.

Who has left can be asked for nothing. After a fall to the street, an agreed exit, a resignation or
a lost vote political demands fade at once and most others with them; where army or party have put
somebody else in his place, people are left with a part of the regime that they came out against,
and less is met (Egypt 2011: squares filled again under the council of officers):

    demand_d <- demand_d (1 - met_d (1 - exp(-(t - exit) / time)))

with ``met`` the parameter ``satisfied``, times ``continuity`` after an exit from within, and for
demands other than political ones ``honeymoon`` of it, since a new ruler is given time.

Reads ``exit_time`` (days), ``exit_kind``; writes ``demand``.
"""

from __future__ import annotations

import numpy as np

from upheaval.mechanisms.base import Mechanism
from upheaval.mechanisms.exit import FROM_WITHIN
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.setting import DEMANDS
from upheaval.world.world import Parameters, World


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let demands fade once the ruler has gone."""
    del luck
    state = world.state
    gone = state.exit_time < tick.end
    if not gone.any():
        return
    passed = np.where(gone, tick.end - np.where(gone, state.exit_time, 0.0), 0.0)
    within = np.isin(state.exit_kind, FROM_WITHIN)
    met = own.satisfied * np.where(within, own.continuity, 1.0) * -np.expm1(-passed / own.time)
    political = world.setting.demand_kind == DEMANDS.index("political")
    share = np.where(political[None, :], 1.0, own.honeymoon[:, None]) * met[:, None]
    state.demand[:] *= (1.0 - share)[:, None, :]


MECHANISM = Mechanism(
    name="aftermath",
    title="Crowds after the exit",
    order=5.8,
    source="Chenoweth and Stephan 2011; Albrecht and Ohl 2016; model document",
    parameters=(
        Parameter("satisfied", "1", 0, 1, "Share of political demands that an exit meets."),
        Parameter("continuity", "1", 0, 1, "The same after an exit from within, relative."),
        Parameter("honeymoon", "1", 0, 1, "The same of other demands, relative."),
        Parameter("time", "day", 0.05, 365, "Time in which crowds go home."),
    ),
    fields=(),
    reads=("exit_time", "exit_kind"),
    writes=("demand",),
    step=step,
    structure=True,
)  # fmt: skip
