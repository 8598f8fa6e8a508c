"""One tick of millions of threshold citizens, for K replicates of the same people at once.

The rule is the same for everybody. Citizen i of cell c wants to act if ::

    grim[c] * hardship[i] - fear[c] * risk[i]  >  threshold[i] - push[c]

which is Epstein's rule (PNAS 2002) with a social and expressive push added, and Granovetter's
(AJS 1978) when grim and fear are 0. All arithmetic is float32, in the order written.

One 64-bit word is drawn per citizen and tick. Its upper 31 bits u decide attention and fate, its
lower 31 bits v the repertoire:

- quiet: on the upper tail of u (``sweep``) he is detained at home; else, if ``u < reconsider`` and
  he wants to, he joins;
- rallying, striking, rioting: the upper tail of u is his fate (killed, then wounded, then
  detained; a rioter at the rates of a riot); else, if ``u < reconsider``, he stays if he wants to,
  his repertoire drawn anew, and goes home if not; else nothing changes;
- repertoire: rioting if ``v < riot``, else striking if ``v < riot + strike``, else rallying;
- detained: quiet again if ``u < release``; wounded: quiet again if ``u < recover``;
- dead: for good.

Citizens are sorted by cell and cut into blocks that never straddle a cell. The block is the unit
of parallel work: the terms of its cell are constants of the loop, its traits are read once for
all replicates, and its counts are integers, so that neither the size of the blocks, nor the
number of threads, nor the other replicates of a batch can change a single byte.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from upheaval.kernels.citizens_loops import (
    CERTAIN,
    COUNTS,
    DEAD,
    DETAINED,
    QUIET,
    RALLYING,
    RIOTING,
    STATES,
    STRIKING,
    WOUNDED,
    Floats,
    Indices,
    Thresholds,
    count,
    pack_limits,
    step,
    sum_counts,
)
from upheaval.kernels.citizens_order import Order
from upheaval.kernels.citizens_skip import find_swept, scratch, step_blocks
from upheaval.kernels.threads import over_blocks

__all__ = [
    "BLOCK_ROWS",
    "CERTAIN",
    "COUNTS",
    "DEAD",
    "DETAINED",
    "QUIET",
    "RALLYING",
    "RIOTING",
    "STATES",
    "STRIKING",
    "WOUNDED",
    "count_states",
    "make_blocks",
    "probability_threshold",
    "step_citizens",
]

BLOCK_ROWS = 1 << 15
"""Default rows of a block: with 16 replicates its traits and states fit a second-level cache."""

_LIMITED = (
    *("reconsider", "strike", "riot", "kill", "wound", "arrest"),
    *("kill_riot", "wound_riot", "arrest_riot", "release", "recover", "sweep"),
)
_TOO_MUCH = {
    1: "riot and strike add up to more than 1 in some cell",
    2: "reconsider, kill, wound and arrest add up to more than 1 in some cell",
    3: "reconsider, kill_riot, wound_riot and arrest_riot add up to more than 1 in some cell",
    4: "reconsider, sweep add up to more than 1 in some cell",
}


def probability_threshold(probability: ArrayLike) -> Thresholds:
    """Thresholds uint32 of probabilities per tick: a 31-bit draw is below it that often.

    0 never happens and 1 always does; the step between is 2**-31.

    Raises
    ------
    ValueError
        If a probability is not from 0 to 1.
    """
    values = np.asarray(probability, np.float64)
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError(
            f"a probability must lie from 0 to 1, got {values.min()} to {values.max()}"
        )
    return np.asarray(np.rint(values * CERTAIN), np.uint32)


def make_blocks(
    sizes: ArrayLike, acting: ArrayLike, block_rows: int = BLOCK_ROWS
) -> tuple[Indices, Indices, Indices]:
    """Cut the citizens of the acting cells into blocks.

    Parameters
    ----------
    sizes
        int[C], rows of each cell; the cells follow one another in this order.
    acting
        bool[C], the cells whose people act; the others get no block.
    block_rows
        The most rows of a block.

    Returns
    -------
    low, high, cell
        int64[B] each: block b is rows ``low[b]`` to ``high[b]`` (excluded) of cell ``cell[b]``.

    Raises
    ------
    ValueError
        If a size is negative, the lengths differ, or `block_rows` is not positive.
    """
    rows = np.asarray(sizes, np.int64)
    acts = np.asarray(acting, np.bool_)
    if rows.shape != acts.shape or rows.ndim != 1:
        raise ValueError(f"sizes {list(rows.shape)} and acting {list(acts.shape)} must match")
    if block_rows < 1 or (rows < 0).any():
        raise ValueError("block_rows must be positive and no cell size negative")
    ends = np.cumsum(rows)
    pieces = np.where(acts, -(-rows // block_rows), 0)
    cell = np.repeat(np.arange(rows.size, dtype=np.int64), pieces)
    order = np.arange(cell.size) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    low = (ends - rows)[cell] + order * block_rows
    high = np.minimum(low + block_rows, ends[cell])
    return low, high, cell


def step_citizens(
    state: NDArray[np.uint8],
    hardship: Floats,
    risk: Floats,
    threshold: Floats,
    low: Indices,
    high: Indices,
    cell: Indices,
    grim: Floats,
    push: Floats,
    fear: Floats,
    reconsider: Thresholds,
    strike: Thresholds,
    riot: Thresholds,
    arrest: Thresholds,
    arrest_riot: Thresholds,
    wound: Thresholds,
    wound_riot: Thresholds,
    kill: Thresholds,
    kill_riot: Thresholds,
    release: Thresholds,
    recover: Thresholds,
    sweep: Thresholds,
    bases: NDArray[np.uint64],
    counter: np.uint64,
    counts: NDArray[np.int64],
    order: Order | None = None,
    occupied: NDArray[np.uint8] | None = None,
    place: Indices | None = None,
) -> None:
    """Advance every acting citizen of K replicates by one tick, in place.

    Parameters
    ----------
    state
        uint8[K, N], one of the seven states of this module; changed in place.
    hardship, risk, threshold
        float32[N], the traits, shared by the replicates.
    low, high, cell
        int64[B], from `make_blocks`.
    grim, push, fear
        float32[K, C], terms of the rule for each cell.
    reconsider, strike, riot, arrest, arrest_riot, wound, wound_riot, kill, kill_riot, release, \
recover, sweep
        uint32[K, C], probabilities per tick as `probability_threshold` gives them. Strike and
        riot are shares of those who join; the names ending in ``_riot`` apply to rioters, those
        without to the rallying and the striking; sweep applies to the quiet.
    bases
        uint64[K], the replicates' bases (`words.replicate_bases`).
    counter
        Counter of row 0 for this decision and tick (`words.counter_base`).
    counts
        int64[K, C, 10], overwritten: people in each of the seven states after the tick, then the
        newly detained, newly wounded and newly dead. Cells without blocks count 0.
    order
        From `citizens_order.make_order`, if the people of each cell stand sorted by threshold:
        whoever cannot change is then left out, and everybody comes out as without it.
    occupied
        uint8[K, stretches], from `citizens_order.nobody_out`: where somebody may be not quiet.
        Kept up from tick to tick; without it, all states are read. It holds only as long as
        nobody else changes the states.
    place
        int64[C], where each cell lies: then all probabilities but strike and riot are those of
        places, uint32[K, P].

    Raises
    ------
    ValueError
        If a shape or type is not as above, a block lies outside the people, or reconsider and
        the fates (kill, wound and arrest; sweep), or riot and strike, add up to more than 1.
    """
    replicates, cells = _checked_shapes(
        state, (hardship, risk, threshold), low, high, cell, (grim, push, fear), bases, counts
    )
    limits = _limits(
        (replicates, cells), reconsider, strike, riot,
        (kill, wound, arrest), (kill_riot, wound_riot, arrest_riot), release, recover, sweep, place,
    )  # fmt: skip
    partial = np.zeros((low.size, replicates, COUNTS), np.int64)
    if order is None:
        step(
            state, hardship, risk, threshold, low, high, cell, grim, push, fear, limits, bases,
            np.uint64(counter), partial,
        )  # fmt: skip
    else:
        order.check(state.shape[1], low.size)
        shape = order.stretches(replicates)
        known = occupied is not None
        marks = np.ones(shape, np.uint8) if occupied is None else occupied
        _check("occupied", marks, np.uint8, shape)
        people = (hardship, risk, threshold, order.row)
        where = (low, high, cell)
        luck = (limits, bases, np.uint64(counter))
        over_blocks(
            lambda first, stop: find_swept(first, stop, state, marks, order.place, *where, *luck),
            low.size,
        )
        over_blocks(
            lambda first, stop: step_blocks(
                first, stop, state, marks, known, *people, *where, order.bounds,
                grim, push, fear, *luck, partial, *scratch(),
            ),
            low.size,
        )  # fmt: skip
    sum_counts(partial, cell, counts)


def count_states(
    state: NDArray[np.uint8], low: Indices, high: Indices, cell: Indices, cells: int
) -> NDArray[np.int64]:
    """People int64[K, C, 7] in each state, over the blocks given.

    Parameters
    ----------
    state
        uint8[K, N].
    low, high, cell
        int64[B], from `make_blocks`; with every cell acting, everybody is counted.
    cells
        C, the number of cells.

    Raises
    ------
    ValueError
        If a shape or type is not as above or a block lies outside the people.
    """
    _check("state", state, np.uint8, (state.shape[0], state.shape[-1]))
    _check_blocks(low, high, cell, state.shape[1], cells)
    partial = np.zeros((low.size, state.shape[0], COUNTS), np.int64)
    count(state, low, high, partial)
    counts = np.zeros((state.shape[0], cells, COUNTS), np.int64)
    sum_counts(partial, cell, counts)
    return np.ascontiguousarray(counts[:, :, :STATES])


def _limits(
    shape: tuple[int, int],
    reconsider: Thresholds,
    strike: Thresholds,
    riot: Thresholds,
    fates: tuple[Thresholds, ...],
    fates_riot: tuple[Thresholds, ...],
    release: Thresholds,
    recover: Thresholds,
    sweep: Thresholds,
    place: Indices | None,
) -> Thresholds:
    """Pack the limits uint32[K, C, 12] on the two draws, in the order the loop takes them."""
    replicates, cells = shape
    by_place = shape
    if place is None:
        place = np.arange(cells, dtype=np.int64)
    else:
        _check("place", place, np.int64, (cells,))
        by_place = (replicates, reconsider.shape[-1])
        if cells and not 0 <= place.min() <= place.max() < by_place[1]:
            raise ValueError(f"place must be from 0 to {by_place[1] - 1}, the last place")
    for name, values in zip(
        _LIMITED,
        (reconsider, strike, riot, *fates, *fates_riot, release, recover, sweep),
        strict=True,
    ):
        _check(name, values, np.uint32, shape if name in ("strike", "riot") else by_place)
        if values.max(initial=0) > CERTAIN:
            raise ValueError(f"{name} must be a threshold from 0 to 2**31 (probability_threshold)")
    limits = np.empty((*shape, 12), np.uint32)
    kinds: Any = (
        reconsider,
        riot,
        strike,
        *fates,
        *fates_riot,
        release,
        recover,
        sweep,
        place,
        limits,
    )
    wrong = pack_limits(*kinds)
    if wrong:
        raise ValueError(_TOO_MUCH[wrong])
    return limits


def _check(name: str, array: NDArray[np.generic], dtype: type, shape: tuple[int, ...]) -> None:
    if array.dtype != dtype or array.shape != shape or not array.flags.c_contiguous:
        raise ValueError(
            f"{name} must be a contiguous {np.dtype(dtype)}{list(shape)} array, "
            f"got {array.dtype}{list(array.shape)}"
        )


def _check_blocks(low: Indices, high: Indices, cell: Indices, people: int, cells: int) -> None:
    for name, values in (("low", low), ("high", high), ("cell", cell)):
        _check(name, values, np.int64, (low.size,))
    inside = (low >= 0) & (low <= high) & (high <= people) & (cell >= 0) & (cell < cells)
    if not inside.all():
        b = int(np.argmin(inside))
        raise ValueError(
            f"block {b} (rows {low[b]} to {high[b]} of cell {cell[b]}) lies outside "
            f"the {people} people or the {cells} cells"
        )


def _checked_shapes(
    state: NDArray[np.uint8],
    traits: tuple[Floats, ...],
    low: Indices,
    high: Indices,
    cell: Indices,
    terms: tuple[Floats, ...],
    bases: NDArray[np.uint64],
    counts: NDArray[np.int64],
) -> tuple[int, int]:
    if state.ndim != 2 or counts.ndim != 3:
        raise ValueError("state must be uint8[K, N] and counts int64[K, C, 10]")
    replicates, people = state.shape
    cells = counts.shape[1]
    _check("state", state, np.uint8, (replicates, people))
    _check("counts", counts, np.int64, (replicates, cells, COUNTS))
    _check("bases", bases, np.uint64, (replicates,))
    for name, trait in zip(("hardship", "risk", "threshold"), traits, strict=True):
        _check(name, trait, np.float32, (people,))
    for name, term in zip(("grim", "push", "fear"), terms, strict=True):
        _check(name, term, np.float32, (replicates, cells))
    _check_blocks(low, high, cell, people, cells)
    return replicates, cells
