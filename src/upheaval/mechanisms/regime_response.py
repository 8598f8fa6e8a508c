"""Regime response: the ruler weighs each step against what the streets threaten.

Each step - a local or national price concession, the government's dismissal, a state of emergency,
a shutdown, the order to shoot - has a net cost in units of the regime's survival. The ruler takes
it as soon as the danger that he sees, the public belief that the regime falls, exceeds that cost;
choices are noisy (a logit in the difference) and take time. No step has a date.

States trade repression for accommodation after protest (Moore 2000); a shutdown cuts the links
between cities but not the square (Hassanpour 2014: its net effect is open).

Reads ``fall_belief``, ``local_belief``, ``crowd``; writes ``conceded``, ``emergency``,
``connectivity``, ``shoot_order`` and the times of the decisions (days since the start).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.state import NEVER, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]

RIOTING_CROWD = 2


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Weigh every step that has not been taken, and those that can be taken back."""
    state = world.state
    danger = state.fall_belief
    local = np.maximum(danger[:, None], own.local_weight[:, None] * state.local_belief)
    ruling = np.isinf(state.fall_time)
    _concede(world, tick, own, luck, local, ruling)
    once = (
        ("dismissal", "government_dismissed_time", own.dismissal_cost, danger),
        ("shutdown", "shutdown_time", own.shutdown_cost, danger),
    )
    for decision, field, cost, threat in once:
        _take(state[field], _decides(luck, decision, threat, cost, own, tick) & ruling, tick)
    emergency = _decides(luck, "emergency", local, own.emergency_cost[:, None], own, tick)
    _take(state.emergency_time, emergency & ruling[:, None], tick)
    _order_to_shoot(world, tick, own, luck, ruling)
    _relax(world, tick, own)


def _decides(
    luck: Luck, decision: str, danger: Floats, cost: Floats, own: Parameters, tick: Tick
) -> NDArray[np.bool_]:
    shape = (-1,) + (1,) * (danger.ndim - 1)
    noise = own.noise.reshape(shape)
    rate = own.decision_rate.reshape(shape) * expit((danger - cost) / noise)
    return luck.happens(decision, rate, tick.length)


def _take(times: Floats, now: NDArray[np.bool_], tick: Tick) -> None:
    times[:] = np.where(now & np.isinf(times), tick.end, times)


def _concede(
    world: World, tick: Tick, own: Parameters, luck: Luck, local: Floats, ruling: NDArray[np.bool_]
) -> None:
    state = world.state
    dear = state.felt_by_region > own.felt_enough[:, None]
    yields = _decides(luck, "concession", local, own.concession_cost[:, None], own, tick)
    yields &= dear & ruling[:, None]
    left = 1.0 - state.conceded
    state.conceded[:] += np.where(yields, own.concession_step[:, None] * left, 0.0)
    _take(state.concession_time, yields, tick)


def _order_to_shoot(
    world: World, tick: Tick, own: Parameters, luck: Luck, ruling: NDArray[np.bool_]
) -> None:
    state = world.state
    rioters = state.crowd[:, :, RIOTING_CROWD].sum(axis=1)
    violence = rioters / (rioters + own.riot_scale)
    overrun = 1.0 - np.exp(-state.seized.sum(axis=1) / own.seized_scale)
    danger = state.fall_belief * np.maximum(violence, overrun)
    orders = _decides(luck, "shoot", danger, own.shoot_cost, own, tick)
    emergency = state.emergency.max(axis=1) > 0
    _take(state.shoot_order_time, orders & ruling & emergency, tick)


def _relax(world: World, tick: Tick, own: Parameters) -> None:
    """Count the calm days, and take measures back after enough of them."""
    state = world.state
    calm = state.fall_belief < own.calm_belief
    state.calm_days[:] = np.where(calm, state.calm_days + tick.length, 0.0)
    # Only calm since the measure was taken counts: it is what the measure is judged by.
    since = np.maximum(tick.end - state.shutdown_time, 0.0)
    over = np.minimum(state.calm_days, since) > own.shutdown_calm
    ended = np.minimum(state.shutdown_end_time, np.where(over, tick.end, NEVER))
    state.shutdown_end_time[:] = ended
    shut = (state.shutdown_time <= tick.end) & (state.shutdown_end_time > tick.end)
    state.connectivity[:] = 1.0 - own.shutdown_depth * shut
    declared = state.emergency_time <= tick.end
    lasted = np.maximum(tick.end - state.emergency_time, 0.0)
    over_emergency = np.minimum(state.calm_days[:, None], lasted) > own.emergency_calm[:, None]
    state.emergency_over[:] = np.maximum(state.emergency_over, declared & over_emergency)
    state.emergency[:] = declared & (state.emergency_over < 1)
    state.shoot_order[:] = (state.shoot_order_time <= tick.end) & (state.emergency.max(axis=1) > 0)


MECHANISM = Mechanism(
    name="regime_response",
    title="What the ruler does about it",
    order=10,
    source="Moore 2000; Hassanpour 2014; Guriev and Treisman 2020; model document",
    parameters=(
        Parameter("decision_rate", "1/day", 0.01, 50, "Decisions a day once the danger is clear."),
        Parameter("noise", "1", 0.001, 1, "Noise of choices, in units of the danger."),
        Parameter("local_weight", "1", 0, 1, "Weight of a region's own danger."),
        Parameter("concession_cost", "1", 0, 5, "Danger at which a price concession is worth it."),
        Parameter("concession_step", "1", 0, 1, "Share of the remaining rise given back at once."),
        Parameter("felt_enough", "1", 0, 1, "Felt burden below which nothing is conceded."),
        Parameter("dismissal_cost", "1", 0, 5, "Danger at which the government is dismissed."),
        Parameter("emergency_cost", "1", 0, 5, "Danger at which an emergency is declared."),
        Parameter("shutdown_cost", "1", 0, 5, "Danger at which communication is shut down."),
        Parameter("shutdown_depth", "1", 0, 1, "Share of links between cities that it cuts."),
        Parameter("shoot_cost", "1", 0, 5, "Danger at which the order to shoot is given."),
        Parameter("riot_scale", "person", 1, 1e6, "Rioters at which violence is half evident."),
        Parameter("seized_scale", "1", 0.1, 1000, "Seized buildings that make it evident."),
        Parameter("calm_belief", "1", 0, 1, "Danger below which a day is calm."),
        Parameter("shutdown_calm", "day", 0, 100, "Calm days until the shutdown ends."),
        Parameter("emergency_calm", "day", 0, 365, "Calm days until the emergency ends."),
    ),
    fields=(
        Field("conceded", ("region",), "1", "Share of the price rise given back."),
        Field("concession_time", ("region",), "day", "First concession.", NEVER, "final"),
        Field("government_dismissed_time", (), "day", "Government dismissed.", NEVER, "final"),
        Field("emergency", ("region",), "1", "State of emergency."),
        Field("emergency_over", ("region",), "1", "Emergency that has ended."),
        Field("emergency_time", ("region",), "day", "Emergency declared.", NEVER, "final"),
        Field("shutdown_time", (), "day", "Shutdown begins.", NEVER, "final"),
        Field("shutdown_end_time", (), "day", "Shutdown ends.", NEVER, "final"),
        Field("connectivity", (), "1", "Share of links between cities that work.", 1.0, "series"),
        Field("shoot_order", (), "1", "Whether the order to shoot stands."),
        Field("shoot_order_time", (), "day", "Order to shoot.", NEVER, "final"),
        Field("calm_days", (), "day", "Days of calm so far."),
    ),
    reads=("fall_belief", "local_belief", "crowd", "seized", "felt_by_region", "fall_time"),
    writes=(),
    step=step,
)  # fmt: skip
