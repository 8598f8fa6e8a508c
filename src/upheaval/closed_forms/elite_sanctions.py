"""When sanctions make an elite defect.

Source: own condition; motivated by offshore wealth (Alstadsaeter, Johannesen and Zucman 2018) and
by the losses of sanctioned firms (Ahn and Ludema 2020). An elite with rents z at home and wealth O
abroad stays iff

    z + rally pi + (1 - pi kappa) O >= outside,

pi the chance of being sanctioned, kappa the share of O lost if so, and rally the rise in the value
of home rents with pi (0 by default; its sign is not known). It defects when
pi > pi* = (z + O - outside)/(kappa O - rally). All values in money; pi and kappa probabilities or
shares.
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
)


def value_of_staying(
    home_rents: npt.ArrayLike,
    offshore_wealth: npt.ArrayLike,
    sanction_probability: npt.ArrayLike,
    seized_share: npt.ArrayLike,
    rally: npt.ArrayLike = 0.0,
) -> FloatArray:
    """Return z + rally pi + (1 - pi kappa) O, in money. Arguments broadcast.

    Raises ValueError if offshore_wealth is negative or a probability or share lies outside [0, 1].
    """
    risk = closed_unit("sanction_probability", sanction_probability)
    kept = 1 - risk * closed_unit("seized_share", seized_share)
    home = finite("home_rents", home_rents) + finite("rally", rally) * risk
    return as_float(home + kept * nonnegative("offshore_wealth", offshore_wealth))


def defects(
    home_rents: npt.ArrayLike,
    offshore_wealth: npt.ArrayLike,
    outside_value: npt.ArrayLike,
    sanction_probability: npt.ArrayLike,
    seized_share: npt.ArrayLike,
    rally: npt.ArrayLike = 0.0,
) -> BoolArray:
    """Say whether the outside value exceeds that of staying (strictly).

    Arguments broadcast; errors as `value_of_staying`.
    """
    staying = value_of_staying(
        home_rents, offshore_wealth, sanction_probability, seized_share, rally
    )
    return np.asarray(finite("outside_value", outside_value) > staying)


def critical_probability(
    home_rents: npt.ArrayLike,
    offshore_wealth: npt.ArrayLike,
    outside_value: npt.ArrayLike,
    seized_share: npt.ArrayLike,
    rally: npt.ArrayLike = 0.0,
) -> FloatArray:
    """Return pi*: the elite defects iff the chance of sanctions exceeds it.

    Below 0 it defects anyhow, above 1 never. Defined where sanctions hurt (kappa O > rally);
    elsewhere +inf if the elite stays unsanctioned, -inf if not, and NaN for the elite that threats
    would win back (kappa O < rally and z + O < outside): no such cut exists. Arguments broadcast;
    errors as `value_of_staying`.
    """
    surplus = value_of_staying(home_rents, offshore_wealth, 0.0, 0.0) - finite(
        "outside_value", outside_value
    )
    loss = closed_unit("seized_share", seized_share) * as_float(offshore_wealth)
    bite = loss - finite("rally", rally)
    with np.errstate(over="ignore"):
        inner = surplus / np.where(bite > 0, bite, 1.0)
    without = np.where(surplus >= 0, np.inf, np.where(bite == 0, -np.inf, np.nan))
    return as_float(np.where(bite > 0, inner, without))
