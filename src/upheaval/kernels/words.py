"""The one random source: a word is a pure function of (seed, replicate, decision, tick, row).

A *base* stands for (seed, replicate). A *counter* of 64 bits stands for the rest, in disjoint
bits, so that no two draws of a replicate can ever share a counter::

    decision (16 bits) | tick (16 bits) | row (32 bits)

The word is a finalizer applied to ``base + GOLDEN * counter``: the step and the two multipliers
of splitmix64 (Steele, Lea & Flood, OOPSLA 2014; variant 13 of Stafford), with the base mixed in a
second time between them. Without that second mixing, two replicates whose bases happen to differ
by a small multiple of GOLDEN would share a stretch of words. Within one replicate the map from
counter to word is a bijection: a word never comes twice.

Nothing is kept between draws. Leaving a decision out, or drawing it for fewer rows, changes no
other draw.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from numba import uint64
from numpy.typing import NDArray

from upheaval.kernels.compiling import compiled

GOLDEN = uint64(0x9E3779B97F4A7C15)
FIRST_MULTIPLIER = uint64(0xBF58476D1CE4E5B9)
SECOND_MULTIPLIER = uint64(0x94D049BB133111EB)

DECISIONS = 1 << 16
TICKS = 1 << 16
ROWS = 1 << 32
_WORDS = 1 << 64

Bases = NDArray[np.uint64]
Draws = NDArray[np.float64]


# ------------------------------------------------------------------ compiled, for other kernels
@compiled(inner=True)
def stir(sum_: np.uint64, base: np.uint64) -> np.uint64:
    """Word of ``sum_ = base + GOLDEN * counter``, for loops that step the sum by GOLDEN a row."""
    word = (sum_ ^ (sum_ >> uint64(30))) * FIRST_MULTIPLIER
    word = word ^ base
    word = (word ^ (word >> uint64(27))) * SECOND_MULTIPLIER
    return word ^ (word >> uint64(33))


@compiled(borrows=True)
def word64(base: np.uint64, counter: np.uint64) -> np.uint64:
    """Return the 64-bit word of a counter, under the base of a replicate."""
    return stir(base + GOLDEN * counter, base)


@compiled(borrows=True)
def packed_counter(decision: int, tick: int) -> np.uint64:
    """Counter of row 0, inside compiled code: as `counter_base`, but nothing is checked."""
    return (uint64(decision) << uint64(48)) | (uint64(tick) << uint64(32))


@compiled(borrows=True)
def _fill(words: NDArray[np.uint64], bases: Bases, counter: np.uint64) -> None:
    for k in range(words.shape[0]):
        base = bases[k]
        row = words[k]
        for i in range(row.size):
            row[i] = stir(base + GOLDEN * (counter + uint64(i)), base)


# ----------------------------------------------------------------------------- keys and counters
def _stirred(number: int) -> int:
    number = ((number ^ (number >> 30)) * int(FIRST_MULTIPLIER)) % _WORDS
    number = ((number ^ (number >> 27)) * int(SECOND_MULTIPLIER)) % _WORDS
    return number ^ (number >> 31)


def _within(name: str, number: int, limit: int) -> int:
    if not 0 <= number < limit:
        raise ValueError(f"{name} must be from 0 to {limit - 1}, got {number}")
    return int(number)


def replicate_base(seed: int, replicate: int) -> np.uint64:
    """Return the base of one replicate of a run.

    Different replicates of one seed always have different bases.

    Parameters
    ----------
    seed
        From 0 to 2**64 - 1.
    replicate
        From 0 to 2**32 - 1.

    Raises
    ------
    ValueError
        If either number is out of its range.
    """
    seed = _within("seed", seed, _WORDS)
    replicate = _within("replicate", replicate, ROWS)
    start = _stirred((seed + int(GOLDEN)) % _WORDS)
    return np.uint64(_stirred((start + int(GOLDEN) * (replicate + 1)) % _WORDS))


def replicate_bases(seed: int, replicates: Sequence[int]) -> Bases:
    """Bases uint64[K] of several replicates of a run; see `replicate_base`."""
    return np.array([replicate_base(seed, replicate) for replicate in replicates], np.uint64)


def counter_base(decision: int, tick: int) -> np.uint64:
    """Counter of row 0 of a decision at a tick; row i is at ``counter_base(...) + i``.

    Raises
    ------
    ValueError
        If the decision or the tick does not fit 16 bits.
    """
    decision = _within("decision", decision, DECISIONS)
    tick = _within("tick", tick, TICKS)
    return np.uint64((decision << 48) | (tick << 32))


def decision_number(name: str) -> int:
    """16-bit number of a named decision, the same in every process and on every machine.

    Two names may share a number: check the names of a run together with `decision_numbers`.
    """
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=2).digest(), "big")


def decision_numbers(names: Iterable[str]) -> dict[str, int]:
    """Numbers of all the decisions of a run, none shared by two names.

    Raises
    ------
    ValueError
        If two different names have the same number; one of them must be renamed.
    """
    numbers: dict[str, int] = {}
    holders: dict[int, str] = {}
    for name in names:
        number = decision_number(name)
        holder = holders.setdefault(number, name)
        if holder != name:
            raise ValueError(
                f"decisions '{holder}' and '{name}' share the number {number}: rename one of them"
            )
        numbers[name] = number
    return numbers


# ----------------------------------------------------------------------------------------- draws
def words(
    bases: Bases, decision: int, tick: int, rows: int, first_row: int = 0
) -> NDArray[np.uint64]:
    """Words uint64[K, rows] of one decision at one tick, for K replicates.

    Parameters
    ----------
    bases
        uint64[K], from `replicate_bases`.
    decision, tick
        From 0 to 65535.
    rows
        How many rows to draw.
    first_row
        The row to start at; a long draw may be made in pieces without changing a word.

    Raises
    ------
    ValueError
        If a number is out of its range or the bases are not a uint64 vector.
    """
    if bases.dtype != np.uint64 or bases.ndim != 1:
        raise ValueError(f"bases must be uint64[K], got {bases.dtype}{list(bases.shape)}")
    if rows < 0 or first_row < 0 or first_row + rows > ROWS:
        raise ValueError(f"rows must lie from 0 to {ROWS}, got {first_row} to {first_row + rows}")
    drawn = np.empty((bases.size, rows), np.uint64)
    _fill(drawn, bases, counter_base(decision, tick) + np.uint64(first_row))
    return drawn


def uniform(bases: Bases, decision: int, tick: int, rows: int, first_row: int = 0) -> Draws:
    """Uniform draws float64[K, rows], strictly between 0 and 1; arguments as for `words`."""
    drawn = words(bases, decision, tick, rows, first_row)
    return ((drawn >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def normal(bases: Bases, decision: int, tick: int, rows: int, first_row: int = 0) -> Draws:
    """Draws float64[K, rows] of mean 0 and standard deviation 1, by inversion; as for `words`."""
    from scipy.special import ndtri

    return np.asarray(ndtri(uniform(bases, decision, tick, rows, first_row)), np.float64)


def exponential(bases: Bases, decision: int, tick: int, rows: int, first_row: int = 0) -> Draws:
    """Draws float64[K, rows] of the exponential law of mean 1, by inversion; as for `words`."""
    return -np.log(uniform(bases, decision, tick, rows, first_row))
