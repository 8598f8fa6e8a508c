"""Measure whether tick, scale, batch and seed change what a scenario's runs say.

Each variant is run with the same seed, and so with the same parameters and the same lots, as the
usual run. Every figure is set beside the usual one replicate by replicate, and the difference is
given with the 90% range of its Monte-Carlo error. Prints a table in Markdown.

    python tools/measurements/robustness.py [--scenario NAME] [--replicates N] [--until DATE]
                                       [--scale N] [--full N] [--workers N]
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

import upheaval as up
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.record.compare import compare, coverage
from upheaval.record.outcomes import NINETY_PERCENT
from upheaval.record.simulated_observations import observe

Floats = NDArray[np.float64]

COUNTS = (
    "participants_country_2022_01_04",
    "cities_with_protest_country",
    "regions_with_protest_country_2022_01_05",
    "regions_with_violence_country_2022_01_05",
    "deaths_country_2022_01_09",
    "wounded_country_2022_01_31",
    "detained_country_2022_01_11",
    "arms_looted_country",
    "troops_country_2022_01_12",
)
TIMES = (
    "first_protest_mangystau",
    "government_dismissed_country",
    "shutdown_start_country",
    "treaty_request_country",
)


@dataclass(frozen=True)
class Variant:
    """A way of running that ought not to matter."""

    name: str
    replicates: int
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """One figure by replicate, and the number that stands for all of them."""

    name: str
    values: Floats
    shown: str


def figures(scenario: up.Scenario, options: dict[str, Any], replicates: int) -> list[Figure]:
    """Run and give outcome shares, counts (compared in logarithms) and times."""
    run = up.simulate(scenario, replicates=replicates, progress=False, **options)
    outcome = run["outcome"].values
    found = [
        Figure(name, (outcome == code).astype(float), f"{np.mean(outcome == code):.0%}")
        for code, name in enumerate(OUTCOMES)
    ]
    crowd = run["crowd"].sum(["city", "crowd_kind"]).max("time").values.astype(float)
    measured = observe(run, scenario)
    counts = {"peak_in_the_streets": crowd} | {name: measured[name] for name in COUNTS}
    for name, values in counts.items():
        found.append(Figure(name, np.log10(values + 1.0), f"{np.median(values):,.0f}"))
    last = (date.fromisoformat(options["until"]) - scenario.start.date()).days + 1.0
    for name in TIMES:
        day = measured[name]
        came = np.isfinite(day)
        middle = f"{np.median(day):.2f}" if np.isfinite(np.median(day)) else "never"
        found.append(Figure(f"{name} (day)", np.where(came, day, last), middle))
    for use in ("fit", "check"):
        inside = coverage(compare(run, scenario), use)
        found.append(Figure(f"{use} rows inside", np.array([]), f"{inside.inside}/{inside.total}"))
    return found


def against(usual: Figure, other: Figure) -> str:
    """Tell a figure and its paired difference: shares in points, counts as a ratio, days."""
    if not len(other.values):
        return other.shown
    pairs = other.values - usual.values[: len(other.values)]
    middle = float(pairs.mean())
    error = NINETY_PERCENT * float(pairs.std(ddof=1)) / np.sqrt(len(pairs))
    low, high = middle - error, middle + error
    if usual.name in OUTCOMES:
        told = f"{100 * low:+.0f} to {100 * high:+.0f}"
    elif usual.name.endswith("(day)"):
        told = f"{low:+.2f} to {high:+.2f}"
    else:
        told = f"x {10**low:.2f} to {10**high:.2f}"
    mark = "" if low <= 0.0 <= high else " *"
    return f"{other.shown} ({told}){mark}"


def main() -> None:
    """Run every variant and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--scenario", default="kazakhstan-2022")
    parser.add_argument("--replicates", type=int, default=100)
    parser.add_argument("--until", default="2022-01-31")
    parser.add_argument("--scale", type=int, default=100, help="scale of the usual run")
    parser.add_argument("--full", type=int, default=0, help="replicates at 1:1; 0 leaves it out")
    parser.add_argument("--workers", type=int, default=None)
    asked = parser.parse_args()
    scenario = up.load(asked.scenario)
    base = {"until": asked.until, "scale": asked.scale, "workers": asked.workers}
    many = asked.replicates
    variants = [
        Variant("3 h ticks", many, {"tick": 3.0}),
        Variant("1:20", many, {"scale": 20}),
        Variant("batch of 1", min(many, 16), {"batch": 1}),
    ]
    if asked.full:
        variants.append(Variant("1:1", asked.full, {"scale": 1, "batch": 2}))
    usual = figures(scenario, base, many)
    columns = [figures(scenario, base | v.options, v.replicates) for v in variants]
    names = [f"{v.name}, {v.replicates} replicates" for v in variants]
    print("| figure | " + " | ".join([f"usual: 6 h, 1:{asked.scale}, {many} replicates", *names]))
    print("| --- " * (len(variants) + 2) + "|")
    for row, first in enumerate(usual):
        cells = [against(first, column[row]) for column in columns]
        print("| " + " | ".join([first.name, first.shown, *cells]) + " |")


if __name__ == "__main__":
    main()
