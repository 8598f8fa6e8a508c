"""What would be found, in a few classes: yes or no, never or early or late, little or much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from upheaval.inference.observation.observation_model import Comparison
from upheaval.inference.posterior.regression import weighted_quantiles
from upheaval.record.observations import Observation
from upheaval.scenario import Scenario

Floats = NDArray[np.float64]

FEWEST = 10.0
"""Simulations that must count in a class."""


@dataclass(frozen=True)
class Classes:
    """Classes of one finding in N simulations.

    Attributes
    ----------
    labels : list of str
        What each class is.
    codes : int64 array, shape ``(N,)``
        Class of each simulation.
    """

    labels: list[str]
    codes: NDArray[np.int64]


def classes_of(
    item: Observation, values: Floats, weights: Floats, scale: Comparison, scenario: Scenario
) -> Classes:
    """Put findings into classes of about equal probability.

    Parameters
    ----------
    item : Observation
        What is observed.
    values, weights : float64 arrays, shape ``(N,)``
        Findings on the scale of comparison, and weights of the simulations.
    """
    if item.measure.kind == "yes_no":
        return merged(Classes(["no", "yes"], (values > 0.5).astype(np.int64)), weights)
    if item.measure.kind == "time":
        return merged(_of_times(values, weights, scale, scenario), weights)
    return merged(_of_numbers(item, values, weights, scale), weights)


def merged(classes: Classes, weights: Floats) -> Classes:
    """Join classes in which too few simulations count with the next one."""
    labels, codes = list(classes.labels), classes.codes
    total = float(weights.sum() ** 2 / (weights**2).sum())
    while len(labels) > 1:
        share = np.bincount(codes, weights=weights, minlength=len(labels)) * total
        fewest = int(np.argmin(share))
        if share[fewest] >= FEWEST:
            break
        other = fewest - 1 if fewest else 1
        first = min(fewest, other)
        joined = _joined(labels[first], labels[first + 1])
        if share[first] <= 0 or share[first + 1] <= 0:
            joined = labels[first + 1 if share[first] <= 0 else first]
        labels[first : first + 2] = [joined]
        codes = codes - (codes > first)
    return Classes(labels, codes)


def _joined(one: str, next_one: str) -> str:
    """Name two classes together."""
    if one.startswith("by ") and next_one.startswith("after "):
        return "it comes"
    if one.startswith("up to ") and next_one.startswith("over "):
        return "some"
    return f"{one}, or {next_one}"


def _of_numbers(item: Observation, values: Floats, weights: Floats, scale: Comparison) -> Classes:
    if item.measure.kind == "count":
        # Half a person is none.
        nothing = scale.scaled(item, np.array([0.5]))[0]
        values = np.where(values < nothing, min(float(values.min()), nothing), values)
    lowest = float(values.min())
    above = values > lowest + 1e-9
    if float(weights @ ~above) >= 0.2 and above.any():
        # Many at the bottom, mostly nothing at all: a class of their own.
        middle = weighted_quantiles(values[above], weights[above], (0.5,))[0]
        codes = np.where(above, 1 + (values > middle), 0).astype(np.int64)
        ends = _written(item, np.array([lowest, middle]), scale)
        return Classes([ends[0], f"up to {ends[1]}", f"over {ends[1]}"], codes)
    cuts = weighted_quantiles(values, weights, (1.0 / 3.0, 2.0 / 3.0))
    codes = (values > cuts[0]).astype(np.int64) + (values > cuts[1])
    first, second = _written(item, np.array(cuts), scale)
    return Classes([f"up to {first}", f"{first} to {second}", f"over {second}"], codes)


def _of_times(values: Floats, weights: Floats, scale: Comparison, scenario: Scenario) -> Classes:
    comes = values < scale.horizon
    if not comes.any():
        return Classes(["never"], np.zeros(len(values), dtype=np.int64))
    middle = weighted_quantiles(values[comes], weights[comes], (0.5,))[0]
    codes = np.where(comes, (values > middle).astype(np.int64), 2)
    when = scenario.start + timedelta(hours=round(24.0 * middle))
    text = f"{when.day} {when:%b} {when.hour}h"
    return Classes([f"by {text}", f"after {text}", "never"], codes)


def _written(item: Observation, values: Floats, scale: Comparison) -> list[str]:
    plain = scale.unscaled(item, values).tolist()
    if item.measure.kind == "count":
        return ["none" if value < 0.5 else f"{value:,.0f}" for value in plain]
    return [f"{value:.3g}" for value in plain]
