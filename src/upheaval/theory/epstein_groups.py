"""Epstein (PNAS 2002), Model II: violence between two groups, with officers as peacekeepers.

Legitimacy L is now how far each group grants the other the right to exist. An agent who is active
by the rule of Model I kills one agent of the other group in view, drawn at random; officers jail
the active of either group. Agents die of age, and each has a chance per tick of a child of its own
group and hardship on a free cell in view.

The chance of a child (.05) and the longest life (200 ticks) are those of the paper as remembered;
that a child's aversion to risk is drawn anew, that all active in view count as A, and that nobody
in jail is killed or has children, are assumptions of ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upheaval.kernels import lattice, words
from upheaval.theory import epstein_town as town


@dataclass(frozen=True)
class TwoGroups(town.Setting):
    """A town of two equal groups; the other defaults are those of Epstein's local outbursts."""

    officers: float = 0.0
    vision: float = 1.7
    legitimacy: float = 0.8
    longest_sentence: int = 15
    clone: float = 0.05
    """Chance per tick of a child."""
    longest_life: int = 200
    """Ticks; lives are drawn from 1 to this."""
    ticks: int = 1000


def run(setting: TwoGroups, seed: int = 1, replicates: int = 1) -> lattice.LatticeRun:
    """Run Model II; replicate k is the same whatever their number.

    Raises
    ------
    ValueError
        If a number is out of its range.
    """
    bases = words.replicate_bases(seed, range(replicates))
    kind = town.place(bases, setting, (0.5, 0.5))
    cells = setting.side**2
    life = words.uniform(bases, words.decision_number("epstein.life"), 0, cells)
    view = town.view_of(setting, setting.vision)
    occupant = np.array([0, lattice.QUIET, lattice.QUIET, lattice.OFFICER], np.uint8)[kind + 1]
    grim = np.full((replicates, setting.ticks), 1 - setting.legitimacy, np.float32)
    return lattice.run_lattice(
        occupant, *town.traits(bases, cells), grim, town.fear_table(view, setting),
        setting.threshold, setting.longest_sentence, view, view, bases, moving=setting.moving,
        group=(kind == 1).astype(np.uint8), killing=True, clone=setting.clone,
        lifetime=1 + (life * setting.longest_life).astype(np.int32),
        longest_life=setting.longest_life,
    )  # fmt: skip


def smaller_group(result: lattice.LatticeRun) -> NDArray[np.int32]:
    """Agents int32[K, ticks] of whichever group is smaller at the end of each tick."""
    groups = result.series[:, :, [lattice.FIRST_GROUP, lattice.SECOND_GROUP]]
    return np.asarray(groups.min(axis=2))


def extinction_ticks(result: lattice.LatticeRun) -> NDArray[np.int64]:
    """First tick int[K] at whose end one group is gone; the number of ticks if neither is."""
    gone = smaller_group(result) == 0
    return np.asarray(np.where(gone.any(axis=1), gone.argmax(axis=1), gone.shape[1]), np.int64)
