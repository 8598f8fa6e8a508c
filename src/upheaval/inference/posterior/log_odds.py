"""Log odds, probabilities, and into how many independent parts a table is split."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PARTS = 3
"""Independent tables: disjoint parts of the reference table."""

FURTHEST = np.log(1e4)
"""Log odds beyond which no member is believed."""


def log_odds(p: Floats) -> Floats:
    """Give log odds of probabilities, kept finite."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.clip(np.log(p) - np.log1p(-p), -FURTHEST, FURTHEST))


def probability(odds: Floats) -> Floats:
    """Give probabilities of log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))
