"""What the sections of a page share: the run, its days, its sources, and numbers in short form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from math import floor, log10
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.record.compare import BAND, Comparison, compare
from upheaval.record.series import Series
from upheaval.workbench.page.model import Band, Point

if TYPE_CHECKING:
    import xarray

    from upheaval.scenario import Scenario

Floats = NDArray[np.float64]

DIGITS = 3
"""Digits that matter in a number of the page; the ranges are never finer."""


@dataclass
class Context:
    """A finished run, ready to be told.

    Parameters
    ----------
    dataset : xarray.Dataset
        The run (`upheaval.simulate`, `upheaval.open_store`), loaded.
    scenario : Scenario
        The scenario with the run's changes made.
    baseline : Scenario
        The scenario without them.
    """

    dataset: xarray.Dataset
    scenario: Scenario
    baseline: Scenario
    sources: list[str] = field(default_factory=list)
    _positions: dict[str, int] = field(default_factory=dict)

    @cached_property
    def run(self) -> Series:
        """The run as measures see it."""
        return Series(self.dataset, self.scenario)

    @cached_property
    def days(self) -> list[int]:
        """Days of the acute phase that the run reaches, since the start."""
        until = self.run.days(self.scenario.schedule[0].until)
        # The small step keeps a day whose last tick ends a hair early.
        return list(range(int(min(until, self.run.ends[-1]) + 1e-6)))

    @cached_property
    def dates(self) -> list[str]:
        """The same as ISO dates."""
        return [self.date(day) for day in self.days]

    @cached_property
    def later(self) -> list[int]:
        """Days of the aftermath: every week, from four weeks on every fourth, and the last."""
        last = int(self.run.ends[-1] + 1e-6) - 1
        chosen = [day for day in range(0, last, 7) if day <= 28 or day % 28 == 0]
        return sorted({*chosen, last})

    @cached_property
    def ends(self) -> list[str]:
        """How each run ends."""
        return [OUTCOMES[int(code)] for code in np.asarray(self.dataset["outcome"].values)]

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """The run beside the record."""
        return compare(self.dataset, self.scenario)

    @property
    def replicates(self) -> int:
        """Number of runs."""
        return self.run.replicates

    def date(self, day: float) -> str:
        """Give the date of a day since the start."""
        return (self.scenario.start + timedelta(days=day)).date().isoformat()

    def source(self, text: object) -> int:
        """Give the position of a source, which is kept once."""
        name = str(text)
        if name not in self._positions:
            self._positions[name] = len(self.sources)
            self.sources.append(name)
        return self._positions[name]

    def ticks(self, days: Sequence[int]) -> list[int]:
        """Give the last tick of each day."""
        found = [self.run.last_tick(float(day)) for day in days]
        return [tick if tick is not None else -1 for tick in found]

    def by_day(self, name: str, days: Sequence[int] | None = None) -> NDArray[Any]:
        """Give a recorded series at the end of each day, shape ``(K, days, ...)``."""
        return np.asarray(self.run.field(name)[:, self.ticks(self.days if days is None else days)])

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Give the rows of a table of the scenario as dictionaries."""
        return list(self.scenario.tables[table].rows())


def bands(values: NDArray[Any], digits: int = DIGITS, levels: Sequence[float] = BAND) -> list[Band]:
    """Give a band for each column: ``values`` has the shape ``(K, days, columns)``."""
    low, middle, high = _levels(values, levels)
    return [
        Band(
            median=shorts(middle[:, column], digits),
            low=shorts(low[:, column], digits),
            high=shorts(high[:, column], digits),
        )
        for column in range(values.shape[2])
    ]


def band(values: NDArray[Any], digits: int = DIGITS, levels: Sequence[float] = BAND) -> Band:
    """Give the band of one number by day: ``values`` has the shape ``(K, days)``."""
    return bands(values[:, :, None], digits, levels)[0]


def point(values: NDArray[Any], digits: int = DIGITS) -> Point:
    """Give median and range of one number over the runs, shape ``(K,)``."""
    low, middle, high = (float(level) for level in _levels(values))
    return Point(median=short(middle, digits), low=short(low, digits), high=short(high, digits))


def shares(flags: NDArray[np.bool_]) -> list[float | None]:
    """Give the share of runs by day: ``flags`` has the shape ``(K, days)``."""
    return shorts(flags.mean(axis=0))


def short(value: float, digits: int = DIGITS) -> float | None:
    """Round to the digits that matter; None for what JSON has no number for."""
    if not np.isfinite(value):
        return None
    if value == 0:
        return 0
    places = digits - 1 - floor(log10(abs(value)))
    # Shares need no more than a thousandth; what is smaller is drawn as nothing.
    rounded = round(float(value), min(places, digits))
    return int(rounded) if rounded == int(rounded) else rounded


def shorts(values: NDArray[Any], digits: int = DIGITS) -> list[float | None]:
    """Round each."""
    return [short(float(value), digits) for value in values]


def _levels(values: NDArray[Any], levels: Sequence[float] = BAND) -> NDArray[np.float64]:
    """Give quantiles over the first axis, as values that occur.

    See `upheaval.record.compare.quantiles`; infinite values (never) sort last.
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64), axis=0)
    ranks = np.ceil(np.asarray(levels) * len(ordered) - 1e-9).astype(int) - 1
    return np.asarray(ordered[np.maximum(ranks, 0)])
