"""Cells added up to cities, against NumPy, to the last bit."""

import numpy as np
import pytest

from upheaval.kernels import words
from upheaval.kernels.cells import ADDED_UP, people_of_cities

CELLS_OF_CITY = (1, 3, 8, 2)
REPLICATES, DEMANDS = 5, 4


@pytest.fixture
def drawn():
    cells = sum(CELLS_OF_CITY)
    size = REPLICATES * cells * (10 + 1 + DEMANDS)
    draws = words.uniform(words.replicate_bases(3, [0]), 1, 1, size)[0]
    counts, rest = np.split(draws, [REPLICATES * cells * 10])
    per_row, voices = np.split(rest, [REPLICATES * cells])
    return (
        np.floor(400 * counts.reshape(REPLICATES, cells, 10)).astype(np.int64),
        np.exp(9 * per_row.reshape(REPLICATES, cells)),
        voices.reshape(REPLICATES, cells, DEMANDS),
    )


def test_sums_over_the_cells_of_a_city_are_those_of_numpy_to_the_last_bit(drawn):
    counts, per_row, voices = drawn
    starts = np.cumsum([0, *CELLS_OF_CITY])
    people = np.full((REPLICATES, len(CELLS_OF_CITY), len(ADDED_UP)), np.nan)
    asked = np.full((REPLICATES, DEMANDS, len(CELLS_OF_CITY)), np.nan)
    people_of_cities(counts, per_row, voices, starts, people, asked)
    each = counts * per_row[:, :, None]
    for j, kind in enumerate(ADDED_UP):
        expected = np.add.reduceat(each[:, :, kind], starts[:-1], axis=1)
        np.testing.assert_array_equal(people[:, :, j], expected)
    out = each[:, :, 1:4].sum(axis=2)
    for demand in range(DEMANDS):
        expected = np.add.reduceat(voices[:, :, demand] * out, starts[:-1], axis=1)
        np.testing.assert_array_equal(asked[:, demand], expected)
