"""Calibration of the three stacks' joint answer.

Each stack is calibrated by itself. The mean of their log odds carries less noise than any of them,
so that it is too cautious: worlds given 70% come true more often than that. Beta calibration
(Kull, Silva Filho and Flach 2017) mends it on simulations that none of the fits had seen, shrunk
to no change at all, and with the prior as the share of worlds that have the explanation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upheaval.inference.posterior.log_odds import FURTHEST

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SPREAD = 0.5
"""Standard deviation of each coefficient about no change, before any simulation is looked at."""

NEUTRAL = np.array([1.0, 1.0, 0.0])
"""Coefficients that change nothing."""

FOLDS = 5
STEPS = 30
CLOSE = 1e-8


@dataclass(frozen=True)
class Recalibration:
    """Curves of M explanations; ``coefficients`` has shape ``(3, M)``.

    The calibrated log odds are ``a log p - b log(1 - p) + c``, and a = b = 1, c = 0 change nothing.
    """

    coefficients: Floats

    def __call__(self, odds: Floats) -> Floats:
        """Give the calibrated log odds, shape ``(..., M)`` as those given."""
        a, b, c = self.coefficients
        curved = -a * np.logaddexp(0.0, -odds) + b * np.logaddexp(0.0, odds) + c
        return np.asarray(np.clip(curved, -FURTHEST, FURTHEST))


def fit_recalibration(
    odds: Floats, on: Flags, priors: Floats, start: Recalibration | None = None
) -> Recalibration:
    """Fit the curves.

    Parameters
    ----------
    odds : float64 array, shape ``(N, M)``
        Mean log odds of simulations by fits that had not seen them.
    on : bool array, shape ``(N, M)``
        Which explanations were on.
    priors : float64 array, shape ``(M,)``
        How often they are on.
    start : Recalibration, optional
        Curves that these are known to be near; they are found sooner from there.
    """
    first = np.tile(NEUTRAL[:, None], on.shape[1]) if start is None else start.coefficients
    columns = [
        _curve(odds[:, m], on[:, m], float(priors[m]), first[:, m]) for m in range(on.shape[1])
    ]
    return Recalibration(np.stack(columns, axis=1))


def recalibrated(
    odds: Floats, on: Flags, priors: Floats, start: Recalibration | None = None
) -> Floats:
    """Give calibrated log odds of the simulations themselves, each by curves fitted to others."""
    fold = np.arange(len(odds)) % FOLDS
    result = np.empty_like(odds)
    for k in range(FOLDS):
        own = fold == k
        result[own] = fit_recalibration(odds[~own], on[~own], priors, start)(odds[own])
    return result


def _curve(odds: Floats, on: Flags, prior: float, start: Floats) -> Floats:
    """Fit one curve by Newton's steps on the penalized log loss."""
    count = int(on.sum())
    if count in (0, len(on)) or not 0.0 < prior < 1.0:
        return NEUTRAL
    inputs = np.stack(
        [-np.logaddexp(0.0, -odds), np.logaddexp(0.0, odds), np.ones(len(odds))], axis=1
    )
    # The prior is known; the share among so many simulations is only near it.
    weights = np.where(on, prior * len(on) / count, (1.0 - prior) * len(on) / (len(on) - count))
    penalty = np.eye(3) / SPREAD**2
    now = start.copy()
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(inputs @ now, -FURTHEST, FURTHEST)))
        slope = inputs.T @ (weights * (chance - on)) + penalty @ (now - NEUTRAL)
        bend = (inputs * (weights * chance * (1.0 - chance))[:, None]).T @ inputs + penalty
        step = np.linalg.solve(bend, slope)
        # A long step from far away may overshoot.
        now = now - step * min(1.0, 1.0 / max(1e-12, float(np.abs(step).max())))
        if float(np.abs(step).max()) < CLOSE:
            break
    # More evidence must never count for less.
    now[:2] = np.maximum(now[:2], 0.0)
    return now
