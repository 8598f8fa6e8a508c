"""Ranges of probabilities: of a share that was counted, and of several estimates of one chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.inference.posterior.log_odds import probability
from upheaval.record.outcomes import NINETY_PERCENT, wilson

Floats = NDArray[np.float64]

COUNTED = 200
"""Simulations about a probability whose frequency gives its Monte-Carlo error."""


def probability_range(
    odds: Floats, unseen: Floats, on: NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Give a probability and its range, from log odds by part, shape ``(parts,)``.

    The range is that of the parts, widened by the error of the frequency of the explanation among
    the unseen simulations whose log odds are nearest.
    """
    middle = float(odds.mean())
    nearest = np.argsort(np.abs(unseen - middle), kind="stable")[:COUNTED]
    low, high = wilson(int(on[nearest].sum()), len(nearest))
    error = 0.5 * (high - low)
    chances = probability(odds)
    center = float(probability(np.array(middle)))
    return (
        center,
        max(0.0, min(center, float(chances.min())) - error),
        min(1.0, max(center, float(chances.max())) + error),
    )


def wilson_of_share(share: float, total: float) -> tuple[float, float]:
    """Give Wilson's interval of 90% for a share of a number that need not be whole."""
    spread, z = NINETY_PERCENT**2 / total, NINETY_PERCENT
    middle = (share + spread / 2) / (1 + spread)
    half = z * np.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))
