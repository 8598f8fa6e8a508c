"""Evidence that comes near a circle: observations that only an explanation's own switch allows.

Farms cannot be cut off where the mechanism of farms is off. That they were cut off then says that
the mechanism was at work, which nobody doubted, and nothing of what it did. Such observations are
found in the simulations: with the explanation off all have one and the same value, and the record
has another.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.inference.observation.observation_model import Reports

Flags = NDArray[np.bool_]

LEAST_OFF = 50
"""Simulations without the explanation that must agree: fewer may do so by chance."""

LEAST_ON = 0.05
"""Share of simulations with it that must differ, so that what is merely rare is not meant."""

APART = 3.0
"""Reporting errors by which the record must lie off the one value."""


def tautological_evidence(reports: Reports, on: Flags) -> Flags:
    """Tell which observations only an explanation's own switch allows, shape ``(J, M)``.

    Parameters
    ----------
    reports : Reports
        J observations in N simulations.
    on : bool array, shape ``(N, M)``
        Which explanations were on.
    """
    found = np.zeros((len(reports.names), on.shape[1]), dtype=bool)
    for m in range(on.shape[1]):
        without, with_ = reports.exact[~on[:, m]], reports.exact[on[:, m]]
        if len(without) < LEAST_OFF or len(with_) == 0:
            continue
        same = without[0]
        constant = (without == same).all(axis=0)
        often = (with_ != same).mean(axis=0) >= LEAST_ON
        found[:, m] = constant & often & _apart(reports, same)
    return found


def _apart(reports: Reports, values: NDArray[np.float64]) -> Flags:
    """Tell where the record cannot be a report of these values."""
    off = np.abs(reports.record - values)
    yes_no = np.array([item.measure.kind == "yes_no" for item in reports.observations])
    return np.asarray(np.where(yes_no, off > 0.5, off > APART * reports.errors))
