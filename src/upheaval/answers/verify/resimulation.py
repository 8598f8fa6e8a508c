"""Worlds like the record, run again and measured for what the record has not."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from upheaval.answers.verify.candidates import unmeasured
from upheaval.errors import UpheavalError
from upheaval.inference.simulations.reference_table import Flags, ReferenceTable, TablePlan
from upheaval.inference.simulations.shards import simulate_mixed
from upheaval.record.observations import Observation, read_observations
from upheaval.record.quantities import quantity_of, usual
from upheaval.record.series import Series
from upheaval.runs.code import source_hash
from upheaval.runs.files import replacing
from upheaval.runs.parallel import complete_batches

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

BATCH = 32
QUANTITY = "quantity."
"""Beginning of the columns of quantities, which are no observations."""


def measured(
    table: ReferenceTable,
    rows: Numbers,
    asked: Sequence[str] = (),
    *,
    workers: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> dict[str, Floats]:
    """Run simulations of a table again and measure everything that the record has not.

    Batches that are done are kept beside the table.

    Parameters
    ----------
    table : ReferenceTable
        Simulations.
    rows : int64 array, shape ``(R,)``
        Rows of the table, none twice.
    asked : sequence of str
        Measures beside these, as `quantity_of` reads them.

    Returns
    -------
    dict of str to float64 array, shape ``(R,)``
        Observations by name, and quantities by `QUANTITY` and name.
    """
    payload = pickle.dumps((table.plan, tuple(asked)))
    parts = [rows[first : first + BATCH] for first in range(0, len(rows), BATCH)]
    tasks = [
        (payload, str(_file(table, part, asked)), table.replicates[part], table.indicators[part])
        for part in parts
    ]
    complete_batches(measure_batch, tasks, workers, progress)
    shards = [parquet.read_table(task[1]) for task in tasks]
    whole = pa.concat_tables(shards)
    return {name: whole[name].to_numpy().astype(np.float64) for name in whole.column_names}


def measure_batch(payload: bytes, file: str, numbers: Numbers, on: Flags) -> int:
    """Run one batch again and write what is measured."""
    from upheaval.runs.in_memory import in_memory

    plan, asked = _unpacked(payload)
    result = simulate_mixed(plan, numbers, on)
    run = Series(in_memory(plan.run, result), plan.scenario)
    columns: dict[str, Floats] = {}
    for item in unmeasured(plan.scenario, read_observations(plan.scenario)):
        values = _measure(item, run)
        if values is not None:
            columns[item.name] = values
    fields = list(result.series | result.final)
    extra = [quantity_of(plan.scenario, text) for text in asked]
    for quantity in usual(fields) + extra:
        columns[f"{QUANTITY}{quantity.name}"] = quantity.function(run)
    with replacing(Path(file)) as draft:
        parquet.write_table(pa.table({name: pa.array(v) for name, v in columns.items()}), draft)
    return len(numbers)


def _measure(item: Observation, run: Series) -> Floats | None:
    try:
        return item.measure.function(run, item.place, item.day)
    except UpheavalError:
        # A field of a mechanism that is not in the scenario.
        return None


def _file(table: ReferenceTable, rows: Numbers, asked: Sequence[str]) -> Path:
    whole = hashlib.sha256(table.plan.key.encode() + repr(tuple(asked)).encode())
    whole.update(table.replicates[rows].tobytes() + _code())
    return table.folder / f"verify-{whole.hexdigest()[:20]}.measured"


def _code() -> bytes:
    return source_hash("answers/verify").encode()


@lru_cache(maxsize=1)
def _unpacked(payload: bytes) -> tuple[TablePlan, tuple[str, ...]]:
    found: tuple[TablePlan, tuple[str, ...]] = pickle.loads(payload)
    return found
