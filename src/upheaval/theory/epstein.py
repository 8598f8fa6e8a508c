"""Epstein (2002): rebellion, and violence between two groups, on the lattice.

Model I is set up in `epstein_town`, Model II in `epstein_groups`. The rule of decision is the one
compiled function by which every citizen of the engine decides, and the chance of arrest the closed
form that the mechanism `mobilization` calls.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import skew

from upheaval.kernels import lattice
from upheaval.theory import epstein_groups as groups
from upheaval.theory import epstein_town as town
from upheaval.theory.epstein_groups import TwoGroups
from upheaval.theory.rows import TheoryRow, rows_of

MODEL = "epstein"
PAPER = "Epstein 2002, PNAS 99 suppl. 3:7243-50"
KERNEL = "kernel lattice"
RUNS = 32
RUNS_OF_GROUPS = 8
MANY = 50
"""Agents active at once in an outburst."""


def rows() -> list[TheoryRow]:
    """Give the shares that need no luck, the outbursts of Model I, and the outcomes of Model II."""
    return [*_shares(), *_outbursts(), *_changes(), *_two_groups()]


def _shares() -> list[TheoryRow]:
    table = town.fear_table(lattice.diamond(1), town.Setting())
    alone = [(0.5, 0.8), (0.7, 2 / 3), (0.8, 0.5), (0.82, 4 / 9), (0.89, 1 / 11), (0.9, 0.0)]
    beside = [(0.7, 0.074095), (0.8, 0.027786), (0.82, 0.019759), (0.89, 0.000505)]
    return [
        *rows_of(MODEL, PAPER, "closed form civil_violence", [
            ("chance of arrest, one officer to one active", 0.899741, table[1, 1], 1e-6, "C"),
        ]),
        *rows_of(MODEL, PAPER, KERNEL, [
            (f"share active without officers, L {level}", expected,
             town.share_without_officers(level), 1e-4, "C")
            for level, expected in alone
        ]),
        *rows_of(MODEL, PAPER, KERNEL, [
            (f"share ignited beside one officer, L {level}", expected,
             town.share_beside_one_officer(level), 5e-5, "C")
            for level, expected in beside
        ]),
    ]  # fmt: skip


def _outbursts() -> list[TheoryRow]:
    setting = town.Setting()
    active = town.active(town.run(setting, 1, RUNS))
    raw = town.active(town.run(replace(setting, rounding="none"), 1, RUNS))
    waiting = town.gaps(active, MANY)
    return rows_of(MODEL, "two runs of an independent program", KERNEL, [
        ("L .82, ratio cut: mean number active", 36, active.mean(), 4, "C"),
        ("L .82, ratio cut: mean of the peaks", 347, active.max(axis=1).mean(), 45, "C"),
        ("L .82, ratio cut: share of ticks with at most 50 active", 0.78,
         (active <= MANY).mean(), 0.04, "C"),
        ("L .82, ratio cut: median wait between outbursts", 30, np.median(waiting), (20, 56), "C"),
    ]) + rows_of(MODEL, PAPER, KERNEL, [
        ("L .82, ratio cut: skewness of the waits", 1, skew(waiting), (0.2, 5), "M"),
        ("L .82, ratio as printed: outbursts in 32 runs", 0,
         sum(starts.size for starts in town.outbursts(raw, MANY)), "exact", "corrected"),
    ])  # fmt: skip


def salami(runs: int = RUNS) -> NDArray[np.int32]:
    """Active agents int32[runs, 71] while legitimacy falls from .9 to .2 by .01 a tick."""
    setting = replace(town.Setting(), officers=0.074, ticks=71)
    return town.active(town.run(setting, 1, runs, legitimacy=0.9 - 0.01 * np.arange(71)))


def jump(runs: int = RUNS, at: int = 77) -> NDArray[np.int32]:
    """Active agents int32[runs, 100] when legitimacy falls from .9 to .7 at one tick."""
    setting = replace(town.Setting(), officers=0.074, ticks=100)
    levels = np.where(np.arange(100) < at, 0.9, 0.7)
    return town.active(town.run(setting, 1, runs, legitimacy=levels))


def withdrawal(runs: int = RUNS) -> NDArray[np.int32]:
    """Active agents int32[runs, 118] while 118 officers are withdrawn, one a tick; L is .8."""
    setting = replace(town.Setting(), officers=0.074, legitimacy=0.8, ticks=118)
    return town.active(town.run(setting, 1, runs, withdrawn=np.ones(118, np.int32)))


def officers_left_at_revolt(active: NDArray[np.int32], above: int = 100) -> NDArray[np.int64]:
    """Officers left when more than `above` agents are first active, 0 if they never are."""
    over = active > above
    left = active.shape[1] - over.argmax(axis=1) - 1
    return np.asarray(np.where(over.any(axis=1), left, 0), np.int64)


def _changes() -> list[TheoryRow]:
    slow, sudden = salami().max(axis=1), jump()[:, 77]
    left = officers_left_at_revolt(withdrawal())
    return rows_of(MODEL, "two runs of an independent program", KERNEL, [
        ("L .9 to .2 by .01 a tick: median of the peaks", 6, np.median(slow), (5, 7), "C"),
        ("L .9 to .7 at once: median number active in that tick", 14, np.median(sudden),
         (10, 18), "C"),
        ("one officer withdrawn a tick: median left of 118 at the revolt", 72, np.median(left),
         (60, 84), "C"),
    ]) + rows_of(MODEL, PAPER, KERNEL, [
        ("a fall of .2 at once moves more people than .7 bit by bit: ratio of medians", 2.5,
         np.median(sudden) / np.median(slow), (1.2, 6), "M"),
    ])  # fmt: skip


def _two_groups() -> list[TheoryRow]:
    setting = TwoGroups(ticks=600)
    times = {
        officers: groups.extinction_ticks(
            groups.run(replace(setting, officers=officers), 1, RUNS_OF_GROUPS)
        )
        for officers in (0.0, 0.02, 0.08)
    }
    trusting = groups.run(replace(setting, legitimacy=0.9, ticks=300), 1, RUNS_OF_GROUPS)
    alone, few, many = times.values()
    return rows_of(MODEL, PAPER, KERNEL, [
        ("two groups, L .9: killed in 300 ticks", 0, trusting.series[:, :, lattice.KILLED].sum(),
         "exact", "C"),
        ("two groups, L .9: share of runs in which both live on", 1,
         (groups.smaller_group(trusting)[:, -1] > 0).mean(), "exact", "M"),
        ("two groups, L .8, no officers: share of runs in which one is wiped out", 1,
         (alone < setting.ticks).mean(), "exact", "M"),
        ("two groups, 2% officers: mean time to extinction over that with none", 2,
         few.mean() / alone.mean(), (1.3, 5), "M"),
        ("two groups, 8% officers: mean time (of 600 at most) over that with 2%", 2,
         many.mean() / few.mean(), (1.3, 5), "M"),
        ("two groups, 2% officers: spread of the time to extinction over its mean", 0.5,
         few.std() / few.mean(), (0.2, 1.5), "M"),
    ])  # fmt: skip
