"""Tyson and Smith: coordination on both sides, opponents and adherents of the regime.

Public news moves both sides the same way: what emboldens opponents disheartens adherents, who make
the outcome more sensitive to it. The mechanism `outcome` uses the rule of the fall.
"""

from __future__ import annotations

import numpy as np

from upheaval.closed_forms import two_sided_game
from upheaval.closed_forms.two_sided_game import Group
from upheaval.theory.rows import Entry, TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "tyson_smith"
SOURCE = "Tyson and Smith 2018, Dual-layered coordination (linear-normal form)"
ALPHA, MEAN, KAPPA = 1.0, 0.3, 0.8
OPPONENTS = Group(1.0, 4.0, 0.4)


def adherents(mass: float) -> Group:
    """Give adherents of the same precision and cost as the opponents."""
    return Group(mass, 4.0, 0.4)


def threshold(mass: float, mean: float = MEAN) -> float:
    """Give the threshold with adherents of a mass."""
    return float(two_sided_game.threshold(ALPHA, mean, OPPONENTS, adherents(mass), KAPPA))


def response(mass: float) -> float:
    """Give how much the threshold moves per unit of the public mean, as a size."""
    found = two_sided_game.response_to_public_mean(
        threshold(mass), ALPHA, MEAN, OPPONENTS, adherents(mass), KAPPA
    )
    return abs(float(found))


def falls(shares: list[float]) -> list[float]:
    """Tell where `outcome` alone lets the regime fall, for crowds of given shares of the adults.

    Defenders weigh 0.8, a quarter of them obeys, and the regime's own strength is 0.3.
    """
    world = small_country(
        "outcome",
        parameters={
            "critical_share": 1.0,
            "defender_weight": KAPPA,
            "resolve": MEAN,
            "fall_rate": 1e9,
        },
        replicates=len(shares),
    )
    world.state.obedience[:] = 0.25
    world.state.crowd[:, 0, 0] = 1000 * np.array(shares)
    step_alone(world, "outcome")
    return [float(fallen) for fallen in np.isfinite(world.state.fall_time)]


def rows() -> list[TheoryRow]:
    """Give thresholds, amplification by adherents, and the flagship's rule of the fall."""
    diffuse = [
        float(two_sided_game.diffuse_threshold(OPPONENTS, adherents(mass), KAPPA))
        for mass in (0.0, 0.5)
    ]
    numbers: list[Entry] = [
        ("diffuse limit, no adherents", 0.6, diffuse[0], 1e-12, "C"),
        ("diffuse limit, adherents 0.5", 0.36, diffuse[1], 1e-12, "C"),
        ("threshold, no adherents", 0.682413, threshold(0.0), 1e-6, "C"),
        ("threshold, adherents 0.5", 0.391331, threshold(0.5), 1e-6, "C"),
        ("response to public news, no adherents", 0.217, response(0.0), 5e-4, "C"),
        ("response to public news, adherents 0.5", 0.363, response(0.5), 5e-4, "C"),
        ("response to public news, adherents 1", 0.523, response(1.0), 5e-4, "C"),
    ]
    stands, fallen = falls([0.499, 0.501])
    return [
        *rows_of(MODEL, SOURCE, "closed form two_sided_game", numbers),
        *rows_of(MODEL, SOURCE, "mechanism outcome", [
            ("falls, A 0.499 against 0.8 x 0.25 + 0.3", 0, stands, 0, "C"),
            ("falls, A 0.501 against 0.8 x 0.25 + 0.3", 1, fallen, 0, "C"),
        ]),
    ]  # fmt: skip
