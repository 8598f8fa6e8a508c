"""What `sensitivity` answers: effects of all parameters, indices of a few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.answer import TableAnswer
from upheaval.answers.sensitivity.indices import (
    Indices,
    Screened,
)
from upheaval.record.quantities import Quantity

if TYPE_CHECKING:
    pass

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sensitivity(TableAnswer):
    """The answer of `sensitivity`; k parameters, of which a few are kept.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    scale, seed : int
        Of the runs.
    until : date
        Last day of the runs.
    runs : int
        How many it took.
    trajectories, blocks : int
        Of the screening, and of Saltelli's design.
    measures : dict of str to Quantity
        What is measured: counts as logarithms, times in days, cut at the end.
    parameters : tuple of str
        All uncertain parameters.
    screened : dict of str to Screened
        By measure, in the order of ``parameters``.
    rank : float64 array, shape ``(k,)``
        Mean over the measures of the effect relative to the largest one: 1 is the strongest.
    kept : tuple of str
        Those whose indices are given, strongest first.
    indices : dict of str to Indices
        By measure, in the order of ``kept``.
    """

    scenario: str
    scale: int
    seed: int
    until: date
    runs: int
    trajectories: int
    blocks: int
    measures: dict[str, Quantity]
    parameters: tuple[str, ...]
    screened: dict[str, Screened]
    rank: Floats
    kept: tuple[str, ...]
    indices: dict[str, Indices]
