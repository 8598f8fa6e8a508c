"""People and officers on a torus, after Epstein (PNAS 2002), for K replicates at once.

A torus of W x W cells holds at most one occupant a cell. In each tick everybody acts once, in a
newly drawn order:

- an officer jails one active person in his view, drawn at random, for a sentence drawn from 0 to
  `longest_sentence` turns, and moves to a random free cell in view;
- a person in jail serves one turn and keeps his cell;
- everybody else looks around and is active if he wants to, by the rule of `decision`::

      grim * hardship - fear[officers in view, active in view] * risk  >  threshold

  counting himself among the active; then he moves to a random free cell in view.

The table of fear is given, so that the kernel knows no formula of deterrence and no rounding.
Grim may change in every tick, and officers may be withdrawn, drawn at random, at its start.

With two groups (Model II) an active person also kills one person of the other group in view who
is not in jail; people die of age; and with a chance `clone` a person who has acted puts a child on
a free cell in view, of his group and hardship, with risk and length of life drawn anew. These
rules are off by default.

Every draw is a keyed word of (replicate, decision, tick, slot): the number of threads and the
other replicates of a batch change no byte.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from upheaval.kernels import words
from upheaval.kernels.lattice_board import (
    ACTIVE,
    EMPTY,
    JAILED,
    OFFICER,
    QUIET,
    TRIES,
    Bytes,
    Places,
    View,
    Words,
)
from upheaval.kernels.lattice_loops import (
    ARRESTED,
    DECISIONS,
    FIRST_GROUP,
    KILLED,
    SECOND_GROUP,
    TALLIES,
    Floats,
    run_all,
)

__all__ = [
    "ACTIVE",
    "ARRESTED",
    "EMPTY",
    "FIRST_GROUP",
    "JAILED",
    "KILLED",
    "OFFICER",
    "QUIET",
    "SECOND_GROUP",
    "TALLIES",
    "LatticeRun",
    "View",
    "diamond",
    "disc",
    "run_lattice",
    "scatter",
    "scatter_counts",
]

_CERTAIN = 1 << 31
_MOVING = ("never", "first", "last")  # in the order of the loops' numbers
_SCATTER = "lattice.scatter"


class LatticeRun(NamedTuple):
    """What a run leaves behind."""

    series: Places
    """int32[K, T, 9]: at the end of each tick the cells that are EMPTY, QUIET, ACTIVE, JAILED,
    OFFICER; those ARRESTED and KILLED in the tick; the people of FIRST_GROUP and SECOND_GROUP."""
    state: Bytes
    """uint8[K, W, W], the occupants after the last tick."""
    group: Bytes
    """uint8[K, W, W], their groups; 0 for officers and empty cells."""


def diamond(radius: int) -> View:
    """Cells within `radius` steps up, down, left or right: Mesa's view.

    Raises
    ------
    ValueError
        If the radius is negative.
    """
    if radius < 0:
        raise ValueError(f"the radius of a view must be 0 or more, got {radius}")
    return _view([radius - abs(d) for d in range(-radius, radius + 1)])


def disc(radius: float) -> View:
    """Cells whose center lies within a distance of `radius`: the view of Epstein and NetLogo.

    Raises
    ------
    ValueError
        If the radius is negative.
    """
    if not radius >= 0:
        raise ValueError(f"the radius of a view must be 0 or more, got {radius}")
    reach = int(np.floor(radius))
    return _view([int(np.sqrt(radius**2 - d * d)) for d in range(-reach, reach + 1)])


def _view(half: list[int]) -> View:
    reach = len(half) // 2
    offset = [
        (d, e)
        for d in range(-reach, reach + 1)
        for e in range(-half[d + reach], half[d + reach] + 1)
        if (d, e) != (0, 0)
    ]
    return View(np.array(half, np.int32), np.array(offset, np.int32).reshape(-1, 2))


def scatter(bases: Words, side: int, shares: ArrayLike) -> NDArray[np.int64]:
    """Kind int64[K, W * W] of each cell, drawn independently: j with chance shares[j], else -1.

    Parameters
    ----------
    bases
        uint64[K], from `words.replicate_bases`.
    side
        W, the side of the torus.
    shares
        float[J], none negative, at most 1 together.

    Raises
    ------
    ValueError
        If the shares are not as above.
    """
    limits = np.cumsum(np.asarray(shares, np.float64))
    if limits.ndim != 1 or (np.diff(limits, prepend=0.0) < 0).any() or limits[-1] > 1 + 1e-12:
        raise ValueError(
            f"shares must be 0 or more and at most 1 together; they add up to {limits.tolist()}"
        )
    drawn = words.uniform(bases, words.decision_number(_SCATTER), 0, side * side)
    kind = np.searchsorted(limits, drawn, side="right")
    return np.asarray(np.where(kind < limits.size, kind, -1), np.int64)


def scatter_counts(bases: Words, side: int, counts: ArrayLike) -> NDArray[np.int64]:
    """Kind int64[K, W * W] of each cell, exactly counts[j] of kind j in each replicate, else -1.

    Parameters
    ----------
    bases
        uint64[K], from `words.replicate_bases`.
    side
        W, the side of the torus.
    counts
        int[J], none negative, at most W * W together.

    Raises
    ------
    ValueError
        If the counts are not as above.
    """
    limits = np.cumsum(np.asarray(counts, np.int64))
    if limits.ndim != 1 or (np.diff(limits, prepend=0) < 0).any() or limits[-1] > side * side:
        raise ValueError(
            f"counts must be 0 or more and at most {side * side} together, got {limits}"
        )
    drawn = words.words(bases, words.decision_number(_SCATTER), 0, side * side)
    rank = np.argsort(np.argsort(drawn, axis=1, kind="stable"), axis=1, kind="stable")
    kind = np.searchsorted(limits, rank, side="right")
    return np.asarray(np.where(kind < limits.size, kind, -1), np.int64)


def run_lattice(
    occupant: Bytes,
    hardship: Floats,
    risk: Floats,
    grim: Floats,
    fear: Floats,
    threshold: float,
    longest_sentence: int,
    view: View,
    officer_view: View,
    bases: Words,
    *,
    removed: Places | None = None,
    moving: str = "last",
    group: Bytes | None = None,
    killing: bool = False,
    clone: float = 0.0,
    lifetime: Places | None = None,
    longest_life: int = 0,
) -> LatticeRun:
    """Run K replicates for T ticks.

    Parameters
    ----------
    occupant
        uint8[K, W * W], the state of whoever starts in each cell, or EMPTY.
    hardship, risk
        float32[K, W * W], traits of the person who starts in each cell; ignored elsewhere.
    grim
        float32[K, T], weight of hardship in each tick (1 - legitimacy).
    fear
        float32[C + 1, A + 2], weight of risk by officers and active people in view, oneself
        among them; C and A are at least the cells in view.
    threshold
        What grievance less fear must exceed.
    longest_sentence
        Turns, 0 or more.
    view, officer_view
        What people and officers see and where they move, from `diamond` or `disc`.
    bases
        uint64[K], from `words.replicate_bases`.
    removed
        int32[K, T], officers withdrawn at the start of each tick; none by default.
    moving
        "first": everybody moves and then looks and acts there, as Epstein writes; "last": acts
        and then moves, as Mesa does; "never".
    group
        uint8[K, W * W], 0 or 1, of the person who starts in each cell.
    killing
        Whether active people kill one of the other group in view.
    clone
        Chance per tick of a child.
    lifetime, longest_life
        int32[K, W * W], ticks that those who start will live; later lives are drawn from 1 to
        `longest_life`, and nobody ages if that is 0.

    Raises
    ------
    ValueError
        If a shape, type or range is not as above, the views do not fit on the torus, or people
        are cloned but do not age.
    """
    cells = occupant.shape[-1]
    shape = (bases.size, cells)
    group = np.zeros(shape, np.uint8) if group is None else group
    lifetime = np.zeros(shape, np.int32) if lifetime is None else lifetime
    removed = np.zeros(grim.shape, np.int32) if removed is None else removed
    for name, array, kind in (
        ("occupant", occupant, np.uint8), ("hardship", hardship, np.float32),
        ("risk", risk, np.float32), ("group", group, np.uint8), ("lifetime", lifetime, np.int32),
    ):  # fmt: skip
        _check(name, array, kind, shape)
    _check("grim", grim, np.float32, (bases.size, grim.shape[-1]))
    _check("removed", removed, np.int32, grim.shape)
    _check("bases", bases, np.uint64, (bases.size,))
    side = _checked_side(cells, view, officer_view)
    _check_numbers(occupant, group, fear, view, longest_sentence, clone, longest_life, grim, moving)
    settings = np.array(
        [longest_sentence, round(clone * _CERTAIN), longest_life, _MOVING.index(moving), killing],
        np.int64,
    )
    numbers = words.decision_numbers((*DECISIONS, _SCATTER))
    decisions = np.array([numbers[name] for name in DECISIONS], np.int64)
    series = np.empty((*grim.shape, TALLIES), np.int32)
    final, final_group = np.empty(shape, np.uint8), np.empty(shape, np.uint8)
    run_all(
        occupant, hardship, risk, group, lifetime, grim, removed, view.half, view.offset,
        officer_view.offset, np.ascontiguousarray(fear, np.float32), np.float32(threshold),
        settings, bases, decisions, series, final, final_group,
    )  # fmt: skip
    square = (bases.size, side, side)
    return LatticeRun(series, final.reshape(square), final_group.reshape(square))


def _check(name: str, array: NDArray[np.generic], dtype: type, shape: tuple[int, ...]) -> None:
    if array.dtype != dtype or array.shape != shape or not array.flags.c_contiguous:
        raise ValueError(
            f"{name} must be a contiguous {np.dtype(dtype)}{list(shape)} array, "
            f"got {array.dtype}{list(array.shape)}"
        )


def _checked_side(cells: int, view: View, officer_view: View) -> int:
    side = int(cells**0.5 + 0.5)
    if side * side != cells:
        raise ValueError(f"a torus has W x W cells, got {cells}")
    if (TRIES + 1) * cells > words.ROWS:
        raise ValueError(f"a torus has at most {words.ROWS // (TRIES + 1)} cells, got {cells}")
    widest = max(view.half.size, officer_view.half.size)
    widest = max(widest, *(2 * int(v.half.max()) + 1 for v in (view, officer_view)))
    if widest > side:
        raise ValueError(f"a view {widest} cells wide does not fit on a torus of side {side}")
    return side


def _check_numbers(
    occupant: Bytes,
    group: Bytes,
    fear: Floats,
    view: View,
    longest_sentence: int,
    clone: float,
    longest_life: int,
    grim: Floats,
    moving: str,
) -> None:
    if moving not in _MOVING:
        raise ValueError(f"moving must be one of {', '.join(_MOVING)}, got {moving!r}")
    if (occupant > OFFICER).any() or (group > 1).any():
        raise ValueError(f"occupants must be from 0 to {OFFICER} and groups 0 or 1")
    seen = view.offset.shape[0]
    if fear.ndim != 2 or fear.shape[0] < seen + 1 or fear.shape[1] < seen + 2:
        raise ValueError(
            f"fear must be at least float32[{seen + 1}, {seen + 2}] for {seen} cells in view, "
            f"got {list(fear.shape)}"
        )
    if longest_sentence < 0 or longest_life < 0 or not 0 <= clone <= 1:
        raise ValueError("sentences and lives must be 0 or more and clone a chance from 0 to 1")
    if clone > 0 and longest_life == 0:
        raise ValueError("people who are cloned must age: give longest_life")
    if grim.shape[-1] > words.TICKS:
        raise ValueError(f"at most {words.TICKS} ticks, got {grim.shape[-1]}")
