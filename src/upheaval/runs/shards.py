"""A run in shards, for arrays of jobs that know nothing of each other, and their merging.

Shard I of N runs every N-th batch of a run into a store of its own, ``shards/I-of-N`` in the folder
of the run. A shard may be killed and started again, on any machine: it goes on where it stopped.
Merging copies the files of the batches into one store, which is the same to the byte as that of a
run in one piece, and may itself be stopped and started again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from upheaval.errors import UpheavalError
from upheaval.runs.ensemble import Progress, run_batches
from upheaval.runs.files import check_writable
from upheaval.runs.manifest import FILE
from upheaval.runs.plan import RunPlan
from upheaval.runs.workers import usable_cores

if TYPE_CHECKING:
    from upheaval.runs.store import RunStore

SHARDS = "shards"


def shard_of(text: str) -> tuple[int, int]:
    """Read ``I/N``, the number of a shard, from 1, and how many there are.

    Raises
    ------
    UpheavalError
        If it has another form or the numbers do not fit.
    """
    number, slash, count = text.partition("/")
    if slash and number.isdigit() and count.isdigit() and 1 <= int(number) <= int(count):
        return int(number), int(count)
    raise UpheavalError(f"`array`: got '{text}', expected I/N, such as 3/100, with I from 1 to N")


def run_shard(
    plan: RunPlan,
    folder: Path,
    number: int,
    count: int,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Path:
    """Run what is missing of one shard, and give its folder.

    Parameters
    ----------
    plan : RunPlan
        The whole run, the same for every shard.
    folder : Path
        Folder of the run.
    number, count : int
        Number of the shard, from 1, and how many there are.
    workers : int, optional
        Cores to use; by default all.
    progress : callable, optional
        Called with the number of replicates of this shard that are done.

    Raises
    ------
    UpheavalError
        If the folder cannot be used or holds another run.
    """
    # Imported late: what stores batches brings numba, zarr and pyarrow.
    from upheaval.runs import store

    usable_cores(workers)
    here = folder / SHARDS / f"{number:0{len(str(count))}}-of-{count}"
    check_writable(here)
    if store.holds_plan(here, plan) is None:
        found = store.start_store(here, plan)
    else:
        found = store.complete_layout(here, plan)
    mine = {batch.start for batch in found.batches[number - 1 :: count]}
    run_batches(plan, here, workers, progress, None, mine)
    return here


def merge(folder: Path) -> str:
    """Merge the shards of a run into its folder, and give the digest of the run.

    The shards stay; they are of no more use.

    Raises
    ------
    UpheavalError
        If there are no shards, they belong to different runs, or a part of the run is missing.
    """
    from upheaval.runs.store import RunStore, lay_out_like

    stores = [RunStore(path) for path in _shards(folder)]
    first = stores[0]
    for store in [*stores[1:], *([RunStore(folder)] if (folder / FILE).exists() else [])]:
        if (store.manifest.identity, store.manifest.batch) != (
            first.manifest.identity,
            first.manifest.batch,
        ):
            raise UpheavalError(
                f"{store.folder} and {first.folder} belong to different runs; "
                "keep the shards of one run in a folder of their own"
            )
    homes = _homes(stores)
    target = lay_out_like(folder, first)
    for batch in target.missing():
        target.take(homes[batch.start], batch)
    target.verify()
    return target.finish()


def _shards(folder: Path) -> list[Path]:
    found = sorted(path for path in (folder / SHARDS).glob("*-of-*") if path.is_dir())
    if not found:
        raise UpheavalError(f"{folder} has no shards of a run; expected {folder / SHARDS}/1-of-...")
    return found


def _homes(stores: list[RunStore]) -> dict[int, RunStore]:
    """Give which shard holds each batch of the run, by the batch's first replicate."""
    homes: dict[int, RunStore] = {}
    for store in stores:
        missing = {batch.start for batch in store.missing()}
        homes |= {batch.start: store for batch in store.batches if batch.start not in missing}
    lacking = [batch for batch in stores[0].batches if batch.start not in homes]
    if lacking:
        left, first = sum(map(len, lacking)), lacking[0]
        raise UpheavalError(
            f"{left} of {stores[0].manifest.replicates} replicates are in no shard, the first of "
            f"them {first.start} to {first.stop - 1}; start the shards that are missing or were "
            "stopped again, then merge"
        )
    return homes
