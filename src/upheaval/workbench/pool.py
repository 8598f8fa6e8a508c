"""Worker processes of the server: warm, shared by all jobs in turn, and told when to stop.

A thread a worker hands it one task after the other, of the jobs in turn, so that a short run does
not wait for a long one. A worker that does not stop when it is told to, or that dies, is replaced.
"""

from __future__ import annotations

import os
import pickle
import threading
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from time import monotonic
from typing import Any

from upheaval.errors import UpheavalError
from upheaval.runs.workers import Worker, leave_interrupts_to_parent
from upheaval.workbench.worker_tasks import Stopped

PATIENCE = 3.0
"""Seconds that a worker has to stop when its job is cancelled."""

LIVES = 2
"""Workers that one task may cost before its job fails."""

WAIT = 0.2
THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")

Done = Callable[[list[Any]], None]


@dataclass(eq=False)
class Work:
    """Tasks of one job.

    Parameters
    ----------
    tasks : sequence of (function, arguments, weight)
        What to do; each function takes ``report`` as its last argument.
    on_progress : callable
        Called with the weight that is done, from a thread of the pool.
    on_done : callable
        Called with all results, in the order of the tasks.
    on_failure : callable
        Called with what went wrong.
    """

    tasks: Sequence[tuple[Callable[..., Any], tuple[Any, ...], float]]
    on_progress: Callable[[float], None]
    on_done: Done
    on_failure: Callable[[UpheavalError], None]
    cancelled: threading.Event = field(default_factory=threading.Event)
    waiting: deque[int] = field(default_factory=deque)
    shares: dict[int, float] = field(default_factory=dict)
    results: dict[int, Any] = field(default_factory=dict)
    ended: bool = False

    def __post_init__(self) -> None:
        self.waiting.extend(range(len(self.tasks)))

    def done(self) -> float:
        """Give the weight that is done."""
        return sum(self.tasks[n][2] * share for n, share in list(self.shares.items()))


class Pool:
    """So many worker processes, started when there is something to do."""

    def __init__(self, workers: int) -> None:
        self._changed = threading.Condition()
        self._works: deque[Work] = deque()
        self._closing = False
        self._hands: dict[int, _Hand] = {}
        self._threads = [
            threading.Thread(target=self._serve, args=(n,), name=f"worker {n}", daemon=True)
            for n in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Work) -> None:
        """Take on a job's tasks."""
        if not work.tasks:
            work.ended = True
            work.on_done([])
            return
        with self._changed:
            self._works.append(work)
            self._changed.notify_all()

    def cancel(self, work: Work) -> None:
        """Drop what waits of a job and tell its workers to stop."""
        work.cancelled.set()
        with self._changed:
            work.waiting.clear()
            if work in self._works:
                self._works.remove(work)

    def pids(self) -> set[int | None]:
        """Give the process numbers of the workers that were started."""
        return {hand.pid for hand in list(self._hands.values())}

    def close(self) -> None:
        """End all workers."""
        with self._changed:
            self._closing = True
            for work in self._works:
                work.cancelled.set()
            self._works.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=2 * PATIENCE)

    # ------------------------------------------------------------------ one worker's thread
    def _next(self) -> tuple[Work, int] | None:
        with self._changed:
            while not self._closing and not self._works:
                self._changed.wait()
            if self._closing:
                return None
            work = self._works.popleft()
            task = work.waiting.popleft()
            if work.waiting:
                self._works.append(work)
            return work, task

    def _serve(self, number: int) -> None:
        while (found := self._next()) is not None:
            work, task = found
            for life in range(LIVES):
                if number not in self._hands or not self._hands[number].is_alive:
                    self._hands[number] = _Hand()
                if self._do(self._hands[number], work, task, last=life == LIVES - 1):
                    break
        if number in self._hands:
            self._hands.pop(number).end()

    def _do(self, hand: _Hand, work: Work, task: int, last: bool) -> bool:
        """Do a task; False if the worker died and may be replaced."""
        function, arguments, _ = work.tasks[task]

        def on_share(share: float) -> None:
            work.shares[task] = share
            work.on_progress(work.done())

        try:
            result = hand.do(function, arguments, on_share, self._stops(work))
        except Stopped:
            return True
        except _DiedError:
            if not last:
                return False
            self._fail(work, UpheavalError(
                "a worker process died, perhaps for want of memory; expected a smaller run, with "
                "fewer replicates or more people a citizen"
            ))  # fmt: skip
            return True
        except UpheavalError as error:
            self._fail(work, error)
            return True
        on_share(1.0)
        with self._changed:
            work.results[task] = result
            complete = len(work.results) == len(work.tasks) and not work.ended
            work.ended = work.ended or complete
        if complete:
            self._finish(work)
        return True

    def _stops(self, work: Work) -> Callable[[], bool]:
        return lambda: self._closing or work.cancelled.is_set()

    def _fail(self, work: Work, error: UpheavalError) -> None:
        self.cancel(work)
        with self._changed:
            ended, work.ended = work.ended, True
        if not ended:
            work.on_failure(error)

    def _finish(self, work: Work) -> None:
        try:
            work.on_done([work.results[n] for n in range(len(work.tasks))])
        except Exception as error:  # the thread must go on with the other jobs
            work.on_failure(_sendable(error))


class _DiedError(Exception):
    pass


class _Hand:
    """A worker process, from the side of its thread."""

    def __init__(self) -> None:
        self._pipe, far = get_context("spawn").Pipe()
        self._process = Worker(target=serve_tasks, args=(far,), daemon=True)
        self._process.start()
        far.close()

    @property
    def pid(self) -> int | None:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    def do(
        self,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        on_share: Callable[[float], None],
        stops: Callable[[], bool],
    ) -> Any:
        try:
            self._pipe.send((function, arguments))
            return self._wait(on_share, stops)
        except (EOFError, OSError):
            self.end()
            raise _DiedError from None

    def _wait(self, on_share: Callable[[float], None], stops: Callable[[], bool]) -> Any:
        told: float | None = None
        while True:
            if self._pipe.poll(WAIT):
                kind, value = self._pipe.recv()
                if kind == "share":
                    on_share(value)
                elif kind == "result":
                    return value
                elif kind == "error":
                    raise value
                else:
                    raise Stopped
            if stops():
                if told is None:
                    told = monotonic()
                    self._pipe.send("stop")
                elif monotonic() - told > PATIENCE:
                    self.end()
                    raise Stopped

    def end(self) -> None:
        self._process.terminate()
        self._process.join()
        self._pipe.close()


def serve_tasks(pipe: connection.Connection) -> None:
    """Do tasks until the pipe closes; runs in a worker process."""
    leave_interrupts_to_parent()
    for name in THREADS:
        # Read when numba and its like are imported, which the first task does.
        os.environ[name] = "1"

    def report(share: float) -> None:
        if pipe.poll():
            pipe.recv()
            raise Stopped
        pipe.send(("share", share))

    while True:
        try:
            message = pipe.recv()
        except EOFError:
            return
        if message == "stop":
            # It came after the task had ended.
            continue
        function, arguments = message
        try:
            pipe.send(("result", function(*arguments, report)))
        except Stopped:
            pipe.send(("stopped", None))
        except Exception as error:  # a worker must not die of what a task raises
            pipe.send(("error", _sendable(error)))


def _sendable(error: Exception) -> UpheavalError:
    if isinstance(error, UpheavalError):
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            return UpheavalError(error.message)
        return error
    lines = traceback.format_exception_only(type(error), error)
    return UpheavalError(f"the run failed: {' '.join(''.join(lines).split())}")
