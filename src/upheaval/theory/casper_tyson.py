"""Casper and Tyson (2014): protest as a public signal for elites.

Turnout reveals strength; free media make it precise; and since it is public, elites react more than
it deserves, until their own game has several equilibria. `public_signal` and `court` use the same
closed forms.
"""

from __future__ import annotations

from upheaval.closed_forms import global_game, public_signal
from upheaval.theory.rows import Entry, TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "casper_tyson"
SOURCE = "Casper and Tyson 2014, Journal of Politics 76:548-64 (linear-normal reduction)"
PRIOR, MEAN, SIGNAL, CITIZENS, ELITES, COST = 1.0, 0.6, 0.3, 4.0, 4.0, 0.5


def elite_threshold(media_precision: float, signal: float = SIGNAL) -> float:
    """Give the strength below which elites move once they saw the turnout."""
    return float(
        public_signal.elite_threshold(PRIOR, MEAN, signal, CITIZENS, media_precision, ELITES, COST)
    )


def elites_agree(media_precision: float) -> float:
    """Give 1 where the elites' game has one equilibrium whatever the public mean, else 0."""
    alpha, _ = public_signal.elite_posterior(PRIOR, MEAN, SIGNAL, CITIZENS, media_precision)
    return float(global_game.is_unique(alpha, ELITES))


def revealed(strength: float, cutoff: float = 0.4) -> float:
    """Give the strength that is read from the turnout which that strength makes."""
    turnout = global_game.attack_mass(strength, cutoff, CITIZENS)
    return float(public_signal.strength_signal(turnout, cutoff, CITIZENS))


def rivalry(strength: float) -> float:
    """Give how likely elites think a move when only `court` steps, at a public belief."""
    world = small_country(
        "court", parameters={"elite_precision": ELITES, "elite_cost": COST, "quota": 0.5}
    )
    world.state.strength[:] = strength
    world.state.precision[:] = PRIOR
    step_alone(world, "court")
    return float(world.state.rivalry[0])


def rows() -> list[TheoryRow]:
    """Give elites' thresholds by freedom of the media, and the flagship's own."""
    numbers: list[Entry] = [
        ("elites' threshold, blackout", 0.4751, elite_threshold(0.0), 5e-5, "C"),
        ("elites' threshold, media precision 0.5", 0.6413, elite_threshold(0.5), 5e-5, "C"),
        ("elites' threshold, media precision 2", 0.9986, elite_threshold(2.0), 5e-5, "C"),
        ("one equilibrium among elites, media 0.5", 1, elites_agree(0.5), 0, "C"),
        ("one equilibrium among elites, media 2", 0, elites_agree(2.0), 0, "C"),
        ("strength 0.2 read from its turnout", 0.2, revealed(0.2), 1e-9, "C"),
        ("strength 0.9 read from its turnout", 0.9, revealed(0.9), 1e-9, "C"),
    ]
    return [
        *rows_of(MODEL, SOURCE, "closed form public_signal", numbers),
        *rows_of(MODEL, SOURCE, "mechanism court", [
            ("chance of a move, strength 0.6", 0.450302, rivalry(0.6), 1e-6, "C"),
        ]),
    ]  # fmt: skip
