"""From counts of cells to people of cities: who is in the streets, and what they ask for.

A cell is the people of one group in one city; the cells of a city stand together. In arrays of all
cells these sums would be a dozen passes over memory; here each cell is read once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from upheaval.kernels.citizens_loops import DEAD, RALLYING, RIOTING, STATES, STRIKING
from upheaval.kernels.compiling import compiled

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

ADDED_UP = (RALLYING, STRIKING, RIOTING, STATES, STATES + 1, DEAD)
"""Counts that `people_of_cities` adds up: three crowds, newly detained, newly wounded, dead."""
CROWDS, DETAINED, WOUNDED, KILLED = slice(0, 3), 3, 4, 5
"""Where they stand in what it adds up."""


@compiled(borrows=True)
def people_of_cities(
    counts: Indices,
    people_per_row: Floats,
    voices: Floats,
    starts: Indices,
    people: Floats,
    asked: Floats,
) -> None:
    """Add the cells of each city up.

    Parameters
    ----------
    counts
        int64[K, C, 10], from `citizens.step_citizens`.
    people_per_row
        float64[K, C], people whom a counted row of a cell stands for.
    voices
        float64[K, C, demands], share of each demand in what a cell asks for.
    starts
        int64[cities + 1], first cell of each city, and the number of cells.
    people
        float64[K, cities, 6], overwritten: people by `ADDED_UP`.
    asked
        float64[K, demands, cities], overwritten: people in the streets by what they ask for.

    Notes
    -----
    A sum is its first term plus the sum of the others, in the order in which `numpy.add.reduceat`
    adds: it must not change by a bit, since whole runs hang on it.
    """
    for k in range(counts.shape[0]):
        for city in range(starts.size - 1):
            first, end = starts[city], starts[city + 1]
            for j in range(len(ADDED_UP)):
                rest = -0.0
                for c in range(first + 1, end):
                    rest += counts[k, c, ADDED_UP[j]] * people_per_row[k, c]
                people[k, city, j] = counts[k, first, ADDED_UP[j]] * people_per_row[k, first] + rest
            for demand in range(asked.shape[1]):
                total, rest = 0.0, -0.0
                for c in range(first, end):
                    each = people_per_row[k, c]
                    out = (counts[k, c, RALLYING] * each + counts[k, c, STRIKING] * each) + counts[
                        k, c, RIOTING
                    ] * each
                    if c == first:
                        total = voices[k, c, demand] * out
                    else:
                        rest += voices[k, c, demand] * out
                asked[k, demand, city] = total + rest
