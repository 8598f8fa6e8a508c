"""The compiled loops of one tick of the citizens; `citizens` states the rule and checks the input.

A block is worked through in pieces small enough for the first-level cache: draw the words, move
the citizens, tally them. Three simple loops run faster than one that mixes numbers of 64, 32 and
8 bits, since each is compiled to vectors of its own width.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import int64, prange, uint8, uint32, uint64
from numpy.typing import NDArray

from upheaval.kernels.compiling import compiled, prefer_wide_vectors
from upheaval.kernels.decision import wants_to_act
from upheaval.kernels.words import GOLDEN, stir

QUIET, RALLYING, STRIKING, RIOTING, DETAINED, WOUNDED, DEAD = range(7)
STATES = 7
FLOWS = 3
COUNTS = STATES + FLOWS

CERTAIN = 1 << 31
"""The threshold of probability 1: draws have 31 bits."""

Floats = NDArray[np.float32]
Thresholds = NDArray[np.uint32]
Indices = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]

_ROUNDING = 4  # thresholds of four rounded probabilities may add up to this much above CERTAIN
TOGETHER = 16
"""Replicates that are taken block by block before the next ones: what belongs to a replicate and a
cell lies far from that of the next replicate, and of more than these a cache forgets its lines
before the next cell, which lies beside, is reached."""
PIECE = 1024  # rows; a byte of a tally counts PIECE / 8 of them at most, so below 256
LOW_31_BITS = uint32(0x7FFFFFFF)
_BIT_OF_BYTES = uint64(0x0101010101010101)
_EVEN_BYTES = uint64(0x00FF00FF00FF00FF)
_ONES_OF_PAIRS = uint64(0x0001000100010001)


@compiled(borrows=True)
def pack_limits(
    reconsider: Thresholds,
    riot: Thresholds,
    strike: Thresholds,
    kill: Thresholds,
    wound: Thresholds,
    arrest: Thresholds,
    kill_riot: Thresholds,
    wound_riot: Thresholds,
    arrest_riot: Thresholds,
    release: Thresholds,
    recover: Thresholds,
    sweep: Thresholds,
    place: Indices,
    limits: Thresholds,
) -> int:
    """Write limits uint32[K, C, 12] in the order in which `code_after` takes them.

    Riot and strike are those of cells, all others those of the cells' places.
    Gives 0, or what adds up to more than 1: 1 riot and strike; reconsider with 2 the fates, 3 the
    fates of rioters, 4 the sweep.
    """
    certain, most, wrong = int64(CERTAIN), int64(CERTAIN + _ROUNDING), 0
    for k in range(limits.shape[0]):
        for c in range(limits.shape[1]):
            p = place[c]
            out = limits[k, c]
            choice = int64(riot[k, c]) + int64(strike[k, c])
            if choice > most:
                wrong = 1
            if c > 0 and place[c - 1] == p:
                for j in range(12):
                    out[j] = limits[k, c - 1, j]
                out[1] = riot[k, c]
                out[2] = choice
                continue
            tail = int64(kill[k, p])
            tail_riot = int64(kill_riot[k, p])
            out[0] = reconsider[k, p]
            out[1] = riot[k, c]
            out[2] = choice
            out[3] = max(certain - tail, int64(0))
            out[6] = max(certain - tail_riot, int64(0))
            tail += wound[k, p]
            tail_riot += wound_riot[k, p]
            out[4] = max(certain - tail, int64(0))
            out[7] = max(certain - tail_riot, int64(0))
            tail += arrest[k, p]
            tail_riot += arrest_riot[k, p]
            out[5] = max(certain - tail, int64(0))
            out[8] = max(certain - tail_riot, int64(0))
            out[9] = release[k, p]
            out[10] = recover[k, p]
            out[11] = certain - sweep[k, p]
            attention = int64(reconsider[k, p])
            if attention + sweep[k, p] > most:
                wrong = 4
            if attention + tail_riot > most:
                wrong = 3
            if attention + tail > most:
                wrong = 2
    return wrong


@compiled(inner=True)
def _draw(u: Thresholds, v: Thresholds, sum_: np.uint64, base: np.uint64) -> None:
    """Split the words of successive rows into two buffers of 31 bits."""
    for i in range(u.size):
        word = stir(sum_, base)
        sum_ = sum_ + GOLDEN
        u[i] = uint32(word >> uint64(33))
        v[i] = uint32(word) & LOW_31_BITS


@compiled(inner=True)
def code_after(
    now: Any,
    draw: Any,
    choice: Any,
    wants: Any,
    reconsider: Any,
    riot: Any,
    riot_or_strike: Any,
    kill: Any,
    kill_wound: Any,
    kill_wound_arrest: Any,
    kill_riot: Any,
    kill_wound_riot: Any,
    kill_wound_arrest_riot: Any,
    release: Any,
    recover: Any,
    sweep: Any,
) -> Any:
    """State of one person after the tick, plus 8 if it is a fate of this tick.

    All numbers are uint32. No branches: LLVM turns every choice into a select. The fates are
    given as lower limits on the draw (``CERTAIN - probability``), which spares a subtraction.
    """
    one = uint32(1)
    free = now <= uint32(RIOTING)
    quiet = now == uint32(QUIET)
    rioting = now == uint32(RIOTING)
    attention = (
        reconsider
        if free
        else (
            release
            if now == uint32(DETAINED)
            else (recover if now == uint32(WOUNDED) else uint32(0))
        )
    )
    repertoire = uint32(one + uint32(choice < riot_or_strike) + uint32(choice < riot))
    chosen = repertoire if (free & wants) else uint32(QUIET)
    after = chosen if draw < attention else now
    killed = kill_riot if rioting else kill
    wounded = kill_wound_riot if rioting else kill_wound
    any_fate = kill_wound_arrest_riot if rioting else kill_wound_arrest
    struck = free & (not quiet) & (draw >= any_fate)
    fate = uint32(uint32(8 + DETAINED) + uint32(draw >= wounded) + uint32(draw >= killed))
    after = fate if struck else after
    return uint32(8 + DETAINED) if (quiet & (draw >= sweep)) else after


@compiled(inner=True)
def move(
    state: Bytes,
    hardship: Floats,
    risk: Floats,
    threshold: Floats,
    u: Thresholds,
    v: Thresholds,
    code: Bytes,
    grim: np.float32,
    push: np.float32,
    fear: np.float32,
    reconsider: np.uint32,
    riot: np.uint32,
    riot_or_strike: np.uint32,
    kill: np.uint32,
    kill_wound: np.uint32,
    kill_wound_arrest: np.uint32,
    kill_riot: np.uint32,
    kill_wound_riot: np.uint32,
    kill_wound_arrest_riot: np.uint32,
    release: np.uint32,
    recover: np.uint32,
    sweep: np.uint32,
) -> None:
    """Move the citizens of one piece; code[i] is what `code_after` gives."""
    prefer_wide_vectors()
    for i in range(state.size):
        wants = wants_to_act(grim, hardship[i], fear, risk[i], threshold[i], push)
        after = code_after(
            uint32(state[i]), u[i], v[i], wants, reconsider, riot, riot_or_strike,
            kill, kill_wound, kill_wound_arrest, kill_riot, kill_wound_riot,
            kill_wound_arrest_riot, release, recover, sweep,
        )  # fmt: skip
        state[i] = uint8(after & uint32(7))
        code[i] = uint8(after)


@compiled(inner=True)
def _sum_of_bytes(word: np.uint64) -> np.int64:
    pairs = (word & _EVEN_BYTES) + ((word >> uint64(8)) & _EVEN_BYTES)
    return int64((pairs * _ONES_OF_PAIRS) >> uint64(48))


@compiled(inner=True)
def tally(codes: Words, row: Indices) -> None:
    """Add up the codes of one piece, eight to a word, a byte of the sums for each of the eight.

    A byte of a sum counts at most ``PIECE / 8`` words, which must stay below 256. States are
    told apart by their three bits: only 3, 5 and 6 have two of them (7 is no state).
    """
    bit0 = bit1 = bit2 = bits01 = bits02 = bits12 = uint64(0)
    flow = flow0 = flow1 = uint64(0)
    for j in range(codes.size):
        word = codes[j]
        a = word & _BIT_OF_BYTES
        b = (word >> uint64(1)) & _BIT_OF_BYTES
        c = (word >> uint64(2)) & _BIT_OF_BYTES
        fate = (word >> uint64(3)) & _BIT_OF_BYTES
        bit0 += a
        bit1 += b
        bit2 += c
        bits01 += a & b
        bits02 += a & c
        bits12 += b & c
        flow += fate
        flow0 += fate & a
        flow1 += fate & b
    rioting, wounded, dead = _sum_of_bytes(bits01), _sum_of_bytes(bits02), _sum_of_bytes(bits12)
    row[RALLYING] += _sum_of_bytes(bit0) - rioting - wounded
    row[STRIKING] += _sum_of_bytes(bit1) - rioting - dead
    row[RIOTING] += rioting
    row[DETAINED] += _sum_of_bytes(bit2) - wounded - dead
    row[WOUNDED] += wounded
    row[DEAD] += dead
    newly_wounded, newly_dead = _sum_of_bytes(flow0), _sum_of_bytes(flow1)
    row[STATES] += _sum_of_bytes(flow) - newly_wounded - newly_dead
    row[STATES + 1] += newly_wounded
    row[STATES + 2] += newly_dead


@compiled(inner=True)
def close(row: Indices, people: int) -> None:
    """Count as quiet whoever was not counted as anything else."""
    row[QUIET] = people
    for s in range(1, STATES):
        row[QUIET] -= row[s]


@compiled(parallel=True)
def step(
    state: Bytes,
    hardship: Floats,
    risk: Floats,
    threshold: Floats,
    low: Indices,
    high: Indices,
    cell: Indices,
    grim: Floats,
    push: Floats,
    fear: Floats,
    limits: Thresholds,
    bases: Words,
    counter: np.uint64,
    partial: Indices,
) -> None:
    """Advance the people of every block, in every replicate; partial int64[B, K, 10] is added to.

    The limits uint32[K, C, 12] are in the order in which `code_after` takes them.
    """
    for b in prange(low.size):
        c = cell[b]
        u = np.empty(PIECE, np.uint32)
        v = np.empty(PIECE, np.uint32)
        codes = np.empty(PIECE // 8, np.uint64)
        code = codes.view(np.uint8)
        for k in range(state.shape[0]):
            base = bases[k]
            limit = limits[k, c]
            row = partial[b, k]
            for first in range(low[b], high[b], PIECE):
                last = min(first + PIECE, high[b])
                n = last - first
                if n < PIECE:
                    codes[:] = uint64(0)
                _draw(u[:n], v[:n], base + GOLDEN * (counter + uint64(first)), base)
                move(
                    state[k, first:last],
                    hardship[first:last],
                    risk[first:last],
                    threshold[first:last],
                    u[:n], v[:n], code[:n], grim[k, c], push[k, c], fear[k, c],
                    limit[0], limit[1], limit[2], limit[3], limit[4], limit[5], limit[6],
                    limit[7], limit[8], limit[9], limit[10],
                    limit[11],
                )  # fmt: skip
                tally(codes, row)
            close(row, high[b] - low[b])


@compiled(parallel=True)
def count(state: Bytes, low: Indices, high: Indices, partial: Indices) -> None:
    """Count the people of every block by state, into partial int64[B, K, 10]."""
    for b in prange(low.size):
        codes = np.empty(PIECE // 8, np.uint64)
        code = codes.view(np.uint8)
        for k in range(state.shape[0]):
            row = partial[b, k]
            for first in range(low[b], high[b], PIECE):
                last = min(first + PIECE, high[b])
                codes[:] = uint64(0)
                code[: last - first] = state[k, first:last]
                tally(codes, row)
            close(row, high[b] - low[b])


@compiled(borrows=True)
def sum_counts(partial: Indices, cell: Indices, counts: Indices) -> None:
    """Add up the counts of the blocks of each cell, in the order of the blocks."""
    counts[:] = 0
    for begins in range(0, counts.shape[0], TOGETHER):
        ends = min(begins + TOGETHER, counts.shape[0])
        for b in range(cell.size):
            for k in range(begins, ends):
                for j in range(COUNTS):
                    counts[k, cell[b], j] += partial[b, k, j]
