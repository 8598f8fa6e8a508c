"""Score what a scenario's prior says of its crisis: dates, crowds, growth, levers, coverage.

All worlds share seed and luck, so that a lever's effect is the difference between pairs of worlds.
Rows of the record kept for the check enter one summary at the end and no other figure. Prints
tables in Markdown.

    python tools/measurements/model_scorecard.py [--worlds N] [--pairs N] [--scale N] [--until DATE]
                                                 [--seed N] [--levers | --no-levers]
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import xarray
from numpy.typing import NDArray

import upheaval as up
from upheaval.record.compare import quantiles
from upheaval.record.measure import DATE
from upheaval.record.observations import Observation, read_observations
from upheaval.record.simulated_observations import observe

Floats = NDArray[np.float64]

SCENARIO = "kazakhstan-2022"
STEPS = {
    "concession everywhere": "concession_everywhere_country",
    "government dismissed": "government_dismissed_country",
    "emergency, first region": "emergency_mangystau",
    "shutdown": "shutdown_start_country",
    "request to the alliance": "treaty_request_country",
}
"""Recorded steps of the ruler that may guide the model, by the rows that hold their dates."""

BEFORE = (
    ("concession everywhere", "request to the alliance"),
    ("government dismissed", "request to the alliance"),
    ("shutdown", "request to the alliance"),
    ("concession everywhere", "government dismissed"),
)
LEVERS: dict[str, dict[str, Any]] = {
    "police x4": {"set": {"organs.police.value": 300000}},
    "police x1/4": {"set": {"organs.police.value": 18750}},
    "shutdown never": {"set": {"regime_response.shutdown_cost": 5}},
    "shutdown at once, all links": {
        "set": {"regime_response.shutdown_cost": 0, "regime_response.shutdown_depth": 1}
    },
    "order to shoot never": {"set": {"regime_response.shoot_cost": 5}},
    "order to shoot early": {"set": {"regime_response.shoot_cost": 0.1}},
    "lethality under the order x10": {"set": {"coercion.kill_rate_order": 0.6}},
    "arrests of demonstrators x10": {"set": {"coercion.arrest_rate": 0.2}},
    "no concession": {"set": {"regime_response.concession_cost": 5}},
    "no organs": {"without": ("organs",)},
    "no alliance": {"without": ("alliance",)},
    "no anger": {"without": ("anger",)},
    "no price": {"without": ("prices",)},
    "no price, no anger": {"without": ("prices", "anger")},
}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=32, help="worlds of each lever")
    parser.add_argument("--scale", type=int, default=200)
    parser.add_argument("--until", default="2022-01-12", help="last day of the runs")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--levers", action=argparse.BooleanOptionalAction, default=True)
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    scenario = up.load(SCENARIO)
    options = {"scale": given.scale, "seed": given.seed, "until": given.until, "progress": False}
    run = up.simulate(scenario, replicates=given.worlds, **options)
    until = (date.fromisoformat(given.until) - date(2022, 1, 1)).days + 1
    rows = [item for item in read_observations(scenario) if _reached(item, until)]
    measured = observe(run, scenario, rows)
    print(f"{given.worlds} worlds at 1:{given.scale}, seed {given.seed}, to {given.until}\n")
    print_dates(rows, measured)
    print_crowds(run, rows, measured)
    if given.levers:
        print_levers(scenario, given.pairs, options)
        print_without_price(scenario, given.pairs, options)
    print_rows(rows, measured)


def _reached(item: Observation, until: int) -> bool:
    # A date that a run ends before would count as never.
    happens = item.unit != DATE or item.value < until
    return happens and (item.day is None or item.day < until)


def print_dates(rows: Sequence[Observation], measured: dict[str, Floats]) -> None:
    """Print when the ruler took each step, and in which order."""
    known = {item.name: item for item in rows}
    print("| step | record | median | middle 80% | never |\n|---|---|---|---|---|")
    for title, name in STEPS.items():
        low, middle, high = quantiles(measured[name], (0.1, 0.5, 0.9))
        never = np.isinf(measured[name]).mean()
        ends = f"{_when(low)} to {_when(high)}"
        seen = _when(known[name].value)
        print(f"| {title} | {seen} | {_when(middle)} | {ends} | {never:.0%} |")
    print("\n| order | share of the worlds that took the later step |\n|---|---|")
    for first, second in BEFORE:
        one, other = measured[STEPS[first]], measured[STEPS[second]]
        took = np.isfinite(other)
        print(f"| {first} before {second} | {(one < other)[took].mean():.0%} |")


def _when(days: float) -> str:
    if not np.isfinite(days):
        return "never"
    return f"{datetime(2022, 1, 1) + timedelta(days=float(days)):%d Jan %H:%M}"


def national_crowd(run: xarray.Dataset) -> Floats:
    """Give the people in the streets of the country, shape ``(K, tick)``."""
    return np.asarray(run["crowd"].sum(("city", "crowd_kind"), dtype=float).values)


def print_crowds(
    run: xarray.Dataset, rows: Sequence[Observation], measured: dict[str, Floats]
) -> None:
    """Print the highest crowd of each day, and how towns of the record grew over a day."""
    people = national_crowd(run)
    days = (run["time"].values - np.datetime64("2022-01-01")) / np.timedelta64(1, "D")
    print("\n| day | country's largest crowd, median | 90% range | width |\n|---|---|---|---|")
    peaks = {}
    for day in range(1, 8):
        # The value at the end of a tick stands for that tick.
        within = (days > day - 1) & (days <= day)
        peaks[day] = peak = people[:, within].max(axis=1)
        low, middle, high = quantiles(peak, (0.05, 0.5, 0.95))
        width = high / max(low, 1.0)
        print(f"| {day} Jan | {middle:,.0f} | {low:,.0f} to {high:,.0f} | x{width:,.0f} |")
    growth = np.median(peaks[4] / np.maximum(peaks[3], 1.0))
    print(f"\nMedian growth from 3 to 4 January: x{growth:.2f}")
    towns = [item for item in rows if _town_crowd(item) and item.use == "fit"]
    error = np.median(
        [np.log(np.median(measured[i.name]) + 1) - np.log(i.value + 1) for i in towns if i.day == 2]
    )
    print(f"Towns on 3 January (fit rows), median log error: {error:+.2f}")


def _town_crowd(item: Observation) -> bool:
    return item.name.startswith("participants_") and not _country_crowd(item)


def _country_crowd(item: Observation) -> bool:
    return item.name.startswith("participants_country_")


def print_levers(scenario: up.Scenario, pairs: int, options: dict[str, Any]) -> None:
    """Print what each lever changes in the same worlds."""
    usual = _headlines(up.simulate(scenario, replicates=pairs, **options))
    names = ["peak", "person-days", "towns with 100 out", "deaths"]
    print(f"\n| lever ({pairs} pairs) | " + " | ".join(names) + " |\n|---|" + "---|" * len(names))
    print("| as it is | " + " | ".join(f"{np.median(usual[name]):,.0f}" for name in names) + " |")
    for title, change in LEVERS.items():
        found = _headlines(up.simulate(scenario, replicates=pairs, **options, **change))
        told = [_change(usual[name], found[name]) for name in names]
        print(f"| {title} | " + " | ".join(told) + " |")


def _change(before: Floats, after: Floats) -> str:
    """Give the change of the mean over worlds with a 90% range by resampling pairs."""
    generator = np.random.default_rng(1)
    picks = generator.integers(len(before), size=(400, len(before)))
    base = np.maximum(before[picks].mean(axis=1), 1e-9)
    ratio = after[picks].mean(axis=1) / base - 1.0
    low, high = np.quantile(ratio, (0.05, 0.95))
    middle = after.mean() / max(before.mean(), 1e-9) - 1.0
    return f"{middle:+.0%} ({low:+.0%} to {high:+.0%})"


def _headlines(run: xarray.Dataset) -> dict[str, Floats]:
    people = national_crowd(run)
    length = np.diff(run["time"].values)[0] / np.timedelta64(1, "D")
    by_city = run["crowd"].sum("crowd_kind").max("time").values
    return {
        "peak": people.max(axis=1),
        "person-days": people.sum(axis=1) * length,
        "towns with 100 out": (by_city >= 100).sum(axis=1).astype(float),
        "deaths": run["killed"].isel(time=-1).sum("city").values.astype(float),
    }


def print_without_price(scenario: up.Scenario, pairs: int, options: dict[str, Any]) -> None:
    """Print how likely a large crisis is without the price, over legitimacy."""
    print("\n| legitimacy | P(peak > 10,000 without the price) |\n|---|---|")
    for legitimacy in (0.6, 0.66, 0.7, 0.75):
        change = {"set": {"grievance.legitimacy": legitimacy}, "without": ("prices",)}
        people = national_crowd(up.simulate(scenario, replicates=pairs, **options, **change))
        print(f"| {legitimacy:.2f} | {(people.max(axis=1) > 10_000).mean():.2f} |")


def print_rows(rows: Sequence[Observation], measured: dict[str, Floats]) -> None:
    """Print coverage and skill over rows that guide the model and, apart, over those that do not.

    Climatology of a row is a lognormal (for times a normal) distribution over the other fit rows
    of its measure, which knows no place.
    """
    print("\n| rows | number | within 90% | within 50% |\n|---|---|---|---|")
    for use in ("fit", "check"):
        chosen = [item for item in rows if item.use == use]
        inside = [_covers(item, measured[item.name], width) for width in (0.9, 0.5)
                  for item in chosen]  # fmt: skip
        wide, narrow = np.array(inside, float).reshape(2, -1).mean(axis=1)
        print(f"| {use} | {len(chosen)} | {wide:.2f} | {narrow:.2f} |")
    print("\n| kind of row | rows | CRPS | CRPS of climatology |\n|---|---|---|---|")
    kinds = {
        "towns' crowds, fit": [i for i in rows if _town_crowd(i) and i.use == "fit"],
        "first protests, fit": [
            i for i in rows if i.name.startswith("first_protest_") and i.use == "fit"
        ],
        "country's crowds, all uses": [i for i in rows if _country_crowd(i)],
    }
    for title, chosen in kinds.items():
        fitted = [i for i in rows if i.use == "fit" and i.measure is chosen[0].measure]
        scores = [_crps(_scale(i, measured[i.name]), float(_scale(i, i.value))) for i in chosen]
        usual = [_climatology(item, fitted) for item in chosen]
        print(f"| {title} | {len(chosen)} | {np.mean(scores):.3f} | {np.mean(usual):.3f} |")


def _covers(item: Observation, values: Floats, width: float) -> bool:
    low, high = quantiles(values, (0.5 - width / 2, 0.5 + width / 2))
    return bool(low <= item.value <= high)


def _scale(item: Observation, values: Any) -> Floats:
    values = np.asarray(values, float)
    if item.unit == DATE:
        return np.minimum(values, 31.0)
    return np.log(np.maximum(values, 1.0))


def _climatology(item: Observation, fitted: Iterable[Observation]) -> float:
    others = np.array([float(_scale(i, i.value)) for i in fitted if i.name != item.name])
    spread = np.quantile(np.random.default_rng(1).normal(others.mean(), others.std(ddof=1), 4000),
                         np.linspace(0.0025, 0.9975, 200))  # fmt: skip
    return _crps(spread, float(_scale(item, item.value)))


def _crps(values: Floats, seen: float) -> float:
    """Continuous ranked probability score of equally likely values (Gneiting and Raftery 2007)."""
    ordered = np.sort(values)
    count = len(ordered)
    weights = 2.0 * np.arange(1, count + 1) - count - 1.0
    spread = float(weights @ ordered) / count**2
    return float(np.abs(ordered - seen).mean() - spread)


if __name__ == "__main__":
    main()
