"""Bueno de Mesquita's bargaining, twice: votes on challenges (KTAB) and rounds of concessions.

Both on his example of emission standards: ten states, years of delay from 4 to 10.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms import challenge_rounds, challenge_vote
from upheaval.closed_forms.challenge_rounds import Actors
from upheaval.theory.rows import Entry, TheoryRow, rows_of

MODEL = "bueno_de_mesquita"
VOTE = "Wise, Lester and Efird 2015 (KTAB)"
ROUNDS = "Scholz, Calbert and Smith 2011, Journal of Theoretical Politics 23:510-31"
OPTIONS = np.array([4.0, 7.0, 10.0])
EMISSIONS = Actors(
    positions=np.array([4, 7, 4, 4, 10, 10, 10, 7, 4, 7.0]),
    capability=np.array([8, 8, 3, 16, 16, 16, 16, 5, 5, 8]) / 100,
    salience=np.array([8, 4, 2, 8, 6, 6, 9, 1, 10, 7]) / 10,
)
"""Positions in years of delay, capability and salience as printed by Scholz et al. 2011."""

Floats = npt.NDArray[np.float64]


def support() -> Floats:
    """Give the support of each option over each, shape ``(3, 3)``."""
    utilities = challenge_vote.linear_utilities(EMISSIONS.positions, OPTIONS, 6)
    weights = np.asarray(EMISSIONS.capability) * np.asarray(EMISSIONS.salience)
    return challenge_vote.pairwise_support(weights, utilities)


def outcome(exponent: float) -> Floats:
    """Give the long-run chance of each option; the exponent makes the stronger side surer."""
    return challenge_vote.limit_distribution(support(), exponent)


def rows() -> list[TheoryRow]:
    """Give chances of pairs, distributions and means of the vote, and the rounds."""
    win = challenge_vote.win_probability(support())
    one, two, eight = outcome(1), outcome(2), outcome(8)
    vote: list[Entry] = [
        ("chance that 7 beats 4", 0.6337, float(win[1, 0]), 5e-5, "C"),
        ("chance that 10 beats 4", 0.5753, float(win[2, 0]), 5e-5, "C"),
        ("chance that 7 beats 10", 0.5037, float(win[1, 2]), 5e-5, "C"),
        *((f"chance of {option:g} years, exponent 1", expected, float(one[i]), 5e-5, "C")
          for i, (option, expected) in enumerate(
              zip(OPTIONS, (0.2371, 0.3467, 0.4162), strict=True))),
        ("mean, exponent 1", 7.5371, float(one @ OPTIONS), 5e-5, "C"),
        *((f"chance of {option:g} years, exponent 2", expected, float(two[i]), 5e-5, "C")
          for i, (option, expected) in enumerate(
              zip(OPTIONS, (0.1557, 0.3869, 0.4574), strict=True))),
        ("mean, exponent 2", 7.9053, float(two @ OPTIONS), 5e-5, "C"),
        ("mean, exponent 8", 8.5007, float(eight @ OPTIONS), 5e-5, "C"),
    ]  # fmt: skip
    found = challenge_rounds.bargain(EMISSIONS, 2)
    rounds: list[Entry] = [
        (f"weighted {kind} after {i} rounds", expected, float(path[i]), 5e-7, "C")
        for kind, path, values in (
            ("median", found.median, (7, 8.415932, 9.610859)),
            ("mean", found.mean, (7.389956, 7.461314, 7.552501)),
        )
        for i, expected in enumerate(values)
    ]
    return [
        *rows_of(MODEL, VOTE, "closed form challenge_vote", vote),
        *rows_of(MODEL, ROUNDS, "closed form challenge_rounds", rounds),
    ]
