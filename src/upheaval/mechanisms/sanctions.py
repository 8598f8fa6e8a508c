"""Sanctions: what elites hold abroad, and whether a threat to it makes them desert or close ranks.

A faction with home rents z and wealth O abroad (z + O = 1) stays with the ruler iff

    z + rally pi + (1 - pi kappa) O >= outside

(closed_forms/elite_sanctions; motivated by Alstadsaeter, Johannesen and Zucman 2018 and by
Ahn and Ludema 2020). pi is the chance of being sanctioned and kappa the share then lost, both
means over what the faction holds in each jurisdiction; several packages on one jurisdiction bite
independently. ``rally`` is what home rents gain when wealth abroad is threatened; its sign is not
known, and neither is that of ``cohesion``, what shared exposure adds to the ruler's camp.

A package threatens once the state has killed more civilians than its trigger, never at a date; a
policy declared beforehand (``declared``) makes part of the threat felt earlier. Without packages
(``package_strength`` 0, the usual case) nothing happens.

Reads ``killed`` (person), ``purged``, ``faction_base``; writes ``defected`` and ``sanction_risk``
(1, per faction), ``sanction_pull`` (logarithm of weight, per faction) and ``sanction_time`` (days,
per package and jurisdiction).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms.elite_sanctions import defects
from upheaval.errors import UpheavalError
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import Setting
from upheaval.world.state import NEVER, Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]

ROUNDING = 1e-9


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Set packages off, let factions weigh them, and move the court's weights."""
    if not own.package_strength.any():
        return
    _set_off(world, tick, own)
    chance, seized = _threat(world, tick, own)
    _defect(world, tick, own, luck, chance, seized)
    _pull(world, own)


def _set_off(world: World, tick: Tick, own: Parameters) -> None:
    state, setting = world.state, world.setting
    killed = state.killed.sum(axis=1)[:, None] > setting.column("sanctions", "trigger_deaths")
    now = killed & (own.package_strength > 0)[:, None] & np.isinf(state.sanction_time)
    when = tick.end + setting.column("sanctions", "delay")
    state.sanction_time[:] = np.where(now, when, state.sanction_time)


def _threat(world: World, tick: Tick, own: Parameters) -> tuple[Floats, Floats]:
    """Give each faction's chance of being sanctioned and the share of wealth abroad then lost."""
    state, setting = world.state, world.setting
    felt = np.where(state.sanction_time <= tick.end, 1.0, own.declared[:, None])
    felt = felt * own.package_strength[:, None] * setting.column("sanctions", "probability")
    bite = felt * setting.column("sanctions", "share_seized")
    spared, kept = (np.ones((world.size, setting.sizes["jurisdiction"])) for _ in range(2))
    for row, place in enumerate(_jurisdictions(setting, "sanctions")):
        spared[:, place] *= 1.0 - felt[:, row]
        kept[:, place] *= 1.0 - bite[:, row]
    abroad = state.exposure.sum(axis=2)
    hit = np.einsum("kfj,kj->kf", state.exposure, 1.0 - spared)
    lost = np.einsum("kfj,kj->kf", state.exposure, 1.0 - kept)
    chance = np.divide(hit, abroad, out=np.zeros_like(hit), where=abroad > 0)
    seized = np.divide(lost, hit, out=np.zeros_like(lost), where=hit > 0)
    return np.clip(chance, 0.0, 1.0), np.clip(seized, 0.0, 1.0)


def _defect(
    world: World, tick: Tick, own: Parameters, luck: Luck, chance: Floats, seized: Floats
) -> None:
    state, setting = world.state, world.setting
    abroad = state.exposure.sum(axis=2)
    outside = own.outside[:, None] * np.exp(own.outside_spread[:, None] * state.outside_lot)
    leaves = defects(1.0 - abroad, abroad, outside, chance, seized, own.rally[:, None])
    # Who would leave anyhow is not moved by sanctions, and has not left.
    anyhow = defects(1.0 - abroad, abroad, outside, 0.0, 0.0)
    court = np.asarray(setting.table("factions")["in_court"], dtype=bool)
    able = (court & (np.arange(len(court)) != setting.incumbent_faction))[None, :]
    able = able & (state.purged < 1)
    rate = np.where(leaves & ~anyhow & able, own.defection_rate[:, None], 0.0)
    gone = luck.happens("defect", rate, tick.length)
    state.defected[:] = np.maximum(state.defected, gone)
    state.sanction_risk[:] = chance


def _pull(world: World, own: Parameters) -> None:
    state, setting = world.state, world.setting
    state.sanction_pull[:] = -own.weight_loss[:, None] * state.defected
    court = np.asarray(setting.table("factions")["in_court"], dtype=float)
    staying = state.faction_base * court * (1.0 - state.defected)
    total = np.maximum(staying.sum(axis=1), ROUNDING)
    shared = (staying * state.sanction_risk * state.exposure.sum(axis=2)).sum(axis=1) / total
    state.sanction_pull[:, setting.incumbent_faction] += own.cohesion * shared


def _jurisdictions(setting: Setting, table: str) -> list[int]:
    names = setting.labels["jurisdiction"]
    return [names.index(str(name)) for name in setting.table(table)["jurisdiction"]]


def _exposure(start: Beginning) -> Floats:
    """Draw shares of wealth abroad; where a draw exceeds the whole, all shares shrink alike."""
    setting: Setting = start.setting
    low, value, high = (setting.column("exposure", name) for name in ("low", "value", "high"))
    faction = setting.positions("exposure", "faction", "factions")
    place = _jurisdictions(setting, "exposure")
    abroad = np.bincount(faction, value, setting.sizes["faction"])
    _check_shares(setting, np.asarray(abroad, dtype=np.float64))
    shares = np.zeros((start.replicates, setting.sizes["faction"], setting.sizes["jurisdiction"]))
    shares[:, faction, place] = within(low, value, high, start.uniform("exposure", len(low)))
    return np.asarray(shares / np.maximum(shares.sum(axis=2), 1.0)[:, :, None])


def _check_shares(setting: Setting, abroad: Floats) -> None:
    for name, total in zip(setting.labels["faction"], abroad, strict=True):
        if total > 1.0 + ROUNDING:
            raise UpheavalError(
                f"exposure.csv: the shares of '{name}' add up to {total:g}; expected at most 1"
            )


def _outside_lot(start: Beginning) -> Floats:
    # From -1 to 1: what a faction would find outside, relative to the others.
    return 2.0 * start.uniform("outside", start.setting.sizes["faction"]) - 1.0


MECHANISM = Mechanism(
    name="sanctions",
    title="Wealth abroad",
    order=17,
    source="Alstadsaeter, Johannesen and Zucman 2018; Ahn and Ludema 2020; closed form",
    parameters=(
        Parameter("package_strength", "1", 0, 1, "How much of the packages is carried out; 0 for "
                  "none."),
        Parameter("declared", "1", 0, 1, "Share of the threat that is felt beforehand, by a policy "
                  "declared in advance."),
        Parameter("outside", "1", 0.01, 2, "What a faction would have if it broke with the ruler, "
                  "share of its wealth."),
        Parameter("outside_spread", "1", 0, 2, "Spread of its logarithm among factions."),
        Parameter("rally", "1", -2, 2, "What full danger abroad adds to the worth of home rents; "
                  "the sign is open."),
        Parameter("cohesion", "1", -3, 3, "What it adds to the ruler's log weight; the sign is "
                  "open."),
        Parameter("defection_rate", "1/day", 0, 10, "Defections a day of those who would gain."),
        Parameter("weight_loss", "1", 0, 10, "Log weight in the court that a defector loses."),
    ),
    fields=(
        Field("exposure", ("faction", "jurisdiction"), "1", "Share of wealth held abroad.",
              _exposure, "final"),
        Field("outside_lot", ("faction",), "1", "What a faction finds outside, its lot.",
              _outside_lot),
        Field("sanction_time", ("package",), "day", "The package begins to threaten.", NEVER,
              "final"),
        Field("sanction_risk", ("faction",), "1", "Chance of being sanctioned.", 0.0, "series"),
        Field("defected", ("faction",), "1", "Has broken with the ruler.", 0.0, "series"),
        Field("sanction_pull", ("faction",), "1", "Change of the log weight in the court."),
    ),
    reads=("killed", "purged", "faction_base"),
    writes=(),
    step=step,
)  # fmt: skip
