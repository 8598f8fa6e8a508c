"""Union call: a trade union asks all trades out once some workers strike.

    call <- strikers / people in the streets
    push of labor demands of workers <- push * (1 + call)

A union's call carries weight in so far as strikers, not only citizens, fill the squares: with no
striker it is silent, with nobody but strikers the demands of all who have a workplace weigh twice.
Assumption: no paper gives the size; solidarity in proportion is the plainest rule, and it needs no
parameter. Workers then go out, and strike where their trade works on that day, by the rule of the
mechanism `mobilization`.

To use it, copy this file into the folder of a scenario as ``union_call.py`` and add one line to
``mechanisms`` in its ``scenario.yaml``::

      - {file: union_call.py}

Reads ``crowd``; writes ``demand`` (standard deviations of the threshold) and ``strike_call`` (1).
"""

import numpy as np

from upheaval.mechanisms.base import Mechanism
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.setting import CROWDS, DEMANDS
from upheaval.world.state import Field
from upheaval.world.world import Parameters, World

STRIKING = CROWDS.index("striking")
LABOR = DEMANDS.index("labor")


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let the union call as loudly as workers strike, and let workers hear it."""
    del tick, own, luck
    state, setting = world.state, world.setting
    out = state.crowd.sum(axis=(1, 2))
    state.strike_call[:] = state.crowd[:, :, STRIKING].sum(axis=1) / np.maximum(out, 1.0)
    has_workplace = (setting.group("trade") != "none")[setting.cell_group]
    state.demand[:, :, LABOR] *= 1.0 + state.strike_call[:, None] * has_workplace


MECHANISM = Mechanism(
    name="union_call",
    title="A trade union calls a general strike",
    # After grievance (5), which sets the demands anew in every tick; before citizens decide (7).
    order=6.5,
    source="assumption: solidarity in proportion",
    parameters=(),
    fields=(
        Field("strike_call", (), "1", "How loudly the union calls, from 0 to 1.", 0.0, "series"),
    ),
    reads=("crowd",),
    writes=("demand",),
    step=step,
)
