"""Worlds like the record so far: simulations weighted by what they lead to, not by every report.

Summaries are what the reports so far say of what comes: a linear prediction, cross-fitted, of the
outcome and of the country's later rows (semi-automatic approximate Bayesian computation, Fearnhead
and Prangle 2012). Weights fall off with the distance in them, as in `posterior`. Simulations that
play the record tell how good the weights are at foreseeing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.foresee.information_set import InformationSet, table_at_moment
from upheaval.errors import UpheavalError
from upheaval.inference.observation import observation_model
from upheaval.inference.observation.features import Features, make_features
from upheaval.inference.observation.observation_model import Comparison, Reports
from upheaval.inference.posterior import diagnostics, regression
from upheaval.inference.posterior.diagnostics import LEAST_TYPICALITY_P, Clash
from upheaval.inference.posterior.regression import Summaries
from upheaval.inference.simulations.reference_table import ReferenceTable, prepare_call
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.record.observations import Observation
from upheaval.record.places import COUNTRY

Floats = NDArray[np.float64]

LEAST = 100
"""Simulations without which no weights are made: half of them would be 'near'."""

COMMON = 0.02
"""Share of simulations from which an outcome is something to predict."""

TESTED = 200
"""Simulations that play the record."""

BLUR = 1.0
"""Simulations from the prior that are added to those near the record, so that an outcome that none
of them has does not become impossible."""

SHARPNESS = (1, 2, 4, 8)
"""Powers of the kernel 1 - u^2 to choose from: the higher, the fewer simulations count as near."""

LEAST_COVERAGE = 0.82
"""Of 90% ranges, in simulated crises; the limit of `guard_rails`. Wider ranges are no failure."""


@dataclass(frozen=True)
class Skill:
    """How well crises that were simulated are foreseen from the same moment.

    Attributes
    ----------
    worlds : int
        Simulations that played the record.
    sharpness : int
        Power of the kernel that foresaw their numbers and outcomes best.
    log_score, without : float
        Mean of minus the log of the probability given to the outcome that came; and without
        looking at the record at all. Lower is better.
    gain, error : float
        The difference, and its standard error.
    coverage90 : float
        Share of the country's later numbers inside the 90% ranges.
    """

    worlds: int
    sharpness: int
    log_score: float
    without: float
    gain: float
    error: float
    coverage90: float


@dataclass(frozen=True)
class ConditionedWorlds:
    """Worlds like the record so far; N simulations.

    Attributes
    ----------
    weights : float64 array, shape ``(N,)``
        Weight of each simulation, summing to 1.
    typicality_p : float
        See `diagnostics.typicality`, of the record so far.
    clashes : list of Clash
        Its rows, those that clash most with the simulations first.
    observations : int
        Rows that were compared.
    skill : Skill
        How far these weights foresee in simulated crises.
    """

    weights: Floats
    typicality_p: float
    clashes: list[Clash]
    observations: int
    skill: Skill

    @property
    def effective(self) -> float:
        """How many equally weighted worlds are worth as much (Kish 1965)."""
        return float(1.0 / (self.weights**2).sum())

    @property
    def failures(self) -> list[str]:
        """What speaks against believing the answer, each in a few words."""
        found = []
        if self.typicality_p < LEAST_TYPICALITY_P:
            found.append(
                "few simulations are like the record so far (typicality p "
                f"{self.typicality_p:.2g}): what follows is about worlds that differ from this one"
            )
        if self.skill.coverage90 < LEAST_COVERAGE:
            found.append(
                f"in simulated crises the 90% ranges hold {100 * self.skill.coverage90:.0f}%"
            )
        if self.skill.gain < -2.0 * self.skill.error:
            found.append("in simulated crises outcomes are foreseen worse than without the record")
        return found

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against believing the answer."""
        return not self.failures


def condition_on(table: ReferenceTable, information: InformationSet) -> ConditionedWorlds:
    """Weight the simulations of a table by how like the record they are up to a moment.

    Raises
    ------
    UpheavalError
        If the table is too short, or no simulation reaches what is known.
    """
    if len(table) < LEAST:
        raise UpheavalError(
            f"the reference table has {len(table):,} simulations, expected {LEAST} at least; make "
            f"more with {prepare_call(table.plan)}"
        )
    reports, features = compared(table, information)
    wanted = later_numbers(table, information)
    targets = targets_of(table, wanted)
    nothing = np.empty((len(table), 0))
    summaries = regression.learn(nothing, nothing[0], features.simulated, features.record, targets)
    skill = skill_of(table, summaries, targets, wanted)
    return ConditionedWorlds(
        tempered(regression.weights_at(summaries, summaries.record), skill.sharpness),
        diagnostics.typicality(features.simulated, features.record),
        diagnostics.clashes(reports),
        len(reports.observations),
        skill,
    )


def tempered(weights: Floats, power: int) -> Floats:
    """Give the weights of a kernel of a higher power, summing to 1; same shape."""
    raised = (weights / weights.max()) ** power
    return np.asarray(raised / raised.sum())


def compared(table: ReferenceTable, information: InformationSet) -> tuple[Reports, Features]:
    """Give what simulations would have reported so far, and the features of that."""
    reports = observation_model.report(
        table_at_moment(table, information.moment), information.record, "fit"
    )
    features = make_features(reports)
    if not features.columns:
        raise UpheavalError(
            f"{table.plan.scenario.name}: nothing known by then differs among the simulations; "
            "expected a later day"
        )
    return reports, features


def later_numbers(table: ReferenceTable, information: InformationSet) -> dict[str, Floats]:
    """Give what the country's rows that are not settled yet would be, on the scale of comparison.

    Only rows that all simulations reach and that differ among them are given. Rows of both uses
    are: their recorded values are not looked at.
    """
    scale = Comparison(table.plan.horizon, table.plan.scale)
    found = {}
    for item in information.record:
        if item.place.kind != COUNTRY or _is_settled(item, information.moment):
            continue
        values = scale.scaled(item, table.simulated[item.name])
        if np.isfinite(values).all() and values.std() > 1e-9:
            found[item.name] = values
    return found


def _is_settled(item: Observation, moment: float) -> bool:
    return item.day is not None and item.day + 1.0 <= moment


def targets_of(table: ReferenceTable, wanted: dict[str, Floats]) -> Floats:
    """Give what is to be foreseen, shape ``(N, targets)``, each of variance 1 or nearly so.

    These are later numbers on the normal scale and outcomes that are not rare; where there are
    none, the parameters.
    """
    targets = [regression.normal_scores(values) for values in wanted.values()]
    for code in range(len(OUTCOMES)):
        came = (table.outcome == code).astype(np.float64)
        if COMMON <= came.mean() <= 1.0 - COMMON:
            targets.append((came - came.mean()) / came.std())
    if not targets:
        targets = [regression.normal_scores(values) for values in table.parameters.values()]
    return np.stack(targets, axis=1)


def chances_of(codes: NDArray[np.int64], weights: Floats) -> Floats:
    """Give the probability of every outcome code in worlds of these weights.

    One simulation's worth of the prior is mixed in (`BLUR`).
    """
    effective = 1.0 / float((weights**2).sum())
    count = len(OUTCOMES)
    prior = (np.bincount(codes, minlength=count) + 0.5) / (len(codes) + 0.5 * count)
    here = np.bincount(codes, weights=weights, minlength=count)
    return np.asarray((effective * here + BLUR * prior) / (effective + BLUR))


def skill_of(
    table: ReferenceTable, summaries: Summaries, targets: Floats, wanted: dict[str, Floats]
) -> Skill:
    """Let simulations play the record, each foreseen from all others."""
    rows = np.unique(np.linspace(0, len(table) - 1, min(TESTED, len(table))).astype(int))
    plain = [
        regression.weights_at(summaries, summaries.simulated[row], without=int(row)) for row in rows
    ]
    errors = [
        float(np.mean([(tempered(w, power) @ targets - targets[row]) ** 2
                       for w, row in zip(plain, rows, strict=True)]))
        for power in SHARPNESS
    ]  # fmt: skip
    power = SHARPNESS[int(np.argmin(errors))]
    prior = chances_of(table.outcome, np.full(len(table), 1.0 / len(table)))
    losses, without, inside = [], [], []
    for row, near_it in zip(rows, plain, strict=True):
        weights, code = tempered(near_it, power), table.outcome[row]
        losses.append(-np.log(chances_of(table.outcome, weights)[code]))
        without.append(-np.log(prior[code]))
        inside += [_inside(values, weights, int(row)) for values in wanted.values()]
    gain = np.array(without) - np.array(losses)
    return Skill(
        len(rows),
        power,
        float(np.mean(losses)),
        float(np.mean(without)),
        float(gain.mean()),
        float(gain.std() / np.sqrt(len(gain))),
        float(np.mean(inside)) if inside else 1.0,
    )


def _inside(values: Floats, weights: Floats, row: int) -> bool:
    low, high = regression.weighted_quantiles(values, weights, (0.05, 0.95))
    return bool(low <= values[row] <= high)
