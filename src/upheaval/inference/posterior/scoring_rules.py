"""Scores of probabilities against what was so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from upheaval.record.outcomes import NINETY_PERCENT

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

BINS = 10
LEAST_IN_BIN = 40


@dataclass(frozen=True)
class Bin:
    """A bin of a reliability diagram: mean probability, share that was so, how many."""

    probability: float
    frequency: float
    count: int


@dataclass(frozen=True)
class Scores:
    """Scores of N probabilities.

    Attributes
    ----------
    log_score : float
        Mean of minus the log of the probability given to what was so; lower is better.
    brier : float
        Mean squared error (Brier 1950); lower is better.
    auc : float
        Chance that of two cases the one that was so has the higher probability; NaN if all or
        none were so.
    ece : float
        Expected calibration error: mean gap between probability and frequency over bins.
    ece_by_chance, ece_limit : float
        What it would be for perfectly calibrated probabilities of this number: on average, and at
        most in nineteen of twenty cases.
    debiased : float
        Calibration error less what chance adds to it.
    """

    log_score: float
    brier: float
    auc: float
    ece: float
    ece_by_chance: float
    ece_limit: float
    debiased: float

    @property
    def is_off(self) -> bool:
        """Whether the probabilities are off by more than chance lets calibrated ones be."""
        return self.ece > self.ece_limit


def score(chance: Floats, so: Flags) -> Scores:
    """Score probabilities, shape ``(N,)``, of cases that were so or not."""
    kept = np.clip(chance, 1e-6, 1.0 - 1e-6)
    bins = reliability(chance, so)
    return Scores(
        float(losses(kept, so).mean()),
        float(((chance - so) ** 2).mean()),
        area(chance, so),
        calibration_error(bins),
        *_by_chance(bins),
        _debiased(bins),
    )


def calibration_error(bins: list[Bin]) -> float:
    """Give the expected calibration error: the mean gap of the bins (Naeini and others 2015)."""
    return sum(_share(item, bins) * abs(item.probability - item.frequency) for item in bins)


def _by_chance(bins: list[Bin]) -> tuple[float, float]:
    """Give its mean, and the value that it exceeds in one of twenty cases, if all is calibrated.

    Gaps of a bin are then normal with the binomial spread, and their sizes half normal.
    """
    spread = np.array([_share(item, bins) * _noise(item) for item in bins])
    mean = float(np.sqrt(2.0 / np.pi) * spread.sum())
    error = float(np.sqrt((1.0 - 2.0 / np.pi) * (spread**2).sum()))
    return mean, mean + NINETY_PERCENT * error


def _debiased(bins: list[Bin]) -> float:
    """Give the root of the mean squared gap less what chance adds to it.

    It is zero where the gaps are no larger than those of calibrated probabilities (Broecker 2012;
    Kumar, Liang and Ma 2019).
    """
    squared = [
        _share(item, bins) * ((item.probability - item.frequency) ** 2 - _own_noise(item))
        for item in bins
    ]
    return float(np.sqrt(max(0.0, sum(squared))))


def _share(item: Bin, bins: list[Bin]) -> float:
    return item.count / sum(other.count for other in bins)


def _noise(item: Bin) -> float:
    return float(np.sqrt(item.probability * (1.0 - item.probability) / item.count))


def _own_noise(item: Bin) -> float:
    """Give the unbiased estimate of the variance of a bin's frequency."""
    return item.frequency * (1.0 - item.frequency) / max(1, item.count - 1)


def losses(chance: Floats, so: Flags) -> Floats:
    """Give minus the log of the probability given to what was so, case by case."""
    kept = np.clip(chance, 1e-6, 1.0 - 1e-6)
    return -np.log(np.where(so, kept, 1.0 - kept))


def area(chance: Floats, so: Flags) -> float:
    """Give the area under the curve of true against false alarms (Mann and Whitney 1947)."""
    from scipy.stats import rankdata

    yes = int(so.sum())
    if yes in (0, len(so)):
        return float("nan")
    ranks = rankdata(chance)
    return float((ranks[so].sum() - yes * (yes + 1) / 2) / (yes * (len(so) - yes)))


def reliability(chance: Floats, so: Flags) -> list[Bin]:
    """Give the reliability diagram in bins of about equal count."""
    count = int(np.clip(len(chance) // LEAST_IN_BIN, 1, BINS))
    order = np.argsort(chance, kind="stable")
    edges = np.linspace(0, len(order), count + 1).astype(int)
    groups = [order[a:b] for a, b in pairwise(edges)]
    return [Bin(float(chance[g].mean()), float(so[g].mean()), len(g)) for g in groups if len(g)]
