"""The memory of the machine and the citizens' kernel, in the same minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.kernels import citizens, words
from upheaval.kernels.compiling import compiled

BYTES_ALONE = 14
"""Bytes a citizen-step moves alone: three traits and a state read, a state written."""

# Four times eight bytes a row: a line is read before it is written (McCalpin 1995, STREAM).
_BYTES_OF_TRIAD = 32
_CHANCES = [0.2, 0.2, 0.1, 0.05, 0.1, 0.01, 0.02, 0.001, 0.002, 0.03, 0.1, 1e-5]


@dataclass(frozen=True)
class KernelSpeed:
    """Speeds on one thread; steps are of citizens, a second of processor time."""

    roof: float
    single: float
    batched: float

    @property
    def roof_share(self) -> float:
        """Memory traffic of the kernel alone, as a share of the triad's."""
        return self.single * BYTES_ALONE / self.roof


def measure(rows: int, replicates: int, repeats: int) -> KernelSpeed:
    """Measure the triad and the kernel, stepping everybody, alone and with `replicates` at once."""
    return KernelSpeed(
        triad_speed(2 * rows, repeats),
        citizen_speed(rows, 1, repeats),
        citizen_speed(rows // 4, replicates, repeats),
    )


@compiled()
def _triad(a: NDArray[Any], b: NDArray[Any], c: NDArray[Any]) -> None:
    for i in range(a.size):
        a[i] = b[i] + 3.0 * c[i]


def fastest(work: Callable[[], None], repeats: int) -> float:
    """Least processor seconds of several repeats, after one that compiles."""
    work()
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return max(min(seconds), 1e-9)


def triad_speed(rows: int, repeats: int) -> float:
    """Bytes a second of ``a = b + 3 c``."""
    a, b, c = np.empty(rows), np.ones(rows), np.ones(rows)
    return _BYTES_OF_TRIAD * rows / fastest(lambda: _triad(a, b, c), repeats)


def citizen_speed(rows: int, replicates: int, repeats: int) -> float:
    """Citizen-steps a second in a crisis: a tenth of the people out, every fate possible."""
    bases = words.replicate_bases(1, range(replicates))
    draws = words.uniform(words.replicate_bases(1, [0]), 0, 0, 4 * rows).reshape(4, rows)
    hardship, risk, threshold = draws[:3].astype(np.float32)
    threshold *= np.float32(0.2)
    shares = np.cumsum([0.87, 0.06, 0.03, 0.01, 0.01, 0.01])
    state = np.repeat(np.searchsorted(shares, draws[3]).astype(np.uint8)[None], replicates, 0)
    low, high, cell = citizens.make_blocks([rows], [True])
    shape = (replicates, 1)
    grim, push, fear = (np.full(shape, x, np.float32) for x in (0.18, 0.05, 0.1))
    limits: Any = [np.full(shape, citizens.probability_threshold(p)) for p in _CHANCES]
    counts = np.empty((*shape, citizens.COUNTS), np.int64)
    ticks = iter(range(words.TICKS))

    def step() -> None:
        rest: Any = (*limits, bases, words.counter_base(1, next(ticks)), counts)
        citizens.step_citizens(
            state, hardship, risk, threshold, low, high, cell, grim, push, fear, *rest
        )

    return rows * replicates / fastest(step, repeats)
