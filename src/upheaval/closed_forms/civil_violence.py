"""Shares that Epstein's model of civil violence implies before any simulation.

Source: Epstein (2002, PNAS 99 suppl. 3:7243-50), Model I. Hardship H and risk aversion R are
uniform on (0, 1); an agent with grievance G = H (1 - L) is active iff G - R P > T, where
P = 1 - exp(-k [C/A]) is its estimate of arrest among C cops and A actives in view, itself counted.
The ratio must be rounded to whole numbers (down, in the common implementations) for outbursts to
happen: the raw ratio of the printed equation gives none. Shares were checked by Monte Carlo over
H and R.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import (
    FloatArray,
    as_float,
    closed_unit,
    nonnegative,
    positive,
)

Rounding = Literal["floor", "round", "none"]


def arrest_probability(
    cops: npt.ArrayLike,
    actives: npt.ArrayLike,
    deterrence: npt.ArrayLike,
    rounding: Rounding = "floor",
) -> FloatArray:
    """Return P = 1 - exp(-k [C/A]).

    Counts in view; actives below 1 are taken as 1, the agent itself. "floor" and "round" (halves to
    even) make the ratio whole, "none" is the text of the paper. Arguments broadcast. Raises
    ValueError if a count or k is negative or the rounding is unknown.
    """
    ratio = nonnegative("cops", cops) / np.maximum(1.0, nonnegative("actives", actives))
    if rounding == "floor":
        ratio = np.floor(ratio)
    elif rounding == "round":
        ratio = np.round(ratio)
    elif rounding != "none":
        raise ValueError(f"rounding: expected 'floor', 'round' or 'none', found {rounding!r}")
    return as_float(-np.expm1(-nonnegative("deterrence", deterrence) * ratio))


def ignition_share(
    legitimacy: npt.ArrayLike, threshold: npt.ArrayLike, arrest_probability: npt.ArrayLike
) -> FloatArray:
    """Return the share of agents who act although they see the given risk of arrest.

    With g = 1 - L and u = min(1, (g - T)/P): (1 - T/g) u - P u^2/(2g), and 0 where g <= T.
    Arguments broadcast. Raises ValueError if legitimacy or the probability lies outside [0, 1] or
    the threshold is negative.
    """
    grievance = 1 - closed_unit("legitimacy", legitimacy)
    limit = nonnegative("threshold", threshold)
    risk = closed_unit("arrest_probability", arrest_probability)
    # Only differences beyond rounding count: 1 - 0.9 exceeds 0.1 in floats, not in the model.
    possible = grievance - limit > 1e-12
    g = np.where(possible, grievance, 1.0)
    margin = np.where(possible, grievance - limit, 0.0)
    bold = np.where(margin >= risk, 1.0, margin / np.where(margin >= risk, 1.0, risk))
    return as_float(np.where(possible, margin / g * bold - risk * bold * bold / (2 * g), 0.0))


def active_share_without_cops(legitimacy: npt.ArrayLike, threshold: npt.ArrayLike) -> FloatArray:
    """Return max(0, 1 - T/(1 - L)), the share active where nobody is arrested.

    Arguments broadcast; errors as `ignition_share`.
    """
    return ignition_share(legitimacy, threshold, 0.0)


def first_spark_probability(share: npt.ArrayLike, population: npt.ArrayLike) -> FloatArray:
    """Return the chance that at least one of `population` independent agents ignites.

    Arguments broadcast. Raises ValueError if share lies outside [0, 1] or population is 0 or less.
    """
    with np.errstate(divide="ignore"):
        nobody = positive("population", population) * np.log1p(-closed_unit("share", share))
    return as_float(-np.expm1(nobody))
