"""Worker processes: how they start, how many threads each has, and how they end.

A worker is a fresh process that imports what its tasks name and nothing else. The script or
notebook that asked for the run is not imported again, so it needs no ``__main__`` guard.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import types
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, resource_tracker
from multiprocessing.context import SpawnContext, SpawnProcess

from upheaval.errors import UpheavalError

_THREADS_OF_LOOPS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS")
_THREADS_OF_PRODUCTS = "OPENBLAS_NUM_THREADS"
_starting = threading.Lock()


class Worker(SpawnProcess):
    """A process of the pool."""

    def start(self) -> None:
        """Start the process; an interrupt waits until it is among those that can be ended."""
        # Done by the first start anyhow, and would let interrupts through that are held below.
        resource_tracker.ensure_running()
        with _starting, _plain_main(), _interrupts_held():
            super().start()


class _Context(SpawnContext):
    Process = Worker


@contextmanager
def _plain_main() -> Iterator[None]:
    """Hide the main module while a process starts, so that the process does not import it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start a process that Ctrl-C does not reach: its parent decides when it ends."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def usable_cores(workers: int | None) -> int:
    """Give the cores to use: those asked for, or all that this process may use.

    Raises
    ------
    UpheavalError
        If ``workers`` is no whole number, or less than 1.
    """
    if workers is not None:
        if not isinstance(workers, int) or workers < 1:
            raise UpheavalError(f"workers: got {workers}, expected 1 or more")
        return workers
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def make_pool(processes: int, threads: int) -> ProcessPoolExecutor:
    """Give a pool of fresh processes, each with so many threads for compiled loops."""
    return ProcessPoolExecutor(
        processes, mp_context=_Context(), initializer=_begin, initargs=(threads,)
    )


def stop_pool(executor: Executor) -> None:
    """End a pool and all workers of this process at once; only what they were at is lost.

    The pool's own thread is waited for: one that still closes its pipes while the interpreter
    ends would print a traceback.
    """
    _stop_workers()
    executor.shutdown(wait=True, cancel_futures=True)


def _stop_workers() -> None:
    workers = [child for child in multiprocessing.active_children() if isinstance(child, Worker)]
    for worker in workers:
        worker.terminate()
    for worker in workers:
        # Waited for, so that none still writes when its folder is removed or used again.
        worker.join()


def leave_interrupts_to_parent() -> None:
    """Ignore Ctrl-C in this process: its parent decides when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _begin(threads: int) -> None:
    leave_interrupts_to_parent()
    # Read when numba and its like are imported, which the first task does.
    for name in _THREADS_OF_LOOPS:
        os.environ[name] = str(threads)
    os.environ[_THREADS_OF_PRODUCTS] = "1"
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A worker waits for tasks from a queue that it holds open itself: it would wait for ever if
    # its parent were killed.
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


@contextmanager
def limited_threads(threads: int) -> Iterator[None]:
    """Run compiled loops in this process on so many threads, as far as there are that many.

    Products of the small matrices of a run take one: more would only wait for each other.
    """
    import numba
    from threadpoolctl import threadpool_limits

    before = numba.get_num_threads()
    # No more than numba was started with, which an environment variable may have lowered.
    most: int = vars(numba.config)["NUMBA_NUM_THREADS"]
    numba.set_num_threads(max(1, min(threads, most)))
    try:
        with threadpool_limits(1, user_api="blas"):
            yield
    finally:
        numba.set_num_threads(before)
