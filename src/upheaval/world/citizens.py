"""The citizens: one row a person (or ``scale`` persons), sorted by cell, packed in arrays.

Within a cell they stand by rising threshold, so that the kernel may leave out whoever is far from
acting; a person's luck stays that of his row (`Citizens.order`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from upheaval.kernels import citizens as kernel
from upheaval.kernels import words
from upheaval.kernels.citizens_order import make_order, nobody_out, rows_by_threshold
from upheaval.world.setting import Setting

STATES = ("quiet", "rallying", "striking", "rioting", "detained", "wounded", "dead")
QUIET, RALLYING, STRIKING, RIOTING, DETAINED, WOUNDED, DEAD = range(7)

BLOCK_ROWS = 16_384
TRAITS_REPLICATE = 2**32 - 1
"""Replicate number from which traits are drawn: the same people in every replicate."""


class Citizens:
    """Traits and states of all citizens for a batch of replicates.

    Attributes
    ----------
    hardship, risk, threshold : float32 arrays, shape ``(rows,)``
        Hardship sensitivity in [0, 1], risk aversion in [0, 1], threshold in standard deviations.
    order : Order
        Whose row stands where.
    low, high, cell : int64 arrays
        Blocks of rows; none straddles a cell; only cells whose people can act have blocks.
    """

    def __init__(
        self, setting: Setting, seed: int, replicates: int, block_rows: int = BLOCK_ROWS
    ) -> None:
        rows = setting.cell_rows
        self.rows = int(rows.sum())
        self.low, self.high, self.cell = kernel.make_blocks(rows, setting.cell_acts, block_rows)
        self.hardship = np.empty(self.rows, np.float32)
        self.risk = np.empty(self.rows, np.float32)
        self.threshold = np.empty(self.rows, np.float32)
        row = np.arange(self.rows, dtype=np.uint32)
        self._draw_traits(setting, seed, row)
        self.order = make_order(row, self.hardship, self.risk, self.threshold, self.low, self.high)
        self._begin(replicates)

    def _begin(self, replicates: int) -> None:
        self._state: NDArray[np.uint8] = np.zeros((replicates, self.rows), np.uint8)
        self._occupied: NDArray[np.uint8] | None = nobody_out(self.order, replicates)

    @property
    def state(self) -> NDArray[np.uint8]:
        """Position of each in ``STATES``, shape ``(replicates, rows)``; it may be changed."""
        # Whoever has the array may change it at any later time: what was known of it is void.
        self._occupied = None
        return self._state

    @state.setter
    def state(self, state: NDArray[np.uint8]) -> None:
        self._occupied = None
        self._state = state

    @property
    def moving(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
        """The states and where somebody may be not quiet, for the mechanism that moves people."""
        return self._state, self._occupied

    def for_replicates(self, replicates: int) -> Citizens:
        """Give the same people, all quiet, for a batch of another size; traits are shared."""
        twin = object.__new__(Citizens)
        twin.__dict__.update(self.__dict__)
        twin._begin(replicates)
        return twin

    def _draw_traits(self, setting: Setting, seed: int, row: NDArray[np.uint32]) -> None:
        base = np.array([words.replicate_base(seed, TRAITS_REPLICATE)], dtype=np.uint64)
        mean = setting.of_cell("hardship").astype(np.float32)
        ends = np.cumsum(setting.cell_rows)
        for cell, stop in enumerate(ends):
            start, count = int(stop - setting.cell_rows[cell]), int(setting.cell_rows[cell])
            if not setting.cell_acts[cell]:
                self.hardship[start:stop] = self.risk[start:stop] = self.threshold[start:stop] = 0
                continue
            drawn = [
                _uniform(base, name, cell, count) for name in ("hardship", "risk", "threshold")
            ]
            reach = min(mean[cell], 1.0 - mean[cell])
            self.threshold[start:stop] = ndtri(drawn[2])
            by_threshold = rows_by_threshold(self.threshold[start:stop])
            row[start:stop] = start + by_threshold
            self.threshold[start:stop] = self.threshold[start:stop][by_threshold]
            self.hardship[start:stop] = (mean[cell] + reach * (2.0 * drawn[0] - 1.0))[by_threshold]
            self.risk[start:stop] = drawn[1][by_threshold]


def _uniform(base: NDArray[np.uint64], trait: str, cell: int, count: int) -> NDArray[np.float64]:
    # The cell stands where other decisions have the tick: rows then count within the cell, so
    # that one cell's traits do not depend on how many people live elsewhere.
    drawn: NDArray[np.float64] = words.uniform(
        base, words.decision_number(f"traits.{trait}"), cell, count
    )[0]
    return drawn
