"""The ultimate ruling coalition of Acemoglu, Egorov & Sonin (Review of Economic Studies 2008).

Players i hold powers g(i); a coalition X inside S is *winning* if ``P(X) > quota * P(S)``, and
*self-enforcing* if none of its own strict subsets is both winning in it and self-enforcing. The
ruling coalition of S is S itself if self-enforcing, and otherwise the cheapest (least powerful)
self-enforcing coalition that is winning in S. It is the fixed point of an elimination game: who
is in it can be sure not to be the next to go.

A coalition is a bitmask: bit i stands for player i. The answer is exact, by induction over all
subsets, in at most 3**n steps; hence the limit on n.

Ties. Sums of power that differ by less than 1e-12 of the total count as equal: they could not be
told apart from rounding. A coalition with exactly the quota is not winning. Among equally cheap
coalitions the lowest bitmask is taken; the ``_tied`` functions tell whether that happened. Whether
a coalition is self-enforcing does not depend on how ties are broken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from upheaval.kernels.compiling import compiled

MAX_PLAYERS = 15
_ROUNDING = 1e-12  # as a share of the total power; sums of 15 doubles err by less than 1e-14


# --------------------------------------------------------------------------------------- compiled
@compiled()
def _spread(subset: int, players: NDArray[np.int64]) -> int:
    """Bitmask over all players of a bitmask over the players present."""
    mask = 0
    for j in range(players.size):
        if subset & (1 << j):
            mask |= 1 << players[j]
    return mask


@compiled()
def _is_self_enforcing(
    subset: int, bar: float, sums: NDArray[np.float64], enforcing: NDArray[np.bool_]
) -> bool:
    smaller = (subset - 1) & subset
    while smaller > 0:
        # & and not `and`: one branch a step, and it is nearly always the same way
        if enforcing[smaller] & (sums[smaller] > bar):
            return False
        smaller = (smaller - 1) & subset
    return True


@compiled()
def _solve(
    power: NDArray[np.float64],
    players: NDArray[np.int64],
    quota: float,
    sums: NDArray[np.float64],
    enforcing: NDArray[np.bool_],
) -> tuple[int, bool]:
    """Ruling coalition among the players listed, over their own bits, and whether it is a tie."""
    full = (1 << players.size) - 1
    sums[0] = 0.0
    for j in range(players.size):
        for rest in range(1 << j):
            sums[(1 << j) | rest] = power[players[j]] + sums[rest]
    rounding = _ROUNDING * sums[full]
    for subset in range(1, full + 1):  # every strict subset has a lower number
        bar = quota * sums[subset] + rounding
        enforcing[subset] = _is_self_enforcing(subset, bar, sums, enforcing)
    if full == 0 or enforcing[full]:
        return full, False
    bar = quota * sums[full] + rounding
    cheapest = np.inf
    for subset in range(1, full):
        if enforcing[subset] and bar < sums[subset] < cheapest:
            cheapest = sums[subset]
    chosen, count = 0, 0
    for subset in range(full - 1, 0, -1):
        if enforcing[subset] and bar < sums[subset] <= cheapest + rounding:
            chosen = subset
            count += 1
    return chosen, count > 1


@compiled()
def _solve_all(
    power: NDArray[np.float64],
    present: NDArray[np.int64],
    quota: NDArray[np.float64],
    masks: NDArray[np.int64],
    tied: NDArray[np.bool_],
) -> None:
    count = power.shape[1]
    sums = np.empty(1 << count, np.float64)
    enforcing = np.zeros(1 << count, np.bool_)
    players = np.empty(count, np.int64)
    for k in range(power.shape[0]):
        n = 0
        for i in range(count):
            if present[k] & (1 << i):
                players[n] = i
                n += 1
        chosen, tie = _solve(power[k], players[:n], quota[k], sums, enforcing)
        masks[k] = _spread(chosen, players[:n])
        tied[k] = tie


# ----------------------------------------------------------------------------------------- facade
def ruling_coalition(power: ArrayLike, quota: float) -> int:
    """Ultimate ruling coalition among all players, as a bitmask.

    Parameters
    ----------
    power
        float[n], none negative, n at most 15; any unit.
    quota
        Share of the power of a group that must be exceeded to rule it, in [1/2, 1).

    Raises
    ------
    ValueError
        If there are more than 15 players, a power is negative or not finite, or the quota is
        outside its range.
    """
    masks, _ = _solved_one(power, quota)
    return int(masks[0])


def ruling_coalition_tied(power: ArrayLike, quota: float) -> bool:
    """Whether several coalitions were equally cheap; arguments as for `ruling_coalition`."""
    _, tied = _solved_one(power, quota)
    return bool(tied[0])


def ruling_coalitions(power: ArrayLike, present: ArrayLike, quota: ArrayLike) -> NDArray[np.int64]:
    """Ultimate ruling coalitions int64[K] of K replicates.

    Parameters
    ----------
    power
        float[K, n], none negative, n at most 15.
    present
        int[K], bitmask of the players still in the game; the others count for nothing.
    quota
        float[K] or one number, in [1/2, 1).

    Raises
    ------
    ValueError
        As for `ruling_coalition`, or if a mask names a player that does not exist.
    """
    return _solved(power, present, quota)[0]


def ruling_coalitions_tied(
    power: ArrayLike, present: ArrayLike, quota: ArrayLike
) -> NDArray[np.bool_]:
    """Whether each replicate's answer was a tie, bool[K]; arguments as `ruling_coalitions`."""
    return _solved(power, present, quota)[1]


def _solved_one(power: ArrayLike, quota: float) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    one = np.asarray(power, np.float64)
    if one.ndim != 1:
        raise ValueError(f"power must be float[n], got shape {list(one.shape)}")
    return _solved(one[None], np.array([(1 << one.size) - 1]), quota)


def _solved(
    power: ArrayLike, present: ArrayLike, quota: ArrayLike
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    powers = np.ascontiguousarray(power, np.float64)
    if powers.ndim != 2:
        raise ValueError(f"power must be float[K, n], got shape {list(powers.shape)}")
    replicates, count = powers.shape
    if count > MAX_PLAYERS:
        raise ValueError(f"at most {MAX_PLAYERS} players can be solved exactly, got {count}")
    if not (np.isfinite(powers) & (powers >= 0)).all():
        raise ValueError("every power must be a finite number of 0 or more")
    masks = np.ascontiguousarray(np.broadcast_to(np.asarray(present, np.int64), replicates))
    if ((masks < 0) | (masks >= 1 << count)).any():
        raise ValueError(f"a mask of players present must lie from 0 to {(1 << count) - 1}")
    quotas = np.ascontiguousarray(np.broadcast_to(np.asarray(quota, np.float64), replicates))
    if not ((quotas >= 0.5) & (quotas < 1)).all():
        raise ValueError("a quota must be at least 0.5 and below 1")
    chosen = np.empty(replicates, np.int64)
    tied = np.empty(replicates, np.bool_)
    _solve_all(powers, masks, quotas, chosen, tied)
    return chosen, tied
