"""Global game of regime change, static and with learning.

Sources: Morris and Shin (1998 AER 88:587-97; 2003); Angeletos, Hellwig and Pavan (2007,
Econometrica 75:711-56) for the notation and for the second period.

A regime of strength theta falls iff the mass that attacks is at least theta. The public believes
theta ~ N(strength_mean, 1/alpha); each of a mass m of citizens also sees theta plus noise of
precision beta; attacking costs c and pays 1 if the regime falls. In a threshold equilibrium the
regime falls iff theta <= theta*, where

    alpha (theta* - strength_mean) - sqrt(beta) Phi^-1(theta*/m) = sqrt(alpha+beta) Phi^-1(c).

theta, strength_mean and m are in units of the citizens' mass, alpha and beta in 1/mass^2, c in
units of the benefit. The equation has one root for every public mean iff beta >= (alpha m)^2/2pi
and one to three roots otherwise. With z = Phi^-1(theta/m) its left side is monotone on either side
of two known turning points, so every root is bracketed exactly: no start value, no grid.

Checked against direct Monte Carlo of the game, and against iteration of best replies.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import log_ndtr

from upheaval.closed_forms._checks import (
    BoolArray,
    FloatArray,
    as_float,
    finite,
    nonnegative,
    open_unit,
    positive,
)
from upheaval.closed_forms._numeric import (
    SQRT_TWO_PI,
    bisect,
    density_tangency,
    normal_cdf,
    normal_quantile,
    roots_on_grid,
)

Select = Literal["lowest", "highest"]


def is_unique(alpha: npt.ArrayLike, beta: npt.ArrayLike, mass: npt.ArrayLike = 1.0) -> BoolArray:
    """Say whether one equilibrium exists whatever the public mean: beta >= (alpha mass)^2 / 2pi.

    Arguments broadcast; the result has their common shape. Raises ValueError if alpha < 0, or beta
    or mass is not above 0.
    """
    alpha, beta = nonnegative("alpha", alpha), positive("beta", beta)
    return np.asarray(alpha * positive("mass", mass) <= np.sqrt(beta) * SQRT_TWO_PI)


class _Condition:
    """The equilibrium condition as a function of z = Phi^-1(theta/m), with its brackets."""

    def __init__(
        self,
        alpha: npt.ArrayLike,
        beta: npt.ArrayLike,
        strength_mean: npt.ArrayLike,
        cost: npt.ArrayLike,
        mass: npt.ArrayLike,
    ) -> None:
        self.alpha, beta = nonnegative("alpha", alpha), positive("beta", beta)
        self.mean, self.mass = finite("strength_mean", strength_mean), positive("mass", mass)
        quantile = normal_quantile(open_unit("cost", cost))
        self.root_beta = np.sqrt(beta)
        self.right = np.sqrt(self.alpha + beta) * quantile
        # 0 <= theta <= m bounds the linear term, hence z; the margin covers rounding at the ends.
        low = (-self.alpha * self.mean - self.right) / self.root_beta
        width = self.alpha * self.mass / self.root_beta
        margin = 1e-9 * (1 + np.abs(low) + width)
        self.low, self.high = low - margin, low + width + margin
        slope = np.divide(1.0, width, out=np.full(np.shape(width), np.inf), where=width > 0)
        turn = density_tangency(slope)
        self.left_turn = np.clip(-turn, self.low, self.high)
        self.right_turn = np.clip(turn, self.low, self.high)

    def __call__(self, z: FloatArray) -> FloatArray:
        theta = self.mass * normal_cdf(z)
        return as_float(self.alpha * (theta - self.mean) - self.root_beta * z - self.right)

    def strength(self, z: FloatArray) -> FloatArray:
        return as_float(self.mass * normal_cdf(z))

    def lowest(self) -> FloatArray:
        in_left = self(self.left_turn) <= 0
        low = np.where(in_left, self.low, self.right_turn)
        high = np.where(in_left, self.left_turn, self.high)
        return bisect(self, low, high)

    def highest(self) -> FloatArray:
        in_right = self(self.right_turn) >= 0
        low = np.where(in_right, self.right_turn, self.low)
        high = np.where(in_right, self.high, self.left_turn)
        return bisect(self, low, high)


def threshold(
    alpha: npt.ArrayLike,
    beta: npt.ArrayLike,
    strength_mean: npt.ArrayLike,
    cost: npt.ArrayLike,
    mass: npt.ArrayLike = 1.0,
    select: Select = "lowest",
) -> FloatArray:
    """Return the threshold theta* below which the regime falls, one equilibrium per element.

    Where several equilibria exist, `select` takes the one with the smallest attack ("lowest", the
    default: everybody expects few others) or with the largest ("highest"). The middle one, which
    best replies leave, is never chosen.

    Parameters broadcast; alpha >= 0 (0 is the diffuse prior, theta* = mass (1 - cost)), beta > 0,
    0 < cost < 1, mass > 0, strength_mean any finite number; the result has their common shape and
    lies in [0, mass]. Raises ValueError otherwise.
    """
    condition = _Condition(alpha, beta, strength_mean, cost, mass)
    if select == "lowest":
        return condition.strength(condition.lowest())
    if select == "highest":
        return condition.strength(condition.highest())
    raise ValueError(f"select: expected 'lowest' or 'highest', found {select!r}")


def lowest_threshold(
    alpha: npt.ArrayLike,
    beta: npt.ArrayLike,
    strength_mean: npt.ArrayLike,
    cost: npt.ArrayLike,
    mass: npt.ArrayLike = 1.0,
) -> FloatArray:
    """Return `threshold(..., select="lowest")`: same shapes, same errors."""
    return threshold(alpha, beta, strength_mean, cost, mass, "lowest")


def thresholds(
    alpha: float, beta: float, strength_mean: float, cost: float, mass: float = 1.0
) -> FloatArray:
    """Return all equilibrium thresholds of one game, sorted: shape (1,), (2,) (tangency) or (3,).

    Scalars only, with the ranges of `threshold`. Raises ValueError outside them.
    """
    condition = _Condition(alpha, beta, strength_mean, cost, mass)
    found = [condition.lowest()]
    highest = condition.highest()
    if condition(condition.left_turn) < 0 < condition(condition.right_turn):
        found.append(bisect(lambda z: -condition(z), condition.left_turn, condition.right_turn))
    # Where roots merge they are only defined to the cube root of float precision.
    if highest - found[0] > 1e-5:
        found.append(highest)
    return condition.strength(np.array(found, dtype=np.float64))


def signal_cutoff(
    threshold: npt.ArrayLike, beta: npt.ArrayLike, mass: npt.ArrayLike = 1.0
) -> FloatArray:
    """Return x* = theta* + Phi^-1(theta*/mass)/sqrt(beta): citizens attack iff their signal <= x*.

    Arguments broadcast; in units of mass. Infinite where the threshold is 0 or mass. Raises
    ValueError if beta or mass is not above 0 or the threshold lies outside [0, mass].
    """
    level, mass = as_float(threshold), positive("mass", mass)
    share = level / mass
    if not np.all((share >= 0) & (share <= 1)):
        raise ValueError("threshold: expected a number from 0 to mass")
    return as_float(level + normal_quantile(share) / np.sqrt(positive("beta", beta)))


def attack_mass(
    strength: npt.ArrayLike,
    cutoff: npt.ArrayLike,
    beta: npt.ArrayLike,
    mass: npt.ArrayLike = 1.0,
) -> FloatArray:
    """Return the mass that attacks a regime of a given strength: mass Phi(sqrt(beta)(x* - theta)).

    Arguments broadcast. Raises ValueError if beta or mass is not above 0.
    """
    root = np.sqrt(positive("beta", beta))
    gap = as_float(cutoff) - as_float(strength)
    return as_float(positive("mass", mass) * normal_cdf(root * gap))


def fall_probability(
    threshold: npt.ArrayLike, strength_mean: npt.ArrayLike, alpha: npt.ArrayLike
) -> FloatArray:
    """Return Pr(theta <= theta*) under the public belief: Phi(sqrt(alpha)(theta* - mean)).

    Arguments broadcast; a diffuse belief (alpha = 0) gives 1/2. Raises ValueError if alpha < 0.
    """
    root = np.sqrt(nonnegative("alpha", alpha))
    return normal_cdf(root * (as_float(threshold) - as_float(strength_mean)))


def belief_update(
    alpha: npt.ArrayLike,
    strength_mean: npt.ArrayLike,
    signal: npt.ArrayLike,
    precision: npt.ArrayLike,
) -> tuple[FloatArray, FloatArray]:
    """Combine a normal belief with a normal signal of the same quantity.

    Returns (precision, mean) after the signal; arguments broadcast; a signal of precision 0 changes
    nothing. Raises ValueError if a precision is negative or both are 0.
    """
    alpha, precision = nonnegative("alpha", alpha), nonnegative("precision", precision)
    total = positive("alpha + precision", alpha + precision)
    mean, signal = finite("strength_mean", strength_mean), as_float(signal)
    # Steps from the old mean, so that a silent signal leaves it exactly where it was.
    gap = np.where(precision > 0, signal - mean, 0.0)
    return total, as_float(mean + precision / total * gap)


def second_period_gain(
    threshold: npt.ArrayLike,
    first_threshold: npt.ArrayLike,
    alpha: npt.ArrayLike,
    precision: npt.ArrayLike,
    strength_mean: npt.ArrayLike,
    cost: npt.ArrayLike,
) -> FloatArray:
    """Return the net gain of the marginal attacker in period 2 of Angeletos, Hellwig and Pavan.

    Having survived, the regime is known to exceed `first_threshold`; citizens hold a statistic of
    total `precision`. With m the marginal posterior mean and s its standard deviation the gain is
    1 - Phi((m - theta)/s)/Phi((m - theta_1)/s) - cost. Arguments broadcast; unit mass of citizens.
    Raises ValueError if alpha < 0, precision <= 0 or cost is not in (0, 1).
    """
    theta, first = as_float(threshold), as_float(first_threshold)
    alpha, beta = nonnegative("alpha", alpha), positive("precision", precision)
    total = alpha + beta
    weighted = alpha * finite("strength_mean", strength_mean) + beta * theta
    mean = (weighted + np.sqrt(beta) * normal_quantile(theta)) / total
    spread = np.sqrt(total)
    ratio = log_ndtr((mean - theta) * spread) - log_ndtr((mean - first) * spread)
    return as_float(-np.expm1(ratio) - open_unit("cost", cost))


def second_period_thresholds(
    first_threshold: float,
    alpha: float,
    precision: float,
    strength_mean: float,
    cost: float,
    cells: int = 20_000,
) -> FloatArray:
    """Return the sorted thresholds of new attacks in period 2: shape (0,) when none is possible.

    Scalars. Roots of `second_period_gain` above `first_threshold`, found as changes of sign on a
    grid of `cells` cells even in Phi^-1(theta): two roots closer than a cell are missed. An empty
    result is tranquility, a pair is distress. Raises ValueError unless 0 < first_threshold < 1.
    """
    first = float(open_unit("first_threshold", first_threshold))
    # Beyond 7 standard deviations theta is 1 to within 1e-12, where the gain is -cost.
    grid = np.linspace(float(normal_quantile(first)), 7.0, cells + 1)[1:]

    def gain(z: FloatArray) -> FloatArray:
        return second_period_gain(normal_cdf(z), first, alpha, precision, strength_mean, cost)

    return normal_cdf(roots_on_grid(gain, grid))
