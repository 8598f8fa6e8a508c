"""Rents: who has the country's income, who gains from the price reform, and what loyalty costs.

Resource income belongs to whoever rules. After welfare, the ruler pays each member of the winning
coalition just what keeps him loyal and keeps the rest (Bueno de Mesquita, Smith, Siverson and
Morrow 2003; closed form ``selectorate``): with income R, coalition W, selectorate S, discount d,

    pay of the coalition = W z,  z = (1 - d) (R / W) / (1 - d W / S);  kept = R - W z.

The freed price moves money from households to those who sell the fuel: the rise of the price times
the volume. When rivalry at the top is high, each of the two powers spends part of what he keeps on
favors. Bought factions lend their weight to the buyer,

    bought = 1 - exp(-(favors of both) / price of loyalty), split as the favors are;

weights only move, none is made. Welfare above what people are used to is a buffer against anger
(Drabo et al. 2023: unrest is stronger where social spending is low).

Every payment is a whole number that leaves one account and enters another, so that the ledger adds
up to 0 in every tick, exactly.

Without rows in ``rents.csv`` there is nothing to share out, and the mechanism does nothing.

Reads ``price``, ``compensated``, ``fuel_dependence``, ``conceded``, ``in_coalition``, ``rivalry``,
weights and purges of the court; writes ``ledger`` (KZT since the start), ``reform_rent``,
``favors``, ``rent_weight`` (1) and ``welfare_relief`` (1).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from upheaval.closed_forms.selectorate import rent_per_member
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import ACCOUNTS, NOBODY, Setting
from upheaval.world.state import Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

RESOURCES, HOUSEHOLDS, STATE = range(len(ACCOUNTS))
DAYS_A_MONTH = 365.25 / 12


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Book the payments of the tick, and what they do to weights and to hardship."""
    del luck
    if not len(world.setting.table("rents")):  # no rents to share out, and none to inherit
        return
    kept = _share_income(world, tick, own)
    _share_reform(world, tick, own)
    _buy(world, own, kept)
    _relieve(world, own)


def split(total: Whole, share: Floats) -> Whole:
    """Split whole sums in proportion to shares, to the unit.

    Parameters
    ----------
    total : int64 array, shape ``(replicates,)``
        May be negative.
    share : array, shape ``(replicates, parts)``
        Not negative, need not add up to 1; where all are 0 nothing is given.
    """
    upto = np.cumsum(share, axis=1)
    whole = upto[:, -1:]
    upto = np.divide(upto, whole, out=np.zeros_like(upto), where=whole > 0)
    upto[upto > 1.0 - 1e-12] = 1.0
    booked = np.rint(upto * total[:, None]).astype(np.int64)
    return np.diff(booked, axis=1, prepend=0)


def _pay(world: World, source: int, parts: Whole) -> None:
    """Move whole sums from one account to the factions'."""
    ledger = world.state.ledger
    ledger[:, source] -= parts.sum(axis=1)
    ledger[:, len(ACCOUNTS) :] += parts


def _move(world: World, source: int, target: int, amount: Whole) -> None:
    world.state.ledger[:, source] -= amount
    world.state.ledger[:, target] += amount


def _share_income(world: World, tick: Tick, own: Parameters) -> Whole:
    """Book income, welfare and rents; give what each faction keeps as a ruler."""
    state = world.state
    income = np.rint(own.income * tick.length).astype(np.int64)
    _move(world, RESOURCES, STATE, income)
    welfare = np.rint(_welfare_share(world, own) * income).astype(np.int64)
    _move(world, STATE, HOUSEHOLDS, welfare)
    left = income - welfare
    inside = state.in_coalition.astype(np.float64)
    within_it = _inside_share(world, inside)
    members = np.maximum(own.coalition * within_it, 1.0)
    selectorate = np.maximum(own.selectorate, members)
    each = rent_per_member(np.maximum(left, 0), members, selectorate, own.discount)
    pay = np.minimum(np.rint(each * members).astype(np.int64), left)
    _pay(world, STATE, split(pay, state.coalition_share * inside))
    on_top = state.ruler_share * inside
    # Where neither of the old rulers is in the coalition, its members share what they kept.
    nobody = on_top.sum(axis=1, keepdims=True) == 0
    kept = split(left - pay, np.where(nobody, state.coalition_share * inside, on_top))
    _pay(world, STATE, kept)
    return kept


def _inside_share(world: World, inside: Floats) -> Floats:
    """Give the weight of the coalition, relative to the whole court's before the crisis."""
    court = np.asarray(world.setting.table("factions")["in_court"], dtype=np.float64)
    base = world.state.faction_base * court
    total = base.sum(axis=1)
    share = np.zeros(world.size)
    np.divide((base * inside).sum(axis=1), total, out=share, where=total > 0)
    return share


def _welfare_share(world: World, own: Parameters) -> Floats:
    # What is conceded to the streets does not stop at the price.
    conceded = world.state.conceded.mean(axis=1)
    share = own.welfare_share * (1.0 + own.welfare_response * conceded)
    return np.asarray(np.minimum(share, 1.0))


def _share_reform(world: World, tick: Tick, own: Parameters) -> None:
    state, setting = world.state, world.setting
    rise = state.price - setting.prices("before")
    people = setting.per_region(setting.city_people)
    burned = (people * state.fuel_dependence)[:, :, None] * np.ones(setting.sizes["fuel"])
    total = burned.sum(axis=(1, 2), keepdims=True)
    burned = np.divide(burned, total, out=np.zeros_like(burned), where=total > 0)
    daily = own.fuel_volume * (rise * burned).sum(axis=(1, 2))
    gained = split(np.rint(daily * tick.length).astype(np.int64), state.reform_share)
    _pay(world, HOUSEHOLDS, gained)
    state.reform_rent[:] += gained
    back = np.rint(state.compensated * np.maximum(gained.sum(axis=1), 0)).astype(np.int64)
    _move(world, STATE, HOUSEHOLDS, back)


def _buy(world: World, own: Parameters, kept: Whole) -> None:
    """Let both powers spend on favors, and move the weight that they have bought."""
    state, setting = world.state, world.setting
    first = len(ACCOUNTS)
    for power in (setting.incumbent_faction, setting.patron_faction):
        if power == NOBODY:
            continue
        spent = np.rint(own.favor_share * state.rivalry * kept[:, power]).astype(np.int64)
        parts = split(spent, state.favor_weight)
        _pay(world, first + power, parts)
        state.favors[:] += parts
        state.favors_spent[:, power] += parts.sum(axis=1)
    # What a purged faction bought goes back to its owner, and a purged one has nothing to lend.
    spent_by = np.where(state.purged > 0, 0.0, state.favors_spent)
    total = spent_by.sum(axis=1, keepdims=True)
    bought = -np.expm1(-total / own.loyalty_price[:, None])
    buyable = (state.favor_weight > 0) & (state.purged < 1)
    lent = np.where(buyable, bought * state.faction_base * np.exp(-state.blame), 0.0)
    buyer = np.divide(spent_by, total, out=np.zeros_like(spent_by), where=total > 0)
    state.rent_weight[:] = lent.sum(axis=1, keepdims=True) * buyer - lent


def _relieve(world: World, own: Parameters) -> None:
    setting = world.setting
    extra = (_welfare_share(world, own) - own.accustomed_share) * own.income
    a_head = extra / setting.city_people.sum() * DAYS_A_MONTH
    income = np.broadcast_to(
        setting.column("regions", "income"), (world.size, setting.sizes["region"])
    )
    share = np.divide(a_head[:, None], income, out=np.zeros(income.shape), where=income > 0)
    world.state.welfare_relief[:] = own.buffer[:, None] * share


@cache
def _shares_of(account: str) -> Callable[[Beginning], Floats]:
    """Make the function that draws the factions' shares in an account."""

    def drawn(start: Beginning) -> Floats:
        setting: Setting = start.setting
        chosen = setting.where("rents", "account", account)
        faction = setting.positions("rents", "faction", "factions")[chosen]
        names = ("low", "value", "high")
        low, value, high = (setting.column("rents", name)[chosen] for name in names)
        luck = start.uniform(f"share_{account}", len(chosen))[:, chosen]
        share = np.zeros((start.replicates, setting.sizes["faction"]))
        share[:, faction] = within(low, value, high, luck)
        return share

    return drawn


MECHANISM = Mechanism(
    name="rents",
    title="Rents, favors and the welfare budget",
    order=4,
    source="Bueno de Mesquita, Smith, Siverson and Morrow 2003; Drabo et al. 2023; scenario: rents",
    parameters=(
        Parameter("income", "KZT/day", 0, 1e12, "Income of the resources that whoever rules "
                  "shares out."),
        Parameter("coalition", "person", 1, 1e6, "Members of the winning coalition when the whole "
                  "court is in it."),
        Parameter("selectorate", "person", 1, 1e8, "People from whom a coalition could be made."),
        Parameter("discount", "1", 0, 0.999, "Weight of the next period in members' eyes."),
        Parameter("welfare_share", "1", 0, 1, "Share of the income that is paid as welfare."),
        Parameter("accustomed_share", "1", 0, 1, "Share that people are used to."),
        Parameter("welfare_response", "1", 0, 5, "Relative rise of welfare where the whole price "
                  "rise has been conceded."),
        Parameter("buffer", "1", 0, 10, "Hardship borne without anger per unit of income added by "
                  "welfare."),
        Parameter("fuel_volume", "liter/day", 0, 1e9, "Fuel that households buy."),
        Parameter("favor_share", "1", 0, 1, "Share of what a ruler keeps that goes into favors "
                  "when a move is sure."),
        Parameter("loyalty_price", "KZT", 1, 1e15, "Favors that buy two thirds of the weight of "
                  "those who can be bought."),
    ),
    fields=(
        Field("ledger", ("account",), "KZT", "Balance of each account since the start.", 0,
              "series", "int64"),
        Field("coalition_share", ("faction",), "1", "Shares in what the coalition is paid.",
              _shares_of("coalition")),
        Field("ruler_share", ("faction",), "1", "Shares in what those on top keep.",
              _shares_of("rulers")),
        Field("reform_share", ("faction",), "1", "Shares in what the sellers of fuel gain.",
              _shares_of("reform")),
        Field("favor_weight", ("faction",), "1", "Shares in favors.", _shares_of("favor")),
        Field("reform_rent", ("faction",), "KZT", "Gained from the price reform so far.", 0,
              "series", "int64"),
        Field("favors", ("faction",), "KZT", "Favors received so far.", 0, "series", "int64"),
        Field("favors_spent", ("faction",), "KZT", "Favors paid so far.", 0, "no", "int64"),
        Field("rent_weight", ("faction",), "1", "Weight lent to a faction, negative where it "
              "lends its own."),
        Field("welfare_relief", ("region",), "1", "Hardship that welfare above the usual makes "
              "bearable."),
    ),
    reads=("price", "compensated", "fuel_dependence", "conceded", "in_coalition", "rivalry",
           "faction_base", "blame", "purged"),
    writes=(),
    step=step,
)  # fmt: skip
