"""When sanctions make an elite defect: a condition on what it holds at home and abroad.

An elite stays while rents at home and what is left of its wealth abroad are worth the outside
option. Threats to wealth abroad also make home rents dearer to it: the sign of the sum is open.
"""

from __future__ import annotations

import numpy as np

from upheaval.closed_forms import elite_sanctions
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "elite_sanctions"
SOURCE = "own condition; facts in Alstadsaeter, Johannesen and Zucman 2018"
HOME, ABROAD, OUTSIDE, SEIZED = 10.0, 40.0, 30.0, 0.8


def leaves(chance: float) -> float:
    """Give 1 if the elite of the example defects at a chance of being sanctioned."""
    return float(elite_sanctions.defects(HOME, ABROAD, OUTSIDE, chance, SEIZED))


def deserts(chances: list[float]) -> list[float]:
    """Tell where the patron's faction breaks away when `sanctions` alone steps, by the chance.

    The example in shares of the faction's wealth: 0.2 at home, 0.8 abroad, 0.6 outside.
    """
    wealth = HOME + ABROAD
    abroad = {"value": ABROAD / wealth, "low": ABROAD / wealth, "high": ABROAD / wealth}
    package = {"trigger_deaths": 0, "delay": 0, "probability": 1, "share_seized": SEIZED}
    world = small_country(
        "sanctions",
        {
            "exposure": [{"faction": "patron", "jurisdiction": "west", **abroad}],
            "sanctions": [{"package": "one", "jurisdiction": "west", **package}],
        },
        {
            "package_strength": np.array(chances),
            "declared": 1.0,
            "outside": OUTSIDE / wealth,
            "defection_rate": 1e9,
        },
        replicates=len(chances),
    )
    step_alone(world, "sanctions")
    patron = world.setting.patron_faction
    return [float(gone) for gone in world.state.defected[:, patron]]


def rows() -> list[TheoryRow]:
    """Give the critical chance of sanctions, both sides of it, and its rise with a rally."""
    cut = float(elite_sanctions.critical_probability(HOME, ABROAD, OUTSIDE, SEIZED))
    rally = float(elite_sanctions.critical_probability(HOME, ABROAD, OUTSIDE, SEIZED, 10.0))
    stays, goes = deserts([0.62, 0.63])
    return [*rows_of(MODEL, SOURCE, "closed form elite_sanctions", [
        ("critical chance: home 10, abroad 40, outside 30, seized 0.8", 0.625, cut, 1e-12, "C"),
        ("defects at 0.62", 0, leaves(0.62), 0, "C"),
        ("defects at 0.63", 1, leaves(0.63), 0, "C"),
        ("critical chance if threats raise home rents by 10", 0.909091, rally, 1e-6, "C"),
    ]), *rows_of(MODEL, SOURCE, "mechanism sanctions", [
        ("faction breaks away at 0.62", 0, stays, 0, "C"),
        ("faction breaks away at 0.63", 1, goes, 0, "C"),
    ])]  # fmt: skip
