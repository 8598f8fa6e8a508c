"""Simulations weighted by how like the record they are, and what they say of parameters.

A simulation is as like the record as its learned summaries are (semi-automatic approximate
Bayesian computation, Fearnhead and Prangle 2012): the log odds of the explanations, and a linear
prediction of every parameter from the reports. Weights fall off with the distance (Epanechnikov)
and are then raked until the explanations have the probabilities of the stack. Parameters are
adjusted by a local linear regression on the summaries (Beaumont, Zhang and Balding 2002), on a
scale where the prior is uniform turned normal, so that nothing leaves the prior's range.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NEAREST = 0.1
"""Share of the simulations that have weight."""

FEWEST = 200
"""Simulations that have weight at least, as far as there are that many."""

IDENTIFIED_SPREAD = 0.9
"""Posterior over prior spread above which a parameter counts as not identified."""

RIDGE_FOLDS = 5
PENALTIES = (0.03, 0.3, 3.0)

LEVELS = (0.05, 0.5, 0.95)
TAIL = 0.05

TOLD = 0.02
"""Share of a parameter's variance that unseen reports must explain for it to be a summary."""


@dataclass(frozen=True)
class Summaries:
    """Learned summaries of the simulations and of the record; N simulations, S summaries.

    ``penalty`` is that of the regression of the parameters, relative to N; ``told`` says of which
    unseen reports explain enough for a summary, shape ``(P,)``.
    """

    simulated: Floats
    record: Floats
    penalty: float = PENALTIES[0]
    told: Flags | None = None


@dataclass(frozen=True)
class Moments:
    """Sums that a regression of the parameters on the features needs; D features, P parameters.

    Attributes
    ----------
    squares : float64 array, shape ``(folds, D, D)``
        Products of features, summed over the simulations of each fold.
    crosses : float64 array, shape ``(folds, D, P)``
        Products of features and parameters.
    """

    squares: Floats
    crosses: Floats

    def of(self, columns: NDArray[np.int64], parameters: Flags | None = None) -> Moments:
        """Give the sums of some features, and of some parameters or all."""
        crosses = self.crosses[:, columns]
        return Moments(
            self.squares[:, columns[:, None], columns],
            crosses if parameters is None else crosses[:, :, parameters],
        )


@dataclass(frozen=True)
class ParameterBelief:
    """A parameter before and after the record.

    Attributes
    ----------
    prior, posterior : tuple of float
        Quantiles at 5%, 50% and 95%, in the mechanism's unit.
    spread_ratio : float
        Spread after over spread before, on the scale where the prior is normal.
    spread_error : float
        Its standard error for want of simulations near the record.
    """

    name: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    spread_ratio: float
    spread_error: float

    @property
    def identified(self) -> bool:
        """Whether the record narrows it down, by more than two standard errors."""
        return self.spread_ratio + 2.0 * self.spread_error <= IDENTIFIED_SPREAD


def normal_scores(values: Floats) -> Floats:
    """Put draws of a parameter on the normal scale by their ranks; same shape."""
    from scipy.stats import rankdata

    return np.asarray(ndtri((rankdata(values) - 0.5) / len(values)))


def moments_of(columns: Floats, scores: Floats) -> Moments:
    """Sum up what the regression needs; arguments as for `learn`."""
    held = np.arange(len(columns)) % RIDGE_FOLDS
    own = [(columns[held == fold], scores[held == fold]) for fold in range(RIDGE_FOLDS)]
    return Moments(np.stack([x.T @ x for x, _ in own]), np.stack([x.T @ y for x, y in own]))


def learn(
    odds: Floats,
    record_odds: Floats,
    columns: Floats,
    record: Floats,
    scores: Floats,
    penalties: tuple[float, ...] = PENALTIES,
    moments: Moments | None = None,
) -> Summaries:
    """Learn summaries.

    Parameters
    ----------
    odds, record_odds : float64 arrays, shapes ``(N, M)`` and ``(M,)``
        Log odds of the explanations, those of simulations from fits that had not seen them.
    columns, record : float64 arrays, shapes ``(N, D)`` and ``(D,)``
        Features.
    scores : float64 array, shape ``(N, P)``
        Parameters on the normal scale.
    penalties : tuple of float
        Penalties of the regression of the parameters to choose from, relative to N.
    moments : Moments, optional
        Those of the columns and scores, if they are known.
    """
    sums = moments_of(columns, scores) if moments is None else moments
    predicted, of_record, penalty = _predicted(columns, record, scores, penalties, sums)
    told = 1.0 - ((scores - predicted) ** 2).mean(axis=0) / scores.var(axis=0)
    kept = told > TOLD
    simulated = np.concatenate([odds, predicted[:, kept]], axis=1)
    whole = np.concatenate([record_odds, of_record[kept]])
    mean, spread = simulated.mean(axis=0), np.maximum(simulated.std(axis=0), 1e-9)
    return Summaries((simulated - mean) / spread, (whole - mean) / spread, penalty, kept)


def _predicted(
    columns: Floats,
    record: Floats,
    scores: Floats,
    penalties: tuple[float, ...],
    moments: Moments,
) -> tuple[Floats, Floats, float]:
    """Predict parameters of unseen simulations, and of the record, by ridge regression.

    The penalty is the one that predicts unseen simulations best.
    """
    held = np.arange(len(columns)) % RIDGE_FOLDS
    square, cross = moments.squares.sum(axis=0), moments.crosses.sum(axis=0)
    unseen = np.zeros((len(penalties), *scores.shape))
    for fold in range(RIDGE_FOLDS):
        own = columns[held == fold]
        rest, rest_cross = square - moments.squares[fold], cross - moments.crosses[fold]
        for n, penalty in enumerate(penalties):
            unseen[n, held == fold] = own @ _ridge(rest, rest_cross, penalty * len(columns))
    best = int(np.argmin(((unseen - scores) ** 2).sum(axis=(1, 2))))
    of_record = record @ _ridge(square, cross, penalties[best] * len(columns))
    return unseen[best], np.asarray(of_record), penalties[best]


def _ridge(square: Floats, cross: Floats, penalty: float) -> Floats:
    return np.asarray(np.linalg.solve(square + penalty * np.eye(len(square)), cross))


def weights_at(summaries: Summaries, point: Floats, without: int | None = None) -> Floats:
    """Give weights of the simulations by their distance from a point, summing to 1.

    ``without`` is a simulation that gets none, for tests in which it plays the record.
    """
    distance = np.sqrt(((summaries.simulated - point) ** 2).sum(axis=1))
    if without is not None:
        distance[without] = np.inf
    usable = int(np.isfinite(distance).sum())
    count = min(usable, max(FEWEST, int(NEAREST * len(distance))))
    reach = np.partition(distance, count - 1)[count - 1] * (1.0 + 1e-9) + 1e-12
    weights = np.where(distance < reach, 1.0 - (distance / reach) ** 2, 0.0)
    # All at one distance: none is nearer than the others.
    if weights.sum() <= 0:
        weights = (distance <= reach).astype(np.float64)
    return np.asarray(weights / weights.sum())


def raked(weights: Floats, on: Flags, chances: Floats, rounds: int = 50) -> Floats:
    """Turn weights so that each explanation has its probability (Deming and Stephan 1940)."""
    result = weights.copy()
    for _ in range(rounds):
        for m, chance in enumerate(chances):
            yes = result[on[:, m]].sum()
            if 0.0 < yes < 1.0:
                result *= np.where(on[:, m], chance / yes, (1.0 - chance) / (1.0 - yes))
    return np.asarray(result / result.sum())


def adjusted(summaries: Summaries, point: Floats, weights: Floats, scores: Floats) -> Floats:
    """Give the parameters of weighted simulations as they would be at the point.

    Returns
    -------
    float64 array, shape ``(K, P)``
        One row for each simulation of positive weight, on the normal scale.
    """
    near = weights > 0
    offset = summaries.simulated[near] - point
    root = np.sqrt(weights[near])[:, None]
    design = np.concatenate([np.ones((len(offset), 1)), offset], axis=1)
    # A slight ridge on the slopes keeps few simulations from being bent through many summaries.
    ridge = np.diag([0.0] + [0.1 * float(weights[near].sum())] * offset.shape[1])
    weighted = design * root
    slopes = np.linalg.solve(weighted.T @ weighted + ridge, weighted.T @ (scores[near] * root))
    return np.asarray(scores[near] - offset @ slopes[1:])


def beliefs(
    parameters: dict[str, Floats], scores: Floats, moved: Floats, weights: Floats, spent: int
) -> list[ParameterBelief]:
    """Give every parameter before and after the record.

    ``moved`` is what `adjusted` gives, ``weights`` are those of its rows, and ``spent`` is the
    number of coefficients of that regression, for which the spread is corrected.
    """
    effective = 1.0 / float((weights**2).sum())
    correction = np.sqrt(effective / max(1.0, effective - spent))
    wide = scores.std(axis=0)
    found = []
    for p, (name, values) in enumerate(parameters.items()):
        # The way back keeps the order, so that quantiles may be taken before it.
        after = weighted_quantiles(moved[:, p], weights, LEVELS)
        mean = weights @ moved[:, p]
        spread = np.sqrt(weights @ (moved[:, p] - mean) ** 2)
        ratio = float(correction * spread / wide[p])
        found.append(
            ParameterBelief(
                name,
                _three(quantiles(values, LEVELS)),
                _three(_back(np.array(after), values).tolist()),
                ratio,
                ratio / float(np.sqrt(2.0 * effective)),
            )
        )
    return found


def _back(scores: Floats, values: Floats) -> Floats:
    """Turn normal scores into values of the parameter, by the quantiles of its draws."""
    return np.asarray(np.quantile(values, ndtr(scores)))


def _three(ends: list[float]) -> tuple[float, float, float]:
    low, middle, high = ends
    return low, middle, high


def quantiles(values: Floats, levels: tuple[float, ...]) -> list[float]:
    """Give what `weighted_quantiles` gives where all weights are the same."""
    at = [max(0, ceil(level * len(values) - 1e-6) - 1) for level in levels]
    return [float(value) for value in np.partition(values, at)[at]]


def held_by_middle(values: Floats, weights: Floats, seen: float) -> float:
    """Give how much of an observation's place among reports lies in their middle 90%.

    Reports that equal the observation share their place with it: it lies anywhere between the
    weight below it and that weight with theirs. Without ties the answer is 0 or 1. If ranges are
    right it is 90% on average (Czado, Gneiting and Held 2009, in expectation).
    """
    whole = weights.sum()
    below = float(weights[values < seen].sum() / whole)
    tied = float(weights[values == seen].sum() / whole)
    if tied == 0.0:
        return float(TAIL <= below <= 1.0 - TAIL)
    covered = min(below + tied, 1.0 - TAIL) - max(below, TAIL)
    return float(np.clip(covered / tied, 0.0, 1.0))


def weighted_quantiles(values: Floats, weights: Floats, levels: tuple[float, ...]) -> list[float]:
    """Give quantiles as values that occur: the smallest that this weight does not exceed."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    at = np.searchsorted(total, np.array(levels) * total[-1] - 1e-12)
    return [float(values[order[min(i, len(order) - 1)]]) for i in at]
