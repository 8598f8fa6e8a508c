"""Hidden propaganda in a global game of regime change.

Source: Edmond (2013, Review of Economic Studies 80:1422-58), here with a linear cost of
manipulation and a diffuse prior. A regime of strength theta may add a >= 0 to every citizen's
signal at a cost c a; citizens of unit mass see theta + a + noise of precision alpha and rise iff
Pr(falls | signal) >= p, their opportunity cost.

Where the marginal regime manipulates, all that do pool at the mean signal x* + g,

    g = sqrt((2/alpha) ln(sqrt(alpha)/(c sqrt(2pi)))),
    (1+c) theta* = Phi(-sqrt(alpha) g) + c (x* + g),
    Phi(sqrt(alpha)(theta* - x*)) = p theta*/(1-p).

Where it does not, theta* = 1 - p, the threshold of Morris and Shin, exactly: regimes above the
marginal one that manipulate only move within the set that survives. This happens when
sqrt(alpha) phi(0) <= c (nobody manipulates) but also, beyond the linear formulas, when shifting
signals would not pay the regime at 1 - p: that regime already stands above x* + g (large p), or the
jump costs more than it saves (small p). The pooled formulas alone give a wrong threshold there.
The set-up with linear cost was re-derived, and checked by brute force: best action of each type on
a grid and the citizens' posterior by quadrature.

theta, a, x in units of the citizens' mass; alpha in 1/mass^2; p in units of the benefit; c in
benefit per unit of a.
"""

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import (
    BoolArray,
    FloatArray,
    as_float,
    open_unit,
    positive,
)
from upheaval.closed_forms._numeric import (
    bisect,
    density_tangency,
    normal_cdf,
    normal_quantile,
)


def pooling_distance(alpha: npt.ArrayLike, manipulation_cost: npt.ArrayLike) -> FloatArray:
    """Return g >= 0, how far above the citizens' cutoff manipulating regimes pool; 0 if none can.

    Arguments broadcast. Raises ValueError unless both are above 0.
    """
    root = np.sqrt(positive("alpha", alpha))
    cost = positive("manipulation_cost", manipulation_cost)
    return as_float(density_tangency(cost / root) / root)


def marginal_regime_manipulates(
    alpha: npt.ArrayLike, opportunity_cost: npt.ArrayLike, manipulation_cost: npt.ArrayLike
) -> BoolArray:
    """Say whether the regime at the benchmark threshold 1 - p gains by shifting the signals.

    Arguments broadcast. Raises ValueError unless alpha and manipulation_cost are above 0 and
    opportunity_cost lies in (0, 1).
    """
    root, p = np.sqrt(positive("alpha", alpha)), open_unit("opportunity_cost", opportunity_cost)
    cost = positive("manipulation_cost", manipulation_cost)
    g = pooling_distance(alpha, cost)
    shift = normal_quantile(1 - p) / root + g
    pays = normal_cdf(-root * g) + cost * shift < 1 - p
    return np.asarray((g > 0) & (shift > 0) & pays)


def threshold(
    alpha: npt.ArrayLike, opportunity_cost: npt.ArrayLike, manipulation_cost: npt.ArrayLike
) -> FloatArray:
    """Return theta*: the regime falls iff its strength is below it.

    Arguments broadcast and the result has their shape; it never exceeds 1 - opportunity_cost.
    Raises ValueError as `marginal_regime_manipulates`.
    """
    root, p = np.sqrt(positive("alpha", alpha)), open_unit("opportunity_cost", opportunity_cost)
    cost = positive("manipulation_cost", manipulation_cost)
    g = pooling_distance(alpha, cost)
    attack_on_pool = normal_cdf(-root * g)

    def citizens_gain(theta: FloatArray) -> FloatArray:
        cutoff = ((1 + cost) * theta - attack_on_pool) / cost - g
        return as_float(normal_cdf(root * (theta - cutoff)) * (1 - p) - p * theta)

    shape = np.broadcast_shapes(root.shape, p.shape, cost.shape)
    pooled = bisect(citizens_gain, np.zeros(shape), np.broadcast_to(1 - p, shape))
    manipulates = marginal_regime_manipulates(alpha, p, cost)
    return as_float(np.where(manipulates, pooled, 1 - p))
