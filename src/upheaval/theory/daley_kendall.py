"""Daley and Kendall (1965): a fifth never hear the rumor.

Spreaders tell the ignorant; when two who know meet, both stop. A meeting is of an unordered pair:
drawing ordered pairs counts meetings of spreaders twice and leaves more people ignorant, a mistake
that is easily made.
"""

from __future__ import annotations

import numpy as np

from upheaval.closed_forms.rumor import final_ignorant_share
from upheaval.kernels import words
from upheaval.theory.rows import TheoryRow, rows_of
from upheaval.theory.small_country import step_alone
from upheaval.theory.state_claim import claim_and_audience

MODEL = "daley_kendall"
SOURCE = "Daley and Kendall 1965, IMA Journal 1:42-55"
CAUGHT_ON = 0.9
"""A rumor that leaves more than this share ignorant died at its start (1 chance in some hundreds
for a large population); the limit is about the others."""


def simulated_share(ordered: bool, people: int = 1000, replicates: int = 400) -> float:
    """Give the mean share left ignorant by keyed luck, pair by pair, of rumors that caught on."""
    bases = words.replicate_bases(1, range(replicates))
    decision = words.decision_number("theory.rumor")
    both_orders = 1.0 if ordered else 0.5
    ignorant = np.full(replicates, people - 1.0)
    spreading, knowing = np.ones(replicates), np.zeros(replicates)
    for meeting in range(2 * people):
        tell = ignorant * spreading
        stop_both = both_orders * spreading * (spreading - 1)
        total = tell + stop_both + spreading * knowing
        drawn = words.uniform(bases, decision, meeting, 1)[:, 0] * total
        told = (drawn < tell) & (spreading > 0)
        two = ~told & (drawn < tell + stop_both) & (spreading > 0)
        one = ~told & ~two & (spreading > 0)
        ignorant = ignorant - told
        spreading = spreading + told - 2.0 * two - one
        knowing = knowing + 2.0 * two + one
        if not spreading.any():
            break
    share = ignorant / people
    return float(share[share < CAUGHT_ON].mean())


def never_heard(first: float = 0.01, length: float = 0.25, ticks: int = 200) -> float:
    """Give the share that never hears when `information` alone steps, a few told at first.

    One contact a day and ticks of `length` days. It hardly matters how few are told at first.
    """
    world = claim_and_audience({"contact_rate": 1.0})
    world.state.ignorant[:], world.state.spreading[:] = 1.0 - first, first
    for tick in range(ticks):
        step_alone(world, "information", length=length, index=tick)
    return float(world.state.ignorant[0, 0, 0])


def rows() -> list[TheoryRow]:
    """Give the limit, the simulation, and what the common mistake gives instead."""
    return [
        *rows_of(MODEL, SOURCE, "closed form rumor", [
            ("share that never hears", 0.20318787, float(final_ignorant_share()), 5e-9, "C"),
            ("the same, a tenth told at first", 0.201367, float(final_ignorant_share(0.9, 0.1)),
             1e-6, "C"),
        ]),
        *rows_of(MODEL, SOURCE, "keyed luck", [
            ("1,000 people, unordered pairs", 0.2032, simulated_share(ordered=False), 0.004, "V"),
            ("1,000 people, ordered pairs: the mistake", 0.2847, simulated_share(ordered=True),
             0.004, "C"),
        ]),
        *rows_of(MODEL, SOURCE, "mechanism information", [
            ("a claim from mouth to mouth, ticks of 6 hours", 0.2032, never_heard(), 0.003,
             "C"),
        ]),
    ]  # fmt: skip
