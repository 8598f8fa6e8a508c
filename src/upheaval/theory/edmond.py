"""Edmond (2013): hidden propaganda in a game of regime change.

Regimes that manipulate pool with stronger ones. Precise signals then help the regime: each citizen
trusts what everybody sees, and what everybody sees is what the regime chose. The pooling formulas
hold only where the marginal regime gains by manipulating; elsewhere the threshold is exactly 1 - p
(see the page of corrections).
"""

from __future__ import annotations

from upheaval.closed_forms import manipulation
from upheaval.theory.rows import Entry, TheoryRow, rows_of

MODEL = "edmond"
SOURCE = "Edmond 2013, REStud 80:1422-58 (linear cost)"
VALUES = (
    (1, 0.5, 0.5, 0.5, 1e-12, "C"),
    (4, 0.5, 0.5, 0.443835, 1e-6, "C"),
    (10, 0.5, 0.5, 0.359035, 1e-6, "C"),
    (100, 0.5, 0.5, 0.17032, 1e-5, "C"),
    (1e3, 0.5, 0.5, 0.06914, 1e-5, "C"),
    (1e4, 0.5, 0.5, 0.02605, 1e-5, "C"),
    (1e6, 0.5, 0.5, 0.003314, 1e-6, "C"),
    (10, 0.25, 0.5, 0.462929, 1e-6, "C"),
    (100, 0.25, 0.5, 0.197989, 1e-6, "C"),
    (1.7, 0.1, 0.5, 0.9, 1e-12, "corrected"),
    (2, 0.75, 0.5, 0.25, 1e-12, "corrected"),
)
"""Precision, opportunity cost p, cost of manipulation c; threshold, tolerance, tag."""


def rows() -> list[TheoryRow]:
    """Give thresholds as signals become precise, and where no marginal regime manipulates."""
    entries: list[Entry] = [
        (f"threshold: alpha {alpha:g}, p {p:g}, c {c:g}", expected,
         float(manipulation.threshold(alpha, p, c)), tolerance, tag)
        for alpha, p, c, expected, tolerance, tag in VALUES
    ]  # fmt: skip
    moves = [
        float(manipulation.marginal_regime_manipulates(alpha, p, 0.5))
        for alpha, p in ((10, 0.25), (2, 0.75), (1.7, 0.1))
    ]
    entries += [
        ("marginal regime manipulates: alpha 10, p 0.25", 1, moves[0], 0, "C"),
        ("marginal regime manipulates: alpha 2, p 0.75", 0, moves[1], 0, "corrected"),
        ("marginal regime manipulates: alpha 1.7, p 0.1", 0, moves[2], 0, "corrected"),
    ]
    return rows_of(MODEL, SOURCE, "closed form manipulation", entries)
