"""Hawkes (1971): events that cause events.

Spontaneous events at rate mu each cause n more on average, and those in turn: the stationary rate
is mu/(1 - n) and counts are clustered. The simulation draws generation after generation by keyed
luck.
"""

from __future__ import annotations

import numpy as np

from upheaval.closed_forms import event_clustering
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.world.luck import Luck, bases_of

MODEL = "hawkes"
SOURCE = "Hawkes and Oakes 1974, Journal of Applied Probability 11:493-503"
BACKGROUND, BRANCHING, DAYS = 0.5, 0.6, 40


def simulated_counts(windows: int = 20_000) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Give events that start within 40 days, with all that they cause, in each window."""
    bases = bases_of(1, np.arange(1))
    luck = Luck(bases, "theory.hawkes", 0)
    generation = luck.poisson("events", np.full((1, windows), BACKGROUND * DAYS))
    total, tick = generation.copy(), 0
    while generation.any():
        tick += 1
        generation = Luck(bases, "theory.hawkes", tick).poisson("events", BRANCHING * generation)
        total += generation
    return np.asarray(total[0])


def rows() -> list[TheoryRow]:
    """Give rate, size of clusters and dispersion, as formulas and simulated."""
    counts = simulated_counts()
    return [
        *rows_of(MODEL, SOURCE, "closed form event_clustering", [
            ("rate: mu 0.5, n 0.6", 1.25,
             float(event_clustering.mean_rate(BACKGROUND, BRANCHING)), 1e-12, "C"),
            ("mean size of a cluster", 2.5,
             float(event_clustering.mean_cluster_size(BRANCHING)), 1e-12, "C"),
            ("variance over mean of counts", 6.25,
             float(event_clustering.dispersion(BRANCHING)), 1e-12, "C"),
        ]),
        *rows_of(MODEL, SOURCE, "keyed luck", [
            ("rate in 20,000 windows", 1.25, float(counts.mean()) / DAYS, 0.012, "C"),
            ("variance over mean in them", 6.25, float(counts.var() / counts.mean()), 0.3, "C"),
        ]),
    ]  # fmt: skip
