"""One power over several fronts: Colonel Blotto, and whether a front is entered at all.

With a lottery on each front, force goes in proportion to the prizes (Friedman 1958). With an
auction, the weaker side concentrates and still wins a share of the fronts (Roberson 2006). The
mechanism `alliance` weighs a contingent against what it would earn on the other front.
"""

from __future__ import annotations

import numpy as np

from upheaval.theory.closed_forms.fronts import lottery_allocation, weaker_share
from upheaval.theory.persuasion import agreement_rate
from upheaval.theory.rows import TheoryRow, rows_of

MODEL = "blotto"
SOURCE = "Roberson 2006, Economic Theory 29:1-24"
LOTTERY = "Friedman 1958, Operations Research 6:699-709"


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
    ]  # fmt: skip
