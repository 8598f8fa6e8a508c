"""The outside view: a run beside crises that have happened.

A model can be sure of what it was told. So what it shows is set beside 35 crises of 1989 to 2024
(``crisis_class.csv``): deaths and people in the streets a head, length, and how often the internet
was cut, forces defected, elites split, foreign troops came, the leader left. They were coded partly
from memory and are famous ones, so they end in falls more often than crises do: a run that differs
is not wrong, but has something to explain. (Kahneman and Lovallo 1993 on the outside view.)
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from upheaval.record.everywhere import EVERYWHERE
from upheaval.record.places import WHOLE
from upheaval.record.series import Floats, Series

FILE = Path(__file__).with_name("crisis_class.csv")

SURE = 0.95
"""Share of worlds from which on a run is sure that something happens, or that it does not."""

OFTEN = 0.75
"""Share of crises in which something happens (or does not) for a run to be sure of it."""


@dataclass(frozen=True, slots=True)
class OutsideCheck:
    """One number of a run beside the class of crises.

    Parameters
    ----------
    quantity, unit, meaning : str
        What it is.
    low, middle, high : float
        5%, median and 95% of the run's worlds; for a share the share itself, thrice.
    class_low, class_middle, class_high : float
        The same of the class; for a share the share itself, thrice.
    holds : bool
        Whether the run's median lies within the class's range; for a share, whether the run is not
        sure of what happens in some crises only.
    """

    quantity: str
    unit: str
    meaning: str
    low: float
    middle: float
    high: float
    class_low: float
    class_middle: float
    class_high: float
    holds: bool

    def as_json(self) -> dict[str, Any]:
        """Give plain values for JSON."""
        return {
            "quantity": self.quantity,
            "unit": self.unit,
            "meaning": self.meaning,
            "run": {"p5": self.low, "p50": self.middle, "p95": self.high},
            "crises": {"p5": self.class_low, "p50": self.class_middle, "p95": self.class_high},
            "holds": self.holds,
        }


def outside_view(run: Series) -> list[OutsideCheck]:
    """Set a run beside the class of crises; what the run has not recorded is left out."""
    people = float(np.asarray(run.tables["regions"]["population"], dtype=np.float64).sum())
    return [
        _range(row, values) if row["p5"] else _share(row, values)
        for row in crisis_class()
        if (values := _values(run, row["quantity"], people)) is not None
    ]


@cache
def crisis_class() -> tuple[dict[str, str], ...]:
    """Give the rows of the class: quantity, unit, number of crises, quantiles, meaning, source."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def _values(run: Series, quantity: str, people: float) -> Floats | None:
    scaled = {
        "deaths_per_million": ("total_deaths", 1e6 / people),
        "peak_share": ("peak_crowd", 1.0 / people),
    }
    name, factor = scaled.get(quantity, (quantity, 1.0))
    if quantity == "ruler_leaves":
        times = _measured(run, name)
        return np.isfinite(times).astype(np.float64)
    if quantity == "foreign_troops" and not run.recorded("first_troops_time"):
        return None
    if quantity == "internet_cut" and not run.recorded("shutdown_time"):
        return None
    return _measured(run, name) * factor


def _measured(run: Series, name: str) -> Floats:
    measure = next(item for item in EVERYWHERE if item.name == name)
    return measure.function(run, WHOLE, None)


def _range(row: dict[str, str], values: Floats) -> OutsideCheck:
    low, middle, high = (float(q) for q in np.quantile(values, (0.05, 0.5, 0.95)))
    bounds = float(row["p5"]), float(row["p50"]), float(row["p95"])
    holds = bounds[0] <= middle <= bounds[2]
    return OutsideCheck(
        row["quantity"], row["unit"], row["meaning"], low, middle, high, *bounds, holds
    )


def _share(row: dict[str, str], values: Floats) -> OutsideCheck:
    share, of_class = float(values.mean()), float(row["p50"])
    too_sure = share >= SURE and of_class < OFTEN
    too_sure |= share <= 1.0 - SURE and of_class > 1.0 - OFTEN
    return OutsideCheck(
        row["quantity"], row["unit"], row["meaning"], share, share, share,
        of_class, of_class, of_class, not too_sure,
    )  # fmt: skip
