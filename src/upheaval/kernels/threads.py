"""Blocks shared out among threads: compiled loops that hold no lock, called from Python threads.

Compiled in this way a loop is ready in half the time of one that starts its threads itself, and
several processes or threads may run it at once. As many threads are used as
`numba.set_num_threads` says.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise

import numba

_PIECES = 8  # for each thread: blocks differ in how much there is to do


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(thread_name_prefix="upheaval-kernel")


def over_blocks(work: Callable[[int, int], None], blocks: int) -> None:
    """Call ``work(first, stop)`` for pieces that together are all the blocks."""
    threads = min(numba.get_num_threads(), blocks)
    if threads <= 1:
        work(0, blocks)
        return
    pieces = min(blocks, threads * _PIECES)
    cuts = [blocks * piece // pieces for piece in range(pieces + 1)]
    # One task a thread, which takes every n-th piece: the pool may be larger than that.
    shares = [list(pairwise(cuts))[t::threads] for t in range(threads)]

    def share_of(pairs: list[tuple[int, int]]) -> None:
        for first, stop in pairs:
            work(first, stop)

    for done in [_pool().submit(share_of, pairs) for pairs in shares]:
        done.result()
