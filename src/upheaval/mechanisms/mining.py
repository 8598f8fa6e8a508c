"""Mining: rigs come where power is cheap, make it scarce, and the tariff follows much later.

A rig runs where a unit of power costs less than the coins that it computes (own accounting, closed
form ``mining_break_even_price``). Rigs differ in efficiency, with a log-normal spread, so that

    share that pays = Phi(ln(break-even price / power price) / spread).

Rigs follow what pays at the rate of entry. A shortage is demand plus load above capacity;
*scarcity* is the shortage as a share of capacity. Scarcity cannot touch a tariff that has been
decided: it enters the next decision, and takes effect with that decision's delay,

    pressure = gain * scarcity at the decision (added to the logarithm of the fuel's price).

The state cuts the miners' power at a hazard that rises with scarcity; a shutdown of the internet
idles rigs, since blocks must be sent. No date of either is given.

Where no row of ``energy.csv`` mines, the mechanism does nothing.

Reads ``connectivity``; writes ``mining_load`` (MW), ``scarcity`` (1), ``hash_rate_share`` (1),
``tariff_pressure`` (1) and ``mining_cut_time`` (days since the start).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from upheaval.closed_forms.price_burden import mining_break_even_price, shortage
from upheaval.mechanisms.base import Mechanism
from upheaval.scenario.parameters import Parameter
from upheaval.world.clock import Tick
from upheaval.world.luck import Luck
from upheaval.world.ranges import within
from upheaval.world.setting import Setting
from upheaval.world.state import NEVER, Beginning, Field
from upheaval.world.world import Parameters, World

Floats = NDArray[np.float64]


def step(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    """Put tariffs in force, let rigs come and go, and weigh demand against capacity."""
    state = world.state
    if not world.setting.where("energy", "kind", "mining").any():  # nobody mines here
        return
    _review_tariff(world, tick, own)
    price = own.power_price * np.exp(state.tariff_pressure)
    wanted = state.mining_potential * share_that_pays(price, own)
    state.rigs[:] += -np.expm1(-own.entry_rate * tick.length) * (wanted - state.rigs)
    _cut(world, tick, own, luck)
    powered = 1.0 - own.cut_depth * state.mining_cut
    online = 1.0 - own.offline * (1.0 - state.connectivity)
    state.mining_load[:] = state.rigs * powered * online
    state.hash_rate_share[:] = state.hash_potential * np.divide(
        state.mining_load,
        state.mining_potential,
        out=np.zeros(world.size),
        where=state.mining_potential > 0,
    )
    state.scarcity[:] = _scarcity(state.power_demand, state.mining_load, state.power_capacity)


def share_that_pays(power_price: Floats, own: Parameters) -> Floats:
    """Give the share of rigs, weighted by load, for which power is cheaper than its yield.

    ``power_price`` in KZT/kWh, shape ``(replicates,)``; the answer has the same shape.
    """
    break_even = mining_break_even_price(own.revenue, own.energy_use)
    with np.errstate(divide="ignore"):  # coins that are worth nothing: no rig pays
        return np.asarray(ndtr(np.log(break_even / power_price) / own.spread))


def _scarcity(demand: Floats, load: Floats, capacity: Floats) -> Floats:
    lacking = shortage(demand, load, capacity)
    return np.divide(lacking, capacity, out=np.zeros_like(lacking), where=capacity > 0)


def _review_tariff(world: World, tick: Tick, own: Parameters) -> None:
    """Take a tariff decision where one is due, and put into force what was decided."""
    state = world.state
    _put_in_force(world, tick)
    first = _last_decision(world.setting)
    before = np.floor((tick.start - first) / own.review_interval)
    now = np.floor((tick.end - first) / own.review_interval)
    reviews = (now > before) & (now >= 1)
    decided = first + now * own.review_interval
    due = decided + own.notice * own.review_interval
    state.pressure_decided[:] = np.where(
        reviews, own.tariff_gain * state.scarcity, state.pressure_decided
    )
    state.pressure_due[:] = np.where(reviews, due, state.pressure_due)
    _put_in_force(world, tick)


def _put_in_force(world: World, tick: Tick) -> None:
    state = world.state
    in_force = state.pressure_due <= tick.end
    state.tariff_pressure[:] = np.where(in_force, state.pressure_decided, state.tariff_pressure)
    state.pressure_due[:] = np.where(in_force, NEVER, state.pressure_due)


def _last_decision(setting: Setting) -> float:
    # The reform of the scenario is the last decision that is known; the next ones count from it.
    return float(setting.prices("decided").max()) if setting.sizes["fuel"] else 0.0


def _cut(world: World, tick: Tick, own: Parameters, luck: Luck) -> None:
    state = world.state
    hazard = own.cut_rate * state.scarcity / (state.scarcity + own.cut_scale)
    starts = luck.happens("cut", hazard, tick.length) & (state.mining_cut < 1)
    state.mining_cut_time[:] = np.where(
        starts & np.isinf(state.mining_cut_time), tick.end, state.mining_cut_time
    )
    state.cut_until[:] = np.where(starts, tick.end + own.cut_length, state.cut_until)
    state.mining_cut[:] = state.cut_until > tick.end


def _drawn(start: Beginning, kind: str, column: str = "") -> Floats:
    """Add up the rows of one kind, each drawn within its range; shape ``(replicates,)``."""
    setting = start.setting
    chosen = setting.where("energy", "kind", kind)
    names = (f"{column}_low", column, f"{column}_high") if column else ("low", "value", "high")
    low, value, high = (setting.column("energy", name)[chosen] for name in names)
    drawn = start.uniform(f"{kind}_{column}", len(chosen))[:, chosen]
    return np.asarray(within(low, value, high, drawn).sum(axis=1))


def _potential(start: Beginning) -> Floats:
    return _drawn(start, "mining")


def _hash_potential(start: Beginning) -> Floats:
    return _drawn(start, "mining", "hash_share")


def _demand(start: Beginning) -> Floats:
    return _drawn(start, "demand")


def _capacity(start: Beginning) -> Floats:
    return _drawn(start, "capacity")


def _rigs(start: Beginning) -> Floats:
    own = start.parameters
    return np.asarray(_potential(start) * share_that_pays(own.power_price, own))


def _review_before(start: Beginning) -> tuple[Floats, Floats]:
    """Give when the last decision before the start was taken, and the pressure decided then."""
    own = start.parameters
    first = _last_decision(start.setting)
    taken = first + np.floor(-first / own.review_interval) * own.review_interval
    scarce = _scarcity(_demand(start), _rigs(start), _capacity(start))
    # What was decided before the rigs came knew nothing of them.
    knew = (taken > first) & (taken > -own.boom_age)
    return np.asarray(taken), np.where(knew, own.tariff_gain * scarce, 0.0)


def _pressure_decided(start: Beginning) -> Floats:
    return _review_before(start)[1]


def _pressure_due(start: Beginning) -> Floats:
    own = start.parameters
    taken, pressure = _review_before(start)
    return np.where(pressure > 0, taken + own.notice * own.review_interval, NEVER)


MECHANISM = Mechanism(
    name="mining",
    title="Miners, scarce power and the next tariff",
    order=3,
    source="own accounting; scenario: energy",
    parameters=(
        Parameter("revenue", "KZT", 0, 1e4, "Coins that a terahash a second earns in a day."),
        Parameter("energy_use", "kWh", 0.01, 100, "Power that it needs in a day."),
        Parameter("power_price", "KZT/kWh", 0.01, 1000, "Price of power to miners."),
        Parameter("spread", "1", 0.01, 3, "Spread of the rigs' efficiency, in logarithms."),
        Parameter("entry_rate", "1/day", 0, 10, "Rate at which rigs come or leave."),
        Parameter("offline", "1", 0, 1, "Share of rigs that stand still when no link works."),
        Parameter("boom_age", "day", 0, 3650, "How long before the start rigs came in numbers."),
        Parameter("review_interval", "day", 1, 3650, "Time between decisions on tariffs."),
        Parameter("notice", "1", 0, 1, "Time until a decision takes effect, relative to the time "
                  "between decisions."),
        Parameter("tariff_gain", "1", 0, 20, "Rise of the fuel's log price that is decided per "
                  "unit of scarcity."),
        Parameter("cut_rate", "1/day", 0, 10, "Rate of a decree against miners when power is very "
                  "scarce."),
        Parameter("cut_scale", "1", 1e-4, 1, "Scarcity at which half that rate is reached."),
        Parameter("cut_depth", "1", 0, 1, "Share of the miners' power that the decree cuts."),
        Parameter("cut_length", "day", 0.1, 3650, "How long it stands."),
    ),
    fields=(
        Field("mining_potential", (), "MW", "Load of all rigs that could be connected.",
              _potential),
        Field("hash_potential", (), "1", "Share of the world's hash rate that these compute.",
              _hash_potential),
        Field("power_demand", (), "MW", "Demand without miners.", _demand),
        Field("power_capacity", (), "MW", "Power that can be supplied.", _capacity),
        Field("rigs", (), "MW", "Load of the rigs that are here.", _rigs),
        Field("mining_load", (), "MW", "Load of the rigs that run.", 0.0, "series"),
        Field("hash_rate_share", (), "1", "Hash rate computed here, as a share of the world's "
              "before the crisis.", 0.0, "series"),
        Field("scarcity", (), "1", "Shortage of power, as a share of capacity.", 0.0, "series"),
        Field("tariff_pressure", (), "1", "Rise of the fuel's log price by decisions on scarcity "
              "that are in force.", 0.0, "series"),
        Field("pressure_decided", (), "1", "The same, decided last.", _pressure_decided),
        Field("pressure_due", (), "day", "When it takes effect.", _pressure_due),
        Field("mining_cut", (), "1", "Whether a decree cuts the miners' power."),
        Field("cut_until", (), "day", "When the decree ends."),
        Field("mining_cut_time", (), "day", "First decree against miners.", NEVER, "final"),
    ),
    reads=("connectivity",),
    writes=(),
    step=step,
)  # fmt: skip
