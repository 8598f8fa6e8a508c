"""Election: a vote ahead is a way out, and a stolen one a focal point.

Before a vote those who want the ruler gone can wait for it: political demands push less, the more
so the nearer the day (an outlet). On the day the ruler's honest share is drawn around what people
think of him,

    share = legitimacy, weighted by people, + spread z.

Below a half he can falsify as much of the vote as the machine allows, if he is one who does. Where
that is enough the election is stolen; else he has lost, and goes if he stood in it (a lost
parliamentary vote leaves him in office). A stolen election is a focal point: millions learn on one
day that they were robbed, and that all others learn it too, which solves the problem of acting
together for some weeks (Tucker 2007). Its push grows with what was stolen:

    felt <- level (stolen share) fading over ``memory`` days, on political demands.

Reads ``legitimacy``, ``demand``, ``fall_time``, ``ruler_gone``; writes ``demand``, ``vote_share``,
``stolen_share`` (1), ``stolen_time``, ``voted_out_time`` (days).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import DEMANDS, Setting
from upheaval.world.state import NEVER, Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let people wait for the vote, count it, and remember a stolen one."""
    del luck
    setting = world.setting
    if not setting.sizes["election"]:
        return
    day = days_of_votes(setting)
    _count(world, tick, own, day)
    _push(world, tick, own, day)


def days_of_votes(setting: Setting) -> Floats:
    """Give the end of each election's day, in days since the start."""
    dates = setting.table("elections")["date"].astype(object)
    return np.array([setting.clock.days(date) + 1.0 for date in dates], dtype=np.float64)


def _count(world: World, tick: Tick, own: Parameters, day: Floats) -> None:
    state, setting = world.state, world.setting
    now = (day > tick.start) & (day <= tick.end)
    held = now[None, :] & (np.isinf(state.fall_time) & (state.ruler_gone < 1))[:, None]
    if not held.any():
        return
    people = setting.city_people / setting.city_people.sum()
    drawn = own.spread[:, None] * ndtri(state.vote_lot)
    share = np.clip((state.legitimacy @ people)[:, None] + drawn, 0.0, 1.0)
    lacks = np.maximum(0.5 - share, 0.0)
    falsifies = state.honesty_lot >= own.honesty[:, None]
    stolen = held & (lacks > 0) & falsifies & (lacks <= state.falsifiable)
    lost = held & (lacks > 0) & ~stolen
    stands = np.asarray(setting.table("elections")["ruler_stands"], dtype=bool)
    presidential = setting.where("elections", "kind", "presidential")
    out = (lost & stands & presidential).any(axis=1)
    state.vote_share[:] = np.where(held, share, state.vote_share)
    state.stolen_share[:] = np.where(stolen, lacks, state.stolen_share)
    state.stolen_time[:] = np.where(stolen, day, state.stolen_time)
    state.voted_out_time[:] = np.where(out, tick.end, state.voted_out_time)


def _push(world: World, tick: Tick, own: Parameters, day: Floats) -> None:
    state = world.state
    ahead = day - tick.end
    near = np.where(ahead > 0, np.exp(-np.maximum(ahead, 0.0) / own.horizon[:, None]), 0.0)
    waits = own.outlet * near.max(axis=1)
    political = DEMANDS.index("political")
    state.demand[:, :, political] *= (1.0 - waits)[:, None]
    passed = tick.end - state.stolen_time
    felt = np.where(passed >= 0, np.exp(-np.maximum(passed, 0.0) / own.memory[:, None]), 0.0)
    level = state.stolen_share / (state.stolen_share + own.half_stolen[:, None])
    push = own.push * (felt * level).max(axis=1)
    state.demand[:, :, political] += push[:, None]


def _falsifiable(start: Beginning) -> Floats:
    low, value, high = (start.setting.column("elections", n) for n in ("low", "value", "high"))
    return within(low, value, high, start.uniform("falsifiable", len(low)))


def _lot(name: str, start: Beginning) -> Floats:
    return start.uniform(name, start.setting.sizes["election"])


def _vote_lot(start: Beginning) -> Floats:
    return _lot("vote", start)


def _honesty_lot(start: Beginning) -> Floats:
    return _lot("honesty", start)


MECHANISM = Mechanism(
    name="election",
    title="An election ahead",
    order=5.6,
    source="Tucker 2007; Przeworski 1991; scenario: elections",
    parameters=(
        Parameter("spread", "1", 0, 0.5, "Spread of the ruler's honest share of the vote."),
        Parameter("honesty", "1", 0, 1, "Chance that a ruler who would lose does not falsify."),
        Parameter("outlet", "1", 0, 1, "Share of political demands that waits for a vote at hand."),
        Parameter("horizon", "day", 1, 3650, "How far ahead of a vote people wait for it."),
        Parameter("push", "1", 0, 20, "Push of an election that was stolen from all, standard "
                  "deviations of the threshold."),
        Parameter("half_stolen", "1", 0.001, 1, "Stolen share of the vote at half that push."),
        Parameter("memory", "day", 0.5, 365, "How long a stolen election is a focal point."),
    ),
    fields=(
        Field("falsifiable", ("election",), "1", "Share of the vote that can be falsified.",
              _falsifiable),
        Field("vote_lot", ("election",), "1", "Lot of the vote.", _vote_lot),
        Field("honesty_lot", ("election",), "1", "Lot of its honesty.", _honesty_lot),
        Field("vote_share", ("election",), "1", "The ruler's honest share.", np.nan, "final"),
        Field("stolen_share", ("election",), "1", "Share of the vote that was falsified.", 0.0,
              "final"),
        Field("stolen_time", ("election",), "day", "The election is stolen.", NEVER, "final"),
        Field("voted_out_time", (), "day", "The ruler has lost a vote.", NEVER, "final"),
    ),
    reads=("legitimacy", "fall_time", "ruler_gone"),
    writes=("demand",),
    step=step,
    structure=True,
)  # fmt: skip
