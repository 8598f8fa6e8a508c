"""The days of a ledger, and what worlds say together on each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.record.outcomes import wilson
from upheaval.record.series import SECOND, Floats, Series

LEVELS = (0.05, 0.5, 0.95)
"""Quantiles over worlds that a ledger gives: the ends of the 90% band, and its middle."""


def ticks(run: Series) -> NDArray[np.int64]:
    """Give the last tick of each day; where ticks are longer than a day, every tick."""
    days = np.ceil(run.ends - SECOND).astype(np.int64)
    return np.flatnonzero(np.diff(days, append=days[-1] + 1) > 0)


def dates(run: Series) -> list[str]:
    """Give the day that each of these ticks ends, ISO 8601; midnight belongs to the day before."""
    start = run.scenario.start
    return [
        (start + timedelta(days=float(run.ends[tick]) - SECOND)).date().isoformat()
        for tick in ticks(run)
    ]


def band(values: NDArray[Any]) -> dict[str, Floats]:
    """Give mean and quantiles over worlds, the first axis, each flat in the order of the rest."""
    plain = np.asarray(values, dtype=np.float64)
    low, middle, high = np.quantile(plain, LEVELS, axis=0)
    return {
        "mean": plain.mean(axis=0).ravel(),
        "p5": low.ravel(),
        "p50": middle.ravel(),
        "p95": high.ravel(),
    }


def shares(happens: NDArray[np.bool_]) -> dict[str, Floats]:
    """Give the share of worlds, the first axis, with its 90% range (Wilson's)."""
    total = len(happens)
    counts = happens.sum(axis=0).ravel()
    ranges = {count: wilson(count, total) for count in set(counts.tolist())}
    return {
        "share": counts / total,
        "low": np.array([ranges[count][0] for count in counts.tolist()]),
        "high": np.array([ranges[count][1] for count in counts.tolist()]),
    }


def grid(*axes: list[str]) -> list[list[str]]:
    """Give one column an axis, so that together they name every cell of an array in its order."""
    mesh = np.meshgrid(*(np.arange(len(axis)) for axis in axes), indexing="ij")
    return [[axis[i] for i in at.ravel()] for axis, at in zip(axes, mesh, strict=True)]
