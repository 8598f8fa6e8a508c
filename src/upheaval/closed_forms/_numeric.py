"""Numerical tools of the closed forms: the normal law and a bisection that moves whole arrays."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from upheaval.closed_forms._checks import FloatArray

SQRT_TWO_PI = float(np.sqrt(2 * np.pi))

# 64 halvings shrink any bracket narrower than 1e3 below the spacing of float64 numbers near 1.
_HALVINGS = 64
_LEAST_HALVINGS = 50


def normal_cdf(x: npt.ArrayLike) -> FloatArray:
    """Return the standard normal distribution function, any shape."""
    return np.asarray(ndtr(x), dtype=np.float64)


def normal_quantile(probability: npt.ArrayLike) -> FloatArray:
    """Inverse of `normal_cdf`; -inf at 0, +inf at 1, any shape."""
    return np.asarray(ndtri(probability), dtype=np.float64)


def normal_density(x: npt.ArrayLike) -> FloatArray:
    """Return the standard normal density, any shape."""
    x = np.asarray(x, dtype=np.float64)
    return np.asarray(np.exp(-0.5 * x * x) / SQRT_TWO_PI, dtype=np.float64)


def density_tangency(height: npt.ArrayLike) -> FloatArray:
    """Return u >= 0 with normal density `height`; 0 where the density never reaches it."""
    height = np.asarray(height, dtype=np.float64)
    with np.errstate(divide="ignore"):
        return np.sqrt(np.maximum(0.0, -2.0 * np.log(height * SQRT_TWO_PI)))


def bisect(
    function: Callable[[FloatArray], FloatArray], low: npt.ArrayLike, high: npt.ArrayLike
) -> FloatArray:
    """Find a root of `function` in every bracket [low, high] at once.

    `function` maps an array of the brackets' shape to the same shape and must be at least 0 at
    `low` and at most 0 at `high`. Where it is not, the end with the wrong sign is returned: callers
    choose brackets for which that is the right limit.
    """
    shape = np.broadcast_shapes(np.shape(low), np.shape(high))
    low = np.array(np.broadcast_to(low, shape), dtype=np.float64)
    high = np.array(np.broadcast_to(high, shape), dtype=np.float64)
    for halving in range(_HALVINGS):
        middle = 0.5 * (low + high)
        # Looked at late: brackets as wide as ours need some 50 halvings in any case.
        if halving >= _LEAST_HALVINGS and not ((low < middle) & (middle < high)).any():
            break
        above = function(middle) > 0
        np.copyto(low, middle, where=above)
        np.copyto(high, middle, where=~above)
    return np.asarray(0.5 * (low + high), dtype=np.float64)


def roots_on_grid(function: Callable[[FloatArray], FloatArray], grid: FloatArray) -> FloatArray:
    """Return every root of a scalar `function` that shows as a change of sign on `grid`, sorted.

    Two roots inside one cell of the grid cancel and are missed.
    """
    values = function(grid)
    exact = grid[values == 0]
    cell = np.flatnonzero(values[:-1] * values[1:] < 0)
    if cell.size == 0:
        return np.sort(exact)
    falling = np.where(values[cell] > 0, 1.0, -1.0)
    crossing = bisect(lambda x: falling * function(x), grid[cell], grid[cell + 1])
    return np.sort(np.concatenate([exact, crossing]))
