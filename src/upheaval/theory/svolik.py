"""Svolik (2009): contested and established dictators.

A contested dictator falls at one hazard and is established at another rate; once established he
falls at a lower hazard. The reduction to two states is ours; the keyed simulation steps it.
"""

from __future__ import annotations

import numpy as np

from upheaval.closed_forms.succession import dictator_survival, establishment_probability
from upheaval.theory.rows import Entry, TheoryRow, rows_of
from upheaval.world.luck import Luck, bases_of

MODEL = "svolik"
SOURCE = "Svolik 2009, AJPS 53:477-94 (two-state reduction)"
CONTESTED, ESTABLISHMENT, ESTABLISHED = 0.2, 0.05, 0.02
"""Hazards and rate per year."""


def simulated_survival(years: float, dictators: int = 40_000, steps: int = 500) -> float:
    """Give the share still in power after `years`, from keyed luck."""
    bases = bases_of(1, np.arange(1))
    contested, established = np.ones((1, dictators), bool), np.zeros((1, dictators), bool)
    length = years / steps
    for tick in range(steps):
        luck = Luck(bases, "theory.svolik", tick)
        rate = CONTESTED * contested + ESTABLISHED * established
        falls = luck.happens("fall", rate, length)
        rises = luck.happens("rise", ESTABLISHMENT * contested, length) & ~falls
        contested, established = contested & ~falls & ~rises, (established & ~falls) | rises
    return float((contested | established).mean())


def rows() -> list[TheoryRow]:
    """Give survival by year and the chance to be established."""
    years = (1, 5, 10, 20)
    survival = dictator_survival(np.array(years), CONTESTED, ESTABLISHMENT, ESTABLISHED)
    entries: list[Entry] = [
        (f"still in power after {year} years", expected, float(survival[i]), 5e-5, "C")
        for i, (year, expected) in enumerate(
            zip(years, (0.8226, 0.4209, 0.2422, 0.1510), strict=True)
        )
    ]
    chance = float(establishment_probability(CONTESTED, ESTABLISHMENT))
    entries.append(("chance to be established", 0.2, chance, 1e-12, "C"))
    simulated: list[Entry] = [
        ("40,000 dictators simulated, 10 years", 0.2422, simulated_survival(10.0), 0.008, "C")
    ]
    return [
        *rows_of(MODEL, SOURCE, "closed form succession", entries),
        *rows_of(MODEL, SOURCE, "closed form succession, keyed luck", simulated),
    ]
