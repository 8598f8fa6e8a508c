"""The reference table: simulations with causes and parameters drawn from their priors.

In each simulation every testable explanation is on or off by its prior, drawn with keyed luck like
everything else, and all uncertain parameters are drawn too. What each observation of the record
would have been is kept, without reporting error. All fits are made from this table; no answer
runs the model for its probabilities.

The table lies in a folder as Parquet shards, each written at once or not at all. It can be
completed, and made longer: a simulation is its replicate number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheaval.errors import UpheavalError
from upheaval.kernels import words
from upheaval.runs.cache_folder import cache_folder
from upheaval.runs.code import ROOMS, source_hash
from upheaval.runs.plan import RunPlan
from upheaval.scenario import Scenario
from upheaval.scenario.scenario import Explanation
from upheaval.version import __version__
from upheaval.world.luck import SETUP_TICK, Luck, bases_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FORMAT = "reference-table/1"
MANIFEST = "table.json"
OWNER = "explanation"
"""Owner of the decision by which an explanation is on or off; the decision is its name."""

DEFAULT_SIMULATIONS = 20_000
QUICK = 600
"""Simulations for a first answer. The table is the one that `prepare` completes, so nothing of it
is lost."""
DEFAULT_SCALE = 50
DEFAULT_SEED = 1


@dataclass(frozen=True, eq=False)
class TablePlan:
    """What table to make: its simulations are replicates 0 to ``simulations - 1`` of one seed.

    Parameters
    ----------
    scenario : Scenario
        The scenario, with all explanations on.
    scale : int
        People whom one simulated citizen stands for.
    seed : int
        Seed of all luck.
    """

    scenario: Scenario
    scale: int = DEFAULT_SCALE
    seed: int = DEFAULT_SEED

    def __post_init__(self) -> None:
        if not self.testable:
            raise UpheavalError(
                f"{self.scenario.name}: no explanation names a mechanism that is on; expected one "
                "at least, in scenario.yaml under 'explanations'"
            )
        self.run  # noqa: B018 - a number out of range must be told before any work is done
        names = [f"{OWNER}.{item.name}" for item in self.testable]
        try:
            words.decision_numbers(names)
        except ValueError as error:
            raise UpheavalError(str(error)) from None

    @cached_property
    def testable(self) -> tuple[Explanation, ...]:
        """Explanations that have a mechanism to switch off, in the scenario's order."""
        return tuple(item for item in self.scenario.explanations if item.mechanisms)

    @property
    def untested(self) -> tuple[Explanation, ...]:
        """Explanations without a mechanism: they can be named and not tested."""
        return tuple(item for item in self.scenario.explanations if not item.mechanisms)

    @cached_property
    def until(self) -> date:
        """Last day that is simulated: the last of the acute phase."""
        return (self.scenario.schedule[0].until - timedelta(microseconds=1)).date()

    @cached_property
    def horizon(self) -> float:
        """End of the simulated time in days since the start."""
        return (self.scenario.schedule[0].until - self.scenario.start) / timedelta(days=1)

    @cached_property
    def run(self) -> RunPlan:
        """The run with every mechanism on; its number of replicates is not used."""
        return RunPlan(self.scenario, seed=self.seed, scale=self.scale, until=self.until)

    def indicators(self, replicates: NDArray[np.int64]) -> Flags:
        """Draw which explanations are on, shape ``(K, explanations)``."""
        luck = Luck(bases_of(self.seed, replicates), OWNER, SETUP_TICK)
        columns = [luck.uniform(item.name, 1)[:, 0] < item.prior for item in self.testable]
        return np.stack(columns, axis=1)

    def switched_off(self, on: Sequence[bool] | Flags) -> tuple[str, ...]:
        """Give the mechanisms that go off when only these explanations are on.

        A mechanism stays while any explanation that is on names it.
        """
        kept = {name for item, z in zip(self.testable, on, strict=True) if z
                for name in item.mechanisms}  # fmt: skip
        named = {name for item in self.testable for name in item.mechanisms}
        return tuple(sorted(named - kept))

    def identity(self) -> dict[str, Any]:
        """Give what tells this table from others, whatever its length."""
        return {
            "format": FORMAT,
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash,
            "version": __version__,
            "code": _code(),
            "seed": self.seed,
            "scale": self.scale,
            "until": self.until.isoformat(),
        }

    @cached_property
    def key(self) -> str:
        """SHA-256 of the identity."""
        text = json.dumps(self.identity(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def folder(self) -> Path:
        """Where the table lies unless the user says otherwise."""
        return cache_folder() / "tables" / f"{self.scenario.name}-{self.key[:16]}"


@dataclass(frozen=True)
class ReferenceTable:
    """Simulations of a plan, N of them; M testable explanations.

    Attributes
    ----------
    plan : TablePlan
        What was simulated.
    folder : Path
        Where the table lies; answers keep what they derive from it there.
    replicates : int64 array, shape ``(N,)``
        Their numbers, rising.
    indicators : bool array, shape ``(N, M)``
        Which explanations were on.
    parameters : dict of str to float64 array, shape ``(N,)``
        Drawn parameters that have a prior, by full name, in the mechanism's unit.
    simulated : dict of str to float64 array, shape ``(N,)``
        What each observation would have been, without error; NaN where the run does not reach it.
    outcome : int64 array, shape ``(N,)``
        Code of the outcome.
    """

    plan: TablePlan
    folder: Path
    replicates: NDArray[np.int64]
    indicators: Flags
    parameters: dict[str, Floats]
    simulated: dict[str, Floats]
    outcome: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.replicates)

    @property
    def names(self) -> list[str]:
        """Names of the testable explanations."""
        return [item.name for item in self.plan.testable]

    @property
    def priors(self) -> Floats:
        """Priors of the testable explanations, shape ``(M,)``."""
        return np.array([item.prior for item in self.plan.testable])

    def part(self, number: int, parts: int) -> NDArray[np.int64]:
        """Give the rows of one of several disjoint, and so independent, parts of the table."""
        return np.flatnonzero(self.replicates % parts == number)

    def rows(self, chosen: NDArray[np.int64]) -> ReferenceTable:
        """Give a table of some rows."""
        return ReferenceTable(
            self.plan,
            self.folder,
            self.replicates[chosen],
            self.indicators[chosen],
            {name: values[chosen] for name, values in self.parameters.items()},
            {name: values[chosen] for name, values in self.simulated.items()},
            self.outcome[chosen],
        )


def _code() -> str:
    """Give the digest of all code that decides a row: the runs, and the measures of the record."""
    return source_hash(*ROOMS, "record")


def prepare_call(plan: TablePlan, simulations: int | None = None) -> str:
    """Word the call that makes more simulations of a plan."""
    count = "" if simulations is None else f", simulations={simulations}"
    return f"up.prepare('{plan.scenario.name}'{count}, scale={plan.scale}, seed={plan.seed})"


def no_table(plan: TablePlan, folder: Path) -> str:
    """Say that there is no table, what making it costs, and the cheap way."""
    return (
        f"{folder} holds no simulation yet. A first answer needs {QUICK} (about a minute on two "
        f"cores): {prepare_call(plan, QUICK)}. The {DEFAULT_SIMULATIONS:,} of a whole table, for "
        f"narrow ranges, take about {DEFAULT_SIMULATIONS // QUICK} times as long"
    )
