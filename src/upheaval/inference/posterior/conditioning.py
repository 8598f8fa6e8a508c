"""A reference table weighed by the record: how like it each simulation is, and if it may be told.

`explain` words it as probabilities; other answers take the worlds and their weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upheaval.inference.observation import observation_model
from upheaval.inference.observation.features import Features
from upheaval.inference.observation.observation_model import Reports
from upheaval.inference.posterior import diagnostics, regression
from upheaval.inference.posterior.diagnostics import Guard
from upheaval.inference.posterior.log_odds import probability
from upheaval.inference.posterior.model_choice import Fit, Toggled, fitted, summaries_of, toggled
from upheaval.inference.posterior.regression import Summaries
from upheaval.inference.simulations.reference_table import ReferenceTable
from upheaval.record.observations import Observation

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ConditionedTable:
    """A table and a record; N simulations, M explanations.

    Attributes
    ----------
    whole, left : Reports
        Reports of all observations of the fit, and of those that are not left out.
    fit : Fit
        What was learned with the whole.
    now : Toggled
        What remains of it with the observations that are left.
    summaries : Summaries
        Learned summaries of simulations and record.
    near, weights : float64 array, shape ``(N,)``
        Weights by the distance from the record; the same, raked to the probabilities.
    guard : Guard
        Whether any of it may be told.
    """

    whole: Reports
    left: Reports
    fit: Fit
    now: Toggled
    summaries: Summaries
    near: Floats
    weights: Floats
    guard: Guard

    @property
    def odds(self) -> Floats:
        """Log odds of the record by part of the table, shape ``(parts, M)``."""
        return self.now.odds

    @property
    def unseen(self) -> Floats:
        """Log odds of each simulation from fits that had not seen it, shape ``(N, M)``."""
        return self.now.unseen

    @property
    def features(self) -> Features:
        """Columns of the observations that are left."""
        return self.now.features


def condition_table(
    table: ReferenceTable,
    record: Sequence[Observation],
    leave_out: Sequence[str] = (),
    *,
    refit: bool = False,
    workers: int | None = None,
) -> ConditionedTable:
    """Weigh a table by a record; arguments and errors as for `explain`."""
    whole = observation_model.report(table, record, "fit", leave_out if refit else ())
    left = whole.without(leave_out, table.plan.scenario.name)
    fit = fitted(table, whole, workers)
    gone = [j for j, name in enumerate(whole.names) if name not in left.names]
    now = toggled(table, fit, gone)
    guard = _guard(table, fit, now, whole, left)
    # What the whole record does not tell, a part of it does not tell either.
    summaries = summaries_of(
        now.features,
        now.odds,
        now.unseen,
        fit.scores[:, fit.told],
        (fit.penalty,),
        fit.moments.of(now.columns, fit.told),
    )
    near = regression.weights_at(summaries, summaries.record)
    weights = regression.raked(near, table.indicators, probability(now.odds.mean(axis=0)))
    return ConditionedTable(whole, left, fit, now, summaries, near, weights, guard)


def _guard(table: ReferenceTable, fit: Fit, now: Toggled, whole: Reports, left: Reports) -> Guard:
    ece, ece_of = diagnostics.calibration(now.unseen, table.indicators, table.names)
    covariance = fit.covariance[np.ix_(now.columns, now.columns)]
    features = now.features
    p = diagnostics.typicality(features.simulated, features.record, covariance)
    clashing = [item for item in fit.clashes if item.observation in left.names]
    without = []
    if p < diagnostics.LEAST_TYPICALITY_P:
        # Features know the observations by their positions among all.
        without = diagnostics.typical_without(whole.names, features, clashing, covariance)
    return Guard(ece, ece_of, fit.sbc_p, fit.coverage90, p, clashing, without)
