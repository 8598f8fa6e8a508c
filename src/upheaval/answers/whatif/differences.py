"""Differences of paired worlds, with the range that finitely many pairs leave.

The mean of paired differences has the variance var(d) / n; two independent sets of n worlds would
have (var(a) + var(b)) / n. Their ratio says how many times more independent worlds the same
precision would take (common random numbers; Glasserman and Yao 1992, Management Science 38).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.record.outcomes import NINETY_PERCENT

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean without and with the change, over pairs.

    Parameters
    ----------
    baseline, changed : float
        Mean over the worlds without and with the change.
    difference : float
        Mean of the paired differences, changed less baseline.
    low, high : float
        90% range of that mean: what this many pairs leave open.
    gain : float
        Independent worlds that give the precision of one pair; infinite where no pair differs
        although worlds do, NaN where all worlds are alike.
    pairs : int
        Pairs that it rests on.
    """

    baseline: float
    changed: float
    difference: float
    low: float
    high: float
    gain: float
    pairs: int

    @property
    def is_clear(self) -> bool:
        """Whether the range leaves zero out."""
        return self.low > 0 or self.high < 0

    def as_json(self) -> dict[str, Any]:
        """Give the numbers; those that are not finite become None where JSON is written."""
        return {
            "baseline": self.baseline,
            "changed": self.changed,
            "difference": self.difference,
            "low": self.low,
            "high": self.high,
        }


def of_numbers(baseline: Floats, changed: Floats, weights: Floats) -> Difference:
    """Give the difference of numbers; pairs of which a value is not finite are left out.

    Parameters
    ----------
    baseline, changed, weights : float64 arrays, shape ``(N,)``
        Values of each pair, and its weight.
    """
    kept = np.isfinite(baseline) & np.isfinite(changed)
    if not kept.any():
        nothing = float("nan")
        return Difference(nothing, nothing, nothing, nothing, nothing, nothing, 0)
    a, b, w = baseline[kept], changed[kept], weights[kept] / weights[kept].sum()
    mean, variance = _moments(b - a, w)
    half = NINETY_PERCENT * sqrt(variance * float((w**2).sum())) if kept.sum() > 1 else float("nan")
    return Difference(
        float(a @ w), float(b @ w), mean, mean - half, mean + half, _gain(a, b, w), int(kept.sum())
    )


def of_shares(
    baseline: NDArray[np.bool_], changed: NDArray[np.bool_], weights: Floats, identical: bool
) -> Difference:
    """Give the difference of two shares of the same worlds.

    The range is that of Agresti and Min (2005, Statistics in Medicine 24): the pairs with one more
    half in each of the four cells, so that a few pairs that agree prove no certainty. Where all
    worlds are ``identical`` there is nothing to be uncertain about.
    """
    a, b = baseline.astype(np.float64), changed.astype(np.float64)
    mean = float((b - a) @ weights)
    low = high = mean
    if not identical:
        pairs = 1.0 / float((weights**2).sum())
        gained, lost = pairs * float(weights @ (b > a)), pairs * float(weights @ (b < a))
        total = pairs + 2.0
        center = (gained - lost) / total
        spread = sqrt(max(gained + lost + 1.0 - (gained - lost) ** 2 / total, 0.0)) / total
        half = NINETY_PERCENT * spread
        low = min(mean, max(-1.0, center - half))
        high = max(mean, min(1.0, center + half))
    shares = float(a @ weights), float(b @ weights)
    return Difference(*shares, mean, low, high, _gain(a, b, weights), len(a))


def spread_of(baseline: Floats, changed: Floats, weights: Floats) -> tuple[float, float, float]:
    """Give the 5%, 50% and 95% quantiles of the difference in single worlds; NaN if none has one.

    Values that occur are given, never a mixture of two (Hyndman and Fan 1996, type 1).
    """
    kept = np.isfinite(baseline) & np.isfinite(changed)
    if not kept.any():
        return (float("nan"),) * 3
    difference = changed[kept] - baseline[kept]
    order = np.argsort(difference, kind="stable")
    reached = np.cumsum(weights[kept][order]) / weights[kept].sum()
    # The small step back keeps 0.05 of twenty from becoming the second of them.
    rows = np.searchsorted(reached, np.array([0.05, 0.5, 0.95]) - 1e-9)
    low, middle, high = difference[order][np.minimum(rows, len(order) - 1)].tolist()
    return low, middle, high


def _gain(a: Floats, b: Floats, w: Floats) -> float:
    independent = _moments(a, w)[1] + _moments(b, w)[1]
    paired = _moments(b - a, w)[1]
    if paired > 0:
        return independent / paired
    return float("inf") if independent > 0 else float("nan")


def _moments(values: Floats, weights: Floats) -> tuple[float, float]:
    """Give the weighted mean and the unbiased variance."""
    mean = float(values @ weights)
    left = 1.0 - float((weights**2).sum())
    variance = float(weights @ (values - mean) ** 2) / left if left > 0 else 0.0
    return mean, variance if isfinite(variance) else 0.0
