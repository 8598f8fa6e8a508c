"""Bonnasse-Gahot et al. (2018): riots that spread from city to city.

Near calm, activity grows iff the reproduction number exceeds 1. The equations of the paper, in the
form that we know, are stepped just below and just above it: two equal towns, then three unequal
ones. The flagship's own spread between cities is the citizens' rule with news; this is its
linear cousin.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms.contagion import reproduction_number, spreads
from upheaval.theory.rows import TheoryRow, rows_of

MODEL = "contagion"
SOURCE = "Bonnasse-Gahot et al. 2018, Scientific Reports 8:107 (threshold derived here)"
DECAY = 0.3
EQUAL = (np.array([4.0, 4.0]), np.array([[0.0, 0.5], [0.5, 0.0]]))
UNEQUAL = (
    np.array([10.0, 20.0, 5.0]),
    np.array([[0.0, 0.5, 0.1], [0.4, 0.0, 0.3], [0.2, 0.6, 0.0]]),
)
Towns = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def growth(towns: Towns, number: float, days: float = 100.0, steps: int = 10_000) -> float:
    """Give the growth rate a day of a spark at a reproduction number, late in a simulation."""
    pool, proximity = towns
    sensitivity = number / float(reproduction_number(pool, proximity, DECAY, 1.0))
    activity = np.full(pool.shape, 1e-9)
    susceptible = pool.copy()
    length = days / steps
    middle = 0.0
    for step in range(steps):
        if step == steps // 2:
            middle = float(activity.sum())
        felt = np.tanh(sensitivity * (proximity @ activity))
        change = susceptible * felt
        activity = activity + length * (change - DECAY * activity)
        susceptible = susceptible - length * change
    return float(np.log(activity.sum() / middle)) / (days / 2)


def rows() -> list[TheoryRow]:
    """Give reproduction numbers, and growth just below and just above 1."""
    pool, proximity = EQUAL
    found = float(reproduction_number(pool, proximity, 2.0, 1.5))
    three = float(reproduction_number(*UNEQUAL, DECAY, 0.03))
    return [
        *rows_of(MODEL, SOURCE, "closed form contagion", [
            ("two towns: pool 4, proximity 0.5, decay 2, sensitivity 1.5", 1.5, found, 1e-12, "C"),
            ("three towns, sensitivity 0.03", 0.810333, three, 1e-6, "C"),
            ("a spark spreads at 0.95", 0, float(spreads(*EQUAL, DECAY, 0.95 * DECAY / 2)), 0, "C"),
            ("a spark spreads at 1.05", 1, float(spreads(*EQUAL, DECAY, 1.05 * DECAY / 2)), 0, "C"),
        ]),
        *rows_of(MODEL, SOURCE, "its equations, stepped", [
            ("growth a day of two towns at 0.95", -0.015, growth(EQUAL, 0.95), 2e-5, "C"),
            ("growth a day of two towns at 1.05", 0.015, growth(EQUAL, 1.05), 2e-5, "C"),
            ("three towns at 0.95: grows", 0, float(growth(UNEQUAL, 0.95) > 0), 0, "C"),
            ("three towns at 1.05: grows", 1, float(growth(UNEQUAL, 1.05) > 0), 0, "C"),
        ]),
    ]  # fmt: skip
