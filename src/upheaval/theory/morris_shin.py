"""Morris and Shin (1998, 2003): the global game of regime change.

The thresholds are the closed form that `public_signal` and `court` call. Best replies are iterated
from nobody attacking and from everybody attacking, with the engine's own update of beliefs: one
limit where the equilibrium is unique, the lowest and the highest where it is not.
"""

from __future__ import annotations

from scipy.optimize import brentq

from upheaval.closed_forms import global_game
from upheaval.theory.rows import Entry, TheoryRow, rows_of
from upheaval.theory.small_country import small_country, step_alone

MODEL = "morris_shin"
SOURCE = "Morris and Shin 1998, AER 88:587-97; 2003; notation of Angeletos et al. 2007"
FORM = "closed form global_game"
FAR = 50.0
"""A signal beyond any that a citizen could get, in units of the citizens' mass."""

Game = tuple[float, float, float, float]
"""Precision of the prior and of signals, mean of the prior, cost: alpha, beta, y, c."""


def fallen_regimes(cutoff: float, game: Game) -> float:
    """Give the strength below which a regime falls if all with signals up to `cutoff` attack."""
    _, beta, _, _ = game

    def surplus(theta: float) -> float:
        return float(global_game.attack_mass(theta, cutoff, beta)) - theta

    return float(brentq(surplus, 0.0, 1.0, xtol=1e-13))


def best_cutoff(threshold: float, game: Game) -> float:
    """Give the highest signal at which attacking pays if regimes up to `threshold` fall."""
    alpha, beta, mean, cost = game

    def gain(signal: float) -> float:
        precision, belief = global_game.belief_update(alpha, mean, signal, beta)
        return float(global_game.fall_probability(threshold, belief, precision)) - cost

    if gain(-FAR) <= 0:
        return -FAR
    return FAR if gain(FAR) >= 0 else float(brentq(gain, -FAR, FAR, xtol=1e-13))


def best_replies(game: Game, first: float, rounds: int = 2000) -> float:
    """Give the threshold that best replies lead to from `first`: 0 nobody attacks, 1 everybody."""
    threshold = first
    for _ in range(rounds):
        following = fallen_regimes(best_cutoff(threshold, game), game)
        if abs(following - threshold) < 1e-10:
            return following
        threshold = following
    return threshold


def believed_fall(media_precision: float, share: float) -> tuple[float, float, float]:
    """Give (mean, precision, chance of falling) after `public_signal` alone saw a turnout."""
    people = 1000
    world = small_country(
        "public_signal",
        parameters={
            "strength": 0.5,
            "prior_precision": 1.0,
            "citizen_precision": 1.0,
            "attack_cost": 0.4,
            "media_precision": media_precision,
            "critical_share": 1.0,
        },
    )
    world.state.crowd[0, 0, 0] = share * people
    step_alone(world, "public_signal")
    state = world.state
    return float(state.strength[0]), float(state.precision[0]), float(state.fall_belief[0])


VALUES: tuple[tuple[Game, float], ...] = (
    ((1, 1, 0.5, 0.5), 0.5),
    ((1, 1, 0.5, 0.4), 0.717682),
    ((1, 1, 0.3, 0.4), 0.806393),
    ((1, 1, 0.7, 0.4), 0.603105),
    ((0.5, 4, 0.5, 0.4), 0.617149),
    ((0, 1, 0.5, 0.4), 0.6),
)
SEVERAL: tuple[tuple[Game, tuple[float, float, float]], ...] = (
    ((1, 0.1, 0.5, 0.5), (0.106941, 0.5, 0.893059)),
    ((2, 0.2, 0.5, 0.5), (0.01505, 0.5, 0.98495)),
)


def _named(game: Game) -> str:
    return "alpha {:g}, beta {:g}, y {:g}, c {:g}".format(*game)


def _thresholds() -> list[Entry]:
    single: list[Entry] = [
        (f"threshold: {_named(game)}", expected, float(global_game.threshold(*game)), 1e-6, "C")
        for game, expected in VALUES
    ]
    several: list[Entry] = [
        (f"{place} of three thresholds: {_named(game)}", expected[i],
         float(global_game.thresholds(*game)[i]), 1e-5, "C")
        for game, expected in SEVERAL
        for i, place in enumerate(("lowest", "middle", "highest"))
    ]  # fmt: skip
    return single + several


def _uniqueness() -> list[Entry]:
    def multiple(beta: float, alpha: float) -> float:
        return -1.0 if global_game.is_unique(alpha, beta) else 1.0

    critical = [
        float(brentq(multiple, 1e-6, 10.0, args=(alpha,), xtol=1e-12)) for alpha in (0.5, 1.0, 2.0)
    ]
    count = [len(global_game.thresholds(1.0, beta, 0.5, 0.5)) for beta in (0.158, 0.160)]
    return [
        ("least beta for one equilibrium: alpha 0.5", 0.0397887, critical[0], 1e-6, "V"),
        ("least beta for one equilibrium: alpha 1", 0.1591549, critical[1], 1e-6, "V"),
        ("least beta for one equilibrium: alpha 2", 0.6366198, critical[2], 1e-6, "V"),
        ("equilibria just below it: alpha 1, beta 0.158", 3, count[0], 0, "C"),
        ("equilibria just above it: alpha 1, beta 0.160", 1, count[1], 0, "C"),
    ]


def _replies() -> list[Entry]:
    one, three = (1, 1, 0.5, 0.4), (1, 0.1, 0.5, 0.5)
    return [
        (f"best replies from {start}: {_named(game)}", expected, best_replies(game, first), 2e-6,
         "C")
        for game, start, first, expected in (
            (one, "nobody", 0.0, 0.717682),
            (one, "everybody", 1.0, 0.717682),
            (three, "nobody", 0.0, 0.106941),
            (three, "everybody", 1.0, 0.893059),
        )
    ]  # fmt: skip


def rows() -> list[TheoryRow]:
    """Give thresholds, uniqueness, best replies and the flagship's public belief."""
    blackout = believed_fall(0.0, 0.3)
    free_media = believed_fall(0.5, 0.3)
    return [
        *rows_of(MODEL, SOURCE, FORM, [*_thresholds(), *_uniqueness()]),
        *rows_of(MODEL, SOURCE, f"{FORM} and its belief update", _replies()),
        *rows_of(MODEL, SOURCE, "mechanism public_signal", [
            ("chance of falling, blackout: alpha 1, y 0.5", 0.586161, blackout[2], 1e-6, "C"),
            ("mean strength after a turnout of 0.3", 0.939350, free_media[0], 1e-6, "C"),
            ("precision after it, media precision 0.5", 1.5, free_media[1], 1e-9, "C"),
            ("chance of falling after it", 0.208346, free_media[2], 1e-6, "C"),
        ]),
    ]  # fmt: skip
