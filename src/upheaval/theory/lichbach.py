"""Lichbach (1987): repressing one kind of protest moves dissidents to the other.

Dissidents spend an effort on nonviolent and violent acts, substitutes with a constant elasticity.
Where nonviolence is made dearer, violence rises and the total of acts falls. Consistent treatment
of both leaves their ratio alone.
"""

from __future__ import annotations

from upheaval.closed_forms.substitution import dissent
from upheaval.theory.rows import Entry, TheoryRow, rows_of

MODEL = "lichbach"
SOURCE = "Lichbach 1987, Journal of Conflict Resolution 31:266-97 (CES form)"
ELASTICITY, WEIGHT, VIOLENT_COST = 2.0, 0.7, 2.0


def acts(nonviolent_cost: float, violent_cost: float = VIOLENT_COST) -> tuple[float, float]:
    """Give nonviolent and violent acts at the costs that repression sets."""
    chosen = dissent(nonviolent_cost, violent_cost, WEIGHT, ELASTICITY)
    return float(chosen.nonviolent), float(chosen.violent)


def rows() -> list[TheoryRow]:
    """Give both kinds of acts as the nonviolent kind is repressed, and the two signs."""
    expected = {1.0: (0.9159, 0.0421), 1.5: (0.5859, 0.0605), 3.0: (0.2613, 0.1080)}
    entries: list[Entry] = [
        (f"{kind} acts at cost {cost:g} of nonviolence", numbers[i], acts(cost)[i], 5e-5, "C")
        for cost, numbers in expected.items()
        for i, kind in enumerate(("nonviolent", "violent"))
    ]
    before, after = acts(1.0), acts(3.0)
    consistent = acts(2.0, 4.0)
    entries += [
        ("violence rises when nonviolence is repressed", 1, float(after[1] > before[1]), 0, "V"),
        ("the total falls meanwhile", 1, float(sum(after) < sum(before)), 0, "C"),
        ("both costs doubled: ratio of acts as before", 21.777778, consistent[0] / consistent[1],
         1e-6, "C"),
    ]  # fmt: skip
    return rows_of(MODEL, SOURCE, "closed form substitution", entries)
