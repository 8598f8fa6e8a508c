"""A store as an xarray Dataset: named dimensions, names of places and people, units."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from upheaval.errors import UpheavalError
from upheaval.runs import arrays
from upheaval.runs.store import DIGEST, RunStore

if TYPE_CHECKING:
    import xarray


def open_store(path: str | Path, *, partial: bool = False, verify: bool = False) -> xarray.Dataset:
    """Open the store of a run.

    Values are read from the disk when they are first used; ``.load()`` reads them all.

    Parameters
    ----------
    path : str or Path
        Folder of the store.
    partial : bool
        Accept an unfinished run and give the replicates that are there.
    verify : bool
        Read everything and compare it with the digests of the run.

    Returns
    -------
    xarray.Dataset
        Every recorded field with dimensions ``replicate``, ``time`` if it is a series, and
        places, people or kinds by name; ``parameters`` with ``replicate`` and ``parameter``. Times
        of events are days since the start, infinite if they did not happen. ``long_name`` and
        ``units`` describe each variable; the attributes of the whole tell what was run.

    Raises
    ------
    UpheavalError
        If the folder is no store, is damaged, or holds an unfinished run.
    """
    import xarray

    folder = Path(path)
    store = RunStore(folder)
    missing = store.missing()
    if missing and not partial:
        left = sum(map(len, missing))
        raise UpheavalError(
            f"{folder} holds an unfinished run: {left} of {store.manifest.replicates} replicates "
            "are missing; complete it with `resume=True`"
        )
    if verify:
        store.verify()
    try:
        dataset: xarray.Dataset = xarray.open_zarr(
            str(folder / arrays.FILE), chunks=None, consolidated=False
        )
    except ImportError:  # a package that is missing or too old says nothing of the data
        raise
    except Exception as error:  # whatever zarr and xarray raise on bytes that are no zarr
        why = " ".join(str(error).split())
        raise UpheavalError(f"{folder / arrays.FILE} is damaged: {why}") from None
    if missing:
        dataset = dataset.isel(replicate=np.flatnonzero(dataset[arrays.DONE].values))
    dataset = dataset.drop_vars(arrays.DONE).set_coords(["day", "tick_length"])
    if store.manifest.digest is not None:
        dataset.attrs[DIGEST] = store.manifest.digest
    for dim in map(str, dataset.indexes):
        names = dataset[dim]
        if names.dtype.kind not in "iufM":
            # Zarr gives strings of a kind that few other libraries take.
            plain = np.array([str(name) for name in names.values], dtype=np.str_)
            dataset = dataset.assign_coords({dim: (dim, plain, names.attrs)})
    dataset["parameters"] = _parameters(store)
    return dataset[sorted(map(str, dataset.data_vars))]


def _parameters(store: RunStore) -> xarray.DataArray:
    import xarray

    table = store.draws()
    names = [name for name in table.column_names if name not in ("replicate", DIGEST)]
    columns = [table[name].to_numpy() for name in names]
    values = np.stack(columns, axis=1) if columns else np.empty((len(table), 0))
    return xarray.DataArray(
        values,
        dims=("replicate", "parameter"),
        coords={"parameter": names},
        attrs={"long_name": "Drawn parameters, each in the unit of its mechanism."},
    )
