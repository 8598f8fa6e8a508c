"""What a fit sees of the reports: every one raw, and a few made by hand.

By hand are made: whether an event was reported at all, the gap between events that follow each
other in the record (its sign is their order), the slope from one report of a measure to the next,
and its peak. Both kinds together told causes apart better than either alone. Each feature knows
the observations it is made of, so that leaving one out takes its features along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from upheaval.inference.observation.observation_model import Reports

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Feature:
    """One column of a fit.

    Attributes
    ----------
    name : str
        What it is, in words.
    kind : {"raw", "reported", "gap", "slope", "peak"}
        How it is made.
    inputs : tuple of int
        Positions of the observations it is made of.
    """

    name: str
    kind: str
    inputs: tuple[int, ...]


@dataclass(frozen=True)
class Features:
    """Columns of simulations and of the record; N simulations, D features.

    Attributes
    ----------
    columns : list of Feature
        What each column is.
    simulated : float64 array, shape ``(N, D)``
        Columns of the simulations, of mean 0 and standard deviation 1.
    record : float64 array, shape ``(D,)``
        The record on the same scale.
    """

    columns: list[Feature]
    simulated: Floats
    record: Floats

    def using(self, observation: int) -> NDArray[np.int64]:
        """Give the columns that an observation enters."""
        return np.array(
            [d for d, item in enumerate(self.columns) if observation in item.inputs], dtype=np.int64
        )

    def using_any(self, observations: Iterable[int]) -> NDArray[np.int64]:
        """Give the columns that any of these observations enters, rising."""
        wanted = set(observations)
        return np.array(
            [d for d, item in enumerate(self.columns) if wanted.intersection(item.inputs)],
            dtype=np.int64,
        )


def make_features(reports: Reports) -> Features:
    """Make the features of reports; columns that never vary among simulations are dropped."""
    wanted = _wanted(reports)
    simulated = np.stack([_column(item, reports.simulated, reports) for item in wanted], axis=1)
    record = np.array([_column(item, reports.record[None], reports)[0] for item in wanted])
    mean, spread = simulated.mean(axis=0), simulated.std(axis=0)
    varies = spread > 1e-9
    return Features(
        [item for item, keep in zip(wanted, varies, strict=True) if keep],
        ((simulated - mean) / np.where(varies, spread, 1.0))[:, varies],
        ((record - mean) / np.where(varies, spread, 1.0))[varies],
    )


def _wanted(reports: Reports) -> list[Feature]:
    items = reports.observations
    raw = [Feature(item.name, "raw", (j,)) for j, item in enumerate(items)]
    return raw + _of_times(reports) + _of_series(reports)


def _of_times(reports: Reports) -> list[Feature]:
    items = reports.observations
    times = [j for j, item in enumerate(items) if item.measure.kind == "time"]
    made = [Feature(f"{items[j].name} reported", "reported", (j,)) for j in times]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j in times:
        place = items[j].place.kind
        # Turning points of the country belong together; elsewhere the same event in many places.
        groups["" if place == "country" else items[j].measure.name, place].append(j)
    for group in groups.values():
        ordered = sorted(group, key=lambda j: (reports.record[j], j))
        made += [
            Feature(f"gap from {items[a].name} to {items[b].name}", "gap", (a, b))
            for a, b in pairwise(ordered)
        ]
    return made


def _of_series(reports: Reports) -> list[Feature]:
    items = reports.observations
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j, item in enumerate(items):
        if item.day is not None and item.measure.kind in ("count", "number"):
            groups[item.measure.name, item.place.name].append(j)
    made: list[Feature] = []
    for (measure, place), group in groups.items():
        ordered = sorted(group, key=lambda j: items[j].day or 0.0)
        made += [
            Feature(f"slope from {items[a].name} to {items[b].name}", "slope", (a, b))
            for a, b in pairwise(ordered)
        ]
        if len(ordered) > 2:
            made.append(Feature(f"peak of {measure}, {place}", "peak", tuple(ordered)))
    return made


def _column(item: Feature, values: Floats, reports: Reports) -> Floats:
    if item.kind == "raw":
        return values[:, item.inputs[0]]
    if item.kind == "reported":
        return np.asarray(values[:, item.inputs[0]] < reports.horizon, dtype=np.float64)
    if item.kind == "peak":
        return np.asarray(values[:, list(item.inputs)].max(axis=1))
    return np.asarray(values[:, item.inputs[1]] - values[:, item.inputs[0]])
