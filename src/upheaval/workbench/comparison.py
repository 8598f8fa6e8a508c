"""Baseline against changed: two finished runs of the same luck, pair by pair."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from upheaval.answers.whatif.differences import Difference
from upheaval.answers.whatif.interventions import Change
from upheaval.answers.whatif.paired_worlds import Arm, worlds_of
from upheaval.answers.whatif.result import MeasureDifference, WhatIf
from upheaval.answers.whatif.whatif import answer_of
from upheaval.errors import UpheavalError
from upheaval.mechanisms.outcome import OUTCOMES
from upheaval.record.quantities import usual
from upheaval.record.series import Series
from upheaval.runs.plan import RunPlan
from upheaval.workbench.page.context import Context, short
from upheaval.workbench.page.model import Comparison, Flow, PairedDifference, PeakPair

if TYPE_CHECKING:
    import xarray

    from upheaval.scenario import Scenario

PEAK = "peak_participants"


def arm_of(dataset: xarray.Dataset, scenario: Scenario) -> Arm:
    """Measure every world of a finished run."""
    run = Series(dataset, scenario)
    values = {item.name: item.function(run) for item in usual(list(map(str, dataset.data_vars)))}
    codes = np.asarray(dataset["outcome"].values).astype(np.int64)
    # Two runs are the same if their digests are; single worlds need no fingerprint here.
    return Arm(codes, values, [str(dataset.attrs.get("digest", ""))])


def check_pairs(baseline: xarray.Dataset, changed: xarray.Dataset) -> None:
    """Check that two runs have the same luck.

    Raises
    ------
    UpheavalError
        If they differ in replicates, scale, seed or length.
    """
    for name in ("replicates", "scale", "seed", "until", "tick_hours"):
        one, other = baseline.attrs.get(name), changed.attrs.get(name)
        if one != other:
            raise UpheavalError(
                f"the two runs are no pairs: {name} is {one} in the baseline and {other} in the "
                "changed run; expected the same"
            )


def compare_runs(
    plan: RunPlan, change: Change, baseline: Arm, changed: Arm, numbers: Sequence[int]
) -> WhatIf:
    """Work the differences out; the answer is that of `upheaval.whatif`."""
    return answer_of(plan, change, worlds_of(list(numbers)), baseline, changed)


def comparison(
    answer: WhatIf, baseline: Context | None = None, trace: Mapping[str, Any] | None = None
) -> Comparison:
    """Give an answer of `whatif` in the shape of the page."""
    from upheaval.workbench.page.head import outcomes
    from upheaval.workbench.page.street import street_band

    traced = answer.trace.as_json() if answer.trace is not None else trace
    saved = answer.saved.independent
    return Comparison(
        replicates=answer.replicates,
        identical=answer.identical,
        outcomes=[_share(name, item) for name, item in answer.outcomes.items()],
        measures=[_measure(name, item) for name, item in answer.measures.items()],
        flow=_flow(answer),
        peaks=_peaks(answer),
        saved=short(saved),
        baseline_street=None if baseline is None else street_band(baseline),
        baseline_outcomes=None if baseline is None else outcomes(baseline),
        trace=None if traced is None else dict(traced),
        command=_command(answer),
    )


def _share(name: str, item: Difference) -> PairedDifference:
    return _paired(name, item, "1", "yes_no")


def _measure(name: str, item: MeasureDifference) -> PairedDifference:
    unit = "day" if item.quantity.kind == "time" else item.quantity.unit
    found = _paired(name, item.value, unit, item.quantity.kind)
    if item.happens is not None:
        numbers = {key: short(value) for key, value in item.happens.as_json().items()}
        return found.model_copy(update={"happens": numbers})
    return found


def _paired(name: str, item: Difference, unit: str, kind: str) -> PairedDifference:
    return PairedDifference(
        name=name,
        title=name.replace("_", " ").capitalize(),
        unit=unit,
        kind=kind,
        baseline=short(item.baseline),
        changed=short(item.changed),
        difference=short(item.difference),
        low=short(item.low),
        high=short(item.high),
        clear=item.is_clear,
        pairs=item.pairs,
    )


def _flow(answer: WhatIf) -> list[Flow]:
    pairs = zip(answer.baseline.outcomes.tolist(), answer.changed.outcomes.tolist(), strict=True)
    counts = Counter(pairs)
    return [
        Flow(from_=OUTCOMES[one], to=OUTCOMES[other], count=count)
        for (one, other), count in sorted(counts.items())
    ]


def _peaks(answer: WhatIf) -> list[PeakPair]:
    arms = (answer.baseline, answer.changed)
    if any(PEAK not in arm.values for arm in arms):
        return []
    columns = (*(arm.values[PEAK].tolist() for arm in arms), *(arm.outcomes for arm in arms))
    return [
        PeakPair(
            replicate=int(number),
            baseline=round(one),
            changed=round(other),
            baseline_outcome=OUTCOMES[int(ends)],
            changed_outcome=OUTCOMES[int(other_ends)],
        )
        for number, one, other, ends, other_ends in zip(
            answer.worlds.numbers, *columns, strict=True
        )
    ]


def _command(answer: WhatIf) -> str:
    plan, change = answer.plan, answer.change
    words = ["upheaval", "whatif", answer.scenario.name]
    words += [word for name in change.names for word in ("--with", name)]
    words += [word for name in change.without for word in ("--without", name)]
    words += [word for path, text in change.set.items() for word in ("--set", f"{path}={text}")]
    words += ["--replicates", str(answer.replicates), "--scale", str(plan.scale)]
    words += ["--seed", str(plan.seed)]
    if plan.until is not None:
        words += ["--until", plan.until.isoformat()]
    return shlex.join(words)
