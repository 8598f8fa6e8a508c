"""How much likelier each observation is with each explanation than without, by itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SHRUNK = 5.0
"""Simulations without a difference that are added to either side of a ratio, so that a report
which hardly any simulation makes cannot give an endless one."""


def likelihood_ratios(likelihood: Floats, on: Flags) -> Floats:
    """Give how much likelier each observation is with each explanation, shape ``(J, M)``.

    The likelihood of a report is averaged over the simulations with and without the explanation,
    which needs no density estimate and no luck of reporting.
    """
    yes = on.astype(np.float64)
    mean = likelihood.mean(axis=0)[:, None]
    high = (likelihood.T @ yes + SHRUNK * mean) / (yes.sum(axis=0) + SHRUNK)
    low = (likelihood.T @ (1.0 - yes) + SHRUNK * mean) / ((1.0 - yes).sum(axis=0) + SHRUNK)
    return np.asarray(np.where(low > 0, high / np.where(low > 0, low, 1.0), 1.0))
