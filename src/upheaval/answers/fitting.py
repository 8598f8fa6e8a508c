"""Everything fitted to one table and record, kept beside the table so that answers are quick."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from upheaval.answers import guard_rails, posterior
from upheaval.answers.features import Features, make_features
from upheaval.answers.observation_model import Reports
from upheaval.answers.odds import PARTS
from upheaval.answers.posterior import Summaries
from upheaval.answers.quick_logit import QuickLogit, fit_quick_logit
from upheaval.answers.reference_table import Flags, ReferenceTable
from upheaval.answers.spread import spread
from upheaval.errors import UpheavalError
from upheaval.runs.files import replacing

if TYPE_CHECKING:
    from upheaval.answers.model_choice import Stack

Floats = NDArray[np.float64]

CODE = (
    "fitting", "features", "odds", "model_choice", "quick_logit", "posterior", "guard_rails",
    "scores",
)  # fmt: skip
"""Modules whose code decides a fit: one made by other code is made again."""

LEAST = 60
"""Simulations that a part must have: fewer leave the folds without an example of either kind."""


@dataclass
class Fit:
    """What was learned from a table with all observations; N simulations, M explanations.

    Attributes
    ----------
    features : Features
        Columns of the table.
    quick : list of QuickLogit
        One for each part.
    unseen : float64 array, shape ``(N, M)``
        Log odds of each simulation from fits that had not seen it.
    record_odds : float64 array, shape ``(parts, M)``
        Log odds of the record by each part.
    scores : float64 array, shape ``(N, P)``
        Parameters on the normal scale.
    penalty : float
        See `posterior.Summaries`.
    sbc_p, coverage90 : float
        See `guard_rails.parameter_calibration`.
    """

    features: Features
    quick: list[QuickLogit]
    unseen: Floats
    record_odds: Floats
    scores: Floats
    penalty: float
    sbc_p: float
    coverage90: float


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
            found = pickle.loads(file.read_bytes())
            if isinstance(found, Fit):
                return found
        except Exception:  # a damaged file is made again; unpickling may raise anything
            file.unlink()
    made = fit(table, reports, workers)
    with replacing(file) as draft:
        draft.write_bytes(pickle.dumps(made))
    return made


def fit(table: ReferenceTable, reports: Reports, workers: int | None = None) -> Fit:
    """Fit everything; see `fitted`."""
    features = make_features(reports)
    stacks, quick, unseen = fit_parts(table, features.simulated, workers)
    drawn = [posterior.normal_scores(values) for values in table.parameters.values()]
    scores = np.stack(drawn, axis=1) if drawn else np.empty((len(table), 0))
    odds = np.stack([stack.log_odds(features.record[None])[0] for stack in stacks])
    summaries = summaries_of(features, odds, unseen, scores)
    sbc_p, coverage90 = guard_rails.parameter_calibration(summaries, scores)
    return Fit(features, quick, unseen, odds, scores, summaries.penalty, sbc_p, coverage90)


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
        The stacks and quick logits of the parts, and the log odds of each simulation from fits
        that had not seen it, shape ``(N, M)``.

    Raises
    ------
    UpheavalError
        If the table is too short.
    """
    parts = [table.part(number, PARTS) for number in range(PARTS)]
    if min(map(len, parts)) < LEAST:
        raise UpheavalError(
            f"the reference table has {len(table):,} simulations to learn from, expected "
            f"{PARTS * LEAST} at least; make more with 'upheaval prepare "
            f"{table.plan.scenario.name} --scale {table.plan.scale} --seed {table.plan.seed}'"
        )
    tasks = [(columns[rows], table.indicators[rows], n) for n, rows in enumerate(parts)]
    done = dict(spread(fit_part, tasks, workers))
    unseen = np.zeros(table.indicators.shape)
    for number, rows in enumerate(parts):
        unseen[rows] = done[number][0].unseen
    return [done[n][0] for n in range(PARTS)], [done[n][1] for n in range(PARTS)], unseen


def fit_part(columns: Floats, on: Flags, seed: int) -> tuple[Stack, QuickLogit]:
    """Fit one part; arguments as for `fit_stack`."""
    # Imported here: scikit-learn takes its time, and an answer from a fit at hand needs none of it.
    from threadpoolctl import threadpool_limits

    from upheaval.answers.model_choice import fit_stack

    # One thread each: parts share the cores already, and threads that wait for one another on a
    # busy machine cost more than they gain.
    with threadpool_limits(1):
        return fit_stack(columns, on, seed), fit_quick_logit(columns, on)


def toggled(
    table: ReferenceTable, whole: Fit, left_out: list[int]
) -> tuple[Features, Floats, Floats]:
    """Give what remains of a fit without some observations.

    Returns
    -------
    tuple
        The remaining features; log odds of the record by part, shape ``(parts, M)``; log odds of
        the simulations, shape ``(N, M)``. The stacks' odds change by what the quick logits say.
    """
    features, odds = whole.features, whole.record_odds.copy()
    gone = sorted({int(d) for j in left_out for d in features.using(j)})
    if not gone:
        return features, odds, whole.unseen
    columns = np.array(gone, dtype=np.int64)
    unseen = whole.unseen.copy()
    for part, quick in enumerate(whole.quick):
        rows = table.part(part, PARTS)
        odds[part] = quick.toggled(odds[[part]], features.record[None], columns)[0]
        unseen[rows] = quick.toggled(unseen[rows], features.simulated[rows], columns)
    kept = np.setdiff1d(np.arange(len(features.columns)), columns)
    left = Features(
        [features.columns[d] for d in kept], features.simulated[:, kept], features.record[kept]
    )
    return left, odds, unseen


def summaries_of(
    features: Features,
    odds: Floats,
    unseen: Floats,
    scores: Floats,
    penalties: tuple[float, ...] = posterior.PENALTIES,
) -> Summaries:
    """Give the learned summaries; ``odds`` are those of the record by part."""
    center = odds.mean(axis=0)
    return posterior.learn(unseen, center, features.simulated, features.record, scores, penalties)


def _key(table: ReferenceTable, reports: Reports) -> str:
    whole = hashlib.sha256(table.plan.key.encode())
    whole.update(version("scikit-learn").encode())
    whole.update(table.replicates.tobytes())
    whole.update("\n".join(reports.names).encode())
    whole.update(reports.record.tobytes() + reports.errors.tobytes())
    for name in CODE:
        whole.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return whole.hexdigest()[:16]
