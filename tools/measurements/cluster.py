"""Measure what a batch costs, fit a model to it, and reckon what a cluster would take.

Batches of several scales and lengths run on one thread; by least squares, each weighted by its own
length, their processor seconds give

    seconds = a + b * worlds + c * billions of citizen-steps

with the store included. Beside that: files and bytes of a store, bytes sent with a batch, and an
empty task on a local Dask cluster. Prints Markdown; what it says of 1,000 cores is a calculation.

    python tools/measurements/cluster.py [--cores N] [--worlds N]
"""

from __future__ import annotations

import argparse
import pickle
import tempfile
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from upheaval.bench.model import LAST_DAY, SCENARIO, STORE, ModelSpeed, measure
from upheaval.runs.batch import run_batch
from upheaval.runs.code import code_hash
from upheaval.runs.ensemble import run_plan
from upheaval.runs.plan import plan_of
from upheaval.runs.store import start_store
from upheaval.runs.workers import limited_threads

Floats = NDArray[np.float64]

BATCHES = (
    *((300, 16), (100, 16), (50, 16), (20, 16), (10, 16), (2, 16), (1, 16)),
    *((100, 64), (50, 64), (20, 64)),
)
"""People a citizen and worlds of each batch that is measured."""

RECKONED = ((20, 16), (20, 64), (1, 16))
EMPTY_TASKS = 400
COUNTRIES = 30


@dataclass(frozen=True)
class Cost:
    """Seconds of a batch by its worlds and its billions of citizen-steps."""

    weights: Floats
    error: float

    def seconds(self, worlds: float, steps: float) -> float:
        """Give processor seconds of one batch."""
        return float(self.weights @ [1.0, worlds, steps])


def fitted(found: dict[tuple[int, int], ModelSpeed]) -> Cost:
    """Fit the cost of a batch; the error is the largest miss, as a share."""
    terms = np.array([[1.0, worlds, found[scale, worlds].decisions / 1e9]
                      for scale, worlds in found])  # fmt: skip
    seconds = np.array([item.total for item in found.values()])
    weights = np.linalg.lstsq(terms / seconds[:, None], np.ones(len(seconds)), rcond=None)[0]
    return Cost(weights, float(np.abs(terms @ weights / seconds - 1.0).max()))


def store_of(scale: int, worlds: int) -> tuple[int, int]:
    """Give files and bytes that a second batch adds to a store."""
    sizes = []
    for replicates in (worlds, 2 * worlds):
        with tempfile.TemporaryDirectory(prefix="upheaval-") as name:
            plan = plan_of(SCENARIO, replicates=replicates, scale=scale, until=LAST_DAY,
                           batch=worlds)  # fmt: skip
            run_plan(plan, Path(name) / "run", workers=None)
            files = [file for file in Path(name).rglob("*") if file.is_file()]
            sizes.append((len(files), sum(file.stat().st_size for file in files)))
    return sizes[1][0] - sizes[0][0], sizes[1][1] - sizes[0][1]


def write_seconds(worlds: int) -> float:
    """Give seconds to write a second batch to a store, as merging does."""
    plan = plan_of(SCENARIO, replicates=2 * worlds, scale=300, until=LAST_DAY, batch=worlds)
    results = [run_batch(plan, range(first, first + worlds)) for first in (0, worlds)]
    with tempfile.TemporaryDirectory(prefix="upheaval-") as name:
        store = start_store(Path(name) / "run", plan)
        store.write(results[0])
        began = time.perf_counter()
        store.write(results[1])
        return time.perf_counter() - began


def sent_bytes(worlds: int) -> int:
    """Give the bytes that go with every batch to a worker of a cluster."""
    plan = plan_of(SCENARIO, replicates=worlds, scale=20, until=LAST_DAY, batch=worlds)
    return len(zlib.compress(pickle.dumps((plan, code_hash()))))


def task_seconds(payload: bytes) -> float:
    """Give seconds of an empty task that carries a payload, on a local Dask cluster of two."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        client.gather(client.map(len, [payload] * 4, pure=False))
        began = time.perf_counter()
        client.gather([client.submit(len, payload, pure=False) for _ in range(EMPTY_TASKS)])
        return (time.perf_counter() - began) / EMPTY_TASKS


def main() -> None:
    """Measure, fit, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cores", type=int, default=1000)
    parser.add_argument("--worlds", type=int, default=10_000_000)
    given = parser.parse_args()
    found = {}
    for scale, worlds in BATCHES:
        with limited_threads(1):
            found[scale, worlds] = measure(scale, worlds)
        print(f"- 1:{scale}, {worlds} worlds: {found[scale, worlds].total:.1f} s, of these "
              f"{found[scale, worlds].seconds[STORE]:.2f} s the store", flush=True)  # fmt: skip
    cost = fitted(found)
    a, b, c = cost.weights
    print(f"\n    seconds = {a:.2f} + {b:.3f} K + {c:.3f} G\n")
    print(f"Largest miss of a single batch: {cost.error:.0%}.")
    sent, (files, size) = sent_bytes(16), store_of(100, 16)
    print(f"A batch of 16: {files} files, {size / 16e3:.0f} kB a world; {sent / 1e3:.0f} kB sent.")
    print(f"Writing one batch to a store: {write_seconds(16):.2f} s of 16 worlds, "
          f"{write_seconds(64):.2f} s of 64.")  # fmt: skip
    print(f"An empty task that carries them: {1000 * task_seconds(b'x' * sent):.1f} ms.\n")
    for row in reckoned(cost, found, files, size / 16, given.worlds, given.cores):
        print("| " + " | ".join(row) + " |")


def reckoned(
    cost: Cost, found: dict[tuple[int, int], ModelSpeed], files: int, size: float, worlds: int,
    cores: int,
) -> list[list[str]]:  # fmt: skip
    """Give the rows of the table: what so many worlds take."""
    coarse = found[20, 16]
    rows = [[f"{worlds:,} worlds"], ["---"], ["batches"], ["seconds a batch, by the model"],
            [f"hours on {cores:,} cores"], [f"hours, {COUNTRIES} times as many"],
            ["tasks a second"], ["million files"], ["TB of results"]]  # fmt: skip
    for scale, length in RECKONED:
        steps = coarse.decisions / 1e9 * (length / 16) * (20 / scale)
        seconds, batches = cost.seconds(length, steps), worlds / length
        hours = batches * seconds / cores / 3600
        column = [f"1:{scale}, {length} a batch", "---", f"{batches:,.0f}", f"{seconds:.1f}",
                  f"{hours:.1f}", f"{COUNTRIES * hours:.0f}", f"{cores / seconds:.0f}",
                  f"{batches * files / 1e6:.0f}", f"{worlds * size / 1e12:.1f}"]  # fmt: skip
        for row, text in zip(rows, column, strict=True):
            row.append(text)
    return rows


if __name__ == "__main__":
    main()
