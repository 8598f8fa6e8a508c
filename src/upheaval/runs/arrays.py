"""The arrays of a store: one Zarr group, allocated in full, one chunk a field and batch."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import zarr
from numpy.typing import NDArray
from zarr.codecs import ZstdCodec

from upheaval.errors import UpheavalError
from upheaval.runs.batch import Prepared, narrowed, prepare
from upheaval.runs.files import PARTIAL
from upheaval.runs.plan import RunPlan
from upheaval.world.state import Field

FILE = "series.zarr"
DONE = "done"
RESERVED = frozenset({DONE, "replicate", "time", "day", "tick_length", "parameter", "parameters"})
"""Names in a store or its dataset that no recorded field may have."""

MICROSECOND = timedelta(microseconds=1)
_FILL = {"f": float("nan"), "b": False}


def allocate(folder: Path, plan: RunPlan) -> None:
    """Make the group with every array at its full size, empty; it appears at once or not at all."""
    draft = folder / f"{FILE}{PARTIAL}"
    shutil.rmtree(draft, ignore_errors=True)
    prepared = prepare(plan)
    for field in prepared.recorded:
        if field.name in RESERVED:
            raise UpheavalError(f"a recorded field is called '{field.name}', a name of every store")
    group = zarr.create_group(store=str(draft), zarr_format=3, attributes=_attributes(plan))
    replicates = np.arange(plan.replicates)
    _coordinate(group, "replicate", replicates, "Number of the replicate.")
    _write_coordinates(group, prepared)
    for field in prepared.recorded:
        shape = prepared.shape(field)
        dims = [stored_dim(dim, prepared) for dim in field.dims]
        dims = ["time", *dims] if field.recorded == "series" else dims
        dtype = narrowed(field.dtype)
        group.create_array(
            field.name,
            shape=(plan.replicates, *shape),
            # A chunk must not have an empty side, even where a scenario has no row of some kind.
            chunks=(min(plan.batch, plan.replicates), *(max(1, size) for size in shape)),
            dtype=dtype,
            fill_value=_FILL.get(dtype.kind, 0),
            compressors=[ZstdCodec(level=1, checksum=True)],
            dimension_names=["replicate", *dims],
            attributes=_described(field),
        )
    group.create_array(
        DONE,
        shape=(plan.replicates,),
        chunks=(min(plan.batch, plan.replicates),),
        dtype=np.dtype(bool),
        fill_value=False,
        dimension_names=["replicate"],
        attributes={"long_name": "Whether the replicate was run."},
    )
    os.replace(draft, folder / FILE)


def stored_dim(dim: str, prepared: Prepared) -> str:
    """Give the name of a dimension in the store: that of a field must stay the field's."""
    taken = any(field.name == dim for field in prepared.recorded)
    return f"{dim}_kind" if taken else dim


def _attributes(plan: RunPlan) -> dict[str, Any]:
    scenario, identity = plan.changed, plan.identity()
    # As text: other formats, which the dataset may be written to, know no nested attributes.
    identity["set"] = [f"{path}={value}" for path, value in identity["set"].items()]
    return {
        "title": scenario.title,
        "summary": scenario.summary,
        "start": scenario.start.isoformat(),
        **{name: value for name, value in identity.items() if value not in (None, [])},
    }


def _described(field: Field) -> dict[str, Any]:
    described = {"long_name": field.meaning, "units": field.unit}
    if field.unit == "day":
        described["comment"] = "Days since the start of the run; infinite if it did not happen."
    return described


def _write_coordinates(group: zarr.Group, prepared: Prepared) -> None:
    clock = prepared.setting.clock
    ends = np.array([tick.end for tick in clock])
    moments = [round((clock.when(end) - clock.start) / MICROSECOND) for end in ends.tolist()]
    since = f"microseconds since {clock.start.isoformat(sep=' ')}"
    _coordinate(
        group,
        "time",
        np.array(moments, dtype=np.int64),
        "Local time at the end of the tick.",
        units=since,
        calendar="proleptic_gregorian",
    )
    lengths = np.array([tick.length for tick in clock])
    _coordinate(group, "day", ends, "End of the tick, since the start.", "time", units="day")
    _coordinate(group, "tick_length", lengths, "Length of the tick.", "time", units="day")
    dims = sorted({dim for field in prepared.recorded for dim in field.dims})
    for dim in dims:
        labels = np.array(prepared.setting.labels[dim], dtype=np.str_)
        _coordinate(group, stored_dim(dim, prepared), labels, f"Name of the {dim}.")


def _coordinate(
    group: zarr.Group,
    name: str,
    values: NDArray[Any],
    meaning: str,
    dim: str | None = None,
    **attributes: str,
) -> None:
    is_text = values.dtype.kind == "U"
    array = group.create_array(
        name,
        shape=values.shape,
        chunks=(max(1, len(values)),),
        dtype=str if is_text else values.dtype,
        dimension_names=[dim or name],
        attributes={"long_name": meaning, **attributes},
    )
    if len(values):
        array[:] = values.astype(object) if is_text else values


class Arrays:
    """The group of a store, opened for reading and writing batches.

    Raises
    ------
    UpheavalError
        If the group, or an array of it, is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        try:
            self._group = zarr.open_group(str(self.path), mode="r+", use_consolidated=False)
            found = dict(self._group.arrays())
        except OSError as error:
            raise UpheavalError(f"{self.path} cannot be read: {error}") from None
        except ImportError:  # a package that is missing or too old says nothing of the data
            raise
        except Exception as error:  # whatever zarr and its codecs raise on bytes that are no zarr
            raise self._damaged(str(error)) from None
        self._arrays: dict[str, Any] = found
        if DONE not in found:
            raise self._damaged(f"it has no array '{DONE}'")

    @property
    def fields(self) -> list[str]:
        """Names of the recorded fields."""
        return [
            name
            for name, array in self._arrays.items()
            if name not in (DONE, "replicate") and array.metadata.dimension_names[0] == "replicate"
        ]

    def done(self) -> NDArray[np.bool_]:
        """Tell which replicates were run, shape ``(replicates,)``."""
        return np.asarray(self._read(DONE, slice(None)))

    def read(self, batch: range) -> dict[str, NDArray[Any]]:
        """Read every field of a batch."""
        return {name: self._read(name, slice(batch.start, batch.stop)) for name in self.fields}

    def write(self, batch: range, fields: Mapping[str, NDArray[Any]]) -> None:
        """Write every field of a batch; it counts as run only after `mark_done`."""
        for name, values in fields.items():
            self._arrays[name][batch.start : batch.stop] = values

    def mark_done(self, batch: range) -> None:
        """Mark the replicates of a batch as run, after everything else of it was written."""
        self._arrays[DONE][batch.start : batch.stop] = True

    def _read(self, name: str, rows: slice) -> NDArray[Any]:
        try:
            return np.asarray(self._arrays[name][rows])
        except ImportError:
            raise
        except Exception as error:  # a truncated chunk fails in zarr, in its codec or in numpy
            raise self._damaged(f"'{name}' cannot be read ({error})") from None

    def _damaged(self, why: str) -> UpheavalError:
        return UpheavalError(
            f"{self.path} is damaged: {' '.join(why.split())}; expected the arrays of a run. "
            "Start over in another folder or with `force=True`"
        )
