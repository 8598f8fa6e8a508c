"""How often each outcome occurs in a run, with the error that finitely many replicates leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import xarray

NINETY_PERCENT = 1.6448536269514722
"""Quantile of the standard normal distribution at 0.95: a two-sided range of 90%."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of replicates with its 90% Monte-Carlo range.

    The range says how far the share of infinitely many replicates may be from this one. It says
    nothing of how wrong the model may be.
    """

    count: int
    total: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share itself."""
        return self.count / self.total


def wilson(count: int, total: int, z: float = NINETY_PERCENT) -> tuple[float, float]:
    """Give the score interval of Wilson (1927) for a share ``count / total``."""
    share, spread = count / total, z * z / total
    center = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    low = 0.0 if count == 0 else max(0.0, center - half)
    return low, 1.0 if count == total else min(1.0, center + half)


def share_of(count: int, total: int) -> Share:
    """Give a share of replicates with its 90% range (Wilson's)."""
    return Share(count, total, *wilson(count, total))


def outcome_shares(dataset: xarray.Dataset, names: Sequence[str] | None = None) -> dict[str, Share]:
    """Give the share of replicates that end in each outcome, by the outcome's name.

    Parameters
    ----------
    dataset : xarray.Dataset
        The recorded fields of a run; ``outcome`` has one code a replicate.
    names : sequence of str, optional
        Outcomes by code; those of the mechanism ``outcome`` by default.
    """
    if names is None:
        from upheaval.mechanisms.outcome import OUTCOMES

        names = OUTCOMES
    codes = np.asarray(dataset["outcome"].values).astype(int)
    counts = np.bincount(codes, minlength=len(names))
    total = len(codes)
    return {name: share_of(int(counts[code]), total) for code, name in enumerate(names)}
