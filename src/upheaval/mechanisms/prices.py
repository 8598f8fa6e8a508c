"""Prices: a subsidy reform reaches the pumps and the household.

A fixed price is freed on a date that was decided long before; retail prices move to the new level
within days. The burden on a household of group g in region r is

    b_rg = elasticity * dependence_r * budget share_r * exposure_g * ln(price_r / price before_r),

the real income lost to the dearer fuel as a share of spending (McCulloch, Natalini, Hossain and
Justino 2022, World Development 157: large domestic shocks of fixed prices drive fuel riots).
A concession moves the target back towards the regulated price.

The tariff policy is data: freed at once, or phased in, or capped, or taken back after some time
(``reversed_after``), or compensated, so that the household keeps a share of what it would lose. A
shortage elsewhere in the energy system can add ``tariff_pressure`` to the target, once it has been
decided.

Reads ``conceded``, ``tariff_pressure``; writes ``price`` (KZT/liter), ``burden`` (share of
spending) and ``compensated`` (1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms.price_burden import burden
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.state import Beginning, Field, columns
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Move prices towards the policy's target and work out the burden of each cell."""
    del luck
    state, setting = world.state, world.setting
    effective = setting.prices("effective")
    before = setting.prices("before")
    freed = (tick.end > effective) * own.liberalization[:, None, None]
    freed = freed * _phase(tick.end - effective, own.phase_in[:, None, None])
    freed_log = np.log(before) + freed * (np.log(state.price_after) - np.log(before))
    freed_log = freed_log + state.tariff_pressure[:, None, None]
    freed_log = np.minimum(freed_log, np.log(before) + np.log(own.cap)[:, None, None])
    regulated_log = np.log(setting.prices("regulated") * own.reversal[:, None, None])
    reversed_now = tick.end > effective + own.reversed_after[:, None, None]
    conceded = np.maximum(state.conceded[:, :, None], reversed_now)
    target = np.where(
        freed_log > regulated_log,
        freed_log + conceded * (regulated_log - freed_log),
        freed_log,
    )
    share = -np.expm1(-tick.length / own.pass_through_time)[:, None, None]
    logs = np.log(state.price)
    state.price[:] = np.exp(logs + share * (target - logs))
    of_region = burden(
        own.elasticity[:, None, None],
        state.fuel_dependence[:, :, None] * setting.prices("budget_share"),
        state.price,
        before,
    ).sum(axis=2)
    # What is lost is compensated; who gains from a lower price keeps the gain.
    state.compensated[:] = own.compensation
    of_region = of_region * np.where(of_region > 0, 1.0 - own.compensation[:, None], 1.0)
    state.burden[:] = columns(of_region, setting.cell_region) * setting.of_cell("price_exposure")


def _phase(since: Floats, phase_in: Floats) -> Floats:
    """Give how much of the rise has been phased in, from 0 to 1; all at once where that is 0."""
    share = np.clip(since / np.where(phase_in > 0, phase_in, 1.0), 0.0, 1.0)
    return np.where(phase_in > 0, share, 1.0)


def _price_before(start: Beginning) -> Floats:
    return np.asarray(start.setting.prices("before"))


def _price_after(start: Beginning) -> Floats:
    low, value, high = (start.setting.prices(name) for name in ("after_low", "after", "after_high"))
    drawn = start.uniform("price_after", low.size)
    shape = (start.replicates, *low.shape)
    return within(low.ravel(), value.ravel(), high.ravel(), drawn).reshape(shape)


def _fuel_dependence(start: Beginning) -> Floats:
    names = ("fuel_dependence_low", "fuel_dependence", "fuel_dependence_high")
    low, value, high = (start.setting.column("regions", name) for name in names)
    return within(low, value, high, start.uniform("fuel_dependence", len(low)))


MECHANISM = Mechanism(
    name="prices",
    title="Price of fuel and its burden",
    order=2,
    source="McCulloch, Natalini, Hossain and Justino 2022; scenario: prices",
    parameters=(
        Parameter("liberalization", "1", 0, 1, "How much of the decided rise takes effect."),
        Parameter("pass_through_time", "day", 0.05, 30, "Time in which retail prices follow."),
        Parameter("reversal", "1", 0.1, 2, "Price of a full reversal, relative to the one that "
                  "was regulated before."),
        Parameter("elasticity", "1", 0, 10, "Burden on the household per unit of the fuel's own "
                  "burden: dearer transport and goods come on top."),
        Parameter("phase_in", "day", 0, 3650, "Time in which the rise is phased in; 0 for at "
                  "once."),
        Parameter("cap", "1", 1, 100, "Highest price allowed, relative to the one before."),
        Parameter("reversed_after", "day", 0, 36500, "Time after which the reform is taken back."),
        Parameter("compensation", "1", 0, 1, "Share of the household's loss that is paid back."),
    ),
    fields=(
        Field("price", ("region", "fuel"), "KZT/liter", "Retail price.", _price_before, "series"),
        Field("price_after", ("region", "fuel"), "KZT/liter", "Price that the reform leads to.",
              _price_after),
        Field("fuel_dependence", ("region",), "1", "Share of vehicles that burn the fuel.",
              _fuel_dependence),
        Field("burden", ("cell",), "1", "Real income lost to the dearer fuel, share of spending."),
        Field("compensated", (), "1", "Share of the loss that is paid back to households."),
    ),
    reads=("conceded", "tariff_pressure"),
    writes=(),
    step=step,
)  # fmt: skip
