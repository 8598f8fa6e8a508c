"""The ensemble: all replicates of a plan, batch by batch, on any executor, into a store.

A task is one batch. It writes into the store itself and may be done twice or by any process that
sees the folder, so a pool on this machine, Dask and MPI all serve, and all leave the same bytes.
"""

from __future__ import annotations

import pickle
import threading
import warnings
import zlib
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import BrokenExecutor, Executor, as_completed
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from upheaval.errors import UpheavalError
from upheaval.runs.files import check_writable
from upheaval.runs.plan import RunPlan
from upheaval.runs.workers import limited_threads, make_pool, stop_pool, usable_cores

if TYPE_CHECKING:
    from upheaval.runs.store import RunStore

Progress = Callable[[float], None]
"""Called with the number of replicates done so far; a share of one counts."""

MAX_REBUILDS = 3
"""Pools that may break one after the other, without one batch done, before we give up."""


def run_plan(
    plan: RunPlan,
    folder: Path,
    *,
    workers: int | None = None,
    resume: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    make_executor: Callable[[], Executor] | None = None,
) -> str:
    """Run every replicate of a plan that the store in a folder lacks.

    Parameters
    ----------
    plan : RunPlan
        What to run.
    folder : Path
        Folder of the store. A complete store of the same run is left as it is.
    workers : int, optional
        Cores to use; by default all. One works in this process, without a pool.
    resume : bool
        Complete the unfinished store of the same run.
    force : bool
        Start over where the folder holds another run, or, without ``resume``, this one. Only the
        parts of a store are replaced.
    progress : callable, optional
        Called in this process with the number of replicates done.
    make_executor : callable, optional
        Gives the executor to run batches on instead of a pool of this machine; called again when
        one breaks.

    Returns
    -------
    str
        Digest of the complete run.

    Raises
    ------
    UpheavalError
        If the folder cannot be written to, holds something else or a damaged store, or if workers
        die again and again.
    """
    usable_cores(workers)
    check_writable(folder)
    finished = _check_folder(plan, folder, resume, force)
    if finished is not None:
        if progress is not None:
            progress(plan.replicates)
        return finished
    run_batches(plan, folder, workers, progress, make_executor)
    from upheaval.runs.store import RunStore

    return RunStore(folder).finish()


def _check_folder(plan: RunPlan, folder: Path, resume: bool, force: bool) -> str | None:
    """Leave the folder with a store of this run; give its digest if that is complete."""
    # Imported late: what runs and stores batches brings numba, zarr and pyarrow.
    from upheaval.runs import store

    try:
        found = store.holds_plan(folder, plan)
    except UpheavalError:
        if not force or not store.is_store(folder):
            raise
        found = None
    if found is None or (force and not resume):
        store.start_store(folder, plan)
        return None
    if not found.is_complete and not resume:
        raise UpheavalError(
            f"{folder} holds this run, unfinished: complete it with `resume=True`, or start over "
            "with `force=True`"
        )
    try:
        existing = store.complete_layout(folder, plan)
        existing.verify()
    except UpheavalError:
        if not force:
            raise
        store.start_store(folder, plan)
        return None
    return None if existing.missing() else existing.finish()


def run_batches(
    plan: RunPlan,
    folder: Path,
    workers: int | None = None,
    progress: Progress | None = None,
    make_executor: Callable[[], Executor] | None = None,
    mine: Collection[int] | None = None,
) -> None:
    """Run the batches that a store lacks; of these only those that begin at a replicate of `mine`.

    Arguments are as for `run_plan`; the folder holds a store of the plan.
    """
    from upheaval.runs.store import RunStore

    cores = usable_cores(workers)
    todo = _Todo(RunStore(folder), mine)
    batches = todo.missing()
    processes = max(1, min(cores, len(batches)))
    threads = max(1, cores // processes)
    if make_executor is None and processes == 1:
        with limited_threads(threads):
            _run_here(plan, todo, batches, progress)
    else:
        _run_on(plan, todo, progress, make_executor or (lambda: make_pool(processes, threads)))


class _Todo:
    """The batches of a store that are to be run here."""

    def __init__(self, store: RunStore, mine: Collection[int] | None) -> None:
        self.store = store
        self.mine = [batch for batch in store.batches if mine is None or batch.start in mine]

    @property
    def replicates(self) -> int:
        return sum(map(len, self.mine))

    def missing(self) -> list[range]:
        missing = {batch.start for batch in self.store.missing()}
        return [batch for batch in self.mine if batch.start in missing]


def _run_here(
    plan: RunPlan, todo: _Todo, batches: Sequence[range], progress: Progress | None
) -> None:
    from upheaval.runs.batch import run_batch

    done = todo.replicates - sum(map(len, batches))

    for batch in batches:

        def on_tick(ticks: int, of: int, done: int = done, size: int = len(batch)) -> None:
            if progress is not None:
                progress(done + size * ticks / of)

        todo.store.write(run_batch(plan, batch, on_tick))
        done += len(batch)


def _run_on(
    plan: RunPlan,
    todo: _Todo,
    progress: Progress | None,
    make_executor: Callable[[], Executor],
) -> None:
    from upheaval.runs.code import code_hash

    # Packed, since a cluster's scheduler passes it on with every batch.
    payload, rebuilds = zlib.compress(pickle.dumps((plan, code_hash()))), 0
    while batches := todo.missing():
        before = len(batches)
        executor = make_executor()
        try:
            _wait_for(executor, payload, todo, batches, progress)
            executor.shutdown()
        except BrokenExecutor:
            executor.shutdown(cancel_futures=True)
            warnings.warn("a worker process died; its batches are run again", stacklevel=2)
        except BaseException:
            stop_pool(executor)
            raise
        rebuilds = 0 if len(todo.missing()) < before else rebuilds + 1
        if rebuilds > MAX_REBUILDS:
            raise UpheavalError(
                f"worker processes died {rebuilds} times in a row, perhaps for want of memory; "
                "use fewer `workers`, a smaller `batch` or a larger `scale`, then `resume=True`"
            )


def _wait_for(
    executor: Executor,
    payload: bytes,
    todo: _Todo,
    batches: Sequence[range],
    progress: Progress | None,
) -> None:
    done = todo.replicates - sum(map(len, batches))
    if progress is not None:
        progress(done)
    # Absolute: a worker may have been started in another folder.
    folder = str(todo.store.folder.absolute())
    futures = {executor.submit(run_task, payload, folder, batch): batch for batch in batches}
    for future in as_completed(futures):
        future.result()
        done += len(futures[future])
        if progress is not None:
            progress(done)


def run_task(payload: bytes, folder: str, batch: range) -> None:
    """Run one batch of a pickled plan and write it into the store; it may be done again.

    Raises
    ------
    UpheavalError
        If this process has another version of the package than the one that asked.
    """
    from upheaval.runs.batch import run_batch
    from upheaval.runs.store import RunStore

    # One at a time: compiled loops share the threads of a process, and batches what is prepared.
    with _one_batch:
        RunStore(Path(folder)).write(run_batch(_plan(payload), batch))


_one_batch = threading.Lock()


@lru_cache(maxsize=1)
def _plan(payload: bytes) -> RunPlan:
    from upheaval.runs.code import code_hash

    plan: RunPlan
    plan, code = pickle.loads(zlib.decompress(payload))
    if code != code_hash():
        raise UpheavalError(
            "a worker has another version of upheaval than the process that asked for the run; "
            "start the workers anew with the same one"
        )
    return plan
