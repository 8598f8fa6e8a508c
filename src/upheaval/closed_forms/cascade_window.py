"""Which random networks let a small seed start a global cascade.

Source: Watts (2002, PNAS 99:5766-71). A node turns when at least a share phi of its neighbors have;
it is vulnerable (turned by one neighbor) iff its degree is at most K = floor(1/phi). Vulnerable
nodes percolate iff sum_{k<=K} k(k-1) p_k > z, which on a Poisson graph of mean degree z reads
z Pr[Poisson(z) <= K-2] > 1. The left side has a single peak in z, so the window has two ends.
Checked by summing the degree distribution directly. phi a share, z in neighbors a node.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, pdtr

from upheaval.closed_forms._checks import BoolArray, FloatArray, as_float, positive
from upheaval.closed_forms._numeric import bisect


def vulnerable_degree(threshold: npt.ArrayLike) -> FloatArray:
    """Return K = floor(1/phi), the largest degree that one active neighbor turns. Any shape.

    Raises ValueError unless 0 < phi <= 1.
    """
    phi = positive("threshold", threshold)
    if np.any(phi > 1):
        raise ValueError("threshold: expected a share above 0 and at most 1")
    # Reciprocals such as 1/0.1 may round below the whole number they stand for.
    return as_float(np.floor((1 + 1e-12) / phi))


def vulnerable_growth(mean_degree: npt.ArrayLike, threshold: npt.ArrayLike) -> FloatArray:
    """Return the mean number of new vulnerable nodes per vulnerable node reached, Poisson graph.

    z Pr[Poisson(z) <= K-2]; a cascade can go global iff above 1. Arguments broadcast. Raises
    ValueError if mean_degree is not above 0 or the threshold lies outside (0, 1].
    """
    degree, most = positive("mean_degree", mean_degree), vulnerable_degree(threshold) - 2
    return as_float(degree * np.where(most >= 0, pdtr(np.maximum(most, 0), degree), 0.0))


def has_window(threshold: npt.ArrayLike) -> BoolArray:
    """Say whether any mean degree allows a global cascade. Any shape; errors as `window`."""
    return np.asarray(np.isfinite(window(threshold)[0]))


def window(threshold: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return (lower, upper) mean degrees between which a small seed can go global; NaN if none.

    Any shape. Raises ValueError unless 0 < threshold <= 1.
    """
    most = vulnerable_degree(threshold) - 2
    safe = np.maximum(most, 0)

    def log_slope(z: FloatArray) -> FloatArray:
        mass = np.exp(safe * np.log(z) - z - gammaln(safe + 1))
        return as_float(pdtr(safe, z) - z * mass)

    def excess(z: FloatArray) -> FloatArray:
        return as_float(z * pdtr(safe, z) - 1)

    # At z = 1 the left side is below 1; well beyond K the Poisson tail has closed the window.
    beyond = 4 * safe + 40
    peak = bisect(log_slope, np.full(np.shape(safe), 1e-9), beyond)
    lower = bisect(lambda z: -excess(z), np.full(np.shape(safe), 0.5), peak)
    upper = bisect(excess, peak, beyond)
    exists = (most >= 0) & (excess(peak) > 0)
    return as_float(np.where(exists, lower, np.nan)), as_float(np.where(exists, upper, np.nan))
