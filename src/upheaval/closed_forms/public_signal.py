"""Protest as a public signal for elites.

Source: Casper and Tyson (2014, Journal of Politics 76:548-64). Linear-normal reduction, derived
here: if a mass m of citizens attack on signals of precision b_c below a cutoff x*, the turnout
A = m Phi(sqrt(b_c)(x* - theta)) makes Phi^-1(A/m) linear in the regime's strength theta. Elites who
see it through media with noise of precision r (in 1/z^2, z a normal score) hold a public signal
x* - Phi^-1(A/m)/sqrt(b_c) of precision b_c r; their own game is then a global game with the
sharpened public belief. Because it is public they overreact to it, and with free enough media
several equilibria appear.

theta, x*, m in units of the citizens' mass; precisions of theta in 1/mass^2.
"""

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms import global_game
from upheaval.closed_forms._checks import (
    FloatArray,
    as_float,
    closed_unit,
    finite,
    nonnegative,
    positive,
)
from upheaval.closed_forms._numeric import normal_quantile


def normal_score(share: npt.ArrayLike, population: npt.ArrayLike | None = None) -> FloatArray:
    """Return Phi^-1 of the participating share.

    With `population` (a count of people) shares of exactly 0 and 1 are read as 1/(2n) and
    1 - 1/(2n), the correction of Macmillan and Kaplan (1985, Psychological Bulletin 98:185-99), so
    that one silent tick is not an infinitely strong signal. Arguments broadcast. Raises ValueError
    if a share lies outside [0, 1], is 0 or 1 with no population given, or population is below 1.
    """
    share = closed_unit("share", share)
    if population is None:
        if not np.all((share > 0) & (share < 1)):
            raise ValueError("share: a share of 0 or 1 has no finite score; give the population")
        return normal_quantile(share)
    least = 0.5 / positive("population", population)
    if np.any(least > 0.5):
        raise ValueError("population: expected a count of at least 1")
    return normal_quantile(np.clip(share, least, 1 - least))


def strength_signal(
    share: npt.ArrayLike,
    cutoff: npt.ArrayLike,
    citizen_precision: npt.ArrayLike,
    population: npt.ArrayLike | None = None,
) -> FloatArray:
    """Return the strength that turnout reveals: x* - Phi^-1(share)/sqrt(citizen_precision).

    Arguments broadcast; more turnout reveals a weaker regime. Raises ValueError as `normal_score`
    and if citizen_precision is not above 0 or the cutoff is not finite.
    """
    root = np.sqrt(positive("citizen_precision", citizen_precision))
    return as_float(finite("cutoff", cutoff) - normal_score(share, population) / root)


def signal_precision(
    citizen_precision: npt.ArrayLike, media_precision: npt.ArrayLike
) -> FloatArray:
    """Return the precision of turnout as a signal of strength: citizen_precision media_precision.

    Arguments broadcast; 0 is a complete blackout. Raises ValueError if citizen_precision is not
    above 0 or media_precision is negative.
    """
    citizens = positive("citizen_precision", citizen_precision)
    return as_float(citizens * nonnegative("media_precision", media_precision))


def elite_posterior(
    alpha: npt.ArrayLike,
    strength_mean: npt.ArrayLike,
    signal: npt.ArrayLike,
    citizen_precision: npt.ArrayLike,
    media_precision: npt.ArrayLike,
) -> tuple[FloatArray, FloatArray]:
    """Return (alpha, strength_mean) of the elites' public belief after a `strength_signal`.

    Arguments broadcast. Raises ValueError as `signal_precision` and `global_game.belief_update`.
    """
    precision = signal_precision(citizen_precision, media_precision)
    return global_game.belief_update(alpha, strength_mean, signal, precision)


def elite_threshold(
    alpha: npt.ArrayLike,
    strength_mean: npt.ArrayLike,
    signal: npt.ArrayLike,
    citizen_precision: npt.ArrayLike,
    media_precision: npt.ArrayLike,
    elite_precision: npt.ArrayLike,
    elite_cost: npt.ArrayLike,
    elite_mass: npt.ArrayLike = 1.0,
    select: global_game.Select = "lowest",
) -> FloatArray:
    """Return the strength below which elites move against the ruler, once they saw the turnout.

    `global_game.threshold` of the elites' own game at the belief of `elite_posterior`; arguments
    broadcast and the same errors are raised.
    """
    alpha, mean = elite_posterior(alpha, strength_mean, signal, citizen_precision, media_precision)
    return global_game.threshold(alpha, elite_precision, mean, elite_cost, elite_mass, select)
