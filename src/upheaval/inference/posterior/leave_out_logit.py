"""Probabilities without some observations, at once: a ridge logit whose columns can be taken out.

The stack would have to be fitted anew. Instead a logit says by how much the log odds change, and
what the stack knows beyond the logit is kept in proportion to what the logit still knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.inference.posterior.scoring_rules import losses

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Columns = NDArray[np.int64]

STRENGTHS = (0.003, 0.03, 0.3)
"""Inverse penalties, of which the one is taken that predicts unseen simulations best."""

HELD = 4
"""One simulation in so many is held back for that choice."""


@dataclass
class QuickLogit:
    """The logits of one part of the table; D features, M explanations.

    Attributes
    ----------
    weights : float64 array, shape ``(D, M)``
        Weights at the optimum.
    offset : float64 array, shape ``(M,)``
        Log odds of a row of zeros.
    spread : list of float64 array, shape ``(D, D)``
        Inverse of the penalized information of each explanation.
    covariance : float64 array, shape ``(D, D)``
        Of the features.
    """

    weights: Floats
    offset: Floats
    spread: list[Floats]
    covariance: Floats

    def of(self, explanations: slice) -> QuickLogit:
        """Give the logits of some explanations."""
        return QuickLogit(
            self.weights[:, explanations],
            self.offset[explanations],
            self.spread[explanations],
            self.covariance,
        )

    def weights_without(self, columns: Columns) -> Floats:
        """Give the optimum without some columns, shape ``(D, M)``, zero for those.

        It is the optimum of the second-order expansion of the penalized likelihood about the full
        one.
        """
        left = self.weights.copy()
        for m, spread in enumerate(self.spread if len(columns) else ()):
            own = spread[np.ix_(columns, columns)]
            left[:, m] -= spread[:, columns] @ np.linalg.solve(own, self.weights[columns, m])
        left[columns] = 0.0
        return left

    def toggled_each(self, odds: Floats, row: Floats, sets: list[Columns]) -> Floats:
        """Give the log odds of one row as they would be without each set of columns.

        Parameters
        ----------
        odds : float64 array, shape ``(M,)``
            Log odds of the row by the stack.
        row : float64 array, shape ``(D,)``
            Features.
        sets : list of K int64 arrays
            Positions of the columns that are taken out.

        Returns
        -------
        float64 array, shape ``(K, M)``
        """
        left = np.stack([self.weights_without(columns) for columns in sets])
        before = self._variance(self.weights)
        # All sets at once, since each by itself would go through the whole covariance.
        after = np.stack(
            [((own @ self.covariance) * own).sum(axis=1) for own in left.transpose(2, 0, 1)], axis=1
        )
        kept = np.clip(after / np.maximum(before, 1e-12), 0.0, 1.0)
        beyond = odds - (row @ self.weights + self.offset)
        some = np.array([len(columns) > 0 for columns in sets])[:, None]
        return np.where(some, row @ left + self.offset + kept * beyond, odds)

    def toggled(self, odds: Floats, rows: Floats, columns: Columns) -> Floats:
        """Give the stack's log odds of rows as they would be without some columns.

        Parameters
        ----------
        odds : float64 array, shape ``(rows, M)``
            Log odds by the stack.
        rows : float64 array, shape ``(rows, D)``
            Features.
        columns : int64 array
            Positions of the columns that are taken out.
        """
        if len(columns) == 0:
            return odds.copy()
        left = self.weights_without(columns)
        return self.changed(odds, rows @ self.weights, rows @ left, left)

    def changed(self, odds: Floats, with_: Floats, without: Floats, left: Floats) -> Floats:
        """Give what `toggled` gives, from sums that are known.

        Parameters
        ----------
        odds : float64 array, shape ``(rows, M)``
            Log odds by the stack.
        with_, without : float64 array, shape ``(rows, M)``
            Features times all weights, and times those that are left.
        left : float64 array, shape ``(D, M)``
            The weights that are left.
        """
        before, after = self._variance(self.weights), self._variance(left)
        kept = np.clip(after / np.maximum(before, 1e-12), 0.0, 1.0)
        return np.asarray(without + self.offset + kept * (odds - (with_ + self.offset)))

    def _variance(self, weights: Floats) -> Floats:
        return np.asarray((weights * (self.covariance @ weights)).sum(axis=0))


def fit_quick_logit(columns: Floats, on: Flags) -> QuickLogit:
    """Fit a ridge logit for every explanation; arguments as for `fit_stack`."""
    weights, offset, spread = [], [], []
    centered = columns - columns.mean(axis=0)
    for m in range(on.shape[1]):
        strength = _best_strength(columns, on[:, m])
        fitted = _logit(strength).fit(columns, on[:, m])
        chance = fitted.predict_proba(columns)[:, 1]
        information = centered.T @ (centered * (chance * (1 - chance))[:, None])
        information[np.diag_indices_from(information)] += 1.0 / strength
        weights.append(fitted.coef_[0])
        offset.append(float(fitted.intercept_[0]))
        spread.append(np.linalg.inv(information))
    covariance = centered.T @ centered / len(columns)
    return QuickLogit(np.stack(weights, axis=1), np.array(offset), spread, covariance)


def _best_strength(columns: Floats, on: Flags) -> float:
    held = np.arange(len(columns)) % HELD == 0
    tried = []
    for strength in STRENGTHS:
        chance = _logit(strength).fit(columns[~held], on[~held]).predict_proba(columns[held])[:, 1]
        tried.append(float(losses(chance, on[held]).mean()))
    return STRENGTHS[int(np.argmin(tried))]


def _logit(strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, max_iter=300)
