"""Guards of speed: processor time beside that of a reference loop in the same run, no wall clock.

Each limit leaves a factor of two or more to what was measured, since machines differ; what they
catch is a loop that lost its vectors or a skip that skips nothing.
"""

import time
from collections.abc import Callable

import numba
import numpy as np
import pytest

from upheaval.bench import kernel
from upheaval.kernels import citizens, words
from upheaval.kernels.citizens_order import make_order, nobody_out, rows_by_threshold
from upheaval.kernels.coalition import ruling_coalitions


@pytest.fixture(autouse=True)
def _one_thread():
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    yield
    numba.set_num_threads(before)


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    work()
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def test_the_kernel_moves_a_good_share_of_the_memory_that_a_triad_moves():
    speed = kernel.measure(1_000_000, 8, 5)
    assert speed.roof_share > 0.12  # 0.42 to 0.54 measured
    assert speed.batched > 0.7 * speed.single


def test_skipping_an_aftermath_costs_a_small_part_of_stepping_everybody():
    people, replicates = 400_000, 4
    draws = words.uniform(words.replicate_bases(1, [0]), 0, 0, 3 * people).reshape(3, people)
    hardship, risk, threshold = draws.astype(np.float32)
    blocks = citizens.make_blocks([people], [True], 1 << 14)
    row = rows_by_threshold(threshold).astype(np.uint32)
    traits = [trait[row] for trait in (hardship, risk, threshold)]
    order = make_order(row, *traits, *blocks[:2])
    bases = words.replicate_bases(1, range(replicates))
    state = np.zeros((replicates, people), np.uint8)
    shape = (replicates, 1)
    terms = [np.full(shape, x, np.float32) for x in (0.1, -0.08, 0.1)]
    chances = [0.3, 0.2, 0.1, 0.05, 0.1, 0.01, 0.02, 0.001, 0.002, 0.03, 0.1]

    def step(sweep: float, **skipping: object) -> Callable[[], None]:
        limits = [np.full(shape, citizens.probability_threshold(p)) for p in (*chances, sweep)]
        counts = np.empty((*shape, citizens.COUNTS), np.int64)

        def work() -> None:
            citizens.step_citizens(
                state, *traits, *blocks, *terms, *limits, bases, words.counter_base(1, 1),
                counts, **skipping,
            )  # fmt: skip

        return work

    everybody = seconds(step(0.0))
    state[:] = 0
    occupied = nobody_out(order, replicates)
    resting = seconds(step(0.0, order=order, occupied=occupied))
    swept = seconds(step(1e-5, order=order, occupied=occupied))
    assert resting < 0.15 * everybody  # 0.02 measured
    assert swept < 0.8 * everybody  # 0.4 measured


def test_a_ruling_coalition_of_twelve_costs_less_than_sorting_half_a_million_numbers():
    # Sorting takes some 30 ms on the machine on which one coalition takes 0.5.
    shares = np.exp(np.sin(np.arange(120) * 12.9898)).reshape(10, 12)
    numbers = np.sin(np.arange(500_000) * 12.9898)
    solved = seconds(lambda: ruling_coalitions(shares, [(1 << 12) - 1] * 10, 0.8)) / 10
    assert solved < 0.3 * seconds(lambda: np.sort(numbers, kind="heapsort"))
