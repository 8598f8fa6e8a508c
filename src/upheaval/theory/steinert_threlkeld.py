"""Steinert-Threlkeld, Chan and Joo (2022): how violence of either side moves the next protest.

A little state violence brings more people out, much of it keeps them home; violence by protesters
always makes the next protest smaller. The quadratic form is ours, its signs are theirs.
"""

from __future__ import annotations

import numpy as np

from upheaval.closed_forms.protester_violence import growth, most_inflaming_violence
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "steinert_threlkeld"
SOURCE = "Steinert-Threlkeld, Chan and Joo 2022, Journal of Politics 84 (quadratic form)"
BACKLASH, DETERRENCE, REPULSION = 2.0, 4.0, 1.0


def change(state: float, protester: float = 0.0) -> float:
    """Give the growth of the logarithm of the crowd a day."""
    return float(growth(state, protester, BACKLASH, DETERRENCE, REPULSION))


def legitimacy_lost(severities: list[float]) -> list[float]:
    """Give what legitimacy loses in a day to coercion when only `grievance` steps, by severity."""
    world = small_country(
        "grievance",
        parameters={"legitimacy": 0.8, "harshness": 1.0},
        replicates=len(severities),
    )
    world.state.coercion_severity[:, 0] = severities
    world.state.company[:] = 1.0
    step_alone(world, "grievance")
    return [float(lost) for lost in 0.8 - world.state.legitimacy[:, 0]]


def rows() -> list[TheoryRow]:
    """Give growth by violence and the harm that the flagship's `grievance` does to legitimacy."""
    harm = legitimacy_lost(list(np.array([0.0, 0.5, 1.0])))
    return [
        *rows_of(MODEL, SOURCE, "closed form protester_violence", [
            ("growth at little state violence: 0.25", 0.25, change(0.25), 1e-12, "C"),
            ("growth at much state violence: 0.75", -0.75, change(0.75), 1e-12, "C"),
            ("violence at which protest grows fastest", 0.25,
             float(most_inflaming_violence(BACKLASH, DETERRENCE)), 1e-12, "C"),
            ("growth after violence of protesters: 0.25, 0.4", -0.15, change(0.25, 0.4), 1e-12,
             "C"),
        ]),
        *rows_of(MODEL, SOURCE, "mechanism grievance", [
            ("legitimacy lost a day at severity 0", 0, harm[0], 1e-12, "C"),
            ("legitimacy lost a day at severity 0.5", 0.25, harm[1], 1e-12, "C"),
            ("legitimacy lost a day at severity 1", 0, harm[2], 1e-12, "C"),
        ]),
    ]  # fmt: skip
