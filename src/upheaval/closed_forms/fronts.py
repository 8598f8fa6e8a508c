"""One power's capacity over several fronts.

Sources: lottery Blotto, Friedman (1958, Operations Research 6:699-709): with shares of each prize
proportional to forces, both sides spend in proportion to the values. Auction Blotto, Roberson
(2006, Economic Theory 29:1-24): each of n equal fronts goes to the larger force; the weaker side,
with rho <= 1 times the other's force, wins a share of them in three regimes: rho/2 from 2/n on,
2/n - 2/(n^2 rho) from 1/(n-1) on, and below (2k-2)/(k n^2), k = ceil(rho/(1 - (n-1) rho)). All
three agree with the value of the discrete game by linear program (n = 3), which approaches them as
forces are divided more finely. Lottery shares were checked against random other spreads.
Intervention: own accounting, a front is entered iff the claim is accepted and the gain in the
chance of success times the stake exceeds the cost and the value of attention elsewhere.
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


def lottery_allocation(force: npt.ArrayLike, values: npt.ArrayLike) -> FloatArray:
    """Return force spent per front, in proportion to its value: (...) and (..., fronts).

    Raises ValueError if a force or value is negative or all values of a row are 0.
    """
    values = nonnegative("values", values)
    total = positive("sum of values", values.sum(axis=-1))[..., None]
    return as_float(nonnegative("force", force)[..., None] * values / total)


def weaker_share(force_ratio: npt.ArrayLike, fronts: int) -> FloatArray:
    """Return the expected share of fronts won by the weaker side, any shape.

    force_ratio rho in [0, 1]; fronts n >= 2. With n rho <= 1 the stronger side can match the whole
    of the weaker force everywhere and the share is 0; between 1/n and 1/(n-1) it climbs in steps,
    taken low at the jumps. Raises ValueError outside these ranges.
    """
    rho, n = closed_unit("force_ratio", force_ratio), int(fronts)
    if n < 2:
        raise ValueError(f"fronts: expected at least 2, found {fronts}")
    upper, middle, some = rho >= 2 / n, rho >= 1 / (n - 1), rho * n > 1
    safe = np.where(some, rho, 1.0)
    between = 2 / n - 2 / (n * n * safe)
    gap = np.where(some & ~middle, 1 - (n - 1) * rho, 1.0)
    # Ratios such as 0.4/0.2 round above the whole number they stand for.
    steps = np.where(some & ~middle, np.ceil(rho / gap - 1e-9), 1.0)
    staircase = (2 * steps - 2) / (steps * n * n)
    inner = np.where(middle, between, np.where(some, staircase, 0.0))
    return as_float(np.where(upper, rho / 2, inner))


def intervention_benefit(
    success_gain: npt.ArrayLike,
    stake: npt.ArrayLike,
    cost: npt.ArrayLike,
    shadow_price: npt.ArrayLike,
    force: npt.ArrayLike,
) -> FloatArray:
    """Return the net benefit dP V - K - lambda x of sending `force` to a front.

    success_gain is a change of probability, stake and cost in one unit of value, shadow_price in
    value per unit of force (what the force would earn on the other front). Arguments broadcast.
    Raises ValueError if success_gain lies outside [-1, 1] or another argument is not finite.
    """
    gain = finite("success_gain", success_gain)
    if np.any(np.abs(gain) > 1):
        raise ValueError("success_gain: expected a difference of probabilities, from -1 to 1")
    price = nonnegative("shadow_price", shadow_price) * nonnegative("force", force)
    return as_float(gain * finite("stake", stake) - finite("cost", cost) - price)


def intervenes(
    posterior: npt.ArrayLike, acceptance: npt.ArrayLike, benefit: npt.ArrayLike
) -> BoolArray:
    """Say whether a power steps in: the claim is accepted (posterior >= acceptance) and it pays.

    Arguments broadcast. Raises ValueError if a probability lies outside [0, 1].
    """
    accepted = closed_unit("posterior", posterior) >= closed_unit("acceptance", acceptance)
    return np.asarray(accepted & (as_float(benefit) > 0))
