"""The citizens: one row a person (or ``scale`` persons), sorted by cell, packed in arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from upheaval.kernels import citizens as kernel
from upheaval.kernels import words
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
    state : uint8 array, shape ``(replicates, rows)``
        Position in ``STATES``.
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
        self._draw_traits(setting, seed)
        self.state: NDArray[np.uint8] = np.zeros((replicates, self.rows), np.uint8)

    def for_replicates(self, replicates: int) -> Citizens:
        """Give the same people, all quiet, for a batch of another size; traits are shared."""
        twin = object.__new__(Citizens)
        twin.__dict__.update(self.__dict__)
        twin.state = np.zeros((replicates, self.rows), np.uint8)
        return twin

    def _draw_traits(self, setting: Setting, seed: int) -> None:
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
            self.hardship[start:stop] = mean[cell] + reach * (2.0 * drawn[0] - 1.0)
            self.risk[start:stop] = drawn[1]
            self.threshold[start:stop] = ndtri(drawn[2])


def _uniform(base: NDArray[np.uint64], trait: str, cell: int, count: int) -> NDArray[np.float64]:
    # The cell stands where other decisions have the tick: rows then count within the cell, so
    # that one cell's traits do not depend on how many people live elsewhere.
    drawn: NDArray[np.float64] = words.uniform(
        base, words.decision_number(f"traits.{trait}"), cell, count
    )[0]
    return drawn
