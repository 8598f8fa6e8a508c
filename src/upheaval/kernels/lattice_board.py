"""The torus of the lattice kernel: who stands where, and what can be seen from each cell.

Two counts are kept for every cell, of the officers and of the active people in view of it, and
changed when one of them comes, goes or changes. Most people are neither, so that keeping the
counts is far cheaper than looking around from every cell in every tick.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import int64, uint32, uint64
from numpy.typing import NDArray

from upheaval.kernels.compiling import compiled
from upheaval.kernels.words import word64

EMPTY, QUIET, ACTIVE, JAILED, OFFICER = range(5)

ONE_OFFICER = uint32(1)
ONE_ACTIVE = uint32(1 << 16)
TRIES = 32  # most words drawn, of two tries each, before the free cells in view are listed
CELLS_OF_TRY = 4  # a word for every so many cells in view: a small view is sooner listed

Bytes = NDArray[np.uint8]
Places = NDArray[np.int32]
Words = NDArray[np.uint64]


class Board(NamedTuple):
    """A torus of side W with one row each of: occupant's state, occupant's slot, counts in view."""

    state: Bytes
    """uint8[W * W], EMPTY or the state of whoever stands there."""
    slot: Places
    """int32[W * W], the slot of the occupant; meaningless where empty."""
    seen: NDArray[np.uint32]
    """uint32[W, W], officers in view in the lower 16 bits, active people in the upper 16."""


class View(NamedTuple):
    """What can be seen from a cell: rows symmetric about it, and the same as a list of offsets."""

    half: Places
    """int32[2 r + 1], half the width of each row, from the row r above to the row r below."""
    offset: Places
    """int32[A, 2], the cells in view without one's own."""


@compiled()
def around(place: int, side: int) -> int:
    """Bring a coordinate back onto the torus from at most one side away."""
    if place < 0:
        return place + side
    if place >= side:
        return place - side
    return place


@compiled()
def add_in_view(seen: NDArray[np.uint32], half: Places, place: int, amount: np.uint32) -> None:
    """Add an amount to the counts of all cells from which a place is seen, its own included."""
    side = seen.shape[0]
    x, y = place // side, place % side
    reach = half.size // 2
    for d in range(half.size):
        row = seen[around(x + d - reach, side)]
        low, high = y - half[d], y + half[d] + 1
        if low >= 0 and high <= side:
            for j in range(low, high):
                row[j] += amount
        else:
            for j in range(low, high):
                row[around(j, side)] += amount


@compiled()
def below(word: np.uint64, limit: int) -> int:
    """Return a whole number from 0 to limit - 1, from the upper 32 bits of a word."""
    # A compiled int is this type; only the type checker sees two.
    return int64(((word >> uint64(32)) * uint64(limit)) >> uint64(32))  # type: ignore[return-value]


@compiled()
def cell_at(offset: Places, o: int, x: int, y: int, side: int) -> int:
    """Return the cell at the o-th offset from (x, y)."""
    return around(x + offset[o, 0], side) * side + around(y + offset[o, 1], side)


@compiled()
def free_cell(
    state: Bytes, offset: Places, place: int, side: int, base: np.uint64, counter: np.uint64
) -> int:
    """Draw a free cell in view; -1 if there is none.

    Cells in view are drawn until one is free; only after many failures are the free ones listed.
    Try t of a slot has the row ``t * W * W + slot``; the counter comes with the slot added.
    """
    if offset.shape[0] == 0:
        return -1
    x, y = place // side, place % side
    for t in range(min(TRIES, offset.shape[0] // CELLS_OF_TRY)):
        word = word64(base, counter + uint64(t) * uint64(state.size))
        found = cell_at(offset, below(word, offset.shape[0]), x, y, side)
        if state[found] == EMPTY:
            return found
        found = cell_at(offset, below(word << uint64(32), offset.shape[0]), x, y, side)
        if state[found] == EMPTY:
            return found
    word = word64(base, counter + uint64(TRIES) * uint64(state.size))
    return _listed(state, offset, x, y, side, EMPTY, word)


@compiled()
def _listed(
    state: Bytes, offset: Places, x: int, y: int, side: int, wanted: int, word: np.uint64
) -> int:
    count = 0
    for o in range(offset.shape[0]):
        if state[cell_at(offset, o, x, y, side)] == wanted:
            count += 1
    if count == 0:
        return -1
    left = below(word, count)
    for o in range(offset.shape[0]):
        found = cell_at(offset, o, x, y, side)
        if state[found] == wanted:
            if left == 0:
                return found
            left -= 1
    return -1


@compiled()
def active_in_view(state: Bytes, offset: Places, place: int, side: int, word: np.uint64) -> int:
    """Draw a cell in view with an active person on it; -1 if there is none."""
    return _listed(state, offset, place // side, place % side, side, ACTIVE, word)


@compiled()
def stranger_in_view(
    board: Board, group: Bytes, own: int, offset: Places, place: int, word: np.uint64
) -> int:
    """Draw a cell in view with a free person of another group on it; -1 if there is none."""
    side = board.seen.shape[0]
    x, y = place // side, place % side
    count = 0
    for o in range(offset.shape[0]):
        found = cell_at(offset, o, x, y, side)
        state = board.state[found]
        if state in (QUIET, ACTIVE) and group[board.slot[found]] != own:
            count += 1
    if count == 0:
        return -1
    left = below(word, count)
    for o in range(offset.shape[0]):
        found = cell_at(offset, o, x, y, side)
        state = board.state[found]
        if state in (QUIET, ACTIVE) and group[board.slot[found]] != own:
            if left == 0:
                return found
            left -= 1
    return -1
