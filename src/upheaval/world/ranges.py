"""Draws inside the ranges that a scenario's tables state: low, value, high."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def within(low: Floats, value: Floats, high: Floats, drawn: Floats) -> Floats:
    """Give the quantile of a triangular distribution over each row's range.

    Parameters
    ----------
    low, value, high : arrays, shape ``(rows,)``
        Range and most likely value; equal ends give the value itself.
    drawn : array, shape ``(replicates, rows)`` or ``(replicates, 1)``
        Uniform numbers.

    Returns
    -------
    array, shape ``(replicates, rows)``
    """
    width = np.asarray(high - low)
    safe = np.where(width > 0, width, 1.0)
    split = np.where(width > 0, (value - low) / safe, 0.0)
    rising = low + np.sqrt(drawn * width * np.maximum(value - low, 0.0))
    falling = high - np.sqrt((1.0 - drawn) * width * np.maximum(high - value, 0.0))
    return np.where(width > 0, np.where(drawn < split, rising, falling), value)
