"""Global game with opponents and adherents of the regime.

Source: Tyson and Smith (2018, Dual-layered coordination and political instability, Journal of
Politics 80; working paper of 2014), linear-normal form with a common prior. The regime falls iff
A - kappa B >= theta, where A of a mass m_A of opponents attack and B of a mass m_D of adherents
defend. All share the belief theta ~ N(strength_mean, 1/alpha); each group sees theta with its own
private precision; an opponent attacks iff Pr(falls) >= c_A, an adherent defends iff Pr(stands) >=
c_D. The threshold solves

    theta = m_A Phi([alpha(theta - y) - sqrt(alpha + b_A) q_A] / sqrt(b_A))
          - kappa m_D Phi(-[alpha(theta - y) + sqrt(alpha + b_D) q_D] / sqrt(b_D)),   q = Phi^-1(c),

unique if alpha (m_A/sqrt(b_A) + kappa m_D/sqrt(b_D)) <= sqrt(2pi). The equation was derived here
from the set-up and checked by Monte Carlo of the game. Masses and theta in units of the citizens'
mass, precisions in 1/mass^2, costs in units of each group's benefit, kappa a pure number.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
    normal_cdf,
    normal_density,
    normal_quantile,
    roots_on_grid,
)


@dataclass(frozen=True)
class Group:
    """One side of the game; each field a number or an array that broadcasts with the others.

    mass >= 0 in units of the citizens' mass; precision > 0 of its private signals, in 1/mass^2;
    cost in (0, 1), of acting, in units of the benefit. Checked when a function uses it.
    """

    mass: npt.ArrayLike
    precision: npt.ArrayLike
    cost: npt.ArrayLike


class _Condition:
    """Net mass against the regime at the threshold, as a function of the threshold."""

    def __init__(
        self,
        alpha: npt.ArrayLike,
        strength_mean: npt.ArrayLike,
        opponents: Group,
        adherents: Group,
        defender_weight: npt.ArrayLike,
    ) -> None:
        self.alpha = nonnegative("alpha", alpha)
        self.mean = finite("strength_mean", strength_mean)
        self.attackers = nonnegative("opponents.mass", opponents.mass)
        self.defenders = nonnegative("defender_weight", defender_weight) * nonnegative(
            "adherents.mass", adherents.mass
        )
        precision_a = positive("opponents.precision", opponents.precision)
        precision_d = positive("adherents.precision", adherents.precision)
        quantile_a = normal_quantile(open_unit("opponents.cost", opponents.cost))
        quantile_d = normal_quantile(open_unit("adherents.cost", adherents.cost))
        self.shift_a = -np.sqrt((self.alpha + precision_a) / precision_a) * quantile_a
        self.shift_d = -np.sqrt((self.alpha + precision_d) / precision_d) * quantile_d
        self.slope_a = self.alpha / np.sqrt(precision_a)
        self.slope_d = self.alpha / np.sqrt(precision_d)

    def net_mass(self, theta: FloatArray) -> FloatArray:
        gap = theta - self.mean
        attack = self.attackers * normal_cdf(self.slope_a * gap + self.shift_a)
        defense = self.defenders * normal_cdf(-self.slope_d * gap + self.shift_d)
        return as_float(attack - defense)

    def surplus(self, theta: FloatArray) -> FloatArray:
        return as_float(self.net_mass(theta) - theta)

    def net_mass_slope(self, theta: FloatArray) -> FloatArray:
        gap = theta - self.mean
        attack = self.attackers * self.slope_a * normal_density(self.slope_a * gap + self.shift_a)
        defense = self.defenders * self.slope_d * normal_density(self.shift_d - self.slope_d * gap)
        return as_float(attack + defense)

    def unique(self) -> BoolArray:
        steepest = self.attackers * self.slope_a + self.defenders * self.slope_d
        return np.asarray(steepest <= SQRT_TWO_PI)

    def bounds(self) -> tuple[FloatArray, FloatArray]:
        everything = (self.attackers, self.defenders, self.shift_a, self.shift_d, self.mean)
        shape = np.broadcast_shapes(*(np.shape(part) for part in everything))
        return (
            as_float(np.broadcast_to(-self.defenders, shape)),
            as_float(np.broadcast_to(self.attackers, shape)),
        )


def is_unique(
    alpha: npt.ArrayLike,
    opponents: Group,
    adherents: Group,
    defender_weight: npt.ArrayLike = 1.0,
) -> BoolArray:
    """Say whether the sufficient condition for one equilibrium holds, whatever the public mean.

    Arguments broadcast. Raises ValueError as `threshold`.
    """
    return _Condition(alpha, 0.0, opponents, adherents, defender_weight).unique()


def threshold(
    alpha: npt.ArrayLike,
    strength_mean: npt.ArrayLike,
    opponents: Group,
    adherents: Group,
    defender_weight: npt.ArrayLike = 1.0,
    cells: int = 256,
) -> FloatArray:
    """Return the lowest threshold theta* in [-kappa m_D, m_A]: the regime falls iff theta <= it.

    Arguments broadcast and the result has their shape. Where uniqueness is not assured the lowest
    root is the first change of sign on `cells` even cells (two roots within a cell are missed).
    Raises ValueError if alpha, a mass or the weight is negative, a precision is not above 0 or a
    cost not in (0, 1).
    """
    condition = _Condition(alpha, strength_mean, opponents, adherents, defender_weight)
    low, high = condition.bounds()
    if not np.all(condition.unique()):
        step = (high - low) / cells
        fraction = np.arange(1, cells + 1).reshape((-1,) + (1,) * low.ndim)
        # The last point is the upper bound, where the surplus is at most 0 up to rounding.
        negative = condition.surplus(as_float(low + fraction * step)) <= 0
        negative[-1] = True
        first = np.argmax(negative, axis=0)
        low, high = low + first * step, low + (first + 1) * step
    return bisect(condition.surplus, low, high)


def thresholds(
    alpha: float,
    strength_mean: float,
    opponents: Group,
    adherents: Group,
    defender_weight: float = 1.0,
    cells: int = 20_000,
) -> FloatArray:
    """Return all thresholds of one game, sorted, shape (n,), n odd but for tangencies.

    Scalars; roots within one of `cells` even cells of the range are missed. Raises ValueError as
    `threshold`.
    """
    condition = _Condition(alpha, strength_mean, opponents, adherents, defender_weight)
    low, high = condition.bounds()
    margin = 1e-9 * (1 + high - low)
    grid = np.linspace(float(low - margin), float(high + margin), cells + 1)
    return roots_on_grid(condition.surplus, grid)


def diffuse_threshold(
    opponents: Group, adherents: Group, defender_weight: npt.ArrayLike = 1.0
) -> FloatArray:
    """Return the limit without public information: m_A (1 - c_A) - kappa m_D (1 - c_D).

    Arguments broadcast; precisions do not matter. Raises ValueError as `threshold`.
    """
    attack = nonnegative("opponents.mass", opponents.mass) * (
        1 - open_unit("opponents.cost", opponents.cost)
    )
    defense = nonnegative("adherents.mass", adherents.mass) * (
        1 - open_unit("adherents.cost", adherents.cost)
    )
    return as_float(attack - nonnegative("defender_weight", defender_weight) * defense)


def response_to_public_mean(
    threshold: npt.ArrayLike,
    alpha: npt.ArrayLike,
    strength_mean: npt.ArrayLike,
    opponents: Group,
    adherents: Group,
    defender_weight: npt.ArrayLike = 1.0,
) -> FloatArray:
    """Return d theta*/d strength_mean at a root: -D/(1-D), D the slope of the net mass.

    Adherents make it larger in size: the amplification result of the paper. Arguments broadcast;
    infinite at a tangency. Raises ValueError as `threshold`.
    """
    condition = _Condition(alpha, strength_mean, opponents, adherents, defender_weight)
    slope = condition.net_mass_slope(as_float(threshold))
    with np.errstate(divide="ignore"):
        return as_float(-slope / (1 - slope))
