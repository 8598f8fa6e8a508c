"""A run beside the record: which observations lie inside what the run shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from upheaval.record.measure import DATE
from upheaval.record.observations import Observation, read_observations
from upheaval.record.series import Floats
from upheaval.record.simulated_observations import observe

if TYPE_CHECKING:
    import xarray

    from upheaval.scenario import Scenario

BAND = (0.05, 0.5, 0.95)
"""Levels of the simulated band: its ends, which hold 90% of the runs between them, and median."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One observation beside the same measure of a run.

    Parameters
    ----------
    observation : Observation
        What was observed.
    p5, p50, p95 : float
        Quantiles over the replicates; infinite where that share of them has the event never. NaN
        where the run ends before the day observed.
    """

    observation: Observation
    p5: float
    p50: float
    p95: float

    @property
    def simulated(self) -> bool:
        """Whether the run reaches the day observed."""
        return not np.isnan(self.p50)

    @property
    def inside(self) -> bool:
        """Whether the observed value lies in the band, its ends included."""
        return self.p5 <= self.observation.value <= self.p95

    @property
    def overlaps(self) -> bool:
        """Whether the observed range meets the band."""
        return self.p5 <= self.observation.high and self.observation.low <= self.p95

    def as_json(self, start: datetime) -> dict[str, Any]:
        """Give plain values for JSON.

        Times are local, in ISO 8601; None stands for never, and for quantiles of a day that the
        run does not reach.
        """
        seen = self.observation

        def plain(value: float) -> float | str | None:
            return _plain(value, seen.unit, start)

        return {
            "id": seen.name,
            "measure": seen.measure.name,
            "place": seen.place.name,
            "date": None if seen.date is None else seen.date.date().isoformat(),
            "use": seen.use,
            "unit": seen.unit,
            "observed": {
                "value": plain(seen.value),
                "low": plain(seen.low),
                "high": plain(seen.high),
            },
            "simulated": {"p5": plain(self.p5), "p50": plain(self.p50), "p95": plain(self.p95)},
            "inside": self.inside if self.simulated else None,
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many observations lie inside the band, of those that the run reaches."""

    inside: int
    total: int

    @property
    def share(self) -> float:
        """Share inside; NaN of none."""
        return self.inside / self.total if self.total else float("nan")


def compare(
    dataset: xarray.Dataset,
    scenario: Scenario,
    observations: Sequence[Observation] | None = None,
) -> list[Comparison]:
    """Set each observation of the record beside the run, in the order of the record.

    Parameters
    ----------
    dataset : xarray.Dataset
        The recorded fields of a run of the scenario.
    scenario : Scenario
        The scenario.
    observations : sequence of Observation, optional
        What to compare; by default every row of the scenario's record.
    """
    wanted = read_observations(scenario) if observations is None else observations
    measured = observe(dataset, scenario, wanted)
    return [Comparison(item, *quantiles(measured[item.name])) for item in wanted]


def coverage(comparisons: Iterable[Comparison], use: str | None = None) -> Coverage:
    """Count what lies inside the band among observations of one ``use``, or among all."""
    counted = [
        item for item in comparisons if item.simulated and use in (None, item.observation.use)
    ]
    return Coverage(sum(item.inside for item in counted), len(counted))


def quantiles(values: Floats, levels: ArrayLike = BAND) -> tuple[float, ...]:
    """Give quantiles as values that occur: the smallest that this share does not exceed.

    This is the inverse of the empirical distribution function (Hyndman and Fan 1996, type 1). It
    never mixes two values, so that infinite ones (never) do no harm. NaN if there is a NaN.
    """
    ordered = np.sort(values)
    if np.isnan(ordered[-1]):
        return tuple(float("nan") for _ in np.atleast_1d(levels))
    # The small step back keeps 0.05 * 20 from becoming the second value of twenty.
    ranks = np.ceil(np.asarray(levels) * len(ordered) - 1e-9).astype(int) - 1
    return tuple(ordered[np.maximum(ranks, 0)].tolist())


def _plain(value: float, unit: str, start: datetime) -> float | str | None:
    if not np.isfinite(value):
        return None
    if unit == DATE:
        return (start + timedelta(days=value)).isoformat(timespec="minutes")
    return value
