"""The engine's citizens as Granovetter's crowd: grim and fear 0, push = how many act.

The kernel lets a citizen act if ``grim h - fear R > T - push``. With grim = fear = 0 that is
``push > T``: Granovetter's and Kuran's rule, in people. Everybody reconsiders in every tick, and
nobody is struck, wounded or detained.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from upheaval.kernels import citizens, words

HALF_A_PERSON = 0.5
"""Added to the push where thresholds are whole people: the kernel's inequality is strict, and whose
threshold is just met joins."""


def settle(
    thresholds: npt.ArrayLike,
    start: int = 0,
    margin: float = HALF_A_PERSON,
    most_ticks: int = 20_000,
    push: npt.ArrayLike | None = None,
) -> list[int]:
    """Give how many people act after each tick of the kernel, until the number rests.

    It also ends where the number goes to and fro between two values, which the rule never does
    from an empty square, and after `most_ticks`.

    Parameters
    ----------
    thresholds : array, shape ``(people,)``
        How many must act before each joins.
    start : int
        How many are believed to act before the first tick.
    margin : float
        Added to the number acting; `HALF_A_PERSON` for whole thresholds, 0 for others.
    most_ticks : int
        When to stop.
    push : array, shape ``(ticks,)``, optional
        Added to the push in each tick, in people: a shock from outside; the last value stays.
    """
    threshold = np.ascontiguousarray(thresholds, np.float32)
    shocks = np.zeros(1) if push is None else np.asarray(push, np.float64)
    people = threshold.size
    state = np.zeros((1, people), np.uint8)
    nothing = np.zeros(people, np.float32)
    low, high, cell = citizens.make_blocks([people], [True])
    off = np.zeros((1, 1), np.float32)
    never, always = (citizens.probability_threshold([[chance]]) for chance in (0.0, 1.0))
    counts = np.zeros((1, 1, citizens.COUNTS), np.int64)
    bases = words.replicate_bases(1, [0])
    path = [start]
    for tick in range(most_ticks):
        felt = path[-1] + margin + shocks[min(tick, shocks.size - 1)]
        citizens.step_citizens(
            state, nothing, nothing, threshold, low, high, cell,
            off, np.full((1, 1), felt, np.float32), off,
            always, never, never, never, never, never, never, never, never, never, never, never,
            bases, words.counter_base(words.decision_number("theory.crowd"), tick), counts,
        )  # fmt: skip
        path.append(int(counts[0, 0, citizens.RALLYING]))
        rests = path[-1] in path[-3:-1]
        if rests and tick >= shocks.size - 1:
            break
    return path


def crowd_size(
    thresholds: npt.ArrayLike, margin: float = HALF_A_PERSON, most_ticks: int = 20_000
) -> float:
    """Give how many people act in the end; NaN if they come to no rest. As for `settle`."""
    path = settle(thresholds, 0, margin, most_ticks)
    return float(path[-1]) if path[-1] == path[-2] else float("nan")
