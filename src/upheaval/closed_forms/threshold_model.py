"""Thresholds of collective action.

Sources: Granovetter (1978, American Journal of Sociology 83:1420-43); Kuran (1989, Public Choice
61:41-74; 1991, World Politics 44:7-48) for public opposition under preference falsification,
the same mathematics. Each joins when the share already acting reaches her threshold; from nobody,
participation climbs to the lowest r with r = F(r), F the distribution of thresholds.

For normal thresholds the critical spread is where F touches the diagonal: phi(u) = sd,
Phi(u) = mean + sd u, u < 0. Mean 0.25 gives 0.1222209 and r* = 0.0620033 in the CONTINUUM; with 100
whole people the jump moves by up to 0.01, depending on how people are rounded (see the tests).
Shares of the population, except where people are counted.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import FloatArray, as_float, finite, positive
from upheaval.closed_forms._numeric import (
    bisect,
    density_tangency,
    normal_cdf,
    normal_density,
)


def cascade_size(thresholds: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return how many people end up acting, from nobody.

    thresholds (..., people) counts the others who must already act (0 needs no one); the result
    drops the last axis. Raises ValueError if a threshold is NaN.
    """
    ordered = np.sort(as_float(thresholds), axis=-1)
    if np.any(np.isnan(ordered)):
        raise ValueError("thresholds: expected numbers, found NaN")
    people = ordered.shape[-1]
    held_back = ordered > np.arange(people)
    size = np.where(held_back.any(axis=-1), held_back.argmax(axis=-1), people)
    return np.asarray(size, dtype=np.int64)


def fixed_point(
    distribution: Callable[[float], float],
    start: float = 0.0,
    tolerance: float = 1e-12,
    most_steps: int = 100_000,
) -> float:
    """Return the share reached from `start` by repeating r <- distribution(r).

    `distribution` maps [0, 1] to itself and rises; from 0 the lowest fixed point is reached. Raises
    ValueError if the share has not settled to `tolerance` after `most_steps` steps (near tangency).
    """
    share = float(start)
    for _ in range(most_steps):
        following = float(distribution(share))
        if abs(following - share) <= tolerance:
            return following
        share = following
    raise ValueError(f"distribution: no fixed point to {tolerance:g} in {most_steps} steps")


def normal_fixed_point(mean: npt.ArrayLike, spread: npt.ArrayLike) -> FloatArray:
    """Return the share reached from nobody when thresholds are N(mean, spread^2).

    Arguments broadcast; exact by bracketing, so it holds at tangency too. Raises ValueError if a
    mean is not finite or a spread not above 0.
    """
    mean, spread = finite("mean", mean), positive("spread", spread)
    low, high = -mean / spread, (1 - mean) / spread
    margin = 1e-9 * (1 + np.abs(low) + np.abs(high))
    low, high = low - margin, high + margin

    def surplus(u: FloatArray) -> FloatArray:
        return as_float(normal_cdf(u) - mean - spread * u)

    # The surplus falls, rises, falls: its turning points are where the density equals the spread.
    turn = density_tangency(spread)
    left, right = np.clip(-turn, low, high), np.clip(turn, low, high)
    early = surplus(as_float(left)) <= 0
    root = bisect(surplus, np.where(early, low, right), np.where(early, left, high))
    return normal_cdf(root)


def critical_spread(mean: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return (spread, share) at tangency: a wider spread lets the whole crowd follow.

    Any shape; share is the participation reached just below the jump. Raises ValueError unless
    0 < mean < 1/2 (from 1/2 on no spread makes the low equilibrium vanish by tangency).
    """
    mean = positive("mean", mean)
    if np.any(mean >= 0.5):
        raise ValueError("mean: expected a share above 0 and below 1/2")

    def gap(u: FloatArray) -> FloatArray:
        return as_float(mean + u * normal_density(u) - normal_cdf(u))

    u = bisect(gap, np.full(mean.shape, -39.0), np.zeros(mean.shape))
    return normal_density(u), normal_cdf(u)
