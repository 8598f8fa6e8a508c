"""A store: the folder that a run leaves behind.

======================  ==========================================================================
``run.json``            what was run; written first, and its digest last
``scenario/``           a copy of the scenario
``series.zarr``         Zarr 3: every recorded field, its coordinates, and ``done``
``draws/part-*.parquet``  parameters of each replicate and the digest of its results, one file a
                        batch
======================  ==========================================================================

A process may be killed at any moment: a batch counts only once everything of it was written, and
`RunStore.missing` tells what is left to do.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError
from upheaval.runs import arrays, manifest
from upheaval.runs.arrays import Arrays
from upheaval.runs.batch import BatchResult
from upheaval.runs.digest import replicate_digests, run_digest
from upheaval.runs.files import PARTIAL, replacing, telling_of
from upheaval.runs.manifest import Manifest, manifest_of, read_manifest
from upheaval.runs.plan import RunPlan

DRAWS = "draws"
SCENARIO = "scenario"
DIGEST = "digest"
PARTS = (manifest.FILE, SCENARIO, arrays.FILE, DRAWS)
"""Files and folders of a store; starting over removes these and touches nothing else."""


class RunStore:
    """The folder of a run, for writing batches and for telling what is missing.

    Parameters
    ----------
    folder : Path
        A folder with the four parts of a store.

    Raises
    ------
    UpheavalError
        If a part is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: Manifest = read_manifest(folder)

    @cached_property
    def _arrays(self) -> Arrays:
        return Arrays(self.folder)

    @property
    def batches(self) -> list[range]:
        """Replicates of each batch, as they were laid out when the store was made."""
        count, size = self.manifest.replicates, self.manifest.batch
        return [range(first, min(first + size, count)) for first in range(0, count, size)]

    def missing(self) -> list[range]:
        """Give the batches that were not run, or not to their end."""
        done = self._arrays.done()
        if done.shape != (self.manifest.replicates,):
            raise UpheavalError(f"{self.folder / arrays.FILE} is damaged: it is of another run")
        return [batch for batch in self.batches if not done[batch.start : batch.stop].all()]

    def write(self, result: BatchResult) -> None:
        """Write a batch; writing it again changes nothing."""
        batch = range(int(result.replicates[0]), int(result.replicates[-1]) + 1)
        fields = result.series | result.final
        with telling_of(self.folder):
            self._arrays.write(batch, fields)
            self._write_draws(batch, result.parameters, replicate_digests(fields))
            self._arrays.mark_done(batch)

    def _write_draws(
        self, batch: range, parameters: Mapping[str, NDArray[np.float64]], digests: list[str]
    ) -> None:
        # Imported late: a run that begins needs it no sooner than its first batch is done.
        import pyarrow
        import pyarrow.parquet

        table = pyarrow.table({"replicate": list(batch), **parameters, DIGEST: digests})
        with replacing(self._part(batch)) as draft:
            pyarrow.parquet.write_table(table, draft, compression="zstd")

    def _part(self, batch: range) -> Path:
        return self.folder / DRAWS / f"part-{batch.start:06d}.parquet"

    def draws(self) -> Any:
        """Give the drawn parameters as a table (pyarrow) with one row a replicate that was run."""
        import pyarrow

        missing = {batch.start for batch in self.missing()}
        parts = [self._read_draws(batch) for batch in self.batches if batch.start not in missing]
        return pyarrow.concat_tables(parts) if parts else pyarrow.table({"replicate": []})

    def _read_draws(self, batch: range) -> Any:
        import pyarrow
        import pyarrow.parquet

        file = self._part(batch)
        try:
            # The handle is opened here: pyarrow would take the name for a URL or a data set.
            with file.open("rb") as opened:
                table = pyarrow.parquet.read_table(opened)
            if table["replicate"].to_pylist() == list(batch) and DIGEST in table.column_names:
                return table
            why = "it holds other replicates"
        except (OSError, KeyError, pyarrow.ArrowException) as error:
            why = " ".join(str(error).split())
        raise UpheavalError(
            f"{file} is damaged: {why}; expected the draws of replicates {batch.start} to "
            f"{batch.stop - 1}. Start over in another folder or with `force=True`"
        )

    def verify(self) -> None:
        """Read every finished batch and compare it with its digest.

        Raises
        ------
        UpheavalError
            If something cannot be read or is not what was written.
        """
        missing = {batch.start for batch in self.missing()}
        for batch in self.batches:
            if batch.start in missing:
                continue
            found = replicate_digests(self._arrays.read(batch))
            if found != self._read_draws(batch)[DIGEST].to_pylist():
                raise UpheavalError(
                    f"{self.folder} is damaged: replicates {batch.start} to {batch.stop - 1} are "
                    "not what the run wrote. Start over in another folder or with `force=True`"
                )

    def take(self, other: RunStore, batch: range) -> None:
        """Take a batch over from another store of the same run; its digests are checked on the way.

        Raises
        ------
        UpheavalError
            If what the other holds cannot be read or is not what was written.
        """
        fields = other._arrays.read(batch)
        if replicate_digests(fields) != other._read_draws(batch)[DIGEST].to_pylist():
            raise UpheavalError(
                f"{other.folder} is damaged: replicates {batch.start} to {batch.stop - 1} are not "
                "what the run wrote; remove it and run that shard again"
            )
        with telling_of(self.folder):
            self._arrays.write(batch, fields)
            with replacing(self._part(batch)) as draft:
                shutil.copyfile(other._part(batch), draft)
            self._arrays.mark_done(batch)

    def finish(self) -> str:
        """Write the digest of the complete run and return it."""
        digest = run_digest(self.draws()[DIGEST].to_pylist())
        self.manifest = replace(self.manifest, digest=digest)
        with telling_of(self.folder):
            self.manifest.write(self.folder)
        return digest


def start_store(folder: Path, plan: RunPlan) -> RunStore:
    """Make a store for a run that begins; whatever of an older store is there goes."""
    with telling_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
        remove_store(folder)
        manifest_of(plan).write(folder)
        return complete_layout(folder, plan)


def complete_layout(folder: Path, plan: RunPlan) -> RunStore:
    """Make those parts of a store that a killed process did not come to make."""
    with telling_of(folder):
        for stray in folder.rglob(f"*{PARTIAL}*"):
            _remove(stray)
        if not (folder / SCENARIO).is_dir():
            draft = folder / f"{SCENARIO}{PARTIAL}"
            shutil.copytree(plan.scenario.folder, draft, ignore=_unwanted)
            draft.replace(folder / SCENARIO)
        (folder / DRAWS).mkdir(exist_ok=True)
        if not (folder / arrays.FILE).exists():
            arrays.allocate(folder, plan)
        return RunStore(folder)


def lay_out_like(folder: Path, model: RunStore) -> RunStore:
    """Make an empty store of the run that another store is of; what is there already stays."""
    with telling_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / manifest.FILE).exists():
            replace(model.manifest, digest=None).write(folder)
        for name, ignored in ((SCENARIO, _unwanted), (arrays.FILE, _chunks_of(model))):
            if not (folder / name).exists():
                draft = folder / f"{name}{PARTIAL}"
                shutil.rmtree(draft, ignore_errors=True)
                shutil.copytree(model.folder / name, draft, ignore=ignored)
                draft.replace(folder / name)
        (folder / DRAWS).mkdir(exist_ok=True)
        return RunStore(folder)


def _chunks_of(store: RunStore) -> Callable[[str, list[str]], list[str]]:
    """Tell, for `shutil.copytree`, what holds the results of batches."""
    names = {*store._arrays.fields, arrays.DONE}

    def ignored(folder: str, found: list[str]) -> list[str]:
        return ["c"] if Path(folder).name in names and "c" in found else []

    return ignored


def remove_store(folder: Path) -> None:
    """Remove the parts of a store; ``run.json`` last, so that what is left is known as one."""
    for name in reversed(PARTS):
        _remove(folder / name)


def is_store(folder: Path) -> bool:
    """Tell whether a folder holds a store, perhaps a damaged one."""
    return (folder / manifest.FILE).is_file()


def holds_plan(folder: Path, plan: RunPlan) -> Manifest | None:
    """Give the manifest of the store in a folder if its run is the plan's; None if it is empty.

    Raises
    ------
    UpheavalError
        If the folder holds anything else.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    found = read_manifest(folder)
    differences = found.differences(plan)
    if differences:
        raise UpheavalError(
            f"{folder} holds another run: {'; '.join(differences)}. "
            "Choose another folder, or start over there with `force=True`"
        )
    return found


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _unwanted(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "__pycache__" or name.startswith(".")]
