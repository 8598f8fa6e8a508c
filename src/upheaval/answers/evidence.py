"""The evidence matrix: what each observation says of each explanation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.fitting import Fit
from upheaval.answers.observation_model import Reports
from upheaval.answers.odds import PARTS, probability
from upheaval.answers.reference_table import Flags, ReferenceTable

Floats = NDArray[np.float64]

SHRUNK = 5.0
"""Simulations without a difference that are added to either side of a ratio, so that a report
which hardly any simulation makes cannot give an endless one."""


@dataclass(frozen=True)
class Evidence:
    """One observation.

    Attributes
    ----------
    observation : str
        Its name.
    likelihood_ratio : dict of str to float
        How much likelier it is with each explanation than without, by itself.
    without : dict of str to float
        Probability of each explanation if this observation is left out of the record. Empty where
        no probability is given.
    """

    observation: str
    likelihood_ratio: dict[str, float]
    without: dict[str, float]


def evidence_of(
    table: ReferenceTable, fit: Fit, whole: Reports, left: Reports, ok: bool
) -> list[Evidence]:
    """Give the evidence matrix of the observations that are left.

    Parameters
    ----------
    table, fit
        The simulations and what was learned from them.
    whole, left : Reports
        All reports of the fit, and those that are left.
    ok : bool
        Whether probabilities may be given.
    """
    ratios = likelihood_ratios(left.likelihood(), table.indicators)
    gone = [j for j, name in enumerate(whole.names) if name not in left.names]
    found = []
    for row, name in enumerate(left.names):
        without: dict[str, float] = {}
        if ok:
            out = [*gone, whole.names.index(name)]
            chances = probability(_without(fit, fit.record_odds, out).mean(axis=0))
            without = dict(zip(table.names, chances.tolist(), strict=True))
        ratio = dict(zip(table.names, ratios[row].tolist(), strict=True))
        found.append(Evidence(name, ratio, without))
    return found


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


def _without(fit: Fit, odds: Floats, gone: list[int]) -> Floats:
    """Give the log odds of the record by part without some observations."""
    columns = np.array(
        sorted({int(d) for j in gone for d in fit.features.using(j)}), dtype=np.int64
    )
    record = fit.features.record[None]
    parts = [fit.quick[part].toggled(odds[[part]], record, columns)[0] for part in range(PARTS)]
    return np.stack(parts)
