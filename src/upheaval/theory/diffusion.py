"""Diffusion: convergence to neighbors (Brinks and Coppedge 2006) and to look-alikes (Beissinger).

The gap to the neighbors' average halves in ln 2 / b. Who counts as a neighbor is a matter of
likeness: a kernel that falls with the distance of regimes' features.
"""

from __future__ import annotations

import numpy as np

from upheaval.theory.closed_forms import diffusion
from upheaval.theory.rows import TheoryRow, rows_of

MODEL = "diffusion"
SOURCE = "Brinks and Coppedge 2006, CPS 39:463-89 (rate ours)"
LOOK_ALIKES = "after Beissinger 2007, Perspectives on Politics 5:259-76 (kernel ours)"
RATE = 0.1


def rows() -> list[TheoryRow]:
    """Give half-life, convergence in one step and in ten, and the pull of look-alikes."""
    half = float(diffusion.half_life(RATE))
    level = 2.0
    for _ in range(10):
        level = float(diffusion.convergence_step(level, 10.0, RATE, half / 10))
    similarity = diffusion.look_alike_kernel(np.array([[0.0], [1.0], [2.0]]), 1.0)
    pulled = diffusion.neighbor_mean(np.array([0.0, 1.0, 5.0]), similarity)
    return [
        *rows_of(MODEL, SOURCE, "closed form diffusion", [
            ("half-life at rate 0.1", 6.931472, half, 1e-6, "C"),
            ("level 2 among 10 after one half-life", 6,
             float(diffusion.convergence_step(2.0, 10.0, RATE, half)), 1e-12, "C"),
            ("the same in ten steps", 6, level, 1e-12, "C"),
        ]),
        *rows_of(MODEL, LOOK_ALIKES, "closed form diffusion", [
            ("likeness of regimes one scale apart", 0.367879, float(similarity[0, 1]), 1e-6, "C"),
            ("average of look-alikes at 1 and 5, scales 1 and 2 away", 1.189703,
             float(pulled[0]), 1e-6, "C"),
        ]),
    ]  # fmt: skip
