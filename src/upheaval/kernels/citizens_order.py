"""The order in which people stand, sorted by threshold within each cell, for exact skipping.

Sorting moves people in memory and nothing else: each keeps the row number that his luck hangs on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upheaval.kernels.citizens_skip import STRETCH_BITS

__all__ = ["Order", "make_order", "nobody_out", "rows_by_threshold"]

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]
Rows = NDArray[np.uint32]


@dataclass(frozen=True)
class Order:
    """Who stands where.

    Attributes
    ----------
    row : uint32 array, shape ``(N,)``
        Row number of the person at each place.
    place : uint32 array, shape ``(N,)``
        Place of the person of each row.
    bounds : float32 array, shape ``(B, 4)``
        Least and largest hardship, least and largest risk in each block.
    """

    row: Rows
    place: Rows
    bounds: Floats

    def stretches(self, replicates: int) -> tuple[int, int]:
        """Give the shape of `nobody_out` for so many replicates."""
        return replicates, (self.row.size >> STRETCH_BITS) + 1

    def check(self, people: int, blocks: int) -> None:
        """Raise ValueError unless the order is one of so many people in so many blocks."""
        if self.row.size != people or len(self.bounds) != blocks:
            raise ValueError(
                f"the order is one of {self.row.size} people in {len(self.bounds)} blocks, "
                f"not of {people} in {blocks}"
            )


def rows_by_threshold(threshold: Floats) -> NDArray[np.int64]:
    """Give the places int64[n] of a cell's thresholds in rising order, ties by place, NaN last."""
    bits = (threshold + np.float32(0)).view(np.uint32)  # -0 becomes 0: they are equal
    # The bits of a negative number rise as it falls.
    rising = np.where(bits >> 31, ~bits, bits | np.uint32(1 << 31))
    rising[np.isnan(threshold)] = np.iinfo(np.uint32).max
    # One sort of whole numbers, the same on every machine, whatever its way with ties.
    keys = (rising.astype(np.uint64) << np.uint64(32)) | np.arange(threshold.size, dtype=np.uint64)
    keys.sort()
    return np.asarray(keys & np.uint64(0xFFFFFFFF), np.int64)


def make_order(
    row: Rows, hardship: Floats, risk: Floats, threshold: Floats, low: Indices, high: Indices
) -> Order:
    """Give the order of people who stand sorted.

    Parameters
    ----------
    row
        uint32[N], a permutation of the row numbers; within the cells covered by blocks, of the
        cell's own.
    hardship, risk, threshold
        float32[N], at the places after sorting.
    low, high
        int64[B], from `citizens.make_blocks`.

    Raises
    ------
    ValueError
        If the thresholds of a block do not rise or the rows are no permutation.
    """
    people = row.size
    place = np.full(people, people, np.uint32)
    place[row] = np.arange(people, dtype=np.uint32)
    if (place == people).any():
        raise ValueError("row must hold every row number once")
    falls = ~(threshold[1:] >= threshold[:-1]) & ~np.isnan(threshold[1:])
    before = np.concatenate([[0], np.cumsum(falls)])
    inner = np.maximum(high - 1, low)
    if (before[inner] > before[low]).any():
        raise ValueError("the thresholds of each block must rise")
    bounds = np.empty((low.size, 4), np.float32)
    for b in range(low.size):
        here = slice(low[b], high[b])
        bounds[b] = (
            hardship[here].min(), hardship[here].max(), risk[here].min(), risk[here].max(),
        )  # fmt: skip
    return Order(row, place, bounds)


def nobody_out(order: Order, replicates: int) -> NDArray[np.uint8]:
    """Give the marks of where somebody may be not quiet, for people who are all quiet."""
    return np.zeros(order.stretches(replicates), np.uint8)
