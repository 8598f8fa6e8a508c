"""Analysis of competing hypotheses, the matrix that analysts fill today, as a baseline.

Each row of evidence is marked against each hypothesis as consistent or inconsistent, and the
hypothesis with the fewest inconsistencies is preferred (Heuer 1999, chapter 8). Here the matrix is
filled from simulations instead of by judgment, which is kinder to it than practice: a report is
inconsistent with a hypothesis if it lies outside the central 90% of what worlds with it report.
Each explanation is set against its absence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ENDS = (0.05, 0.95)


@dataclass
class Matrix:
    """A filled matrix; J rows of evidence, M explanations.

    Attributes
    ----------
    bands : float64 array, shape ``(2, 2, M, J)``
        Low and high end of what is consistent, without and with each explanation.
    readings : list of fitted logits
        One for each explanation: the count says only which hypothesis is preferred, so a fitted
        curve turns the difference of counts into a probability, again kinder than practice.
    """

    bands: Floats
    readings: list[Any]

    def margins(self, reports: Floats) -> Floats:
        """Give inconsistencies without minus those with each explanation, shape ``(N, M)``."""
        low, high = self.bands
        counts = [
            ((reports[:, None, :] < low[side]) | (reports[:, None, :] > high[side])).sum(axis=2)
            for side in (0, 1)
        ]
        return np.asarray(counts[0] - counts[1], dtype=np.float64)

    def probabilities(self, reports: Floats) -> Floats:
        """Give the probability of each explanation, shape ``(N, M)``."""
        margins = self.margins(reports)
        columns = [
            reading.predict_proba(margins[:, [m]])[:, 1] for m, reading in enumerate(self.readings)
        ]
        return np.stack(columns, axis=1)


def fill(reports: Floats, on: Flags) -> Matrix:
    """Fill the matrix from simulations.

    Parameters
    ----------
    reports : float64 array, shape ``(N, J)``
        What each simulation would have reported.
    on : bool array, shape ``(N, M)``
        Which explanations were on.
    """
    bands = np.empty((2, 2, on.shape[1], reports.shape[1]))
    for m in range(on.shape[1]):
        for side, rows in enumerate((~on[:, m], on[:, m])):
            bands[:, side, m] = np.quantile(reports[rows], ENDS, axis=0, method="inverted_cdf")
    matrix = Matrix(bands, [])
    margins = matrix.margins(reports)
    matrix.readings = [
        LogisticRegression(C=1.0).fit(margins[:, [m]], on[:, m]) for m in range(on.shape[1])
    ]
    return matrix
