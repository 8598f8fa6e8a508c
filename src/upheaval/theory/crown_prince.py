"""The crown-prince problem (Herz 1952; Tullock 1987): when an heir strikes first.

An heir waits for a share D of the prize or takes a risk with his strength q. A heir stronger than
q-dagger strikes; if only a stronger one could hold the state together, the ruler names nobody.
"""

from __future__ import annotations

from upheaval.theory.closed_forms.succession import striking_strength, value_of_waiting
from upheaval.theory.rows import TheoryRow, rows_of

MODEL = "crown_prince"
SOURCE = "own condition after Herz 1952 and Tullock 1987"
DISCOUNT, EXIT_HAZARD = 0.95, 0.1


def rows() -> list[TheoryRow]:
    """Give the value of waiting and the strength that strikes, for a young and an old heir."""
    waiting = [float(value_of_waiting(DISCOUNT, EXIT_HAZARD, m)) for m in (0.02, 0.10)]
    strength = [float(striking_strength(DISCOUNT, EXIT_HAZARD, m, 1, 1)) for m in (0.02, 0.10)]
    return rows_of(MODEL, SOURCE, "closed form succession", [
        ("value of waiting, heir's mortality 0.02", 0.5743, waiting[0], 5e-5, "C"),
        ("strength that strikes, mortality 0.02", 0.7872, strength[0], 5e-5, "C"),
        ("value of waiting, heir's mortality 0.10", 0.3709, waiting[1], 5e-5, "C"),
        ("strength that strikes, mortality 0.10", 0.6855, strength[1], 5e-5, "C"),
    ])  # fmt: skip
