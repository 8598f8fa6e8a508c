"""What if: the same worlds without and with a change, and how they differ.

Both worlds of a pair have the same seed, the same replicate number and so the same luck wherever
the change does not reach. What differs is therefore the work of the change, and few pairs do what
would take many independent worlds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import escape
from math import isfinite, isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.whatif.differences import Difference, of_numbers, of_shares, spread_of
from upheaval.answers.whatif.interventions import Change, compose
from upheaval.answers.whatif.paired_worlds import Arm, Worlds, quantities, run_pairs
from upheaval.answers.whatif.world_selection import OF_THE_PRIORS, Basis, choose
from upheaval.inference.simulations.reference_table import DEFAULT_SCALE, DEFAULT_SEED
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.record.quantities import Quantity
from upheaval.runs.plan import RunPlan, plan_of
from upheaval.runs.progress import progress_bar
from upheaval.scenario import Scenario
from upheaval.version import __version__

if TYPE_CHECKING:
    import xarray

    from upheaval.answers.whatif.trace import Trace


@dataclass(frozen=True, slots=True)
class MeasureDifference:
    """How one quantity differs.

    Parameters
    ----------
    quantity : Quantity
        What it is.
    value : Difference
        Of numbers, their means; of yes and no, shares; of times, means in days since the start
        over the pairs in which it happens in both worlds.
    spread : tuple of float
        5%, 50% and 95% quantiles of the difference in single pairs.
    happens : Difference or None
        Of times, the shares of worlds in which it happens at all.
    """

    quantity: Quantity
    value: Difference
    spread: tuple[float, float, float]
    happens: Difference | None = None

    def as_json(self, start: datetime) -> dict[str, Any]:
        """Give plain values; means of times as local times, their differences in days."""
        found = self.value.as_json()
        if self.quantity.kind == "time":
            for name in ("baseline", "changed"):
                found[name] = _moment(start, found[name])
        return {
            **found,
            "unit": "day" if self.quantity.kind == "time" else self.quantity.unit,
            "kind": self.quantity.kind,
            "spread": dict(zip(("p5", "p50", "p95"), self.spread, strict=True)),
            "pairs": self.value.pairs,
            "happens": None if self.happens is None else self.happens.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Saved:
    """What pairing saved.

    Parameters
    ----------
    gain : float
        Independent worlds that do the work of one pair's world, the median over everything that
        is measured; infinite where no pair differs.
    pairs : int
        Pairs that were run.
    by : dict of str to float
        The same by outcome and quantity.
    """

    gain: float
    pairs: int
    by: dict[str, float]

    @property
    def independent(self) -> float:
        """How many independent pairs would have been needed for the same precision."""
        return self.gain * self.pairs


@dataclass(frozen=True)
class WhatIf:
    """The answer of `whatif`.

    Attributes
    ----------
    scenario : Scenario
        The scenario without the change.
    change : Change
        What was changed.
    baseline, changed : Arm
        Every world without and with the change.
    outcomes : dict of str to Difference
        Shares of the outcomes.
    measures : dict of str to MeasureDifference
        Everything else, by name.
    saved : Saved
        What pairing saved.
    identical : bool
        Whether every recorded field of every world is the same, byte for byte.
    basis : Basis
        What the worlds rest on: the record, or the priors and why.
    trace : Trace or None
        Where and why the worlds part, if that was asked for.
    """

    scenario: Scenario
    plan: RunPlan
    change: Change
    worlds: Worlds
    baseline: Arm
    changed: Arm
    outcomes: dict[str, Difference]
    measures: dict[str, MeasureDifference]
    saved: Saved
    identical: bool
    basis: Basis = OF_THE_PRIORS
    trace: Trace | None = None

    @property
    def replicates(self) -> int:
        """Number of pairs."""
        return len(self.worlds.numbers)

    def table(self) -> xarray.Dataset:
        """Give every world as a Dataset.

        Dimensions are ``replicate`` and ``world`` (``baseline``, ``changed``); there is one
        variable a quantity, ``outcome`` by name, and ``weight``.
        """
        import xarray

        arms = (self.baseline, self.changed)
        dims = ("world", "replicate")
        names = np.array(OUTCOMES)
        variables: dict[str, Any] = {
            name: (dims, [arm.values[name] for arm in arms]) for name in self.baseline.values
        }
        variables["outcome"] = (dims, [names[arm.outcomes] for arm in arms])
        variables["weight"] = ("replicate", self.worlds.weights)
        return xarray.Dataset(
            variables,
            {"world": ["baseline", "changed"], "replicate": self.worlds.numbers},
        )

    def as_json(self) -> dict[str, Any]:
        """Give the whole answer as plain values with stable keys; NaN and infinity may occur."""
        return {
            "scenario": self.scenario.name,
            "version": __version__,
            "seed": self.plan.seed,
            "replicates": self.replicates,
            "scale": self.plan.scale,
            "worlds": self.basis.as_json(self.worlds.effective),
            "changed": self.change.as_json(),
            "identical": self.identical,
            "outcomes": {name: item.as_json() for name, item in self.outcomes.items()},
            "measures": {
                name: item.as_json(self.scenario.start) for name, item in self.measures.items()
            },
            "saved": {
                "gain": self.saved.gain,
                "independent": self.saved.independent,
                "by": self.saved.by,
            },
            "trace": None if self.trace is None else self.trace.as_json(),
        }

    def _repr_html_(self) -> str:
        head = "<tr><th></th><th>baseline</th><th>changed</th><th>difference</th><th>90%</th></tr>"
        rows = [_html_row(name, item, 100.0, "%") for name, item in self.outcomes.items()]
        rows += [
            _html_row(name, item.value, 1.0, "")
            for name, item in self.measures.items()
            if item.quantity.kind != "time"
        ]
        title = escape(f"{self.scenario.title}: {_worded(self.change)}")
        worlds = f"{self.replicates} pairs, {self.basis.kind} worlds"
        return f"<p>{title}, {worlds}</p><table>{head}{''.join(rows)}</table>"


def whatif(
    scenario: Scenario | str | Path,
    set: Mapping[str, object] | None = None,
    without: Sequence[str] = (),
    with_: Sequence[str] = (),
    replicates: int | Sequence[int] | Mapping[int, float] = 200,
    scale: int = DEFAULT_SCALE,
    seed: int = DEFAULT_SEED,
    workers: int | None = None,
    until: date | str | None = None,
    progress: bool = True,
    *,
    measures: Sequence[str] = (),
    trace: bool = False,
    trace_worlds: int = 16,
    worlds: str | None = None,
    table: str | Path | None = None,
) -> WhatIf:
    """Run worlds without and with a change, with the same luck, and tell how they differ.

    Parameters
    ----------
    scenario : Scenario, str or Path
        What to run; a name or a folder is loaded.
    set : mapping of str to value, optional
        Changed values (`Scenario.with_changes`).
    without : sequence of str
        Mechanisms or explanations to switch off.
    with_ : sequence of str
        Interventions of the scenario, by name; they are put together with the rest.
    replicates : int, sequence of int, or mapping of int to float
        How many pairs; or which replicates, with every mechanism on; or which simulations of the
        reference table, with weights, such as `Explained.weights`: they run with the explanations
        that were drawn for them.
    scale, seed, workers, until, progress
        As for `simulate`; worlds like the record come from the table of this scale and seed.
    measures : sequence of str
        Measures beside the usual ones, as ``MEASURE``, ``MEASURE@PLACE`` or
        ``MEASURE@PLACE:DAY``.
    trace : bool
        Tell also where and why the worlds part (`upheaval.answers.whatif.trace.trace`).
    trace_worlds : int
        How many pairs are traced, those first in which the outcome differs.
    worlds : {"posterior", "prior"}, optional
        Worlds like the record, drawn by the weights of `explain` from the reference table; or of
        the priors, with every mechanism on. By default those like the record if there is a table
        and the guard rails hold, else those of the priors; `WhatIf.basis` says which and why.
    table : str or Path, optional
        Folder of the reference table; by default the one in the cache.

    Returns
    -------
    WhatIf
        Differences with 90% ranges, and every world.

    Raises
    ------
    UpheavalError
        If nothing is changed, a name does not exist, or a number or date is out of range.
    """
    baseline = plan_of(scenario, scale=scale, seed=seed, until=until)
    found = baseline.scenario
    change = compose(found, set, without, with_)
    changed = plan_of(
        found,
        scale=scale,
        seed=seed,
        until=until,
        set=change.all_set,
        without=change.all_without,
    )
    quantities(baseline, measures)  # a wrong measure must be told before any work is done
    choice = choose(found, replicates, worlds, scale, seed, table, workers, progress)
    off = choice.off(change)
    with progress_bar(2 * len(choice.worlds.numbers), progress) as report:
        arms = run_pairs(baseline, changed, choice.worlds, measures, workers, report, off)
    basis = replace(choice.basis, untouched=choice.untouched(change, off))
    answer = answer_of(baseline, change, choice.worlds, *arms, measures, basis)
    if not trace:
        return answer
    from upheaval.answers.whatif.trace import trace_pairs

    rows = _to_trace(answer, trace_worlds)
    chosen = choice.worlds.numbers[rows].tolist()
    masks = tuple({name: mask[rows] for name, mask in side.items()} for side in off)
    traced = trace_pairs(
        baseline, changed, change, chosen, progress=progress, off=(masks[0], masks[1])
    )
    return replace(answer, trace=traced)


def answer_of(
    plan: RunPlan,
    change: Change,
    worlds: Worlds,
    baseline: Arm,
    changed: Arm,
    measures: Sequence[str] = (),
    basis: Basis = OF_THE_PRIORS,
) -> WhatIf:
    """Work the differences out of two arms that were run."""
    weights = worlds.weights
    identical = baseline.digests == changed.digests
    outcomes = {
        name: of_shares(baseline.outcomes == code, changed.outcomes == code, weights, identical)
        for code, name in enumerate(OUTCOMES)
    }
    differences = {
        item.name: _measured(item, baseline, changed, weights, identical)
        for item in quantities(plan, measures)
        if item.name in baseline.values
    }
    gains = {name: item.gain for name, item in outcomes.items()}
    for name, item in differences.items():
        gains[name] = (item.happens or item.value).gain
    known = [gain for gain in gains.values() if not isnan(gain)]
    median = float(np.quantile(known, 0.5, method="lower")) if known else float("nan")
    saved = Saved(median, len(weights), gains)
    return WhatIf(
        plan.scenario, plan, change, worlds, baseline, changed, outcomes, differences, saved,
        identical, basis,
    )  # fmt: skip


def _measured(
    quantity: Quantity, baseline: Arm, changed: Arm, weights: Any, identical: bool
) -> MeasureDifference:
    a, b = baseline.values[quantity.name], changed.values[quantity.name]
    spread = spread_of(a, b, weights)
    if quantity.kind == "yes_no" and not np.isnan(a).any():
        return MeasureDifference(quantity, of_shares(a > 0, b > 0, weights, identical), spread)
    happens = None
    if quantity.kind == "time":
        happens = of_shares(np.isfinite(a), np.isfinite(b), weights, identical)
    return MeasureDifference(quantity, of_numbers(a, b, weights), spread, happens)


def _to_trace(answer: WhatIf, worlds: int) -> NDArray[np.int64]:
    """Give the rows of the worlds to trace, rising by number."""
    differ = answer.baseline.outcomes != answer.changed.outcomes
    # Stable: within both kinds the replicates keep their order.
    order = np.argsort(~differ, kind="stable")[:worlds]
    return order[np.argsort(answer.worlds.numbers[order])].astype(np.int64)


def _moment(start: datetime, days: float) -> str | None:
    if not isfinite(days):
        return None
    return (start + timedelta(days=days)).isoformat(timespec="minutes")


def _worded(change: Change) -> str:
    parts = [item.title for item in change.interventions]
    parts += [f"without {name}" for name in change.without]
    parts += [f"{path} = {value}" for path, value in change.set.items()]
    return "; ".join(parts)


def _html_row(name: str, item: Difference, factor: float, unit: str) -> str:
    numbers = (item.baseline, item.changed, item.difference, item.low, item.high)
    a, b, d, low, high = (f"{factor * number:,.4g}{unit}" for number in numbers)
    return (
        f"<tr><th>{escape(name)}</th><td>{a}</td><td>{b}</td><td>{d}</td>"
        f"<td>{low} to {high}</td></tr>"
    )
