"""The façade of the keyed random words: luck by decision, never by a running stream.

A decision's luck depends on the seed, the replicate, the tick, the decision's name and the row
alone. Two worlds that differ by one intervention share all the rest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, pdtrik

from upheaval.kernels import words

SETUP_TICK = 65_535
"""Tick number of draws made once, before the first tick."""

Floats = NDArray[np.float64]


def bases_of(seed: int, replicates: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Give the base key of each replicate, shape ``(K,)``."""
    return np.array([words.replicate_base(seed, int(r)) for r in replicates], dtype=np.uint64)


class Luck:
    """Luck of one mechanism in one tick, for a batch of replicates."""

    def __init__(self, bases: NDArray[np.uint64], owner: str, tick: int) -> None:
        self._bases = bases
        self._owner = owner
        self._tick = tick

    def uniform(self, decision: str, rows: int) -> Floats:
        """Give numbers in the open unit interval, shape ``(K, rows)``."""
        number = words.decision_number(f"{self._owner}.{decision}")
        return words.uniform(self._bases, number, self._tick, rows)

    def normal(self, decision: str, rows: int) -> Floats:
        """Give standard normal numbers, shape ``(K, rows)``."""
        return np.asarray(ndtri(self.uniform(decision, rows)))

    def happens(self, decision: str, rate: Floats, length: float) -> NDArray[np.bool_]:
        """Tell where an event of this rate per day happens within a tick of ``length`` days.

        ``rate`` has shape ``(K,)`` or ``(K, rows)``; so has the answer.
        """
        happens = np.zeros(rate.shape, dtype=bool)
        # Most rates are 0 most of the time; a draw that is left out changes no other.
        some = rate > 0
        if some.any():
            rows = 1 if rate.ndim == 1 else rate.shape[1]
            drawn = self.uniform(decision, rows).reshape(rate.shape)[some]
            happens[some] = drawn < -np.expm1(-rate[some] * length)
        return happens

    def poisson(self, decision: str, mean: Floats) -> Floats:
        """Give Poisson counts of the given means, shape ``(K, rows)``, as floats."""
        counts = np.zeros_like(mean)
        if (mean > 0).any():
            # The quantile costs a root search each, and in most places nothing is going on: the
            # count is 0 unless the draw is above the chance of that. What is near it is searched.
            drawn = self.uniform(decision, mean.shape[1])
            some = (mean > 0) & (drawn >= np.exp(-mean) * (1.0 - 1e-9))
            with np.errstate(invalid="ignore"):
                quantile = np.ceil(pdtrik(drawn[some], mean[some]) - 1e-9)
            counts[some] = np.maximum(np.nan_to_num(quantile), 0.0)
        return counts
