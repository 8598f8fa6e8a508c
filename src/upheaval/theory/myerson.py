"""Myerson (2008): a ruler, his captains, and what they cost.

The reduced form: a ruler of n captains wins each challenge against m rivals with probability
n^s/(n^s + m^s) and must pay each captain enough to fight.
"""

from __future__ import annotations

from upheaval.closed_forms.succession import court
from upheaval.theory.rows import TheoryRow, rows_of

MODEL = "myerson"
SOURCE = "Myerson 2008, APSR 102:125-39 (reduced form; parameters ours)"


def rows() -> list[TheoryRow]:
    """Give chance, wage and value of the example, and of a ruler who recruits twice as many."""
    even = court(10, 10, 1.5, 5, 0.2, 0.05, 90)
    strong = court(20, 10, 1.5, 5, 0.2, 0.05, 90)
    return rows_of(MODEL, SOURCE, "closed form succession", [
        ("chance per battle, 10 against 10", 0.5, float(even.survival), 1e-12, "C"),
        ("wage of a captain", 1.5, float(even.wage), 1e-12, "C"),
        ("value of the realm to the ruler", 500, float(even.ruler_value), 1e-9, "C"),
        ("chance per battle, 20 against 10", 0.738796, float(strong.survival), 1e-6, "C"),
        ("wage of a captain, 20 against 10", 0.691942, float(strong.wage), 1e-6, "C"),
    ])  # fmt: skip
