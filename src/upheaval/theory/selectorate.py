"""Bueno de Mesquita et al. (2003): rents of the winning coalition.

A challenger can promise a share of private goods with certainty only today; a member of the
incumbent's coalition W, drawn from a selectorate S, weighs the chance W/S to be in the next one.
The smaller that chance, the less the ruler must pay and the more he keeps.
"""

from __future__ import annotations

from upheaval.theory.closed_forms.selectorate import rent_per_member, slack
from upheaval.theory.rows import Entry, TheoryRow, rows_of

MODEL = "selectorate"
SOURCE = "Bueno de Mesquita, Smith, Siverson and Morrow 2003 (private goods only)"
VALUES = (
    ((100, 10, 100, 0.8), 2.173913, 78.260870),
    ((100, 10, 1000, 0.8), 2.016129, 79.838710),
    ((100, 40, 50, 0.8), 1.388889, 44.444444),
    ((100, 50, 100, 0.9), 0.363636, 81.818182),
)


def rows() -> list[TheoryRow]:
    """Give pay per member and the ruler's own share."""
    entries: list[Entry] = []
    for game, rent, kept in VALUES:
        named = "R {:g}, W {:g}, S {:g}, delta {:g}".format(*game)
        entries += [
            (f"pay of a member: {named}", rent, float(rent_per_member(*game)), 1e-6, "C"),
            (f"ruler's slack: {named}", kept, float(slack(*game)), 1e-6, "C"),
        ]
    return rows_of(MODEL, SOURCE, "closed form selectorate", entries)
