"""What if: the same worlds without and with a change, and how they differ.

Both worlds of a pair have the same seed, the same replicate number and so the same luck wherever
the change does not reach. What differs is therefore the work of the change, and few pairs do what
would take many independent worlds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.whatif.differences import of_numbers, of_shares, spread_of
from upheaval.answers.whatif.interventions import Change, compose
from upheaval.answers.whatif.paired_worlds import Arm, Worlds, quantities, run_pairs
from upheaval.answers.whatif.result import MeasureDifference, Saved, WhatIf
from upheaval.answers.whatif.world_selection import OF_THE_PRIORS, Basis, choose
from upheaval.inference.simulations.reference_table import DEFAULT_SCALE, DEFAULT_SEED
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.record.quantities import Quantity
from upheaval.runs.plan import RunPlan, plan_of
from upheaval.runs.progress import progress_bar
from upheaval.scenario import Scenario

if TYPE_CHECKING:
    pass


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
    measure: Sequence[str] = (),
    trace: bool = False,
    trace_worlds: int = 16,
    basis: str | None = None,
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
    measure : sequence of str
        Measures beside the usual ones, as ``MEASURE``, ``MEASURE@PLACE`` or
        ``MEASURE@PLACE:DAY``.
    trace : bool
        Tell also where and why the worlds part (`upheaval.answers.whatif.trace.trace`).
    trace_worlds : int
        How many pairs are traced, those first in which the outcome differs.
    basis : {"posterior", "prior"}, optional
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
    quantities(baseline, measure)  # a wrong measure must be told before any work is done
    choice = choose(found, replicates, basis, scale, seed, table, workers, progress)
    off = choice.off(change)
    with progress_bar(2 * len(choice.worlds.numbers), progress) as report:
        arms = run_pairs(baseline, changed, choice.worlds, measure, workers, report, off)
    resting_on = replace(choice.basis, untouched=choice.untouched(change, off))
    answer = answer_of(baseline, change, choice.worlds, *arms, measure, resting_on)
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
