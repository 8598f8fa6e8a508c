"""The crown-prince problem (Herz 1952; Tullock 1987): when an heir strikes first.

An heir waits for a share D of the prize or takes a risk with his strength q. A heir stronger than
q-dagger strikes; if only a stronger one could hold the state together, the ruler names nobody.
"""

from __future__ import annotations

import numpy as np

from upheaval.closed_forms.succession import striking_strength, value_of_waiting
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "crown_prince"
SOURCE = "own condition after Herz 1952 and Tullock 1987"
DISCOUNT, EXIT_HAZARD = 0.95, 0.1


def names_heir(strengths: list[float]) -> list[float]:
    """Give how likely rulers are to name an heir of a strength when `succession` alone steps.

    Hardly any noise; hazards are rates whose probabilities in a year are those of the example.
    """
    exit_rate, death_rate = -np.log1p(-EXIT_HAZARD), -np.log1p(-0.02)
    rulers = [
        {"name": f"ruler_{i}", "value": q, "low": q, "high": q, "consensus": 1,
         "exit_hazard": exit_rate}
        for i, q in enumerate(strengths)
    ]  # fmt: skip
    world = small_country(
        "succession",
        {"rulers": rulers},
        {"discount": DISCOUNT, "heir_mortality": death_rate, "penalty": 1.0, "noise": 1e-6},
    )
    step_alone(world, "succession")
    return [float(chance) for chance in world.state.naming_probability[0]]


def rows() -> list[TheoryRow]:
    """Give the value of waiting and the strength that strikes, for a young and an old heir."""
    waiting = [float(value_of_waiting(DISCOUNT, EXIT_HAZARD, m)) for m in (0.02, 0.10)]
    strength = [float(striking_strength(DISCOUNT, EXIT_HAZARD, m, 1, 1)) for m in (0.02, 0.10)]
    weak, strong = names_heir([0.787, 0.788])
    return [*rows_of(MODEL, SOURCE, "closed form succession", [
        ("value of waiting, heir's mortality 0.02", 0.5743, waiting[0], 5e-5, "C"),
        ("strength that strikes, mortality 0.02", 0.7872, strength[0], 5e-5, "C"),
        ("value of waiting, heir's mortality 0.10", 0.3709, waiting[1], 5e-5, "C"),
        ("strength that strikes, mortality 0.10", 0.6855, strength[1], 5e-5, "C"),
    ]), *rows_of(MODEL, SOURCE, "mechanism succession", [
        ("an heir of strength 0.787 is named", 1, weak, 1e-9, "C"),
        ("an heir of strength 0.788 is named", 0, strong, 1e-9, "C"),
    ])]  # fmt: skip
