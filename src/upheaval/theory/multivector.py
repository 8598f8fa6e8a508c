"""A small state among several patrons: a position that each of them pulls.

With quadratic losses the best position is the mean of the patrons' ideal points, weighted by their
leverage. An intervener gains leverage and tilts it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms.multivector import alignment, tilt
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "multivector"
SOURCE = "own form: leverage-weighted mean of ideal points"
IDEAL = np.array([-1.0, 0.5, 1.0])
LEVERAGE = np.array([1.0, 1.0, 2.0])
ADDED = 1.0


def best_on_grid(leverage: npt.NDArray[np.float64]) -> float:
    """Give the position of the least weighted squared distance among 20,001."""
    grid = np.linspace(-1, 1, 20_001)
    loss = (leverage * (grid[:, None] - IDEAL) ** 2).sum(axis=1)
    return float(grid[loss.argmin()])


def position_of_state(owed: float) -> float:
    """Give the position when `alignment` alone steps and the third patron is owed leverage."""
    powers = [
        {"name": f"power_{i}", "ideal_point": ideal, "leverage": weight, "leverage_low": weight,
         "leverage_high": weight}
        for i, (ideal, weight) in enumerate(zip(IDEAL, LEVERAGE, strict=True))
    ]  # fmt: skip
    world = small_country("alignment", {"powers": powers}, {"will": 0.0, "debt_time": 1e12})
    world.state.owed[0, 2] = owed
    step_alone(world, "alignment")
    return float(world.state.alignment[0])


def rows() -> list[TheoryRow]:
    """Give the position before and after the third patron intervenes, and the best on a grid."""
    after = LEVERAGE + np.array([0.0, 0.0, ADDED])
    return [*rows_of(MODEL, SOURCE, "closed form multivector", [
        ("position among -1, 0.5, 1 with leverage 1, 1, 2", 0.375,
         float(alignment(IDEAL, LEVERAGE)), 1e-12, "C"),
        ("tilt when the third gains 1", 0.125, float(tilt(IDEAL, LEVERAGE, 2, ADDED)), 1e-12, "C"),
        ("position after that", 0.5, float(alignment(IDEAL, after)), 1e-12, "C"),
        ("position of least loss, by search", 0.5, best_on_grid(after), 1e-4, "C"),
    ]), *rows_of(MODEL, SOURCE, "mechanism alignment", [
        ("position of the state, nothing owed", 0.375, position_of_state(0.0), 1e-9, "C"),
        ("position when the third is owed 1", 0.5, position_of_state(ADDED), 1e-9, "C"),
    ])]  # fmt: skip
