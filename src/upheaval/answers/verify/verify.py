"""Verify: which claims and observations would be worth checking, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.verify import candidates, open_claims, resimulation
from upheaval.answers.verify.findings import Classes, classes_of
from upheaval.answers.verify.result import Candidate, Finding, Verified
from upheaval.answers.verify.target import Target, check_target, of_runs, target_of
from upheaval.answers.verify.value_of_information import (
    FindingInformation,
    clear,
    effective,
    information_of_flags,
    information_of_numbers,
)
from upheaval.errors import UpheavalError
from upheaval.inference.available_table import available
from upheaval.inference.observation import observation_model
from upheaval.inference.observation.observation_model import Reports
from upheaval.inference.posterior import regression
from upheaval.inference.posterior.conditioning import ConditionedTable, condition_table
from upheaval.inference.posterior.log_odds import probability
from upheaval.inference.posterior.probability_ranges import probability_range
from upheaval.inference.posterior.regression import weighted_quantiles
from upheaval.inference.posterior.resampling import systematic_resample
from upheaval.inference.prepare import opened
from upheaval.inference.simulations.reference_table import (
    DEFAULT_SCALE,
    DEFAULT_SEED,
    ReferenceTable,
    prepare_call,
)
from upheaval.record.observations import Observation, read_observations

if TYPE_CHECKING:
    from upheaval.scenario import Scenario

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

WORLDS = 200
LEAST = 300
"""Simulations of a table without which nothing is judged: a fold of the fits would lack cases."""

FEWEST = 30.0
"""Effective simulations below which a candidate is not judged."""

ENOUGH = 60.0
"""Effective simulations that are wanted to judge by."""

TEMPERS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3)
"""How far from 0 and 1 probabilities are kept when simulations are weighted, the least first."""


def verify(
    scenario: Scenario | str | Path,
    for_: str | None = None,
    leave_out: Sequence[str] = (),
    simulations: int | None = None,
    scale: int = DEFAULT_SCALE,
    seed: int = DEFAULT_SEED,
    table: str | Path | None = None,
    worlds: int = WORLDS,
    workers: int | None = None,
    progress: bool = True,
) -> Verified:
    """Rank what could be checked by how much it may be expected to change the answer.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The scenario; a name or a folder is loaded.
    for_ : str, optional
        Quantity to learn about: an explanation, an outcome, a parameter, or a measure as `whatif`
        takes it; by default all explanations.
    leave_out : sequence of str
        Names of observations to leave out of the record.
    simulations : int, optional
        Length of the reference table; by default all that are there, or 600 new ones.
    scale, seed, table
        Of the table; as for `explain`.
    worlds : int
        Worlds like the record that are run again to judge what nobody measured; 0 leaves that out.
    workers, progress
        As for `prepare`.

    Raises
    ------
    ScenarioError
        If the scenario is wrong.
    UpheavalError
        If the quantity or an observation is unknown, a reading of a claim is wrong, or a number is
        out of range.
    """
    if worlds != 0 and worlds < FEWEST:
        raise UpheavalError(f"worlds: got {worlds}, expected 0, or {FEWEST:.0f} or more")
    plan, folder, record = opened(scenario, scale, seed, table, leave_out)
    open_claims.read_readings(plan.scenario)
    check_target(plan, for_)
    rows = available(plan, simulations, folder, workers, progress)
    return verify_table(
        rows, record, for_, leave_out, worlds=worlds, workers=workers, progress=progress
    )


def verify_table(
    table: ReferenceTable,
    record: Sequence[Observation],
    for_: str | None = None,
    leave_out: Sequence[str] = (),
    *,
    worlds: int = WORLDS,
    workers: int | None = None,
    progress: bool = False,
) -> Verified:
    """Rank what could be checked, from a table; arguments as for `verify`."""
    from upheaval.runs.progress import telling

    if len(table) < LEAST:
        raise UpheavalError(
            f"the reference table has {len(table):,} simulations, expected {LEAST} at least; make "
            f"more with {prepare_call(table.plan)}"
        )
    target = target_of(table, for_)
    if target.values is None and worlds == 0:
        raise UpheavalError(
            f"`for_`: {target.name} needs worlds that are run again; got `worlds=0`"
        )
    with telling(f"Weighing {len(table):,} simulations by the record", progress):
        conditioned = condition_table(table, record, leave_out, workers=workers)
    judge = _Judge(table, conditioned, target)
    found: list[Candidate] = []
    if worlds:
        found += judge.new(worlds, workers, progress)
    with telling("Judging what could be checked", progress):
        found += judge.rows() if judge.target.values is not None else []
        found = _with_clear(found)
        of_claims, silent = judge.of_claims()
    # What is known as a bound only comes last: it may be worth nothing.
    ranked = sorted(
        [*found, *of_claims],
        key=lambda item: (item.is_bound, -item.value_of_information.value, item.name),
    )
    return Verified(
        table.plan.scenario.name, target.name,
        "share of the variance" if target.kind == "number" else "bit",
        len(table), table.plan.scale, table.plan.seed, effective(judge.weights),
        judge.tempered, worlds, conditioned.guard, ranked, len(ranked), judge.unjudged, silent,
    )  # fmt: skip


class _Judge:
    """Judges candidates of one table, record and target."""

    def __init__(
        self, table: ReferenceTable, conditioned: ConditionedTable, target: Target
    ) -> None:
        self.table, self.conditioned, self.target = table, conditioned, target
        self.chances = probability(conditioned.odds.mean(axis=0))
        self.weights, self.tempered = tempered(conditioned.near, table.indicators, self.chances)
        self.unjudged = 0

    # ------------------------------------------------------------------ rows
    def rows(self) -> list[Candidate]:
        """Judge doubtful rows of the record, each as if it were settled beyond doubt."""
        left = self.conditioned.left
        like = left.likelihood()
        chosen = {item.name for item in candidates.doubtful(left.observations)}
        found = []
        for j, item in enumerate(left.observations):
            if item.name not in chosen:
                continue
            # Given what it reports already: worlds that clash with that are none to settle.
            weights = self.weights * like[:, j]
            made = self._judged(
                item, "row", left.exact[:, j], weights, left, self._values(), self.target.raw
            )
            if made is not None:
                found.append(made)
        return found

    # ------------------------------------------------------------------ what nobody measured
    def new(self, worlds: int, workers: int | None, progress: bool) -> list[Candidate]:
        """Run worlds again and judge what nobody measured."""
        from upheaval.runs.progress import progress_bar

        drawn = systematic_resample(self.weights, worlds)
        own, times = np.unique(drawn, return_counts=True)
        asked = [self.target.extra] if self.target.extra else []
        with progress_bar(len(own), progress) as show:
            runs = resimulation.measured(self.table, own, asked, workers=workers, progress=show)
        some = replace(self.table.rows(own), simulated=runs)
        weights = times / times.sum()
        raw: Floats | None
        if self.target.values is None:
            values, raw = of_runs(self.target, runs, self.table.plan.horizon)
        else:
            values = self.target.values[own]
            raw = None if self.target.raw is None else self.target.raw[own]
        scenario = self.table.plan.scenario
        wanted = [
            item
            for item in candidates.unmeasured(scenario, read_observations(scenario))
            if item.name in runs and _varies(runs[item.name])
        ]
        reports = observation_model.report(some, wanted, candidates.NEW)
        found = []
        for j, item in enumerate(reports.observations):
            simulated = reports.simulated[:, j]
            made = self._judged(item, "new", simulated, weights, reports, values, raw)
            if made is not None:
                found.append(made)
        return found

    # ------------------------------------------------------------------ claims
    def of_claims(self) -> tuple[list[Candidate], list[str]]:
        """Judge open claims by their readings, or by what they can say at most."""
        scenario = self.table.plan.scenario
        readings = open_claims.read_readings(scenario)
        found, silent = [], []
        for row in open_claims.open_claims(scenario):
            made = self._claim(row, readings)
            if made is None:
                silent.append(row["name"])
            else:
                found.append(made)
        return found, silent

    def _claim(
        self, row: dict[str, Any], readings: dict[tuple[str, str], open_claims.Reading]
    ) -> Candidate | None:
        name = row["bears_on"]
        if name not in self.table.names or self.target.kind == "number":
            return None
        if self.target.kind == "yes_no" and self.target.name != name:
            return None
        m = self.table.names.index(name)
        chance, low, high = probability_range(
            self.conditioned.odds[:, m], self.conditioned.unseen[:, m], self.table.indicators[:, m]
        )
        reading = readings.get((row["name"], name))
        span = (low, chance, high)
        said = (
            open_claims.bounded(span, float(row["value"]))
            if reading is None
            else open_claims.settled(span, reading)
        )
        findings = [
            self._finding(label, p, {name: then}, {name: chance})
            for label, p, then in (
                ("true", said.true, said.if_true),
                ("false", 1.0 - said.true, said.if_false),
            )
        ]
        value = said.value_of_information
        return Candidate(
            row["name"], row["content"], "claim", findings, value, {name: value.value},
            value.low > 0, said.is_bound,
        )  # fmt: skip

    # ------------------------------------------------------------------ one candidate
    def _judged(
        self,
        item: Observation,
        kind: str,
        values: Floats,
        weights: Floats,
        reports: Reports,
        wanted: Floats,
        raw: Floats | None,
    ) -> Candidate | None:
        kept = weights > 0
        if not kept.any() or effective(weights[kept]) < FEWEST:
            self.unjudged += 1
            return None
        own = weights[kept] / weights[kept].sum()
        classes = classes_of(item, values[kept], own, reports.scale, self.table.plan.scenario)
        found = self._information(classes.codes, len(classes.labels), own, wanted[kept])
        names = self._names()
        if raw is not None:
            after = _medians(raw[kept], own, classes)
            before = np.array(weighted_quantiles(raw[kept], own, (0.5,)))
        else:
            after, before = found.mean, self._now(own @ wanted[kept])
        now = dict(zip(names, np.atleast_1d(before).tolist(), strict=True))
        findings = [
            self._finding(label, float(p), dict(zip(names, then, strict=True)), now)
            for label, p, then in zip(classes.labels, found.share, after.tolist(), strict=True)
            if p > 0
        ]
        each = dict(zip(names, found.by_explanation.tolist(), strict=True))
        return Candidate(
            item.name,
            _worded(item),
            kind,
            findings,
            found.value_of_information,
            each,
            is_clear=False,
        )

    def _information(
        self, codes: Numbers, classes: int, weights: Floats, wanted: Floats
    ) -> FindingInformation:
        if self.target.kind == "number":
            return information_of_numbers(codes, classes, weights, wanted)
        flags = wanted.reshape(len(codes), -1) > 0.5
        return information_of_flags(codes, classes, weights, flags, self._now(weights @ flags))

    def _now(self, near: Floats) -> Floats:
        """Give the probabilities now: of explanations those of the stack, else those near by."""
        if self.target.kind == "explanations":
            return self.chances
        if self.target.name in self.table.names:
            return self.chances[[self.table.names.index(self.target.name)]]
        return near

    def _finding(
        self, label: str, chance: float, after: dict[str, float | None], now: dict[str, float]
    ) -> Finding:
        known = {name: then for name, then in after.items() if then is not None}
        moves = {name: then - now[name] for name, then in known.items()}
        return Finding(label, chance, known if self.conditioned.guard.ok else {}, moves)

    def _names(self) -> list[str]:
        return self.table.names if self.target.kind == "explanations" else [self.target.name]

    def _values(self) -> Floats:
        assert self.target.values is not None
        return self.target.values


def _varies(values: Floats) -> bool:
    """Tell whether a measure is reached by all runs and differs among them."""
    if np.isnan(values).any():
        return False
    return bool((values != values[0]).any())


def tempered(near: Floats, on: NDArray[np.bool_], chances: Floats) -> tuple[Floats, float]:
    """Give weights of worlds to judge by, and how far probabilities were kept from 0 and 1.

    Simulations near the record are raked to the probabilities, as in `explain`. Where few are left,
    nearly sure explanations are taken as somewhat less so. That changes which worlds are looked
    at; each explanation's own probability enters by Bayes' rule all the same.
    """
    weights, kept = near, TEMPERS[-1]
    for kept in TEMPERS:
        weights = regression.raked(near, on, np.clip(chances, kept, 1.0 - kept))
        if effective(weights) >= ENOUGH:
            break
    return weights, kept


def _medians(raw: Floats, weights: Floats, classes: Classes) -> Floats:
    """Give the median of a number given each class, shape ``(K, 1)``."""
    found = []
    for code in range(len(classes.labels)):
        own = classes.codes == code
        found.append(weighted_quantiles(raw[own], weights[own], (0.5,)) if own.any() else [np.nan])
    return np.array(found)


def _worded(item: Observation) -> str:
    place = "" if item.place.kind == "country" else f" ({item.place.name.replace('_', ' ')})"
    day = "" if item.date is None else f" by {item.date.day} {item.date:%b}"
    return f"{item.measure.name.replace('_', ' ')}{place}{day}"


def _with_clear(found: list[Candidate]) -> list[Candidate]:
    surely = clear(np.array([item.value_of_information.p for item in found]))
    return [replace(item, is_clear=bool(so)) for item, so in zip(found, surely, strict=True)]
