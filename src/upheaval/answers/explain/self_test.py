"""The test with known truth: crises simulated with known causes are explained blind.

Some simulations of the reference table are kept out of every fit and play the record, reporting
error included. Our probabilities are scored beside the prior alone and beside the matrix of
competing hypotheses on the same evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.explain import competing_hypotheses
from upheaval.answers.explain.explain import identified
from upheaval.errors import UpheavalError
from upheaval.inference.observation import observation_model
from upheaval.inference.observation.features import make_features
from upheaval.inference.posterior.diagnostics import LARGEST_ECE
from upheaval.inference.posterior.log_odds import probability
from upheaval.inference.posterior.model_choice import fit_parts
from upheaval.inference.posterior.recalibration import fit_recalibration, recalibrated
from upheaval.inference.posterior.scoring_rules import Bin, Scores, losses, reliability, score
from upheaval.inference.prepare import available_or_built, opened
from upheaval.inference.simulations.reference_table import (
    DEFAULT_SCALE,
    DEFAULT_SEED,
    ReferenceTable,
)
from upheaval.record.observations import Observation
from upheaval.runs.progress import telling

if TYPE_CHECKING:
    from upheaval.scenario import Scenario

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CRISES = 200


@dataclass(frozen=True)
class Tested:
    """One explanation over all test worlds.

    Attributes
    ----------
    name : str
        Which one.
    identified : bool
        Whether the observations tell anything about it, judged from the fitted simulations alone.
    ours, prior, matrix : Scores
        Scores of our probabilities, of the prior alone and of the matrix.
    gain_over_prior, gain_over_matrix : tuple of float
        By how much our log score is better, and its standard error over the worlds.
    reliability : list of Bin
        Our reliability diagram.
    """

    name: str
    identified: bool
    ours: Scores
    prior: Scores
    matrix: Scores
    gain_over_prior: tuple[float, float]
    gain_over_matrix: tuple[float, float]
    reliability: list[Bin]

    @property
    def beats_both(self) -> bool:
        """Whether our log score is better than both."""
        return self.gain_over_prior[0] > 0 and self.gain_over_matrix[0] > 0


@dataclass(frozen=True)
class SelfTest:
    """The answer of `self_test`.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    simulations, worlds, scale, seed : int
        Simulations of the fits; worlds that were explained; scale and seed of both.
    explanations : list of Tested
        Each testable explanation.
    whole : Scores
        Scores of all our probabilities together.
    reliability : list of Bin
        Their reliability diagram.
    """

    scenario: str
    simulations: int
    worlds: int
    scale: int
    seed: int
    explanations: list[Tested]
    whole: Scores
    reliability: list[Bin]

    @property
    def passed(self) -> bool:
        """Whether we beat both baselines wherever there is something to tell, and are calibrated.

        Calibrated: a calibration error of all probabilities of at most 0.05, and of each such
        explanation too, less what chance adds to it.
        """
        told = [item for item in self.explanations if item.identified]
        good = [item.beats_both and item.ours.debiased <= LARGEST_ECE for item in told]
        return bool(told) and all(good) and self.whole.ece <= LARGEST_ECE


def self_test(
    scenario: Scenario | str | Path,
    crises: int = CRISES,
    simulations: int | None = None,
    scale: int = DEFAULT_SCALE,
    seed: int = DEFAULT_SEED,
    table: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
) -> SelfTest:
    """Explain worlds with known causes, and score the answers.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The scenario; a name or a folder is loaded.
    crises : int
        How many simulated crises: the last ones of the table.
    simulations, scale, seed, table, workers, progress
        As for `explain`; ``simulations`` counts the worlds too.

    Raises
    ------
    ScenarioError
        If the scenario is wrong.
    UpheavalError
        If there is no table, or it is too short.
    """
    plan, folder, record = opened(scenario, scale, seed, table)
    rows = available_or_built(plan, simulations, folder, workers, progress)
    return explain_blind(rows, record, crises, workers=workers, progress=progress)


def explain_blind(
    table: ReferenceTable,
    record: list[Observation],
    crises: int = CRISES,
    *,
    workers: int | None = None,
    progress: bool = False,
) -> SelfTest:
    """Test with the last worlds of a table and the rows that its fits use."""
    if not 1 <= crises < len(table):
        raise UpheavalError(
            f"`crises`: got {crises}, expected 1 or more and fewer than the {len(table):,} "
            "simulations of the table"
        )
    reports = observation_model.report(table, record, "fit")
    seen = np.arange(len(table)) < len(table) - crises
    kept = np.flatnonzero(seen)
    features = make_features(reports)
    learned = table.rows(kept)
    with telling(f"Learning from {len(kept):,} simulations", progress):
        stacks, _, unseen = fit_parts(learned, features.simulated[kept], workers)
    told_by = np.stack([stack.log_odds(features.simulated[~seen]) for stack in stacks])
    curves = fit_recalibration(unseen.mean(axis=0), learned.indicators, table.priors)
    chances = probability(curves(told_by.mean(axis=0)))
    matrix = competing_hypotheses.fill(reports.simulated[kept], learned.indicators).probabilities(
        reports.simulated[~seen]
    )
    on = table.indicators[~seen]
    told = identified(learned, recalibrated(unseen.mean(axis=0), learned.indicators, table.priors))
    explanations = [
        _tested(item.name, bool(told[m]), item.prior, chances[:, m], matrix[:, m], on[:, m])
        for m, item in enumerate(table.plan.testable)
    ]
    return SelfTest(
        table.plan.scenario.name,
        len(kept),
        crises,
        table.plan.scale,
        table.plan.seed,
        explanations,
        score(chances.ravel(), on.ravel()),
        reliability(chances.ravel(), on.ravel()),
    )


def _tested(name: str, told: bool, prior: float, ours: Floats, matrix: Floats, on: Flags) -> Tested:
    flat = np.full(len(on), prior)
    return Tested(
        name,
        told,
        score(ours, on),
        score(flat, on),
        score(matrix, on),
        _gain(flat, ours, on),
        _gain(matrix, ours, on),
        reliability(ours, on),
    )


def _gain(theirs: Floats, ours: Floats, on: Flags) -> tuple[float, float]:
    gain = losses(theirs, on) - losses(ours, on)
    return float(gain.mean()), float(gain.std() / np.sqrt(len(gain)))


def plain(answer: SelfTest) -> dict[str, Any]:
    """Give the answer as plain values, for JSON."""
    return {
        "scenario": answer.scenario,
        "simulations": answer.simulations,
        "worlds": answer.worlds,
        "scale": answer.scale,
        "seed": answer.seed,
        "passed": answer.passed,
        "all": _scores(answer.whole),
        "reliability": [_bin(item) for item in answer.reliability],
        "explanations": [
            {
                "name": item.name,
                "identified": item.identified,
                "beats_both": item.beats_both,
                "ours": _scores(item.ours),
                "prior_only": _scores(item.prior),
                "competing_hypotheses": _scores(item.matrix),
                "gain_over_prior": dict(zip(("value", "error"), item.gain_over_prior, strict=True)),
                "gain_over_matrix": dict(
                    zip(("value", "error"), item.gain_over_matrix, strict=True)
                ),
                "reliability": [_bin(part) for part in item.reliability],
            }
            for item in answer.explanations
        ],
    }


def _scores(found: Scores) -> dict[str, float]:
    return {
        "log_score": found.log_score,
        "brier": found.brier,
        "auc": found.auc,
        "ece": found.ece,
        "ece_by_chance": found.ece_by_chance,
        "ece_limit": found.ece_limit,
        "debiased": found.debiased,
    }


def _bin(item: Bin) -> dict[str, float]:
    return {"probability": item.probability, "frequency": item.frequency, "count": item.count}
