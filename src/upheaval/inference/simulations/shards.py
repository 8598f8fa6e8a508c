"""Making and reading the shards of a reference table."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from upheaval.errors import UpheavalError
from upheaval.inference.simulations.reference_table import (
    MANIFEST,
    Flags,
    ReferenceTable,
    TablePlan,
    no_table,
    prepare_call,
)
from upheaval.runs.files import check_writable, complete_files, replacing, telling_of, write_text
from upheaval.runs.parallel import parallel_map

if TYPE_CHECKING:
    from upheaval.runs.batch import BatchResult

Numbers = NDArray[np.int64]
Progress = Callable[[float], None]

BATCH = 64
"""Replicates stepped together; it changes the speed and no result."""

ENDING = ".parquet"
MOST_SHARDS = 16


def build(
    plan: TablePlan,
    simulations: int,
    folder: Path | None = None,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> ReferenceTable:
    """Make a table, or complete the one that is there, and read it.

    Parameters
    ----------
    plan : TablePlan
        What to simulate.
    simulations : int
        Length of the table.
    folder : Path, optional
        Where it lies; by default in the cache.
    workers : int, optional
        Cores to use; by default all. No result depends on it.
    progress : callable, optional
        Called with the number of simulations done.

    Raises
    ------
    UpheavalError
        If the folder holds another table or cannot be written to, or if worker processes die.
    """
    if simulations < 1:
        raise UpheavalError(f"simulations: got {simulations}, expected 1 or more")
    where = plan.folder if folder is None else folder
    check_writable(where)
    with telling_of(where):
        where.mkdir(parents=True, exist_ok=True)
        _check_manifest(plan, where, make=True)
        done = simulated_so_far(where)
        missing = np.setdiff1d(np.arange(simulations, dtype=np.int64), done)
        finished = simulations - len(missing)
        payload = pickle.dumps(plan)
        tasks = [(payload, str(where), numbers) for numbers in batches(missing)]
        for _, count in parallel_map(make_shard, tasks, workers):
            finished += count
            if progress is not None:
                progress(finished)
        _merge(where)
    return read(plan, where, simulations)


def _merge(folder: Path) -> None:
    """Put many shards into one, which is read a hundred times as fast."""
    files = complete_files(folder, f"*{ENDING}")
    if len(files) <= MOST_SHARDS:
        return
    whole = _without_twins(pa.concat_tables([_read_shard(file) for file in files]))
    name = hashlib.sha256(whole["replicate"].to_numpy().tobytes()).hexdigest()[:12]
    merged = folder / f"merged-{name}{ENDING}"
    with replacing(merged) as draft:
        parquet.write_table(whole, draft)
    for file in files:
        if file != merged:
            file.unlink(missing_ok=True)


def _without_twins(rows: pa.Table) -> pa.Table:
    """Give rows by number, each once: two processes may have made the same."""
    numbers = rows["replicate"].to_numpy()
    if (numbers[1:] > numbers[:-1]).all():
        return rows
    _, first = np.unique(numbers, return_index=True)
    return rows.take(pa.array(first))


def read(plan: TablePlan, folder: Path | None = None, simulations: int | None = None
         ) -> ReferenceTable:  # fmt: skip
    """Read a table, or its first simulations.

    Raises
    ------
    UpheavalError
        If there is none, or fewer simulations than asked for.
    """
    where = plan.folder if folder is None else folder
    with telling_of(where):
        _check_manifest(plan, where, make=False)
        shards = [_read_shard(file) for file in complete_files(where, f"*{ENDING}")]
    if not shards:
        raise UpheavalError(no_table(plan, where))
    whole = _without_twins(pa.concat_tables(shards))
    if simulations is not None:
        whole = whole.filter(pa.array(whole["replicate"].to_numpy() < simulations))
        if len(whole) < simulations:
            raise UpheavalError(
                f"{where} holds {len(whole):,} of {simulations:,} simulations; make the others "
                f"with {prepare_call(plan, simulations)}"
            )
    return _table(plan, where, whole)


def simulated_so_far(folder: Path) -> Numbers:
    """Give the numbers of the simulations that a folder holds, rising."""
    found = [
        _read_shard(file, ["replicate"])["replicate"].to_numpy()
        for file in complete_files(folder, f"*{ENDING}")
    ]
    return np.unique(np.concatenate([np.empty(0, np.int64), *found]))


def _check_manifest(plan: TablePlan, folder: Path, make: bool) -> None:
    file = folder / MANIFEST
    if not file.is_file():
        if not make:
            raise UpheavalError(no_table(plan, folder))
        write_text(file, json.dumps(plan.identity(), indent=2) + "\n")
        return
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise UpheavalError(f"{file} is damaged; start over in another folder") from None
    differing = [name for name, value in plan.identity().items() if found.get(name) != value]
    if differing:
        raise UpheavalError(
            f"{folder} holds a table that differs in {', '.join(differing)}; "
            "expected a table of this scenario and code, or an empty folder"
        )


# ------------------------------------------------------------------ running
def batches(missing: Numbers) -> list[Numbers]:
    """Give the numbers of the simulations of each batch."""
    return [missing[first : first + BATCH] for first in range(0, len(missing), BATCH)]


def make_shard(payload: bytes, folder: str, numbers: Numbers) -> int:
    """Run one batch and write its shard; it may be done again."""
    plan = _unpacked(payload)
    shard = simulate_rows(plan, numbers, plan.indicators(numbers))
    name = hashlib.sha256(numbers.tobytes()).hexdigest()[:12]
    with replacing(Path(folder) / f"{numbers[0]:08d}-{name}{ENDING}") as draft:
        parquet.write_table(shard, draft)
    return len(numbers)


def simulate_rows(plan: TablePlan, numbers: Numbers, on: Flags) -> pa.Table:
    """Run simulations with these explanations on and give their rows of the table.

    ``numbers`` and ``on`` are as for `simulate_mixed`.
    """
    from upheaval.record.simulated_observations import observe
    from upheaval.runs.in_memory import in_memory

    result = simulate_mixed(plan, numbers, on)
    columns: dict[str, NDArray[np.generic]] = {
        "replicate": result.replicates,
        "outcome": result.final["outcome"].astype(np.int64),
    }
    for item, z in zip(plan.testable, on.T, strict=True):
        columns[f"explanation.{item.name}"] = z
    for name in uncertain(plan):
        columns[f"parameter.{name}"] = result.parameters[name]
    observed = observe(in_memory(plan.run, result), plan.scenario)
    for name, values in observed.items():
        columns[f"observation.{name}"] = values
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def simulate_mixed(plan: TablePlan, numbers: Numbers, on: Flags) -> BatchResult:
    """Run simulations, each with its own explanations on.

    Parameters
    ----------
    plan : TablePlan
        What to simulate.
    numbers : int64 array, shape ``(K,)``
        Numbers of the replicates; one may stand several times.
    on : bool array, shape ``(K, explanations)``
        Which explanations are on in each.
    """
    from upheaval.runs.mixed_batch import run_mixed

    off = [set(plan.switched_off(row)) for row in on]
    named = {name for item in plan.testable for name in item.mechanisms}
    masks = {name: np.array([name in names for names in off]) for name in named}
    return run_mixed(plan.run, numbers.tolist(), masks)


def uncertain(plan: TablePlan) -> list[str]:
    """Give the parameters with a prior, of the mechanisms that are on."""
    return [
        name
        for name, setting in plan.scenario.parameters.items()
        if not setting.is_fixed and name.partition(".")[0] in plan.scenario.mechanisms
    ]


@lru_cache(maxsize=1)
def _unpacked(payload: bytes) -> TablePlan:
    plan: TablePlan = pickle.loads(payload)
    return plan


# ------------------------------------------------------------------ reading
def _read_shard(file: Path, columns: list[str] | None = None) -> pa.Table:
    try:
        return parquet.read_table(file, columns=columns)
    except pa.ArrowInvalid as error:
        raise UpheavalError(f"{file} is damaged ({error}); delete it, then prepare again") from None


def _table(plan: TablePlan, folder: Path, rows: pa.Table) -> ReferenceTable:
    def columns(kind: str) -> dict[str, NDArray[np.float64]]:
        start = f"{kind}."
        return {
            name.removeprefix(start): rows[name].to_numpy().astype(np.float64, copy=False)
            for name in rows.column_names
            if name.startswith(start)
        }

    on = columns("explanation")
    return ReferenceTable(
        plan,
        folder,
        rows["replicate"].to_numpy().astype(np.int64),
        np.stack([on[item.name] > 0 for item in plan.testable], axis=1),
        columns("parameter"),
        columns("observation"),
        rows["outcome"].to_numpy().astype(np.int64),
    )
