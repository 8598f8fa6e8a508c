"""Outcome: whether the regime falls, and who rules if it does not.

The regime falls where the mass of citizens beats the defenders for long enough (Tyson and Smith
2018): A - kappa B >= theta, A the revolt as a share of the critical mass, B the force that obeys,
theta the regime's strength, drawn once. If it stands, the court says who rules. A civil war needs
organs split between two camps while the streets are armed.

Reads ``crowd``, ``obedience``, ``foreign_backing``, ``organ_loyalty``, ``purged``,
``arms_looted``; writes ``outcome``, ``fall_time``, ``war_time`` (days).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.setting import NOBODY
from upheaval.world.state import NEVER, Beginning, Field, over_kinds
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]

OUTCOMES = (
    "duumvirate holds",
    "incumbent purges patron",
    "patron prevails",
    "elite replacement",
    "regime falls",
    "civil war",
)
HOLDS, INCUMBENT, PATRON, REPLACED, FALLS, WAR = range(len(OUTCOMES))


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let the regime fall or not, and read off who rules."""
    state = world.state
    _fall(world, tick, own, luck)
    _war(world, tick, own, luck)
    setting = world.setting
    second = setting.patron_faction
    patron = state.purged[:, second] > 0 if second != NOBODY else np.zeros(world.size, dtype=bool)
    incumbent = state.purged[:, setting.incumbent_faction] > 0
    # Where there is no second power, whoever replaces the incumbent comes from within.
    heir = PATRON if second != NOBODY else REPLACED
    state.outcome[:] = np.select(
        [np.isfinite(state.fall_time), np.isfinite(state.war_time), patron & incumbent,
         incumbent, patron],
        [FALLS, WAR, REPLACED, heir, INCUMBENT],
        HOLDS,
    )  # fmt: skip


def _fall(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    state, setting = world.state, world.setting
    role = np.array(setting.table("cities")["role"])
    weight = 1.0 + own.seat_weight[:, None] * np.isin(role, ("capital", "metropolis"))
    adults = setting.city_adults
    mass = (over_kinds(state.crowd) * weight).sum(axis=1) / (own.critical_share * adults.sum())
    defense = own.defender_weight * (state.obedience + own.backing * state.foreign_backing)
    excess = mass - defense - state.resolve
    # Who has left office cannot be brought down.
    rate = own.fall_rate * np.maximum(excess, 0.0) * (1.0 - state.ruler_gone)
    falls = luck.happens("fall", rate, tick.length)
    falls &= np.isinf(state.fall_time) & np.isinf(state.war_time)
    state.fall_time[:] = np.where(falls, tick.end, state.fall_time)


def _war(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    state, setting = world.state, world.setting
    weight = setting.column("organs", "weight")
    loyal = (weight * state.organ_loyalty).sum(axis=1) / np.maximum(weight.sum(), 1e-9)
    split = 4.0 * loyal * (1.0 - loyal)
    arms = state.arms_looted.sum(axis=1)
    rage = state.crowd[:, :, 2].sum(axis=1)
    fuel = arms / (arms + own.war_arms) * rage / (rage + own.war_riot)
    war = luck.happens("war", own.war_rate * split**2 * fuel * state.rivalry, tick.length)
    war &= np.isinf(state.fall_time) & np.isinf(state.war_time)
    state.war_time[:] = np.where(war, tick.end, state.war_time)


def _resolve(start: Beginning) -> Floats:
    own = start.parameters
    drawn = ndtri(start.uniform("resolve", 1))[:, 0]
    return np.asarray(own.resolve + own.resolve_spread * drawn)


MECHANISM = Mechanism(
    name="outcome",
    title="Fall, and who rules",
    order=20,
    source="Tyson and Smith 2018; Acemoglu, Egorov and Sonin 2008",
    parameters=(
        Parameter("critical_share", "1", 1e-4, 1, "Share of adults whose revolt would be total."),
        Parameter("seat_weight", "1", 0, 20, "Extra weight of the capital and the metropolis."),
        Parameter("defender_weight", "1", 0, 10, "Weight of defenders against citizens."),
        Parameter("backing", "1", 0, 10, "Foreign troops as defenders, relative."),
        Parameter("resolve", "1", -5, 10, "Mean strength of the regime besides its defenders."),
        Parameter("resolve_spread", "1", 0, 5, "Its spread."),
        Parameter("fall_rate", "1/day", 0, 100, "Rate of falling per unit of excess."),
        Parameter("war_rate", "1/day", 0, 50, "Rate of civil war at its worst."),
        Parameter("war_arms", "weapon", 1, 1e7, "Looted arms at half their effect."),
        Parameter("war_riot", "person", 1, 1e7, "Rioters at half their effect."),
    ),
    fields=(
        Field("resolve", (), "1", "Strength of the regime besides its defenders.", _resolve),
        Field("outcome", (), "1", "Position in the list of outcomes.", HOLDS, "final", "int8"),
        Field("fall_time", (), "day", "The regime falls.", NEVER, "final"),
        Field("war_time", (), "day", "Civil war begins.", NEVER, "final"),
    ),
    reads=("crowd", "obedience", "foreign_backing", "organ_loyalty", "purged", "arms_looted",
           "rivalry", "ruler_gone"),
    writes=(),
    step=step,
)  # fmt: skip
