"""What each explanation did: necessity, sufficiency and share, from worlds run again.

A world is run again as the same replicate: the same parameters and the same luck, with other
explanations on. Necessity and sufficiency are Pearl's (2000, chapter 9); the share of an
explanation in a measure is its Shapley value over the explanations that are on in the world
(Shapley 1953), estimated from random orders in which they come on one after the other (Castro,
Gomez and Tejada 2009).
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from upheaval.inference.posterior.resampling import systematic_resample
from upheaval.inference.simulations.reference_table import Flags, ReferenceTable, TablePlan
from upheaval.inference.simulations.shards import BATCH, simulate_mixed
from upheaval.record.outcomes import Share, share_of
from upheaval.runs.files import replacing
from upheaval.runs.parallel import parallel_map
from upheaval.world.luck import SETUP_TICK, Luck, bases_of

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

PEAK, DEATHS, OUTCOME = "peak_participants", "deaths", "outcome"
MEASURES = (PEAK, DEATHS, OUTCOME)
"""What is shared out: most people in the streets at once, the dead, and whether the outcome is
the one that the record's worlds mostly have."""

OWNER = "shapley"


@dataclass(frozen=True)
class Effect:
    """What one explanation did in worlds like the record.

    Attributes
    ----------
    necessity : Share or None
        Of worlds with it in which the outcome came about: the share in which it does not without
        it. None if there is no such world.
    sufficiency : Share or None
        Of worlds without it in which the outcome did not come about: the share in which it does
        with it.
    share : dict of str to tuple of float
        By measure: its share of what the explanations together add, and its standard error. NaN
        if they add nothing.
    """

    necessity: Share | None
    sufficiency: Share | None
    share: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Effects:
    """What every explanation did.

    Attributes
    ----------
    outcome : int
        Code of the outcome in question: the most frequent one among worlds like the record.
    worlds : int
        Worlds like the record that were run again.
    runs : int
        Runs that it took.
    of : dict of str to Effect
        By explanation.
    """

    outcome: int
    worlds: int
    runs: int
    of: dict[str, Effect]


@dataclass(frozen=True)
class Run:
    """A replicate with some explanations on."""

    replicate: int
    on: tuple[bool, ...]


def effects(
    table: ReferenceTable,
    weights: Floats,
    worlds: int,
    *,
    workers: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> Effects:
    """Run worlds again and tell what every explanation did.

    Parameters
    ----------
    table : ReferenceTable
        Simulations, N of them.
    weights : float64 array, shape ``(N,)``
        Weights of the simulations, summing to 1, by which worlds like the record are drawn.
    worlds : int
        How many to draw; a simulation of much weight may be drawn more than once and then counts
        more than once.
    workers, progress
        As for `table_shards.build`; progress is called with the share of the runs done.
    """
    codes = np.bincount(table.outcome, weights=weights)
    outcome = int(np.argmax(codes))
    drawn = systematic_resample(weights, worlds)
    orders = _orders(table, drawn)
    chains = [_chain(table, int(row), order) for row, order in zip(drawn, orders, strict=True)]
    pairs = [_without(table, drawn, outcome, m) for m in range(len(table.names))]
    others = [_added(table, outcome, m, worlds) for m in range(len(table.names))]
    wanted = dict.fromkeys(
        [run for chain in chains for run in chain]
        + [run for group in (*pairs, *others) for run in group]
    )
    found = measure(table, list(wanted), outcome, workers=workers, progress=progress)
    shares = _shares(table, chains, found)
    of = {
        name: Effect(
            _count(pairs[m], found, happens=False),
            _count(others[m], found, happens=True),
            {label: shares[label][m] for label in MEASURES},
        )
        for m, name in enumerate(table.names)
    }
    return Effects(outcome, len(drawn), len(wanted), of)


def _orders(table: ReferenceTable, rows: Numbers) -> Numbers:
    """Draw an order of the explanations for each world, shape ``(worlds, M)``."""
    numbers = table.replicates[rows]
    luck = Luck(bases_of(table.plan.seed, numbers), OWNER, SETUP_TICK)
    drawn = luck.uniform("order", len(table.names) * len(rows))
    # A world that was drawn twice gets another order the second time.
    own = drawn.reshape(len(rows), len(rows), len(table.names))
    return np.argsort(own[np.arange(len(rows)), np.arange(len(rows))], axis=1)


def _chain(table: ReferenceTable, row: int, order: Numbers) -> list[Run]:
    """Give the runs in which the explanations of a world come on one after the other."""
    number, whole = int(table.replicates[row]), table.indicators[row]
    on = np.zeros_like(whole)
    chain = [Run(number, tuple(on.tolist()))]
    for m in order:
        on[m] = whole[m]
        chain.append(Run(number, tuple(on.tolist())))
    return chain


def _with(table: ReferenceTable, row: int, m: int, on: bool) -> Run:
    flags = table.indicators[row].copy()
    flags[m] = on
    return Run(int(table.replicates[row]), tuple(flags.tolist()))


def _without(table: ReferenceTable, drawn: Numbers, outcome: int, m: int) -> list[Run]:
    fitting = drawn[table.indicators[drawn, m] & (table.outcome[drawn] == outcome)]
    return [_with(table, int(row), m, False) for row in fitting]


def _added(table: ReferenceTable, outcome: int, m: int, most: int) -> list[Run]:
    # Worlds like the record mostly have the outcome, so these come from the whole table, as in
    # Pearl's definition.
    fitting = np.flatnonzero(~table.indicators[:, m] & (table.outcome != outcome))[:most]
    return [_with(table, int(row), m, True) for row in fitting]


def _count(pairs: list[Run], found: dict[Run, Floats], happens: bool) -> Share | None:
    if not pairs:
        return None
    position = MEASURES.index(OUTCOME)
    hits = sum((found[run][position] > 0) == happens for run in pairs)
    return share_of(int(hits), len(pairs))


def _shares(
    table: ReferenceTable, chains: list[list[Run]], found: dict[Run, Floats]
) -> dict[str, list[tuple[float, float]]]:
    """Give the share of each explanation and its standard error, by measure."""
    count = len(table.names)
    steps = np.zeros((len(chains), count, len(MEASURES)))
    for row, chain in enumerate(chains):
        for before, after in pairwise(chain):
            if before.on != after.on:
                m = int(np.flatnonzero(np.array(before.on) != np.array(after.on))[0])
                steps[row, m] += found[after] - found[before]
    result: dict[str, list[tuple[float, float]]] = {}
    for position, label in enumerate(MEASURES):
        own = steps[:, :, position]
        total = own.sum(axis=1)
        whole = float(total.mean())
        shares = []
        for m in range(count):
            share = float(own[:, m].mean()) / whole if whole else float("nan")
            # Error of a ratio of means, to first order.
            error = np.std(own[:, m] - share * total) / np.sqrt(len(chains)) / abs(whole) \
                if whole else float("nan")  # fmt: skip
            shares.append((share, float(error)))
        result[label] = shares
    return result


# ------------------------------------------------------------------ running
def measure(
    table: ReferenceTable,
    runs: list[Run],
    outcome: int,
    *,
    workers: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> dict[Run, Floats]:
    """Measure runs, each a float64 array in the order of `MEASURES`; they are kept."""
    ordered = sorted(runs, key=lambda run: (run.replicate, run.on))
    text = repr([(run.replicate, run.on) for run in ordered])
    file = table.folder / f"again-{hashlib.sha256(text.encode()).hexdigest()[:16]}.summary"
    if file.is_file():
        rows = parquet.read_table(file)
    else:
        rows = _run(table.plan, ordered, workers, progress)
        with replacing(file) as draft:
            parquet.write_table(rows, draft)
    columns = [rows[PEAK].to_numpy(), rows[DEATHS].to_numpy(), rows[OUTCOME].to_numpy() == outcome]
    values = np.stack(columns, axis=1).astype(np.float64)
    return dict(zip(ordered, values, strict=True))


def _run(
    plan: TablePlan,
    runs: list[Run],
    workers: int | None,
    progress: Callable[[float], None] | None,
) -> pa.Table:
    payload = pickle.dumps(plan)
    groups = [runs[first : first + BATCH] for first in range(0, len(runs), BATCH)]
    tasks = [
        (payload, np.array([run.replicate for run in group]), np.array([run.on for run in group]))
        for group in groups
    ]
    parts: dict[int, pa.Table] = {}
    for position, part in parallel_map(measure_batch, tasks, workers):
        parts[position] = part
        if progress is not None:
            progress(len(parts) / len(tasks))
    return pa.concat_tables([parts[position] for position in range(len(tasks))])


def measure_batch(payload: bytes, numbers: Numbers, on: Flags) -> pa.Table:
    """Run one batch and measure it; arguments as for `table_shards.simulate_mixed`."""
    from upheaval.record.series import Series
    from upheaval.runs.in_memory import in_memory

    plan = _unpacked(payload)
    result = simulate_mixed(plan, numbers, on)
    run = Series(in_memory(plan.run, result), plan.scenario)
    dead = run.field("killed") + run.field("security_killed")
    return pa.table(
        {
            PEAK: pa.array(run.in_streets[:, run.acute].sum(axis=2).max(axis=1)),
            DEATHS: pa.array(dead[:, -1].sum(axis=1).astype(np.float64)),
            OUTCOME: pa.array(result.final["outcome"].astype(np.int64)),
        }
    )


@lru_cache(maxsize=1)
def _unpacked(payload: bytes) -> TablePlan:
    plan: TablePlan = pickle.loads(payload)
    return plan
