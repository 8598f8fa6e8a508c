"""How the cost grows: people, replicates, cities and factions, each by itself.

A slope is the exponent b of cost ~ size ** b between two sizes: 1 is proportional.
"""

from __future__ import annotations

import csv
import math
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from upheaval.bench.kernel import fastest
from upheaval.bench.model import SCENARIO
from upheaval.kernels.coalition import MAX_PLAYERS, ruling_coalitions
from upheaval.runs import batch as batches
from upheaval.runs.plan import plan_of
from upheaval.scenario import load

UNTIL = "2022-01-10"
TIMES = 10


def measure() -> dict[str, Any]:
    """Cost in processor seconds at a size and at ten times that size, and the slope between.

    For factions: milliseconds of one ruling coalition by the number of factions.
    """
    return {
        "people": _slope(run_seconds(SCENARIO, 20, 8), run_seconds(SCENARIO, 2, 8)),
        "replicates": _slope(run_seconds(SCENARIO, 50, 8), run_seconds(SCENARIO, 50, 8 * TIMES)),
        "cities": _cities(),
        "coalition_milliseconds": {n: coalition_milliseconds(n) for n in range(5, MAX_PLAYERS + 1)},
    }


def _slope(small: float, large: float) -> dict[str, float]:
    return {
        "seconds": small,
        "seconds_at_ten_times": large,
        "slope": math.log(large / small) / math.log(TIMES),
    }


def run_seconds(scenario: str | Path, scale: int, replicates: int) -> float:
    """Processor seconds of a batch on one thread, without the setup."""
    plan = plan_of(scenario, replicates=replicates, scale=scale, until=UNTIL, batch=replicates)
    shared = batches.prepare(plan)
    world, _ = batches.begin(shared, [0])
    for tick in list(shared.setting.clock)[:2]:
        shared.loop.step(world, tick)
    began = time.process_time()
    batches.run_batch(plan, range(replicates))
    return time.process_time() - began


def _cities() -> dict[str, float]:
    """Cut every city into ten of a tenth of its people."""
    with tempfile.TemporaryDirectory(prefix="upheaval-cities-") as name:
        many = Path(name) / SCENARIO
        shutil.copytree(load(SCENARIO).folder, many)
        with (many / "cities.csv").open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        with (many / "cities.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            for row in rows:
                part, rest = divmod(int(row["population"]), TIMES)
                for number in range(TIMES):
                    name_of = row["name"] if number == 0 else f"{row['name']}_{number}"
                    people = part + rest if number == 0 else part
                    writer.writerow(row | {"name": name_of, "population": people})
        return _slope(run_seconds(SCENARIO, 20, 8), run_seconds(many, 20, 8))


def coalition_milliseconds(factions: int, courts: int = 20) -> float:
    """Milliseconds of one ruling coalition, the mean of courts of uneven factions."""
    shares = np.exp(np.sin(np.arange(1, courts * factions + 1) * 12.9898).reshape(courts, factions))
    present = np.full(courts, (1 << factions) - 1)
    return 1000.0 * fastest(lambda: _solve(shares, present), 3) / courts


def _solve(shares: Any, present: Any) -> None:
    ruling_coalitions(shares, present, 0.6)
