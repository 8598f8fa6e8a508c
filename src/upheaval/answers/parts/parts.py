"""What each part of the system shows now: run, run again with the switch, and compare.

Every world of the second run has the luck of the same world of the first, so that few worlds show
what a part does. Results are kept in the cache under everything that they depend on.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import ceil
from pathlib import Path

import numpy as np

from upheaval.answers.parts.listing import PARTS
from upheaval.answers.parts.part import Gauges, Part, Shown, Switch
from upheaval.answers.parts.result import PartRow, Parts
from upheaval.errors import UpheavalError
from upheaval.record.series import Series
from upheaval.runs.cache_folder import cache_folder
from upheaval.runs.code import ROOMS, source_hash
from upheaval.runs.files import write_text
from upheaval.runs.parallel import parallel_map
from upheaval.runs.plan import RunPlan, plan_of
from upheaval.runs.progress import progress_bar
from upheaval.runs.workers import usable_cores
from upheaval.scenario import Scenario

REPLICATES, SCALE = 32, 100
"""Worlds of each run, and people for a citizen: enough for signs, in about a minute."""

BATCH = 16
"""Replicates stepped together; it changes the speed and no result."""


def parts(
    scenario: Scenario | str | Path,
    replicates: int = REPLICATES,
    scale: int = SCALE,
    seed: int = 1,
    workers: int | None = None,
    progress: bool = True,
    *,
    until: date | str | None = None,
    cache: bool = True,
) -> Parts:
    """Tell what each of the parts of the system is made of, and what the run shows of it now.

    Parameters
    ----------
    scenario : Scenario, str or Path
        What to run; a name or a folder is loaded.
    replicates : int
        Worlds of each run, 2 or more.
    scale, seed, workers, progress, until
        As for `simulate`; runs that need no aftermath end with the acute phase anyhow.
    cache : bool
        Take results from the cache, if all that they depend on is the same, and keep them there.

    Raises
    ------
    UpheavalError
        If the scenario or a number is wrong.
    """
    if replicates < 2:
        raise UpheavalError(f"replicates: got {replicates}, expected 2 or more: a range needs two")
    cores = usable_cores(workers)
    plan = plan_of(scenario, replicates=replicates, scale=scale, seed=seed, until=until)
    kept = _cache_file(plan)
    found = _read(kept) if cache else None
    if found is None:
        found = _worked_out(plan, cores, progress)
        if cache:
            _keep(kept, found)
    rows = tuple(PartRow(part, found.get(part.number)) for part in PARTS)
    return Parts(plan, rows)


# ---------------------------------------------------------------------- which runs
@dataclass(frozen=True)
class _Arm:
    """One run: its switch, None for the run as it is, and the parts that look at it."""

    switch: Switch | None
    parts: tuple[int, ...]


def present(scenario: Scenario) -> list[Part]:
    """Give the parts whose mechanisms, tables and second power the scenario has."""
    on, two = set(scenario.mechanisms), "patron" in scenario.tables["factions"]["seat"]
    filled = {name for name, table in scenario.tables.items() if len(table)}
    return [
        part
        for part in PARTS
        if set(part.mechanisms) <= on
        and set(part.tables) <= filled
        and (two or not part.two_powers)
    ]


def _arms(found: Sequence[Part]) -> list[_Arm]:
    switches = list({part.beside.words: part.beside for part in found if part.beside}.values())
    arms = [_Arm(None, tuple(part.number for part in found))]
    for switch in switches:
        own = (part.number for part in found if part.beside == switch)
        arms.append(_Arm(switch, tuple(own)))
    return arms


def _that_are_on(names: Sequence[str], scenario: Scenario) -> list[str]:
    """Give the mechanisms that the scenario has: what it has not is off already."""
    return [name for name in names if name in scenario.mechanisms]


def plan_with(plan: RunPlan, switch: Switch | None, aftermath: bool) -> RunPlan:
    """Give the plan of a run with a switch, to the end or to that of the acute phase."""
    acute = (plan.scenario.schedule[0].until - timedelta(microseconds=1)).date()
    until = plan.until if aftermath else min(plan.until or acute, acute)
    return plan_of(
        plan.scenario,
        replicates=plan.replicates,
        scale=plan.scale,
        seed=plan.seed,
        set={} if switch is None else switch.set(plan.scenario),
        without=[] if switch is None else _that_are_on(switch.without, plan.scenario),
        until=until,
    )


def _worked_out(plan: RunPlan, cores: int, progress: bool) -> dict[int, Shown]:
    found = present(plan.scenario)
    needs_end = {part.number for part in found if part.aftermath}
    tasks = []
    arms = _arms(found)
    size = max(1, min(BATCH, ceil(plan.replicates / cores)))
    for position, arm in enumerate(arms):
        changed = plan_with(plan, arm.switch, bool(needs_end & set(arm.parts)))
        payload = pickle.dumps((changed, arm.parts))
        for first in range(0, plan.replicates, size):
            last = min(first + size, plan.replicates)
            tasks.append((position, (payload, range(first, last))))
    pieces: dict[int, Gauged] = {}
    done = 0
    with progress_bar(plan.replicates * len(arms), progress) as report:
        for task, gauged in parallel_map(gauge_batch, [task for _, task in tasks], cores):
            pieces[task] = gauged
            done += len(tasks[task][1][1])
            report(done)
    return _compared(found, arms, [position for position, _ in tasks], pieces)


def _compared(
    found: Sequence[Part],
    arms: Sequence[_Arm],
    positions: Sequence[int],
    pieces: dict[int, Gauged],
) -> dict[int, Shown]:
    by_arm = [
        joined([pieces[task] for task, at in enumerate(positions) if at == position])
        for position in range(len(arms))
    ]
    shown = {}
    for part in found:
        own = other = by_arm[0][part.number]
        if part.beside is not None:
            position = next(i for i, arm in enumerate(arms) if arm.switch == part.beside)
            other = by_arm[position][part.number]
        shown[part.number] = part.show(own, other)
    return shown


# ---------------------------------------------------------------------- runs
Gauged = dict[int, Gauges]
"""Gauges by the number of their part."""


def gauge_batch(payload: bytes, numbers: range) -> Gauged:
    """Run one batch of a pickled plan and keep what the parts read off it."""
    from upheaval.runs.batch import run_batch
    from upheaval.runs.in_memory import in_memory

    plan, wanted = _unpacked(payload)
    result = run_batch(plan, numbers)
    run = Series(in_memory(plan, result), plan.changed)
    return {part.number: part.gauge(run) for part in PARTS if part.number in wanted}


@lru_cache(maxsize=2)
def _unpacked(payload: bytes) -> tuple[RunPlan, tuple[int, ...]]:
    found: tuple[RunPlan, tuple[int, ...]] = pickle.loads(payload)
    return found


def joined(pieces: Sequence[Gauged]) -> Gauged:
    """Join the gauges of batches along the replicates."""
    first = pieces[0]
    return {
        number: {
            name: np.concatenate([piece[number][name] for piece in pieces])
            for name in first[number]
        }
        for number in first
    }


# ---------------------------------------------------------------------- the cache
def _cache_file(plan: RunPlan) -> Path:
    code = source_hash(*ROOMS, "record", "answers/parts")
    whole = hashlib.sha256(f"{plan.key} {plan.replicates} {code}".encode())
    return cache_folder() / "parts" / f"{plan.scenario.name}-{whole.hexdigest()[:16]}.json"


def _read(file: Path) -> dict[int, Shown] | None:
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
        return {int(number): Shown(**shown) for number, shown in plain.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _keep(file: Path, found: dict[int, Shown]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # JSON of our own, with NaN: nobody else reads it.
        write_text(file, json.dumps({number: shown.as_json() for number, shown in found.items()}))
    except OSError:
        # A cache that cannot be written costs time alone.
        return
