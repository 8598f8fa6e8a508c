"""Run a card of every country of ISO 3166 with over a million people, at a tiny size.

    python tools/run_all_countries.py [DAYS]

Each card has a trigger of price, runs one replicate at one citizen for 1,000 and `DAYS` days (2 if
left out), and is checked: no error, people add up, no region is empty, no crowd is negative or
larger than its town. It prints one line for each fault, and how long it took.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

import numpy as np

import upheaval as up
from upheaval import countries

SMALLEST = 1_000_000
START = datetime(2019, 1, 1)


def large_countries() -> list[str]:
    """Give the codes of all countries with over a million people."""
    found = []
    for code in countries.codes():
        people = countries.country(code).fact("population", START.year)
        if people is not None and people.value > SMALLEST:
            found.append(code)
    return found


def faults_of(code: str, days: int, folder: Path) -> list[str]:
    """Run one country and give what is wrong with it."""
    scenario = up.new(folder / code, country=code, start=f"{START:%Y-%m-%d}", trigger="price")
    regions = scenario.tables["regions"]["population"]
    towns = scenario.tables["cities"]["population"]
    card = up.card(scenario)
    people = next(row.value for row in card.rows if row.field == "people.population")
    faults = []
    if int(people.replace(",", "")) != regions.sum() or regions.sum() != towns.sum():
        faults.append(f"{people} people, {regions.sum():,} in regions, {towns.sum():,} in towns")
    if (regions <= 0).any() or (towns <= 0).any():
        faults.append("a region or a town is empty")
    until = (START + timedelta(days=days)).strftime("%Y-%m-%d")
    run = up.simulate(scenario, replicates=1, scale=1000, until=until, workers=1)
    crowd = run["crowd"].values.sum(axis=-1)
    if not np.isfinite(crowd).all() or (crowd < 0).any():
        faults.append("a crowd is negative or no number")
    if (crowd > towns[None, None, :]).any():
        faults.append("a crowd is larger than its town")
    return faults


def main() -> None:
    """Run them all."""
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    begun, bad = perf_counter(), 0
    codes = large_countries()
    with tempfile.TemporaryDirectory() as folder:
        for i, code in enumerate(codes):
            try:
                faults = faults_of(code, days, Path(folder))
            except up.UpheavalError as error:
                faults = [str(error)]
            for fault in faults:
                print(f"{code}: {fault}")
            bad += bool(faults)
            print(f"{i + 1}/{len(codes)} {code}", end="\r", file=sys.stderr, flush=True)
    took = perf_counter() - begun
    print(f"{len(codes)} countries, {bad} with a fault, {days} days each, {took:.0f} s")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
