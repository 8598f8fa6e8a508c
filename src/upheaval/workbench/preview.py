"""The preview: a quick guess of the outcome shares while a slider moves.

A multinomial logit on the featured inputs, their squares and products, fitted on finished runs.
Inputs that hardly move how runs end are held back: each has a weight from a first, simpler fit, and
its terms are penalized by it, as in Zou (2006), The adaptive lasso and its oracle properties,
Journal of the American Statistical Association 101, here with squares in place of absolute values.
The error is measured on groups of runs that neither fit has seen, and is printed beside it. The
penalty is the one that predicts unseen groups best.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario
from upheaval.workbench.page.model import OutcomeShare, Surrogate
from upheaval.workbench.preview_runs import GROUP, Floats, Runs

STRENGTHS = (0.003, 0.01, 0.03, 0.1, 0.3)
"""Inverse penalties that are tried."""

FIRST_STRENGTH = 0.1
"""Inverse penalty of the first fit, which only tells how much each input moves."""

POWER = 2
"""Power of the weights, as large as Zou (2006) tries: few inputs move most of what happens."""

FOLDS = 8
"""Parts of the groups, of which each is predicted by a fit on the others."""

LEAST = 2
"""Runs in which an outcome must come about before the fit can speak of it."""

DEFAULT_SIMULATIONS = 960
DIGITS = 5


def preview_plan(scenario: Scenario, scale: int, seed: int, until: Any) -> RunPlan:
    """Give the plan of the runs to learn from: no longer than the acute phase.

    An outcome seldom changes after it; how much that costs is in the error at the baseline.
    """
    acute = (scenario.schedule[0].until - timedelta(microseconds=1)).date()
    last = acute if until is None else min(until, acute)
    return RunPlan(scenario, seed=seed, scale=scale, until=last)


@dataclass(frozen=True)
class Logit:
    """A fitted logit: standardization of the D inputs, and one row of coefficients a class."""

    mean: Floats
    scale: Floats
    classes: NDArray[np.int64]
    coefficients: Floats

    def shares(self, inputs: Floats) -> Floats:
        """Give the shares of all outcomes, shape ``(N, outcomes)``, at inputs ``(N, D)``."""
        scores = products((inputs - self.mean) / self.scale) @ self.coefficients.T
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        result = np.zeros((len(inputs), len(OUTCOMES)))
        result[:, self.classes] = weights / weights.sum(axis=1, keepdims=True)
        return result


def terms_of(inputs: int) -> list[list[int]]:
    """List the terms: 1, each input, each square and product."""
    positions = range(inputs)
    pairs = combinations_with_replacement(positions, 2)
    return [[], *([position] for position in positions), *(list(pair) for pair in pairs)]


def products(z: Floats) -> Floats:
    """Give the terms of standardized inputs, shape ``(N, terms)``."""
    columns = [np.prod(z[:, term], axis=1) for term in terms_of(z.shape[1])]
    return np.stack(columns, axis=1)


def fit(runs: Runs, strength: float) -> Logit:
    """Fit the logit to runs with this inverse penalty."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = runs.inputs.mean(axis=0), runs.inputs.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    counts = np.bincount(runs.outcomes, minlength=len(OUTCOMES))
    classes = np.flatnonzero(counts >= LEAST)
    seen = np.isin(runs.outcomes, classes)
    z = ((runs.inputs - mean) / scale)[seen]
    terms = products(z)
    if len(classes) < 2:
        return Logit(mean, scale, classes, np.zeros((len(classes), terms.shape[1])))
    model = LogisticRegression(C=strength, max_iter=2000)
    with warnings.catch_warnings():
        # A fit that stops early is judged by its error on unseen runs like any other.
        warnings.simplefilter("ignore")
        each = weights(z, runs.outcomes[seen])
        own = np.array([np.prod(each[term]) for term in terms_of(z.shape[1])])
        model.fit(terms[:, 1:] * own[1:], runs.outcomes[seen])
    rows = np.column_stack([model.intercept_, model.coef_ * own[1:]])
    if len(classes) == 2:
        rows = np.stack([np.zeros(rows.shape[1]), rows[0]])
    return Logit(mean, scale, classes, np.asarray(rows))


def weights(z: Floats, outcomes: NDArray[np.int64]) -> Floats:
    """Give how much each standardized input moves the outcomes, shape ``(D,)``, at most 1.

    By a logit on the inputs and their squares; outcomes count by how often they come about.
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=FIRST_STRENGTH, max_iter=2000)
    model.fit(np.hstack([z, z**2]), outcomes)
    share = np.bincount(outcomes)[model.classes_] / len(outcomes)
    # Of two outcomes one row speaks for both.
    share = share if len(share) == len(model.coef_) else np.ones(1)
    moved = (share[:, None] * model.coef_**2).sum(axis=0).reshape(2, -1).sum(axis=0) ** 0.5
    most = float(moved.max())
    found: Floats = np.ones(len(moved)) if most == 0 else (moved / most) ** POWER
    return found


def unseen(runs: Runs, strength: float) -> Floats:
    """Predict every run by a fit on the groups of other folds, shape ``(N, outcomes)``."""
    fold = runs.groups % FOLDS
    result = np.zeros((len(runs.groups), len(OUTCOMES)))
    for number in np.unique(fold):
        held = fold == number
        rest = Runs(runs.groups[~held], runs.inputs[~held], runs.outcomes[~held])
        result[held] = fit(rest, strength).shares(runs.inputs[held])
    return result


def group_error(runs: Runs, predicted: Floats) -> float:
    """Give the error of predicted shares of groups, root mean square, in percentage points.

    The shares of a group are seen through few runs; the variance that those leave, which is known
    without bias, is taken off.
    """
    squared = []
    for group in np.unique(runs.groups):
        own = runs.groups == group
        size = int(own.sum())
        seen = np.bincount(runs.outcomes[own], minlength=len(OUTCOMES)) / size
        noise = seen * (1.0 - seen) / (size - 1)
        squared.append((predicted[own].mean(axis=0) - seen) ** 2 - noise)
    mean = float(np.mean(squared))
    return 100.0 * float(np.sqrt(max(mean, 0.0)))


def surrogate(
    scenario: Scenario,
    runs: Runs,
    inputs: Sequence[str],
    baseline: Sequence[OutcomeShare] | None = None,
) -> Surrogate:
    """Fit the preview to runs and measure its error.

    Parameters
    ----------
    scenario : Scenario
        The scenario of the runs.
    runs : Runs
        Finished runs, in groups (`preview_runs.run_group`).
    inputs : sequence of str
        Parameters, in the order of the columns of ``runs.inputs``.
    baseline : sequence of OutcomeShare, optional
        Shares of the outcomes in the page's baseline, to measure the error there.
    """
    loss = {strength: _log_loss(runs, unseen(runs, strength)) for strength in STRENGTHS}
    best = min(loss, key=loss.__getitem__)
    error = group_error(runs, unseen(runs, best))
    logit = _rounded(fit(runs, best))
    settings = [scenario.parameters[name] for name in inputs]
    middle = np.array([[float(s.quantile(0.5)) / s.scale for s in settings]])
    there = logit.shares(middle)[0]
    apart = None
    if baseline is not None:
        apart = max(100.0 * abs(there[item.rank] - item.share) for item in baseline)
    rest = 100.0 / len(OUTCOMES)
    label = f"preview, ±{max(1, round(error))} points" if error < rest else "preview, a guess"
    return Surrogate(
        inputs=list(inputs),
        classes=[OUTCOMES[code] for code in logit.classes],
        low=[s.given_range[0] for s in settings],
        high=[s.given_range[1] for s in settings],
        mean=logit.mean.tolist(),
        scale=logit.scale.tolist(),
        terms=terms_of(len(inputs)),
        coefficients=logit.coefficients.tolist(),
        held_out_error=round(error, 1),
        label=label,
        baseline_error=None if apart is None else round(apart, 1),
        simulations=len(runs.groups),
        check=_checks(logit, np.concatenate([middle, runs.inputs[::GROUP][:3]])),
    )


def _log_loss(runs: Runs, predicted: Floats) -> float:
    own = predicted[np.arange(len(runs.outcomes)), runs.outcomes]
    return float(-np.log(np.maximum(own, 1e-6)).mean())


def _rounded(logit: Logit) -> Logit:
    def plain(values: Floats) -> Floats:
        return np.array([float(f"{v:.{DIGITS}g}") for v in values.ravel()]).reshape(values.shape)

    return Logit(plain(logit.mean), plain(logit.scale), logit.classes, plain(logit.coefficients))


def _checks(logit: Logit, inputs: Floats) -> list[dict[str, list[float]]]:
    shares = logit.shares(inputs)[:, logit.classes]
    return [
        {"inputs": row.tolist(), "shares": [round(share, 6) for share in there.tolist()]}
        for row, there in zip(inputs, shares, strict=True)
    ]
