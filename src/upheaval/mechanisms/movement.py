"""Movement: an organization with a leader calls people out, gains momentum, and can be beheaded.

Movements, parties and student bodies of ``organizations.csv`` call when there is reason to: demands
that push people, and squares that are already full. A call adds to the organizers of every city,

    reach_o    = reach strength_o lead_o call_o (base_reach + (1 - base_reach) momentum)
    organizers <- 1 - (1 - organizers) product over o of (1 - reach_o),

where momentum is participation that lasts, mass times frequency (Chenoweth and Belgioioso 2019),
and lead is 1 with a leader who is free and less with one abroad, in jail, or none. Organized
campaigns draw more people and more kinds of them (Chenoweth and Stephan 2011). The ruler may jail a
leader when he sees danger; that beheads the movement and enrages those who follow it (Sutton,
Butcher and Svensson 2014: backlash needs an organization that tells of it). Jailed leaders come
free when talks open or the ruler has gone.

Reads ``demand``, ``crowd``, ``fall_belief``, ``fall_time``, ``ruler_gone``, ``talks_time``;
writes ``organizers`` (1), ``demand``, ``organization_strength``, ``leader_status``, ``calling``,
``call_time``, ``leader_jailed_time`` (days), ``momentum`` (1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import DEMANDS, Setting
from upheaval.world.state import NEVER, Beginning, Field, over_kinds
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NOBODY_LEADS, FREE, JAILED, ABROAD = range(4)
STATUS = ("none", "free", "jailed", "abroad")
CALLING_KINDS = ("movement", "party", "students")


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Gain momentum, call, reach people; be beheaded or freed."""
    setting = world.setting
    calls = np.isin(setting.table("organizations")["kind"], CALLING_KINDS)
    if not calls.any():
        return
    _gain(world, tick, own)
    lead = _lead(world, own)
    _call(world, tick, own, luck, lead * calls)
    _reach(world, own, lead * calls)
    _behead(world, tick, own, luck, calls)
    _enrage(world, tick, own, calls)


def _gain(world: World, tick: Tick, own: Parameters) -> None:
    state = world.state
    people = over_kinds(state.crowd).sum(axis=1) / world.setting.city_adults.sum()
    mass = people / (people + own.mass)
    state.momentum[:] += -np.expm1(-tick.length / own.momentum_time) * (mass - state.momentum)


def _lead(world: World, own: Parameters) -> Floats:
    """Give what the leader's situation leaves of an organization, shape ``(K, organization)``."""
    levels = np.stack([own.leaderless, np.ones(world.size), own.headless, own.from_abroad], axis=1)
    return np.take_along_axis(levels, world.state.leader_status.astype(np.int64), axis=1)


def _call(world: World, tick: Tick, own: Parameters, luck: Luck, able: Floats) -> None:
    state, setting = world.state, world.setting
    weight = setting.cell_people * setting.cell_acts
    pushed = np.maximum(over_kinds(state.demand), 0.0) @ (weight / weight.sum())
    reason = np.maximum(pushed / (pushed + own.reason), state.momentum)
    rate = own.call_rate[:, None] * state.organization_strength * able * reason[:, None]
    begins = luck.happens("call", rate * (1.0 - state.ruler_gone)[:, None], tick.length)
    ends = luck.happens("end", state.calling / own.call_length[:, None], tick.length)
    going_on = np.where(begins, 1.0, np.where(ends, 0.0, state.calling))
    state.calling[:] = going_on * (1.0 - state.ruler_gone)[:, None]
    state.call_time[:] = np.minimum(state.call_time, np.where(begins, tick.end, NEVER))


def _reach(world: World, own: Parameters, able: Floats) -> None:
    state = world.state
    carried = own.base_reach + (1.0 - own.base_reach) * state.momentum
    reach = state.organization_strength * able * state.calling * (own.reach * carried)[:, None]
    missed = np.prod(1.0 - np.clip(reach, 0.0, 1.0), axis=1)
    state.organizers[:] = 1.0 - (1.0 - state.organizers) * missed[:, None]


def _behead(world: World, tick: Tick, own: Parameters, luck: Luck, calls: Flags) -> None:
    state = world.state
    rules = np.isinf(state.fall_time) & (state.ruler_gone < 1)
    threat = own.jail_rate * state.fall_belief * rules
    free = (state.leader_status == FREE) & calls
    jailed = luck.happens("jail", threat[:, None] * free * state.calling, tick.length)
    state.leader_jailed_time[:] = np.minimum(
        state.leader_jailed_time, np.where(jailed, tick.end, NEVER)
    )
    opens = (state.talks_time <= tick.end) | (state.ruler_gone > 0)
    inside = (state.leader_status == JAILED) & opens[:, None]
    freed = luck.happens("free", own.release_rate[:, None] * inside, tick.length)
    status = np.where(jailed, JAILED, np.where(freed, FREE, state.leader_status))
    state.leader_status[:] = status


def _enrage(world: World, tick: Tick, own: Parameters, calls: Flags) -> None:
    state, setting = world.state, world.setting
    passed = tick.end - state.leader_jailed_time
    felt = np.where(passed >= 0, np.exp(-np.maximum(passed, 0.0) / own.rage_time[:, None]), 0.0)
    inside = (state.leader_status == JAILED) & calls
    rage = own.rage * (felt * inside * state.organization_strength).sum(axis=1)
    political = DEMANDS.index("political")
    state.demand[:, :, political] += rage[:, None] * setting.of_cell("demand_political")


def _strength(start: Beginning) -> Floats:
    setting: Setting = start.setting
    low, value, high = (setting.column("organizations", n) for n in ("low", "value", "high"))
    return within(low, value, high, start.uniform("strength", len(low)))


def _status(start: Beginning) -> NDArray[np.int64]:
    words = start.setting.table("organizations")["leader_status"]
    return np.array([STATUS.index(str(word)) for word in words], dtype=np.int64)


MECHANISM = Mechanism(
    name="movement",
    title="A movement with a leader",
    order=6.6,
    source="Chenoweth and Stephan 2011; Chenoweth and Belgioioso 2019; Sutton, Butcher and "
           "Svensson 2014",
    parameters=(
        Parameter("call_rate", "1/day", 0, 50, "Calls a day of a perfect organization with every "
                  "reason."),
        Parameter("call_length", "day", 0.1, 365, "Mean time that a call stands."),
        Parameter("reason", "1", 0.01, 20, "Mean push of demands that is half a reason to call."),
        Parameter("reach", "1", 0, 1, "Share of people whom a perfect organization with full "
                  "momentum reaches."),
        Parameter("base_reach", "1", 0, 1, "Reach of a call without momentum, relative."),
        Parameter("mass", "1", 1e-6, 1, "Share of adults in the streets at half of the mass."),
        Parameter("momentum_time", "day", 0.1, 365, "Time in which momentum is gained and lost."),
        Parameter("leaderless", "1", 0, 1, "What an organization can do without a leader."),
        Parameter("headless", "1", 0, 1, "The same with its leader in jail."),
        Parameter("from_abroad", "1", 0, 1, "The same with its leader abroad."),
        Parameter("jail_rate", "1/day", 0, 50, "Arrests of a leader a day when the fall is sure."),
        Parameter("release_rate", "1/day", 0, 50, "Releases a day once talks are open."),
        Parameter("rage", "1", 0, 20, "Push of political demands by the arrest of the leader of "
                  "all."),
        Parameter("rage_time", "day", 0.1, 365, "How long that is felt."),
    ),
    fields=(
        Field("organization_strength", ("organization",), "1", "How well it is organized.",
              _strength, "series"),
        Field("leader_status", ("organization",), "1", "0 none, 1 free, 2 jailed, 3 abroad.",
              _status, "series", "int8"),
        Field("calling", ("organization",), "1", "Whether a call of it stands.", 0.0, "series"),
        Field("call_time", ("organization",), "day", "Its first call.", NEVER, "final"),
        Field("leader_jailed_time", ("organization",), "day", "Its leader is jailed.", NEVER,
              "final"),
        Field("momentum", (), "1", "Participation that lasts.", 0.0, "series"),
    ),
    reads=("crowd", "fall_belief", "fall_time", "ruler_gone", "talks_time"),
    writes=("organizers", "demand"),
    step=step,
    structure=True,
)  # fmt: skip
