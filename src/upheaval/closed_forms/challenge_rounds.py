"""Rounds of challenges and concessions among weighted actors.

Source: Bueno de Mesquita's expected-utility model in the replication of Scholz, Calbert and Smith
(2011, Journal of Theoretical Politics 23:510-31). Actor i values challenging j, judged with the
risk exponent r of the actor who thinks,

    U_success = 2 - 4 (1/2 - d/2)^r,  U_failure = 2 - 4 (1/2 + d/2)^r,  U_stay = 2 - 4 (1/2)^r,
    E(i, j) = s_j (P U_success + (1 - P) U_failure) + (1 - s_j) U_success - Q U_stay,

d the distance of positions over their first range, s salience, P(i over j) the votes
sum_k c_k s_k max(0, d_kj^r_k - d_ki^r_k) over the votes of all pairs of actors. Each then yields to
the offer that moves it least: all the way if both would gain and the other more, part of the way
(in the ratio of the two values) if only the other gains and gains more than it loses.

A regression test of a published procedure rather than a theory to believe: chances of a pair do not
sum to 1, a compromise is picked by its place on the scale instead of by its distance, as in the
replication, and giving in outright never happens (its printed condition cannot hold). Prefer
`challenge_vote`. Positions in any one unit, capabilities and salience as shares.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import (
    FloatArray,
    as_float,
    closed_unit,
    finite,
    nonnegative,
    positive,
)


class Actors(NamedTuple):
    """Actors in a bargain: arrays of shape (actors,), checked by `bargain`."""

    positions: npt.ArrayLike
    capability: npt.ArrayLike
    salience: npt.ArrayLike


class Rounds(NamedTuple):
    """Positions (rounds + 1, actors) and their weighted median and mean (rounds + 1,)."""

    positions: FloatArray
    median: FloatArray
    mean: FloatArray


def weighted_mean(positions: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return the mean of positions (..., actors) by weight; raise ValueError if none weighs."""
    weights = nonnegative("weights", weights)
    total = positive("sum of weights", weights.sum(axis=-1))
    return as_float((finite("positions", positions) * weights).sum(axis=-1) / total)


def winning_position(positions: npt.ArrayLike, weights: npt.ArrayLike) -> float:
    """Return the actor's position that beats every other, each voting weight times gain.

    Both (actors,). Raises ValueError if no position is unbeaten.
    """
    places, weights = finite("positions", positions), nonnegative("weights", weights)
    distance = np.abs(places[:, None] - places[None, :])
    margin = np.einsum("k,kij->ij", weights, distance[:, None, :] - distance[:, :, None])
    unbeaten = np.flatnonzero((margin >= -1e-12).all(axis=1))
    if unbeaten.size == 0:
        raise ValueError("positions: each is beaten by another, there is no winner")
    return float(places[unbeaten[0]])


def _win_chances(
    places: FloatArray, weights: FloatArray, exponents: FloatArray, span: float
) -> FloatArray:
    distance = (np.abs(places[:, None] - places[None, :]) / span) ** exponents[:, None]
    votes = weights[:, None, None] * (distance[:, None, :] - distance[:, :, None])
    return as_float(np.maximum(votes, 0).sum(axis=0) / np.abs(votes).sum())


def challenge_values(
    actors: Actors, exponents: npt.ArrayLike, span: float, stay_chance: float = 1.0
) -> FloatArray:
    """Return E[k, i, j], the value to i of challenging j as actor k judges it.

    exponents (actors,) are the risk exponents r, span the first range of positions, stay_chance Q.
    Result (actors, actors, actors). Raises ValueError if an exponent or the span is not above 0, or
    salience lies outside [0, 1].
    """
    places, salience = (
        finite("positions", actors.positions),
        closed_unit("salience", actors.salience),
    )
    weights = nonnegative("capability", actors.capability) * salience
    risk = positive("exponents", exponents)
    chance = _win_chances(places, weights, risk, float(positive("span", span)))
    half = 0.5 * np.abs(places[:, None] - places[None, :]) / span
    power = risk[:, None, None]
    success = 2 - 4 * np.maximum(0.0, 0.5 - half) ** power
    failure = 2 - 4 * (0.5 + half) ** power
    fought = chance * success + (1 - chance) * failure
    stay = 2 - 4 * 0.5**power
    return as_float(salience * fought + (1 - salience) * success - stay_chance * stay)


def risk_exponents(actors: Actors, span: float, stay_chance: float = 1.0) -> FloatArray:
    """Return r = (1 - R/3)/(1 + R/3), between 1/2 and 2, from each actor's danger at its position.

    Danger sums what the others expect of challenging it (judged at r = 1); R scales it to [-1, 1].
    Shape (actors,); all 1 where dangers are equal. Raises ValueError as `challenge_values`.
    """
    count = np.size(actors.positions)
    values = challenge_values(actors, np.ones(count), span, stay_chance)[0]
    danger = values.sum(axis=0) - np.diag(values)
    least, most = danger.min(), danger.max()
    if most - least < 1e-12:
        return np.ones(count)
    acceptance = (2 * danger - most - least) / (most - least)
    return as_float((1 - acceptance / 3) / (1 + acceptance / 3))


def _yielded(places: FloatArray, values: FloatArray, actor: int) -> float:
    """Return where one actor ends after the offers it reads into `values`."""
    here = places[actor]
    own, other = values[actor, actor, :], values[actor, :, actor]
    elsewhere = places != here
    beaten = elsewhere & (other > own) & (own > 0)
    if beaten.any():
        offers = places[beaten]
        return float(offers[np.argmin(np.abs(offers - here))])
    partly = elsewhere & (other > 0) & (own < 0) & (other > -own)
    if not partly.any():
        return float(here)
    give, take, there = -own[partly], other[partly], places[partly]
    chosen = np.argmin((give * here + take * there) / (give + take))
    return float(here + (there[chosen] - here) * give[chosen] / take[chosen])


def bargain(actors: Actors, rounds: int, stay_chance: float = 1.0) -> Rounds:
    """Run simultaneous rounds of challenges; row 0 of the result is the start.

    Raises ValueError if shapes differ, all positions are equal, capability is negative, salience
    lies outside [0, 1] or rounds is negative.
    """
    places = finite("positions", actors.positions)
    shapes = {np.shape(part) for part in actors}
    if len(shapes) != 1 or places.ndim != 1:
        raise ValueError(f"actors: expected three arrays of one shape (actors,), found {shapes}")
    if rounds < 0:
        raise ValueError(f"rounds: expected 0 or more, found {rounds}")
    weights = as_float(actors.capability) * as_float(actors.salience)
    span = float(positive("range of positions", np.ptp(places)))
    path = [places]
    for _ in range(rounds):
        now = actors._replace(positions=path[-1])
        risk = risk_exponents(now, span, stay_chance)
        values = challenge_values(now, risk, span, stay_chance)
        path.append(np.array([_yielded(path[-1], values, k) for k in range(places.size)]))
    every = np.array(path)
    median = as_float([winning_position(row, weights) for row in every])
    return Rounds(every, median, weighted_mean(every, weights))
