"""Everything fitted to one table and record, kept beside the table so that answers are quick."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError
from upheaval.inference.observation.features import Features, make_features
from upheaval.inference.observation.observation_model import Reports
from upheaval.inference.observation.tautological_evidence import tautological_evidence
from upheaval.inference.posterior import diagnostics, regression
from upheaval.inference.posterior.diagnostics import Clash
from upheaval.inference.posterior.leave_out_logit import QuickLogit, fit_quick_logit
from upheaval.inference.posterior.likelihood_ratios import likelihood_ratios
from upheaval.inference.posterior.log_odds import PARTS
from upheaval.inference.posterior.recalibration import (
    Recalibration,
    fit_recalibration,
    recalibrated,
)
from upheaval.inference.posterior.regression import Moments, Summaries
from upheaval.inference.simulations.reference_table import Flags, ReferenceTable, prepare_call
from upheaval.runs.code import source_hash
from upheaval.runs.files import replacing
from upheaval.runs.parallel import parallel_map

if TYPE_CHECKING:
    from upheaval.inference.posterior.classifier_stack import Stack

Floats = NDArray[np.float64]
Columns = NDArray[np.int64]


STEP = 0.05
"""Log odds by which the slope of a calibration curve is taken."""

LEAST = 60
"""Simulations that a part must have."""

CASES = 12
"""Simulations of a part that must have an explanation, and that must not: of fewer, a fold of the
fits may well lack two to learn from."""


@dataclass
class Fit:
    """What was learned from a table with all observations; N simulations, M explanations.

    Attributes
    ----------
    features : Features
        Columns of the table.
    quick : list of QuickLogit
        One for each part.
    unseen : float64 array, shape ``(parts, N, M)``
        Log odds of each simulation by each part, from fits that had not seen it.
    linear : float64 array, shape ``(parts, N, M)``
        Features of each simulation times the weights of each part's quick logits.
    record_odds : float64 array, shape ``(parts, M)``
        Log odds of the record by each part.
    scores : float64 array, shape ``(N, P)``
        Parameters on the normal scale.
    penalty, told : float, and bool array of shape ``(P,)``
        See `regression.Summaries`.
    sbc_p, coverage90 : float
        See `diagnostics.parameter_calibration`.
    moments : Moments
        Sums of the features and parameters, of which those of any observations are a part.
    covariance : float64 array, shape ``(D, D)``
        See `diagnostics.covariance_of`.
    ratios : float64 array, shape ``(J, M)``
        See `likelihoods.likelihood_ratios`.
    tautological_evidence : bool array, shape ``(J, M)``
        See `circular.tautological_evidence`.
    clashes : list of Clash
        See `diagnostics.clashes`.
    """

    features: Features
    quick: list[QuickLogit]
    unseen: Floats
    linear: Floats
    record_odds: Floats
    scores: Floats
    penalty: float
    told: Flags
    sbc_p: float
    coverage90: float
    moments: Moments
    covariance: Floats
    ratios: Floats
    tautological_evidence: Flags
    clashes: list[Clash]


def fitted(table: ReferenceTable, reports: Reports, workers: int | None = None) -> Fit:
    """Give the fit of a table and record; the one made before is read if there is one.

    Raises
    ------
    UpheavalError
        If the table is too short.
    """
    file = table.folder / f"fit-{_key(table, reports)}.pickle"
    if file.is_file():
        try:
            with file.open("rb") as opened:
                found = pickle.load(opened)
            if isinstance(found, Fit):
                return found
        except Exception:  # a damaged file is made again; unpickling may raise anything
            file.unlink()
    made = fit(table, reports, workers)
    with replacing(file) as draft:
        draft.write_bytes(pickle.dumps(made, protocol=5))
    return made


def fit(table: ReferenceTable, reports: Reports, workers: int | None = None) -> Fit:
    """Fit everything; see `fitted`."""
    features = make_features(reports)
    if not features.columns:
        raise _nothing_differs(table)
    stacks, quick, unseen = fit_parts(table, features.simulated, workers)
    drawn = [regression.normal_scores(values) for values in table.parameters.values()]
    scores = np.stack(drawn, axis=1) if drawn else np.empty((len(table), 0))
    odds = np.stack([stack.log_odds(features.record[None])[0] for stack in stacks])
    moments = regression.moments_of(features.simulated, scores)
    now = joined(odds, unseen, table.indicators, table.priors)
    summaries = summaries_of(features, now.odds, now.unseen, scores, moments=moments)
    sbc_p, coverage90 = diagnostics.parameter_calibration(summaries, scores)
    return Fit(
        features,
        quick,
        unseen,
        np.stack([features.simulated @ logit.weights for logit in quick]),
        odds,
        scores,
        summaries.penalty,
        np.ones(scores.shape[1], dtype=bool) if summaries.told is None else summaries.told,
        sbc_p,
        coverage90,
        moments,
        diagnostics.covariance_of(features.simulated),
        likelihood_ratios(reports.likelihood(), table.indicators),
        tautological_evidence(reports, table.indicators),
        diagnostics.clashes(reports),
    )


def _nothing_differs(table: ReferenceTable) -> UpheavalError:
    return UpheavalError(
        f"{table.plan.scenario.name}: no observation that is left differs among the {len(table):,} "
        "simulations, so that none tells anything; expected others of use 'fit' in record.csv, or "
        "more simulations"
    )


def fit_parts(
    table: ReferenceTable, columns: Floats, workers: int | None = None
) -> tuple[list[Stack], list[QuickLogit], Floats]:
    """Fit every part of a table.

    Parameters
    ----------
    table : ReferenceTable
        The simulations, N of them.
    columns : float64 array, shape ``(N, D)``
        Their features.
    workers : int, optional
        Cores to use; by default all. No result depends on it.

    Returns
    -------
    tuple
        The stacks and quick logits of the parts, and the log odds of each simulation by each
        part, from fits that had not seen it, shape ``(parts, N, M)``.

    Raises
    ------
    UpheavalError
        If the table is too short.
    """
    parts = [table.part(number, PARTS) for number in range(PARTS)]
    _check_length(table, parts)
    tasks = [(columns[rows], table.indicators[rows], n) for n, rows in enumerate(parts)]
    done = dict(parallel_map(fit_part, tasks, workers))
    unseen = np.stack([done[number][0].log_odds(columns) for number in range(PARTS)])
    for number, rows in enumerate(parts):
        unseen[number, rows] = done[number][0].unseen
    return [done[n][0] for n in range(PARTS)], [done[n][1] for n in range(PARTS)], unseen


def _check_length(table: ReferenceTable, parts: list[Columns]) -> None:
    more = f"make more with {prepare_call(table.plan)}"
    if min(map(len, parts)) < LEAST:
        raise UpheavalError(
            f"the reference table has {len(table):,} simulations to learn from, expected "
            f"{PARTS * LEAST} at least; {more}"
        )
    for name, on in zip(table.names, table.indicators.T, strict=True):
        rarer = min(min(int(on[rows].sum()), int((~on[rows]).sum())) for rows in parts)
        if rarer < CASES:
            raise UpheavalError(
                f"a third of the reference table of {len(table):,} simulations has {rarer} with or "
                f"without the explanation '{name}' to learn from, expected {CASES} at least of "
                f"either kind; {more}"
            )


def fit_part(columns: Floats, on: Flags, seed: int) -> tuple[Stack, QuickLogit]:
    """Fit one part; arguments as for `fit_stack`."""
    # Imported here: scikit-learn takes its time, and an answer from a fit at hand needs none of it.
    from threadpoolctl import threadpool_limits

    from upheaval.inference.posterior.classifier_stack import fit_stack

    # One thread each: parts share the cores already, and threads that wait for one another on a
    # busy machine cost more than they gain.
    with threadpool_limits(1):
        return fit_stack(columns, on, seed), fit_quick_logit(columns, on)


@dataclass(frozen=True)
class Toggled:
    """What remains of a fit without some observations.

    Attributes
    ----------
    columns : int64 array
        Positions of the features that remain.
    features : Features
        Those features.
    odds : float64 array, shape ``(parts, M)``
        Log odds of the record by part.
    unseen : float64 array, shape ``(N, M)``
        Log odds of each simulation from fits that had not seen it.
    curves : Recalibration
        The curves by which both are calibrated.
    """

    columns: Columns
    features: Features
    odds: Floats
    unseen: Floats
    curves: Recalibration


def toggled(table: ReferenceTable, whole: Fit, left_out: list[int]) -> Toggled:
    """Take observations out of a fit: the stacks' odds change by what the quick logits say."""
    features = whole.features
    gone = features.using_any(left_out)
    kept = np.setdiff1d(np.arange(len(features.columns)), gone)
    if not len(kept):
        raise _nothing_differs(table)
    if len(gone):
        features = Features(
            [features.columns[d] for d in kept], features.simulated[:, kept], features.record[kept]
        )
    found = odds_without(table, whole, left_out)
    return Toggled(kept, features, found.odds, found.unseen, found.curves)


@dataclass(frozen=True)
class Joined:
    """Calibrated log odds of the parts' answers together.

    Attributes
    ----------
    odds : float64 array, shape ``(parts, M)``
        Of the record, by part.
    unseen : float64 array, shape ``(N, M)``
        Of each simulation by all parts, from fits and curves that had not seen it.
    curves : Recalibration
        Curves of calibration.
    """

    odds: Floats
    unseen: Floats
    curves: Recalibration


def joined(odds: Floats, unseen: Floats, on: Flags, priors: Floats) -> Joined:
    """Calibrate the parts' answers together (`sharpening`).

    Parameters
    ----------
    odds, unseen : float64 arrays, shapes ``(parts, M)`` and ``(parts, N, M)``
        Log odds of the record and of the simulations by part.
    on : bool array, shape ``(N, M)``
        Which explanations were on.
    priors : float64 array, shape ``(M,)``
        How often they are.
    """
    together = unseen.mean(axis=0)
    curves = fit_recalibration(together, on, priors)
    # The curve is that of the mean: the parts keep their distances from it as it stretches them.
    center = odds.mean(axis=0)
    stretch = np.clip(curves(center + STEP) - curves(center - STEP), 0.0, None) / (2.0 * STEP)
    return Joined(
        curves(center) + stretch * (odds - center),
        recalibrated(together, on, priors, curves),
        curves,
    )


def odds_without(
    table: ReferenceTable, fit: Fit, left_out: list[int], only: int | None = None
) -> Joined:
    """Give calibrated log odds without some observations, of all explanations or one of them."""
    return odds_without_each(table, fit, [(left_out, only)])[0]


def odds_without_each(
    table: ReferenceTable, fit: Fit, asked: Sequence[tuple[list[int], int | None]]
) -> list[Joined]:
    """Give what `odds_without` gives for several sets of observations, in one pass over the table.

    Parameters
    ----------
    asked : sequence of tuple
        Positions of observations, and the explanation that is wanted or None for all.
    """
    own = [slice(None) if only is None else slice(only, only + 1) for _, only in asked]
    logits = [[quick.of(which) for quick in fit.quick] for which in own]
    sets = [fit.features.using_any(gone) for gone, _ in asked]
    left = [
        [logit.weights_without(columns) for logit in parts]
        for parts, columns in zip(logits, sets, strict=True)
    ]
    widths = [weights.shape[1] for parts in left for weights in parts]
    products = np.split(
        fit.features.simulated @ np.concatenate([w for parts in left for w in parts], axis=1),
        np.cumsum(widths)[:-1],
        axis=1,
    )
    found = []
    for n, (gone, _) in enumerate(asked):
        unseen = fit.unseen[:, :, own[n]]
        if len(sets[n]):
            known = zip(logits[n], products[PARTS * n : PARTS * (n + 1)], left[n], strict=True)
            unseen = np.stack(
                [
                    logit.changed(unseen[part], fit.linear[part][:, own[n]], product, weights)
                    for part, (logit, product, weights) in enumerate(known)
                ]
            )
        odds = record_odds_without(fit, [gone])[:, 0, own[n]]
        found.append(joined(odds, unseen, table.indicators[:, own[n]], table.priors[own[n]]))
    return found


def record_odds_without(fit: Fit, left_out: list[list[int]]) -> Floats:
    """Give the stacks' log odds of the record without each of K sets of observations.

    Returns
    -------
    float64 array, shape ``(parts, K, M)``
    """
    sets = [fit.features.using_any(own) for own in left_out]
    return np.stack(
        [
            quick.toggled_each(fit.record_odds[part], fit.features.record, sets)
            for part, quick in enumerate(fit.quick)
        ]
    )


def summaries_of(
    features: Features,
    odds: Floats,
    unseen: Floats,
    scores: Floats,
    penalties: tuple[float, ...] = regression.PENALTIES,
    moments: Moments | None = None,
) -> Summaries:
    """Give the learned summaries; ``odds`` are those of the record by part."""
    center = odds.mean(axis=0)
    return regression.learn(
        unseen, center, features.simulated, features.record, scores, penalties, moments
    )


def _key(table: ReferenceTable, reports: Reports) -> str:
    whole = hashlib.sha256(table.plan.key.encode())
    whole.update(version("scikit-learn").encode())
    whole.update(table.replicates.tobytes())
    whole.update("\n".join(reports.names).encode())
    whole.update(reports.record.tobytes() + reports.errors.tobytes())
    whole.update(source_hash("inference").encode())
    return whole.hexdigest()[:16]
