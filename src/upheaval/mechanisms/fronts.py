"""Fronts: what the intervener's commitment here does to its pressure elsewhere.

A power divides its attention over fronts in proportion to what they are worth (lottery Blotto,
Friedman 1958): while it stands behind the regime, this front is worth its stake times the danger,
the other front a value of its own. Troops tie down more people than they count (``strain``), so
force elsewhere falls by strain x troops / capacity. Having saved a regime earns credit as its
guarantor, which may be a card on the other front or a reason to be left in peace there:

    pressure -> attention (1 - strain troops / capacity) exp(card credit),  1 without the crisis

The sign of ``card`` is open: the interview names both readings. No record of the other front is
in the scenario; all numbers here are assumptions.

What the force would have earned there is its price here, with contest success X/(X + G):
price = v (X/(X + G) - (X - c)/(X - c + G)), c the force that the contingent ties down.

Reads ``troops``, ``committed``, ``contingent`` (person), ``foreign_backing``, ``fall_belief``,
``fall_time`` (days); writes ``other_front_pressure``, ``bargaining_credit`` (1) and
``front_price`` (unit of stakes, per power).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms.fronts import lottery_allocation
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.allies import lead_power
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.setting import NOBODY
from upheaval.world.state import Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Price the force, earn credit, and let the pressure elsewhere follow."""
    del luck
    lead = lead_power(world.setting)
    if lead == NOBODY:
        return
    _price(world, own, lead)
    _earn(world, tick, own, lead)
    _press(world, tick, own, lead)


def _price(world: World, own: Parameters, lead: int) -> None:
    state = world.state
    tied = np.minimum(own.strain * state.contingent[:, lead] / own.capacity, 1.0)
    with_all = 1.0 / (1.0 + own.opponent)
    with_less = (1.0 - tied) / (1.0 - tied + own.opponent)
    state.front_price[:, lead] = own.other_value * np.maximum(with_all - with_less, 0.0)


def _earn(world: World, tick: Tick, own: Parameters, lead: int) -> None:
    state = world.state
    saved = (state.committed[:, lead] > 0) & np.isinf(state.fall_time)
    goal = own.credit_gain * saved * (1.0 - state.fall_belief)
    moved = -np.expm1(-tick.length / own.credit_time)
    state.bargaining_credit[:] += moved * (goal - state.bargaining_credit)


def _press(world: World, tick: Tick, own: Parameters, lead: int) -> None:
    state, setting = world.state, world.setting
    engaged = (state.committed[:, lead] > 0) & (state.foreign_backing > 0)
    here = setting.column("powers", "stake")[lead] * state.fall_belief * engaged
    elsewhere = lottery_allocation(1.0, np.stack([here, own.other_value], axis=1))[:, 1]
    free = 1.0 - np.minimum(own.strain * state.troops[:, lead] / own.capacity, 1.0)
    goal = elsewhere * free * np.exp(own.card * state.bargaining_credit)
    moved = -np.expm1(-tick.length / own.response_time)
    state.other_front_pressure[:] += moved * (goal - state.other_front_pressure)


MECHANISM = Mechanism(
    name="fronts",
    title="The intervener's other front",
    order=16,
    source="Friedman 1958; closed form of intervention; model document",
    parameters=(
        Parameter("capacity", "person", 1000, 1e7, "Force that the intervener can move."),
        Parameter("strain", "1", 0, 100, "People tied down by each soldier sent."),
        Parameter("other_value", "1", 0.01, 100, "Worth of the other front (the unit of stakes)."),
        Parameter("opponent", "1", 0.01, 100, "Force that it faces there, relative to capacity."),
        Parameter("credit_gain", "1", 0, 10, "Credit of a guarantor whose regime is safe."),
        Parameter("credit_time", "day", 0.1, 5000, "Time in which credit follows."),
        Parameter("card", "1", -3, 3, "What a unit of credit does to the logarithm of the pressure "
                  "there; the sign is open."),
        Parameter("response_time", "day", 0.1, 365, "Time in which the pressure follows."),
    ),
    fields=(
        Field("other_front_pressure", (), "1", "Pressure on the other front, 1 without the "
              "crisis.", 1.0, "series"),
        Field("bargaining_credit", (), "1", "Credit as guarantor of a regime.", 0.0, "series"),
        Field("front_price", ("power",), "1", "What the contingent would earn elsewhere."),
    ),
    reads=("troops", "committed", "contingent", "foreign_backing", "fall_belief", "fall_time"),
    writes=(),
    step=step,
)  # fmt: skip
