"""A small state's position among several patrons.

Form (own): the state picks the policy a that maximises sum_j w_j (-(a - z_j)^2) over patrons with
ideal points z_j and leverage w_j, which is the leverage-weighted mean of the ideal points. A patron
who intervenes gains leverage and tilts it. With satiation or winner-take-all patrons the optimum
would be another. Ideal points on any one scale of alignment, leverage in any one unit.
"""

import numpy.typing as npt

from upheaval.closed_forms._checks import (
    FloatArray,
    as_float,
    finite,
    nonnegative,
    positive,
)


def alignment(ideal_points: npt.ArrayLike, leverage: npt.ArrayLike) -> FloatArray:
    """Return the chosen position: the mean of ideal points weighted by leverage.

    Both (..., patrons); the result drops the last axis and lies between the extreme patrons. Raises
    ValueError if a leverage is negative or all of them are 0.
    """
    ideal, weights = finite("ideal_points", ideal_points), nonnegative("leverage", leverage)
    total = positive("sum of leverage", weights.sum(axis=-1))
    return as_float((ideal * weights).sum(axis=-1) / total)


def tilt(
    ideal_points: npt.ArrayLike,
    leverage: npt.ArrayLike,
    patron: int,
    added_leverage: npt.ArrayLike,
) -> FloatArray:
    """Return how far the position moves when one patron's leverage grows by `added_leverage`.

    Equals (z_j - position) dw/(W + dw). Shapes and errors as `alignment`; added_leverage broadcasts
    with the leading axes and must be 0 or more; `patron` indexes the last axis (IndexError).
    """
    before = alignment(ideal_points, leverage)
    added = nonnegative("added_leverage", added_leverage)
    total = as_float(leverage).sum(axis=-1)
    toward = as_float(ideal_points)[..., patron] - before
    return as_float(toward * added / (total + added))
