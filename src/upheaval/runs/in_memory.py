"""A batch as an xarray Dataset, without a store: for answers that keep only what they measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from upheaval.runs.arrays import stored_dim
from upheaval.runs.batch import BatchResult, prepare
from upheaval.runs.plan import RunPlan

if TYPE_CHECKING:
    import xarray


def in_memory(plan: RunPlan, result: BatchResult) -> xarray.Dataset:
    """Give the recorded fields of a batch by name, with the dimensions that a store gives them."""
    import xarray

    shared = prepare(plan)
    clock = shared.setting.clock
    coordinates: dict[str, object] = {
        "replicate": result.replicates,
        "time": np.array([clock.when(tick.end) for tick in clock], dtype="datetime64[us]"),
    }
    variables = {}
    for field in shared.recorded:
        dims = [stored_dim(dim, shared) for dim in field.dims]
        for dim, own in zip(dims, field.dims, strict=True):
            coordinates[dim] = np.array(shared.setting.labels[own], dtype=np.str_)
        is_series = field.recorded == "series"
        values = (result.series if is_series else result.final)[field.name]
        variables[field.name] = (["replicate", *(["time"] if is_series else []), *dims], values)
    return xarray.Dataset(variables, coordinates)
