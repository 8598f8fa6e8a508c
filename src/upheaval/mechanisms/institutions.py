"""Institutions: a party, parliament, court or council drops the ruler.

Most dictators are removed by insiders (Svolik 2012: two thirds of those who lost power against
their will). A body of the regime with the power to do it votes on him when standing by him looks
worse than dropping him: under pressure that lasts, and when he is the one who is blamed,

    case  = pressure + blame_weight (1 - exp(-blame of the ruler's faction))
    votes at rate vote_rate pressure logistic((case - loyalty) / noise), each wins with the power_i.

A body without power never removes him, and without pressure nobody moves. Who fails does not try
again for ``pause`` days.

Reads ``pressure``, ``blame``, ``fall_time``, ``ruler_gone``; writes ``dropped_time``, ``vote_time``
(days), ``dropped_by`` (row of the body).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.state import NEVER, Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let bodies vote on the ruler."""
    state, setting = world.state, world.setting
    if not setting.sizes["institution"]:
        return
    blamed = -np.expm1(-state.blame[:, setting.incumbent_faction])
    case = state.pressure + own.blame_weight * blamed
    rules = np.isinf(state.fall_time) & (state.ruler_gone < 1) & np.isinf(state.dropped_time)
    rate = own.vote_rate * state.pressure * expit((case - own.loyalty) / own.noise) * rules
    rested = np.isinf(state.vote_time) | (tick.end - state.vote_time >= own.pause[:, None])
    power = state.drop_power
    votes = luck.happens("vote", rate[:, None] * rested * (power > 0), tick.length)
    state.vote_time[:] = np.where(votes, tick.end, state.vote_time)
    wins = votes & (luck.uniform("wins", setting.sizes["institution"]) < power)
    won = wins.any(axis=1)
    state.dropped_time[:] = np.where(won, tick.end, state.dropped_time)
    state.dropped_by[:] = np.where(won, wins.argmax(axis=1), state.dropped_by)


def _power(start: Beginning) -> Floats:
    low, value, high = (start.setting.column("institutions", n) for n in ("low", "value", "high"))
    return within(low, value, high, start.uniform("power", len(low)))


MECHANISM = Mechanism(
    name="institutions",
    title="Party or parliament drops the ruler",
    order=11.5,
    source="Svolik 2012; model document",
    parameters=(
        Parameter("vote_rate", "1/day", 0, 10, "Votes a day under full pressure."),
        Parameter("loyalty", "1", 0, 5, "Pressure and blame at which standing by him no longer "
                  "pays."),
        Parameter("blame_weight", "1", 0, 5, "Weight of the blame on the ruler."),
        Parameter("noise", "1", 0.001, 1, "Noise of that choice."),
        Parameter("pause", "day", 0, 365, "Time until a body votes again."),
    ),
    fields=(
        Field("drop_power", ("institution",), "1", "Chance that a vote removes him.", _power),
        Field("vote_time", ("institution",), "day", "Its last vote on the ruler.", NEVER, "final"),
        Field("dropped_time", (), "day", "The ruler is dropped.", NEVER, "final"),
        Field("dropped_by", (), "1", "Row of the body that did it.", -1, "final", "int16"),
    ),
    reads=("pressure", "blame", "fall_time", "ruler_gone"),
    writes=(),
    step=step,
    structure=True,
)  # fmt: skip
