"""Probabilities of explanations from simulations: a cross-fitted, calibrated stack.

Explanations are not exclusive, so each has a classifier of its own: on or off. Four kinds learn
from the simulations of one part of the table - a network, boosted trees, a quadratic discriminant
and a logit with squares and products - and a logit of their answers joins them. It is fitted to
answers about simulations that none of the four had seen (stacking, Wolpert 1992), which also
calibrates it. Three parts of the table, which share no simulation, give three such answers.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from upheaval.inference.posterior.log_odds import FURTHEST, log_odds

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FOLDS = 4
STACK_FOLDS = 5


def _network(rows: int, seed: int) -> Any:
    return MLPClassifier(
        (64, 64),
        alpha=1e-2,
        early_stopping=True,
        n_iter_no_change=8,
        max_iter=200,
        learning_rate_init=2e-3,
        batch_size=int(np.clip(rows // 50, 16, 256)),
        random_state=seed,
    )


def _single(rows: int, columns: int, rarer: int, seed: int) -> dict[str, Callable[[], Any]]:
    """Give makers of the kinds that answer for one explanation at a time.

    ``rarer`` is the number of rows of the rarer kind, with it or without it: in so many directions
    less one its covariance is known.
    """
    few = max(1, min(columns, 20, rarer - 1))
    return {
        "boosted trees": lambda: make_pipeline(
            SelectKBest(f_classif, k=min(columns, 60)),
            HistGradientBoostingClassifier(
                max_iter=80,
                learning_rate=0.08,
                max_leaf_nodes=8,
                max_bins=63,
                min_samples_leaf=max(5, min(20, rows // 20)),
                early_stopping=rows >= 300,
                n_iter_no_change=6,
                random_state=seed,
            ),
        ),
        "quadratic discriminant": lambda: make_pipeline(
            SelectKBest(f_classif, k=few), QuadraticDiscriminantAnalysis(reg_param=0.1)
        ),
        "quadratic logit": lambda: make_pipeline(
            SelectKBest(f_classif, k=few),
            PolynomialFeatures(2, include_bias=False),
            StandardScaler(),
            LogisticRegression(C=0.02, max_iter=200),
        ),
    }


MEMBERS = ("network", "boosted trees", "quadratic discriminant", "quadratic logit")


@dataclass
class Stack:
    """The fitted stack of one part of the table; M explanations.

    Attributes
    ----------
    members : list of list of fitted members
        One list a fold: the network, then the kinds of each explanation.
    joined : list of fitted logits
        One for each explanation.
    unseen : float64 array, shape ``(rows, M)``
        Log odds for the simulations of the part, each from fits that had not seen it.
    """

    members: list[list[Any]]
    joined: list[Any]
    unseen: Floats

    def log_odds(self, columns: Floats) -> Floats:
        """Give log odds for new rows, shape ``(rows, M)``."""
        answers = np.mean([_answers(fold, columns) for fold in self.members], axis=0)
        return np.stack(
            [joint.decision_function(answers[:, m]) for m, joint in enumerate(self.joined)], axis=1
        )


def fit_stack(columns: Floats, on: Flags, seed: int = 0) -> Stack:
    """Fit a stack.

    Parameters
    ----------
    columns : float64 array, shape ``(rows, D)``
        Features of the simulations.
    on : bool array, shape ``(rows, M)``
        Which explanations were on.
    seed : int
        Seed of the fits' own luck: folds, first weights.
    """
    rows, count = on.shape
    answers = np.zeros((rows, count, len(MEMBERS)))
    members = []
    for seen, held in KFold(FOLDS, shuffle=True, random_state=seed).split(columns):
        fold = _fit_members(columns[seen], on[seen], seed)
        answers[held] = _answers(fold, columns[held])
        members.append(fold)
    joined, unseen = [], np.zeros((rows, count))
    for m in range(count):
        for seen, held in KFold(STACK_FOLDS, shuffle=True, random_state=seed + 1).split(columns):
            unseen[held, m] = _join(answers[seen, m], on[seen, m]).decision_function(
                answers[held, m]
            )
        joined.append(_join(answers[:, m], on[:, m]))
    return Stack(members, joined, np.clip(unseen, -FURTHEST, FURTHEST))


def _join(answers: Floats, on: Flags) -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.3)).fit(answers, on)


def _fit_members(columns: Floats, on: Flags, seed: int) -> list[Any]:
    with warnings.catch_warnings():
        # A member that is cut short or sees collinear columns is a weak member; the stack, fitted
        # to what members say of unseen rows, gives it the weight it deserves.
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", UserWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        # With two columns or more the network takes them as labels that do not exclude each other.
        fitted = [_network(len(columns), seed).fit(columns, on if on.shape[1] > 1 else on[:, 0])]
        for m in range(on.shape[1]):
            with_it = int(on[:, m].sum())
            rarer = min(with_it, len(on) - with_it)
            makers = _single(len(columns), columns.shape[1], rarer, seed)
            fitted += [make().fit(columns, on[:, m]) for make in makers.values()]
    return fitted


def _answers(fitted: list[Any], columns: Floats) -> Floats:
    """Give the log odds of every member, shape ``(rows, M, members)``."""
    network, *single = fitted
    joint = network.predict_proba(columns)
    kinds = len(MEMBERS) - 1
    count = len(single) // kinds
    result = np.empty((len(columns), count, len(MEMBERS)))
    result[:, :, 0] = log_odds(joint if count > 1 else joint[:, 1:])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        for position, member in enumerate(single):
            m, kind = divmod(position, kinds)
            chance = np.nan_to_num(member.predict_proba(columns)[:, 1], nan=0.5)
            result[:, m, kind + 1] = log_odds(chance)
    return result
