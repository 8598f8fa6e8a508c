"""Organs: whom the guns follow, who carries orders out, and who leaves his building.

The loyalty of the organs is a coordination game: each follows the principal whom it expects the
others to follow. In the diffuse global game all follow the incumbent once foreign force exceeds

    F* = w_N - w_T - m_S (1 - 2 c)

(w_N, w_T weights of the patron's and the incumbent's camps, m_S mass of the organs, c the cost of
having chosen wrong). Foreign troops matter by moving beliefs; they need not fight. Standing down
is the third way (Dragu and Lupu 2018): an organ that still follows the patron while the duel is
on leaves its buildings where the crowd presses.

Reads ``faction_weight``, ``foreign_backing``, ``rivalry``, ``clans_fight``, ``purged``,
``office_holder``, ``crowding``; writes ``organ_loyalty`` (share that follows the incumbent),
``obedience``, ``withdrawn``, ``stood_down_time``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms.loyalty import incumbent_prevails
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.setting import NOBODY, Setting
from upheaval.world.state import NEVER, Beginning, Field, over_kinds
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Let the organs choose sides, obey or stand down."""
    _choose(world, tick, own)
    _stand_down(world, tick, own, luck)
    state, setting = world.state, world.setting
    reluctant = 1.0 - own.reluctance[:, None] * state.rivalry[:, None]
    loyal = state.organ_loyalty + (1.0 - state.organ_loyalty) * reluctant
    state.obedience_of[:] = setting.column("organs", "zeal") * loyal
    mass = state.organ_people * setting.column("organs", "street_share")
    state.obedience[:] = (mass * loyal).sum(axis=1) / np.maximum(mass.sum(axis=1), 1.0)


def _choose(world: World, tick: Tick, own: Parameters) -> None:
    state, setting = world.state, world.setting
    leaning = setting.faction_leaning
    organ_weight = setting.column("organs", "weight")
    contested = organ_weight.sum()
    # The organs' own weight is what is being decided, so it is taken out of both camps first.
    following = (organ_weight * state.organ_loyalty).sum(axis=1)
    backing = own.foreign_force * state.foreign_backing
    standing = state.faction_weight * (state.purged < 1)
    for_incumbent = standing @ np.maximum(leaning, 0.0) - following - state.backing_weight
    owner = setting.positions("organs", "faction", "factions")
    staying = ((organ_weight * (1.0 - state.organ_loyalty)) * np.maximum(-leaning[owner], 0.0)).sum(
        axis=1
    )
    for_patron = standing @ np.maximum(-leaning, 0.0) - staying
    prevails = incumbent_prevails(
        np.maximum(for_incumbent, 0.0), np.maximum(for_patron, 0.0),
        np.maximum(contested, 1e-9), own.wrong_side_cost, backing,
    )  # fmt: skip
    replaced = _new_commander(world)
    target = np.where(prevails[:, None] | replaced, 1.0, state.organ_leaning)
    incumbent_lost = state.purged[:, setting.incumbent_faction] > 0
    target = np.where(incumbent_lost[:, None], 0.0, target)
    share = -np.expm1(-own.switch_rate * tick.length)[:, None]
    state.organ_loyalty[:] += share * (target - state.organ_loyalty)


def _new_commander(world: World) -> NDArray[np.bool_]:
    state, setting = world.state, world.setting
    commands = setting.positions("offices", "commands", "organs")
    first = setting.positions("offices", "holder", "figures")
    offices = np.flatnonzero((commands != NOBODY) & (first != NOBODY))
    replaced = np.zeros((world.size, setting.sizes["organ"]), dtype=bool)
    for office in offices:
        replaced[:, commands[office]] |= state.office_holder[:, office] != first[office]
    return replaced


def _stand_down(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    state, setting = world.state, world.setting
    organs, cities = setting.sizes["organ"], setting.sizes["city"]
    able = np.asarray(setting.table("organs")["can_withdraw"], dtype=float)
    fight = state.rivalry * state.clans_fight
    torn = (1.0 - state.organ_loyalty) * fight[:, None] * able
    pressed = state.crowding * (over_kinds(state.crowd) >= own.pressing_crowd[:, None])
    present = (setting.garrison > 0)[None, :, :] & (state.withdrawn < 1)
    rate = own.withdraw_rate[:, None, None] * torn[:, :, None] * pressed[:, None, :] * present
    leaves = luck.happens("withdraw", rate.reshape(world.size, -1), tick.length)
    leaves = leaves.reshape(world.size, organs, cities)
    back_rate = own.return_rate[:, None, None] * state.organ_loyalty[:, :, None]
    returns = luck.happens(
        "return", (back_rate * state.withdrawn).reshape(world.size, -1), tick.length
    ).reshape(leaves.shape)
    state.withdrawn[:] = np.where(leaves, 1.0, np.where(returns, 0.0, state.withdrawn))
    city_leaves = leaves.any(axis=1)
    state.stood_down_time[:] = np.where(
        city_leaves & np.isinf(state.stood_down_time), tick.end, state.stood_down_time
    )


def _leaning(start: Beginning) -> Floats:
    setting: Setting = start.setting
    owner = setting.positions("organs", "faction", "factions")
    if setting.patron_faction == NOBODY:  # nobody else to follow
        return np.ones(len(owner))
    return np.asarray((1.0 + setting.faction_leaning[owner]) / 2.0)


def _zeal(start: Beginning) -> Floats:
    return np.asarray(start.setting.column("organs", "zeal"))


MECHANISM = Mechanism(
    name="organs",
    title="Whom the guns follow",
    order=12,
    source="Dragu and Lupu 2018; Lee 2015; De Bruin 2018; closed form of the loyalty game",
    parameters=(
        Parameter("wrong_side_cost", "1", 0.01, 0.99, "Cost of having followed the loser."),
        Parameter("foreign_force", "1", 0, 100, "Force that the whole foreign contingent adds."),
        Parameter("switch_rate", "1/day", 0, 50, "Rate at which organs change sides."),
        Parameter("reluctance", "1", 0, 1, "Share of orders that the torn do not carry out."),
        Parameter("withdraw_rate", "1/day", 0, 50, "Withdrawals a day of a torn organ under "
                  "pressure."),
        Parameter("pressing_crowd", "person", 1, 1e6, "Crowd that presses an organ's building."),
        Parameter("return_rate", "1/day", 0, 50, "Rate at which a loyal organ comes back."),
    ),
    fields=(
        Field("organ_loyalty", ("organ",), "1", "Share that follows the incumbent.", _leaning,
              "series"),
        Field("organ_leaning", ("organ",), "1", "The same before the crisis.", _leaning),
        Field("obedience_of", ("organ",), "1", "Share of orders carried out.", _zeal),
        Field("obedience", (), "1", "Share of all force that obeys.", 1.0, "series"),
        Field("withdrawn", ("organ", "city"), "1", "Has left its buildings."),
        Field("stood_down_time", ("city",), "day", "First organ left.", NEVER, "final"),
    ),
    reads=("faction_weight", "foreign_backing", "backing_weight", "rivalry", "clans_fight",
           "purged", "office_holder", "crowding", "crowd", "organ_people"),
    writes=(),
    step=step,
)  # fmt: skip
