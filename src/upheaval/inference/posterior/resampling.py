"""Drawing rows by their weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


def systematic_resample(weights: Floats, count: int) -> Numbers:
    """Draw rows by weight at even steps through the sum of weights (Kitagawa 1996)."""
    ladder = np.cumsum(weights) / weights.sum()
    return np.minimum(
        np.searchsorted(ladder, (np.arange(count) + 0.5) / count), len(weights) - 1
    ).astype(np.int64)
