"""Scores of probabilities against what was so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

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
    ece_by_chance : float
        What it would be on average for perfectly calibrated probabilities of this number.
    """

    log_score: float
    brier: float
    auc: float
    ece: float
    ece_by_chance: float


def score(chance: Floats, so: Flags) -> Scores:
    """Score probabilities, shape ``(N,)``, of cases that were so or not."""
    kept = np.clip(chance, 1e-6, 1.0 - 1e-6)
    bins = reliability(chance, so)
    total = sum(item.count for item in bins)
    # Mean absolute deviation of a normal law with the binomial standard deviation of each bin.
    noise = [
        np.sqrt(2.0 / np.pi * item.probability * (1.0 - item.probability) / item.count)
        for item in bins
    ]
    return Scores(
        float(losses(kept, so).mean()),
        float(((chance - so) ** 2).mean()),
        area(chance, so),
        sum(item.count * abs(item.probability - item.frequency) for item in bins) / total,
        float(sum(item.count * size for item, size in zip(bins, noise, strict=True)) / total),
    )


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
