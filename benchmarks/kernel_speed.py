"""How fast the citizens step, alone and in a batch, beside the memory speed of the same minute.

Prints citizen-steps per second of processor time on one thread, and the memory traffic that
means (14 bytes a citizen-step: three traits and a state read, a state written) as a share of what
a plain triad ``a = b + 3 c`` reaches (four times eight bytes a row, counting the line that is
read before it is written). A batch reads the traits once for all its replicates.

    python benchmarks/kernel_speed.py [rows] [replicates]
"""

import sys
import time
from collections.abc import Callable

import numba
import numpy as np

from upheaval.kernels import citizens, words
from upheaval.kernels.compiling import compiled

BYTES_ALONE = 14
REPEATS = 12


@compiled()
def triad(a, b, c):
    """Stream three arrays through the processor."""
    for i in range(a.size):
        a[i] = b[i] + 3.0 * c[i]


def fastest(work: Callable[[], None]) -> float:
    """Least processor seconds of several repeats: the machine may be shared."""
    work()
    seconds = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def triad_speed(rows: int) -> float:
    """Bytes a second of the triad."""
    a, b, c = np.empty(rows), np.ones(rows), np.ones(rows)
    return 32 * rows / fastest(lambda: triad(a, b, c))


def citizen_speed(rows: int, replicates: int) -> float:
    """Citizen-steps a second, in a crisis: a tenth of the people out, every fate possible."""
    bases = words.replicate_bases(1, range(replicates))
    draws = words.uniform(words.replicate_bases(1, [0]), 0, 0, 4 * rows).reshape(4, rows)
    hardship, risk, threshold = draws[:3].astype(np.float32)
    threshold *= np.float32(0.2)
    shares = np.cumsum([0.87, 0.06, 0.03, 0.01, 0.01, 0.01])
    state = np.repeat(np.searchsorted(shares, draws[3]).astype(np.uint8)[None], replicates, 0)
    blocks = citizens.make_blocks([rows], [True])
    shape = (replicates, 1)
    terms = [np.full(shape, x, np.float32) for x in (0.18, 0.05, 0.1)]
    chances = [0.2, 0.2, 0.1, 0.05, 0.1, 0.01, 0.02, 0.001, 0.002, 0.03, 0.1, 1e-5]
    limits = [np.full(shape, citizens.probability_threshold(p)) for p in chances]
    counts = np.empty((*shape, citizens.COUNTS), np.int64)
    ticks = iter(range(words.TICKS))

    def step() -> None:
        counter = words.counter_base(1, next(ticks))
        citizens.step_citizens(
            state, hardship, risk, threshold, *blocks, *terms, *limits, bases, counter, counts
        )

    return rows * replicates / fastest(step)


def main(rows: int = 8_000_000, replicates: int = 16) -> None:
    """Print the three speeds."""
    numba.set_num_threads(1)
    memory = triad_speed(rows * 2)
    print(f"memory triad                {memory / 1e9:8.1f} GB a second")
    alone = citizen_speed(rows, 1)
    share = alone * BYTES_ALONE / memory
    print(
        f"citizens, alone             {alone / 1e6:8.0f} million steps a processor second", end=""
    )
    print(f" ({share:.0%} of the triad's traffic)")
    batch = citizen_speed(rows // 4, replicates)
    print(f"citizens, {replicates:3} replicates   {batch / 1e6:8.0f} million", end="")
    print(f" ({batch / alone:.2f} times alone)")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
