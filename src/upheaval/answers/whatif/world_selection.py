"""Which worlds a what-if rests on: worlds like the record, or worlds of the priors.

Worlds like the record are simulations of the reference table, drawn by the weights that `explain`
gives them. They run again as they were: the same replicate of the same seed and scale, with the
explanations that were drawn for it on or off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from upheaval.answers.whatif.interventions import Change
from upheaval.answers.whatif.paired_worlds import Masks, Worlds, worlds_of
from upheaval.errors import UpheavalError
from upheaval.inference.simulations.reference_table import TablePlan

if TYPE_CHECKING:
    from upheaval.inference.posterior.diagnostics import Guard
    from upheaval.inference.simulations.reference_table import ReferenceTable
    from upheaval.scenario import Scenario

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

POSTERIOR, PRIOR, GIVEN = "posterior", "prior", "given"
KINDS = (POSTERIOR, PRIOR)


@dataclass(frozen=True)
class Basis:
    """What the worlds of a what-if rest on.

    Attributes
    ----------
    kind : {"posterior", "prior", "given"}
        Worlds like the record; worlds of the priors, in which every mechanism of the scenario is
        on; or worlds of the table with weights of the user's own.
    reason : str or None
        Of prior worlds that nobody asked for: why they are no worlds like the record. Of worlds
        like the record that the guard rails refuse: what fails.
    simulations : int or None
        Of worlds like the record, the length of the table from which they were drawn.
    guard_ok : bool or None
        Whether the guard rails of `explain` hold; None where they were not asked.
    untouched : float
        Share of the worlds in which every mechanism that the change touches is off, because no
        explanation that needs it is on there: the change does nothing to them.
    """

    kind: str
    reason: str | None = None
    simulations: int | None = None
    guard_ok: bool | None = None
    untouched: float = 0.0

    def as_json(self, effective: float) -> dict[str, Any]:
        """Give plain values; ``effective`` is the number of equally weighted worlds."""
        return {
            "kind": self.kind,
            "effective": effective,
            "reason": self.reason,
            "simulations": self.simulations,
            "guard_ok": self.guard_ok,
            "untouched": self.untouched,
        }


OF_THE_PRIORS = Basis(PRIOR)


@dataclass(frozen=True)
class Choice:
    """Worlds that were chosen; ``on``, shape ``(N, M)``, says which explanations are on in each.

    None means that every mechanism is on.
    """

    worlds: Worlds
    basis: Basis
    plan: TablePlan | None = None
    on: Flags | None = None

    def off(self, change: Change) -> tuple[Masks, Masks]:
        """Give the mechanisms that are off in each world, without and with the change."""
        if self.plan is None or self.on is None:
            return {}, {}
        without = np.array([item.name in change.all_without for item in self.plan.testable])
        return _masks(self.plan, self.on), _masks(self.plan, self.on & ~without)

    def untouched(self, change: Change, off: tuple[Masks, Masks]) -> float:
        """Give the share of worlds that the change does not touch."""
        if self.plan is None:
            return 0.0
        scenario = self.plan.scenario
        ours, theirs = off
        touched = np.zeros(len(self.worlds.numbers), dtype=bool)
        for path in change.all_set:
            # A cell of a table may matter to any mechanism.
            name = path.partition(".")[0] if path in scenario.parameters else ""
            touched |= ~ours[name] if name in ours else True
        for name in change.all_without:
            if name in scenario.mechanisms:
                touched |= ~ours[name] if name in ours else True
        for name, mask in ours.items():
            touched |= mask != theirs[name]
        return float(self.worlds.weights @ ~touched)


def _masks(plan: TablePlan, on: Flags) -> dict[str, Flags]:
    off = [set(plan.switched_off(row)) for row in on]
    named = {name for item in plan.testable for name in item.mechanisms}
    return {name: np.array([name in names for names in off]) for name in sorted(named)}


def choose(
    scenario: Scenario,
    replicates: int | Sequence[int] | Mapping[int, float],
    asked: str | None,
    scale: int,
    seed: int,
    table: str | Path | None = None,
    workers: int | None = None,
    progress: bool = False,
) -> Choice:
    """Choose the worlds of a what-if.

    Parameters
    ----------
    scenario : Scenario
        The scenario without the change.
    replicates : int, sequence of int, or mapping of int to float
        How many worlds; or which, by number, with every mechanism on; or worlds of the table with
        weights, with the explanations that were drawn for them.
    asked : {"posterior", "prior"} or None
        Which worlds; None takes those like the record if there is a table for them and the guard
        rails hold.
    scale, seed : int
        Of the worlds, and of the table.
    table : str or Path, optional
        Folder of the table; by default the one in the cache.

    Raises
    ------
    UpheavalError
        If ``replicates`` or ``asked`` is none of these, or worlds like the record are asked for
        and there is no table.
    """
    if asked is not None and asked not in KINDS:
        raise UpheavalError(f"`basis`: got '{asked}', expected {' or '.join(KINDS)}")
    if isinstance(replicates, Mapping):
        return _given(scenario, worlds_of(replicates), scale, seed)
    worlds = worlds_of(replicates)
    if asked == PRIOR:
        return Choice(worlds, OF_THE_PRIORS)
    if not isinstance(replicates, int):
        if asked == POSTERIOR:
            raise UpheavalError(
                "`basis`: replicates are given by number, so that none can be drawn like the "
                "record; expected how many, or a mapping of numbers to weights"
            )
        return Choice(worlds, Basis(PRIOR, "the replicates were given by number"))
    try:
        found, weights, guard = _conditioned(scenario, scale, seed, table, workers, progress)
    except UpheavalError as error:
        if asked == POSTERIOR or table is not None:
            raise
        return Choice(worlds, Basis(PRIOR, error.message))
    if not guard.ok and asked is None:
        refused = (
            "the guard rails of explain fail: "
            f"{'; '.join(guard.failures)} (`basis=posterior` takes the nearest all the same)"
        )
        return Choice(worlds, Basis(PRIOR, refused, len(found), False))
    drawn = worlds_of(_drawn(found, weights, replicates))
    rows = np.searchsorted(found.replicates, drawn.numbers)
    reason = None if guard.ok else "; ".join(guard.failures)
    basis = Basis(POSTERIOR, reason, len(found), guard.ok)
    return Choice(drawn, basis, found.plan, found.indicators[rows])


def _given(scenario: Scenario, worlds: Worlds, scale: int, seed: int) -> Choice:
    if not any(item.mechanisms for item in scenario.explanations):
        return Choice(worlds, Basis(GIVEN))
    plan = TablePlan(scenario, scale, seed)
    return Choice(worlds, Basis(GIVEN), plan, plan.indicators(worlds.numbers))


def _conditioned(
    scenario: Scenario,
    scale: int,
    seed: int,
    table: str | Path | None,
    workers: int | None,
    progress: bool,
) -> tuple[ReferenceTable, Floats, Guard]:
    """Give the table of a scenario, the weights of its simulations, and the guard rails."""
    from upheaval.inference.posterior.conditioning import condition_table
    from upheaval.inference.simulations.shards import read
    from upheaval.record.observations import read_observations
    from upheaval.runs.progress import telling

    found = read(TablePlan(scenario, scale, seed), None if table is None else Path(table))
    with telling(f"Weighing {len(found):,} simulations by the record", progress):
        told = condition_table(found, read_observations(scenario), workers=workers)
    return found, told.weights, told.guard


def _drawn(table: ReferenceTable, weights: Floats, count: int) -> dict[int, float]:
    """Draw worlds by weight; all of them with their weights if there are no more."""
    from upheaval.inference.posterior.resampling import systematic_resample

    positive = np.flatnonzero(weights > 0)
    if len(positive) <= count:
        rows, shares = positive, weights[positive]
    else:
        rows, counts = np.unique(systematic_resample(weights, count), return_counts=True)
        shares = counts.astype(np.float64)
    return dict(zip(table.replicates[rows].tolist(), shares.tolist(), strict=True))
