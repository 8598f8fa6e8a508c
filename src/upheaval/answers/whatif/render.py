"""The answer of `whatif` as plain values, as a Dataset, and for notebooks."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from upheaval.answers.whatif.differences import Difference
from upheaval.answers.whatif.interventions import Change
from upheaval.answers.whatif.result import MeasureDifference, WhatIf
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.version import __version__

if TYPE_CHECKING:
    import xarray


def as_json(answer: WhatIf) -> dict[str, Any]:
    """Give the whole answer as plain values with stable keys; NaN and infinity may occur."""
    return {
        "scenario": answer.scenario.name,
        "version": __version__,
        "seed": answer.plan.seed,
        "replicates": answer.replicates,
        "scale": answer.plan.scale,
        "worlds": answer.basis.as_json(answer.worlds.effective),
        "changed": answer.change.as_json(),
        "identical": answer.identical,
        "outcomes": {name: item.as_json() for name, item in answer.outcomes.items()},
        "measures": {
            name: _measure(item, answer.scenario.start) for name, item in answer.measures.items()
        },
        "saved": {
            "gain": answer.saved.gain,
            "independent": answer.saved.independent,
            "by": answer.saved.by,
        },
        "trace": None if answer.trace is None else answer.trace.as_json(),
    }


def _measure(item: MeasureDifference, start: datetime) -> dict[str, Any]:
    """Give plain values; means of times as local times, their differences in days."""
    found = item.value.as_json()
    if item.quantity.kind == "time":
        for name in ("baseline", "changed"):
            found[name] = _moment(start, found[name])
    return {
        **found,
        "unit": "day" if item.quantity.kind == "time" else item.quantity.unit,
        "kind": item.quantity.kind,
        "spread": dict(zip(("p5", "p50", "p95"), item.spread, strict=True)),
        "pairs": item.value.pairs,
        "happens": None if item.happens is None else item.happens.as_json(),
    }


def as_dataset(answer: WhatIf) -> xarray.Dataset:
    """Give every world as a Dataset.

    Dimensions are ``replicate`` and ``world`` (``baseline``, ``changed``); there is one
    variable a quantity, ``outcome`` by name, and ``weight``.
    """
    import xarray

    arms = (answer.baseline, answer.changed)
    dims = ("world", "replicate")
    names = np.array(OUTCOMES)
    variables: dict[str, Any] = {
        name: (dims, [arm.values[name] for arm in arms]) for name in answer.baseline.values
    }
    variables["outcome"] = (dims, [names[arm.outcomes] for arm in arms])
    variables["weight"] = ("replicate", answer.worlds.weights)
    return xarray.Dataset(
        variables,
        {"world": ["baseline", "changed"], "replicate": answer.worlds.numbers},
    )


def as_html(answer: WhatIf) -> str:
    """Give a small table for notebooks."""
    head = "<tr><th></th><th>baseline</th><th>changed</th><th>difference</th><th>90%</th></tr>"
    rows = [_html_row(name, item, 100.0, "%") for name, item in answer.outcomes.items()]
    rows += [
        _html_row(name, item.value, 1.0, "")
        for name, item in answer.measures.items()
        if item.quantity.kind != "time"
    ]
    title = escape(f"{answer.scenario.title}: {_worded(answer.change)}")
    worlds = f"{answer.replicates} pairs, {answer.basis.kind} worlds"
    return f"<p>{title}, {worlds}</p><table>{head}{''.join(rows)}</table>"


def _moment(start: datetime, days: float) -> str | None:
    if not isfinite(days):
        return None
    return (start + timedelta(days=days)).isoformat(timespec="minutes")


def _worded(change: Change) -> str:
    parts = [item.title for item in change.interventions]
    parts += [f"without {name}" for name in change.without]
    parts += [f"{path} = {value}" for path, value in change.set.items()]
    return "; ".join(parts)


def _html_row(name: str, item: Difference, factor: float, unit: str) -> str:
    numbers = (item.baseline, item.changed, item.difference, item.low, item.high)
    a, b, d, low, high = (f"{factor * number:,.4g}{unit}" for number in numbers)
    return (
        f"<tr><th>{escape(name)}</th><td>{a}</td><td>{b}</td><td>{d}</td>"
        f"<td>{low} to {high}</td></tr>"
    )
