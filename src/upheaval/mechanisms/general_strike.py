"""General strike: unions stop the country, which costs the regime without a square being full.

Withholding work is the classic of noncooperation (Chenoweth and Stephan 2011; Schock 2005); where
many people work in industry, campaigns are larger and stay peaceful (Butcher and Svensson 2016). A
union of ``organizations.csv`` calls a general strike when squares are full; it holds on average for
some time and ends with the ruler's exit. While it stands, people with a workplace are pushed out on
working days, and the cost for the regime grows:

    push of labor demands = push strength [works] workday
    strike_cost <- strike_cost + (1 - exp(-length / time)) (strength of the strike - strike_cost)

Reads ``crowd``, ``workday``, ``ruler_gone``; writes ``demand``, ``general_strike``,
``general_strike_time`` (days), ``strike_cost`` (1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import DEMANDS
from upheaval.world.state import NEVER, Beginning, Field, over_kinds
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let unions call and end a general strike, and let its cost grow."""
    state, setting = world.state, world.setting
    if not setting.where("organizations", "kind", "union").any():
        return
    people = over_kinds(state.crowd).sum(axis=1) / setting.city_adults.sum()
    full = people / (people + own.full_squares)
    rate = own.call_rate * state.union_strength * full * (1.0 - state.ruler_gone)
    begins = luck.happens("call", rate, tick.length)
    ends = luck.happens("end", state.general_strike / own.strike_length, tick.length)
    going_on = np.where(begins, 1.0, np.where(ends, 0.0, state.general_strike))
    state.general_strike[:] = going_on * (1.0 - state.ruler_gone)
    state.general_strike_time[:] = np.minimum(
        state.general_strike_time, np.where(begins, tick.end, NEVER)
    )
    standing = state.general_strike * state.union_strength
    works = np.array([trade != "none" for trade in setting.group("trade")])[setting.cell_group]
    push = own.push * standing * state.workday
    state.demand[:, :, DEMANDS.index("labor")] += push[:, None] * works
    state.strike_cost[:] += -np.expm1(-tick.length / own.cost_time) * (standing - state.strike_cost)


def _union_strength(start: Beginning) -> Floats:
    setting = start.setting
    chosen = setting.where("organizations", "kind", "union")
    low, value, high = (setting.column("organizations", n) for n in ("low", "value", "high"))
    drawn = within(low, value, high, start.uniform("union_strength", len(low)))
    # The best organized union decides whether the country stops.
    return np.asarray(np.where(chosen, drawn, 0.0).max(axis=1, initial=0.0))


MECHANISM = Mechanism(
    name="general_strike",
    title="A general strike",
    order=6.7,
    source="Chenoweth and Stephan 2011; Schock 2005; Butcher and Svensson 2016",
    parameters=(
        Parameter("call_rate", "1/day", 0, 10, "Calls a day of a perfect union when squares are "
                  "full."),
        Parameter("full_squares", "1", 1e-6, 1, "Share of adults in the streets at half that "
                  "rate."),
        Parameter("strike_length", "day", 0.1, 365, "Mean time that it holds."),
        Parameter("push", "1", 0, 20, "Push of those who have a workplace, standard deviations of "
                  "the threshold."),
        Parameter("cost_time", "day", 0.1, 365, "Time in which its cost is felt."),
    ),
    fields=(
        Field("union_strength", (), "1", "Strength of the best organized union.", _union_strength),
        Field("general_strike", (), "1", "Whether a general strike stands.", 0.0, "series"),
        Field("general_strike_time", (), "day", "First general strike.", NEVER, "final"),
        Field("strike_cost", (), "1", "Its cost for the regime.", 0.0, "series"),
    ),
    reads=("crowd", "workday", "ruler_gone"),
    writes=("demand",),
    step=step,
    structure=True,
)  # fmt: skip
