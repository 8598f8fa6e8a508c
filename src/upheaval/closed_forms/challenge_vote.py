"""Bargaining among weighted actors by pairwise challenges.

Source: KTAB, the KAPSARC Toolkit for Behavioral Analysis (Wise, Lester and Efird 2015), after Bueno
de Mesquita's expected-utility voting. Actors of weight w_i with utilities u_i(a) support option a
over b by

    S[a:b] = sum_i w_i max(0, u_i(a) - u_i(b)),   V(a,b) = S[a:b]^nu/(S[a:b]^nu + S[b:a]^nu),

V(a,a) = 1/2; an option b is challenged by a with probability C(a|b) proportional to S[a:b] V(a,b);
the winner of each challenge becomes the status quo:

    P'(a) = sum_b V(a,b) (P(a) C(b|a) + P(b) C(a|b)).

The limit of this Markov chain is the outcome. Checked by long iteration; the tests use the data of
Bueno de Mesquita's emission-standards example as given by Scholz, Calbert and Smith (2011, Journal
of Theoretical Politics 23:510-31). Weights in any one unit of influence, utilities in any one unit
per actor; positions as their author scales them.
"""

import numpy as np
import numpy.typing as npt

from upheaval.closed_forms._checks import (
    FloatArray,
    as_float,
    finite,
    nonnegative,
    positive,
)

# 2^60 steps: a chain whose slowest mode decays by 1e-12 a step has converged as far as it can.
_SQUARINGS = 60


def linear_utilities(
    ideal_points: npt.ArrayLike, options: npt.ArrayLike, span: npt.ArrayLike
) -> FloatArray:
    """Return u = 1 - |option - ideal point|/span: (..., actors) and (..., options) to (..., a, o).

    Raises ValueError if span is not above 0.
    """
    ideal = finite("ideal_points", ideal_points)[..., :, None]
    distance = np.abs(finite("options", options)[..., None, :] - ideal)
    return as_float(1 - distance / positive("span", span))


def pairwise_support(weights: npt.ArrayLike, utilities: npt.ArrayLike) -> FloatArray:
    """Return S[..., a, b], the support of option a over option b.

    weights (..., actors) and utilities (..., actors, options) give (..., options, options); leading
    axes broadcast. Raises ValueError if a weight is negative or shapes do not fit.
    """
    weights, utilities = nonnegative("weights", weights), finite("utilities", utilities)
    if utilities.ndim < 2 or weights.shape[-1:] != utilities.shape[-2:-1]:
        raise ValueError(
            "utilities: expected shape (..., actors, options) with as many actors as weights, "
            f"found {utilities.shape} for weights {weights.shape}"
        )
    gain = np.maximum(0.0, utilities[..., :, :, None] - utilities[..., :, None, :])
    return as_float(np.sum(weights[..., :, None, None] * gain, axis=-3))


def win_probability(support: npt.ArrayLike, exponent: npt.ArrayLike = 1.0) -> FloatArray:
    """Return V[..., a, b] from S: the chance that a beats b, 1/2 where nobody cares.

    `exponent` nu > 0 (a number) makes the stronger side surer. Raises ValueError otherwise.
    """
    support = nonnegative("support", support)
    against = np.swapaxes(support, -1, -2)
    larger = np.maximum(support, against)
    scale = np.where(larger > 0, larger, 1.0)
    # Scaled before powering: a sum of influences to a high power leaves the range of floats.
    nu = positive("exponent", exponent)
    for_it = np.where(larger > 0, support / scale, 1.0) ** nu
    against_it = np.where(larger > 0, against / scale, 1.0) ** nu
    return as_float(for_it / (for_it + against_it))


def transition_matrix(support: npt.ArrayLike, exponent: npt.ArrayLike = 1.0) -> FloatArray:
    """Return T[..., a, b], the chance that status quo b is followed by a; columns sum to 1.

    A status quo that nobody would leave stays. Shapes and errors as `win_probability`.
    """
    win = win_probability(support, exponent)
    pull = as_float(support) * win
    total = pull.sum(axis=-2, keepdims=True)
    challenge = np.where(total > 0, pull / np.where(total > 0, total, 1.0), 0.0)
    moves = challenge * win
    stay = np.maximum(0.0, 1 - moves.sum(axis=-2))
    return as_float(moves + stay[..., :, None] * np.eye(moves.shape[-1]))


def limit_distribution(
    support: npt.ArrayLike,
    exponent: npt.ArrayLike = 1.0,
    start: npt.ArrayLike | None = None,
) -> FloatArray:
    """Return the long-run probability of each option, shape (..., options).

    `start` (..., options) are the first probabilities, even if not given; it matters only where
    some options can never be left for others. Raises ValueError as `win_probability`, or if start
    is negative or does not sum to 1.
    """
    matrix = transition_matrix(support, exponent)
    count = matrix.shape[-1]
    first = np.full(count, 1 / count) if start is None else nonnegative("start", start)
    if not np.allclose(first.sum(axis=-1), 1):
        raise ValueError("start: expected probabilities that sum to 1")
    # The lazy chain has the same limit and cannot oscillate.
    power = 0.5 * (matrix + np.eye(count))
    for _ in range(_SQUARINGS):
        power = power @ power
        power = power / power.sum(axis=-2, keepdims=True)
    return as_float((power @ first[..., None])[..., 0])
