"""One power over several fronts: Colonel Blotto, and whether a front is entered at all.

With a lottery on each front, force goes in proportion to the prizes (Friedman 1958). With an
auction, the weaker side concentrates and still wins a share of the fronts (Roberson 2006). The
mechanism `alliance` weighs a contingent against what it would earn on the other front.
"""

from __future__ import annotations

import numpy as np

from upheaval.closed_forms.fronts import lottery_allocation, weaker_share
from upheaval.theory.persuasion import agreement_rate
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "blotto"
SOURCE = "Roberson 2006, Economic Theory 29:1-24"
LOTTERY = "Friedman 1958, Operations Research 6:699-709"


def attention_elsewhere(danger: float) -> float:
    """Give the pressure on the other front when `fronts` alone steps, by the danger here.

    The stake here is 3, the other front is worth 1, and the troops are committed.
    """
    treaty = {"name": "treaty", "member": "first_powers", "needs_outside_threat": "true"}
    world = small_country(
        "fronts",
        {"powers": [{"stake": 3}], "treaties": [treaty]},
        {"other_value": 1.0, "response_time": 1e-3},
    )
    state = world.state
    state.fall_belief[:], state.foreign_backing[:] = danger, 1.0
    state.committed[:] = 1000.0
    step_alone(world, "fronts")
    return float(state.other_front_pressure[0])


def rows() -> list[TheoryRow]:
    """Give allocations, the weaker side's share in all regimes, and the flagship's decision."""
    spent = lottery_allocation(10.0, np.array([1.0, 3.0, 4.0]))
    sends, stays = (
        agreement_rate(0.9, other_front=value, replicates=50, stake=3.0) for value in (1.99, 2.01)
    )
    return [
        *rows_of(MODEL, LOTTERY, "closed form fronts", [
            ("force 10 over prizes 1, 3, 4: on the first", 1.25, float(spent[0]), 1e-12, "M"),
            ("on the third", 5.0, float(spent[2]), 1e-12, "M"),
        ]),
        *rows_of(MODEL, SOURCE, "closed form fronts", [
            ("weaker side's share: 3 fronts, ratio 0.8", 0.4, float(weaker_share(0.8, 3)), 1e-12,
             "M"),
            ("3 fronts, ratio 0.75", 0.375, float(weaker_share(0.75, 3)), 1e-12, "M"),
            ("3 fronts, ratio 8/15", 0.25, float(weaker_share(8 / 15, 3)), 1e-9, "M"),
            ("3 fronts, ratio 0.4", 0.111111, float(weaker_share(0.4, 3)), 1e-6, "M"),
            ("3 fronts, ratio 0.3: hopeless", 0, float(weaker_share(0.3, 3)), 0, "C"),
        ]),
        *rows_of(MODEL, "own accounting of one front", "mechanism alliance", [
            ("sends: stake 3, cost 1, other front 1.99", 1, sends, 0, "C"),
            ("sends: stake 3, cost 1, other front 2.01", 0, stays, 0, "C"),
        ]),
        *rows_of(MODEL, LOTTERY, "mechanism fronts", [
            ("force left elsewhere, stake 3 in full danger", 0.25, attention_elsewhere(1.0), 1e-9,
             "C"),
            ("force left elsewhere, danger 1/3", 0.5, attention_elsewhere(1 / 3), 1e-9, "C"),
        ]),
    ]  # fmt: skip
