"""Whom the guns follow: the loyalty of coercive organs as a game of coordination.

All organs follow the incumbent once foreign force exceeds F* = w_N - w_T - m_S (1 - 2c). The
mechanism `organs` is set so: organs of the patron's camp, weights of both camps given, and a
backing whose force is varied. Troops matter by moving beliefs; they need not fight.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from upheaval.closed_forms import loyalty
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "organs"
SOURCE = "own derivation after Dragu and Lupu 2018, CPS 51:1042-73"
INCUMBENT, PATRON, MASS, COST = 4.0, 9.0, 3.0, 0.4


def following(forces: Sequence[float]) -> list[float]:
    """Give the share of organs behind the incumbent after `organs` alone stepped, by force."""
    world = small_country(
        "organs",
        {"organs": [{"faction": "patron", "weight": MASS}]},
        {
            "wrong_side_cost": COST,
            "switch_rate": 1e9,
            "foreign_force": np.array(forces),
        },
        replicates=len(forces),
    )
    names = world.setting.labels["faction"]
    # The court counts an organ with the camp that it serves: here the patron's.
    world.state.faction_weight[:, names.index("incumbent")] = INCUMBENT
    world.state.faction_weight[:, names.index("patron")] = PATRON + MASS
    world.state.foreign_backing[:] = 1.0
    step_alone(world, "organs")
    return [float(share) for share in world.state.organ_loyalty[:, 0]]


def flip(low: float = 0.0, high: float = 10.0, rounds: int = 3, cells: int = 200) -> float:
    """Give the force at which the mechanism's organs change sides."""
    for _ in range(rounds):
        forces = np.linspace(low, high, cells + 1)
        first = int(np.argmax(np.array(following(list(forces))) > 0.5))
        low, high = float(forces[first - 1]), float(forces[first])
    return (low + high) / 2


def rows() -> list[TheoryRow]:
    """Give the critical force, from the closed form and from the mechanism."""
    force = float(loyalty.critical_force(INCUMBENT, PATRON, MASS, COST))
    share = float(loyalty.critical_share(INCUMBENT, PATRON, MASS))
    brave = float(loyalty.critical_force(INCUMBENT, PATRON, MASS, 0.1))
    stays, switches = following([4.39, 4.41])
    return [
        *rows_of(MODEL, SOURCE, "closed form loyalty", [
            ("critical force: w_T 4, w_N 9, m_S 3, c 0.4", 4.4, force, 1e-12, "C"),
            ("share of the organs needed without force", 1.333333, share, 1e-6, "C"),
            ("critical force if being wrong costs little: c 0.1", 2.6, brave, 1e-12, "C"),
        ]),
        *rows_of(MODEL, SOURCE, "mechanism organs", [
            ("share with the incumbent at force 4.39", 0, stays, 0, "C"),
            ("share with the incumbent at force 4.41", 1, switches, 0, "C"),
            ("force at which the mechanism flips", 4.4, flip(), 1e-5, "C"),
        ]),
    ]  # fmt: skip
