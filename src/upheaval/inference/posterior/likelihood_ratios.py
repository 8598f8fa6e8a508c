"""How much likelier each observation is with each explanation than without, by itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SHRUNK = 1.0
"""Simulations that make a report and speak for neither side, added to those that do make it: a
report that one simulation in thousands makes says next to nothing about what made it."""


def likelihood_ratios(likelihood: Floats, on: Flags) -> Floats:
    """Give how much likelier each observation is with each explanation, shape ``(J, M)``.

    The likelihood of a report is averaged over the simulations with and without the explanation,
    which needs no density estimate and no luck of reporting. How many simulations that average
    rests on is Kish's effective number (1965), and the ratio is drawn to 1 by `SHRUNK` of them.
    """
    yes = on.astype(np.float64)
    whole, squared = likelihood.sum(axis=0), (likelihood**2).sum(axis=0)
    share = np.divide(whole, squared, out=np.zeros_like(whole), where=squared > 0)
    made_with = (likelihood.T @ yes) * share[:, None]
    made_without = (likelihood.T @ (1.0 - yes)) * share[:, None]
    often = yes.mean(axis=0)
    with_it = (made_with + SHRUNK * often) / np.maximum(often, 1.0 / len(on))
    without = (made_without + SHRUNK * (1.0 - often)) / np.maximum(1.0 - often, 1.0 / len(on))
    return np.asarray(np.where(without > 0, with_it / np.where(without > 0, without, 1.0), 1.0))
