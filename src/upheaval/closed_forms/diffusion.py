"""Convergence to neighbors, and learning from those who look alike.

Sources: Brinks and Coppedge (2006, Comparative Political Studies 39:463-89): regimes move toward
the average of their neighbors, dy = b (ybar - y), half-life ln 2 / b. Beissinger (2007,
Perspectives on Politics 5:259-76) for learning from look-alikes, whose kernel is an assumption:
w_ij = exp(-|f_i - f_j|^2/s^2). y on any one scale of regime, b per day (or per any one unit of
time), features and s in one unit.
"""

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import (
    FloatArray,
    as_float,
    finite,
    nonnegative,
    positive,
)


def half_life(rate: npt.ArrayLike) -> FloatArray:
    """Return ln 2 / rate, the time in which the gap to the neighbors halves. Any shape.

    Raises ValueError if a rate is not above 0.
    """
    return as_float(np.log(2) / positive("rate", rate))


def convergence_step(
    level: npt.ArrayLike, neighbor_mean: npt.ArrayLike, rate: npt.ArrayLike, time: npt.ArrayLike
) -> FloatArray:
    """Return the level after `time`, exact for any length, so that ticks may be cut at will.

    Arguments broadcast. Raises ValueError if rate or time is negative.
    """
    level = finite("level", level)
    moved = -np.expm1(-nonnegative("rate", rate) * nonnegative("time", time))
    return as_float(level + moved * (finite("neighbor_mean", neighbor_mean) - level))


def look_alike_kernel(features: npt.ArrayLike, scale: npt.ArrayLike) -> FloatArray:
    """Return similarity w[..., i, j] in (0, 1] of regimes with features (..., regimes, dimensions).

    The diagonal is 1; scale > 0 is a number. Raises ValueError if features have fewer than two axes
    or the scale is not above 0.
    """
    features = finite("features", features)
    if features.ndim < 2:
        raise ValueError("features: expected shape (..., regimes, dimensions)")
    apart = features[..., :, None, :] - features[..., None, :, :]
    squared = (apart * apart).sum(axis=-1)
    return as_float(np.exp(-squared / positive("scale", scale) ** 2))


def neighbor_mean(level: npt.ArrayLike, similarity: npt.ArrayLike) -> FloatArray:
    """Return each regime's average of the others, weighted by similarity, its own weight left out.

    level (..., regimes), similarity (..., regimes, regimes); result (..., regimes). A regime like
    no other keeps its own level. Raises ValueError if a similarity is negative.
    """
    level, weights = finite("level", level), nonnegative("similarity", similarity)
    weights = weights * (1 - np.eye(weights.shape[-1]))
    total = weights.sum(axis=-1)
    pulled = (weights @ level[..., None])[..., 0]
    return as_float(np.where(total > 0, pulled / np.where(total > 0, total, 1.0), level))
