"""Angeletos, Hellwig and Pavan (2007): attacks that come in waves.

That the regime survived a first attack is news about its strength. New private information must
come before a second attack is possible: tranquility, then distress. What follows from the
fundamentals is the fate of the regime, not its hour.
"""

from __future__ import annotations

from upheaval.closed_forms import global_game
from upheaval.closed_forms.global_game import second_period_thresholds
from upheaval.theory.rows import TheoryRow, rows_of

MODEL = "angeletos_hellwig_pavan"
SOURCE = "Angeletos, Hellwig and Pavan 2007, Econometrica 75:711-56"
ALPHA, COST, FIRST_PRECISION = 1.0, 0.5, 1.0


def first_threshold(mean: float) -> float:
    """Give the threshold of the first period at beta 1, alpha 1 and cost 1/2."""
    return float(global_game.threshold(ALPHA, FIRST_PRECISION, mean, COST))


def new_thresholds(mean: float, precision: float) -> list[float]:
    """Give the thresholds of new attacks in period 2, at a total precision of private news."""
    first = first_threshold(mean)
    return [float(t) for t in second_period_thresholds(first, ALPHA, precision, mean, COST)]


def rows() -> list[TheoryRow]:
    """Give the first threshold and the new ones as private information accumulates."""
    calm = max(len(new_thresholds(1.0, beta)) for beta in (1, 2, 4, 8, 16, 32))
    forever = max(len(new_thresholds(0.5, beta)) for beta in (1, 10, 100, 1e3, 1e4))
    at_64, at_128 = new_thresholds(1.0, 64), new_thresholds(1.0, 128)
    return rows_of(MODEL, SOURCE, "closed form global_game", [
        ("first threshold: z 1", 0.21674, first_threshold(1.0), 5e-6, "C"),
        ("z 1: new attacks at precisions 1 to 32", 0, calm, 0, "C"),
        ("z 1: new thresholds at precision 64", 2, len(at_64), 0, "C"),
        ("z 1: lower one at 64", 0.33726, at_64[0], 5e-6, "C"),
        ("z 1: upper one at 64", 0.45934, at_64[1], 5e-6, "C"),
        ("z 1: lower one at 128", 0.28724, at_128[0], 5e-6, "C"),
        ("z 1: upper one at 128", 0.48103, at_128[1], 5e-6, "C"),
        ("first threshold: z 0.5", 0.5, first_threshold(0.5), 1e-9, "C"),
        ("z 0.5: new attacks at precisions 1 to 10,000", 0, forever, 0, "C"),
    ])  # fmt: skip
