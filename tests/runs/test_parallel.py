"""What is left when work on worker processes ends early."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time

import pytest

from upheaval.errors import UpheavalError
from upheaval.runs.parallel import parallel_map


def wait_or_return(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def die(seconds: float) -> None:
    time.sleep(seconds)
    os._exit(1)


def test_work_that_is_stopped_leaves_neither_processes_nor_threads() -> None:
    before = set(threading.enumerate())
    results = parallel_map(wait_or_return, [(0.0,), (600.0,), (600.0,)], workers=2)
    assert next(results) == (0, 0.0)
    assert multiprocessing.active_children()
    results.close()
    assert set(threading.enumerate()) <= before
    assert not multiprocessing.active_children()


def test_workers_that_die_leave_no_threads() -> None:
    before = set(threading.enumerate())
    with pytest.raises(UpheavalError, match="a worker process died"):
        list(parallel_map(die, [(0.0,), (0.0,)], workers=2))
    assert set(threading.enumerate()) <= before
