"""From worlds that were run on to forecasts: shares and amounts by day, luck apart from doubt.

Worlds stand for the doubt: about parameters, causes, and what of the state so far nobody saw.
Branches of one world differ by luck alone. The variance within worlds is therefore the share of
luck, which no knowledge of today would take away (analysis of variance, one way).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.inference.posterior.probability_ranges import wilson_of_share
from upheaval.inference.posterior.regression import weighted_quantiles
from upheaval.record.outcomes import NINETY_PERCENT

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Chance:
    """A probability by day; T days.

    Attributes
    ----------
    probability, low, high : float64 array, shape ``(T,)``
        It, and the 90% range that so few worlds leave.
    luck : float64 array, shape ``(T,)``
        Share of its variance that is luck after the moment; NaN where all worlds agree.
    """

    probability: Floats
    low: Floats
    high: Floats
    luck: Floats

    def as_json(self) -> dict[str, Any]:
        """Give plain values."""
        return {name: getattr(self, name).tolist() for name in
                ("probability", "low", "high", "luck")}  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """A number by day; T days.

    Attributes
    ----------
    mean, p5, p50, p95 : float64 array, shape ``(T,)``
        Mean, and quantiles over worlds and luck together.
    error : float64 array, shape ``(T,)``
        Standard error of the mean for want of worlds.
    luck : float64 array, shape ``(T,)``
        See `Chance`.
    """

    mean: Floats
    p5: Floats
    p50: Floats
    p95: Floats
    error: Floats
    luck: Floats

    def as_json(self) -> dict[str, Any]:
        """Give plain values."""
        return {name: getattr(self, name).tolist() for name in
                ("mean", "p5", "p50", "p95", "error", "luck")}  # fmt: skip


@dataclass(frozen=True)
class Parts:
    """The variance of one number over W worlds of B branches, taken apart.

    Attributes
    ----------
    between, within : float
        Variance of the worlds' own means, luck taken out; and of branches within worlds.
    worlds, branches : float
        How many worlds count (equally weighted ones), and how many branches of each.
    """

    between: float
    within: float
    worlds: float
    branches: int

    @property
    def luck(self) -> float:
        """Share of the variance that is luck; NaN where nothing varies."""
        whole = self.between + self.within
        return self.within / whole if whole > 0 else float("nan")

    @property
    def error(self) -> float:
        """Standard error of the mean."""
        return sqrt((self.between + self.within / self.branches) / self.worlds)


def parts_of(values: Floats, worlds: float) -> Parts:
    """Take the variance apart.

    Parameters
    ----------
    values : float64 array, shape ``(W, B)``
        One number in every branch of every world.
    worlds : float
        How many of the W count; see `counted`.
    """
    branches = values.shape[1]
    within = float(values.var(axis=1, ddof=1).mean()) if branches > 1 else 0.0
    means = values.mean(axis=1)
    left = max(1.0 - 1.0 / worlds, 1e-9)
    between = max(float(means.var()) / left - within / branches, 0.0)
    return Parts(between, within, worlds, branches)


def counted(rows: NDArray[np.int64], effective: float) -> float:
    """Give how many worlds count: drawn twice counts less, and no more than the weights allow."""
    times = np.unique(rows, return_counts=True)[1]
    own = float(len(rows) ** 2 / (times**2).sum())
    return max(1.0, min(own, effective))


def chance_of(values: Floats, worlds: float) -> Chance:
    """Give the share of branches in which something is so; shape ``(W, B, T)``, 0 or 1."""
    found = [_chance(values[:, :, day], worlds) for day in range(values.shape[2])]
    return Chance(*(np.array(column) for column in zip(*found, strict=True)))


def _chance(values: Floats, worlds: float) -> tuple[float, float, float, float]:
    share = float(values.mean())
    parts = parts_of(values, worlds)
    # So many independent branches would leave the same error; all alike count as one a world.
    same = share * (1.0 - share) / parts.error**2 if parts.error > 0 else worlds
    total = float(np.clip(same, 1.0, worlds * values.shape[1]))
    low, high = wilson_of_share(share, total)
    return share, min(low, share), max(high, share), parts.luck


def amount_of(values: Floats, worlds: float) -> Amount:
    """Give mean, quantiles and spread of a number by day; shape ``(W, B, T)``."""
    found = []
    for day in range(values.shape[2]):
        own = values[:, :, day]
        flat = own.reshape(-1)
        even = np.full(len(flat), 1.0 / len(flat))
        parts = parts_of(own, worlds)
        quantiles = weighted_quantiles(flat, even, (0.05, 0.5, 0.95))
        found.append((float(flat.mean()), *quantiles, parts.error, parts.luck))
    return Amount(*(np.array(column) for column in zip(*found, strict=True)))


@dataclass(frozen=True)
class PrecisionGain:
    """What more work would take off the range of one probability, in points of 90% half-width.

    Attributes
    ----------
    of : str
        Which outcome: the most open one on the last day.
    now, worlds, branches : float
        Half-width now; with four times as many worlds; with endless branches of the same worlds.
    """

    of: str
    now: float
    worlds: float
    branches: float


def precision_gain(name: str, values: Floats, worlds: float) -> PrecisionGain:
    """Say what more worlds or branches would buy for one share, shape ``(W, B)``."""
    parts = parts_of(values, worlds)
    half = 100.0 * NINETY_PERCENT
    return PrecisionGain(
        name, half * parts.error, half * parts.error / 2.0, half * sqrt(parts.between / worlds)
    )
