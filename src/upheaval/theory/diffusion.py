"""Diffusion: convergence to neighbors (Brinks and Coppedge 2006) and to look-alikes (Beissinger).

The gap to the neighbors' average halves in ln 2 / b. Who counts as a neighbor is a matter of
likeness: a kernel that falls with the distance of regimes' features.
"""

from __future__ import annotations

import numpy as np

from upheaval.closed_forms import diffusion
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "diffusion"
SOURCE = "Brinks and Coppedge 2006, CPS 39:463-89 (rate ours)"
LOOK_ALIKES = "after Beissinger 2007, Perspectives on Politics 5:259-76 (kernel ours)"
RATE = 0.1


def watched(likeness: float) -> float:
    """Give the strength of a neighbor at 2, next door, one half-life after a fall that teaches 1.

    Only `diffusion` steps; the lesson sinks in at the rate 0.1 a day times the tie.
    """
    neighbor = {"name": "next_door", "distance": 0, "likeness": likeness,
                "likeness_low": likeness, "likeness_high": likeness,
                "value": 2, "low": 2, "high": 2}  # fmt: skip
    world = small_country(
        "diffusion",
        {"neighbors": [neighbor]},
        {"rate": RATE, "alike_scale": 1.0, "fall_lesson": 1.0},
    )
    world.state.fall_time[:] = 0.0
    step_alone(world, "diffusion", length=float(np.log(2)) / RATE)
    return float(world.state.neighbor_strength[0, 0])


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
        *rows_of(MODEL, SOURCE, "mechanism diffusion", [
            ("a twin next door, one half-life after a fall", 1.5, watched(1.0), 1e-9, "C"),
            ("a regime quite unlike, at the same time", 1.774921, watched(0.0), 1e-6, "C"),
        ]),
    ]  # fmt: skip
