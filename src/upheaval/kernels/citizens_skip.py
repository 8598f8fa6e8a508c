"""One tick of citizens sorted by threshold, leaving out whoever cannot change: the same bytes.

`citizens.step_citizens` says what the arguments are and the rule. Three facts are used, none of
them an approximation:

- *Reach.* In a block sorted by threshold nobody beyond a certain place wants to act: with the
  largest hardship and the smallest risk of the block the inequality fails there, and each of its
  float32 operations is monotone, rounding included. Before that place (rounded up) everybody is
  stepped by the full rule.
- *Rest.* Beyond it the quiet stay quiet, unless they are swept; so only those who are not quiet
  are looked at, one by one. They are found by reading their states, and not even that where
  `occupied` says that a stretch of people holds nobody else than quiet ones.
- *Sweep.* Who is picked up at home is decided by his draw alone. Where there is a sweep, the draws
  of all people of the cell are made, in the order of their rows, without reading anything else.

A person's draw is that of his row, wherever he stands after sorting.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import boolean, int64, uint8, uint32, uint64
from numpy.typing import NDArray

from upheaval.kernels.citizens_loops import (
    LOW_31_BITS,
    PIECE,
    STATES,
    TOGETHER,
    Bytes,
    Floats,
    Indices,
    Thresholds,
    Words,
    close,
    code_after,
    move,
    tally,
)
from upheaval.kernels.compiling import compiled, prefer_wide_vectors
from upheaval.kernels.words import FIRST_MULTIPLIER, GOLDEN, SECOND_MULTIPLIER, stir

STRETCH_BITS = 6
"""``2 ** 6`` people share one mark of `occupied`."""

_STRETCH = 1 << STRETCH_BITS
_ROUNDED = 64  # rows; a vector loop likes whole vectors, and stepping more people is never wrong
_DRAWN = 512  # rows whose draws are compared with the sweep at once
_VECTORS = 32  # rows of four vectors of words: the loop of `_largest` then has no remainder
_MARKS = 32  # marks looked at together
_CERTAIN = 1 << 31
_FOUND = 8  # a quiet person whom the sweep has found, between the two halves of a tick

Bounds = NDArray[np.float32]


@compiled(inner=True)
def _draw_rows(
    u: Thresholds, v: Thresholds, row: NDArray[np.uint32], sum_: np.uint64, base: np.uint64
) -> None:
    prefer_wide_vectors()
    for i in range(u.size):
        word = stir(sum_ + GOLDEN * uint64(row[i]), base)
        u[i] = uint32(word >> uint64(33))
        v[i] = uint32(word) & LOW_31_BITS


@compiled(inner=True)
def reach(
    threshold: Floats,
    low: int,
    high: int,
    bounds: Bounds,
    grim: np.float32,
    push: np.float32,
    fear: np.float32,
) -> int:
    """Give the first of the places low to high after which nobody of a sorted block wants to act.

    bounds float32[4] are the least and largest hardship and the least and largest risk.
    """
    gain = max(grim * bounds[0], grim * bounds[1])
    cost = min(fear * bounds[2], fear * bounds[3])
    most = gain - cost
    if not (np.isfinite(gain) and np.isfinite(cost) and np.isfinite(push)):
        return high  # no order to rely on: everybody is stepped
    if low == high or most <= threshold[low] - push:
        return low  # most often nobody is near
    while low < high:
        middle = (low + high) // 2
        if most > threshold[middle] - push:
            low = middle + 1
        else:
            high = middle
    return low


@compiled(inner=True)
def _largest(sum_: np.uint64, base: np.uint64, rows: int) -> np.uint64:
    """Largest word of successive rows, as far as its upper 31 bits go."""
    prefer_wide_vectors()
    largest = uint64(0)
    for _ in range(rows):
        word = ((sum_ ^ (sum_ >> uint64(30))) * FIRST_MULTIPLIER) ^ base
        sum_ = sum_ + GOLDEN  # added, since vectors multiply 64 bits slowly
        # The last step of `stir` leaves the upper bits as they are.
        largest = max(largest, (word ^ (word >> uint64(27))) * SECOND_MULTIPLIER)
    return largest


@compiled(inner=True)
def _find_swept(
    state: Bytes,
    occupied: Bytes,
    place: NDArray[np.uint32],
    low: int,
    high: int,
    sweep: np.uint32,
    counter: np.uint64,
    base: np.uint64,
) -> None:
    """Mark the quiet among the rows whose draw falls into the sweep."""
    for first in range(low, high, _DRAWN):
        last = min(first + _DRAWN, high)
        sum_ = base + GOLDEN * (counter + uint64(first))
        # A few rows too many can only make us look closer.
        rows = (last - first + _VECTORS - 1) // _VECTORS * _VECTORS
        if (_largest(sum_, base, rows) >> uint64(33)) < uint64(sweep):
            continue
        for row in range(first, last):
            if uint32(stir(sum_, base) >> uint64(33)) >= sweep:
                here = place[row]
                if state[here] == uint8(0):
                    state[here] = uint8(_FOUND)
                    occupied[here >> uint32(STRETCH_BITS)] = uint8(1)
            sum_ = sum_ + GOLDEN


@compiled(inner=True)
def _step_resting(
    k: int,
    state: Bytes,
    occupied: Bytes,
    places: NDArray[np.uint32],
    found: np.int64,
    row: NDArray[np.uint32],
    limit: Thresholds,
    sum_: np.uint64,
    base: np.uint64,
    counted: Indices,
) -> None:
    """Step those at the first `found` places, who are not quiet and none of whom wants to act."""
    for j in range(found):
        here = places[j]
        draw = uint32(stir(sum_ + GOLDEN * uint64(row[here]), base) >> uint64(33))
        # The draw of whom the sweep has found tells it again; his mark is no state.
        now = uint32(state[here] & uint8(7))
        code = code_after(
            now, draw, uint32(0), boolean(False), limit[0], limit[1], limit[2], limit[3],
            limit[4], limit[5], limit[6], limit[7], limit[8], limit[9], limit[10], limit[11],
        )  # fmt: skip
        state[here] = uint8(code & uint32(7))
        counted[code] += 1
        if code & uint32(7):
            occupied[k, here >> uint32(STRETCH_BITS)] = uint8(1)


@compiled(inner=True)
def _add(counted: Indices, row: Indices) -> None:
    """Add what `_step_resting` counted, by code, to the counts of a block."""
    for s in range(1, STATES):
        row[s] += counted[s] + counted[8 + s]
    for flow in range(3):
        row[STATES + flow] += counted[8 + 4 + flow]


@compiled(inner=True)
def _is_marked(occupied: Bytes, k: int, first: int, last: int) -> bool:
    found = uint8(0)
    for stretch in range(first, min(last, occupied.shape[1])):
        found |= occupied[k, stretch]
    return bool(found != uint8(0))


@compiled(inner=True)
def _holds_anybody(state: Bytes, start: int) -> bool:
    """Tell whether anybody of a whole stretch is not quiet."""
    found = uint8(0)
    for i in range(_STRETCH):  # a fixed number, so that it is a few vector instructions
        found |= state[start + i]
    return bool(found != uint8(0))


@compiled(inner=True)
def _step_near(
    state: Bytes,
    low: int,
    high: int,
    hardship: Floats,
    risk: Floats,
    threshold: Floats,
    row: NDArray[np.uint32],
    grim: np.float32,
    push: np.float32,
    fear: np.float32,
    limit: Thresholds,
    sum_: np.uint64,
    base: np.uint64,
    u: Thresholds,
    v: Thresholds,
    codes: Words,
    code: Bytes,
    counts: Indices,
) -> None:
    """Step the people from one place to another by the full rule; u to code are scratch."""
    for start in range(low, high, PIECE):
        stop = min(start + PIECE, high)
        n = stop - start
        words = (n + 7) // 8
        codes[words - 1] = uint64(0)
        for i in range(start, stop):
            state[i] &= uint8(7)
        _draw_rows(u[:n], v[:n], row[start:stop], sum_, base)
        move(
            state[start:stop], hardship[start:stop], risk[start:stop], threshold[start:stop],
            u[:n], v[:n], code[:n], grim, push, fear,
            limit[0], limit[1], limit[2], limit[3], limit[4], limit[5], limit[6],
            limit[7], limit[8], limit[9], limit[10], limit[11],
        )  # fmt: skip
        tally(codes[:words], counts)


@compiled(inner=True)
def _step_far(
    k: int,
    state: Bytes,
    occupied: Bytes,
    known: bool,
    start: int,
    end: int,
    row: NDArray[np.uint32],
    limit: Thresholds,
    sum_: np.uint64,
    base: np.uint64,
    places: NDArray[np.uint32],
    starts: Indices,
    counted: Indices,
    counts: Indices,
) -> None:
    """Step the people from a place to the end of their block, none of whom wants to act."""
    for code in range(counted.size):
        counted[code] = 0
    any_found = False
    while start < end:
        stretch = start >> STRETCH_BITS
        if known and not _is_marked(occupied, k, stretch, stretch + _MARKS):
            start = (stretch + _MARKS) << STRETCH_BITS
            continue
        # Stretches first, people after, neither with a branch: the machine reads on while it waits
        # for memory, and most stretches hold somebody no more.
        held: np.int64 = int64(0)
        for here in range(stretch, min(stretch + _MARKS, ((end - 1) >> STRETCH_BITS) + 1)):
            stop = min((here + 1) << STRETCH_BITS, end)
            if occupied[k, here] or not known:
                starts[held] = start
                if stop - start == _STRETCH:
                    # Whoever stays out marks it again. A stretch shared with another block may
                    # hold that one's people: only they could tell.
                    occupied[k, here] = uint8(0)
                    held += int64(_holds_anybody(state, start))
                else:
                    held += 1
            start = stop
        found: np.int64 = int64(0)
        for h in range(held):
            for i in range(starts[h], min(((starts[h] >> STRETCH_BITS) + 1) << STRETCH_BITS, end)):
                places[found] = i
                found += int64(state[i] != uint8(0))
        if found:
            any_found = True
            _step_resting(k, state, occupied, places, found, row, limit, sum_, base, counted)
    if any_found:
        _add(counted, counts)


def scratch() -> tuple[Any, ...]:
    """Give what `step_blocks` writes to and forgets, for one thread."""
    codes = np.empty(PIECE // 8, np.uint64)
    u, v = np.empty(PIECE, np.uint32), np.empty(PIECE, np.uint32)
    places, starts = np.empty(_MARKS * _STRETCH, np.uint32), np.empty(_MARKS, np.int64)
    return u, v, codes, codes.view(np.uint8), places, starts, np.empty(16, np.int64)


@compiled(borrows=True)
def step_blocks(
    begin: int,
    stop_before: int,
    state: Bytes,
    occupied: Bytes,
    known: bool,
    hardship: Floats,
    risk: Floats,
    threshold: Floats,
    row: NDArray[np.uint32],
    low: Indices,
    high: Indices,
    cell: Indices,
    bounds: Bounds,
    grim: Floats,
    push: Floats,
    fear: Floats,
    limits: Thresholds,
    bases: Words,
    counter: np.uint64,
    partial: Indices,
    u: Thresholds,
    v: Thresholds,
    codes: Words,
    code: Bytes,
    places: NDArray[np.uint32],
    starts: Indices,
    counted: Indices,
) -> None:
    """Advance the people of some blocks, in every replicate; partial int64[B, K, 10] is added to.

    Within a block the thresholds rise. ``known`` tells whether `occupied` is right about where
    nobody but the quiet is; it is made right. `find_swept` must have been through all blocks.

    u to counted are from `scratch`.
    """
    for begins in range(0, state.shape[0], TOGETHER):
        ends = min(begins + TOGETHER, state.shape[0])
        for b in range(begin, stop_before):
            c, first, end = cell[b], low[b], high[b]
            extremes = bounds[b]
            for k in range(begins, ends):
                base = bases[k]
                sum_ = base + GOLDEN * counter
                near = reach(threshold, first, end, extremes, grim[k, c], push[k, c], fear[k, c])
                near = min(first + (near - first + _ROUNDED - 1) // _ROUNDED * _ROUNDED, end)
                if near > first:
                    _step_near(
                        state[k], first, near, hardship, risk, threshold, row,
                        grim[k, c], push[k, c], fear[k, c], limits[k, c], sum_, base,
                        u, v, codes, code, partial[b, k],
                    )  # fmt: skip
                    for stretch in range(first >> STRETCH_BITS, ((near - 1) >> STRETCH_BITS) + 1):
                        occupied[k, stretch] = uint8(1)
                if near < end and (
                    not known
                    or _is_marked(
                        occupied, k, near >> STRETCH_BITS, ((end - 1) >> STRETCH_BITS) + 1
                    )
                ):
                    _step_far(
                        k, state[k], occupied, known, near, end, row, limits[k, c], sum_, base,
                        places, starts, counted, partial[b, k],
                    )  # fmt: skip
                close(partial[b, k], end - first)


@compiled(borrows=True)
def find_swept(
    begin: int,
    stop_before: int,
    state: Bytes,
    occupied: Bytes,
    place: NDArray[np.uint32],
    low: Indices,
    high: Indices,
    cell: Indices,
    limits: Thresholds,
    bases: Words,
    counter: np.uint64,
) -> None:
    """Mark the quiet whom a sweep finds among the rows of some blocks, in every replicate.

    The blocks must cover their cells whole: who has a row of a block may stand in another.
    """
    for begins in range(0, state.shape[0], TOGETHER):
        ends = min(begins + TOGETHER, state.shape[0])
        for b in range(begin, stop_before):
            for k in range(begins, ends):
                sweep = limits[k, cell[b], 11]
                if sweep < uint32(_CERTAIN):
                    _find_swept(
                        state[k], occupied[k], place, low[b], high[b], sweep, counter, bases[k]
                    )
