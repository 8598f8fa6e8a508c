"""Which causes, how surely: the explanations of a crisis given its doubtful record.

`explain` reads the reference table, checks the guard rails and only then gives probabilities, with
the range over three independent parts of the table. No simulation is run for them, so that an
observation can be left out and the answer given anew at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.explain.evidence_matrix import evidence_of
from upheaval.answers.explain.result import Belief, Check, Combination, Explained
from upheaval.answers.explain.shapley import Effects, effects
from upheaval.inference.observation import observation_model
from upheaval.inference.observation.observation_model import Reports, check_names
from upheaval.inference.posterior.conditioning import ConditionedTable, condition_table
from upheaval.inference.posterior.log_odds import PARTS, probability
from upheaval.inference.posterior.model_choice import odds_without_each
from upheaval.inference.posterior.neural import REGRESSION, SBI, Neural, check_kind, neural
from upheaval.inference.posterior.probability_ranges import probability_range, wilson_of_share
from upheaval.inference.posterior.regression import (
    ParameterBelief,
    adjusted,
    held_by_middle,
    weighted_quantiles,
)
from upheaval.inference.posterior.regression import beliefs as parameter_beliefs
from upheaval.inference.posterior.scoring_rules import losses
from upheaval.inference.prepare import available_or_built, opened
from upheaval.inference.simulations.reference_table import (
    DEFAULT_SCALE,
    DEFAULT_SEED,
    ReferenceTable,
)
from upheaval.record.observations import Observation

if TYPE_CHECKING:
    from upheaval.scenario import Scenario

__all__ = [
    "Belief",
    "Check",
    "Combination",
    "Explained",
    "explain",
    "explain_table",
    "identified",
    "weights_by_number",
]

Floats = NDArray[np.float64]

WORLDS = 24
"""Worlds like the record that are run again for necessity, sufficiency and shares."""

LEAST_GAIN = 0.01
"""Share of the prior's log score that must be gained before an explanation counts as identified."""

MOST_COMBINATIONS = 8


def explain(
    scenario: Scenario | str | Path,
    leave_out: Sequence[str] = (),
    simulations: int | None = None,
    scale: int = DEFAULT_SCALE,
    seed: int = DEFAULT_SEED,
    table: str | Path | None = None,
    worlds: int | None = None,
    refit: bool = False,
    workers: int | None = None,
    progress: bool = True,
    posterior: str = REGRESSION,
) -> Explained:
    """Give the probability of each explanation given the record, and what supports it.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The scenario; a name or a folder is loaded.
    leave_out : sequence of str
        Names of observations to leave out of the record.
    simulations : int, optional
        Length of the reference table, which is made as far as it is missing; by default all that
        are there.
    scale, seed : int
        Of the table; see `prepare`.
    table : str or Path, optional
        Folder of the table; by default the one in the cache.
    worlds : int, optional
        Worlds like the record to run again for necessity, sufficiency and shares; 0 leaves them
        out. By default 24, and 0 where observations are left out.
    refit : bool
        Where observations are left out: fit everything anew to those that are left, which takes
        as long as the first answer, instead of changing the fit by what a quick logit says.
    workers, progress
        As for `prepare`.
    posterior : {"regression", "sbi"}
        How the parameters are found: by local regression, or by a neural density estimate, which
        takes half an hour of a core for 20,000 simulations, and needs the extra ``upheaval[sbi]``.

    Raises
    ------
    ScenarioError
        If the scenario is wrong.
    UpheavalError
        If there is no table, an observation is unknown, none is left, or the extra is missing.
    """
    check_kind(posterior)
    plan, folder, record = opened(scenario, scale, seed, table, leave_out)
    rows = available_or_built(plan, simulations, folder, workers, progress)
    again = (0 if leave_out else WORLDS) if worlds is None else worlds
    return explain_table(
        rows,
        record,
        leave_out,
        worlds=again,
        refit=refit,
        workers=workers,
        posterior=posterior,
        progress=progress,
    )


def explain_table(
    table: ReferenceTable,
    record: Sequence[Observation],
    leave_out: Sequence[str] = (),
    *,
    worlds: int = 0,
    refit: bool = False,
    workers: int | None = None,
    posterior: str = REGRESSION,
    progress: bool = False,
) -> Explained:
    """Explain a record with the simulations of a table; arguments as for `explain`."""
    from upheaval.runs.progress import progress_bar, telling

    check_kind(posterior)
    check_names(record, leave_out)
    with telling(f"Weighing {len(table):,} simulations by the record", progress):
        given = condition_table(table, record, leave_out, refit=refit, workers=workers)
    guard, weights = given.guard, given.weights
    found: Neural | None = None
    if posterior == SBI:
        seed = table.plan.seed
        key = hashlib.sha256(table.plan.key.encode() + table.replicates.tobytes()).hexdigest()
        with telling(f"Learning the parameters from {len(table):,} simulations", progress):
            found = neural(given.features, given.fit.scores, table.folder, key, seed)
        guard = replace(guard, sbc_p=found.sbc_p, coverage90=found.coverage90)
    ok = guard.ok
    what: Effects | None = None
    if worlds and ok:
        with progress_bar(100, progress, "percent of the worlds run again") as report:
            what = effects(
                table, weights, worlds, workers=workers, progress=lambda share: report(100 * share)
            )
    beliefs = _beliefs(table, given, ok, what)
    return Explained(
        scenario=table.plan.scenario.name,
        simulations=len(table),
        tables=PARTS,
        scale=table.plan.scale,
        seed=table.plan.seed,
        left_out=tuple(leave_out),
        guard=guard,
        beliefs=beliefs,
        none=_none(table, weights, beliefs) if ok else None,
        combinations=_combinations(table, weights, beliefs) if ok else [],
        evidence=evidence_of(table, given.fit, given.now, given.whole, given.left, ok),
        parameters=_parameters(table, given, found) if ok else [],
        check=_checked(table, record, weights),
        effects=what,
        posterior=posterior,
        weights=weights_by_number(table, weights) if ok else {},
    )


def weights_by_number(table: ReferenceTable, weights: Floats) -> dict[int, float]:
    """Give the weights that are not zero by replicate number."""
    positive = weights > 0
    numbers = table.replicates[positive].tolist()
    return dict(zip(numbers, weights[positive].tolist(), strict=True))


def _beliefs(
    table: ReferenceTable, given: ConditionedTable, ok: bool, what: Effects | None
) -> list[Belief]:
    odds, unseen = given.odds, given.unseen
    is_identified = identified(table, unseen)
    found: dict[str, Belief] = {}
    tautological_evidence = [_tautological(given, m) for m in range(len(table.names))]
    without_tautologies = _without_tautologies(table, given, tautological_evidence) if ok else {}
    for m, item in enumerate(table.plan.testable):
        middle, low, high = probability_range(odds[:, m], unseen[:, m], table.indicators[:, m])
        found[item.name] = Belief(
            item.name,
            item.title,
            item.prior,
            middle if ok else None,
            low if ok else None,
            high if ok else None,
            tuple(probability(odds[:, m]).tolist()) if ok else (),
            identified=bool(is_identified[m]),
            effect=what.of[item.name] if what else None,
            tautological_evidence=tautological_evidence[m],
            without_tautologies=without_tautologies.get(m),
        )
    for item in table.plan.untested:
        found[item.name] = Belief(
            item.name, item.title, item.prior, None, None, None, testable=False
        )
    return [found[item.name] for item in table.plan.scenario.explanations]


def _tautological(given: ConditionedTable, m: int) -> tuple[str, ...]:
    """Give the observations that are left and that only an explanation allows."""
    own = given.fit.tautological_evidence[:, m]
    return tuple(name for name in given.left.names if own[given.whole.names.index(name)])


def _without_tautologies(
    table: ReferenceTable,
    given: ConditionedTable,
    tautological_evidence: list[tuple[str, ...]],
) -> dict[int, tuple[float, float, float]]:
    """Give each probability and its range without the observations that only it allows."""
    some = [m for m, names in enumerate(tautological_evidence) if names]
    if not some:
        return {}
    left = set(given.left.names)
    gone = [
        [j for j, name in enumerate(given.whole.names) if name not in left.difference(own)]
        for own in (tautological_evidence[m] for m in some)
    ]
    found = odds_without_each(table, given.fit, list(zip(gone, some, strict=True)))
    return {
        m: probability_range(joined.odds[:, 0], joined.unseen[:, 0], table.indicators[:, m])
        for m, joined in zip(some, found, strict=True)
    }


def identified(table: ReferenceTable, unseen: Floats) -> NDArray[np.bool_]:
    """Tell which explanations the observations tell anything about, shape ``(M,)``.

    The log score of unseen simulations must beat the prior's by more than two standard errors, and
    by `LEAST_GAIN` of it: in a long table next to nothing may still be surely more than nothing.
    """
    found = []
    for m, item in enumerate(table.plan.testable):
        on = table.indicators[:, m]
        before = losses(np.full(len(on), item.prior), on)
        gain = before - losses(probability(unseen[:, m]), on)
        surely = gain.mean() > 2.0 * gain.std() / np.sqrt(len(gain))
        found.append(surely and gain.mean() >= LEAST_GAIN * before.mean())
    return np.array(found)


def _combinations(
    table: ReferenceTable, weights: Floats, beliefs: list[Belief]
) -> list[Combination]:
    patterns, where = np.unique(table.indicators[weights > 0], axis=0, return_inverse=True)
    sums = np.bincount(where.reshape(-1), weights=weights[weights > 0], minlength=len(patterns))
    order = np.argsort(-sums, kind="stable")[:MOST_COMBINATIONS]
    return [_combination(patterns[n], float(sums[n]), weights, beliefs) for n in order]


def _none(table: ReferenceTable, weights: Floats, beliefs: list[Belief]) -> Combination:
    empty = ~table.indicators.any(axis=1)
    pattern = np.zeros(len(table.names), dtype=bool)
    return _combination(pattern, float(weights[empty].sum()), weights, beliefs)


def _combination(
    pattern: NDArray[np.bool_], share: float, weights: Floats, beliefs: list[Belief]
) -> Combination:
    """Give a combination with the range of its share among so many effective simulations.

    It can be no likelier than the least likely of what it says (Frechet 1935).
    """
    effective = float(1.0 / (weights**2).sum())
    low, high = wilson_of_share(share, effective)
    tested = [item for item in beliefs if item.testable]
    for item, on in zip(tested, pattern, strict=True):
        if item.low is not None and item.high is not None:
            high = min(high, item.high if on else 1.0 - item.low)
    names = tuple(item.name for item, on in zip(tested, pattern, strict=True) if on)
    return Combination(names, share, min(low, share), max(high, share))


def _parameters(
    table: ReferenceTable, given: ConditionedTable, found: Neural | None
) -> list[ParameterBelief]:
    if not table.parameters:
        return []
    scores, summaries = given.fit.scores, given.summaries
    if found is not None:
        even = np.full(len(found.draws), 1.0 / len(found.draws))
        return parameter_beliefs(table.parameters, scores, found.draws, even, 0)
    # Not raked: these are the weights whose ranges were tested on known parameters, and raking
    # leaves too few simulations to tell a narrow posterior from a small sample.
    moved = adjusted(summaries, summaries.record, given.near, scores)
    spent = summaries.simulated.shape[1] + 1
    return parameter_beliefs(table.parameters, scores, moved, given.near[given.near > 0], spent)


def _checked(table: ReferenceTable, record: Sequence[Observation], weights: Floats) -> list[Check]:
    if all(item.use != "check" for item in record):
        return []
    # Simulations without weight say nothing here, and the luck of their reports takes a while.
    near = np.flatnonzero(weights > 0)
    table, weights = table.rows(near), weights[near]
    reports: Reports = observation_model.report(table, record, "check")
    found = []
    for j, item in enumerate(reports.observations):
        quantiles = weighted_quantiles(reports.simulated[:, j], weights, (0.05, 0.5, 0.95))
        seen = float(reports.record[j])
        p5, p50, p95 = reports.scale.unscaled(item, np.array(quantiles)).tolist()
        inside = quantiles[0] <= seen <= quantiles[2]
        held = held_by_middle(reports.simulated[:, j], weights, seen)
        found.append(Check(item.name, item.value, p5, p50, p95, inside, held))
    return found
