"""What worker processes are asked to do: functions of a module, with plain arguments."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from upheaval.runs.plan import RunPlan

Report = Callable[[float], None]
"""Called with the share of the task that is done; raises `Stopped` if nobody wants it any more."""


class Stopped(Exception):  # noqa: N818 - it is caught in the worker and never shown
    """The job was cancelled."""


def run_batch_of(payload: bytes, folder: str, batch: range, report: Report) -> int:
    """Run one batch of a packed plan and write it into its store."""
    from upheaval.runs.batch import run_batch
    from upheaval.runs.store import RunStore
    from upheaval.workbench.dated_changes import TimedPlan, run_timed

    plan = _unpacked(payload)

    def on_tick(done: int, of: int) -> None:
        report(done / of)

    if isinstance(plan, TimedPlan):
        result = run_timed(plan, batch, on_tick)
    else:
        result = run_batch(plan, batch, on_tick)
    RunStore(Path(folder)).write(result)
    return len(batch)


def preview_groups(payload: bytes, groups: range, report: Report) -> Any:
    """Run some groups of runs to learn a preview from."""
    from upheaval.workbench.preview_runs import run_groups

    report(0.0)
    return run_groups(payload, groups)


def explained(folder: str, name: str, leave_out: list[str], scale: int, report: Report) -> Any:
    """Explain a scenario with the reference table in the cache; gives plain values."""
    from dataclasses import replace

    from upheaval.answers.explain.explain import explain
    from upheaval.runs.checking import load

    report(0.0)
    scenario = replace(load(folder), name=name)
    return explain(scenario, leave_out, scale=scale, workers=1, progress=False).as_json()


def verified(folder: str, name: str, scale: int, report: Report) -> Any:
    """Value what could be verified with the reference table in the cache; gives plain values."""
    from dataclasses import replace

    from upheaval.answers.verify.verify import verify
    from upheaval.runs.checking import load

    report(0.0)
    scenario = replace(load(folder), name=name)
    return verify(scenario, scale=scale, workers=1, progress=False).as_json()


def traced(payload: bytes, numbers: list[int], report: Report) -> Any:
    """Step some pairs side by side and tell where and why they part; gives plain values."""
    from upheaval.answers.whatif.trace import trace_pairs

    report(0.0)
    baseline, changed, change = pickle.loads(payload)
    return trace_pairs(baseline, changed, change, numbers, progress=False).as_json()


@lru_cache(maxsize=2)
def _unpacked(payload: bytes) -> RunPlan:
    plan: RunPlan = pickle.loads(payload)
    return plan
