"""Epstein (PNAS 2002), Model I: rebellion against a central authority, on the lattice kernel.

An agent with hardship H and aversion to risk R, both uniform on (0, 1), is active iff
H (1 - L) - R P > T. It estimates its chance of arrest as P = 1 - exp(-k [C/A]) from the officers C
and the active A in view, itself counted. This is the rule of every citizen of this engine with
everything else off: the same compiled decision, and the same formula of arrest that the mechanism
of mobilization calls.

Model II, between two groups, is in `epstein_groups`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from upheaval.closed_forms.civil_violence import Rounding, arrest_probability
from upheaval.kernels import lattice, words

Counts = NDArray[np.int32]


@dataclass(frozen=True)
class Setting:
    """A town and its rule; defaults: Epstein's order of moves, numbers of NetLogo's version."""

    side: int = 40
    """Cells along each side of the torus."""
    citizens: float = 0.70
    """Share of the cells that hold an agent."""
    officers: float = 0.04
    """Share of the cells that hold an officer."""
    placement: Literal["exact", "independent"] = "exact"
    """Exactly these shares, or each cell drawn by itself (Mesa)."""
    vision: float = 7
    """Cells, for agents and officers alike."""
    view: Literal["diamond", "disc"] = "disc"
    """Steps along the axes (Mesa) or straight distance (Epstein, NetLogo)."""
    legitimacy: float = 0.82
    threshold: float = 0.1
    deterrence: float = 2.3
    longest_sentence: int = 30
    """Turns in jail are drawn from 0 to this."""
    rounding: Rounding = "floor"
    """What is done to the ratio C/A: "none" is the printed equation, "round" is Mesa."""
    moving: Literal["first", "last", "never"] = "first"
    """Move, then act (Epstein); act, then move (Mesa)."""
    ticks: int = 300


MESA = Setting(
    officers=0.074, legitimacy=0.8, longest_sentence=1000, rounding="round",
    placement="independent", view="diamond", moving="last",
)  # fmt: skip
"""Defaults and rules of Mesa's own example."""


def run(
    setting: Setting,
    seed: int = 1,
    replicates: int = 1,
    *,
    legitimacy: ArrayLike | None = None,
    withdrawn: ArrayLike | None = None,
) -> lattice.LatticeRun:
    """Run Model I.

    Parameters
    ----------
    setting
        The town and its rule.
    seed, replicates
        Replicate k is the same whatever their number.
    legitimacy
        float[ticks], in place of the constant of the setting.
    withdrawn
        int[ticks], officers withdrawn at the start of each tick.

    Raises
    ------
    ValueError
        If a number is out of its range or a series has not one value a tick.
    """
    bases = words.replicate_bases(seed, range(replicates))
    kind = place(bases, setting)
    given = setting.legitimacy if legitimacy is None else legitimacy
    levels = np.broadcast_to(np.asarray(given, np.float64), setting.ticks)
    return step_from(
        setting, bases, np.array([0, lattice.QUIET, lattice.OFFICER], np.uint8)[kind + 1],
        1 - levels, withdrawn,
    )  # fmt: skip


def place(bases: words.Bases, setting: Setting, parts: tuple[float, ...] = (1.0,)) -> Counts:
    """Kind int[K, cells]: 0.. for the parts of the agents, the last for officers, -1 for empty."""
    shares = [setting.citizens * part for part in parts] + [setting.officers]
    if setting.placement == "independent":
        return np.asarray(lattice.scatter(bases, setting.side, shares), np.int32)
    counts = [round(share * setting.side**2) for share in shares]
    return np.asarray(lattice.scatter_counts(bases, setting.side, counts), np.int32)


def traits(bases: words.Bases, cells: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Hardship and aversion to risk float32[K, cells] of whoever starts in each cell."""
    hardship, risk = (
        words.uniform(bases, words.decision_number(name), 0, cells).astype(np.float32)
        for name in ("epstein.hardship", "epstein.risk")
    )
    return hardship, risk


def step_from(
    setting: Setting,
    bases: words.Bases,
    occupant: NDArray[np.uint8],
    grim: ArrayLike,
    withdrawn: ArrayLike | None = None,
    drawn: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None,
    officer_vision: float | None = None,
) -> lattice.LatticeRun:
    """Run from a given board uint8[K, cells]; traits are drawn unless given; see `run`."""
    view = view_of(setting, setting.vision)
    officer_view = view if officer_vision is None else view_of(setting, officer_vision)
    hardship, risk = traits(bases, occupant.shape[1]) if drawn is None else drawn
    shape = (bases.size, setting.ticks)
    removed = np.zeros(setting.ticks) if withdrawn is None else np.asarray(withdrawn)
    return lattice.run_lattice(
        occupant, hardship, risk,
        np.broadcast_to(np.asarray(grim, np.float32), shape).copy(),
        fear_table(view, setting), setting.threshold, setting.longest_sentence, view,
        officer_view, bases, moving=setting.moving,
        removed=np.broadcast_to(removed.astype(np.int32), shape).copy(),
    )  # fmt: skip


def view_of(setting: Setting, vision: float) -> lattice.View:
    """Cells in view at a vision, in the shape of the setting."""
    return lattice.diamond(int(vision)) if setting.view == "diamond" else lattice.disc(vision)


def fear_table(view: lattice.View, setting: Setting) -> NDArray[np.float32]:
    """Chance of arrest float32[C + 1, A + 2] by officers and active agents in view."""
    most = view.offset.shape[0]
    return arrest_probability(
        np.arange(most + 1)[:, None], np.arange(most + 2)[None], setting.deterrence,
        setting.rounding,
    ).astype(np.float32)  # fmt: skip


def active(result: lattice.LatticeRun) -> Counts:
    """Active agents int32[K, ticks]."""
    return result.series[:, :, lattice.ACTIVE]


def outbursts(counts: Counts, above: int = 50) -> list[NDArray[np.int64]]:
    """Ticks at which each replicate's active agents come to exceed `above`, one array each."""
    return [np.flatnonzero((one[1:] > above) & (one[:-1] <= above)) + 1 for one in counts]


def gaps(counts: Counts, above: int = 50) -> NDArray[np.int64]:
    """Ticks from each outburst to the next, over all replicates."""
    return np.concatenate([np.diff(starts) for starts in outbursts(counts, above)])


# ------------------------------------------------------------------------- shares without luck
def share_without_officers(legitimacy: float, replicates: int = 8) -> float:
    """Share of agents active on a lattice without officers, hardship spread evenly over (0, 1)."""
    setting = replace(Setting(), citizens=1.0, officers=0.0, moving="never", ticks=1)
    bases = words.replicate_bases(1, range(replicates))
    cells = setting.side**2
    number = replicates * cells
    even = ((np.arange(number) + 0.5) / number).astype(np.float32).reshape(replicates, cells)
    occupant = np.full((replicates, cells), lattice.QUIET, np.uint8)
    result = step_from(setting, bases, occupant, 1 - legitimacy, drawn=(even, even))
    return float(active(result).sum() / number)


def share_beside_one_officer(legitimacy: float, replicates: int = 30, side: int = 200) -> float:
    """Share of agents who become active with one officer and nobody active in view.

    Pairs of an agent and an officer stand apart, out of one another's view; officers see nobody,
    so that all who ignite are counted. Hardship and risk lie evenly over the unit square.
    """
    setting = Setting(side=side, vision=1, moving="never", ticks=1)
    board = np.zeros((side, side), np.uint8)
    board[::2, ::4], board[::2, 1::4] = lattice.QUIET, lattice.OFFICER
    cells = np.flatnonzero(board == lattice.QUIET)
    number = replicates * cells.size
    drawn = np.zeros((2, replicates, side * side), np.float32)
    # A lattice of rank one (Korobov) on the unit square: even in both directions and along lines.
    index = np.arange(number).reshape(replicates, cells.size)
    drawn[0][:, cells] = (index + 0.5) / number
    drawn[1][:, cells] = (index * ((5**0.5 - 1) / 2)) % 1
    occupant = np.repeat(board.reshape(1, -1), replicates, axis=0)
    bases = words.replicate_bases(1, range(replicates))
    result = step_from(
        setting, bases, occupant, 1 - legitimacy, drawn=(drawn[0], drawn[1]), officer_vision=0
    )
    return float(active(result).sum() / number)
