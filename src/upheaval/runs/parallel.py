"""Batches over the cores of this machine."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import BrokenExecutor, as_completed
from pathlib import Path
from typing import Any, TypeVar

from upheaval.errors import UpheavalError

T = TypeVar("T")


def parallel_map(
    function: Callable[..., T], tasks: Sequence[tuple[object, ...]], workers: int | None = None
) -> Generator[tuple[int, T]]:
    """Call a function with each task's arguments and give positions and results as they come.

    Parameters
    ----------
    function : callable
        A function of a module, so that another process finds it.
    tasks : sequence of tuple
        Arguments of each call.
    workers : int, optional
        Cores to use; by default all. One works in this process.

    Raises
    ------
    UpheavalError
        If ``workers`` is less than 1, or worker processes die.
    """
    from upheaval.runs.workers import limited_threads, make_pool, stop_pool, usable_cores

    cores = usable_cores(workers)
    if cores == 1 or len(tasks) <= 1:
        with limited_threads(cores):
            for position, task in enumerate(tasks):
                yield position, function(*task)
        return
    executor = make_pool(min(cores, len(tasks)), 1)
    try:
        futures = {executor.submit(function, *task): n for n, task in enumerate(tasks)}
        for future in as_completed(futures):
            yield futures[future], future.result()
        executor.shutdown()
    except BrokenExecutor:
        executor.shutdown(cancel_futures=True)
        raise UpheavalError(
            "a worker process died, perhaps for want of memory; what is done is kept: give the "
            "command again, with fewer `workers` or a larger `scale`"
        ) from None
    except BaseException:
        stop_pool(executor)
        raise


def complete_batches(
    measure: Callable[..., int],
    tasks: Sequence[tuple[Any, ...]],
    workers: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> None:
    """Measure the batches whose files are missing, each kept as soon as it is done.

    Parameters
    ----------
    measure : callable
        Writes one batch to its file and gives how many runs it was.
    tasks : sequence of tuple
        Arguments of each call: the second is the file, the third has one entry a run.
    workers
        As for `spread`.
    progress : callable, optional
        Called with the number of runs done.
    """
    missing = [task for task in tasks if not Path(task[1]).is_file()]
    done = sum(len(task[2]) for task in tasks) - sum(len(task[2]) for task in missing)
    if progress is not None:
        progress(done)
    for _, count in parallel_map(measure, missing, workers):
        done += count
        if progress is not None:
            progress(done)
