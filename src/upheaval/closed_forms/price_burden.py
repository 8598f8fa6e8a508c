"""What a price shock costs a household, and when mining pays.

Burden: first-order welfare loss of a price rise is the budget share times d ln p (Deaton 1989,
World Bank Economic Review 3:183-210), scaled by eta and by the local wage over the country's: b =
eta s d ln p / wage. McCulloch et al. (2022, World Development 157) on fixed fuel prices and riots
motivate it; the size of eta is a parameter. Mining (own accounting): a rig runs iff power costs
less than revenue per TH-day over kWh per TH-day; a shortage is demand plus load above capacity.
"""

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import (
    BoolArray,
    FloatArray,
    as_float,
    closed_unit,
    finite,
    nonnegative,
    positive,
)


def real_income_change(
    budget_share: npt.ArrayLike, price: npt.ArrayLike, base_price: npt.ArrayLike
) -> FloatArray:
    """Return d ln(real income) = -share ln(price/base_price), a pure number.

    Arguments broadcast; a doubling at a share of 5% gives -0.0347. Raises ValueError if a share
    lies outside [0, 1] or a price is not above 0.
    """
    rise = np.log(positive("price", price) / positive("base_price", base_price))
    return as_float(-closed_unit("budget_share", budget_share) * rise)


def burden(
    sensitivity: npt.ArrayLike,
    budget_share: npt.ArrayLike,
    price: npt.ArrayLike,
    base_price: npt.ArrayLike,
    relative_wage: npt.ArrayLike = 1.0,
) -> FloatArray:
    """Return b = eta share ln(price/base_price)/relative_wage, in units of hardship.

    Arguments broadcast; negative when prices fell. relative_wage is the local wage over the
    country's mean. Raises ValueError as `real_income_change`, if sensitivity is negative or
    relative_wage is not above 0.
    """
    loss = -real_income_change(budget_share, price, base_price)
    eta = nonnegative("sensitivity", sensitivity)
    return as_float(eta * loss / positive("relative_wage", relative_wage))


def mining_break_even_price(
    revenue_per_hash_day: npt.ArrayLike, energy_per_hash_day: npt.ArrayLike
) -> FloatArray:
    """Return the power price (money/kWh) at which mining just pays.

    Revenue in money per TH/s and day, energy in kWh per TH/s and day; arguments broadcast. Raises
    ValueError if revenue is negative or energy not above 0.
    """
    revenue = nonnegative("revenue_per_hash_day", revenue_per_hash_day)
    return as_float(revenue / positive("energy_per_hash_day", energy_per_hash_day))


def mines(power_price: npt.ArrayLike, break_even_price: npt.ArrayLike) -> BoolArray:
    """Say whether rigs run: power strictly cheaper than break-even. Arguments broadcast."""
    return np.asarray(finite("power_price", power_price) < as_float(break_even_price))


def shortage(
    demand: npt.ArrayLike, mining_load: npt.ArrayLike, capacity: npt.ArrayLike
) -> FloatArray:
    """Return power demanded above capacity, max(0, D0 + M - K), all in one unit (MW).

    Arguments broadcast. Raises ValueError if one is negative.
    """
    load = nonnegative("demand", demand) + nonnegative("mining_load", mining_load)
    return as_float(np.maximum(0.0, load - nonnegative("capacity", capacity)))
