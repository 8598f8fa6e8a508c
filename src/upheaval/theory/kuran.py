"""Kuran (1989, 1991): sparks and prairie fires, through the engine's citizens.

The mathematics is Granovetter's; the meaning is not: a threshold is how much opposition must show
before a person stops falsifying her preference. Small changes of private life, invisible from
outside, decide whether a revolution follows.
"""

from __future__ import annotations

import numpy as np

from upheaval.theory.citizens_harness import crowd_size
from upheaval.theory.rows import TheoryRow, rows_of

MODEL = "kuran"
SOURCE = "Kuran 1989, Public Choice 61:41-74; 1991, World Politics 44:7-48"
SEQUENCES = {
    "A": (0, 20, 20, 30, 40, 50, 60, 70, 80, 100),
    "A'": (0, 10, 20, 30, 40, 50, 60, 70, 80, 100),
    "B": (0, 20, 30, 30, 40, 50, 60, 70, 80, 100),
    "B'": (0, 10, 30, 30, 40, 50, 60, 70, 80, 100),
}
"""Thresholds of ten people, in percent of the ten."""


def public_opposition(sequence: str) -> float:
    """Give the percent who oppose in public in the end."""
    thresholds = np.array(SEQUENCES[sequence])
    return crowd_size(thresholds / 10) * 10


def hidden_opposition(sequence: str) -> float:
    """Give the percent who would oppose if the nine others did, and yet stay quiet."""
    willing = sum(threshold <= 90 for threshold in SEQUENCES[sequence])
    return 10 * willing - public_opposition(sequence)


def rows() -> list[TheoryRow]:
    """Give public and hidden opposition for the four sequences."""
    public = (("A", 10), ("A'", 90), ("B", 10), ("B'", 20))
    hidden = (("A", 80), ("A'", 0), ("B", 80), ("B'", 70))
    return rows_of(MODEL, SOURCE, "kernel citizens", [
        *((f"sequence {name}: percent in public", expected, public_opposition(name), 0, "C")
          for name, expected in public),
        *((f"sequence {name}: percent who hide it", expected, hidden_opposition(name), 0, "C")
          for name, expected in hidden),
    ])  # fmt: skip
