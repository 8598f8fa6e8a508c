"""Diffusion: what look-alike regimes take from the outcome, and the fear of a precedent.

Regimes move toward what their neighbors show (Brinks and Coppedge 2006), most of all those that
look alike (Beissinger 2007), in the exact form of closed_forms/diffusion: the gap to the
lesson closes at rate b w_i, with the tie

    w_i = exp(-(1 - likeness_i)^2/s^2) exp(-distance_i/reach)

to the country of the crisis. The lesson is in units of public strength: open unrest and a fall
show that such a regime can be challenged; a challenge that was survived shows that it cannot
(elites learn too); what a civil war shows is open in sign. A neighbor's risk is the public chance
that its strength is below the critical mass, Phi(sqrt(alpha)(critical - y_i)); control that its
ruler tightens adds to y_i.

A ruler abroad fears the precedent by what his own risk would rise if this regime fell and its
lesson sank in; an ally who fears it gains that much more by saving the regime.

Reads ``fall_belief``, ``fall_time``, ``war_time`` (days), ``ruler_control``, ``control_before``;
writes ``neighbor_strength``, ``neighbor_risk``, ``neighbor_risk_before`` (per neighbor) and
``precedent_fear`` (1, per power).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms.diffusion import convergence_step, look_alike_kernel
from upheaval.closed_forms.global_game import fall_probability
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import NOBODY
from upheaval.world.state import Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let neighbors take the lesson, and their rulers fear the precedent."""
    del luck
    state = world.state
    tie = _tie(world, own)
    state.danger_seen[:] = np.maximum(state.danger_seen, state.fall_belief)
    shown = state.neighbor_strength_before + _lesson(world, own)[:, None]
    state.neighbor_strength[:] = convergence_step(
        state.neighbor_strength, shown, own.rate[:, None] * tie, tick.length
    )
    held = own.press[:, None] * _tightened(world)
    state.neighbor_risk_before[:] = _risk(state.neighbor_strength_before, own)
    state.neighbor_risk[:] = _risk(state.neighbor_strength + held, own)
    _fear(world, own, tie)


def _tie(world: World, own: Parameters) -> Floats:
    apart = 1.0 - world.state.likeness
    home = np.zeros((world.size, 1))
    features = np.concatenate([home, apart], axis=1)[:, :, None]
    alike = look_alike_kernel(features, own.alike_scale[:, None, None])[:, 0, 1:]
    near = np.exp(-world.setting.column("neighbors", "distance") / own.reach[:, None])
    return np.asarray(alike * near)


def _lesson(world: World, own: Parameters) -> Floats:
    """Give what the crisis shows so far, in units of public strength, shape ``(K,)``."""
    state = world.state
    fell, war = np.isfinite(state.fall_time), np.isfinite(state.war_time)
    survived = state.danger_seen * (1.0 - state.fall_belief)
    standing = own.survival_lesson * survived - own.unrest_lesson * state.fall_belief
    return np.asarray(np.where(fell, -own.fall_lesson, np.where(war, own.war_lesson, standing)))


def _tightened(world: World) -> Floats:
    """Give how much tighter each neighbor's ruler holds than before, shape ``(K, neighbor)``."""
    state, setting = world.state, world.setting
    more = np.zeros((world.size, setting.sizes["neighbor"]))
    rows = setting.positions("rulers", "neighbor", "neighbors")
    abroad = rows != NOBODY
    more[:, rows[abroad]] = (state.ruler_control - state.control_before)[:, abroad]
    return more


def _risk(strength: Floats, own: Parameters) -> Floats:
    return fall_probability(own.critical[:, None], strength, own.precision[:, None])


def _fear(world: World, own: Parameters, tie: Floats) -> None:
    state, setting = world.state, world.setting
    worse = _risk(state.neighbor_strength - own.fall_lesson[:, None] * tie, own)
    rise = np.maximum(worse - _risk(state.neighbor_strength, own), 0.0)
    power = setting.positions("neighbors", "power", "powers")
    known = power != NOBODY
    standing = np.isinf(state.fall_time)[:, None]
    state.precedent_fear[:, power[known]] = own.fear[:, None] * (rise * standing)[:, known]


def _likeness(start: Beginning) -> Floats:
    names = ("likeness_low", "likeness", "likeness_high")
    low, value, high = (start.setting.column("neighbors", name) for name in names)
    return within(low, value, high, start.uniform("likeness", len(low)))


def _strength(start: Beginning) -> Floats:
    low, value, high = (start.setting.column("neighbors", n) for n in ("low", "value", "high"))
    return within(low, value, high, start.uniform("strength", len(low)))


MECHANISM = Mechanism(
    name="diffusion",
    title="Precedent for look-alikes",
    order=19,
    source="Brinks and Coppedge 2006; Beissinger 2007; Houle, Kayser and Xiang 2016",
    parameters=(
        Parameter("rate", "1/day", 0, 1, "Rate at which a twin next door takes the lesson."),
        Parameter("alike_scale", "1", 0.01, 10, "Unlikeness at which ties have fallen to 1/e."),
        Parameter("reach", "km", 1, 1e5, "Distance at which they have."),
        Parameter("unrest_lesson", "1", 0, 5, "Strength lost where such a regime may fall."),
        Parameter("fall_lesson", "1", 0, 5, "Strength lost where one has fallen."),
        Parameter("war_lesson", "1", -5, 5, "Strength won where one fell into civil war; the sign "
                  "is open."),
        Parameter("survival_lesson", "1", 0, 5, "Strength won where one survived full danger."),
        Parameter("critical", "1", -5, 5, "Strength below which a regime falls."),
        Parameter("precision", "1", 0.01, 100, "Precision of the public belief about strength."),
        Parameter("press", "1", 0, 5, "Strength that full control adds."),
        Parameter("fear", "1", 0, 50, "Danger that an ally adds per unit of its own risk."),
    ),
    fields=(
        Field("likeness", ("neighbor",), "1", "Likeness to this country's system.", _likeness),
        Field("danger_seen", (), "1", "Largest danger of a fall so far."),
        Field("neighbor_strength_before", ("neighbor",), "1", "Public strength before.",
              _strength),
        Field("neighbor_strength", ("neighbor",), "1", "Public strength of the neighbor.",
              _strength, "series"),
        Field("neighbor_risk_before", ("neighbor",), "1", "Its risk before the crisis.", 0.0,
              "final"),
        Field("neighbor_risk", ("neighbor",), "1", "Public chance that it would fall.", 0.0,
              "series"),
        Field("precedent_fear", ("power",), "1", "Danger that a power adds for the precedent."),
    ),
    reads=("fall_belief", "fall_time", "war_time", "ruler_control", "control_before"),
    writes=(),
    step=step,
)  # fmt: skip
