"""What a forecast must beat: nothing changes; other crises; the model without the record.

*Persistence*: everything stays as it is, with a chance of one in twenty that it does not; numbers
stay where they were last reported. *Pace*: events go on coming at the rate at which they came so
far. *Other crises*: shares and tolls of 34 crises of authoritarian
or hybrid rule (crises.csv; every row with its source and how far it was verified). *Prior*: all
simulations alike, as if the record said nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from upheaval.mechanisms.outcome import OUTCOMES

Floats = NDArray[np.float64]

CRISES = Path(__file__).parent / "crises.csv"

ENDS = ("incumbent survives", "leader replaced by elite", "regime change", "civil war")
"""Ends that the model and the table of other crises can both be told in."""

END_OF_OUTCOME = {
    "duumvirate holds": ENDS[0],
    "incumbent purges patron": ENDS[0],
    "patron prevails": ENDS[1],
    "elite replacement": ENDS[1],
    "regime falls": ENDS[2],
    "civil war": ENDS[3],
}
"""End for each outcome of the model: who held the presidency keeps it in the first two."""

_END_BY_WORD = (
    ("civil war", ENDS[3]),
    ("regime change", ENDS[2]),
    ("replaced", ENDS[1]),
    ("incumbent survives", ENDS[0]),
    # Concessions alone: the government may have gone, who ruled stayed.
    ("concessions", ENDS[0]),
)


@dataclass(frozen=True)
class Crisis:
    """One crisis of the table.

    Attributes
    ----------
    name, country : str
        Which.
    end : str
        One of `ENDS`.
    deaths : float
        Geometric mean of low and high, each with one more so that none has a place.
    shutdown, troops : bool
        Whether the internet was shut down, in part at least; whether foreign forces came.
    """

    name: str
    country: str
    end: str
    deaths: float
    shutdown: bool
    troops: bool


@cache
def crises() -> tuple[Crisis, ...]:
    """Read the table of crises."""
    with CRISES.open(encoding="utf-8", newline="") as file:
        return tuple(_crisis(row) for row in csv.DictReader(file))


def others(country: str) -> list[Crisis]:
    """Give the crises but the one of 2022 in this country: a case never judges itself."""
    return [
        item for item in crises()
        if not (item.country.casefold() == country.casefold() and item.name.endswith("2022"))
    ]  # fmt: skip


def _crisis(row: dict[str, str]) -> Crisis:
    low, high = float(row["deaths_low"]), float(row["deaths_high"])
    return Crisis(
        row["id"],
        row["country"],
        next(end for word, end in _END_BY_WORD if word in row["outcome"]),
        float(np.sqrt((low + 1.0) * (high + 1.0)) - 1.0),
        row["internet_shutdown"] != "n",
        row["foreign_intervention"].startswith("military"),
    )


def share(so: Sequence[bool]) -> float:
    """Give a share with half a case more on either side (Jeffreys), never 0 or 1."""
    return (sum(so) + 0.5) / (len(so) + 1.0)


def end_shares(found: Sequence[Crisis]) -> dict[str, float]:
    """Give the share of each end, half a case more for each."""
    total = len(found) + 0.5 * len(ENDS)
    return {end: (sum(item.end == end for item in found) + 0.5) / total for end in ENDS}


def ends_of(codes: Floats) -> dict[str, float]:
    """Turn probabilities of the model's outcomes, shape ``(6,)``, into those of ends."""
    found = dict.fromkeys(ENDS, 0.0)
    for name, chance in zip(OUTCOMES, codes, strict=True):
        found[END_OF_OUTCOME[name]] += float(chance)
    return found


CHANGE = 0.05
"""Chance that persistence gives to a change: a convention, as that of significance tests."""


def pace(came: int, watched: int, days: float, ahead: float) -> float:
    """Give the chance that an event comes in the days ahead, at the pace of those that came so far.

    Of ``watched`` events ``came`` came in ``days`` days, so each had a rate -ln(1 - share) / days.
    """
    return float(1.0 - (1.0 - (came + 0.5) / (watched + 1.0)) ** (ahead / days))


def crps_of_sample(values: Floats, weights: Floats, seen: float) -> float:
    """Give the continuous ranked probability score of weighted values; lower is better.

    E|X - y| - E|X - X'| / 2 (Gneiting and Raftery 2007), in the unit of the values.
    """
    order = np.argsort(values, kind="stable")
    x, w = values[order], weights[order] / weights.sum()
    before = np.cumsum(w) - w
    # E|X - X'| = 2 sum_i w_i x_i (W_before - W_after).
    spread = 2.0 * float((w * x * (before - (1.0 - before - w))).sum())
    return float(w @ np.abs(x - seen)) - 0.5 * spread


def crps_of_normal(mean: float, spread: float, seen: float) -> float:
    """Give the same score of a normal law (Gneiting and Raftery 2007)."""
    if spread <= 0:
        return abs(seen - mean)
    z = (seen - mean) / spread
    return float(
        spread * (z * (2.0 * norm.cdf(z) - 1.0) + 2.0 * norm.pdf(z) - 1.0 / np.sqrt(np.pi))
    )
