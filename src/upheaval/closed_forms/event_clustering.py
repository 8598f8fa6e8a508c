"""Self-exciting events.

Source: Hawkes (1971, Biometrika 58:83-90); Hawkes and Oakes (1974, Journal of Applied Probability
11:493-503) for the cluster form: events start spontaneously at rate mu and each causes n more on
average. Checked by simulating the branching. Rates per day.
"""

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import FloatArray, as_float, nonnegative


def _branching(branching: npt.ArrayLike) -> FloatArray:
    ratio = nonnegative("branching", branching)
    if np.any(ratio >= 1):
        raise ValueError("branching: expected a number from 0 to below 1 (else events never stop)")
    return ratio


def mean_rate(background: npt.ArrayLike, branching: npt.ArrayLike) -> FloatArray:
    """Return the stationary rate mu/(1-n), per day. Arguments broadcast.

    Raises ValueError if background is negative or branching lies outside [0, 1).
    """
    return as_float(nonnegative("background", background) / (1 - _branching(branching)))


def mean_cluster_size(branching: npt.ArrayLike) -> FloatArray:
    """Return the mean events in a cluster, its spontaneous first included: 1/(1-n). Any shape.

    Raises ValueError if branching lies outside [0, 1).
    """
    return as_float(1 / (1 - _branching(branching)))


def dispersion(branching: npt.ArrayLike) -> FloatArray:
    """Return the long-run variance of counts over their mean: 1/(1-n)^2. Any shape.

    1 is a Poisson process. Raises ValueError if branching lies outside [0, 1).
    """
    return as_float(1 / (1 - _branching(branching)) ** 2)
